//! `muxi memory …`: what is remembered of one user.

mod add;
mod far;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::chat::running;
use super::context::Context;
use super::far::Far;
use super::store::Opened;
use super::users::{known, refused};
use super::wait::{in_tokio, wait};
use crate::audit::{Class, Event};
use crate::formation::model::{Capability, Formation};
use crate::output::{ExitCode, Failure, columns, escaped, one_line};
use crate::remote::formation::FormationClient;
use crate::runtime::llm::ModelError;
use crate::runtime::memory::{
    Keeper, Listing, MAX_RECALLED, Memory, MemoryError, MemoryStats, Question, Recalled, Rules,
};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::{SqliteStore, Store};
use crate::support::fs;
use add::Add;

/// How many memories are read at once.
const PAGE: u32 = 1000;
/// The most of a memory that is shown in one line, in characters.
const SHOWN: usize = 200;

/// Show, search, add, delete, export and erase what the formation remembers of a user
#[derive(Debug, Subcommand)]
pub(crate) enum Memories {
    /// Print what is remembered of a user, the latest first
    List(List),
    /// Print what fits a question, the best first
    Search(Search),
    /// Remember something of a user
    Add(Add),
    /// Forget one thing
    Delete(Delete),
    /// Write all that is remembered of a user as lines of JSON
    Export(Export),
    /// Forget all that is remembered of a user; conversations stay (see muxi users erase)
    Erase(Erase),
    /// Print how much is remembered: of one user, or of all together
    Stats(Stats),
}

/// Of whom.
#[derive(Debug, Args)]
pub(crate) struct Whose {
    /// The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    far: Far,
}

/// Print what is remembered of a user
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    whose: Whose,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Only what came from there, such as extraction or api
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Those too that do not hold any more
    #[arg(long)]
    superseded: bool,
}

/// Print what fits a question
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// In words
    query: String,
    #[command(flatten)]
    whose: Whose,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_RECALLED)))]
    limit: u32,
}

/// Forget one thing
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The id, as `muxi memory list` prints it
    id: String,
    #[command(flatten)]
    whose: Whose,
}

/// Write all that is remembered of a user as lines of JSON
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    whose: Whose,
    /// The file, made for its owner alone; else stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    force: bool,
}

/// Forget all that is remembered of a user
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    #[arg(long, short, value_name = "USER")]
    user: String,
    /// Only what came from there, such as extraction or api
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    far: Far,
}

/// Print how much is remembered
#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else all together
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    far: Far,
}

impl Memories {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(list) => list.run(context),
            Self::Search(search) => search.run(context),
            Self::Add(add) => add.run(context),
            Self::Delete(delete) => delete.run(context),
            Self::Export(export) => export.run(context),
            Self::Erase(erase) => erase.run(context),
            Self::Stats(stats) => stats.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

/// The memories of the formation, in this process. A server may run beside.
struct Place {
    keeper: Arc<Keeper>,
    store: Arc<SqliteStore>,
    /// The server that runs beside.
    server: Option<FormationClient>,
}

impl Place {
    fn of(
        context: &mut Context,
        open: impl FnOnce(&mut Context) -> Result<Opened, Failure>,
    ) -> Result<Self, Failure> {
        let Opened { at, formation, store, .. } = open(context)?;
        let server = running(context, &at, &formation, None)?;
        let store = Arc::new(store);
        let keeper = Keeper::new(
            rules(&formation),
            Arc::<SqliteStore>::clone(&store) as Arc<dyn Store>,
            context.env.clock.clone(),
            context.redactor.clone(),
        );
        // What the formation does not keep is not shown as if it were nothing.
        keeper.store().map_err(|error| failure(&error))?;
        Ok(Self { keeper, store, server })
    }

    fn known(&self, user: Option<&str>) -> Result<Principal, Failure> {
        known(&self.store, user.unwrap_or(Caller::local().identifier()))
    }

    fn page(&self, who: &Principal, listing: Listing) -> Result<Vec<Memory>, Failure> {
        let store: &dyn Store = &*self.store;
        in_tokio(async { store.memories(who, listing).await.map_err(|error| failure(&error)) })
    }
}

/// What the formation says of remembering. Its model is asked by the server only.
fn rules(formation: &Formation) -> Rules {
    let memory = &formation.memory;
    let embeds = formation.llm.models.iter().any(|model| model.capability == Capability::Embedding);
    let model = if embeds || memory.embedding.is_some() {
        Err(ModelError::NotReady {
            what: "the model of the formation for embeddings".to_owned(),
            detail: "only the server asks it, and none runs".to_owned(),
            next: Some("run `muxi serve`".to_owned()),
        })
    } else {
        Ok(None)
    };
    let longest = memory.longest.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
    Rules { on: memory.persistent.enabled, longest, model, ..Rules::default() }
}

impl List {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.whose.remote(context)? {
            return self.far(context, &client);
        }
        let place = Place::of(context, Opened::knowing)?;
        let who = place.known(self.whose.user.as_deref())?;
        let memories = place.page(
            &who,
            Listing {
                source: self.source,
                superseded: self.superseded,
                limit: self.limit,
                ..Listing::default()
            },
        )?;
        let list: Vec<Value> = memories.iter().map(Memory::to_json).collect();
        print(context, &list, "nothing is remembered of this user")
    }
}

fn print(context: &mut Context, list: &[Value], none: &str) -> Result<(), Failure> {
    if context.out.is_json() {
        return context.out.json(&json!({"memories": list, "count": list.len()}));
    }
    if list.is_empty() {
        context.out.note(none);
        return Ok(());
    }
    context.out.line(&columns(list.iter().map(row).collect()))
}

/// Id, sort, time and words; users chose the words, and none of them steers the terminal.
fn row(memory: &Value) -> Vec<String> {
    let text = |name: &str| memory[name].as_str().unwrap_or_default();
    let holds = if memory["superseded_by"].is_null() { "" } else { " (superseded)" };
    vec![
        escaped(text("id")),
        escaped(text("type")),
        escaped(text("updated_at")),
        format!("{}{holds}", one_line(text("content"), SHOWN)),
    ]
}

impl Search {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.whose.remote(context)? {
            return self.far(context, &client);
        }
        let place = Place::of(context, Opened::knowing)?;
        let who = place.known(self.whose.user.as_deref())?;
        let found = if let Some(server) = &place.server {
            wait(server.search_memories(who.user(), &self.query, self.limit))?
        } else {
            let question = Question { text: self.query, limit: self.limit, ..Question::default() };
            let found = in_tokio(async {
                place.keeper.recall(&who, question).await.map_err(|error| failure(&error))
            })?;
            let list: Vec<Value> = found.found.iter().map(Recalled::to_json).collect();
            json!({"memories": list, "words_only": found.words_only})
        };
        if let Some(why) = found["words_only"].as_str() {
            context.out.note(&format!("found by words alone: {why}"));
        }
        let list = found["memories"].as_array().map(Vec::as_slice).unwrap_or_default();
        print(context, list, "nothing that is remembered of this user fits")
    }
}

impl Delete {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.whose.remote(context)? {
            return self.far(context, &client);
        }
        // The id goes into the record as it was typed.
        let place = Place::of(context, Opened::knowing)?;
        let who = place.known(self.whose.user.as_deref())?;
        let event = Event::new(Class::Data, "memory.delete", "memory", self.id.clone());
        context.audited_here(event, |_| {
            let store: &dyn Store = &*place.store;
            let gone = in_tokio(async {
                store.delete_memory(&who, &self.id).await.map_err(|error| failure(&error))
            })?;
            if gone { Ok(()) } else { Err(failure(&MemoryError::NotFound(self.id.clone()))) }
        })?;
        if context.out.is_json() {
            return context.out.json(&json!({"id": self.id, "deleted": true}));
        }
        context.out.note(&format!("deleted {}", escaped(&self.id)));
        Ok(())
    }
}

impl Export {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.whose.remote(context)? {
            return self.far(context, &client);
        }
        let place = Place::of(context, Opened::knowing)?;
        let who = place.known(self.whose.user.as_deref())?;
        let event = Event::new(Class::Data, "memory.export", "user", who.user());
        let count = context.audited_here(event, |context| self.write(context, &place, &who))?;
        if let Some(path) = &self.output {
            let shown = context.env.absolute(path).display().to_string();
            if context.out.is_json() {
                return context.out.json(&json!({"path": shown, "memories": count}));
            }
            context.out.note(&format!("wrote {shown}: {count} memories"));
        }
        Ok(())
    }

    /// How many were written.
    fn write(&self, context: &mut Context, place: &Place, who: &Principal) -> Result<u64, Failure> {
        let mut count = 0;
        let Some(path) = &self.output else {
            for_each(place, who, |memory| {
                count += 1;
                context.out.json_line(&memory)
            })?;
            return Ok(count);
        };
        let path = context.env.absolute(path);
        let redactor = context.redactor.clone();
        let written = fs::stream_private(&path, self.force, |out| {
            for_each(place, who, |mut memory| {
                redactor.redact_json(&mut memory);
                count += 1;
                writeln!(out, "{memory}").map_err(|error| Failure::failed("export", &error).into())
            })
        });
        written.map(|()| count).map_err(|stopped| super::store::not_written(&path, stopped))
    }
}

/// Each memory of the user, also those that do not hold any more, the latest first.
fn for_each<E: From<Failure>>(
    place: &Place,
    who: &Principal,
    mut each: impl FnMut(Value) -> Result<(), E>,
) -> Result<(), E> {
    let mut offset = 0;
    loop {
        let page =
            place.page(who, Listing { superseded: true, limit: PAGE, offset, ..Listing::default() })?;
        for memory in &page {
            each(memory.to_json())?;
        }
        if page.len() < PAGE as usize {
            return Ok(());
        }
        offset += PAGE;
    }
}

impl Erase {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.far.remote(context, Some(self.user.clone()))? {
            return self.far(context, &client);
        }
        // A source goes into the record as it was typed. Without one, nothing has to be known to forget.
        let place = Place::of(context, if self.source.is_some() { Opened::knowing } else { Opened::open })?;
        let who = place.known(Some(&self.user))?;
        let what = self.source.as_deref().map_or_else(
            || "all that is remembered".to_owned(),
            |source| format!("what is remembered from {}", escaped(source)),
        );
        let question =
            format!("Forget {what} of {} ({})? This cannot be undone", escaped(&self.user), who.user());
        if !self.yes && !context.ask().confirm(&question, "--yes")? {
            return Err(refused("nothing was erased"));
        }
        let mut event = Event::new(Class::Data, "memory.erase", "user", who.user());
        if let Some(source) = &self.source {
            event = event.with("source", source.as_str());
        }
        let count = context.audited_here(event, |context| {
            let store: &dyn Store = &*place.store;
            let (source, now) = (self.source.as_deref(), context.env.clock.now_millis());
            in_tokio(async {
                store.forget_memories(&who, source, now).await.map_err(|error| failure(&error))
            })
        })?;
        if context.out.is_json() {
            return context.out.json(&json!({"muxi_user_id": who.user(), "forgotten": count}));
        }
        context.out.note(&format!("{count} memories are forgotten"));
        Ok(())
    }
}

impl Stats {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.far.remote(context, self.user.clone())? {
            return self.far(context, &client);
        }
        let place = Place::of(context, Opened::open)?;
        let who = self.user.as_deref().map(|user| known(&place.store, user)).transpose()?;
        let stats =
            in_tokio(async { place.keeper.stats(who.as_ref()).await.map_err(|error| failure(&error)) })?;
        if context.out.is_json() {
            return context.out.json(&stats.to_json());
        }
        let MemoryStats { users, memories, superseded, bytes, vectors } = stats;
        numbers(context, [users, memories, superseded, bytes, vectors])
    }
}

fn numbers(context: &mut Context, numbers: [u64; 5]) -> Result<(), Failure> {
    let names = ["users", "memories", "superseded", "bytes of text", "with a vector"];
    let rows = names.into_iter().zip(numbers).map(|(name, value)| vec![name.to_owned(), value.to_string()]);
    context.out.line(&columns(rows.collect()))
}

fn failure(error: &MemoryError) -> Failure {
    let exit = match error {
        MemoryError::NotFound(_) => ExitCode::NotFound,
        MemoryError::Store(_) | MemoryError::BadVector => ExitCode::Failed,
        _ => ExitCode::Refused,
    };
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint().map(str::to_owned))
}
