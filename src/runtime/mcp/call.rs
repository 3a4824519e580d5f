//! Calling a tool.

use std::sync::Arc;
use std::time::Duration;

use rmcp::RoleClient;
use rmcp::model::{CallToolRequest, CallToolRequestParams, ClientRequest, ServerResult};
use rmcp::service::{PeerRequestOptions, RequestHandle, ServiceError};
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::connection::Connection;
use super::convert::{answer, of_request};
use super::handler::Sinks;
use super::server::Server;
use super::{McpError, ToolAnswer, tools};
use crate::runtime::credentials::Asker;
use crate::support::redact::Redactor;

/// How far a call is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// How far; it grows.
    pub progress: f64,
    /// How far it is when all is done.
    pub total: Option<f64>,
    /// What the server says of it, redacted and cut.
    pub message: Option<String>,
}

/// Hears how far a call is; it must not wait.
pub type ProgressSink = Arc<dyn Fn(Progress) + Send + Sync>;

/// How a call is made.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// How long it may take with all that belongs to it; `None`: as long as the server's declaration says.
    pub timeout: Option<Duration>,
    /// How long the calls of all accounts may take together, where they are meant; `None`: each its own time.
    pub whole: Option<Duration>,
    /// Who hears how far it is.
    pub progress: Option<ProgressSink>,
    /// For whom: a server that needs a user's own credential is called for nobody else.
    pub asker: Option<Asker>,
}

impl Server {
    /// Calls the tool `name`, over a connection that is opened where there is none. When the future is dropped, the
    /// server is told that nobody waits for the answer.
    pub async fn call(
        &self,
        name: &str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Result<ToolAnswer, McpError> {
        let within = options.timeout.unwrap_or(self.timeout());
        let called = timeout(within, self.call_now(name, arguments, options.progress)).await;
        called.unwrap_or_else(|_| Err(McpError::late(within)))
    }

    async fn call_now(
        &self,
        name: &str,
        arguments: Map<String, Value>,
        progress: Option<ProgressSink>,
    ) -> Result<ToolAnswer, McpError> {
        let connection = self.connection().await?;
        let all = self.tools();
        let tool = all.iter().find(|tool| tool.name == name);
        let tool = tool.ok_or_else(|| McpError::NoTool(name.to_owned()))?;
        let mut asked = CallToolRequestParams::new(name.to_owned());
        asked.arguments = Some(tools::arguments(arguments, tool, self.spec()));
        let got = match send(&connection, asked, progress).await {
            Ok(pending) => pending.answer(&connection, self.redactor()).await,
            Err(error) => Err(of_request(error, self.redactor())),
        };
        match got {
            Ok(ServerResult::CallToolResult(result)) => Ok(answer(result)),
            Ok(ServerResult::EmptyResult(_)) => Ok(ToolAnswer::default()),
            Ok(ServerResult::InputRequiredResult(_)) => {
                Err(McpError::Protocol("it wants to ask something, which tools may not do here".to_owned()))
            }
            Ok(_) => Err(McpError::Protocol("its answer is none of a tool".to_owned())),
            Err(Some(error)) => Err(error),
            // Who keeps the connection finds out why it ended.
            Err(None) => Err(connection.over().await),
        }
    }
}

/// Sends the request. Who hears of progress is entered before anything of it can come.
async fn send(
    connection: &Connection,
    asked: CallToolRequestParams,
    progress: Option<ProgressSink>,
) -> Result<Pending, ServiceError> {
    let request = ClientRequest::CallToolRequest(CallToolRequest::new(asked));
    let options = PeerRequestOptions::no_options();
    let Some(sink) = progress else {
        let handle = connection.peer.send_request_with_option(request, options).await?;
        return Ok(Pending { handle: Some(handle), sinks: None });
    };
    let mut sinks = connection.sinks.lock().await;
    let handle = connection.peer.send_request_with_option(request, options).await?;
    sinks.insert(handle.progress_token.clone(), (sink, f64::NEG_INFINITY));
    drop(sinks);
    Ok(Pending { handle: Some(handle), sinks: Some(Arc::clone(&connection.sinks)) })
}

/// A request that is not answered yet.
struct Pending {
    handle: Option<RequestHandle<RoleClient>>,
    sinks: Option<Sinks>,
}

impl Pending {
    /// The answer. `None` as an error: the connection ended.
    async fn answer(
        mut self,
        connection: &Connection,
        redactor: &Redactor,
    ) -> Result<ServerResult, Option<McpError>> {
        let Some(handle) = &mut self.handle else { return Err(None) };
        let got = (&mut handle.rx).await.unwrap_or(Err(ServiceError::TransportClosed));
        let Some(handle) = self.handle.take() else { return Err(None) };
        if let Some(sinks) = self.sinks.take() {
            sinks.lock().await.remove(&handle.progress_token);
        }
        // The transport could not read what came, and said so in the only words that reach us here.
        let fault = connection.faults.take(&handle.id);
        got.map_err(|error| fault.or_else(|| of_request(error, redactor)))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let (Some(handle), Ok(runtime)) = (self.handle.take(), tokio::runtime::Handle::try_current()) else {
            return;
        };
        let sinks = self.sinks.take();
        runtime.spawn(async move {
            if let Some(sinks) = sinks {
                sinks.lock().await.remove(&handle.progress_token);
            }
            drop(handle.cancel(Some("nobody waits for it any more".to_owned())).await);
        });
    }
}
