//! Work on memories that is asked for and looked at later. It is known as long as this process runs, and holds numbers and
//! ids, and no words of users.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::MemoryError;
use crate::runtime::id;
use crate::runtime::principal::Principal;
use crate::support::clock::rfc3339;

/// The most that are known; the oldest go first.
const MOST: usize = 1000;

/// All of them.
#[derive(Default)]
pub(super) struct Jobs {
    all: Mutex<VecDeque<Job>>,
    /// How many are under way.
    pub(super) running: watch::Sender<usize>,
}

/// What came of one: its result, or the code and words of its failure.
type Outcome = Result<Value, (&'static str, String)>;

struct Job {
    id: String,
    kind: &'static str,
    who: Principal,
    begun: u64,
    /// When, in milliseconds since the Unix epoch, and how.
    ended: Option<(u64, Outcome)>,
}

impl Jobs {
    fn all(&self) -> MutexGuard<'_, VecDeque<Job>> {
        // Each change of it is one step.
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The id of a new one.
    pub(super) fn begin(&self, kind: &'static str, who: &Principal, now: u64) -> String {
        let mut all = self.all();
        if all.len() >= MOST {
            all.pop_front();
        }
        let id = id::new("job_");
        all.push_back(Job { id: id.clone(), kind, who: who.clone(), begun: now, ended: None });
        id
    }

    pub(super) fn end(&self, id: &str, now: u64, done: Result<Value, MemoryError>) {
        let done = done.map_err(|error| (error.code(), error.to_string()));
        if let Some(job) = self.all().iter_mut().find(|job| job.id == id) {
            job.ended = Some((now, done));
        }
    }

    /// One of this kind as the API answers it; of this user alone where one is named.
    pub(super) fn get(&self, kind: &str, id: &str, who: Option<&Principal>) -> Option<Value> {
        let all = self.all();
        let job = all.iter().find(|job| job.id == id && job.kind == kind)?;
        who.is_none_or(|who| *who == job.who).then(|| job.to_json())
    }

    /// Nothing is known any more of what was done for a user.
    pub(super) fn forget(&self, who: &Principal) {
        self.all().retain(|job| job.who != *who);
    }
}

impl Job {
    fn to_json(&self) -> Value {
        let mut data = json!({
            "job_id": self.id,
            "processing_id": self.id,
            "kind": self.kind,
            "muxi_user_id": self.who.user(),
            "status": "processing",
            "created_at": rfc3339(self.begun),
            "completed_at": null,
            "result": null,
            "error": null,
        });
        match &self.ended {
            None => {}
            Some((at, Ok(result))) => {
                data["status"] = "completed".into();
                data["completed_at"] = rfc3339(*at).into();
                data["result"] = result.clone();
            }
            Some((at, Err((code, message)))) => {
                data["status"] = "failed".into();
                data["completed_at"] = rfc3339(*at).into();
                data["error"] = json!({"code": code, "message": message});
            }
        }
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_known_to_its_user_alone_and_the_oldest_go_first() {
        let (jobs, ann, bob) =
            (Jobs::default(), Principal::parse("ann").unwrap(), Principal::parse("t:ann").unwrap());
        let id = jobs.begin("batch", &ann, 1000);
        assert_eq!(jobs.get("batch", &id, Some(&ann)).unwrap()["status"], "processing");
        jobs.end(&id, 2000, Ok(json!({"kept": 1})));
        let ended = jobs.get("batch", &id, None).unwrap();
        assert_eq!((&ended["status"], &ended["result"]["kept"]), (&json!("completed"), &json!(1)));
        assert_eq!(jobs.get("batch", &id, Some(&bob)), None);
        assert_eq!(jobs.get("forget", &id, Some(&ann)), None);
        let failed = jobs.begin("batch", &bob, 0);
        jobs.end(&failed, 0, Err(MemoryError::TooMany));
        assert_eq!(jobs.get("batch", &failed, None).unwrap()["error"]["code"], "memory_too_many");
        jobs.forget(&bob);
        assert_eq!(jobs.get("batch", &failed, None), None);
        for _ in 0..MOST {
            jobs.begin("batch", &bob, 0);
        }
        assert_eq!(jobs.get("batch", &id, None), None);
        assert_eq!(jobs.all().len(), MOST);
    }
}
