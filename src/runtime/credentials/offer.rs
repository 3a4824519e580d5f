//! What a formation says of users' credentials.

use std::time::Duration;

use serde_json::{Value, json};

use super::Apps;
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

impl Mode {
    /// `redirect`, `dynamic`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Redirect => "redirect",
            Self::Dynamic => "dynamic",
        }
    }
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
    /// The services that anybody may bring a credential for: what servers of tools need, in the order of the formation, then
    /// where else users can log in by one of its clients `apps`.
    pub fn services(&self, apps: &Apps) -> Vec<Offered> {
        let logins = apps.services();
        let needed = self.needs.iter().map(|need| Offered {
            service: need.service.clone(),
            server: Some(need.server.clone()),
            description: need.description.clone(),
            accept_inline: need.accept_inline,
            login: logins.contains(&&need.service),
            mode: self.mode,
        });
        let unneeded = |service: &&&Service| self.needs.iter().all(|need| need.service != ***service);
        let others = logins.iter().filter(unneeded).map(|service| Offered {
            service: (*service).clone(),
            server: None,
            description: String::new(),
            accept_inline: false,
            login: true,
            mode: self.mode,
        });
        needed.chain(others).collect()
    }

    /// Whether a credential for it is taken in the chat.
    pub fn takes(&self, need: &Need) -> bool {
        self.mode == Mode::Dynamic && need.accept_inline
    }
}

/// A service that users may bring a credential for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The service.
    pub service: Service,
    /// The id of the server of tools that needs it; none where nothing does.
    pub server: Option<String>,
    /// What its tools are for; empty where nothing is said.
    pub description: String,
    /// Whether users may type it into the chat, as far as the server goes.
    pub accept_inline: bool,
    /// Whether the formation has a client with which users log in there.
    pub login: bool,
    mode: Mode,
}

impl Offered {
    /// Whether a credential for it is taken in the chat.
    pub fn in_chat(&self) -> bool {
        self.mode == Mode::Dynamic && self.accept_inline
    }

    /// As the API and `muxi credentials services --json` show it.
    pub fn to_json(&self) -> Value {
        json!({
            "service": self.service.as_str(),
            "server_id": self.server,
            "description": self.description,
            "accept_inline": self.accept_inline,
            "login": self.login,
            "mode": self.mode.as_str(),
        })
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
