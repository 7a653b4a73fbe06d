-- People by id alone: forgetting a name changes no entry and no hash.
create table people (
    partnership text not null references partnerships (id),
    -- UUIDv7.
    id blob not null,
    -- officer, supervisor, coordinator, administrator.
    role text not null,
    -- The organisation's id in the promises. Entries take it over at their first merge and keep it.
    organisation text not null,
    -- When the person was created, in unix milliseconds.
    created_at bigint not null,
    -- When access was taken away; null for those who have it.
    disabled_at bigint,
    primary key (partnership, id)
);

-- Names live apart from the people, so that one can be forgotten.
create table person_names (
    partnership text not null,
    person blob not null,
    -- As colleagues know the person; unique within a partnership, since staff sign in with it.
    name text not null,
    -- The name in lower case without outer spaces: what is compared.
    folded text not null,
    primary key (partnership, person),
    unique (partnership, folded)
);

-- Passwords of staff; officers have none.
create table passwords (
    partnership text not null,
    person blob not null,
    -- argon2id in PHC form, with its own salt and cost.
    phc text not null,
    set_at bigint not null,
    primary key (partnership, person)
);

-- Signed-in browsers of staff.
create table sessions (
    partnership text not null,
    -- SHA-256 of the cookie's secret: who reads the database can't sign in with it.
    secret_hash blob not null,
    person blob not null,
    created_at bigint not null,
    -- Moved on by use; so long after it the session ends.
    seen_at bigint not null,
    -- The absolute end, used or not.
    ends_at bigint not null,
    primary key (partnership, secret_hash)
);
create unique index sessions_by_secret on sessions (secret_hash);

-- One-time secrets that a person is given: 'code' enrols a phone, 'link' lets staff choose a password.
create table one_time_secrets (
    partnership text not null,
    -- SHA-256 of the secret.
    secret_hash blob not null,
    purpose text not null,
    -- Whom it is for.
    person blob not null,
    created_at bigint not null,
    -- After this it is of no use.
    ends_at bigint not null,
    -- When it was used; null until then.
    used_at bigint,
    primary key (partnership, secret_hash)
);
create unique index one_time_secrets_by_secret on one_time_secrets (secret_hash);
