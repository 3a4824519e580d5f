//! `muxi credentials import --from DATABASE`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{Desk, event, failure, secrets_of, with_head};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::store::{NO_STORE, know_secrets};
use crate::cli::users;
use crate::cli::wait::in_tokio;
use crate::credentials::{Deployed, Service};
use crate::formation::model::{Encryption, UserCredentials};
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::runtime::credentials::{Incoming, OldError, OldRow, OldUser, Taken, old_users, would_take_alone};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::{MAX_TYPE, UserError, Users as _};
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

/// What became of a row.
struct Line {
    row: i64,
    user: String,
    service: String,
    end: End,
}

enum End {
    Kept { id: String, account: String },
    Skipped(String),
    Failed(String),
}

/// A user of the database, as it comes here.
struct Coming {
    callers: Vec<(Caller, Option<String>)>,
    shown: String,
    rows: Vec<(i64, Incoming)>,
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
        if self.dry_run {
            look(context, &coming, &mut lines)?;
        } else if !coming.is_empty() {
            let event = Event::new(Class::Credential, "credential.import", "credentials", "");
            let count =
                |lines: &Vec<Line>| lines.iter().filter(|one| matches!(one.end, End::Kept { .. })).count();
            let work = |context: &mut Context| take(context, coming);
            let taken = context
                .audited_about(&at, event, work, |lines, event| event.with("credentials", count(lines)))?;
            lines.extend(taken);
        }
        lines.sort_by_key(|one| one.row);
        self.tell(context, &lines)
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
        } else if let Some(text) = &encryption.key {
            let key = text.resolve(|target| context.resolve(secrets, target)).map_err(|error| {
                let message = format!("user_credentials.encryption.key: {error}");
                Failure::new(ExitCode::Failed, error.code(), message).maybe_hint(error.hint())
            })?;
            bases.push(key);
        }
        for key in &bases {
            context.redactor.add("user_credentials.encryption.key", key);
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
        let declared =
            encryption.salt.as_ref().map(|text| text.resolve(|target| context.resolve(secrets, target)));
        let declared = declared.transpose().ok().flatten();
        let declared = declared.as_ref().and_then(SecretBytes::expose_str).map(str::to_owned);
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
            match incoming(deployed, row, &candidates) {
                Ok((one, name)) => {
                    sealed_for = sealed_for.or(name);
                    rows.push((row, one));
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
            Ok(callers) => {
                let rows = rows.into_iter().map(|(row, one)| (row.number, one)).collect();
                (Some(Coming { callers, shown, rows }), lines)
            }
            Err(why) => {
                lines.extend(rows.iter().map(|(row, _)| line(row, End::Failed(why.clone()))));
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

    fn tell(&self, context: &mut Context, lines: &[Line]) -> Result<ExitCode, Failure> {
        let count = |fits: fn(&End) -> bool| lines.iter().filter(|one| fits(&one.end)).count();
        let kept = count(|end| matches!(end, End::Kept { .. }));
        let skipped = count(|end| matches!(end, End::Skipped(_)));
        let failed = count(|end| matches!(end, End::Failed(_)));
        let done = if failed == 0 { ExitCode::Done } else { ExitCode::Failed };
        if context.out.is_json() {
            let of = |fits: fn(&End) -> bool| -> Vec<Value> {
                lines.iter().filter(|one| fits(&one.end)).map(Line::to_json).collect()
            };
            let data = json!({
                "imported": of(|end| matches!(end, End::Kept { .. })),
                "skipped": of(|end| matches!(end, End::Skipped(_))),
                "failed": of(|end| matches!(end, End::Failed(_))),
                "dry_run": self.dry_run,
            });
            return context.out.json(&data).map(|()| done);
        }
        if !lines.is_empty() {
            context.out.line(&columns(lines.iter().map(Line::row).collect()))?;
        }
        let verb = if self.dry_run { "would be imported" } else { "imported" };
        context.out.note(&format!("{kept} {verb}, {skipped} skipped, {failed} failed"));
        Ok(done)
    }
}

impl Line {
    fn to_json(&self) -> Value {
        let mut data = json!({"row": self.row, "user": self.user, "service": self.service});
        match &self.end {
            End::Kept { id, account } => {
                data["name"] = json!(account);
                data["credential_id"] = if id.is_empty() { Value::Null } else { json!(id) };
            }
            End::Skipped(why) | End::Failed(why) => data["reason"] = json!(why),
        }
        data
    }

    fn row(&self) -> Vec<String> {
        let (word, more) = match &self.end {
            End::Kept { account, .. } => ("imported", format!("as {account}")),
            End::Skipped(why) => ("skipped", why.clone()),
            End::Failed(why) => ("failed", why.clone()),
        };
        vec![
            format!("row {}", self.row),
            word.to_owned(),
            escaped(&self.user),
            escaped(&self.service),
            escaped(&more),
        ]
    }
}

impl Coming {
    fn lines(&self, mut end: impl FnMut(usize) -> End) -> Vec<Line> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(at, (row, incoming))| Line {
            row: *row,
            user: self.shown.clone(),
            service: incoming.service.to_string(),
            end: end(at),
        })
        .collect()
    }

    fn failed(&self, why: &str) -> Vec<Line> {
        self.lines(|_| End::Failed(why.to_owned()))
    }

    fn ended(&self, taken: &[Taken]) -> Vec<Line> {
        self.lines(|at| match &taken[at] {
            Taken::Kept { id, account } => End::Kept { id: id.clone(), account: account.clone() },
            Taken::Duplicate { account } => End::Skipped(format!("it is kept already, as {account}")),
        })
    }
}

/// What is in a row, and whom it was sealed for.
fn incoming(
    deployed: &mut Deployed,
    row: &OldRow,
    users: &[String],
) -> Result<(Incoming, Option<String>), String> {
    let service = Service::parse(&row.service).map_err(|error| error.to_string())?;
    let (content, name) = deployed.open(&row.stored, users).map_err(|error| error.to_string())?;
    let account = match row.name.trim() {
        "" => service.to_string(),
        name => name.to_owned(),
    };
    let one = Incoming { service, account, content, created_at: row.created_at };
    Ok((one, name.map(str::to_owned)))
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

/// Keeps what comes, one user after the other. Killed between two, the same again does the rest.
fn take(context: &mut Context, coming: Vec<Coming>) -> Result<Vec<Line>, Failure> {
    let desk = Desk::make(context)?;
    let mut trail = context.trail(&desk.at)?;
    let mut lines = Vec::new();
    for one in coming {
        let who = match met(context, &desk, &one)? {
            Ok(who) => who,
            Err(why) => {
                lines.extend(one.failed(&why));
                continue;
            }
        };
        let incoming = one.rows.iter().map(|(_, incoming)| incoming.clone()).collect();
        match in_tokio(async { Ok(desk.keeper.take_in(&who, incoming).await) })? {
            Ok((taken, head)) => {
                if let Some(head) = head {
                    trail.commit(&with_head(event("credential.imported", &who), &head))?;
                }
                lines.extend(one.ended(&taken));
            }
            // What holds for everybody ends it.
            Err(error) if [ExitCode::Refused, ExitCode::Usage].contains(&failure(&error).exit()) => {
                lines.extend(one.failed(&error.to_string()));
            }
            Err(error) => return Err(failure(&error)),
        }
    }
    Ok(lines)
}

/// What would become of them.
fn look(context: &mut Context, coming: &[Coming], lines: &mut Vec<Line>) -> Result<(), Failure> {
    let desk = match Desk::open(context) {
        Ok(desk) => Some(desk),
        Err(none) if none.code() == NO_STORE => None,
        Err(other) => return Err(other),
    };
    for one in coming {
        let incoming: Vec<Incoming> = one.rows.iter().map(|(_, incoming)| incoming.clone()).collect();
        let known = desk.as_ref().map(|desk| there(desk, one)).transpose()?;
        let taken = match (&desk, known) {
            (_, Some(Err(why))) => {
                lines.extend(one.failed(&why));
                continue;
            }
            (Some(desk), Some(Ok(Some(who)))) => desk.wait(desk.keeper.would_take(&who, incoming))?,
            _ => would_take_alone(&incoming),
        };
        lines.extend(one.ended(&taken));
    }
    Ok(())
}

/// The one user that these identifiers are of, if there is one; why it is not one in words.
fn there(desk: &Desk, one: &Coming) -> Result<Result<Option<Principal>, String>, Failure> {
    let mut found: Option<Principal> = None;
    for (caller, _) in &one.callers {
        let who = in_tokio(async {
            desk.store.find(caller).await.map_err(|error| Failure::failed("store", &error))
        })?;
        match (&found, who) {
            (Some(known), Some(who)) if known.user() != who.user() => {
                let (one, other) = (known.user(), who.user());
                return Ok(Err(format!(
                    "its identifiers are of two users here; muxi users merge {one} {other}"
                )));
            }
            (None, Some(who)) => found = Some(who),
            _ => {}
        }
    }
    Ok(Ok(found))
}

/// The user, made if it is new, with all its identifiers.
fn met(context: &Context, desk: &Desk, one: &Coming) -> Result<Result<Principal, String>, Failure> {
    let found = match there(desk, one)? {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let now = context.env.clock.now_millis();
    let linked = in_tokio(async { Ok(desk.store.link(found.as_ref(), one.callers.clone(), now).await) })?;
    match linked {
        Ok(user) => Ok(Ok(Principal::of(&user.tenant, &user.id))),
        Err(error @ UserError::Store(_)) => Err(users::failure(&error)),
        Err(error) => Ok(Err(error.to_string())),
    }
}

fn not_read(error: &OldError) -> Failure {
    let missing = matches!(error, OldError::Read { path, .. } if !path.exists());
    let exit = if missing { ExitCode::NotFound } else { ExitCode::Refused };
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint().map(str::to_owned))
}
