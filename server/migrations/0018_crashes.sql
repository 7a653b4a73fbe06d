-- Crashes of the officer's app, as phones tell of them: nothing that anybody has recorded. Deleted after a while where new ones
-- are written.
create table crashes (
    partnership text not null references partnerships (id),
    -- UUIDv7 of the moment at which the server heard of it.
    id blob not null,
    device blob not null,
    heard_at bigint not null,
    -- Of the app that crashed.
    build text not null,
    -- File and line of the code.
    location text not null,
    -- What failed, without values.
    message text not null,
    primary key (partnership, id)
);
create index crashes_by_device on crashes (partnership, device, heard_at);
