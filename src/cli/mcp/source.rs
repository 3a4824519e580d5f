//! Who is asked about servers of tools: the running formation, or servers that are started here.

use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::super::chat;
use super::super::context::Context;
#[cfg(feature = "serve")]
use super::super::serve::Toolbox;
use super::super::wait::{unless_told, with_threads};
use crate::output::{ExitCode, Failure};
use crate::remote::formation::{FormationClient, ToolCall};

/// How long servers are waited for that are started here, where nobody says.
const WAIT: Duration = Duration::from_secs(30);

/// Whom to ask
#[derive(Debug, Args)]
pub(super) struct Where {
    /// Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway
    #[cfg(feature = "serve")]
    #[arg(long)]
    local: bool,
    /// How long a server may take to answer (else 30), or a call (else as the formation says)
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
}

/// For whom
#[derive(Debug, Args)]
pub(super) struct ForUser {
    /// For whom servers are looked at or called that need a user's own credential: an identifier, TENANT:IDENTIFIER, or an
    /// internal id (usr_…)
    #[arg(long, short, value_name = "USER")]
    pub(super) user: Option<String>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let time = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero()).ok_or_else(|| "is no number of seconds above 0".to_owned())
}

impl Where {
    pub(super) fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    #[cfg(feature = "serve")]
    fn here(&self) -> bool {
        self.local
    }

    #[cfg(not(feature = "serve"))]
    #[expect(clippy::unused_self, reason = "with the runtime it is a choice")]
    fn here(&self) -> bool {
        false
    }
}

enum Asked {
    Running(FormationClient),
    #[cfg(feature = "serve")]
    Here(Box<Toolbox>),
}

/// Servers that can be asked. What was started for it ends when it is dropped.
pub(super) struct Source {
    tokio: tokio::runtime::Runtime,
    /// Taken only by `drop`.
    asked: Option<Asked>,
    wait: Duration,
    /// The user for whom they are asked.
    user: Option<String>,
}

impl Source {
    /// The running formation where there is one, else servers of our own.
    pub(super) fn open(context: &mut Context, place: &Where) -> Result<Self, Failure> {
        Self::open_for(context, place, None)
    }

    /// The same as `user` has them, where they are others for each user.
    pub(super) fn open_for(
        context: &mut Context,
        place: &Where,
        user: Option<&str>,
    ) -> Result<Self, Failure> {
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let tokio = with_threads(2)?;
        let running = if place.here() { None } else { chat::running(context, &at, &formation, None)? };
        #[cfg(feature = "serve")]
        let whose = match user {
            // Before there is a runtime around: opening what users have needs one of its own.
            Some(user) if running.is_none() => Some(super::super::credentials::of_user(context, user)?),
            _ => None,
        };
        let asked = match running {
            Some(client) => Asked::Running(client),
            #[cfg(feature = "serve")]
            None => {
                // Parts of the runtime start tasks.
                let _inside = tokio.enter();
                Asked::Here(Box::new(Toolbox::open_for(context, &at, formation, whose)?))
            }
            #[cfg(not(feature = "serve"))]
            None => return Err(chat::none_runs(&formation, chat::SERVE)),
        };
        let wait = place.timeout.unwrap_or(WAIT);
        Ok(Self { tokio, asked: Some(asked), wait, user: user.map(str::to_owned) })
    }

    pub(super) fn servers(&self) -> Result<Vec<Value>, Failure> {
        self.wait(async {
            match self.asked()? {
                Asked::Running(client) => Ok(client.tool_servers(self.wait, self.user()).await?),
                #[cfg(feature = "serve")]
                Asked::Here(toolbox) => Ok(toolbox.servers(self.wait).await),
            }
        })
    }

    /// One server with its tools.
    pub(super) fn server(&self, id: &str) -> Result<Value, Failure> {
        self.wait(async {
            match self.asked()? {
                Asked::Running(client) => Ok(client.tool_server(id, self.wait, self.user()).await?),
                #[cfg(feature = "serve")]
                Asked::Here(toolbox) => toolbox.server(id, self.wait).await,
            }
        })
    }

    /// The servers that do not answer, and the tools of all others.
    pub(super) fn tools(&self) -> Result<(Vec<Value>, Vec<Value>), Failure> {
        self.wait(async {
            let (servers, tools) = match self.asked()? {
                Asked::Running(client) => {
                    let servers = client.tool_servers(self.wait, self.user()).await?;
                    (servers, client.tools(self.wait, self.user()).await?)
                }
                #[cfg(feature = "serve")]
                Asked::Here(toolbox) => (toolbox.servers(self.wait).await, toolbox.tools(self.wait).await),
            };
            Ok((servers.into_iter().filter(|server| server["state"] != "ready").collect(), tools))
        })
    }

    pub(super) fn resources(&self, id: &str, uri: Option<&str>) -> Result<Value, Failure> {
        self.wait(async {
            match self.asked()? {
                Asked::Running(client) => Ok(client.tool_resources(id, uri).await?),
                #[cfg(feature = "serve")]
                Asked::Here(toolbox) => toolbox.resources(id, uri).await,
            }
        })
    }

    pub(super) fn prompts(&self, id: &str) -> Result<Value, Failure> {
        self.wait(async {
            match self.asked()? {
                Asked::Running(client) => Ok(client.tool_prompts(id).await?),
                #[cfg(feature = "serve")]
                Asked::Here(toolbox) => toolbox.prompts(id).await,
            }
        })
    }

    pub(super) fn call(&self, id: &str, call: &ToolCall) -> Result<Value, Failure> {
        self.wait(async {
            match self.asked()? {
                Asked::Running(client) => Ok(client.call_tool(id, call).await?),
                #[cfg(feature = "serve")]
                Asked::Here(toolbox) => {
                    let order = crate::runtime::tools::Order {
                        tool: call.tool.clone(),
                        arguments: call.arguments.clone(),
                        timeout: call.timeout,
                        confirmed: call.confirmed,
                        asker: toolbox.asker().cloned(),
                    };
                    toolbox.call(id, order).await
                }
            }
        })
    }

    /// Whether servers were started here: then nobody else records what they are asked to do.
    pub(super) fn is_here(&self) -> bool {
        !matches!(self.asked, Some(Asked::Running(_)) | None)
    }

    /// The internal id of the user for whom servers that were started here are called.
    pub(super) fn called_for(&self) -> Option<String> {
        match &self.asked {
            #[cfg(feature = "serve")]
            Some(Asked::Here(toolbox)) => toolbox.asker().map(|asker| asker.who().user().to_owned()),
            Some(Asked::Running(_)) | None => None,
        }
    }

    fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    fn asked(&self) -> Result<&Asked, Failure> {
        self.asked.as_ref().ok_or_else(Failure::interrupted)
    }

    /// The answer; Ctrl-C and TERM give it up.
    fn wait<T>(&self, answer: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        self.tokio.block_on(unless_told(answer))
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        match self.asked.take() {
            #[cfg(feature = "serve")]
            Some(Asked::Here(toolbox)) => toolbox.close(&self.tokio),
            Some(Asked::Running(_)) | None => {}
        }
    }
}

/// The failure of a server that does not answer; nothing where it does.
pub(super) fn down(server: &Value) -> Option<Failure> {
    let text = |name: &str| server[name].as_str().unwrap_or_default();
    let id = text("id");
    if text("state") == "ready" {
        return None;
    }
    let error = &server["error"];
    if text("state") == "waiting" && error.is_null() {
        let what = format!("the server {id} waits for a user whose own credential lists its tools");
        return Some(Failure::new(ExitCode::Unreachable, "mcp_waiting", what).hint(
            "--user USER lists those of a user who has one; `muxi credentials services` says for what",
        ));
    }
    let Some(message) = error["message"].as_str() else {
        let what = format!("the server {id} is {}", text("state"));
        return Some(Failure::new(ExitCode::Unreachable, "mcp_not_running", what));
    };
    let hint = error["hint"].as_str().map(str::to_owned);
    let code = error["code"].as_str().unwrap_or("MCP_UNREACHABLE");
    Some(chat::refused(code, format!("the server {id}: {message}"), hint))
}
