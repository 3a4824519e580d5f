//! Tests of the envelope.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Extension, Router};
use tower::ServiceExt as _;

use super::*;
use crate::runtime::http::Keys;
use crate::runtime::llm::{Echo, Model, Models, Settings, Source};
use crate::runtime::mcp_server::Hosts;
use crate::runtime::store::SqliteStore;
use crate::runtime::{Agent, FormationInfo, Parts as RuntimeParts, Runtime};
use crate::support::clock::Clock;

fn api(dir: &std::path::Path, redactor: Redactor) -> Api {
    let source = Source::of("muxi", Arc::new(Echo));
    let model = Model::new("muxi/echo", "echo", Settings::default(), source);
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
        model,
    };
    let runtime = Runtime::new(RuntimeParts {
        formation: FormationInfo::default(),
        overlord: crate::runtime::overlord::Overlord::new(
            std::slice::from_ref(&agent),
            crate::runtime::overlord::OverlordSettings::default(),
        ),
        agents: vec![agent],
        servers: crate::runtime::mcp::Servers::default(),
        audio: None,
        files: crate::runtime::files::FileLimits::default(),
        models: Models::default(),
        breakers: Vec::new(),
        history: 0,
        remember: None,
        compaction: None,
        working: None,
        pruning: None,
        rules: crate::runtime::overlord::Rules::default(),
        tools: crate::runtime::tools::Rules::default(),
        memory: crate::runtime::memory::Rules::default(),
        credentials: None,
        credential_rules: crate::runtime::credentials::Rules::default(),
        store: Arc::new(SqliteStore::open(&dir.join("sessions.db")).unwrap()),
        clock: Clock::fixed(0),
        redactor,
        observer: Arc::new(|_, _| {}),
        trace: false,
        audit: None,
        logs: crate::runtime::logs::Logs::default(),
    });
    Api::new(runtime, Keys { admin: "a-key".into(), client: "c-key".into() }, Hosts::default())
}

async fn panics() -> Response {
    panic!("what a bug says of sk-1234567890")
}

#[tokio::test]
async fn a_handler_that_panics_answers_500_in_the_envelope_and_the_next_request_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let redactor = Redactor::default();
    redactor.add("KEY", &"sk-1234567890".into());
    let api = api(dir.path(), redactor);
    let meta = |Extension(meta): Extension<Meta>| async move { meta.ok("x", "x.y", json!({})) };
    let router: Router = Router::new()
        .route("/panic", get(panics))
        .route("/fine", get(meta))
        .fallback(unknown_path)
        .layer(from_fn_with_state(api.clone(), around))
        .with_state(api);
    let call = async |path: &str| {
        let request = axum::http::Request::get(path)
            .header("X-Muxi-Idempotency-Key", "a sk-1234567890")
            .body(Body::empty())
            .unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice::<Value>(&body).unwrap())
    };
    for _ in 0..2 {
        let (status, body) = call("/panic").await;
        assert_eq!((status, &body["error"]["code"]), (500, &json!("INTERNAL_ERROR")), "{body}");
        assert_eq!(body["request"]["idempotency_key"], "a [REDACTED:KEY]");
        assert!(!body.to_string().contains("sk-"), "{body}");
        assert_eq!(call("/fine").await.0, 200);
    }
    let (status, body) = call("/no/sk-1234567890").await;
    assert_eq!((status, &body["message"]), (404, &json!("there is no /no/[REDACTED:KEY]")), "{body}");
}

#[test]
fn a_store_that_is_busy_is_503_with_the_time_to_come_again_and_one_that_failed_is_500() {
    let busy = StoreError::busy();
    for refusal in [
        ApiError::from(busy.clone()),
        UserError::from(busy.clone()).into(),
        TurnError::from(busy.clone()).into(),
        crate::runtime::memory::MemoryError::from(busy).into(),
    ] {
        let found = (refusal.status, refusal.code, refusal.retry_after);
        assert_eq!(found, (StatusCode::SERVICE_UNAVAILABLE, "STORE_BUSY", Some(BUSY_SECONDS)));
        assert!(refusal.data["hint"].is_string(), "{refusal:?}");
    }
    let failed = ApiError::from(StoreError::new("no room"));
    assert_eq!((failed.status, failed.code), (StatusCode::INTERNAL_SERVER_ERROR, "STORE_FAILED"));
    assert_eq!(failed.retry_after, None);
}
