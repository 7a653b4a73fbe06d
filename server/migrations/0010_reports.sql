-- Reports of a promise for a period: drafted, frozen, approved, published. What is frozen never changes.
create table reports (
    partnership text not null references partnerships (id),
    -- UUIDv7.
    id blob not null,
    promise text not null,
    -- The promise's version that the figures were frozen by; null for a draft, which follows the version in force.
    version bigint,
    -- tertial, quarter, half, year, whole, custom.
    kind text not null,
    -- First and last day, as days since 1970-01-01 in the promise's time zone.
    from_day bigint not null,
    to_day bigint not null,
    -- "Tertial 1 2021": in the address book of those who look for it later.
    name text not null,
    -- draft, frozen, approved, published.
    state text not null,
    -- Figures, words and texts as JSON from the moment they were frozen; null for a draft.
    body text,
    -- When each step was taken, in unix milliseconds, and the person who took it.
    drafted_at bigint not null,
    drafted_by blob not null,
    frozen_at bigint,
    frozen_by blob,
    approved_at bigint,
    approved_by blob,
    published_at bigint,
    published_by blob,
    primary key (partnership, id)
);
create index reports_by_promise on reports (partnership, promise, to_day);

-- What people write about a commitment while the report is a draft; freezing takes it into the body.
create table report_texts (
    partnership text not null,
    report blob not null,
    commitment text not null,
    text text not null,
    -- Who wrote it last, and when in unix milliseconds.
    written_by blob not null,
    written_at bigint not null,
    primary key (partnership, report, commitment),
    foreign key (partnership, report) references reports (partnership, id)
);

-- What was done of an activity within some days: what a report tells one by one.
create index entries_by_activity on entries (partnership, activity, day);
