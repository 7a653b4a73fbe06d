-- The server itself: one row a fact.
create table server_facts (
    -- 'epoch': changes when a backup is restored, so that phones offer again what they kept.
    name text not null primary key,
    fact text not null
);

-- The parties that promise together; first in every key.
create table partnerships (
    id text not null primary key,
    -- Number of the last commit that changed entries or decisions. Cursors are made of it; it is raised under the
    -- partnership's lock, so that none is skipped.
    commit_no bigint not null,
    -- Raised whenever a promise is put in force: what is kept of the promises in memory is read anew.
    catalogue_no bigint not null
);

-- Promises in force. Earlier versions stay, so that frozen figures can be read with their own wording.
create table promises (
    partnership text not null references partnerships (id),
    -- The promise's id, unique on the server.
    id text not null,
    -- A change of any reading is a new version.
    version bigint not null,
    -- The promise as JSON, as GET /api/v1/promises/{id} answers it.
    body text not null,
    -- 1 for the one version in force, 0 for earlier ones.
    active bigint not null,
    -- First and last day in force, as days since 1970-01-01; shorter than the promise's own when another took over.
    from_day bigint not null,
    to_day bigint not null,
    -- When it was loaded, in unix milliseconds.
    loaded_at bigint not null,
    primary key (partnership, id, version)
);
