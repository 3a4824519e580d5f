//! Memories as a formation keeps them: its limits, and its model that makes vectors of them, in whose place the table of
//! the program stands where it names none. Nothing is asked of that model for a user of whom nothing is remembered, and
//! where it fails, words alone find what they can.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::jobs::Jobs;
use super::{
    As, Bare, Kept, MemoryError, MemoryStats, NewMemory, Origin, Question, Recollection, Scope, Vector,
    vectors,
};
use crate::runtime::distilleries::Terms;
use crate::runtime::llm::{Model, ModelError};
use crate::runtime::principal::Principal;
use crate::runtime::static_vectors;
use crate::runtime::store::Store;
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

/// Memories that are sent to the model at once.
const BATCH: u32 = 64;
/// Bytes of a question that the model is asked about.
const MAX_QUESTION: usize = 8 << 10;
/// Users of whom it is known that their vectors were looked after.
const MAX_LOOKED: usize = 10_000;

/// What a formation says of remembering.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Whether anything is remembered.
    pub on: bool,
    /// The most characters of one memory, where the formation says.
    pub longest: Option<usize>,
    /// Who makes vectors: nobody, or the reason why nobody can.
    pub model: Result<Option<Model>, ModelError>,
    /// What is taken from elsewhere.
    pub distilleries: Terms,
}

impl Default for Rules {
    /// Nothing is remembered.
    fn default() -> Self {
        Self { on: false, longest: None, model: Ok(None), distilleries: Terms::default() }
    }
}

/// What texts mean.
#[derive(Clone, Debug, Default)]
pub struct Meanings {
    /// A vector of length 1 for each text; nothing for one that says nothing.
    pub vectors: Vec<Option<Vec<f32>>>,
    /// The least cosine of two of them that says anything.
    pub floor: f32,
}

/// Memories of a running formation.
pub struct Keeper {
    rules: Rules,
    store: Arc<dyn Store>,
    redactor: Redactor,
    pub(super) clock: Clock,
    pub(super) jobs: Jobs,
    /// For whom vectors are being made now, and whether there is more since.
    indexing: Mutex<HashMap<Principal, bool>>,
    /// For whom missing vectors were looked for since the start, without being asked to, and as what is kept was then.
    looked: Mutex<HashMap<Principal, As>>,
}

impl Keeper {
    /// Memories in `store`, under these rules. No value that `redactor` knows is kept.
    pub fn new(rules: Rules, store: Arc<dyn Store>, clock: Clock, redactor: Redactor) -> Arc<Self> {
        Arc::new(Self {
            rules,
            store,
            redactor,
            clock,
            jobs: Jobs::default(),
            indexing: Mutex::default(),
            looked: Mutex::default(),
        })
    }

    /// What the formation says.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Where they are kept.
    pub fn store(&self) -> Result<&Arc<dyn Store>, MemoryError> {
        if self.rules.on { Ok(&self.store) } else { Err(MemoryError::Off) }
    }

    /// Keeps a memory, in the place of `old` where one is named, without the values of secrets. Its vector is made later.
    pub async fn keep(
        self: &Arc<Self>,
        who: &Principal,
        old: Option<&str>,
        new: NewMemory,
    ) -> Result<Kept, MemoryError> {
        let store = self.store()?;
        let new = self.accepted(new)?;
        let kept = match old {
            Some(old) => store.supersede_memory(who, old, new).await?,
            None => store.keep_memory(who, new).await?,
        };
        if kept.is_new {
            self.index_later(who);
        }
        Ok(kept)
    }

    /// The memory as it may be kept: without the values of secrets, and no longer than the formation allows.
    pub(in crate::runtime) fn accepted(&self, new: NewMemory) -> Result<NewMemory, MemoryError> {
        let new = self.clean(new);
        if let Some(most) = self.rules.longest {
            let size = new.content.chars().count();
            if size > most {
                return Err(MemoryError::TooLarge { size, most, unit: "characters" });
            }
        }
        Ok(new)
    }

    /// A value of a secret is not a thing to remember: each text without any, whoever wants it to be kept.
    fn clean(&self, new: NewMemory) -> NewMemory {
        let clean = |text: String| self.redactor.redact(&text).into_owned();
        let metadata = new.metadata.map(|text| match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(mut metadata) => {
                self.redactor.redact_json(&mut metadata);
                metadata.to_string()
            }
            Err(_) => clean(text),
        });
        NewMemory {
            content: clean(new.content),
            kind: clean(new.kind),
            scope: match new.scope {
                Scope::Session(id) => Scope::Session(clean(id)),
                Scope::Agent(id) => Scope::Agent(clean(id)),
                scope => scope,
            },
            subject: new.subject.map(clean),
            metadata,
            source: clean(new.source),
            source_id: new.source_id.map(clean),
            origin: Origin {
                session_id: new.origin.session_id.map(clean),
                request_id: new.origin.request_id.map(clean),
                ..new.origin
            },
            ..new
        }
    }

    /// Memories of the user that fit the question, by words and by meaning. Its vector is filled in here.
    pub async fn recall(
        self: &Arc<Self>,
        who: &Principal,
        question: Question,
    ) -> Result<Recollection, MemoryError> {
        self.recall_within(who, question, Duration::MAX).await
    }

    /// The same, with so long for the model that makes the vector: words find what they can without it.
    pub async fn recall_within(
        self: &Arc<Self>,
        who: &Principal,
        mut question: Question,
        patience: Duration,
    ) -> Result<Recollection, MemoryError> {
        let store = self.store()?;
        let mut words_only = None;
        match &self.rules.model {
            Ok(None) => question.by_table = true,
            Err(error) => words_only = Some(error.to_string()),
            Ok(Some(model)) => {
                // Nobody is asked what a question means of which nothing can be found.
                let seen = self.looked().get(who).copied();
                let Some(outlook) = store.outlook(who, &model.id, seen).await? else {
                    return Ok(Recollection::default());
                };
                if outlook.bare {
                    self.index_later(who);
                } else {
                    self.saw(who, outlook.at);
                }
                if outlook.vectors {
                    let text = [self.told(&question.text)];
                    match tokio::time::timeout(patience, embed(model, &text)).await {
                        Ok(Ok(mut vectors)) => question.vector = vectors.pop(),
                        Ok(Err(error)) => words_only = Some(error.to_string()),
                        Err(_) => words_only = Some(format!("{} was too slow", model.id)),
                    }
                }
            }
        }
        let by_table = question.by_table;
        let recollection = store.recall(who, question, self.clock.now_millis()).await?;
        if !recollection.any {
            return Ok(recollection);
        }
        if by_table && !self.looked().contains_key(who) {
            // What an import brought may lack its vectors.
            self.saw(who, As::default());
            self.index_later(who);
        }
        Ok(Recollection { words_only, ..recollection })
    }

    /// What texts mean, without the values of secrets, by the same model or table as what memories do. Nothing where the
    /// model cannot be asked, or fails.
    pub(in crate::runtime) async fn meanings(&self, texts: &[String]) -> Option<Meanings> {
        let texts: Vec<String> = texts.iter().map(|text| self.told(text)).collect();
        let Some(model) = self.rules.model.as_ref().ok()? else {
            let by_table = move || texts.iter().map(|text| static_vectors::vector(text)).collect();
            let vectors = tokio::task::spawn_blocking(by_table).await.ok()?;
            return Some(Meanings { vectors, floor: static_vectors::FLOOR });
        };
        let mut vectors = Vec::with_capacity(texts.len());
        for texts in texts.chunks(BATCH as usize) {
            let made = embed(model, texts).await.ok()?;
            vectors.extend(made.iter().map(|vector| vectors::unit(vector).ok()));
        }
        Some(Meanings { vectors, floor: f32::MIN })
    }

    /// What a model is told of a text: cut only when no value of a secret is in it, as half of one would stay.
    fn told(&self, text: &str) -> String {
        start_of(&self.redactor.redact(text)).to_owned()
    }

    fn looked(&self) -> std::sync::MutexGuard<'_, HashMap<Principal, As>> {
        // Each change of it is one step.
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// No memory of the user lacked its vector then.
    fn saw(&self, who: &Principal, at: As) {
        let mut looked = self.looked();
        if looked.len() >= MAX_LOOKED {
            looked.clear();
        }
        looked.insert(who.clone(), at);
    }

    /// Numbers of one user's memories, or of everybody's together.
    pub async fn stats(&self, who: Option<&Principal>) -> Result<MemoryStats, MemoryError> {
        match who {
            Some(who) => self.store()?.memory_stats(who).await,
            None => self.store()?.all_memory_stats().await,
        }
    }

    /// Makes the vectors that are missing for the user, in a task of its own.
    pub(in crate::runtime) fn index_later(self: &Arc<Self>, who: &Principal) {
        if self.rules.model.is_err() {
            return;
        }
        if let Some(more) = self.indexing().get_mut(who) {
            *more = true;
            return;
        }
        self.indexing().insert(who.clone(), false);
        let (keeper, who) = (Arc::clone(self), who.clone());
        tokio::spawn(async move { while keeper.index_some(&who).await {} });
    }

    /// The same, done when this returns.
    pub async fn index_now(&self, who: &Principal) -> Result<(), MemoryError> {
        while self.index(who).await? > 0 {}
        Ok(())
    }

    /// Makes some vectors; whether there is more to do. A failure ends it until the user is asked about again.
    async fn index_some(&self, who: &Principal) -> bool {
        let done = self.index(who).await;
        let mut indexing = self.indexing();
        match (done, indexing.get_mut(who)) {
            (Ok(1..), _) => true,
            (Ok(0), Some(more)) if *more => {
                *more = false;
                true
            }
            _ => {
                indexing.remove(who);
                false
            }
        }
    }

    /// Makes some of the vectors that are missing for the user; how many it looked after.
    async fn index(&self, who: &Principal) -> Result<usize, MemoryError> {
        let Ok(model) = &self.rules.model else { return Ok(0) };
        let name = model.as_ref().map_or(static_vectors::MODEL, |model| &model.id);
        let bare = self.store.bare_memories(who, name, BATCH).await?;
        let done = bare.len();
        if done == 0 {
            return Ok(0);
        }
        let Some(model) = model else {
            self.index_by_table(who, bare).await?;
            return Ok(done);
        };
        let texts: Vec<String> = bare.iter().map(|bare| self.told(&bare.content)).collect();
        let vectors = embed(model, &texts).await.map_err(|_| MemoryError::BadVector)?;
        self.store.keep_vectors(who, bare.into_iter().map(|bare| bare.id).zip(vectors).collect()).await?;
        Ok(done)
    }

    async fn index_by_table(&self, who: &Principal, bare: Vec<Bare>) -> Result<(), MemoryError> {
        // Long texts take milliseconds.
        let made = tokio::task::spawn_blocking(move || {
            let (mut vectors, mut none) = (Vec::new(), Vec::new());
            for Bare { id, content } in bare {
                match static_vectors::vector(&content) {
                    Some(values) => {
                        vectors.push((id, Vector { model: static_vectors::MODEL.to_owned(), values }));
                    }
                    None => none.push(id),
                }
            }
            (vectors, none)
        });
        let (vectors, none) = made.await.map_err(|_| MemoryError::BadVector)?;
        if !vectors.is_empty() {
            self.store.keep_vectors(who, vectors).await?;
        }
        if !none.is_empty() {
            self.store.keep_no_vectors(who, static_vectors::MODEL, none).await?;
        }
        Ok(())
    }

    fn indexing(&self) -> std::sync::MutexGuard<'_, HashMap<Principal, bool>> {
        // Each change of it is one step.
        self.indexing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn embed(model: &Model, texts: &[String]) -> Result<Vec<Vector>, ModelError> {
    let vectors = model.embed(texts, &()).await?.answer.vectors;
    Ok(vectors.into_iter().map(|values| Vector { model: model.id.clone(), values }).collect())
}

/// As much of a text as a model is asked about.
fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_QUESTION)]
}
