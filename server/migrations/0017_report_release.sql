-- Who has written in a report, for ever: where the promise asks for it, somebody else approves.
create table report_writers (
    partnership text not null,
    report blob not null,
    commitment text not null,
    person blob not null,
    primary key (partnership, report, commitment, person),
    foreign key (partnership, report) references reports (partnership, id)
);
insert into report_writers (partnership, report, commitment, person)
    select partnership, report, commitment, written_by from report_texts;

-- Which party has approved its own part of a frozen report; opened again, nobody has.
create table report_approvals (
    partnership text not null,
    report blob not null,
    -- police or municipality.
    party text not null,
    -- Who approved, and when in unix milliseconds.
    approved_by blob not null,
    approved_at bigint not null,
    primary key (partnership, report, party),
    foreign key (partnership, report) references reports (partnership, id)
);

-- A published report that was taken back: when in unix milliseconds, by whom, and why in words that everybody reads. Without
-- a reason it was replaced by a newer report of the same days.
alter table reports add column withdrawn_at bigint;
alter table reports add column withdrawn_by blob;
alter table reports add column withdrawn_reason text;
