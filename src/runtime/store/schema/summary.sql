-- What stands in the place of the older messages of a long session when a turn is told of them.
CREATE TABLE session_summary (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    session_id TEXT NOT NULL,
    -- The last message that it stands for.
    upto_seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, user, session_id),
    FOREIGN KEY (tenant, user, session_id) REFERENCES session (tenant, user, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
-- Where messages go, nothing stays that says what was in them.
CREATE TRIGGER session_summary_stale AFTER DELETE ON message BEGIN
    DELETE FROM session_summary
        WHERE tenant = old.tenant AND user = old.user AND session_id = old.session_id AND upto_seq >= old.seq;
END;
