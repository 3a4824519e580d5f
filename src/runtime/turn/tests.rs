//! Turns whose model does what no provider should.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;

use super::*;
use crate::runtime::llm::{
    Answer, Embeddings, Model, ModelError, Models, Piece, Pieces, Provider, Request, Sound, Source, ToolCall,
    Transcript,
};
use crate::runtime::requests::{Cancelling, RequestStatus};
use crate::runtime::store::{SqliteStore, Status};
use crate::runtime::{Agent, FormationInfo, Parts};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

const KEY: &str = "sk-1234567890";

/// Panics where it is told so; else it speaks without end, each word followed by the beginning of a secret.
struct Odd {
    panics: bool,
}

impl Provider for Odd {
    fn complete<'a>(&'a self, _request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        assert!(!self.panics, "a fault of the program");
        Box::pin(std::future::pending())
    }

    fn stream<'a>(&'a self, _request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        let said = |text: &str| Piece { texts: vec![text.to_owned()], ..Piece::default() };
        let panics = self.panics;
        let pieces = futures_util::stream::iter(0..).map(move |at| {
            assert!(!panics || at < 2, "a fault of the program");
            Ok(said(if panics { "word " } else { "word sk-1" }))
        });
        Box::pin(async move { Ok(pieces.boxed()) })
    }

    fn embed<'a>(&'a self, _: &'a str, _: &'a [String]) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn transcribe<'a>(&'a self, _: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(std::future::pending())
    }
}

fn runtime(dir: &tempfile::TempDir, panics: bool) -> Runtime {
    runtime_of(dir, Arc::new(Odd { panics }))
}

fn runtime_of(dir: &tempfile::TempDir, provider: Arc<dyn Provider>) -> Runtime {
    let redactor = Redactor::default();
    redactor.add("KEY", &KEY.into());
    let source = Source::of("odd", provider);
    let agent = Agent {
        id: "a".into(),
        name: "A".into(),
        description: String::new(),
        role: None,
        specialties: Vec::new(),
        instructions: String::new(),
        system_prompt: String::new(),
        tools: crate::runtime::tools::Toolbox::default(),
        program: None,
        model: Model::new("odd/one", "one", Settings::default(), source),
    };
    let settings = crate::runtime::overlord::OverlordSettings::default();
    Runtime::new(Parts {
        formation: FormationInfo::default(),
        overlord: crate::runtime::overlord::Overlord::new(std::slice::from_ref(&agent), settings),
        agents: vec![agent],
        servers: crate::runtime::mcp::Servers::default(),
        audio: None,
        files: crate::runtime::files::FileLimits::default(),
        models: Models::default(),
        breakers: Vec::new(),
        history: 10,
        remember: None,
        compaction: None,
        working: None,
        pruning: None,
        rules: crate::runtime::overlord::Rules::default(),
        tools: crate::runtime::tools::Rules::default(),
        memory: crate::runtime::memory::Rules::default(),
        credentials: None,
        credential_rules: crate::runtime::credentials::Rules::default(),
        store: Arc::new(SqliteStore::open(&dir.path().join("sessions.db")).unwrap()),
        clock: Clock::default(),
        redactor,
        observer: Arc::new(|_, _| {}),
        trace: false,
        audit: None,
        logs: crate::runtime::logs::Logs::default(),
    })
}

fn ask(stream: bool) -> Ask {
    let who = Principal::parse("u").unwrap();
    Ask { stream, session_id: Some("s".into()), ..Ask::new(who, "Hi".into(), "r".into()) }
}

async fn kept(runtime: &Runtime) -> Vec<(String, Status)> {
    let who = Principal::parse("u").unwrap();
    let messages = runtime.messages(&who, "s", 10, None).await.unwrap();
    messages.into_iter().map(|message| (message.content, message.status)).collect()
}

#[tokio::test]
async fn a_panic_in_a_turn_is_told_as_a_fault_of_the_server_and_the_turn_is_kept_once() {
    for stream in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let runtime = runtime(&dir, true);
        for turn in 1..=2 {
            let mut ticket = runtime.ask(ask(stream)).unwrap();
            let mut last = None;
            while let Some(event) = ticket.events.recv().await {
                last = Some(event);
            }
            let Some(TurnEvent::Failed(error)) = last else { panic!("{last:?}") };
            assert_eq!(error.code(), "INTERNAL_ERROR");
            runtime.idle().await;
            let info = runtime.request(None, "r").unwrap();
            assert_eq!((info.status, info.error), (RequestStatus::Failed, Some("INTERNAL_ERROR")));
            let kept = kept(&runtime).await;
            assert_eq!(kept.len(), turn * if stream { 2 } else { 1 }, "{kept:?}");
            if stream {
                assert_eq!(kept[1], ("word word ".to_owned(), Status::Failed));
            }
        }
    }
}

#[tokio::test]
async fn a_turn_whose_client_does_not_read_is_cancelled_at_once_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = runtime(&dir, false);
    let ticket = runtime.ask(ask(true)).unwrap();
    while ticket.events.len() < WAITING_PIECES {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let cancelling = tokio::time::timeout(Duration::from_secs(3), runtime.cancel(None, "r")).await.unwrap();
    assert!(matches!(cancelling, Some(Cancelling::Cancelled(_))), "{cancelling:?}");
    let kept = kept(&runtime).await;
    assert_eq!((kept.len(), kept[1].1), (2, Status::Cancelled));
    assert!(kept[1].0.starts_with("word sk-1word sk-1"), "{}", kept[1].0);
    drop(ticket);
    runtime.idle().await;
}

#[tokio::test]
async fn a_turn_that_waits_is_small() {
    let dir = tempfile::tempdir().unwrap();
    let core = runtime(&dir, false).core;
    let ask = ask(true);
    let request = core.requests.begin(&ask.who, "r", None, 0).unwrap();
    let events = mpsc::channel(1).0;
    let begun = Box::new(Begun {
        ask,
        session_id: "s".into(),
        new: true,
        agent: None,
        events,
        request,
        heard: Box::default(),
    });
    let turn = turn(Arc::clone(&core), begun, Active::begin(&core));
    assert!(size_of_val(&turn) <= 2 << 10, "{}", size_of_val(&turn));
}

/// Wants a tool called that nobody has, by a name with a secret; when it was told so, it answers.
struct MadeUp;

impl Provider for MadeUp {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        let told = matches!(request.messages.last(), Some(Message::Tool { .. }));
        let (id, extra) = ("1".to_owned(), None);
        let call = ToolCall { id, name: format!("use_{KEY}"), arguments: "{}".into(), extra };
        let answer = if told {
            Answer { text: "Done.".to_owned(), ..Answer::default() }
        } else {
            Answer { calls: vec![call], ..Answer::default() }
        };
        Box::pin(std::future::ready(Ok(answer)))
    }

    fn stream<'a>(&'a self, _request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn embed<'a>(&'a self, _: &'a str, _: &'a [String]) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn transcribe<'a>(&'a self, _: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn the_log_of_an_agent_keeps_no_secret_that_a_model_puts_into_the_name_of_a_tool() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = runtime_of(&dir, Arc::new(MadeUp));
    let mut ticket = runtime.ask(ask(false)).unwrap();
    let mut last = None;
    while let Some(event) = ticket.events.recv().await {
        last = Some(event);
    }
    assert!(matches!(last, Some(TurnEvent::Done(_))), "{last:?}");
    runtime.idle().await;
    let lines = runtime.life("a").unwrap().1.log().after(0);
    assert!(lines.iter().any(|line| line.text == "use_[REDACTED:KEY] failed"), "{lines:?}");
    assert!(lines.iter().all(|line| !line.text.contains(KEY)), "{lines:?}");
}
