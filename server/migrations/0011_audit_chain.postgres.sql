-- The log as it was before its rows were chained: kept as it was, and written no more. The first start takes its rows
-- into the chain in their order.
alter table audit rename to audit_unchained;

-- Who did what, when, and to what: every change, sign-in, refusal, and read of entries by staff. Only ever added to, and
-- each row's hash covers the one before it.
create table audit (
    partnership text not null,
    -- Its place in the partnership's chain: 1, 2, 3 … without holes.
    number bigint not null,
    -- Unix milliseconds.
    at bigint not null,
    -- The person who did it; null for a command at the server itself, or where nobody was known.
    person bytea,
    -- sign_in, refused, sync, read_entries, create_person, load_promise …
    deed text not null,
    -- What it was done to, as JSON without names; hashed as it stands here.
    about text not null,
    -- The hash of the row before; 32 zero bytes for the first.
    prev bytea not null,
    -- SHA-256 over all of the above (app/domain/src/audit.rs says how).
    hash bytea not null,
    primary key (partnership, number)
);
-- What one person did, and where a deed was done: what the page is asked for.
create index audit_by_person on audit (partnership, person, number);
create index audit_by_deed on audit (partnership, deed, number);

create trigger audit_row_is_never_changed before update or delete or truncate on audit
    for each statement execute function refuse_change_of_audit();
