-- Figures belong to a counting run. Counting anew (a new promise version, a promise that continues, a rebuild) writes a
-- new run beside the one in force, in small transactions, and takes effect by changing one number.

-- The run whose figures are in force: what the views below show.
alter table partnerships add column run bigint not null default 0;
-- The run that is being counted beside it; null while none is. Merges and decisions change the figures of both.
alter table partnerships add column counting bigint;
-- The last number that a run was given: none is given twice, so that a count that was taken for killed and wakes up never
-- writes into another's run.
alter table partnerships add column last_run bigint not null default 0;

-- Runs that are being counted, and those that are over and whose rows have not all been removed yet.
create table counting_runs (
    partnership text not null references partnerships (id),
    -- The run's number, rising within a partnership and given once.
    run bigint not null,
    -- The promise, as JSON, that takes effect with the run; null where everything is counted anew by the promises in
    -- force.
    promise text,
    -- When it began, in unix milliseconds.
    started_at bigint not null,
    -- When it last wrote something. One that has been silent for too long was killed, and another may begin.
    alive_at bigint not null,
    primary key (partnership, run)
);

-- Every figure's parts, by run: what counts towards a target, in an area, on a local day.
create table counted_tallies (
    partnership text not null references partnerships (id),
    run bigint not null,
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
    primary key (partnership, run, promise, version, target, area, day)
);
insert into counted_tallies
    select partnership, 0, promise, version, target, area, day, count, numerator, minutes, too_short from tallies;
drop table tallies;
-- The figures in force. Changed only in the transaction that changes the entries behind them, or by a switch of runs.
create view tallies as
    select c.partnership, c.promise, c.version, c.target, c.area, c.day, c.count, c.numerator, c.minutes, c.too_short
    from counted_tallies c join partnerships p on p.id = c.partnership and p.run = c.run;

-- Occasions that a person must look at, by run.
create table counted_questions (
    partnership text not null references partnerships (id),
    run bigint not null,
    -- The occasion's root.
    root blob not null,
    -- unknown_area, unknown_activity, outside_period, not_permitted, may_not_correct, orphan, conflict, quarantined.
    question text not null,
    -- 1: it is open. While its run is being counted, a change of the occasion may come before the count of what it was
    -- before: the sum is right once the run is whole.
    count bigint not null,
    primary key (partnership, run, root, question)
);
insert into counted_questions select partnership, 0, root, question, 1 from open_questions;
drop table open_questions;
create view open_questions as
    select c.partnership, c.root, c.question
    from counted_questions c join partnerships p on p.id = c.partnership and p.run = c.run
    where c.count > 0;

-- How things are recorded, by run; by area and never by person.
create table counted_shapes (
    partnership text not null references partnerships (id),
    run bigint not null,
    activity text not null,
    -- '' where the occasion has no area.
    area text not null,
    -- year * 12 + month - 1, in the promise's time zone: of the start, or for 'recorded' of the recording.
    month bigint not null,
    -- start, late, minutes, recorded.
    shape text not null,
    -- Where in the shape: the hour of the week, 1 for late, minutes more than the least, the day of the month.
    place bigint not null,
    -- Occasions there.
    count bigint not null,
    primary key (partnership, run, activity, area, shape, month, place)
);
insert into counted_shapes select partnership, 0, activity, area, month, shape, place, count from shapes;
drop table shapes;
create view shapes as
    select c.partnership, c.activity, c.area, c.month, c.shape, c.place, c.count
    from counted_shapes c join partnerships p on p.id = c.partnership and p.run = c.run;

-- What units' own entries added up to, by run; by unit and never by person.
create table counted_units (
    partnership text not null references partnerships (id),
    run bigint not null,
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
    primary key (partnership, run, promise, version, unit, target, month)
);
insert into counted_units select partnership, 0, promise, version, target, unit, month, count from unit_tallies;
drop table unit_tallies;
create view unit_tallies as
    select c.partnership, c.promise, c.version, c.target, c.unit, c.month, c.count
    from counted_units c join partnerships p on p.id = c.partnership and p.run = c.run;

-- The few entries that decisions are about, so that laying decisions anew and accepting a journal read no others.
create index entries_quarantined on entries (partnership, journal) where quarantined = 1;
create index entries_decided on entries (partnership, id) where decided = 1;
-- Occasions by an open question, newest first.
create index counted_questions_by_question on counted_questions (partnership, run, question, root);
