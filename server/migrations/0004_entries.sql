-- What was recorded: a set that only grows. Several rows of one id are versions with different content; both are kept.
create table entries (
    partnership text not null references partnerships (id),
    -- UUIDv7 from the phone: ranges of ids are ranges of time.
    id blob not null,
    -- SHA-256, lower-case hex, of the entry's canonical JSON (RFC 8785).
    hash text not null,
    journal blob not null,
    -- Its number in the journal.
    seq bigint not null,
    author blob not null,
    -- The author's organisation, frozen at the first merge.
    organisation text not null,
    -- recorded, amended, withdrawn, or a kind that a newer phone knows.
    kind text not null,
    -- The occasion's id: its own for a recorded entry, the corrected one's for a correction.
    root blob not null,
    -- 1: from a revoked phone; counts nothing until a supervisor accepts it.
    quarantined bigint not null,
    -- 1: its number was held already when it came (a restored phone backup).
    cloned bigint not null,
    -- 1: from a journal that the server keeps.
    by_staff bigint not null,
    -- 1: a person decided for this version of its id.
    decided bigint not null,
    -- Activity, area and counted local day (days since 1970-01-01), to find it by; null for what has none.
    activity text,
    area text,
    day bigint,
    -- The entry in canonical form, fields unknown to this version included.
    body text not null,
    -- When the server kept it, in unix milliseconds.
    received_at bigint not null,
    -- The commit that brought it.
    commit_no bigint not null,
    primary key (partnership, id, hash)
);
create index entries_by_root on entries (partnership, root);
create index entries_by_commit on entries (partnership, commit_no, id, hash);
