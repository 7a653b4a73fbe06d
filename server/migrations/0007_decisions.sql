-- What people decided, in commit order: how entries are to be read. Only ever added to; a rebuild reads entries and
-- these.
create table decisions (
    partnership text not null references partnerships (id),
    -- Its commit; each decision has one of its own.
    commit_no bigint not null,
    -- join, separate, accept_occasion, accept_journal, version, head, close_gap, map_area, map_activity, return, void.
    kind text not null,
    -- What it is about, as JSON, with the message or the reason that was written.
    about text not null,
    -- Who decided.
    person blob not null,
    -- Unix milliseconds.
    at bigint not null,
    primary key (partnership, commit_no)
);

-- The occasions that a decision is about, by the journal whose person is told of it at the next sync.
create table decided_occasions (
    partnership text not null references partnerships (id),
    -- The journal that the occasion was recorded in.
    journal blob not null,
    commit_no bigint not null,
    -- The occasion's root.
    root blob not null,
    primary key (partnership, journal, commit_no, root)
);
create index decided_occasions_by_root on decided_occasions (partnership, root, commit_no);

-- Pairs of occasions that a person has said are one, or not. Laid anew from the decisions by a rebuild.
create table joins (
    partnership text not null references partnerships (id),
    -- Both ways round, so that either finds the other.
    root blob not null,
    other blob not null,
    -- 1: they count as one. 0: kept apart, and not proposed again.
    joined bigint not null,
    primary key (partnership, root, other)
);

-- Areas and activities that no promise knows, and what they are read as. Laid anew likewise.
create table maps (
    partnership text not null references partnerships (id),
    -- area or activity.
    kind text not null,
    -- The word as entries have it.
    word text not null,
    -- The area's or activity's id in the promises.
    known text not null,
    primary key (partnership, kind, word)
);

-- Gaps in journals that nobody waits for any more; they stay listed. Laid anew likewise.
create table closed_gaps (
    partnership text not null references partnerships (id),
    journal blob not null,
    -- First and last number, both included.
    from_seq bigint not null,
    to_seq bigint not null,
    reason text not null,
    -- The decision that closed it.
    commit_no bigint not null,
    primary key (partnership, journal, from_seq, to_seq, commit_no)
);

-- To browse entries by day, and to find those that may be one patrol.
create index entries_by_day on entries (partnership, day);
