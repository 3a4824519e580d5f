//! How a caller says who it is: the options that MCP servers and A2A services share.

use clap::{Args, ValueEnum};

use crate::cli::context::Context;
use crate::cli::secrets::refuse_a_value;
use crate::formation::scaffold::{Auth, Named, Source};
use crate::output::Failure;
use crate::secrets::SecretName;

/// Options about who calls. The values are secrets, and only named here.
#[derive(Debug, Args)]
pub(super) struct AuthArgs {
    /// How it knows who calls
    #[arg(long, value_name = "TYPE")]
    auth: Option<AuthType>,
    /// The secret that it wants; for basic, how the names of both begin [default: made of the id]
    #[arg(long, value_name = "SECRET", requires = "auth")]
    secret: Option<String>,
    /// Take what each user has stored for this service, instead of a secret
    #[arg(long, value_name = "SERVICE", requires = "auth", conflicts_with = "secret")]
    credential: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AuthType {
    /// Anybody may call
    None,
    /// A token
    Bearer,
    /// A key in the header X-API-Key
    ApiKey,
    /// A name and a password
    Basic,
}

impl AuthArgs {
    /// Whether an option is given.
    pub(super) fn is_given(&self) -> bool {
        self.auth.is_some()
    }

    /// What was answered; asked for on a terminal.
    pub(super) fn auth(self, context: &Context, named: &Named) -> Result<Option<Auth>, Failure> {
        let kind = match self.auth {
            Some(kind) => kind,
            None if !context.ask().can_ask() => return Ok(None),
            None => {
                let options = [
                    ("none", "anybody may call it"),
                    ("bearer", "a token"),
                    ("api-key", "a key in the header X-API-Key"),
                    ("basic", "a name and a password"),
                ];
                let kinds = [AuthType::None, AuthType::Bearer, AuthType::ApiKey, AuthType::Basic];
                kinds[context.ask().choose("How does it know who calls?", &options, "--auth TYPE")?]
            }
        };
        let ending = match kind {
            AuthType::None => return Ok(None),
            AuthType::Bearer => "_TOKEN",
            AuthType::ApiKey => "_API_KEY",
            AuthType::Basic => "",
        };
        if let Some(service) = self.credential {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if kind == AuthType::Basic || service.is_empty() || !service.chars().all(plain) {
                return Err(Failure::usage("--credential names a service, for a token or a key")
                    .hint("for example: --auth bearer --credential github"));
            }
            // A deployed server looks for a secret that is made of the name, which cannot have a `-`.
            let name = service.to_ascii_lowercase().replace('-', "_");
            if name != service {
                context.out.note(&format!("note: the service is {name}"));
            }
            return Ok(Some(of(kind, Source::Credential(name))));
        }
        let usual = format!("{}{ending}", SecretName::normalise(&named.id)?.name);
        let typed = match self.secret {
            Some(typed) => typed,
            None if context.ask().can_ask() => {
                context.ask().text_or("Name of the secret that holds it", &usual, "--secret SECRET")?
            }
            None => usual,
        };
        Ok(Some(of(kind, Source::Secret(secret(context, &typed)?))))
    }
}

fn of(kind: AuthType, source: Source) -> Auth {
    match (kind, source) {
        (AuthType::ApiKey, source) => Auth::ApiKey(source),
        (AuthType::Basic, Source::Secret(prefix)) => Auth::Basic(prefix),
        (_, source) => Auth::Bearer(source),
    }
}

/// The name of a secret as it is kept; a value in its place is refused without being repeated.
pub(super) fn secret(context: &Context, typed: &str) -> Result<String, Failure> {
    refuse_a_value(typed, true)?;
    let normalised = SecretName::normalise(typed)?;
    if normalised.changed {
        context.out.note(&format!("note: the name of the secret is {}", normalised.name));
    }
    Ok(normalised.name.to_string())
}
