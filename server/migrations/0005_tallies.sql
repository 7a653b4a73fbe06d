-- Every figure's parts: what counts towards a target, in an area, on a local day. Changed only in the transaction that
-- changes the entries behind it, so that no figure is ever ahead of or behind what it counts.
create table tallies (
    partnership text not null references partnerships (id),
    promise text not null,
    -- The promise's version that the target's definition is from.
    version bigint not null,
    target text not null,
    -- '' where the occasion has no area.
    area text not null,
    -- Days since 1970-01-01 in the promise's time zone.
    day bigint not null,
    -- Occasions that count.
    count bigint not null,
    -- Of these, how many have the share's answer.
    numerator bigint not null,
    -- Minutes of those that count.
    minutes bigint not null,
    -- Occasions that would count if they had been long enough.
    too_short bigint not null,
    primary key (partnership, promise, version, target, area, day)
);

-- Occasions that a person must look at, by what they are marked with; kept with the tallies, so that a page needn't
-- read the entries.
create table open_questions (
    partnership text not null references partnerships (id),
    -- The occasion's root.
    root blob not null,
    -- unknown_area, unknown_activity, outside_period, not_permitted, may_not_correct, orphan, conflict, quarantined.
    question text not null,
    primary key (partnership, root, question)
);
