//! `muxi credentials import --from DATABASE`.

mod keep;
mod lines;

use std::path::{Path, PathBuf};

use clap::Args;

use self::keep::{look, take};
use self::lines::{Coming, End, Line, Opening, tell};
use super::{failure, own_key, own_salt, ring, secrets_of};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::store::know_secrets;
use crate::credentials::{Deployed, Service};
use crate::formation::model::{Encryption, UserCredentials};
use crate::output::{ExitCode, Failure};
use crate::runtime::credentials::{Incoming, OldError, OldRow, OldTime, OldUser, old_users};
use crate::runtime::principal::Caller;
use crate::runtime::store::{MAX_TYPE, UserError};
use crate::secrets::Store;
use crate::support::secret::SecretBytes;

/// The longest `encryption.key` from stdin, in bytes.
const MOST: usize = 64 << 10;
/// Who everybody is where a deployed runtime keeps a single user.
const SINGLE: &str = "0";

/// Take over the credentials of users from the database of a deployed runtime
#[derive(Debug, Args)]
#[command(after_help = "\
Each row is opened with the key that the deployed runtime had, `user_credentials.encryption.key` of this formation or its id, \
and sealed anew for the same user here, who is made where it is new. The database is only read. All that a user has comes or \
none of it: a row that does not open keeps the others of its user back, unless it is left out with --without. What is here \
already is skipped, so that the same command can be given again.

  muxi credentials import --from memory.db --dry-run
  muxi credentials import --from memory.db --user 0=alice@acme.com")]
pub(crate) struct Import {
    /// The SQLite database of the deployed runtime
    #[arg(long, value_name = "DATABASE")]
    from: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Only this user, by an identifier or public id; with =NAME it is that user here. As often as wanted
    #[arg(long, short, value_name = "USER[=NAME]")]
    user: Vec<String>,
    /// Leave this row out
    #[arg(long, value_name = "ROW")]
    without: Vec<i64>,
    /// The id that the formation had
    #[arg(long, value_name = "ID")]
    formation_id: Option<String>,
    /// The `encryption.key` that it had comes from stdin
    #[arg(long)]
    key_from_stdin: bool,
    /// The `encryption.salt` that it had
    #[arg(long, value_name = "TEXT")]
    salt: Option<String>,
}

impl Import {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let path = self.path(context)?;
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        know_secrets(context, &at)?;
        let declared = &formation.user_credentials;
        let secrets = secrets_of(context, &at, declared)?;
        let id = self.formation_id.clone().unwrap_or_else(|| formation.id.clone());
        let mut deployed = self.keys(context, (declared, secrets.as_ref()), &id)?;
        let users = old_users(&path).map_err(|error| not_read(&error))?;
        let (mut lines, mut coming) = (Vec::new(), Vec::new());
        for user in users.iter().filter(|user| !user.rows.is_empty() && self.wants(user)) {
            deployed.next_user();
            let (one, mut said) = self.opened(context, &mut deployed, user, &id);
            coming.extend(one);
            lines.append(&mut said);
        }
        self.matched(&users)?;
        // What would keep everything from being kept is said before a user is made.
        let state = context.state(&formation.id, &at)?;
        let ring = ring(context, &at, (declared, secrets.as_ref()), &state)?;
        ring.look().map_err(|error| failure(&error))?;
        if self.dry_run {
            lines.extend(look(context, &coming)?);
        } else if !coming.is_empty() {
            let event = Event::new(Class::Credential, "credential.import", "credentials", "");
            let count = |lines: &Vec<Line>| lines.iter().filter(|one| one.is_kept()).count();
            let work = |context: &mut Context| take(context, coming);
            let taken = context
                .audited_about(&at, event, work, |lines, event| event.with("credentials", count(lines)))?;
            lines.extend(taken);
        }
        lines.sort_by_key(|one| one.row);
        tell(context, &lines, self.dry_run)
    }

    fn path(&self, context: &Context) -> Result<PathBuf, Failure> {
        let scheme = self.from.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref().map(|scheme| scheme.split('+').next().unwrap_or_default()) {
            // The address may hold a password: it is not repeated.
            Some("postgres" | "postgresql") => Err(Failure::usage("only SQLite databases are read").hint(
                "copy the tables into one first: db-to-sqlite \"$DATABASE_URL\" copy.db --table users --table user_identifiers --table credentials",
            )),
            Some("sqlite") => {
                let (_, rest) = self.from.split_once("://").expect("it has a scheme");
                Ok(context.env.absolute(Path::new(rest.strip_prefix('/').unwrap_or(rest))))
            }
            Some(_) => Err(Failure::usage("--from takes the file of an SQLite database")),
            None => Ok(context.env.absolute(Path::new(&self.from))),
        }
    }

    /// What opens the rows.
    fn keys(
        &self,
        context: &mut Context,
        (declared, secrets): (&UserCredentials, Option<&Store>),
        id: &str,
    ) -> Result<Deployed, Failure> {
        let encryption = &declared.encryption;
        let mut bases: Vec<SecretBytes> = Vec::new();
        if self.key_from_stdin {
            let key = context.ask().secret_from_stdin(MOST)?;
            let end = key.expose().strip_suffix(b"\n").unwrap_or(key.expose());
            bases.push(SecretBytes::new(end.strip_suffix(b"\r").unwrap_or(end).to_vec()));
        } else {
            bases.extend(own_key(context, secrets, encryption)?);
        }
        // The deployed runtime may have read it as it reads ids.
        let lowered = bases.iter().filter_map(SecretBytes::expose_str).map(|key| key.trim().to_lowercase());
        let lowered: Vec<SecretBytes> = lowered.map(|key| key.as_str().into()).collect();
        bases.extend(lowered);
        bases.push(id.trim().to_lowercase().as_str().into());
        let mut unlike: Vec<SecretBytes> = Vec::new();
        for base in bases {
            if !base.is_empty() && unlike.iter().all(|other| other.expose() != base.expose()) {
                unlike.push(base);
            }
        }
        let declared = own_salt(context, secrets, encryption)?;
        let mut salts: Vec<String> = self.salt.iter().cloned().chain(declared).collect();
        salts.push(Encryption::SALT.to_owned());
        salts.dedup();
        Ok(Deployed::new(unlike, salts))
    }

    fn wants(&self, user: &OldUser) -> bool {
        self.user.is_empty() || self.user.iter().any(|text| said_of(text, user).is_some())
    }

    /// The name here of a user that `--user` says one of.
    fn renamed(&self, user: &OldUser) -> Option<&str> {
        self.user.iter().find_map(|text| said_of(text, user)).filter(|name| !name.is_empty())
    }

    /// Refuses what was named and is not there: a typo must not look like work that is done.
    fn matched(&self, users: &[OldUser]) -> Result<(), Failure> {
        let missing = |what: String| Err(Failure::new(ExitCode::NotFound, "not_in_database", what));
        let nobody = |text: &&String| users.iter().all(|user| said_of(text, user).is_none());
        if let Some(text) = self.user.iter().find(nobody) {
            return missing(format!("there is no user {text} in the database"));
        }
        let nothing = |row: &&i64| users.iter().all(|user| user.rows.iter().all(|one| one.number != **row));
        match self.without.iter().find(nothing) {
            Some(row) => missing(format!("there is no row {row} in the database")),
            None => Ok(()),
        }
    }

    /// Opens all that a user has: what comes, unless something keeps it back, and what is said of the rows that do not.
    fn opened(
        &self,
        context: &Context,
        deployed: &mut Deployed,
        user: &OldUser,
        formation: &str,
    ) -> (Option<Coming>, Vec<Line>) {
        let shown = names(user).next().map_or_else(|| format!("user {}", user.number), str::to_owned);
        let line = |row: &OldRow, end: End| Line {
            row: row.number,
            user: shown.clone(),
            service: row.service.clone(),
            end,
        };
        let all = |end: &dyn Fn() -> End| user.rows.iter().map(|row| line(row, end())).collect();
        if !user.known {
            return (None, all(&|| End::Failed("there is no user of its number in the database".to_owned())));
        }
        if !user.formation.is_empty() && !user.formation.trim().eq_ignore_ascii_case(formation.trim()) {
            return (None, all(&|| End::Skipped(format!("it is of the formation {}", user.formation))));
        }
        let mut candidates: Vec<String> = names(user).map(str::to_owned).collect();
        candidates.push(SINGLE.to_owned());
        let (mut rows, mut lines, mut sealed_for, mut failed) = (Vec::new(), Vec::new(), None, false);
        for row in &user.rows {
            if self.without.contains(&row.number) {
                lines.push(line(row, End::Skipped("it is left out".to_owned())));
                continue;
            }
            match opening(deployed, row, &candidates) {
                Ok((one, name)) => {
                    sealed_for = sealed_for.or(name);
                    rows.push(one);
                }
                Err(why) => {
                    failed = true;
                    lines.push(line(row, End::Failed(why)));
                }
            }
        }
        let callers = if failed {
            Err("another row of its user does not open; --without ROW leaves that out".to_owned())
        } else {
            self.callers(context, user, sealed_for)
        };
        match callers {
            Ok(callers) => (Some(Coming { callers, shown, rows }), lines),
            Err(why) => {
                lines.extend(Coming { callers: Vec::new(), shown, rows }.failed(&why));
                (None, lines)
            }
        }
    }

    /// Who the user is here.
    fn callers(
        &self,
        context: &Context,
        user: &OldUser,
        sealed_for: Option<String>,
    ) -> Result<Vec<(Caller, Option<String>)>, String> {
        let mut callers: Vec<(Caller, Option<String>)> = Vec::new();
        let named: Vec<(String, Option<String>)> = match self.renamed(user) {
            Some(name) => vec![(name.to_owned(), None)],
            None if !user.identifiers.is_empty() => user.identifiers.clone(),
            None => sealed_for.map(|name| (name, None)).into_iter().collect(),
        };
        for (name, kind) in named {
            let caller = Caller::parse(&name).map_err(|error| error.to_string())?;
            if context.redactor.holds(caller.identifier()) || context.redactor.holds(caller.tenant()) {
                return Err(UserError::Secret.to_string());
            }
            let kind = kind.filter(|kind| kind.len() <= MAX_TYPE && !kind.chars().any(char::is_control));
            if callers.iter().all(|(known, _)| *known != caller) {
                callers.push((caller, kind));
            }
        }
        if callers.is_empty() {
            return Err(format!(
                "its user has no identifier; --user {}=NAME says who it is here",
                user.public_id
            ));
        }
        Ok(callers)
    }
}

/// What is in a row, and whom it was sealed for.
fn opening(
    deployed: &mut Deployed,
    row: &OldRow,
    users: &[String],
) -> Result<(Opening, Option<String>), String> {
    let service = Service::parse(&row.service).map_err(|error| error.to_string())?;
    let opened = deployed.open(&row.stored, users).map_err(|error| error.to_string())?;
    let account = match row.name.trim() {
        "" => service.to_string(),
        name => name.to_owned(),
    };
    let lost = match (row.created_at, opened.end_unreadable) {
        (Some(OldTime::Unreadable), true) => Some(
            "neither when it was made nor when it ends can be read: it counts as made now, and as without an end",
        ),
        (Some(OldTime::Unreadable), false) => Some("when it was made cannot be read: it counts as made now"),
        (_, true) => Some("when it ends cannot be read: it counts as without an end"),
        (_, false) => None,
    };
    let created_at = row.created_at.and_then(OldTime::millis);
    let sealed_for = opened.sealed_for.map(str::to_owned);
    let incoming = Incoming { service, account, content: opened.content, created_at };
    Ok((Opening { number: row.number, incoming, lost }, sealed_for))
}

/// What the user is called there.
fn names(user: &OldUser) -> impl Iterator<Item = &str> {
    let public = Some(user.public_id.as_str()).filter(|id| !id.is_empty());
    user.identifiers.iter().map(|(name, _)| name.as_str()).chain(public)
}

/// Whether `--user` says this one, and the name that it gives, if any. An identifier may have a `=` itself.
fn said_of<'t>(text: &'t str, user: &OldUser) -> Option<&'t str> {
    let is = |old: &str| names(user).any(|name| name == old);
    if is(text) {
        return Some("");
    }
    text.rsplit_once('=').filter(|(old, _)| is(old)).map(|(_, new)| new)
}

fn not_read(error: &OldError) -> Failure {
    let missing = matches!(error, OldError::Read { path, .. } if !path.exists());
    let exit = if missing { ExitCode::NotFound } else { ExitCode::Refused };
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint().map(str::to_owned))
}
