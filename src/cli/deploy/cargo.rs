//! What is sent: the formation, checked as its server would, in a bundle, and how its secrets travel.

use std::collections::BTreeMap;

use super::Aim;
use crate::cli::context::Context;
use crate::formation::code::Code;
use crate::formation::discover::Location;
use crate::formation::load::{Loaded, Target};
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure};
use crate::remote::bundle::{Limits, PackError, Packed, Packing, pack};
use crate::remote::server::checked;
use crate::remote::sign::Dialect;
use crate::secrets::{Format, Origin, SecretName, Store};
use crate::support::fs::{Links, Privacy, read_secret};
use crate::support::secret::SecretBytes;

/// The version of a formation that says none.
const FIRST: &str = "1.0.0";
/// The largest secrets file that is sent as it is, in bytes.
const MOST: u64 = 16 << 20;
/// How long a bare key is, in characters.
const BARE: usize = 44;

/// How secrets travel.
pub(super) enum Secrets {
    /// There are none.
    None,
    /// Sealed for the one call.
    Sealed(BTreeMap<String, SecretBytes>),
    /// In the bundle, with the key.
    WithKey,
}

impl Secrets {
    /// Its word in JSON.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sealed(_) => "sealed",
            Self::WithKey => "with_key",
        }
    }

    /// For people.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::None => "no secrets",
            Self::Sealed(_) => "secrets sealed beside it",
            Self::WithKey => "secrets and their key in it",
        }
    }
}

/// What is sent.
pub(super) struct Cargo {
    pub(super) id: String,
    /// What the formation says of its version.
    pub(super) version: Option<String>,
    pub(super) aim: Aim,
    pub(super) packed: Packed,
    pub(super) secrets: Secrets,
}

impl Cargo {
    /// The version; the first one where the formation says none.
    pub(super) fn version(&self) -> &str {
        self.version.as_deref().unwrap_or(FIRST)
    }
}

/// Checks and packs the formation.
pub(super) fn load(
    context: &mut Context,
    at: &Location,
    aim: Aim,
    dialect: Dialect,
    with_db: bool,
) -> Result<Cargo, Failure> {
    let target = match aim {
        Aim::Ours => Target::Serve,
        Aim::Deployed => Target::MuxiServer,
    };
    let (formation, loaded) = context.valid_for(at, target)?;
    if aim == Aim::Ours {
        as_ours_checks(&formation, &loaded)?;
    }
    let id = formation.id.clone();
    checked(&id).map_err(|error| Failure::failed(error.code(), &error).maybe_hint(error.hint(None)))?;
    let store = context.open_store(at)?;
    if let Some(store) = &store {
        // What is shown of files has none of their values in it.
        store.know_each()?;
    }
    let (secrets, added) = match (store, aim) {
        (None, _) => (Secrets::None, Vec::new()),
        (Some(store), Aim::Ours) => (sealed(&store, dialect)?, Vec::new()),
        (Some(store), Aim::Deployed) => (Secrets::WithKey, with_key(context, at, &store)?),
    };
    let left_out = loaded.undeclared();
    let packing = Packing { root: &at.root, id: &id, left_out: &left_out, with_db, added: &added };
    let packed = pack(&packing, &Limits::default()).map_err(|error| refused(&error))?;
    is_whole(context, &formation, &packed, &left_out)?;
    let version = formation.version.as_ref().map(|version| version.raw.trim().to_owned());
    Ok(Cargo { id, version, aim, packed, secrets })
}

fn refused(error: &PackError) -> Failure {
    let exit = if matches!(error, PackError::File(_)) { ExitCode::Failed } else { ExitCode::Refused };
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint().map(str::to_owned))
}

/// What `muxi server` refuses and `muxi serve` does not.
fn as_ours_checks(formation: &Formation, loaded: &Loaded) -> Result<(), Failure> {
    if formation.description.as_ref().is_none_or(|text| text.raw.trim().is_empty()) {
        return Err(Failure::failed("formation_invalid", &"the formation has no `description`")
            .hint("say in a line what it is for: muxi config set description '…'"));
    }
    let missing = loaded.diagnostics.iter().find(|found| found.code == Code::SecretNotSet);
    missing.map_or(Ok(()), |found| {
        let place = loaded.sources.place(found.primary.span);
        Err(Failure::new(ExitCode::Failed, "secret_not_set", format!("{place}: {}", found.message))
            .hint("keep it with muxi secrets add NAME; see muxi secrets check"))
    })
}

/// Every file that the formation was read from is in the bundle: else it would be another one there.
fn is_whole(
    context: &Context,
    formation: &Formation,
    packed: &Packed,
    left_out: &[std::path::PathBuf],
) -> Result<(), Failure> {
    let lost = |file: &&std::path::PathBuf| !packed.sources.contains(*file) && !left_out.contains(file);
    formation.files.iter().find(lost).map_or(Ok(()), |file| {
        let message =
            format!("the formation is made of {} too, which does not go into a bundle", context.shown(file));
        Err(Failure::new(ExitCode::Refused, "bundle_incomplete", message)
            .hint("give it another name, or move it into the formation's directory"))
    })
}

/// All secrets by their names. They are sealed to the nonce of v2, which other dialects have not.
fn sealed(store: &Store, dialect: Dialect) -> Result<Secrets, Failure> {
    let mut all = BTreeMap::new();
    for name in store.names() {
        let name = SecretName::normalise(name)?.name;
        if let Some(value) = store.get(&name)? {
            all.insert(name.as_str().to_owned(), value);
        }
    }
    if all.is_empty() {
        return Ok(Secrets::None);
    }
    if dialect != Dialect::V2 {
        let message = format!(
            "secrets are not sealed in the {dialect} dialect, and the key of the secrets is for no other server"
        );
        return Err(Failure::new(ExitCode::Refused, "secrets_need_v2", message)
            .hint("this server takes v2: add --dialect v2, or change the profile"));
    }
    Ok(Secrets::Sealed(all))
}

/// The two files that a deployed server wants, by the names that it looks for.
fn with_key(
    context: &Context,
    at: &Location,
    store: &Store,
) -> Result<Vec<(&'static str, SecretBytes)>, Failure> {
    if store.format() != Some(Format::One) {
        let message = "a deployed MUXI server cannot read secrets of format 2";
        return Err(Failure::new(ExitCode::Refused, "secrets_format", message)
            .hint("muxi secrets convert --format 1; or deploy to muxi server"));
    }
    let location = context.secrets_at(at)?;
    // The one that opens them: another one would be of no use there.
    let origin = store.key_info().map(|info| &info.origin);
    let Some(Origin::Option(key) | Origin::EnvFile(key) | Origin::Formation(key)) = origin else {
        let message = "a deployed MUXI server wants the key of the secrets, and it is in no file here";
        return Err(Failure::new(ExitCode::NotFound, "key_missing", message)
            .hint("name its file with --key-file FILE"));
    };
    let read = |path: &std::path::Path, privacy| {
        read_secret(path, Links::Follow, privacy, MOST).map_err(|error| super::super::change::failed(&error))
    };
    let key = read(key, Privacy::Required)?;
    if key.expose_str().is_none_or(|text| text.trim().len() != BARE) {
        let message = "a deployed MUXI server cannot read this key: it wants the bare one of format 1, without a passphrase";
        return Err(Failure::new(ExitCode::Refused, "key_format", message)
            .hint("see muxi secrets key show, and muxi secrets convert --format 1"));
    }
    Ok(vec![("secrets.enc", read(&location.secrets_file(), Privacy::Any)?), (".key", key)])
}
