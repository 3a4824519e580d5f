//! Who asks for what needs a credential, which of its accounts it chose, and what is still to be asked.

use std::collections::BTreeMap;

use crate::credentials::Service;
use crate::runtime::principal::Principal;

/// The user for whom something is done, with the accounts that it chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    who: Principal,
    chosen: BTreeMap<Service, Chosen>,
}

/// Which of a user's accounts for a service is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Chosen {
    /// Nobody chose: the only one, or the one that is used by default.
    #[default]
    None,
    /// The account of this name.
    One(String),
    /// Each of them, labelled.
    All,
}

/// What a user has to be asked before something can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanting {
    /// A credential that is not there, or that has ended.
    Credential {
        /// For which service.
        service: Service,
        /// The id of the server of tools that needs it.
        server: String,
    },
    /// Which of several accounts is meant.
    Choice {
        /// The service.
        service: Service,
        /// The id of the server of tools that needs it.
        server: String,
        /// The names of the accounts.
        accounts: Vec<String>,
    },
}

impl Asker {
    /// `who`, who chose nothing.
    pub fn new(who: Principal) -> Self {
        Self { who, chosen: BTreeMap::new() }
    }

    /// The same with that choice.
    #[must_use]
    pub fn choosing(mut self, service: Service, chosen: Chosen) -> Self {
        self.chosen.insert(service, chosen);
        self
    }

    /// What was chosen, as one text.
    pub(in crate::runtime) fn choices(&self) -> String {
        let one = |(service, chosen): (&Service, &Chosen)| match chosen {
            Chosen::None => String::new(),
            Chosen::One(account) => format!("{service} {account}\n"),
            Chosen::All => format!("{service}\n"),
        };
        self.chosen.iter().map(one).collect()
    }

    /// Whether all accounts of one of these services are meant.
    pub fn means_all(&self, services: &[Service]) -> bool {
        services.iter().any(|service| *self.chosen(service) == Chosen::All)
    }

    /// The user.
    pub fn who(&self) -> &Principal {
        &self.who
    }

    /// What was chosen of a service.
    pub fn chosen(&self, service: &Service) -> &Chosen {
        self.chosen.get(service).unwrap_or(&Chosen::None)
    }
}

impl Wanting {
    /// The id of the server of tools that needs it.
    pub fn server(&self) -> &str {
        match self {
            Self::Credential { server, .. } | Self::Choice { server, .. } => server,
        }
    }

    /// Of which service.
    pub fn service(&self) -> &Service {
        match self {
            Self::Credential { service, .. } | Self::Choice { service, .. } => service,
        }
    }

    /// What a model is told, to tell the user, where nobody asks the user.
    pub fn told(&self) -> String {
        match self {
            Self::Credential { service, .. } => format!(
                "not called: the user has no credential for {service}. Tell the user that one is needed; never ask for \
                 its value yourself"
            ),
            Self::Choice { service, accounts, .. } => format!(
                "not called: the user has several accounts for {service} ({}). Ask which one is meant",
                accounts.join(", ")
            ),
        }
    }
}

impl std::fmt::Display for Wanting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Credential { service, .. } => write!(f, "the user has no credential for {service}"),
            Self::Choice { service, accounts, .. } => {
                write!(
                    f,
                    "the user has several accounts for {service} and chose none: {}",
                    accounts.join(", ")
                )
            }
        }
    }
}
