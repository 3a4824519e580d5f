//! What every command starts from: the options, the surroundings, the formation.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Globals;
use crate::audit::{Class, Event};
use crate::config::{DataDir, Env, Var, formation_state, unnamed_state};
use crate::formation::discover;
use crate::formation::load::{self, Loaded};
use crate::formation::mask;
use crate::formation::model::{Formation, Text};
use crate::formation::providers::PROVIDERS;
use crate::formation::reference::{Answer, Target};
use crate::output::{ExitCode, Failure, Printer, Prompter};
use crate::secrets::{self, ApiKeys, DeclaredApiKeys, Descriptor, KeySources, Keychain, SecretName, Store};
use crate::support::fs::{self, FsError};
use crate::support::keys::Name;
use crate::support::redact::{GENERIC, Redactor};
use crate::support::secret::SecretBytes;
use crate::support::text::count;

/// In the state directory; held while the server runs, and its address is believed only then.
pub(super) const SERVE_LOCK: &str = "serve.lock";

/// The names that are set, and the secrets file where it is of format 2.
type SecretNames = (Option<BTreeSet<String>>, Option<PathBuf>);

/// The run of one command.
pub(crate) struct Context {
    pub(crate) globals: Globals,
    pub(crate) env: Env,
    pub(crate) out: Printer,
    /// Every secret that came up in this run; `out` prints none of them.
    pub(crate) redactor: Redactor,
    /// The private key of the certificate that is served with.
    #[cfg(feature = "serve")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Made once, for a descriptor in them can be read only once.
    sources: OnceCell<KeySources>,
}

impl Context {
    pub(crate) fn new(globals: Globals, env: Env, out: Printer, redactor: Redactor) -> Self {
        Self {
            globals,
            env,
            out,
            redactor,
            #[cfg(feature = "serve")]
            tls_key: None,
            sources: OnceCell::new(),
        }
    }

    /// Who asks questions.
    pub(crate) fn ask(&self) -> Prompter {
        Prompter { no_input: self.globals.no_input, redactor: self.redactor.clone() }
    }

    /// The formation that the command is about: `given`, else `--dir`, else found from the current
    /// directory up.
    pub(crate) fn formation(&self, given: Option<&PathBuf>) -> Result<discover::Location, Failure> {
        let named = given.or(self.globals.dir.as_ref());
        let start = named.map_or_else(|| self.env.current_dir.clone(), |dir| self.env.absolute(dir));
        // Without `.` and a trailing slash, so that messages show the path as a person writes it.
        let start: PathBuf = start.components().collect();
        let found = match named {
            None => discover::find(&start, self.env.get(Var::Home).map(std::path::Path::new)),
            // What was named is meant itself, not something above it.
            Some(_) if start.is_dir() => discover::in_directory(&start),
            Some(_) if start.is_file() => discover::find(&start, None),
            Some(_) => None,
        };
        if let Some(at) = &found {
            self.finish_rename(at);
        }
        found.ok_or_else(|| {
            let shown = start.display();
            let message = match named {
                None => format!("there is no formation.afs in {shown} or up to four directories above it"),
                Some(_) if start.is_dir() => format!("there is no formation.afs in {shown}"),
                Some(_) if start.exists() => {
                    format!("{shown} is not a formation's file: its name ends in .afs, .yaml or .yml")
                }
                Some(_) => format!("there is no {shown}"),
            };
            Failure::new(ExitCode::NotFound, "formation_not_found", message)
                .hint("go to the formation's directory, or name it with --dir DIR")
        })
    }

    /// Finishes a rename that was cut short: until then references and secrets may not fit.
    fn finish_rename(&self, at: &discover::Location) {
        let done = secrets::Location::new(&at.root, None).and_then(|location| secrets::recover(&location));
        match done {
            Ok(None) => {}
            Ok(Some((from, to))) => {
                self.out.note(&format!("finished the rename of {from} to {to}, which had been interrupted"));
            }
            Err(error) => {
                let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
                self.out.warn(&format!("an interrupted rename is not finished: {error}{hint}"));
            }
        }
    }

    /// A path as a person in the current directory writes it.
    pub(crate) fn shown(&self, path: &std::path::Path) -> String {
        let base = self.env.current_dir.canonicalize().unwrap_or_else(|_| self.env.current_dir.clone());
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        real.strip_prefix(base).unwrap_or(path).display().to_string()
    }

    /// Where its secrets are.
    pub(crate) fn secrets_at(&self, formation: &discover::Location) -> Result<secrets::Location, Failure> {
        self.secrets_with(formation, self.globals.strict)
    }

    /// The same; an older file than one that was seen is an error with `strict`, and a warning without.
    pub(crate) fn secrets_with(
        &self,
        formation: &discover::Location,
        strict: bool,
    ) -> Result<secrets::Location, Failure> {
        let location = secrets::Location::new(&formation.root, self.globals.env.as_deref())?;
        let Ok(data) = DataDir::find(self.globals.data_dir.as_deref(), &self.env) else {
            return Ok(location);
        };
        let dir = data.path().join("seen");
        Ok(location.remembering(secrets::Memory { dir, clock: self.env.clock.clone(), strict }))
    }

    /// Says that the secrets file is older than one that was seen.
    pub(crate) fn warn_older(&mut self, path: &std::path::Path, older: &[secrets::WentBack]) {
        if !older.is_empty() {
            let error = secrets::Error::Older { path: path.to_owned(), names: older.to_vec() };
            self.out.warn(&format!("{error}; {}", error.hint().unwrap_or_default()));
        }
    }

    /// Where the key of the secrets may come from.
    pub(crate) fn key_sources(&self) -> Result<KeySources, Failure> {
        if let Some(sources) = self.sources.get() {
            return Ok(sources.clone());
        }
        let sources = KeySources {
            option_file: self.globals.key_file.as_ref().map(|file| self.env.absolute(file)),
            env_file: self.env.get(Var::KeyFile).map(|file| self.env.absolute(std::path::Path::new(file))),
            env_fd: self.descriptor(Var::KeyFd)?,
            env_key: self.env.text(Var::Key).map(SecretBytes::from),
            keychain: Keychain::system(),
            passphrase: super::passphrase::source(self)?,
            redactor: self.redactor.clone(),
        };
        Ok(self.sources.get_or_init(|| sources).clone())
    }

    /// The descriptor whose number is in this variable.
    pub(crate) fn descriptor(&self, var: Var) -> Result<Option<Descriptor>, Failure> {
        let number = self.env.text(var).map(str::parse).transpose();
        let number = number
            .map_err(|_| Failure::usage(format!("{} is not the number of a file descriptor", var.name())))?;
        Ok(number.map(Descriptor::new))
    }

    /// Reads and checks the formation, with the names of its secrets where they can be told.
    pub(crate) fn load(&mut self, at: &discover::Location, target: load::Target) -> Result<Loaded, Failure> {
        self.load_with(at, target, false)
    }

    /// The same, with its tests or without.
    fn load_with(
        &mut self,
        at: &discover::Location,
        target: load::Target,
        tests: bool,
    ) -> Result<Loaded, Failure> {
        let (names, format_two) = self.secret_names(at)?;
        let variables = self.provider_variables();
        let context = load::Context {
            secrets: names.as_ref(),
            target,
            variables: Some(&variables),
            format_two: format_two.as_deref(),
            base: Some(self.env.current_dir.as_path()),
            tests,
        };
        let loaded = load::load(at, &context);
        self.know_literals(&loaded);
        Ok(loaded)
    }

    /// The same for one file.
    pub(crate) fn know_literals_of(&self, file: &std::path::Path, text: &str) {
        for secret in mask::secrets_of(file, text) {
            self.redactor.add(GENERIC, &SecretBytes::from(secret));
        }
    }

    /// Secrets that are written out in a formation are not repeated.
    pub(crate) fn know_literals(&self, loaded: &Loaded) {
        for text in loaded.sources.hidden_texts() {
            self.redactor.add(GENERIC, &SecretBytes::from(text.trim_matches(['"', '\''])));
        }
    }

    /// The variables of providers that are set.
    pub(super) fn provider_variables(&self) -> BTreeSet<&'static str> {
        let variables = PROVIDERS.iter().map(|provider| provider.base_url_env);
        variables.filter(|name| self.env.named(name).is_some()).collect()
    }

    /// The names that are set, nothing where the file cannot be read without its key; and the file, where it is of
    /// format 2.
    pub(super) fn secret_names(&mut self, at: &discover::Location) -> Result<SecretNames, Failure> {
        let location = self.secrets_at(at)?;
        let listing = match secrets::list(&location) {
            Ok(listing) => listing,
            Err(error) => {
                self.out.warn(&format!("the secrets are not checked: {error}"));
                return Ok((None, None));
            }
        };
        if !listing.from_template {
            let format_two = (listing.format == Some(secrets::Format::Two)).then_some(listing.path);
            return Ok((Some(listing.names.into_iter().collect()), format_two));
        }
        // Format 1 shows its names only to the key.
        match Store::open(&location, &self.key_sources()?) {
            Ok(store) => Ok((Some(store.names().into_iter().map(str::to_owned).collect()), None)),
            Err(error @ secrets::Error::Interrupted) => Err(error.into()),
            Err(error) => {
                self.out.warn(&format!("the secrets are not checked: {error}"));
                Ok((None, None))
            }
        }
    }

    /// Where the formation's state lives.
    pub(crate) fn state(&self, id: &str, at: &discover::Location) -> Result<PathBuf, Failure> {
        let data = DataDir::find(self.globals.data_dir.as_deref(), &self.env).map_err(|e| {
            Failure::failed("no_data_dir", &e).hint("name a directory with --data-dir DIR or MUXI_STATE_DIR")
        })?;
        let root =
            self.globals.state_of.as_ref().map_or_else(|| at.root.clone(), |dir| self.env.absolute(dir));
        // However the path was typed, the state is one.
        let root = root.canonicalize().unwrap_or(root);
        Ok(if id.is_empty() { unnamed_state(&data, &root) } else { formation_state(&data, id, &root) })
    }

    /// The same for a formation that may have errors: it has one state, whether its file can be read or not.
    pub(crate) fn state_of(&self, at: &discover::Location) -> Result<PathBuf, Failure> {
        self.state(&load::id(at).unwrap_or_default(), at)
    }

    /// What no tool of the formation may see, wherever it is: the files that keys and passphrases come from, and the
    /// state of muxi, that of other formations too.
    #[cfg(feature = "serve")]
    pub(crate) fn kept_from_tools(&self, at: &discover::Location) -> Result<Vec<PathBuf>, Failure> {
        let given = |option: &Option<PathBuf>, var| {
            let file = option.as_deref().or_else(|| self.env.get(var).map(std::path::Path::new));
            file.map(|file| self.env.absolute(file))
        };
        let mut kept = vec![self.secrets_at(at)?.key_file()];
        kept.extend(given(&self.globals.key_file, Var::KeyFile));
        kept.extend(given(&self.globals.passphrase_file, Var::PassphraseFile));
        kept.extend(self.tls_key.clone());
        kept.extend(self.globals.state_of.iter().flat_map(|own| others(&self.env.absolute(own), &at.root)));
        if let Ok(data) = DataDir::find(self.globals.data_dir.as_deref(), &self.env) {
            let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
            // One around the formation would keep the formation back.
            if real(&at.root).starts_with(real(data.path())) {
                kept.extend(["formations", "seen"].map(|name| data.path().join(name)));
            } else {
                kept.push(data.path().to_owned());
            }
        }
        Ok(kept)
    }

    /// What `${{ … }}` stands for: secrets out of `store`, variables of the environment. The redactor knows each
    /// secret from its opening; a variable is one where its name or its value says so.
    pub(crate) fn resolve(&self, store: Option<&Store>, target: &Target) -> Answer {
        let value = match target {
            Target::Credential(_) => return Answer::Keep,
            Target::Env(name) => {
                let value = self.env.named(name);
                let value = value.map(|value| SecretBytes::new(value.as_encoded_bytes().to_vec()));
                if let Some(value) = &value
                    && (Name::of(name).is_secret()
                        || value.expose_str().is_none_or(|text| !mask::secrets_in(text).is_empty()))
                {
                    self.redactor.add(name, value);
                }
                value
            }
            Target::Secret(name) => {
                let name = SecretName::normalise(name).ok().map(|n| n.name);
                name.and_then(|name| store?.get(&name).ok().flatten())
            }
        };
        value.map_or(Answer::Missing, Answer::Value)
    }

    /// The formation, if it has no errors; else they are printed.
    pub(crate) fn valid_formation(&mut self, at: &discover::Location) -> Result<Formation, Failure> {
        let loaded = self.load(at, load::Target::Local)?;
        self.valid(at, loaded, "").map(|(formation, _)| formation)
    }

    /// The same for whoever is to run it, with all that was found.
    pub(crate) fn valid_for(
        &mut self,
        at: &discover::Location,
        target: load::Target,
    ) -> Result<(Formation, Loaded), Failure> {
        let loaded = self.load(at, target)?;
        self.valid(at, loaded, "")
    }

    /// The same with its tests, which must have no errors either.
    #[cfg(feature = "serve")]
    pub(crate) fn valid_tests(&mut self, at: &discover::Location) -> Result<(Formation, Loaded), Failure> {
        let loaded = self.load_with(at, load::Target::Local, true)?;
        self.valid(at, loaded, ", its tests included,")
    }

    fn valid(
        &mut self,
        at: &discover::Location,
        mut loaded: Loaded,
        with: &str,
    ) -> Result<(Formation, Loaded), Failure> {
        let errors = loaded.errors();
        if let Some(formation) = loaded.formation.take() {
            return Ok((formation, loaded));
        }
        let text = super::validate::findings(&self.out, &loaded);
        self.out.block(text.trim_end());
        let what = format!("{}{with} has {}", at.file.display(), count(errors, "error"));
        Err(Failure::new(ExitCode::Failed, "formation_invalid", what)
            .hint("mend what is shown above, then try again"))
    }

    /// The formation's secrets; nothing where it has none.
    pub(crate) fn open_store(&mut self, at: &discover::Location) -> Result<Option<Store>, Failure> {
        let location = self.secrets_at(at)?;
        if !location.secrets_file().exists() {
            return Ok(None);
        }
        let store = Store::open(&location, &self.key_sources()?)?;
        self.warn_older(store.path(), store.older());
        Ok(Some(store))
    }

    /// The API keys of the formation; the state directory is made for them if need be.
    pub(crate) fn api_keys(
        &self,
        at: &discover::Location,
        formation: &Formation,
        store: Option<&Store>,
    ) -> Result<ApiKeys, Failure> {
        let state = self.state(&formation.id, at)?;
        fs::create_private_dir(&state).map_err(|e| state_failure(&e))?;
        let declared = self.declared_api_keys(formation, store)?;
        let make = ApiKeys::would_make(&declared, store, &state)?;
        let find = |context: &Self| Ok(ApiKeys::find(declared, store, &state, &context.redactor)?);
        if !make {
            return find(self);
        }
        let event = Event::new(Class::Credential, "key.make", "api_key", "admin, client");
        self.audited_with(at, event, find)
    }

    /// The keys of administrators and of clients that the formation has wherever it runs; none is made.
    pub(crate) fn known_api_keys(
        &self,
        formation: &Formation,
        store: Option<&Store>,
    ) -> Result<[Option<SecretBytes>; 2], Failure> {
        Ok(ApiKeys::known(self.declared_api_keys(formation, store)?, store, &self.redactor)?)
    }

    fn declared_api_keys(
        &self,
        formation: &Formation,
        store: Option<&Store>,
    ) -> Result<DeclaredApiKeys, Failure> {
        let value = |text: &Option<Text>, place: &str| {
            let value = text.as_ref().map(|t| t.resolve(|target| self.resolve(store, target)));
            value.transpose().map_err(|e| {
                Failure::new(ExitCode::Failed, e.code(), format!("server.api_keys.{place}: {e}"))
                    .maybe_hint(e.hint())
            })
        };
        Ok(DeclaredApiKeys {
            admin: value(&formation.server.admin_key, "admin_key")?,
            client: value(&formation.server.client_key, "client_key")?,
        })
    }
}

/// Beside one of a server's formations, whose versions are below `own`: the others, and the other versions of it.
#[cfg(feature = "serve")]
fn others(own: &std::path::Path, root: &std::path::Path) -> Vec<PathBuf> {
    // What is tried out is somewhere else, and what is around it is the user's.
    let around = if root.starts_with(own) { vec![own, root.parent().unwrap_or(own)] } else { Vec::new() };
    let around = own.parent().into_iter().chain(around);
    let all = around.flat_map(|dir| std::fs::read_dir(dir).into_iter().flatten().flatten());
    // A link may lead to the formation itself.
    let is_other = |path: &PathBuf| !path.is_symlink() && !root.starts_with(path);
    all.map(|entry| entry.path()).filter(is_other).collect()
}

/// State cannot be kept where it should be.
pub(super) fn state_failure(error: &FsError) -> Failure {
    Failure::new(ExitCode::Failed, error.code(), error.to_string())
        .hint("name a directory that can be written with --data-dir DIR or MUXI_STATE_DIR")
}

impl From<secrets::Error> for Failure {
    fn from(error: secrets::Error) -> Self {
        let exit = match error.kind() {
            secrets::Kind::NotFound => ExitCode::NotFound,
            secrets::Kind::Refused => ExitCode::Refused,
            secrets::Kind::Failed => ExitCode::Failed,
            secrets::Kind::Usage => ExitCode::Usage,
            secrets::Kind::NeedsInput => ExitCode::NeedsInput,
            secrets::Kind::Interrupted => ExitCode::Interrupted,
        };
        Self::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    }
}

#[cfg(all(test, feature = "serve"))]
mod tests {
    use super::*;

    #[test]
    fn tools_of_a_servers_formation_see_neither_the_others_nor_its_other_versions() {
        let dir = tempfile::tempdir().unwrap();
        let all = dir.path().join("formations");
        let own = all.join("bot");
        for made in ["other/versions/1", "bot/versions/1", "bot/versions/2", "bot/state"] {
            std::fs::create_dir_all(all.join(made)).unwrap();
        }
        std::os::unix::fs::symlink("versions/2", own.join("current")).unwrap();
        let mut kept = others(&own, &own.join("versions/2"));
        kept.sort();
        assert_eq!(kept, [own.join("state"), own.join("versions/1"), all.join("other")]);
        // What is tried out is somewhere else: only the others are kept, and its own state.
        let mut kept = others(&own, &dir.path().join("work"));
        kept.sort();
        assert_eq!(kept, [own, all.join("other")]);
    }
}
