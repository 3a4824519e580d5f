//! Why a server of tools cannot be used. No text of these holds a secret.

use std::time::Duration;

use serde_json::{Value, json};

use crate::runtime::credentials::Wanting;
use crate::support::text::{last_words, shell_word};

/// What can go wrong with an MCP server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum McpError {
    /// Its declaration cannot be used here.
    #[error("{what}")]
    Declaration {
        /// What is wrong, with the key of the formation.
        what: String,
        /// What to do.
        hint: String,
    },
    /// Its program does not start.
    #[error("the program {program} does not start: {why}")]
    Start {
        /// The program.
        program: String,
        /// Why.
        why: String,
        /// What to do.
        hint: Option<String>,
    },
    /// It cannot be reached.
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    /// It may not be reached.
    #[error("it may not be reached: {what}")]
    Refused {
        /// Which address, and why.
        what: String,
        /// What would allow it.
        hint: String,
    },
    /// It does not let us in.
    #[error("it does not let us in: {0}")]
    Unauthorised(String),
    /// A person has to log in at it.
    #[error("a person has to log in at it: {why}")]
    LoginNeeded {
        /// Its id.
        server: String,
        /// Why.
        why: String,
    },
    /// Signing in at it does not work.
    #[error("{what}")]
    SignIn {
        /// What does not.
        what: String,
        /// What to do.
        hint: String,
    },
    /// What it says is not MCP.
    #[error("what it says is not MCP: {0}")]
    Protocol(String),
    /// Its program ended.
    #[error("its program ended ({how}){}", last_words(.stderr))]
    Ended {
        /// `exit code 1`, `signal 9`.
        how: String,
        /// The last that it wrote to stderr, redacted and cut.
        stderr: String,
    },
    /// It did not answer in time.
    #[error("it did not answer within {0} s")]
    Timeout(u64),
    /// It answered with an error of the protocol.
    #[error("it answered with error {code}: {message}")]
    Answer {
        /// The JSON-RPC code.
        code: i64,
        /// What it said, redacted and cut.
        message: String,
    },
    /// It has no such tool.
    #[error("it has no tool {0}")]
    NoTool(String),
    /// It is stopped, or left alone.
    #[error("it is {0}")]
    NotRunning(&'static str),
    /// The call was given up.
    #[error("the call was cancelled")]
    Cancelled,
    /// The user for whom it is called has to be asked first.
    #[error("{0}")]
    Wants(Box<Wanting>),
    /// The user's credential cannot be used.
    #[error("{what}")]
    Credential {
        /// The code of the fault.
        code: &'static str,
        /// What is wrong; no value and no account is in it.
        what: String,
        /// What to do.
        hint: Option<String>,
    },
    /// All that users may have open is in use.
    #[error("all {most} connections of users are in use, and none was free within {seconds} s")]
    Busy {
        /// How many there may be.
        most: usize,
        /// How long it waited.
        seconds: u64,
    },
    /// What it was when it was recorded, or that nothing was.
    #[error("{text}")]
    Recorded {
        /// Its code then.
        code: &'static str,
        /// What it said then.
        text: String,
    },
    /// Its answer is larger than is taken.
    #[error("its answer is larger than {0} bytes")]
    TooLarge(u64),
}

impl McpError {
    /// It did not answer within this time.
    pub(super) fn late(within: Duration) -> Self {
        Self::Timeout(within.as_secs().max(1))
    }

    /// Nobody was named for whom it is done.
    pub(in crate::runtime) fn nobody() -> Self {
        Self::Credential {
            code: "CREDENTIAL_USER_NEEDED",
            what: "it is called for a user, with that user's own credential, and none was named".to_owned(),
            hint: Some("say for whom with --user USER; over the API with `user`".to_owned()),
        }
    }

    /// As the API tells of it.
    pub fn to_json(&self) -> Value {
        json!({"code": self.code(), "message": self.to_string(), "hint": self.hint()})
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Declaration { .. } => "MCP_DECLARATION",
            Self::Start { .. } => "MCP_START",
            Self::Unreachable(_) => "MCP_UNREACHABLE",
            Self::Refused { .. } => "MCP_REFUSED",
            Self::Unauthorised(_) => "MCP_UNAUTHORISED",
            Self::LoginNeeded { .. } => "MCP_LOGIN_NEEDED",
            Self::SignIn { .. } => "MCP_SIGN_IN",
            Self::Protocol(_) => "MCP_PROTOCOL",
            Self::Ended { .. } => "MCP_ENDED",
            Self::Timeout(_) => "MCP_TIMEOUT",
            Self::Answer { .. } => "MCP_ANSWER",
            Self::NoTool(_) => "MCP_NO_TOOL",
            Self::NotRunning(_) => "MCP_NOT_RUNNING",
            Self::Cancelled => "MCP_CANCELLED",
            Self::TooLarge(_) => "MCP_TOO_LARGE",
            Self::Wants(wanting) => match **wanting {
                Wanting::Credential { .. } => "CREDENTIAL_NEEDED",
                Wanting::Choice { .. } => "CREDENTIAL_AMBIGUOUS",
            },
            Self::Busy { .. } => "MCP_BUSY",
            Self::Credential { code, .. } | Self::Recorded { code, .. } => code,
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Declaration { hint, .. } | Self::Refused { hint, .. } | Self::SignIn { hint, .. } => {
                Some(hint.clone())
            }
            Self::LoginNeeded { server, .. } => Some(format!("run `muxi mcp login {}`", shell_word(server))),
            Self::Start { hint, .. } | Self::Credential { hint, .. } => hint.clone(),
            Self::Busy { .. } => Some("try again in a moment".to_owned()),
            Self::Unauthorised(_) => {
                Some("set `auth` of the server, and its secret with `muxi secrets add`".to_owned())
            }
            Self::Wants(wanting) => Some(match &**wanting {
                Wanting::Credential { service, .. } => {
                    format!(
                        "the user can be given one: muxi credentials set {service} --user USER; or, where users log in \
                         there: muxi credentials login {service} --user USER"
                    )
                }
                Wanting::Choice { service, .. } => {
                    format!(
                        "one is made the default: muxi credentials select --user USER --service {service} --account NAME"
                    )
                }
            }),
            Self::Unreachable(_) => Some("look whether the server runs and `endpoint` names it".to_owned()),
            Self::Timeout(_) => Some("give it longer with `timeout_seconds`".to_owned()),
            _ => None,
        }
    }

    /// Whether the same may succeed a little later, without anybody changing something.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_)
                | Self::SignIn { .. }
                | Self::Protocol(_)
                | Self::Ended { .. }
                | Self::Timeout(_)
                | Self::TooLarge(_)
        )
    }
}
