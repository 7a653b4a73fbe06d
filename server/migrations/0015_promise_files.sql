-- Links that set up a server without a partnership: behind one its first promise is loaded, and the first administrator
-- gets an account. None is of use once there is anybody.
create table setup_links (
    -- SHA-256 of the link's secret.
    secret_hash blob not null primary key,
    created_at bigint not null,
    -- After this it is of no use.
    ends_at bigint not null,
    -- When the server was set up behind it; null until then.
    used_at bigint,
    -- The promise file that was checked behind it and waits to be put in force, as it was uploaded; null before.
    draft text
);

-- Promise files that administrators uploaded, whole and without problems. A draft is seen by them alone.
create table promise_files (
    partnership text not null references partnerships (id),
    -- UUIDv7.
    id blob not null,
    -- The promise's id and version, as the file has them.
    promise text not null,
    version bigint not null,
    -- The file as it was uploaded.
    text text not null,
    -- When it was uploaded, in unix milliseconds, and by whom; null for the file that the server was set up with.
    uploaded_at bigint not null,
    uploaded_by blob,
    -- When its promise was put in force; null for a draft.
    in_force_at bigint,
    primary key (partnership, id)
);
create index promise_files_by_promise on promise_files (partnership, promise, version);
