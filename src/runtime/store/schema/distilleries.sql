-- Who may deliver what was learnt of users elsewhere. A revoked one stays, so that it is told from a stranger.
CREATE TABLE distillery (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    public_key TEXT NOT NULL,
    -- JSON: whose, which and how much it may deliver.
    scope TEXT NOT NULL,
    trust_level TEXT NOT NULL CHECK (trust_level IN ('provisional', 'verified')),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
-- What was delivered, by a hash of its name there: it is kept once, and does not come back when it was forgotten here.
CREATE TABLE distilled (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    distillery_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX distilled_once ON distilled (tenant, user, distillery_id, digest);
CREATE INDEX distilled_by_time ON distilled (distillery_id, at);
