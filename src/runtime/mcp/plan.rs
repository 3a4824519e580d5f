//! From a program's declaration to the plan of its walls.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::spec::{McpPlace, Program};
use super::{McpError, guard, script};
use crate::formation::model::asks_a_daemon;
use crate::support::fs::{self, FsError};
use crate::support::secret::SecretBytes;
use crate::support::text::stable_hash;
use crate::support::walls::{self, Access, Plan};

/// Where a program finds others when nobody says.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Caches of package runners, in the private home: a shared one could be used to speak to a neighbour.
const CACHES: [(&str, &str); 8] = [
    ("XDG_CACHE_HOME", ".cache"),
    ("XDG_CONFIG_HOME", ".config"),
    ("XDG_DATA_HOME", ".local/share"),
    ("npm_config_cache", ".npm"),
    ("UV_CACHE_DIR", ".cache/uv"),
    ("PIP_CACHE_DIR", ".cache/pip"),
    ("BUN_INSTALL_CACHE_DIR", ".cache/bun"),
    ("DENO_DIR", ".cache/deno"),
];

/// Below a state, the directories of servers; and the states of what ran without a server.
const TOOLS: &str = "tools";
const ONCE: &str = "once";
/// Below the directory of a server, those of users.
const USERS: &str = "users";

/// Where muxi keeps the API keys that it made.
const API_KEYS: &str = "api-keys.json";

/// A plan, and what was named and is not given.
pub(super) struct Planned {
    pub(super) plan: Plan,
    /// Places in the arguments that no tool may have, each with the reason.
    pub(super) kept_back: Vec<String>,
    /// What in the declaration will hardly do what is meant.
    pub(super) advice: Vec<String>,
}

/// The plan for the program of `id`, which is no server. Its temporary directory is emptied where it is not in use.
pub(in crate::runtime) fn plan_of(
    id: &str,
    program: &Program,
    place: &McpPlace,
    unused: bool,
) -> Result<Plan, McpError> {
    make(id, None, program, place, unused).map(|planned| planned.plan)
}

/// The plan for the program of the server `id`, in the `home` of one user where there is one. Makes its private directories
/// and empties the temporary one.
pub(super) fn plan(
    id: &str,
    home: Option<&str>,
    program: &Program,
    place: &McpPlace,
) -> Result<Planned, McpError> {
    make(id, home, program, place, true)
}

fn make(
    id: &str,
    home: Option<&str>,
    program: &Program,
    place: &McpPlace,
    empty: bool,
) -> Result<Planned, McpError> {
    let (home, temporary) = private(&own(id, home, place), empty)?;
    let environment: BTreeMap<&str, &SecretBytes> = program
        .surroundings
        .iter()
        .chain(&program.environment)
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let path = environment.get("PATH").and_then(|path| path.expose_str()).unwrap_or(PATH);
    let needs = walls::needs(&program.command, &program.directory, OsStr::new(path)).map_err(|error| {
        let hint = if program.installs {
            "run the commands of its `install` by hand: muxi does not run them yet, it will with --allow-init"
                .to_owned()
        } else {
            error.hint()
        };
        McpError::Start { program: program.command.clone(), why: error.to_string(), hint: Some(hint) }
    })?;
    let mut files = walls::system();
    files.extend(needs.files);
    files.extend([(home.clone(), Access::Write), (temporary.clone(), Access::Write)]);
    files.push((walls::SHARED_MEMORY.into(), Access::Write));
    files.extend(walls::all_but(&place.formation, &|path| is_hidden(path, place)));
    let mut kept_back = Vec::new();
    files.extend(named(program, place, &mut kept_back));
    files.extend(allowed(program, place)?);
    let files = guard::judged(files, &needs.program, (&home, &temporary), place);
    let mut all: BTreeMap<String, SecretBytes> = BTreeMap::new();
    let private = |path: &Path| SecretBytes::new(path.as_os_str().as_bytes().to_vec());
    all.insert("PATH".to_owned(), PATH.into());
    all.insert("TERM".to_owned(), "dumb".into());
    for name in ["TMPDIR", "TMP", "TEMP"] {
        all.insert(name.to_owned(), private(&temporary));
    }
    all.insert("HOME".to_owned(), private(&home));
    all.extend(CACHES.iter().map(|(name, below)| ((*name).to_owned(), private(&home.join(below)))));
    all.extend(needs.environment.iter().map(|(name, path)| ((*name).to_owned(), private(path))));
    // What is declared wins over what is usual.
    all.extend(environment.into_iter().map(|(name, value)| (name.to_owned(), value.clone())));
    Ok(Planned {
        plan: Plan {
            name: id.to_owned(),
            program: needs.program,
            args: program.args.clone(),
            environment: all.into_iter().collect(),
            directory: program.directory.clone(),
            files,
            network: program.network,
            unix_sockets: program.unix_sockets,
            limits: program.limits,
        },
        kept_back,
        advice: advice(program),
    })
}

/// What is written as for a shell, or for a program that asks another one to act for it.
fn advice(program: &Program) -> Vec<String> {
    let homes =
        program.args.iter().map(|arg| value_of(arg)).filter(|arg| *arg == "~" || arg.starts_with("~/"));
    let mut advice: Vec<String> =
        homes.map(|arg| format!("nobody puts a home in for the ~ of {arg}: write the whole path")).collect();
    if let Some(name) = asks_a_daemon(&program.command)
        && !program.unix_sockets
    {
        advice.push(format!(
            "{name} asks its daemon over a Unix socket, which it may not make: write `unix_sockets: true`"
        ));
    }
    advice
}

/// The word itself, or the value of a flag: `--root=/srv`.
fn value_of(arg: &str) -> &str {
    match arg.split_once('=') {
        Some((flag, value)) if flag.starts_with('-') => value,
        _ => arg,
    }
}

/// The private home, which stays, and the temporary directory, which is empty.
fn private(own: &Path, empty: bool) -> Result<(PathBuf, PathBuf), McpError> {
    let (home, temporary) = (own.join("home"), own.join("tmp"));
    // What a program left there may be a link; that goes, and not what it points to.
    if empty {
        drop(fs::remove_all(&temporary));
    }
    for directory in [own, &home, &temporary] {
        fs::create_private_dir(directory).map_err(|error| McpError::Declaration {
            what: format!("there is no place for its files: {error}"),
            hint: "name another directory for the state with --data-dir DIR".to_owned(),
        })?;
    }
    Ok((home, temporary))
}

/// The directory of the server `id`, or of one user's there.
fn own(id: &str, home: Option<&str>, place: &McpPlace) -> PathBuf {
    let own = place.state.join(TOOLS).join(directory_of(id));
    match home {
        Some(home) => own.join(USERS).join(home),
        None => own,
    }
}

/// Takes away what programs of any server have kept in that `home` of a user below `state`, and below the states of those that
/// ran without a server.
pub(super) fn forget_homes(state: &Path, home: &str) -> Result<(), FsError> {
    let states = std::iter::once(state.to_path_buf()).chain(below(state.join(ONCE)));
    let homes = states.flat_map(|state| below(state.join(TOOLS))).map(|own| own.join(USERS).join(home));
    // One that cannot be taken away is no reason to leave the others.
    let mut all = Ok(());
    for home in homes {
        all = all.and(fs::remove_all(&home));
    }
    all
}

/// Takes away what the programs of the server `id` have kept for one user, or for one of the user's connections: `home`.
pub(super) fn forget_home(id: &str, home: &str, place: &McpPlace) -> Result<(), FsError> {
    fs::remove_all(&own(id, Some(home), place))
}

/// The private home of a user's program.
pub(super) struct UserHome {
    /// The directory of its server.
    pub(super) server: String,
    /// The directory of its user.
    pub(super) user: String,
    /// Its own name there.
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// The homes of users below `state`.
pub(super) fn homes(state: &Path) -> Vec<UserHome> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut all = Vec::new();
    for server in below(state.join(TOOLS)) {
        for user in below(server.join(USERS)) {
            all.extend(below(user.clone()).into_iter().map(|path| UserHome {
                server: name(&server),
                user: name(&user),
                name: name(&path),
                path,
            }));
        }
    }
    all
}

/// The states below `state` of what ran without a server.
pub(super) fn states_of_once(state: &Path) -> Vec<PathBuf> {
    below(state.join(ONCE))
}

fn below(path: PathBuf) -> Vec<PathBuf> {
    std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// The name of the server's directory: its id, made safe. Two ids never have the same one.
pub(super) fn directory_of(id: &str) -> String {
    let is_safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let safe: String = id.chars().take(64).map(|c| if is_safe(c) { c } else { '_' }).collect();
    if safe == id && !safe.is_empty() { safe } else { format!("{safe}.{:016x}", stable_hash(id.as_bytes())) }
}

/// Keys and secrets, and where their values or their history may be.
pub(super) fn is_hidden(path: &Path, place: &McpPlace) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_private = name == ".env" || name.starts_with(".env.") || name == ".git";
    is_private || is_guarded(path, place)
}

/// Keys and secrets: no declaration can give them away.
fn is_guarded(path: &Path, place: &McpPlace) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_secret = walls::is_key_or_secrets(OsStr::new(name)) || name == API_KEYS;
    is_secret || is_state(path) || place.hidden.iter().any(|hidden| hidden == path)
}

/// Whether this lies in the state of a formation, wherever muxi was told to keep it: `formations/ID-HASH`.
fn is_state(path: &Path) -> bool {
    let is_one = |name: &str| {
        let hash = name.rsplit_once('-').map(|(_, hash)| hash);
        hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let mut names = path.components().map(|part| part.as_os_str().to_str().unwrap_or_default());
    let mut before = names.next().unwrap_or_default();
    names.any(|name| std::mem::replace(&mut before, name) == "formations" && is_one(name))
}

/// What must not lie in or below a directory that is given.
pub(super) fn kept(place: &McpPlace) -> Vec<PathBuf> {
    let mut kept = place.hidden.clone();
    kept.push(place.state.clone());
    kept.extend([".key", "secrets.enc"].map(|name| place.formation.join(name)));
    kept
}

/// What the arguments name: directories to work in, files to read, and a package with what it brings along.
fn named(program: &Program, place: &McpPlace, kept_back: &mut Vec<String>) -> Vec<(PathBuf, Access)> {
    let mut given = Vec::new();
    let kept = kept(place);
    let words = program.args.iter().map(|arg| value_of(arg));
    for word in words.filter(|word| word.contains('/') || program.directory.join(word).exists()) {
        let path = program.directory.join(word.strip_prefix("file://").unwrap_or(word));
        let Ok(path) = path.canonicalize() else { continue };
        if is_guarded(&path, place) {
            kept_back.push(format!("{}: it holds keys or secrets", path.display()));
            continue;
        }
        if let Some(why) = walls::refusal_of(&path, place.home.as_deref(), &kept) {
            // The formation itself is given anyway, to read.
            if path != place.formation && !is_formations(&path, place) {
                kept_back.push(format!("{}: {why}", path.display()));
            }
            continue;
        }
        if guard::leads_out(&program.directory.join(word), &path, place) {
            kept_back.push(format!("{}: a link of the formation leads there", path.display()));
        } else if path.is_dir() && guard::declares(&path, place).is_some() {
            // To read it, as the rest of the formation.
        } else if path.is_dir() {
            given.push((path, Access::Write));
        } else {
            given.push((script::around(&path, place), Access::Run));
        }
    }
    given
}

fn is_formations(path: &Path, place: &McpPlace) -> bool {
    path.starts_with(&place.formation) && !is_hidden(path, place)
}

/// `allowed_directories` and a `working_directory` of its own; one that may not be given is an error.
fn allowed(program: &Program, place: &McpPlace) -> Result<Vec<(PathBuf, Access)>, McpError> {
    let kept = kept(place);
    let own = program.own_directory.then_some(&program.directory).into_iter();
    let mut given = Vec::new();
    for (key, directory) in own
        .map(|path| ("working_directory", path))
        .chain(program.directories.iter().map(|path| ("allowed_directories", path)))
    {
        let refused = |why: String| McpError::Declaration {
            what: format!("{key}: {} may not be given to a tool: {why}", directory.display()),
            hint: "name a directory that holds only what the tool is to see".to_owned(),
        };
        let real = directory.canonicalize().map_err(|error| McpError::Declaration {
            what: format!("{key}: {}: {error}", directory.display()),
            hint: "make the directory, or take it out of the formation".to_owned(),
        })?;
        if guard::leads_out(directory, &real, place) {
            return Err(refused(format!("it is a link of the formation that leads to {}", real.display())));
        }
        match walls::refusal_of(&real, place.home.as_deref(), &kept) {
            // It is only where the program starts.
            Some(_) if key == "working_directory" && is_formations(&real, place) => {}
            Some(why) => return Err(refused(why)),
            None => match guard::declares(&real, place) {
                None => given.push((real, Access::Write)),
                Some(declared) if key == "allowed_directories" => {
                    let what = "what is declared there says what tools may do";
                    return Err(refused(format!("{what}: {}", declared.display())));
                }
                Some(_) => {}
            },
        }
    }
    Ok(given)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
