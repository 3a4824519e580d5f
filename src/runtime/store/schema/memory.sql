-- Who has memories. The number parts the words of one user from those of all others in the full-text index.
CREATE TABLE memory_owner (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    -- Grows whenever what is recalled for the user may have changed.
    change INTEGER NOT NULL DEFAULT 0,
    synopsis TEXT,
    synopsis_at INTEGER,
    -- What the triggers below count: rows that hold, rows that others hold in the place of, the bytes of all, and of the latter.
    memories INTEGER NOT NULL DEFAULT 0,
    superseded INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    superseded_bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant, user)
) STRICT;
CREATE TABLE memory (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,
    digest BLOB NOT NULL,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('user', 'session', 'agent', 'formation')),
    scope_id TEXT NOT NULL,
    subject TEXT,
    metadata TEXT,
    source TEXT NOT NULL,
    source_id TEXT,
    session_id TEXT,
    request_id TEXT,
    message_seq INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    recalled_at INTEGER,
    superseded_by TEXT,
    -- 0 until its words are in the full-text index.
    indexed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX memory_once ON memory (tenant, user, scope, scope_id, digest) WHERE superseded_by IS NULL;
CREATE INDEX memory_by_update ON memory (tenant, user, updated_at);
CREATE INDEX memory_not_indexed ON memory (tenant, user) WHERE indexed = 0;
CREATE INDEX memory_by_successor ON memory (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE TABLE memory_vector (
    seq INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    vector BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE memory_text USING fts5 (
    words, tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);
-- What is deleted is to leave the index, and not only to be marked in it.
INSERT INTO memory_text (memory_text, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER memory_kept AFTER INSERT ON memory BEGIN
    UPDATE memory_owner SET change = change + 1,
        memories = memories + (new.superseded_by IS NULL),
        superseded = superseded + (new.superseded_by IS NOT NULL),
        bytes = bytes + (octet_length(new.content) + coalesce(octet_length(new.metadata), 0)),
        superseded_bytes = superseded_bytes
            + (new.superseded_by IS NOT NULL) * (octet_length(new.content) + coalesce(octet_length(new.metadata), 0))
        WHERE tenant = new.tenant AND user = new.user;
END;
CREATE TRIGGER memory_gone AFTER DELETE ON memory BEGIN
    DELETE FROM memory_text WHERE rowid = old.seq;
    DELETE FROM memory_vector WHERE seq = old.seq;
    UPDATE memory_owner SET change = change + 1,
        memories = memories - (old.superseded_by IS NULL),
        superseded = superseded - (old.superseded_by IS NOT NULL),
        bytes = bytes - (octet_length(old.content) + coalesce(octet_length(old.metadata), 0)),
        superseded_bytes = superseded_bytes
            - (old.superseded_by IS NOT NULL) * (octet_length(old.content) + coalesce(octet_length(old.metadata), 0))
        WHERE tenant = old.tenant AND user = old.user;
END;
CREATE TRIGGER memory_moved AFTER UPDATE OF tenant, user ON memory BEGIN
    DELETE FROM memory_text WHERE rowid = old.seq;
    UPDATE memory SET indexed = 0 WHERE seq = new.seq;
    UPDATE memory_owner SET change = change + 1,
        memories = memories - (old.superseded_by IS NULL),
        superseded = superseded - (old.superseded_by IS NOT NULL),
        bytes = bytes - (octet_length(old.content) + coalesce(octet_length(old.metadata), 0)),
        superseded_bytes = superseded_bytes
            - (old.superseded_by IS NOT NULL) * (octet_length(old.content) + coalesce(octet_length(old.metadata), 0))
        WHERE tenant = old.tenant AND user = old.user;
    UPDATE memory_owner SET change = change + 1,
        memories = memories + (new.superseded_by IS NULL),
        superseded = superseded + (new.superseded_by IS NOT NULL),
        bytes = bytes + (octet_length(new.content) + coalesce(octet_length(new.metadata), 0)),
        superseded_bytes = superseded_bytes
            + (new.superseded_by IS NOT NULL) * (octet_length(new.content) + coalesce(octet_length(new.metadata), 0))
        WHERE tenant = new.tenant AND user = new.user;
END;
CREATE TRIGGER memory_superseded AFTER UPDATE OF superseded_by ON memory WHEN new.superseded_by IS NOT NULL BEGIN
    DELETE FROM memory_text WHERE rowid = old.seq;
    DELETE FROM memory_vector WHERE seq = old.seq;
    UPDATE memory_owner SET change = change + 1,
        memories = memories - (old.superseded_by IS NULL),
        superseded = superseded + (old.superseded_by IS NULL),
        superseded_bytes = superseded_bytes + (old.superseded_by IS NULL)
            * (octet_length(old.content) + coalesce(octet_length(old.metadata), 0))
        WHERE tenant = old.tenant AND user = old.user;
END;
