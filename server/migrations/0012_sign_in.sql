-- How a session began and is known to its owner.
-- password, passkey or oidc; those from before this column began with a password.
alter table sessions add column way text not null default 'password';
-- The browser roughly, as its owner recognises it: "Firefox, Windows". Nothing else of what it says of itself is kept.
alter table sessions add column browser text not null default '';
-- When the person last proved who they are in it: what opens another way in asks for a recent one.
alter table sessions add column proved_at bigint not null default 0;

-- Passkeys of staff.
create table passkeys (
    partnership text not null,
    -- UUIDv7; what pages name it by.
    id blob not null,
    person blob not null,
    -- The name that the authenticator gave it.
    credential blob not null,
    -- As its owner named it: "Tjänstedatorn".
    name text not null,
    -- What is needed to check it, as JSON: public key, counter, whether it is backed up. No secret.
    public_key text not null,
    added_at bigint not null,
    -- When it last let its owner in; null before that.
    used_at bigint,
    primary key (partnership, id)
);
-- No credential is two people's.
create unique index passkeys_by_credential on passkeys (credential);
create index passkeys_by_person on passkeys (partnership, person);

-- Whom an organisation's own identity provider means by a subject. Made behind a one-time link, never by itself.
create table identities (
    partnership text not null,
    -- The provider's address, as its tokens state it.
    issuer text not null,
    -- What the provider calls the person; opaque.
    subject text not null,
    person blob not null,
    linked_at bigint not null,
    primary key (partnership, issuer, subject),
    unique (partnership, person)
);

-- Sign-ins under way: what is to come back from an authenticator or an identity provider. Each is used once.
create table ceremonies (
    -- SHA-256 of the secret in the cookie of the browser that began it: no other can end it.
    secret_hash blob not null,
    -- passkey_sign_in, passkey_confirm, passkey_add, oidc.
    kind text not null,
    -- Who began it, where somebody was known; it ends with their access.
    partnership text,
    person blob,
    -- A keyed hash of the address that it began from, so that no address crowds out the others.
    place blob not null,
    -- What the answer is checked against, as JSON: the challenge, or state, nonce and verifier.
    state text not null,
    -- After this it is of no use.
    ends_at bigint not null,
    primary key (secret_hash)
);
create index ceremonies_by_end on ceremonies (ends_at);
create index ceremonies_by_place on ceremonies (place, ends_at);
create index ceremonies_by_person on ceremonies (partnership, person);
