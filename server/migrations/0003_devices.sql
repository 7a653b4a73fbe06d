-- Phones that have been enrolled.
create table devices (
    partnership text not null references partnerships (id),
    -- UUIDv7.
    id blob not null,
    -- SHA-256 of the credential's secret, which never changes; only its end moves.
    secret_hash blob not null,
    -- As the officer named it at enrolment.
    name text not null,
    created_at bigint not null,
    -- The credential's end, moved on at every sync.
    ends_at bigint not null,
    -- When the phone was last heard from; null before its first sync.
    heard_at bigint,
    -- What it said remains on it.
    waiting bigint not null,
    -- Server minus phone time at its last sync, in milliseconds; null where it told no time.
    clock_offset_ms bigint,
    -- When it was revoked; final.
    revoked_at bigint,
    primary key (partnership, id)
);
create unique index devices_by_secret on devices (secret_hash);

-- Who records on which phone; a shared one has several people.
create table device_people (
    partnership text not null,
    device blob not null,
    person blob not null,
    enrolled_at bigint not null,
    primary key (partnership, device, person)
);

-- Journals that have been heard of.
create table journals (
    partnership text not null references partnerships (id),
    -- UUID given by the phone.
    id blob not null,
    -- Its person, for ever.
    person blob not null,
    -- The phone that named it last; null for journals that the server keeps.
    device blob,
    -- The last number given, as the phone told: gaps at the end have names by it.
    last_told bigint not null,
    -- The numbers held, as JSON ranges, both ends included: [[1,41],[43,43]].
    held text not null,
    -- 1 from the moment that its phone was revoked; final, whatever credential sends it.
    revoked bigint not null,
    primary key (partnership, id)
);
