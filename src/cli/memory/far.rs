//! The same over the Formation API, for a formation on a server. That one records what is changed.

use serde_json::{Value, json};

use super::super::context::Context;
use super::super::shown::{Shown, list};
use super::super::users::refused;
use super::super::wait::wait;
use super::{Delete, Erase, Export, List, PAGE, Search, Stats, Whose, numbers, print};
use crate::output::{Failure, escaped};
use crate::remote::formation::FormationClient;
use crate::support::fs;

impl Whose {
    /// The formation on a server, where one is named.
    pub(super) fn remote(&self, context: &mut Context) -> Result<Option<FormationClient>, Failure> {
        self.far.of_user(context, self.user.clone())
    }
}

impl List {
    pub(super) fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        let all = memories(client, self.limit, self.superseded, self.source.as_deref())?;
        print(context, &all, "nothing is remembered of this user")
    }
}

/// What is remembered of the user, page by page, so many at most.
fn memories(
    client: &FormationClient,
    limit: u32,
    superseded: bool,
    source: Option<&str>,
) -> Result<Vec<Value>, Failure> {
    let mut all: Vec<Value> = Vec::new();
    while all.len() < limit as usize {
        let most = limit.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX)).min(PAGE);
        let mut wanted = vec![
            ("limit", most.to_string()),
            ("offset", all.len().to_string()),
            ("superseded", superseded.to_string()),
        ];
        wanted.extend(source.map(|source| ("source", source.to_owned())));
        let found = wait(client.memories(&wanted))?;
        let more = list(&found, "memories");
        all.extend(more.iter().cloned());
        if more.len() < most as usize {
            break;
        }
    }
    Ok(all)
}

impl Search {
    pub(super) fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        let wanted = [("query", self.query.clone()), ("limit", self.limit.to_string())];
        let found = wait(client.memories(&wanted))?;
        if let Some(why) = found["words_only"].as_str() {
            context.out.note(&format!("found by words alone: {why}"));
        }
        print(context, list(&found, "memories"), "nothing that is remembered of this user fits")
    }
}

impl Delete {
    pub(super) fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        wait(client.delete_memory(&self.id))?;
        if context.out.is_json() {
            return context.out.json(&json!({"id": self.id, "deleted": true}));
        }
        context.out.note(&format!("deleted {}", escaped(&self.id)));
        Ok(())
    }
}

impl Export {
    pub(super) fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        let mut all = memories(client, u32::MAX, true, None)?;
        let Some(path) = &self.output else {
            return all.iter().try_for_each(|memory| context.out.json_line(memory));
        };
        let path = context.env.absolute(path);
        let redactor = context.redactor.clone();
        let written = fs::stream_private(&path, self.force, |out| {
            all.iter_mut().try_for_each(|memory| {
                redactor.redact_json(memory);
                writeln!(out, "{memory}").map_err(|error| Failure::failed("export", &error).into())
            })
        });
        written.map_err(|stopped| super::super::store::not_written(&path, stopped))?;
        let shown = path.display().to_string();
        if context.out.is_json() {
            return context.out.json(&json!({"path": shown, "memories": all.len()}));
        }
        context.out.note(&format!("wrote {shown}: {} memories", all.len()));
        Ok(())
    }
}

impl Erase {
    pub(super) fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        let Some(source) = &self.source else {
            return Err(
                Failure::usage("a formation on a server forgets by source").hint("add --source SOURCE")
            );
        };
        let (user, from) = (escaped(&self.user), escaped(source));
        let question = format!("Forget what is remembered from {from} of {user}? This cannot be undone");
        if !self.yes && !context.ask().confirm(&question, "--yes")? {
            return Err(refused("nothing was erased"));
        }
        let done = wait(client.forget_memories(&self.user, source))?;
        if context.out.is_json() {
            return context.out.json(&done);
        }
        context.out.note(&format!("what was remembered from {from} of {user} is forgotten"));
        Ok(())
    }
}

impl Stats {
    pub(super) fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        let stats = wait(client.memory_stats(self.user.as_deref()))?;
        if context.out.is_json() {
            return context.out.json(&stats);
        }
        let shown = Shown::new(&stats, 0);
        let of = |name: &str| shown.number(name) as u64;
        numbers(context, ["users", "memories", "superseded", "bytes", "vectors"].map(of))
    }
}
