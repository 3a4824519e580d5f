//! Steps as server-sent events: `progress`, and then `complete` or `error`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use super::Server;
use super::answer::{self, Refused};
use super::record::event;
use super::rpc::Asked;
use crate::audit::Event;
use crate::runtime::http::{event_stream, one_line_each};
use crate::server::fleet::{FleetError, Reporter};

/// What fills a silence, and after how long.
const SILENCE: Bytes = Bytes::from_static(b": keepalive\n\n");
const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// One event.
pub(super) fn frame(name: &str, data: &Value) -> Bytes {
    one_line_each(Bytes::from(format!("event: {name}\ndata: {data}\n\n")))
}

/// What comes of a change.
pub(super) struct Outcome {
    /// The status of an answer that is no stream.
    pub(super) status: StatusCode,
    /// The data of that answer.
    pub(super) data: Value,
    /// The data of the last event.
    pub(super) complete: Value,
    pub(super) message: Option<String>,
}

impl Outcome {
    pub(super) fn new(status: StatusCode, data: &impl Serialize, complete: Value) -> Self {
        let data = serde_json::to_value(data).expect("texts and numbers");
        let message = data["message"].as_str().map(str::to_owned);
        Self { status, data, complete, message }
    }
}

type Ended = Result<Outcome, Box<(Refused, Value)>>;

/// What a task makes that ends whether its client stays or not.
pub(super) struct Work<T> {
    /// Whether it was begun: it is not where that cannot be recorded.
    begun: oneshot::Receiver<Result<(), Refused>>,
    done: oneshot::Receiver<T>,
}

impl<T: Send + 'static> Work<T> {
    /// Does `work` in a task of its own, recorded as `event` before it and behind it; `failure` is why it failed, if it did.
    pub(super) fn spawn(
        server: &Arc<Server>,
        event: Event,
        work: impl Future<Output = T> + Send + 'static,
        failure: impl FnOnce(&T) -> Option<(String, Value)> + Send + 'static,
    ) -> Self {
        let (say_begun, begun) = oneshot::channel();
        let (say_done, done) = oneshot::channel();
        let own = Arc::clone(server);
        tokio::spawn(async move {
            let recorded = own.begun(&event).await;
            let may = recorded.is_ok();
            drop(say_begun.send(recorded));
            if may {
                let made = work.await;
                let failure = failure(&made);
                own.ended(event, failure).await;
                drop(say_done.send(made));
            }
        });
        Self { begun, done }
    }

    /// What comes of it, once it may come.
    pub(super) async fn begun(self) -> Result<oneshot::Receiver<T>, Refused> {
        self.begun.await.unwrap_or_else(|_| Err(Refused::broken()))?;
        Ok(self.done)
    }
}

/// Does a change in a task of its own, which goes on when the client leaves; recorded before and behind it.
pub(super) async fn changing<R>(
    server: &Arc<Server>,
    asked: &Asked,
    formation: &str,
    work: impl FnOnce(Reporter) -> R + Send + 'static,
) -> Result<Response, Refused>
where
    R: Future<Output = Result<Outcome, FleetError>> + Send + 'static,
{
    let action = asked.route.action.recorded().expect("a change is recorded");
    let record = event(action, &asked.admitted.key.id, formation);
    let record = match asked.header("x-formation-version") {
        Some(version) => record.with("version", version),
        None => record,
    };
    let (say, heard) = mpsc::unbounded_channel();
    let reporter = if asked.wants_events() { Reporter::new(say) } else { Reporter::default() };
    let work = work(reporter);
    let ended = async move { work.await.map_err(|error| Box::new((Refused::from(&error), error.event()))) };
    let failure = |ended: &Ended| {
        let (refused, _) = &**ended.as_ref().err()?;
        Some((refused.reason.clone(), refused.message.as_str().into()))
    };
    let told = Work::spawn(server, record, ended, failure).begun().await?;
    if asked.wants_events() {
        return Ok(stream(heard, told));
    }
    match told.await {
        Ok(Ok(outcome)) => Ok(answer::ok(outcome.status, &outcome.data, outcome.message.as_deref())),
        Ok(Err(failed)) => Err(failed.0.once_recorded()),
        Err(_) => Err(Refused::broken()),
    }
}

fn broken() -> Box<(Refused, Value)> {
    let refused = Refused::broken();
    let event = refused.event();
    Box::new((refused, event))
}

fn stream(
    mut heard: mpsc::UnboundedReceiver<crate::server::fleet::Progress>,
    mut told: oneshot::Receiver<Ended>,
) -> Response {
    event_stream(Body::from_stream(async_stream::stream! {
        // The head goes out before the first step.
        yield Ok::<_, Infallible>(Bytes::from_static(b": begin\n\n"));
        let ended = loop {
            let step = tokio::select! {
                biased;
                Some(step) = heard.recv() => Some(frame("progress", &serde_json::to_value(&step).unwrap_or_default())),
                ended = &mut told => break ended.unwrap_or_else(|_| Err(broken())),
                () = tokio::time::sleep(KEEP_ALIVE) => None,
            };
            yield Ok(step.unwrap_or(SILENCE));
        };
        yield Ok(match ended {
            Ok(outcome) => frame("complete", &outcome.complete),
            Err(failed) => frame("error", &failed.1),
        });
    }))
}
