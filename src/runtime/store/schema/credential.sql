-- What users bring of their own. Only `sealed` is secret, and it opens for exactly its place: see src/credentials.
CREATE TABLE credential (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    -- The one of its service that is used where nobody chooses.
    chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)),
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Milliseconds since the Unix epoch, as the others; what counts is the one that is sealed.
    expires_at INTEGER,
    PRIMARY KEY (tenant, user, service, account)
) STRICT, WITHOUT ROWID;
-- Counts what each user has. It stays when the last credential goes, so that none can come back.
CREATE TABLE credential_tally (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    turn INTEGER NOT NULL,
    tag BLOB NOT NULL,
    PRIMARY KEY (tenant, user)
) STRICT, WITHOUT ROWID;
