-- Sign-ins, enrolments, revocations, reads of entries: who did what, and when. Only ever added to.
create table audit (
    -- Rises with every row.
    no bigint generated always as identity primary key,
    partnership text not null,
    -- Unix milliseconds.
    at bigint not null,
    -- The person who did it; null for a command at the server itself, or where nobody was known.
    person bytea,
    -- sign_in, sign_in_refused, enrol, revoke, read_entries, create_person, give_code, give_link, load_promise …
    deed text not null,
    -- What it was done to, as JSON without names.
    about text not null
);
create index audit_by_partnership on audit (partnership, no);
create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only ever added to';
end $$;
create trigger audit_is_never_changed before update or delete or truncate on audit
    for each statement execute function refuse_change_of_audit();
