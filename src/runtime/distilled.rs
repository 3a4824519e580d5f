//! Batches of distilleries after they were taken: what of them says the same as something known, or contradicts it, is
//! settled in the background, as a job that is known by the distillery's id.

use serde_json::{Value, json};

use super::Runtime;
use super::distilleries::{Distillery, Trust};
use super::memory::{Kept, Memory};
use super::principal::Principal;
use super::remember::{self, Settled};
use super::turn::TurnInfo;

/// The kind of the job.
const KIND: &str = "distilled";

/// What was kept of one user: each with its place in the batch.
pub(in crate::runtime) struct OfUser {
    /// The user.
    pub(in crate::runtime) who: Principal,
    /// The memories.
    pub(in crate::runtime) items: Vec<(usize, Kept)>,
}

/// Begins to settle what came from a distillery; the id of the job.
pub(in crate::runtime) async fn settle(
    runtime: &Runtime,
    from: Distillery,
    batch_id: String,
    request_id: String,
    delivered: Vec<OfUser>,
) -> String {
    let owner = owner(&from.id);
    let settling = runtime.clone();
    let work = async move {
        let verified = from.trust == Trust::Verified;
        let (mut items, mut failed) = (Vec::new(), None);
        let mut counts = [("kept", 0_u64), ("known", 0), ("replaced", 0), ("gave_way", 0)];
        for OfUser { who, items: kept } in delivered {
            let new: Vec<Memory> =
                kept.iter().filter(|(_, kept)| kept.is_new).map(|(_, kept)| kept.memory.clone()).collect();
            let now = settling.clock().now_millis();
            let info = TurnInfo {
                who,
                request_id: request_id.clone(),
                session_id: String::new(),
                agent_id: String::new(),
                asked_at: now,
            };
            // A model that fails once is not asked about everybody else.
            let settled = if failed.is_none() {
                let (settled, why) = remember::settle(&settling.core, &info, &new, verified).await;
                failed = why;
                settled
            } else {
                Vec::new()
            };
            for (at, kept) in kept {
                let came = settled.iter().find(|(id, _)| *id == kept.memory.id).map(|(_, came)| came);
                let (disposition, other) = match came {
                    _ if !kept.is_new => ("known", None),
                    None => ("kept", None),
                    Some(Settled::Replaced(old)) => ("replaced", Some(old)),
                    Some(Settled::GaveWay(by)) => ("gave_way", Some(by)),
                };
                if let Some((_, count)) = counts.iter_mut().find(|(name, _)| *name == disposition) {
                    *count += 1;
                }
                items.push(json!({
                    "index": at,
                    "memory_id": kept.memory.id,
                    "disposition": disposition,
                    "other_memory_id": other,
                }));
            }
        }
        items.sort_by_key(|item| item["index"].as_u64());
        let counts: Value = counts.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect();
        Ok(json!({"batch_id": batch_id, "items": items, "counts": counts, "not_settled": failed,
                  "pre_computed_vectors_used": false}))
    };
    let job = runtime.memory().job(KIND, &owner, true, work).await;
    job["processing_id"].as_str().unwrap_or_default().to_owned()
}

/// How far a batch is: one of this distillery, or of any where none is named.
pub(in crate::runtime) fn status(runtime: &Runtime, id: &str, from: Option<&str>) -> Option<Value> {
    let owner = from.map(owner);
    let mut job = runtime.memory().find_job(KIND, id, owner.as_ref())?;
    let fields = job.as_object_mut()?;
    let distillery = fields.remove("muxi_user_id");
    fields.insert("distillery_id".to_owned(), distillery.unwrap_or_default());
    if let Some(Value::Object(result)) = fields.remove("result") {
        fields.extend(result);
    }
    Some(job)
}

/// Batches are of many users; their job is the distillery's. No user has such an id.
fn owner(distillery: &str) -> Principal {
    Principal::of("", distillery)
}
