-- What a report tells one by one is chosen row by row while the report is a draft: what nobody has chosen stays internal.
create table report_rows (
    partnership text not null,
    report blob not null,
    -- The target that the row counts for, and the occasion.
    target text not null,
    root blob not null,
    -- 1: told in the report. 0: left out.
    shown bigint not null,
    -- The free texts as they are to be told: a JSON object by the id of the question.
    texts text not null,
    -- The free texts as the entry had them when somebody chose, likewise: a later correction is seen by it.
    recorded text not null,
    -- Who chose last, and when in unix milliseconds.
    chosen_by blob not null,
    chosen_at bigint not null,
    primary key (partnership, report, target, root),
    foreign key (partnership, report) references reports (partnership, id)
);

-- To list what was sent back without reading every decision.
create index decisions_by_kind on decisions (partnership, kind, commit_no);
