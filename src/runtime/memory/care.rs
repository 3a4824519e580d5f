//! Looking after the memories of one user: indexes made anew, faults found, sources forgotten, each as a job.

use std::sync::Arc;

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::{Keeper, MemoryError};
use crate::runtime::principal::Principal;
use crate::runtime::static_vectors;

/// What is made of memories, to find them by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projection {
    /// The full-text index.
    Text,
    /// The vectors.
    Vectors,
}

impl Projection {
    /// By its name in the API.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "vectors" => Some(Self::Vectors),
            _ => None,
        }
    }
}

/// What is wrong with one memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `dangling`, `duplicate`, `no_vector` or `not_indexed`.
    pub kind: String,
    /// The internal id of its user.
    pub user: String,
    /// The memory.
    pub id: String,
}

/// One job is under way as long as this is there.
struct Running(Arc<Keeper>);

impl Running {
    fn new(keeper: &Arc<Keeper>) -> Self {
        keeper.jobs.running.send_modify(|running| *running += 1);
        Self(Arc::clone(keeper))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.jobs.running.send_modify(|running| *running -= 1);
    }
}

impl Keeper {
    /// Does `work` for a user and keeps what comes of it under an id; in the background, or until it is done. The job as
    /// it is then.
    pub async fn job(
        self: &Arc<Self>,
        kind: &'static str,
        who: &Principal,
        background: bool,
        work: impl Future<Output = Result<Value, MemoryError>> + Send + 'static,
    ) -> Value {
        let id = self.jobs.begin(kind, who, self.clock.now_millis());
        let (running, job) = (Running::new(self), id.clone());
        let done = tokio::spawn(async move {
            let done = work.await;
            let keeper = &running.0;
            keeper.jobs.end(&job, keeper.clock.now_millis(), done);
        });
        if !background {
            // A panic leaves the job as it was.
            drop(done.await);
        }
        self.jobs.get(kind, &id, None).unwrap_or_default()
    }

    /// Returns when no job is under way.
    pub async fn worked_off(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        drop(self.jobs.running.subscribe().wait_for(|running| *running == 0).await);
    }

    /// A job of this kind; of this user alone where one is named.
    pub fn find_job(&self, kind: &str, id: &str, who: Option<&Principal>) -> Option<Value> {
        self.jobs.get(kind, id, who)
    }

    /// Nothing is known any more of what was done for a user.
    pub fn forget_user(&self, who: &Principal) {
        self.jobs.forget(who);
    }

    /// Makes the index or the vectors of the user's memories anew, or both. With `dry_run` it only says of how many.
    pub async fn rebuild(
        &self,
        who: &Principal,
        what: Option<Projection>,
        dry_run: bool,
    ) -> Result<Value, MemoryError> {
        let store = self.store()?;
        let memories = store.memory_stats(who).await?.memories;
        if dry_run {
            return Ok(json!({"dry_run": true, "memories": memories}));
        }
        let mut data = json!({"dry_run": false, "memories": memories});
        if what != Some(Projection::Vectors) {
            data["indexed"] = store.reindex_memories(who).await?.into();
        }
        if what != Some(Projection::Text) {
            // Those of another model count as missing, so nothing is lost where this one cannot be asked.
            if self.rules().model.is_ok() {
                store.drop_vectors(who).await?;
            }
            self.index_now(who).await?;
            data["vectors"] = store.memory_stats(who).await?.vectors.into();
        }
        Ok(data)
    }

    /// Makes what is missing to find the user's memories by.
    pub async fn backfill(&self, who: &Principal) -> Result<Value, MemoryError> {
        let before = self.store()?.memory_stats(who).await?;
        self.index_now(who).await?;
        let after = self.store()?.memory_stats(who).await?;
        Ok(
            json!({"memories": after.memories, "vectors": after.vectors, "made": after.vectors.saturating_sub(before.vectors)}),
        )
    }

    /// What is wrong with the memories of one user, or of all, at most `limit` findings.
    pub async fn lint(&self, who: Option<&Principal>, limit: u32) -> Result<Vec<Finding>, MemoryError> {
        let model = match &self.rules().model {
            Ok(Some(model)) => &model.id,
            Ok(None) => static_vectors::MODEL,
            Err(_) => "",
        };
        self.store()?.lint_memories(who, model, limit).await
    }

    /// Forgets what came from `source`; `rebuild` brings the index of the rest up to date. How many.
    pub async fn forget_source(
        self: &Arc<Self>,
        who: &Principal,
        source: &str,
        rebuild: bool,
    ) -> Result<Value, MemoryError> {
        let store = self.store()?;
        let forgotten = store.forget_memories(who, Some(source), self.clock.now_millis()).await?;
        let mut data = json!({"forgotten": forgotten, "source": source});
        if rebuild {
            data["indexed"] = store.reindex_memories(who).await?.into();
        }
        // What holds again has no vector.
        self.index_later(who);
        Ok(data)
    }
}

/// What is wrong; `model` names whose vectors are wanted, and none are where it is empty.
pub(super) fn lint(
    connection: &Connection,
    who: Option<&Principal>,
    model: &str,
    limit: u32,
) -> rusqlite::Result<Vec<Finding>> {
    let sql = lint_sql(who.is_some());
    let given = params![who.map(Principal::tenant), who.map(Principal::user), model, limit];
    let finding =
        |row: &rusqlite::Row<'_>| Ok(Finding { kind: row.get(0)?, user: row.get(1)?, id: row.get(2)? });
    connection.prepare_cached(&sql)?.query_map(given, finding)?.collect()
}

/// The question for that, of one user or of all.
pub(super) fn lint_sql(of_one: bool) -> String {
    // An index is used for one user's only where the words say so.
    let whose = if of_one { "tenant = ?1 AND user = ?2" } else { "coalesce(?1, ?2) IS NULL" };
    format!("
        SELECT kind, user, id FROM (
            SELECT 'not_indexed' AS kind, user, id, seq FROM memory m
                WHERE {whose} AND superseded_by IS NULL
                    AND (indexed = 0 OR NOT EXISTS (SELECT 1 FROM memory_text_docsize d WHERE d.id = m.seq))
            UNION ALL
            SELECT 'no_vector', user, id, seq FROM memory m
                WHERE {whose} AND superseded_by IS NULL AND ?3 <> ''
                    AND NOT EXISTS (SELECT 1 FROM memory_vector v WHERE v.seq = m.seq AND v.model = ?3)
            UNION ALL
            SELECT 'dangling', user, id, seq FROM memory m
                WHERE {whose} AND superseded_by IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM memory o WHERE o.id = m.superseded_by AND o.tenant = m.tenant AND o.user = m.user)
            UNION ALL
            SELECT 'duplicate', user, id, seq FROM (
                SELECT user, id, seq, row_number() OVER (
                    PARTITION BY tenant, user, scope, scope_id, lower(content) ORDER BY seq) AS place
                FROM memory WHERE {whose} AND superseded_by IS NULL)
                WHERE place > 1)
        ORDER BY seq, kind LIMIT ?4")
}
