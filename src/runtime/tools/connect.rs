//! The tool with which a model has a user asked for a credential: where the tools of a service are not known yet, and where
//! the user wants to add another account.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::json;

use super::{Call, Given, Then, Tool};
use crate::credentials::Service;
use crate::runtime::credentials::Wanting;
use crate::runtime::llm::ToolSpec;

/// What its name begins with.
const PREFIX: &str = "connect_";

/// Has the user asked for a credential.
pub struct Connect {
    spec: ToolSpec,
    service: Service,
    server: String,
}

impl Connect {
    /// For `service`, which the server of tools `server` needs, whose tools are for `about`; empty where nobody says. Its tools
    /// may be `unknown` as long as nobody has connected.
    pub fn new(service: Service, server: &str, about: &str, unknown: bool) -> Self {
        let about = match about.trim() {
            "" => String::new(),
            about => format!(" What it is for: {about}."),
        };
        let when = if unknown {
            "Call it whenever the user wants something done there: its tools are known only then."
        } else {
            "Call it only where the user wants to add an account, or a tool says that the credential is missing."
        };
        let description =
            format!("Connects the user's account at {service}: the user is asked for it.{about} {when}");
        let spec = ToolSpec {
            name: name(&service),
            description: description.chars().take(1024).collect(),
            parameters: json!({"type": "object", "properties": {}}),
        };
        Self { spec, service, server: server.to_owned() }
    }

    /// As a tool.
    pub fn tool(self) -> Arc<dyn Tool> {
        Arc::new(self)
    }
}

/// `connect_github`, in letters that all providers take.
pub fn name(service: &Service) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = PREFIX.chars().chain(service.as_str().chars().map(plain)).collect();
    name.chars().take(64).collect()
}

impl Tool for Connect {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn call<'a>(&'a self, _: Call<'a>) -> BoxFuture<'a, Given> {
        let wanting = Wanting::Credential { service: self.service.clone(), server: self.server.clone() };
        Box::pin(std::future::ready(Then::Wants(wanting).into()))
    }
}
