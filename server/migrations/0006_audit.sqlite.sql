-- Sign-ins, enrolments, revocations, reads of entries: who did what, and when. Only ever added to.
create table audit (
    -- Rises with every row.
    no integer primary key autoincrement,
    partnership text not null,
    -- Unix milliseconds.
    at bigint not null,
    -- The person who did it; null for a command at the server itself, or where nobody was known.
    person blob,
    -- sign_in, sign_in_refused, enrol, revoke, read_entries, create_person, give_code, give_link, load_promise …
    deed text not null,
    -- What it was done to, as JSON without names.
    about text not null
);
create index audit_by_partnership on audit (partnership, no);
create trigger audit_is_never_changed before update on audit
begin
    select raise(abort, 'the audit log is only ever added to');
end;
create trigger audit_is_never_deleted before delete on audit
begin
    select raise(abort, 'the audit log is only ever added to');
end;
