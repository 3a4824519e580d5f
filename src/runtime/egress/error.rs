//! What can go wrong between a tool and what it asks.

use std::net::IpAddr;
use std::time::Duration;

use super::class::Class;
use crate::support::text::shell_word;

/// Why a server was not asked, or what it said instead of an answer. Its text holds no header, no login of a URL and
/// no live secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EgressError {
    /// The address must not be reached.
    #[error("{}: tools reach only public addresses and what `allowed_addresses` lists", refusal(host, *address, *class))]
    Refused {
        /// The host as the URL has it.
        host: String,
        /// What it leads to.
        address: IpAddr,
        /// What that is.
        class: Class,
    },
    /// The endpoint cannot be asked.
    #[error("the endpoint {endpoint} cannot be used: {why}")]
    BadEndpoint {
        /// Without login and query.
        endpoint: String,
        /// Why.
        why: String,
    },
    /// An item of `allowed_addresses` is none.
    #[error("{text:?} in `allowed_addresses` is not an IP address or network such as 10.0.0.0/8")]
    BadNetwork {
        /// The item.
        text: String,
    },
    /// A header cannot be sent.
    #[error("the header {name:?} cannot be sent: {why}")]
    BadHeader {
        /// Its name.
        name: String,
        /// Why.
        why: &'static str,
    },
    /// The name leads nowhere.
    #[error("the name {host} has no address: {detail}")]
    Unresolved {
        /// The name.
        host: String,
        /// What the resolver says.
        detail: String,
    },
    /// No connection, or it broke.
    #[error("{host} cannot be reached: {detail}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// The innermost reason.
        detail: String,
    },
    /// Too slow.
    #[error("{host} took longer than {seconds} s to {what}")]
    Timeout {
        /// Host and port.
        host: String,
        /// What it did not do.
        what: &'static str,
        /// How long it had.
        seconds: u64,
    },
    /// A redirect that is not followed.
    #[error("{host} redirects to {to}: {why}")]
    Redirect {
        /// Host and port that said so.
        host: String,
        /// Where to; origin and path.
        to: String,
        /// Why it is not followed.
        why: &'static str,
    },
    /// 401.
    #[error("{host} wants a login: {challenge}")]
    Unauthorised {
        /// Host and port.
        host: String,
        /// The `WWW-Authenticate` header.
        challenge: String,
    },
    /// 403.
    #[error("{host} forbids it: {said}")]
    Forbidden {
        /// Host and port.
        host: String,
        /// The server's words.
        said: String,
    },
    /// 429.
    #[error("{host} is asked too often{}", after(*retry_after))]
    RateLimited {
        /// Host and port.
        host: String,
        /// Seconds that it asks to wait.
        retry_after: Option<u64>,
    },
    /// Another status that is no success.
    #[error("{host} answered {status}: {said}")]
    Status {
        /// Host and port.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The server's words.
        said: String,
        /// Seconds that it asks to wait.
        retry_after: Option<u64>,
    },
    /// Something else than was asked for.
    #[error("{host} answered {what}")]
    BadAnswer {
        /// Host and port.
        host: String,
        /// What came instead.
        what: String,
    },
    /// More than anybody wants to read.
    #[error("{host} sent {what} of more than {limit} bytes")]
    TooLong {
        /// Host and port.
        host: String,
        /// What is too long.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The session is not known there (any more).
    #[error("{host} has forgotten the session")]
    SessionExpired {
        /// Host and port.
        host: String,
    },
    /// Neither transport of the protocol is spoken there.
    #[error(
        "{host} speaks no MCP over HTTP: {streamable}; and as the old transport with server-sent events: {events}"
    )]
    NeitherTransport {
        /// Host and port.
        host: String,
        /// What was said to the request of the current transport.
        streamable: String,
        /// What was said to that of the old one.
        events: String,
    },
    /// Signing in by OAuth does not work.
    #[error("signing in at {host} does not work: it {why}")]
    SignIn {
        /// Host and port of whoever is the reason.
        host: String,
        /// Why; goes on after "it".
        why: String,
    },
    /// A person has to log in.
    #[error("a person has to log in: {why}")]
    LoginNeeded {
        /// The server's id.
        server: String,
        /// Why.
        why: String,
    },
    /// Tokens cannot be kept.
    #[error("its tokens cannot be kept: {why}")]
    NotKept {
        /// The server's id.
        server: String,
        /// Why.
        why: String,
    },
    /// Tokens are there, perhaps, and cannot be read now.
    #[error("its tokens cannot be read: {why}")]
    NotRead {
        /// The server's id.
        server: String,
        /// Why.
        why: String,
    },
    /// The transport is over.
    #[error("the connection to {host} is closed: {detail}")]
    Closed {
        /// Host and port.
        host: String,
        /// How it ended.
        detail: String,
    },
}

impl EgressError {
    /// That `host` did not do `what` in time.
    pub(super) fn late(host: String, what: &'static str, within: Duration) -> Self {
        Self::Timeout { host, what, seconds: within.as_secs().max(1) }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "egress_refused",
            Self::BadEndpoint { .. } => "egress_bad_endpoint",
            Self::BadNetwork { .. } => "egress_bad_network",
            Self::BadHeader { .. } => "egress_bad_header",
            Self::Unresolved { .. } => "egress_unresolved",
            Self::Unreachable { .. } => "egress_unreachable",
            Self::Timeout { .. } => "egress_timeout",
            Self::Redirect { .. } => "egress_redirect",
            Self::Unauthorised { .. } => "egress_unauthorised",
            Self::Forbidden { .. } => "egress_forbidden",
            Self::RateLimited { .. } => "egress_rate_limited",
            Self::Status { .. } => "egress_status",
            Self::BadAnswer { .. } => "egress_bad_answer",
            Self::TooLong { .. } => "egress_too_long",
            Self::SessionExpired { .. } => "egress_session_expired",
            Self::NeitherTransport { .. } => "egress_no_mcp",
            Self::Closed { .. } => "egress_closed",
            Self::SignIn { .. } => "egress_sign_in",
            Self::LoginNeeded { .. } => "egress_login_needed",
            Self::NotKept { .. } => "egress_not_kept",
            Self::NotRead { .. } => "egress_not_read",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Refused { address, class, .. } if class.wants_its_own_line() => {
                format!(
                    "if tools must reach it, list exactly `{address}` in `allowed_addresses` of the server; a network is not enough"
                )
            }
            Self::Refused { address, .. } => {
                format!("if tools must reach it, list `{address}` in `allowed_addresses` of the server")
            }
            Self::BadEndpoint { .. } | Self::Redirect { .. } | Self::NeitherTransport { .. } => {
                "correct `endpoint` of the server; `muxi validate` shows where it is".to_owned()
            }
            Self::BadNetwork { .. } => "correct `allowed_addresses` of the server".to_owned(),
            Self::BadHeader { .. } => "correct `headers` or `auth` of the server".to_owned(),
            Self::Unauthorised { .. } | Self::Forbidden { .. } => {
                "set `auth` of the server, and its secret with `muxi secrets add`".to_owned()
            }
            Self::Unresolved { .. } | Self::Unreachable { .. } => {
                "look whether the server runs and `endpoint` names it".to_owned()
            }
            Self::SignIn { .. } => {
                "look at `auth` of the server, and whether its login is set up there".to_owned()
            }
            Self::LoginNeeded { server, .. } => format!("run `muxi mcp login {}`", shell_word(server)),
            Self::NotKept { server, .. } => format!(
                "a key comes with the first secret (`muxi secrets add NAME`), and tokens go to the state directory; then run `muxi mcp login {}`",
                shell_word(server)
            ),
            Self::NotRead { .. } => {
                "mend the file or the key that is named, or give the passphrase; it is tried again by itself"
                    .to_owned()
            }
            Self::RateLimited { .. } => "wait, or ask the server's owner for more".to_owned(),
            _ => return None,
        })
    }

    /// Whether the same may succeed a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unresolved { .. }
            | Self::Unreachable { .. }
            | Self::Timeout { .. }
            | Self::RateLimited { .. }
            | Self::SessionExpired { .. }
            | Self::Closed { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 408,
            _ => false,
        }
    }
}

fn refusal(host: &str, address: IpAddr, class: Class) -> String {
    if host.parse() == Ok(address) {
        format!("{address} ({class}) is refused")
    } else {
        format!("{host} is refused, since it leads to {address} ({class})")
    }
}

fn after(seconds: Option<u64>) -> String {
    seconds.map(|seconds| format!("; it asks to wait {seconds} s")).unwrap_or_default()
}
