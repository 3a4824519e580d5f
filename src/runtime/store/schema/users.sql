-- Users with ids of their own, and the identifiers under which they ask. What was kept under an
-- identifier so far becomes a user's.
CREATE TABLE users (
    user TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX users_by_tenant ON users (tenant, user);
CREATE TABLE identifier (
    tenant TEXT NOT NULL,
    identifier TEXT NOT NULL,
    user TEXT NOT NULL REFERENCES users (user),
    type TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, identifier)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_by_user ON identifier (user);
-- Users that were erased, or became another one: what is still on its way for them finds that here.
CREATE TABLE gone (
    id TEXT PRIMARY KEY,
    into_id TEXT,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA defer_foreign_keys = ON;
INSERT INTO identifier (tenant, identifier, user, type, created_at)
    SELECT tenant, user, 'usr_' || substr(lower(hex(randomblob(11))), 1, 21), NULL, min(created_at)
    FROM (SELECT tenant, user, created_at FROM session UNION ALL SELECT tenant, user, created_at FROM artifact)
    GROUP BY tenant, user;
INSERT INTO users (user, tenant, created_at) SELECT user, tenant, created_at FROM identifier;
UPDATE session SET user = (SELECT i.user FROM identifier i WHERE i.tenant = session.tenant AND i.identifier = session.user);
UPDATE message SET user = (SELECT i.user FROM identifier i WHERE i.tenant = message.tenant AND i.identifier = message.user);
UPDATE artifact SET user = (SELECT i.user FROM identifier i WHERE i.tenant = artifact.tenant AND i.identifier = artifact.user);
UPDATE artifact_version SET user =
    (SELECT i.user FROM identifier i WHERE i.tenant = artifact_version.tenant AND i.identifier = artifact_version.user);
