-- How things are recorded, by area and never by person: when in the week, how late, at which minute, on which day of the
-- month. Changed only in the transaction that changes the entries behind it, so that no page reads entries.
create table shapes (
    partnership text not null references partnerships (id),
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
    primary key (partnership, activity, area, shape, month, place)
);
