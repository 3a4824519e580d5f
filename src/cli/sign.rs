//! `muxi sign METHOD PATH`.

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::context::Context;
use super::profiles::{self, Which};
use crate::config::Var;
use crate::crypto::hash::{hex, sha256, sha256_of, unhex};
use crate::crypto::rng;
use crate::output::{ExitCode, Failure};
use crate::remote::profiles::{Picked, ProfileError, dialect_of};
use crate::remote::sign::{Dialect, PartError, Parts, Signed, sign};
use crate::support::secret::SecretBytes;
use crate::support::text::innermost;

/// The longest secret of a key, in bytes.
const MAX_SECRET: usize = 4096;

/// Sign a request to a MUXI server: print its headers and what was signed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi sign GET /rpc/formations --profile prod
  muxi sign GET /rpc/formations --header-lines | curl -H @- https://muxi.example.com/rpc/formations
  muxi sign POST /rpc/formations --body bundle.tar.gz --formation my-bot --version 1.2.0 --json

The key is that of a profile (see muxi profiles), or of MUXI_KEY_ID and MUXI_SECRET_KEY, or the one that --key-id names; its \
secret is asked for, hidden, or comes from stdin (--secret-stdin), never from the command line. A signature counts for 300 s.

The dialects: v2 signs method, path with query, host, body and the formation's id and version, and each request once; \
documented signs method, path with query and body; legacy, for servers as they are deployed, signs method and path only.")]
pub(crate) struct Sign {
    /// GET, POST, …
    method: String,
    /// The path with its query, as it is sent
    path: String,
    /// The file with the body; `-` is stdin
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    /// How it is signed: v2 unless said otherwise
    #[arg(long, value_name = "DIALECT")]
    dialect: Option<DialectName>,
    /// The host that it is sent to, with its port unless that is the scheme's own; v2 signs it
    #[arg(long)]
    host: Option<String>,
    /// The formation that it is about: X-Formation-ID
    #[arg(long, value_name = "ID")]
    formation: Option<String>,
    /// The version of the formation that is sent: X-Formation-Version
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// The profile whose key, host and dialect count, unless they are given
    #[arg(long, short, value_name = "NAME")]
    profile: Option<String>,
    /// The id of the key [env: MUXI_KEY_ID]
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// The secret of the key comes from stdin
    #[arg(long)]
    secret_stdin: bool,
    /// Seconds since 1970, instead of now
    #[arg(long, value_name = "SECONDS")]
    timestamp: Option<u64>,
    /// 32 hexadecimal digits, instead of random ones; v2 has them
    #[arg(long, value_name = "HEX")]
    nonce: Option<String>,
    /// Print the headers only, one a line, as `curl -H @-` takes them
    #[arg(long)]
    header_lines: bool,
}

/// The dialects, as they are typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DialectName {
    /// All that matters, each request once
    V2,
    /// Method, path with query, body
    Documented,
    /// Method and path, as deployed servers want it
    Legacy,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Self {
        match name {
            DialectName::V2 => Self::V2,
            DialectName::Documented => Self::Documented,
            DialectName::Legacy => Self::Legacy,
        }
    }
}

impl Sign {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if self.secret_stdin && self.body.as_deref() == Some(Path::new("-")) {
            return Err(Failure::usage("the body and the secret cannot both come from stdin")
                .hint("put the body into a file, or the secret into a profile"));
        }
        let picked = self.picked(context)?;
        let key_id = self.key_id(context, picked.as_ref())?;
        let nonce = self.nonce()?;
        let content_sha256 = self.content(context)?;
        let secret = self.secret(context, picked.as_ref())?;
        let method = self.method.to_ascii_uppercase();
        let kept = match &picked {
            Some(picked) => picked.profile.dialect,
            None => dialect_of(context.env.text(Var::Dialect))?,
        };
        let dialect = self.dialect.map_or(kept, Dialect::from);
        let host = self.host(picked.as_ref(), dialect)?;
        let parts = Parts {
            timestamp: self.timestamp.unwrap_or_else(|| context.env.clock.now_secs()),
            nonce,
            method: &method,
            target: &self.path,
            host: &host,
            content_sha256,
            formation_id: self.formation.as_deref().unwrap_or_default(),
            formation_version: self.version.as_deref().unwrap_or_default(),
        };
        let signed = sign(dialect, &parts, &key_id, &secret)?;
        if self.body.is_some() && !dialect.covers_body() {
            context.out.warn("the legacy dialect does not sign the body: who sees the headers can send another one with them");
        }
        self.print(context, dialect, &parts, &key_id, &signed)?;
        Ok(ExitCode::Done)
    }

    /// The server whose key signs: a key that is named needs none.
    fn picked(&self, context: &Context) -> Result<Option<Picked>, Failure> {
        if self.key_id.is_some() && self.profile.is_none() {
            return Ok(None);
        }
        let which = Which { profile: self.profile.clone(), dialect: None };
        match which.picked(context) {
            Err(none) if none.code() == ProfileError::NoneChosen.code() => Ok(None),
            picked => picked.map(Some),
        }
    }

    fn key_id(&self, context: &Context, picked: Option<&Picked>) -> Result<String, Failure> {
        let kept = || picked.map(|picked| picked.profile.key_id.clone());
        let variable = || context.env.text(Var::KeyId).map(str::to_owned);
        let id = self.key_id.clone().or_else(kept).or_else(variable);
        id.map_or_else(|| context.ask().text("Id of the key", "--key-id ID"), Ok)
    }

    /// From stdin where that is said, else the profile's, else from the environment, else asked for.
    fn secret(&self, context: &Context, picked: Option<&Picked>) -> Result<SecretBytes, Failure> {
        let secret = match picked {
            _ if self.secret_stdin => from_stdin(context)?,
            Some(picked) if self.key_id.is_none() => profiles::secret(context, &picked.profile)?,
            _ => match context.env.text(Var::SecretKey) {
                Some(secret) => SecretBytes::from(secret),
                None => context.ask().secret("Secret of the key", "--secret-stdin")?,
            },
        };
        if secret.is_empty() { Err(empty()) } else { Ok(secret) }
    }

    fn nonce(&self) -> Result<[u8; 16], Failure> {
        match &self.nonce {
            Some(nonce) => unhex(nonce)
                .ok_or_else(|| Failure::usage("--nonce takes 32 hexadecimal digits, in lower case")),
            None => rng::array().map_err(|error| Failure::failed("random", &error)),
        }
    }

    /// The digest of the body, which may be larger than memory.
    fn content(&self, context: &Context) -> Result<[u8; 32], Failure> {
        let Some(file) = &self.body else { return Ok(sha256(b"")) };
        let failed = |error: std::io::Error| {
            let exit = match error.kind() {
                std::io::ErrorKind::NotFound => ExitCode::NotFound,
                _ => ExitCode::Failed,
            };
            let message = format!("cannot read {}: {}", file.display(), innermost(&error));
            Failure::new(exit, "body_unreadable", message)
        };
        if file == Path::new("-") {
            return Ok(sha256_of(std::io::stdin().lock()).map_err(failed)?.0);
        }
        let read = File::open(context.env.absolute(file)).and_then(sha256_of);
        Ok(read.map_err(failed)?.0)
    }

    /// What v2 signs; the others do not need it.
    fn host(&self, picked: Option<&Picked>, dialect: Dialect) -> Result<String, Failure> {
        let kept = || picked.map(|picked| picked.profile.url.host());
        match self.host.clone().or_else(kept) {
            Some(host) => Ok(host),
            None if dialect == Dialect::V2 => {
                Err(Failure::usage("the host that the request is sent to is signed, and none is known")
                    .hint("name it: --host muxi.example.com, with its port unless that is the scheme's own; or --profile NAME"))
            }
            None => Ok(String::new()),
        }
    }

    fn print(
        &self,
        context: &mut Context,
        dialect: Dialect,
        parts: &Parts<'_>,
        key_id: &str,
        signed: &Signed,
    ) -> Result<(), Failure> {
        if context.out.is_json() {
            let headers: Map<String, Value> = signed
                .headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
                .collect();
            return context.out.json(&json!({
                "dialect": dialect.as_str(),
                "method": parts.method,
                "target": parts.target,
                "key_id": key_id,
                "timestamp": parts.timestamp,
                "content_sha256": hex(&parts.content_sha256),
                "headers": headers,
                "signed_text": signed.text,
            }));
        }
        let lines: Vec<String> =
            signed.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        context.out.line(&lines.join("\n"))?;
        if self.header_lines { Ok(()) } else { context.out.line(&format!("\n{}", signed.text)) }
    }
}

/// The secret of a key on stdin, without one final line end.
pub(super) fn from_stdin(context: &Context) -> Result<SecretBytes, Failure> {
    let value = context.ask().secret_from_stdin(MAX_SECRET)?;
    let bytes = value.expose();
    let kept = bytes.strip_suffix(b"\r\n").or_else(|| bytes.strip_suffix(b"\n"));
    let kept = kept.map_or_else(|| value.clone(), |kept| SecretBytes::new(kept.to_vec()));
    if kept.is_empty() { Err(empty()) } else { Ok(kept) }
}

/// There is nothing to sign with.
pub(super) fn empty() -> Failure {
    Failure::usage("the secret of the key is empty")
}

impl From<PartError> for Failure {
    fn from(error: PartError) -> Self {
        Self::new(ExitCode::Usage, error.code(), error.to_string())
            .maybe_hint(error.hint().map(str::to_owned))
    }
}
