//! The SDK's own server, over real HTTP on loopback.

use std::sync::Arc;

use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult,
    PaginatedRequestParams, ProtocolVersion, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, RequestContext};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServiceExt};

use super::super::http_transport;
use super::egress;

#[derive(Clone)]
struct Echo;

impl ServerHandler for Echo {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let schema = serde_json::json!({ "type": "object" }).as_object().cloned().unwrap_or_default();
        Ok(ListToolsResult::with_all_items(vec![Tool::new("echo", "Says it back.", schema)]))
    }

    async fn call_tool(
        &self,
        asked: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let said = serde_json::Value::from(asked.arguments.unwrap_or_default()).to_string();
        Ok(CallToolResult::success(vec![ContentBlock::text(said)]).into())
    }
}

/// The URL of a server that runs until the test ends.
async fn served() -> String {
    let sessions = Arc::new(LocalSessionManager::default());
    let service = StreamableHttpService::new(|| Ok(Echo), sessions, StreamableHttpServerConfig::default());
    let app = axum::Router::new().nest_service("/mcp", service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{at}/mcp")
}

#[tokio::test]
async fn tools_are_listed_and_called_by_handshake_and_without_one() {
    let url = served().await;
    let today = ProtocolVersion::V_2026_07_28;
    for mode in [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover { preferred_versions: vec![today.clone()] },
        ClientLifecycleMode::Auto { preferred_versions: vec![today], legacy_version: None },
    ] {
        let egress = egress(&url, &[]).unwrap();
        let client = ().serve_with_lifecycle(http_transport(&egress), mode.clone()).await.unwrap();
        assert_eq!(client.list_all_tools().await.unwrap().len(), 1, "{mode:?}");
        let long = "x".repeat(10_000);
        let arguments = serde_json::json!({ "a": long }).as_object().cloned().unwrap();
        let asked = CallToolRequestParams::new("echo").with_arguments(arguments);
        let all = (0..8).map(|_| client.call_tool(asked.clone()));
        for answer in futures_util::future::join_all(all).await {
            let text = serde_json::to_string(&answer.unwrap().content).unwrap();
            assert!(text.contains(&long), "{mode:?}");
        }
        client.cancel().await.unwrap();
        assert_eq!(egress.take_fault(), None);
    }
}

#[tokio::test]
async fn an_answer_that_is_larger_than_a_message_may_be_fails_the_call_alone() {
    let egress = egress(&served().await, &[]).unwrap();
    let client = ().serve(http_transport(&egress)).await.unwrap();
    let arguments = serde_json::json!({ "a": "x".repeat(80_000) }).as_object().cloned().unwrap();
    let large = client.call_tool(CallToolRequestParams::new("echo").with_arguments(arguments)).await;
    assert!(large.is_err());
    assert_eq!(egress.take_fault().map(|fault| fault.code()), Some("egress_too_long"));
    assert!(client.call_tool(CallToolRequestParams::new("echo")).await.is_ok());
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_told_and_hears_nothing() {
    use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs::default_provider, pki_types::PrivateKeyDer};
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/mcp", listener.local_addr().unwrap().port());
    let names = Arc::new(super::named::Scripted::new(&[&["127.0.0.1"]]));
    let egress = super::egress_with(&url, &[], names, super::key()).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let server = async { acceptor.accept(listener.accept().await.unwrap().0).await.map(|_| ()) };
    let (heard, asked) = tokio::join!(server, egress.get());
    let error = super::refused(asked);
    assert!(error.code() == "egress_unreachable" && error.to_string().contains("certificate"), "{error}");
    assert!(heard.is_err(), "the handshake ends before anything is said");
}
