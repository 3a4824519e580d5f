//! The formations of a server, and the server itself.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;

use super::progress::{Ended, Progress, failed, is_stream};
use super::{Call, ServerClient, ServerError};
use crate::remote::is_plain;
use crate::remote::stream::EventStream;

/// Starting may wait for downloads and for health.
const LONG: Duration = Duration::from_mins(10);
/// Stopping waits for turns under way.
const STOPPING: Duration = Duration::from_mins(2);

/// Which of the two outputs of a formation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStream {
    /// Both.
    All,
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

impl LogStream {
    /// Its word in the query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// Whether a formation of a server may have this id: one that stays one part of a path, whoever reads it. What the server
/// takes is narrower, and its business.
pub fn checked(id: &str) -> Result<&str, ServerError> {
    if is_plain(id) { Ok(id) } else { Err(ServerError::BadId(id.to_owned())) }
}

impl ServerClient {
    /// The server's `server`, `formations`, `port_pool`, ….
    pub async fn status(&self) -> Result<Value, ServerError> {
        self.call(&Call::new(Method::GET, ["rpc", "server", "status"])).await
    }

    /// Its `status` and `version`, without a signature, and how long the answer took.
    pub async fn health(&self) -> Result<(Value, Duration), ServerError> {
        let begin = Instant::now();
        let sent = self.http.get(self.url.below(&["health"])).timeout(super::PATIENCE).send().await;
        let response = sent.map_err(|error| {
            let url = self.url.as_str().to_owned();
            ServerError::Unreachable { url, detail: crate::support::text::innermost(&error) }
        })?;
        if !response.status().is_success() {
            return Err(self.refusal(response).await);
        }
        let data = self.data(response).await?;
        Ok((data, begin.elapsed()))
    }

    /// All formations: `id`, `name`, `status`, `port`, `version`, `healthy`, ….
    pub async fn formations(&self) -> Result<Vec<Value>, ServerError> {
        let mut data = self.call(&Call::new(Method::GET, ["rpc", "formations"])).await?;
        if let Some(list) = data.get_mut("formations") {
            data = list.take();
        }
        match data {
            Value::Array(all) => Ok(all),
            // What has no list is another answer; one of nothing is `null` in the language of the deployed server.
            Value::Null => Ok(Vec::new()),
            _ => Err(self.broken("it is no list of formations")),
        }
    }

    /// One formation: what the list has of it, and `created_at`, `deployed_at`, ….
    pub async fn formation(&self, id: &str) -> Result<Value, ServerError> {
        let one = self.call(&Call::new(Method::GET, ["rpc", "formations", checked(id)?])).await?;
        // Anything else that says yes here would make an update of a new formation.
        if one["id"].as_str().is_none_or(str::is_empty) {
            return Err(self.broken("it is no formation"));
        }
        Ok(one)
    }

    /// Stops it.
    pub async fn stop(&self, id: &str) -> Result<Value, ServerError> {
        let call = Call::new(Method::POST, ["rpc", "formations", checked(id)?, "stop"]);
        self.call(&call.patience(Some(STOPPING))).await
    }

    /// `start`, `restart` or `rollback`; each step goes to `on_progress`.
    pub async fn run(
        &self,
        id: &str,
        how: &'static str,
        on_progress: impl FnMut(Progress),
    ) -> Result<Ended, ServerError> {
        let call = Call::new(Method::POST, ["rpc", "formations", checked(id)?, how]);
        self.follow(call.patience(Some(LONG)), on_progress).await
    }

    /// Deletes it, with its state on the server.
    pub async fn delete(&self, id: &str) -> Result<Value, ServerError> {
        let call = Call::new(Method::DELETE, ["rpc", "formations", checked(id)?]);
        self.call(&call.patience(Some(STOPPING))).await
    }

    /// The last lines of its outputs: `logs` with `stdout` and `stderr`, and `total_lines`.
    pub async fn output(&self, id: &str, lines: u32, stream: LogStream) -> Result<Value, ServerError> {
        self.call(&logs(id, lines, stream)?).await
    }

    /// The lines that come, until the server ends the stream or `on_line` fails.
    pub async fn follow_output<E: From<ServerError>>(
        &self,
        id: &str,
        lines: u32,
        stream: LogStream,
        mut on_line: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let call = logs(id, lines, stream)?.query("follow", "true").streamed().patience(None);
        let response = self.send(&call).await?;
        if !is_stream(&response) {
            self.data(response).await?;
            return Err(self.broken("it is no stream of lines").into());
        }
        let mut events = EventStream::of(response, None);
        while let Some(event) = events.next().await.map_err(|detail| self.broken(detail))? {
            if event.name == "error" {
                let data = serde_json::from_str(&event.data).unwrap_or_default();
                return Err(failed(&data, &event.data).into());
            }
            if event.name == "log" {
                let line = serde_json::from_str(&event.data);
                on_line(line.unwrap_or_else(|_| serde_json::json!({"line": event.data})))?;
            }
        }
        Ok(())
    }
}

fn logs(id: &str, lines: u32, stream: LogStream) -> Result<Call<'_>, ServerError> {
    let call = Call::new(Method::GET, ["rpc", "formations", checked(id)?, "logs"]);
    Ok(call.query("lines", lines.to_string()).query("stream", stream.as_str()))
}
