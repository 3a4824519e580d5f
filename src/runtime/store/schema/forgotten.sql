-- When the user last had forgotten what was noticed, or all: what was said before is not noticed any more.
ALTER TABLE memory_owner ADD COLUMN forgotten_at INTEGER NOT NULL DEFAULT 0;
-- Where memories came from, and what a user said in all sessions.
CREATE INDEX memory_by_subject ON memory (tenant, user, subject) WHERE subject IS NOT NULL;
CREATE INDEX memory_by_request ON memory (tenant, user, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX memory_by_source_id ON memory (tenant, user, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX message_by_user ON message (tenant, user, seq);
-- What is said of a user in short is made of these memories. It goes with the first of them that does not hold any more.
CREATE TRIGGER memory_gone_untold AFTER DELETE ON memory
WHEN old.superseded_by IS NULL AND old.scope IN ('user', 'formation') BEGIN
    UPDATE memory_owner SET synopsis = NULL, synopsis_at = NULL
        WHERE tenant = old.tenant AND user = old.user AND synopsis IS NOT NULL;
END;
CREATE TRIGGER memory_superseded_untold AFTER UPDATE OF superseded_by ON memory
WHEN old.superseded_by IS NULL AND new.superseded_by IS NOT NULL AND old.scope IN ('user', 'formation') BEGIN
    UPDATE memory_owner SET synopsis = NULL, synopsis_at = NULL
        WHERE tenant = old.tenant AND user = old.user AND synopsis IS NOT NULL;
END;
