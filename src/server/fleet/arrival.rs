//! A bundle that came: unpacked aside, and held against what was said of it, before anything of it is used.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::busy::TakenBack;
use super::error::{Fault, FleetError};
use super::event::{Reporter, Stage};
use super::id::FormationId;
use super::options::Options;
use super::place::Place;
use super::spool::Spooled;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::discover;
use crate::formation::load::{self, Loaded, Target};
use crate::remote::bundle::{Refusal, UnpackError, unpack};
use crate::secrets::{self, KeySources, Location, SecretName};
use crate::support::fs::remove_all;
use crate::support::secret::SecretBytes;

/// What a formation's version is that says none.
const FIRST_VERSION: &str = "1.0.0";
/// So many findings are told.
const FINDINGS: usize = 20;

/// A bundle, and what its sender said of it.
pub struct Arrival {
    /// The id, as the header or the path has it.
    pub id: String,
    /// The version of the header, if it has one.
    pub version: Option<String>,
    /// The tar.gz.
    pub bundle: Spooled,
    /// The values of its secrets by their names, where they came beside it and sealed.
    pub secrets: Option<BTreeMap<String, SecretBytes>>,
}

/// A bundle that passed. Dropped, it goes.
pub(super) struct Staged {
    path: PathBuf,
    /// The version in its file.
    pub(super) semantic: String,
    /// The SHA-256 of the bundle.
    pub(super) hash: String,
}

impl Staged {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Where it was moved to its place, there is none.
        drop(remove_all(&self.path));
    }
}

/// Unpacks and checks it, before it takes the place of the version `live`. Blocks; where it fails or is taken back, nothing
/// of it is left.
pub(super) fn arrive(
    place: &Place,
    id: &FormationId,
    (arrival, live): (&Arrival, Option<u64>),
    options: &Options,
    (report, asked): (&Reporter, &TakenBack),
) -> Result<Staged, FleetError> {
    report.stage(Stage::Extracting, "unpacking the bundle");
    place.prepare().map_err(|e| FleetError::file(Fault::ExtractDir)(e).at(Stage::Extracting))?;
    let reopened = arrival.bundle.file.reopen();
    let file =
        reopened.map_err(FleetError::system(Fault::Extract, "read the bundle")).map_err(|e| e.status(500))?;
    let staging = place.staging();
    let bytes = BufReader::with_capacity(64 << 10, Wanted { file, asked });
    let unpacked = unpack(bytes, id.as_str(), &staging, &options.limits);
    unpacked.map_err(|error| asked.check().err().unwrap_or_else(|| refused(&error)).at(Stage::Extracting))?;
    let mut staged = Staged { path: staging, semantic: String::new(), hash: arrival.bundle.hash() };
    if let Some(live) = live {
        // What users keep is sealed by the formation's key, whichever version of it runs.
        Place::keep_key(&place.version(live), &staged.path).map_err(FleetError::file(Fault::Move))?;
    }
    asked.check()?;
    report.stage(Stage::Validating, "checking the formation");
    let checked = check(&staged.path, id, arrival, options);
    staged.semantic = checked.map_err(|error| error.at(Stage::Validating))?;
    Ok(staged)
}

/// A bundle that is read for as long as somebody wants it.
struct Wanted<'a, R> {
    file: R,
    asked: &'a TakenBack,
}

impl<R: Read> Read for Wanted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.asked.check().map_err(io::Error::other)?;
        self.file.read(into)
    }
}

fn refused(error: &UnpackError) -> FleetError {
    let fault = match error {
        UnpackError::Entry { why: Refusal::Outside(_), .. } => Fault::IdMismatch,
        _ => Fault::Extract,
    };
    let refusal = FleetError::new(fault, error.to_string());
    match error {
        error if error.is_ours() => refusal.status(500),
        error if error.is_too_much() => refusal.status(413),
        _ => refusal,
    }
}

/// Holds it against the header, and has the formation's own reader look. Gives its version.
fn check(
    staging: &Path,
    id: &FormationId,
    arrival: &Arrival,
    options: &Options,
) -> Result<String, FleetError> {
    let found = discover::in_directory(staging);
    let at = found.ok_or_else(|| FleetError::new(Fault::Parse, "there is no formation.afs in the bundle"))?;
    let names = names(staging, arrival, options)?;
    let context = load::Context {
        secrets: Some(&names),
        target: Target::Serve,
        base: Some(staging),
        ..load::Context::default()
    };
    let loaded = load::load(&at, &context);
    for text in loaded.sources.hidden_texts() {
        // What is written out in it is not to be repeated by us.
        options
            .redactor
            .add(crate::support::redact::GENERIC, &SecretBytes::from(text.trim_matches(['"', '\''])));
    }
    if loaded.id.as_deref().is_some_and(|own| own != id.as_str()) {
        let own = loaded.id.unwrap_or_default();
        return Err(FleetError::new(
            Fault::IdMismatch,
            format!("the bundle is that of `{own}`, and not of `{id}`"),
        ));
    }
    if loaded.errors() > 0 || loaded.formation.is_none() {
        let message = format!("the formation has {}", crate::support::text::count(loaded.errors(), "error"));
        let findings = findings(&loaded, Diagnostic::is_error, options);
        return Err(FleetError::new(Fault::Parse, format!("{message}:\n{findings}")).details(findings));
    }
    let missing = findings(&loaded, |finding| finding.code == Code::SecretNotSet, options);
    if !missing.is_empty() {
        let message = format!("the formation needs secrets that did not come with it:\n{missing}");
        return Err(FleetError::new(Fault::Secrets, message).details(missing));
    }
    let formation = loaded.formation.as_ref().expect("looked at above");
    if formation.description.as_ref().is_none_or(|text| text.raw.trim().is_empty()) {
        return Err(FleetError::new(
            Fault::Parse,
            "the formation has no `description`: say in a line what it is for",
        ));
    }
    let own = formation.version.as_ref().map_or(FIRST_VERSION, |version| version.raw.as_str());
    let plain = |version: &str| version.strip_prefix('v').unwrap_or(version).to_owned();
    match &arrival.version {
        Some(said) if plain(said) != plain(own) => {
            let message = format!("the formation has version `{own}`, and the header says `{said}`");
            Err(FleetError::new(Fault::VersionMismatch, message))
        }
        _ => Ok(own.to_owned()),
    }
}

/// The names of its secrets. Those that came beside the bundle are put in, under a key of their own.
fn names(staging: &Path, arrival: &Arrival, options: &Options) -> Result<BTreeSet<String>, FleetError> {
    let failed = |error: secrets::Error| FleetError::new(Fault::Secrets, error.to_string());
    let location = Location::new(staging, None).map_err(failed)?;
    let sources = KeySources { redactor: options.redactor.clone(), ..KeySources::default() };
    let in_bundle = location.secrets_file().exists();
    if let Some(values) = &arrival.secrets {
        if in_bundle {
            let message = "secrets came beside the bundle, and it holds `secrets.enc` too: send one of them";
            return Err(FleetError::new(Fault::Secrets, message));
        }
        let change = |(name, value): (&String, &SecretBytes)| {
            let name = SecretName::normalise(name)?.name;
            Ok(secrets::Change::Set { name, value: value.clone() })
        };
        let changes: Vec<_> = values.iter().map(change).collect::<Result<_, _>>().map_err(failed)?;
        if changes.is_empty() {
            return Ok(BTreeSet::new());
        }
        secrets::update_all(&location, &sources, &options.clock, &changes).map_err(failed)?;
        return Ok(changes.iter().map(|change| change.name().as_str().to_owned()).collect());
    }
    if !in_bundle {
        return Ok(BTreeSet::new());
    }
    if !location.key_file().exists() {
        let message = "the bundle holds `secrets.enc` without the key that opens it, `.key`";
        return Err(FleetError::new(Fault::Secrets, message));
    }
    let store = secrets::Store::open(&location, &sources).map_err(failed)?;
    Ok(store.names().into_iter().map(str::to_owned).collect())
}

/// Findings as lines: place, code, what is wrong. No value of a secret is in them.
fn findings(loaded: &Loaded, wanted: impl Fn(&Diagnostic) -> bool, options: &Options) -> String {
    let lines = loaded.diagnostics.iter().filter(|finding| wanted(finding)).take(FINDINGS).map(|finding| {
        let place = loaded.sources.place(finding.primary.span);
        format!("{place}: {} [{}]", finding.message, finding.code.as_str())
    });
    options.redactor.redact(&lines.collect::<Vec<_>>().join("\n")).into_owned()
}
