-- What units' own entries added up to, for feedback to them; by unit and never by person. Changed only in the transaction
-- that changes the entries behind it. Nothing here is summed into a promise's figure.
create table unit_tallies (
    partnership text not null references partnerships (id),
    promise text not null,
    -- The promise's version that the target's definition is from.
    version bigint not null,
    target text not null,
    -- The unit's call sign, as entries give it.
    unit text not null,
    -- year * 12 + month - 1, in the promise's time zone.
    month bigint not null,
    -- Occasions that count.
    count bigint not null,
    primary key (partnership, promise, version, unit, target, month)
);
-- A person's newest entries: which call signs are theirs.
create index entries_by_author on entries (partnership, author, id);
