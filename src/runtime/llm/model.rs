//! A model, ready to be asked: with patience, with what stands in for it, and with what it costs.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;

use super::breaker::Pass;
use super::{
    Answer, Breaker, BreakerPolicy, Cost, Embeddings, ModelError, Piece, Pieces, Price, Provider, Request,
    RetryPolicy, Settings, Sound, Transcript, Usage, Window,
};
use crate::support::clock::Clock;

/// A provider and the name of the model there, and what is asked where it fails.
#[derive(Clone)]
pub struct Model {
    /// `provider/name`, as written in the formation.
    pub id: String,
    /// The name at the provider.
    pub name: String,
    /// How to answer.
    pub settings: Settings,
    /// What it costs, if that is known.
    pub price: Option<Price>,
    /// How much it reads and writes, if that is known.
    pub window: Option<Window>,
    source: Source,
    fallback: Option<Arc<Model>>,
}

/// Who answers for a model, and how patiently it is asked.
#[derive(Clone)]
pub struct Source {
    /// Who answers.
    pub provider: Arc<dyn Provider>,
    /// Shared by all models of the same endpoint and key.
    pub breaker: Arc<Breaker>,
    /// How often it is asked again.
    pub retry: RetryPolicy,
}

impl Source {
    /// A provider with a breaker of its own and the usual patience, such as one that is built in.
    pub fn of(name: &str, provider: Arc<dyn Provider>) -> Self {
        let breaker = Breaker::new(name, name, BreakerPolicy::default(), Clock::default());
        Self { provider, breaker: Arc::new(breaker), retry: RetryPolicy::default() }
    }
}

/// What happens on the way to an answer.
#[derive(Clone, Copy, Debug)]
pub enum Note<'a> {
    /// A model failed, and is asked again after `wait`.
    Retried {
        /// `provider/name`.
        model: &'a str,
        /// How often it was asked by now.
        attempt: u32,
        /// How long it is left alone before.
        wait: Duration,
        /// Why.
        error: &'a ModelError,
    },
    /// A model failed for good, and another one is asked.
    FellBack {
        /// `provider/name`.
        from: &'a str,
        /// `provider/name`.
        to: &'a str,
        /// Why.
        error: &'a ModelError,
    },
}

/// Hears what happens on the way to an answer. `()` hears nothing.
pub trait Hear: Sync {
    /// Something happened; the model waits until it is heard.
    fn hear(&self, note: Note<'_>) -> impl Future<Output = ()> + Send;
}

impl Hear for () {
    async fn hear(&self, _note: Note<'_>) {}
}

/// An answer, who gave it, and what it cost.
#[derive(Debug)]
pub struct Answered<'m, T> {
    /// The answer.
    pub answer: T,
    /// The model that gave it: the one that was asked, or one that stood in.
    pub by: &'m Model,
    /// What it cost, if that is known.
    pub cost: Option<Cost>,
}

impl Model {
    /// A model without a price, a window and a stand-in.
    pub fn new(id: impl Into<String>, name: impl Into<String>, settings: Settings, source: Source) -> Self {
        let (id, name) = (id.into(), name.into());
        Self { id, name, settings, price: None, window: None, source, fallback: None }
    }

    /// The same with a model that is asked where this one fails.
    #[must_use]
    pub fn with_fallback(mut self, fallback: Option<Arc<Self>>) -> Self {
        self.fallback = fallback;
        self
    }

    /// What is asked where this one fails.
    pub fn fallback(&self) -> Option<&Self> {
        self.fallback.as_deref()
    }

    /// A request to it, with its settings and no message yet.
    pub fn request(&self) -> Request {
        Request { model: self.name.clone(), settings: self.settings.clone(), ..Request::default() }
    }

    /// What it takes for what it counted, if both are known.
    pub fn cost(&self, usage: Option<&Usage>) -> Option<Cost> {
        match (self.price?, usage) {
            (Price::FREE, _) => Some(Cost::ZERO),
            (price, usage) => usage.map(|usage| price.of(usage)),
        }
    }

    /// Asks and waits for the whole answer. `request` is as [`Model::request`] makes it; a model that
    /// stands in gets its own name and settings, but for settings that the caller has changed.
    pub async fn complete(
        &self,
        request: &Request,
        hear: &impl Hear,
    ) -> Result<Answered<'_, Answer>, ModelError> {
        let mut by = self;
        loop {
            let request = by.worded(self, request);
            match by.tried(hear, || by.source.provider.complete(&request)).await {
                Ok((answer, pass)) => {
                    pass.answered();
                    let cost = by.cost(answer.finish.usage.as_ref());
                    return Ok(Answered { answer, by, cost });
                }
                Err(error) => by = by.after(error, hear).await?,
            }
        }
    }

    /// Asks, and returns when the answer begins; from then on nothing is asked again.
    pub async fn stream(&self, request: &Request, hear: &impl Hear) -> Result<Streaming<'_>, ModelError> {
        let mut by = self;
        loop {
            let request = by.worded(self, request);
            match by.tried(hear, || Box::pin(by.begun(&request))).await {
                Ok(((first, pieces), pass)) => {
                    return Ok(Streaming { by, first: Some(first), pieces, pass });
                }
                Err(error) => by = by.after(error, hear).await?,
            }
        }
    }

    /// Vectors of `texts`. Nothing stands in: the vectors of two models cannot be compared.
    pub async fn embed(
        &self,
        texts: &[String],
        hear: &impl Hear,
    ) -> Result<Answered<'_, Embeddings>, ModelError> {
        let (answer, pass) = self.tried(hear, || self.source.provider.embed(&self.name, texts)).await?;
        pass.answered();
        Ok(Answered { cost: self.cost(answer.usage.as_ref()), answer, by: self })
    }

    /// A recording, written down.
    pub async fn transcribe(
        &self,
        sound: &Sound,
        hear: &impl Hear,
    ) -> Result<Answered<'_, Transcript>, ModelError> {
        let mut by = self;
        loop {
            let sound = Sound { model: by.name.clone(), ..sound.clone() };
            match by.tried(hear, || by.source.provider.transcribe(&sound)).await {
                Ok((answer, pass)) => {
                    pass.answered();
                    let cost = by.cost(answer.usage.as_ref());
                    return Ok(Answered { answer, by, cost });
                }
                Err(error) => by = by.after(error, hear).await?,
            }
        }
    }

    /// Asks this model alone, again while that may help.
    async fn tried<'f, T>(
        &self,
        hear: &impl Hear,
        ask: impl Fn() -> BoxFuture<'f, Result<T, ModelError>>,
    ) -> Result<(T, Pass<'_>), ModelError> {
        let pass = self.source.breaker.enter()?;
        let mut attempt = 1;
        loop {
            let error = match ask().await {
                Ok(answer) => return Ok((answer, pass)),
                Err(error) => error,
            };
            let Some(wait) = self.source.retry.wait(attempt, &error) else {
                pass.failed(&error);
                return Err(error);
            };
            // In a box, as most questions are asked once, and each that waits has room for all that it may do.
            Box::pin(hear.hear(Note::Retried { model: &self.id, attempt, wait, error: &error })).await;
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            attempt += 1;
        }
    }

    /// A stream and its first piece: an error in its place is one before anything was answered.
    async fn begun(&self, request: &Request) -> Result<(Piece, Pieces), ModelError> {
        let mut pieces = self.source.provider.stream(request).await?;
        match pieces.next().await {
            Some(first) => Ok((first?, pieces)),
            None => Err(self.cut_off()),
        }
    }

    /// The model to ask after `error`, or `error`.
    async fn after(&self, error: ModelError, hear: &impl Hear) -> Result<&Self, ModelError> {
        let Some(next) = self.fallback().filter(|_| error.another_may_help()) else { return Err(error) };
        Box::pin(hear.hear(Note::FellBack { from: &self.id, to: &next.id, error: &error })).await;
        Ok(next)
    }

    fn worded<'r>(&self, first: &Self, request: &'r Request) -> Cow<'r, Request> {
        if std::ptr::eq(self, first) {
            return Cow::Borrowed(request);
        }
        let settings = request.settings.moved(&first.settings, &self.settings);
        Cow::Owned(Request { model: self.name.clone(), settings, ..request.clone() })
    }

    fn cut_off(&self) -> ModelError {
        ModelError::CutOff { provider: self.id.clone(), detail: "it ended without an end".to_owned() }
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Model({})", self.id)
    }
}

/// An answer that has begun. Dropping it closes the connection.
pub struct Streaming<'m> {
    /// The model that answers.
    pub by: &'m Model,
    first: Option<Piece>,
    pieces: Pieces,
    pass: Pass<'m>,
}

impl Streaming<'_> {
    /// The next piece; the last one has `finish`.
    pub async fn next(&mut self) -> Result<Piece, ModelError> {
        let piece = match self.first.take() {
            Some(first) => Ok(first),
            None => self.pieces.next().await.unwrap_or_else(|| Err(self.by.cut_off())),
        };
        match &piece {
            Ok(piece) if piece.finish.is_some() => self.pass.answered(),
            Ok(_) => {}
            Err(error) => self.pass.failed(error),
        }
        piece
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
