//! What can go wrong with a formation on the server: the deployed server's types of errors and status codes.

use super::event::Stage;
use super::id::{BadId, FormationId};
use crate::support::fs::FsError;

macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $id:ident = $name:literal, $status:literal;)+) => {
        /// The type of an error, as deployed clients know it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fault { $($(#[doc = $doc])+ $id,)+ }

        impl Fault {
            /// Its name in answers: `IDMismatch`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }

            fn status(self) -> u16 {
                match self { $(Self::$id => $status,)+ }
            }
        }
    };
}

faults! {
    /// The id has another form, or is a path of the server.
    InvalidFormationId = "InvalidFormationID", 400;
    /// A new one is to be deployed, and there is one.
    FormationExists = "FormationExists", 409;
    /// The place for what is unpacked cannot be made.
    ExtractDir = "ExtractDirError", 500;
    /// The bundle is broken, too large (then 413), or refused.
    Extract = "ExtractError", 400;
    /// The formation in the bundle has errors.
    Parse = "ParseError", 400;
    /// Secrets are referred to and not there, or cannot be opened.
    Secrets = "SecretsError", 400;
    /// Header, directory and file name different ids.
    IdMismatch = "IDMismatch", 400;
    /// Header and file name different versions.
    VersionMismatch = "VersionMismatch", 400;
    /// No port is free, or there are as many formations as may be.
    PortAllocation = "PortAllocationError", 507;
    /// A directory cannot be made or read.
    Directory = "DirectoryError", 500;
    /// What is no longer needed cannot be removed.
    Cleanup = "CleanupError", 500;
    /// What was unpacked cannot be put into its place.
    Move = "MoveError", 500;
    /// The process cannot be started.
    Spawn = "SpawnError", 500;
    /// What is live cannot be written down.
    Register = "RegisterError", 500;
    /// The process ended, or did not answer in time.
    HealthCheckFailed = "HealthCheckFailed", 400;
    /// The bundle is the one that is live.
    NoChange = "NoChange", 409;
    /// What was live before cannot be read.
    History = "HistoryError", 500;
    /// What is live cannot be changed.
    Switch = "SwitchError", 500;
    /// There was no version before.
    NoPreviousVersion = "NoPreviousVersion", 400;
    /// There is no such formation.
    NotFound = "NotFound", 404;
    /// Something else is being done with it.
    Busy = "UpdateInProgress", 409;
    /// Somebody took the change back.
    Cancelled = "Cancelled", 409;
    /// It runs, or does not run, and so this cannot be done.
    Running = "StateError", 409;
    /// The server is being stopped.
    Stopping = "Stopping", 503;
}

/// Why something was not done with a formation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FleetError {
    /// Its type.
    pub fault: Fault,
    /// The status code of an answer that is not a stream.
    pub status: u16,
    /// What happened, and what to do.
    pub message: String,
    /// When.
    pub stage: Option<Stage>,
    /// More of it: findings, the last words of a process.
    pub details: Option<String>,
}

impl FleetError {
    pub(super) fn new(fault: Fault, message: impl Into<String>) -> Self {
        Self { fault, status: fault.status(), message: message.into(), stage: None, details: None }
    }

    #[must_use]
    pub(super) fn at(self, stage: Stage) -> Self {
        Self { stage: self.stage.or(Some(stage)), ..self }
    }

    #[must_use]
    pub(super) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    #[must_use]
    pub(super) fn details(self, details: String) -> Self {
        Self { details: (!details.is_empty()).then_some(details), ..self }
    }

    /// The data of an `error` event: type, text, stage, details.
    pub fn event(&self) -> serde_json::Value {
        let mut event = serde_json::json!({
            "error": self.fault.as_str(),
            "message": self.message,
            "stage": self.stage,
        });
        if let Some(details) = &self.details {
            event["details"] = details.as_str().into();
        }
        event
    }

    pub(super) fn not_found(id: &FormationId) -> Self {
        Self::new(Fault::NotFound, format!("there is no formation {id} on this server"))
    }

    /// A file of ours that could not be read or written.
    pub(super) fn file(fault: Fault) -> impl Fn(FsError) -> Self {
        move |error| Self::new(fault, error.to_string())
    }

    /// The same of an error of the system.
    pub(super) fn system(fault: Fault, what: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |error| Self::new(fault, format!("cannot {what}: {error}"))
    }
}

impl From<BadId> for FleetError {
    fn from(error: BadId) -> Self {
        Self::new(Fault::InvalidFormationId, error.to_string())
    }
}
