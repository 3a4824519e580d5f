//! `muxi deploy`.

mod cargo;
mod diff;
mod send;

use clap::Args;
use serde_json::{Value, json};

use super::context::Context;
use super::profiles::{Remote as Server, Which};
use crate::formation::discover::Location;
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::remote::profiles::{Local, Picked, ProfileError};
use crate::remote::sign::Dialect;
use cargo::Cargo;

/// Send the formation here to its server: a new one, or a new version of one
#[derive(Debug, Args)]
#[command(after_help = "\
The formation is checked as its server would, and packed: the same files make the same bundle. Left out are keys, secrets,
.env, .git, .muxi, logs, caches, memory.db, and agents, servers and services that the formation does not declare.
Secrets go to `muxi server` sealed for this one call, and the key stays here. A deployed MUXI server wants secrets.enc and
.key themselves: that is asked first.
Ctrl-C takes back what the server began, as long as it is not live; what was live stays, and nothing is deleted. With
--no-stream nobody here knows what was begun, and the server goes on with it.

Examples:
  muxi deploy --dry-run        what would be sent, without asking any server
  muxi deploy --diff           what is another one on the server; nothing is sent
  muxi bump && muxi deploy     the next version; the old one answers until the new one is well
  muxi deploy --yes --json     for a CI, with MUXI_SERVER_URL, MUXI_KEY_ID and MUXI_SECRET_KEY")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Deploy {
    /// Only say what would be sent and where; no server is asked
    #[arg(long)]
    dry_run: bool,
    /// Only print what is another one than on the server, as a diff without the values of secrets
    #[arg(long, conflicts_with_all = ["dry_run", "wait", "no_stream"])]
    diff: bool,
    /// Wait until the new version says that it is well
    #[arg(long)]
    wait: bool,
    /// Have the server answer once, at the end, instead of step by step
    #[arg(long)]
    no_stream: bool,
    /// Send memory.db too, which the formation of a deployed runtime remembers in
    #[arg(long)]
    include_db: bool,
    /// Send the key of the secrets, where the server wants it, without a question
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    which: Which,
}

/// Whose server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// `muxi server`.
    Ours,
    /// A deployed MUXI server.
    Deployed,
}

impl Aim {
    /// Its word in JSON.
    fn as_str(self) -> &'static str {
        match self {
            Self::Ours => "muxi",
            Self::Deployed => "deployed",
        }
    }

    /// What the profile tells without asking: only our server takes more than the legacy dialect.
    fn guessed(dialect: Dialect) -> Self {
        if dialect == Dialect::Legacy { Self::Deployed } else { Self::Ours }
    }
}

impl Deploy {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        if self.dry_run {
            return self.dry_run(context, &at);
        }
        let server = self.which.connect(context)?;
        let info = server.ask(server.client.info())?;
        let dialect = server.picked.profile.dialect;
        // What the profile says decides, not what somebody answers: the deployed server gets the key of the secrets.
        let aim = match (&info, Aim::guessed(dialect)) {
            (None, Aim::Ours) => return Err(another_server(&server)),
            (None, Aim::Deployed) => Aim::Deployed,
            (Some(_), _) => Aim::Ours,
        };
        let most = info.as_ref().and_then(|info| info["limits"]["bundle_bytes"].as_u64());
        let cargo = cargo::load(context, &at, aim, dialect, self.include_db)?;
        if let Some(most) = most.filter(|most| cargo.packed.bytes.len() as u64 > *most) {
            let message =
                format!("the bundle has {} bytes, and the server takes {most}", cargo.packed.bytes.len());
            return Err(Failure::new(ExitCode::Refused, "bundle_too_large", message)
                .hint("see what is in it with muxi deploy --dry-run"));
        }
        if self.diff {
            return diff::diff(context, &server, &cargo, self.include_db);
        }
        if Local::read(&at.root)?.draft {
            context.out.note(
                ".muxi says `draft: true`, which is for trying out (muxi up); what is deployed is live",
            );
        }
        send::send(&self, context, &at, &server, cargo)
    }

    /// All but the sending.
    fn dry_run(&self, context: &mut Context, at: &Location) -> Result<ExitCode, Failure> {
        let picked = match self.which.picked(context) {
            Ok(picked) => Some(picked),
            // Without a server there is still something to see.
            Err(failure) if failure.code() == ProfileError::NoneChosen.code() => None,
            Err(failure) => return Err(failure),
        };
        let dialect = picked.as_ref().map_or(Dialect::V2, |picked| picked.profile.dialect);
        let aim = Aim::guessed(dialect);
        let cargo = cargo::load(context, at, aim, dialect, self.include_db)?;
        if context.out.is_json() {
            return context.out.json(&told(&cargo, picked.as_ref())).map(|()| ExitCode::Done);
        }
        let row = |file: &crate::remote::bundle::PackedFile| vec![file.size.to_string(), escaped(&file.name)];
        let table = columns(cargo.packed.files.iter().map(row).collect());
        context.out.line(table.trim_end_matches('\n'))?;
        let to = picked.map_or_else(
            || "no server is chosen".to_owned(),
            |picked| format!("to {} ({})", picked.profile.url, escaped(&picked.profile.name)),
        );
        context.out.note(&format!(
            "would send {} {}: {} in {} bytes, {}, sha256 {}; {to}; nothing was sent",
            cargo.id,
            cargo.version(),
            crate::support::text::count(cargo.packed.files.len(), "file"),
            cargo.packed.bytes.len(),
            cargo.secrets.words(),
            cargo.packed.hash(),
        ));
        Ok(ExitCode::Done)
    }
}

fn told(cargo: &Cargo, picked: Option<&Picked>) -> Value {
    let files: Vec<_> =
        cargo.packed.files.iter().map(|file| json!({"name": file.name, "size": file.size})).collect();
    json!({
        "dry_run": true,
        "formation_id": cargo.id,
        "version": cargo.version,
        "count": files.len(),
        "files": files,
        "bytes": cargo.packed.size(),
        "bundle_bytes": cargo.packed.bytes.len(),
        "sha256": cargo.packed.hash(),
        "secrets": cargo.secrets.as_str(),
        "target": cargo.aim.as_str(),
        "server": picked.map(|picked| picked.profile.url.as_str()),
        "profile": picked.map(|picked| picked.profile.name.as_str()),
    })
}

/// It is no `muxi server`, and its profile does not say that it is a deployed one.
fn another_server(server: &Server) -> Failure {
    let message =
        format!("{} does not answer as muxi server does; nothing was sent", server.picked.profile.url);
    Failure::new(ExitCode::Refused, "not_our_server", message)
        .hint("if it is a deployed MUXI server, say so: --dialect legacy")
}
