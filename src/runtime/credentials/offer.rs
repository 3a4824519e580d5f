//! What a formation says of users' credentials.

use std::time::Duration;

use crate::credentials::Service;

/// How a missing credential is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The user is sent elsewhere.
    #[default]
    Redirect,
    /// The user is asked in the chat.
    Dynamic,
}

/// What holds for users' credentials in a formation.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How a missing one is asked for.
    pub mode: Mode,
    /// What users are told in mode `redirect`.
    pub redirect_message: Option<String>,
    /// Whether they are taken over HTTPS only; loopback counts as that.
    pub require_https: bool,
    /// How long a connection that was opened with one is held ready.
    pub ttl: Duration,
    /// How many wrong ones a user may give in the chat before it is locked for a while.
    pub max_attempts: u32,
    /// Which servers of tools need one, in the order of the formation.
    pub needs: Vec<Need>,
    /// Where users are sent.
    pub links: Vec<ServiceLink>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            mode: Mode::Redirect,
            redirect_message: None,
            require_https: true,
            ttl: Duration::from_hours(1),
            max_attempts: 3,
            needs: Vec::new(),
            links: Vec::new(),
        }
    }
}

impl Rules {
    /// Whether a credential for it is taken in the chat.
    pub fn takes(&self, need: &Need) -> bool {
        self.mode == Mode::Dynamic && need.accept_inline
    }
}

/// A server of tools that needs a credential of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// For which service.
    pub service: Service,
    /// The id of the server.
    pub server: String,
    /// What its tools are for; empty where nothing is said.
    pub description: String,
    /// Whether users may type it into the chat.
    pub accept_inline: bool,
    /// Whether it is a user name and a password.
    pub basic: bool,
    /// Where the service's own API says whose it is, where that is known.
    pub api: Option<String>,
}

/// Where users find something of a service, as `links` of the formation say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLink {
    /// Its name there.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// What it is called.
    pub label: Option<String>,
}
