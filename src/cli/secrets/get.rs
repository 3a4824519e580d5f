//! `muxi secrets get NAME`.

use base64::Engine as _;
use clap::Args;
use serde_json::json;

use super::open;
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::{Error, SecretName};
use crate::support::text::did_you_mean;

/// Print the value of a secret
#[derive(Debug, Args)]
#[command(after_help = "\
To a pipe or a file the value comes byte for byte; on a terminal a line end follows it.
With --json it is `value`, or `value_base64` where it is not UTF-8 text.")]
pub(crate) struct Get {
    /// The name
    name: String,
}

impl Get {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        super::refuse_a_value(&self.name, true)?;
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let name = SecretName::normalise(&self.name)?.name;
        let store = open(context, &location)?;
        let Some(value) = store.get(&name)? else {
            let near = did_you_mean(name.as_str(), store.names());
            let hint = near.map(|near| format!("did you mean {near}?"));
            let path = store.path().to_owned();
            return Err(Failure::from(Error::NotFound { name: name.to_string(), path }).maybe_hint(hint));
        };
        let event = Event::new(Class::Secret, "secret.read", "secret", name.as_str());
        context.record(&formation, &event)?;
        if context.out.is_json() {
            let data = if let Some(text) = value.expose_str() {
                json!({"name": name.as_str(), "value": text})
            } else {
                let text = base64::engine::general_purpose::STANDARD.encode(value.expose());
                json!({"name": name.as_str(), "value_base64": text})
            };
            context.out.reveal(format!("{data:#}\n").as_bytes())?;
        } else {
            context.out.reveal(value.expose())?;
            if context.out.is_terminal() {
                context.out.bytes(b"\n")?;
            }
        }
        Ok(ExitCode::Done)
    }
}
