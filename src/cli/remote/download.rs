//! `muxi download`: what is live on a server, into a directory.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::id;
use crate::audit::{Class, Event};
use crate::cli::change::{failed, lock};
use crate::cli::context::Context;
use crate::cli::profiles::{Remote as Server, Which};
use crate::formation::discover::Location;
use crate::formation::load;
use crate::output::{ExitCode, Failure, escaped};
use crate::remote::bundle::{Archive, Changes, Limits, UnpackError, compare, is_formation, put};
use crate::support::text::count;

/// Fetch what is live on a server into a directory
#[derive(Debug, Args)]
#[command(after_help = "\
It goes to the formation here, if that is the one; else to a new directory called like the formation. What would change is
shown first, and asked where a file would be replaced. Files that are only here stay; .key, .muxi, .git and whatever else is
hidden are never touched, and neither are encrypted secrets that are here. Those of `muxi server` stay there: they are sealed
under a key of its own.

Examples:
  muxi download my-bot --to copy     a copy of what is live
  muxi download --dry-run            what of the formation here is another one on the server")]
pub(crate) struct Download {
    /// Its id; else that of the formation here
    id: Option<String>,
    /// The directory; made if it is not there
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Only say what would be written
    #[arg(long)]
    dry_run: bool,
    /// Fetch memory.db too, which the formation of a deployed runtime remembers in
    #[arg(long)]
    include_db: bool,
    /// Replace files that are other ones here, without a question
    #[arg(long, short, visible_alias = "yes", short_alias = 'y')]
    force: bool,
    #[command(flatten)]
    which: Which,
}

/// The names of the secrets, in the formation.
pub(in crate::cli) const TEMPLATE: &str = "secrets";

/// What was fetched, and where it goes.
struct Fetched {
    id: String,
    root: PathBuf,
    archive: Archive,
    /// Whether the server keeps the secrets under a key of its own.
    is_ours: bool,
}

impl Fetched {
    /// Whether a file is written at all. Our server makes the template of secrets itself.
    fn takes(&self, name: &str) -> bool {
        match name {
            TEMPLATE => !self.is_ours,
            name if is_sealed(name) => !(self.is_ours || self.root.join(name).symlink_metadata().is_ok()),
            _ => true,
        }
    }

    fn compared(&self) -> Result<Changes, Failure> {
        compare(&self.root, &self.archive, |name| self.takes(name)).map_err(|error| refused(&error))
    }

    /// Encrypted secrets that are not written.
    fn left(&self) -> Vec<&str> {
        let names = self.archive.files().iter().map(|file| file.name.as_str());
        names.filter(|name| is_sealed(name) && !self.takes(name)).collect()
    }
}

/// Whether it is a file of encrypted secrets.
fn is_sealed(name: &str) -> bool {
    name.strip_prefix("secrets.")
        .is_some_and(|rest| rest == "enc" || rest.rsplit_once('.').is_some_and(|(_, end)| end == "enc"))
}

/// Why what a server sent is not taken.
pub(in crate::cli) fn refused(error: &UnpackError) -> Failure {
    match error {
        UnpackError::File(error) => failed(error).maybe_hint(error.hint()),
        error => Failure::new(ExitCode::Refused, error.code(), error.to_string())
            .hint("nothing was written; such an archive is not what a server packs"),
    }
}

impl Download {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let id = id(context, self.id.clone())?;
        let root = self.place(context, &id)?;
        let server = self.which.connect(context)?;
        let fetched = self.fetch(context, &server, id, root)?;
        let changes = fetched.compared()?;
        if self.dry_run {
            return shown(context, &server, &fetched, &changes, true);
        }
        if !changes.changed.is_empty() && !self.force {
            let what = count(changes.changed.len(), "file");
            let list: Vec<String> =
                changes.changed.iter().map(|name| format!("  {}", escaped(name))).collect();
            context.out.block(&format!(
                "would be replaced in {}:\n{}",
                fetched.root.display(),
                list.join("\n")
            ));
            if !context.ask().confirm(&format!("replace {what}?"), "--force")? {
                return Err(Failure::new(ExitCode::Refused, "not_confirmed", "nothing was written"));
            }
        }
        let event = Event::new(Class::Data, "remote.download", "formation", fetched.id.as_str())
            .with("server", server.picked.profile.url.as_str())
            .with("profile", server.picked.profile.name.as_str())
            .with("added", changes.added.len())
            .with("replaced", changes.changed.len());
        context.audited_anywhere(event, |context| Self::write(context, &fetched, &changes))?;
        shown(context, &server, &fetched, &changes, false)
    }

    /// Where it goes: what is named, else the formation here, else a directory called like it.
    fn place(&self, context: &Context, id: &str) -> Result<PathBuf, Failure> {
        if let Some(to) = &self.to {
            return Ok(context.env.absolute(to));
        }
        let Ok(at) = context.formation(None) else { return Ok(context.env.absolute(id.as_ref())) };
        if load::id(&at).as_deref() == Some(id) {
            return Ok(at.root);
        }
        let message = format!("the formation here is not {}", escaped(id));
        Err(Failure::usage(message).hint("say where it goes: --to DIR"))
    }

    fn fetch(
        &self,
        context: &Context,
        server: &Server,
        id: String,
        root: PathBuf,
    ) -> Result<Fetched, Failure> {
        let client = &server.client;
        context.out.progress("downloading");
        let asked = server.ask(async {
            let bytes = client.download(&id, self.include_db).await?;
            Ok((bytes, client.info().await?.is_some()))
        });
        context.out.progress("");
        let (bytes, is_ours) = asked?;
        let archive = Archive::open(bytes, &Limits::default()).map_err(|error| refused(&error))?;
        if !archive.files().iter().any(|file| is_formation(&file.name)) {
            let message = "what the server sent has no formation.afs";
            return Err(Failure::new(ExitCode::Refused, "no_formation", message).hint("nothing was written"));
        }
        Ok(Fetched { id, root, archive, is_ours })
    }

    fn write(context: &Context, fetched: &Fetched, agreed: &Changes) -> Result<(), Failure> {
        let names = agreed.written();
        if names.is_empty() {
            return Ok(());
        }
        let at = Location { root: fetched.root.clone(), file: fetched.root.join("formation.afs") };
        let _lock = fetched.root.is_dir().then(|| lock(&at)).transpose()?;
        // Only what was agreed to is replaced.
        if fetched.compared()? != *agreed {
            let message = format!("{} was changed meanwhile", context.shown(&fetched.root));
            return Err(Failure::failed("changed_meanwhile", &message).hint("nothing was written; try again"));
        }
        put(&fetched.root, &fetched.archive, &names).map_err(|error| refused(&error))
    }
}

fn shown(
    context: &mut Context,
    server: &Server,
    fetched: &Fetched,
    changes: &Changes,
    dry_run: bool,
) -> Result<ExitCode, Failure> {
    let left = fetched.left();
    if context.out.is_json() {
        let data: Value = json!({
            "formation_id": fetched.id, "to": fetched.root.display().to_string(), "dry_run": dry_run,
            "added": changes.added, "replaced": changes.changed, "unchanged": changes.same,
            "only_here": changes.only_here, "secrets_left": left,
            "server": server.picked.profile.url.as_str(), "profile": server.picked.profile.name,
        });
        return context.out.json(&data).map(|()| ExitCode::Done);
    }
    if dry_run {
        let lists =
            [("add", &changes.added), ("replace", &changes.changed), ("only here", &changes.only_here)];
        for (word, names) in lists {
            names.iter().try_for_each(|name| context.out.line(&format!("{word:<9}  {}", escaped(name))))?;
        }
    }
    for name in left {
        let why = if fetched.is_ours {
            "the server keeps it under a key of its own"
        } else {
            "the one that is here stays"
        };
        context.out.note(&format!("{name} is not written: {why}"));
    }
    if !changes.only_here.is_empty() && !dry_run {
        let what = count(changes.only_here.len(), "file");
        context.out.note(&format!("{what} here the server has not: see muxi download --dry-run"));
    }
    let (id, to) = (escaped(&fetched.id), context.shown(&fetched.root));
    let to = if to.is_empty() { ".".to_owned() } else { to };
    let (added, replaced, same) = (changes.added.len(), changes.changed.len(), changes.same);
    let done = if dry_run { "nothing was written" } else { "done" };
    context.out.note(&format!("{id} to {to}: {added} new, {replaced} replaced, {same} as they were; {done}"));
    Ok(ExitCode::Done)
}
