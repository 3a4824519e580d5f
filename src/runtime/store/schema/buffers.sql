-- Messages up to this one stay in the session, and do not go to the model any more.
ALTER TABLE session ADD COLUMN cleared_to INTEGER NOT NULL DEFAULT 0;
