//! What may not be given to a tool, whoever asks for it.

use std::path::{Path, PathBuf};

/// Places of the system, with the reason.
#[rustfmt::skip]
const SYSTEM: [(&str, &str); 33] = [
    ("/proc", OF_THE_KERNEL), ("/sys", OF_THE_KERNEL), ("/dev", OF_THE_KERNEL), ("/boot", OF_THE_KERNEL),
    ("/lost+found", OF_THE_KERNEL),
    ("/etc", SETTINGS), ("/private/etc", SETTINGS), ("/var/spool/cron", SETTINGS), ("/usr/local/etc", SETTINGS),
    ("/run", SOCKETS), ("/var/run", SOCKETS), ("/private/var/run", SOCKETS),
    ("/usr/bin", PROGRAMS), ("/usr/sbin", PROGRAMS), ("/usr/lib", PROGRAMS), ("/usr/lib64", PROGRAMS),
    ("/usr/libexec", PROGRAMS), ("/usr/local/bin", PROGRAMS), ("/usr/local/sbin", PROGRAMS),
    ("/usr/local/lib", PROGRAMS), ("/bin", PROGRAMS), ("/sbin", PROGRAMS), ("/lib", PROGRAMS),
    ("/lib64", PROGRAMS), ("/System", PROGRAMS), ("/Library", PROGRAMS), ("/Applications", PROGRAMS),
    ("/var/lib/docker", OTHERS), ("/var/lib/containerd", OTHERS), ("/var/lib/kubelet", OTHERS),
    ("/var/lib/systemd", OTHERS), ("/var/log", OTHERS), ("/var/backups", OTHERS),
];

const OF_THE_KERNEL: &str = "it is a place of the kernel";
const SETTINGS: &str = "it holds the settings of the system";
const SOCKETS: &str = "it holds sockets of the system's services";
const PROGRAMS: &str = "it holds programs of the system";
const OTHERS: &str = "it holds data of the system's services";
const CREDENTIALS: &str = "it holds credentials";

/// Directories that hold the homes of all.
const HOMES: [&str; 3] = ["/home", "/Users", "/var/home"];

/// Homes that are not below one of those.
const HOMES_THEMSELVES: [&str; 2] = ["/root", "/var/root"];

/// Below a home: what signs in, signs, or starts by itself.
#[rustfmt::skip]
const PRIVATE: [&str; 54] = [
    ".ssh", ".gnupg", ".pki", ".aws", ".azure", ".kube", ".docker", ".oci", ".terraform.d", ".vault-token",
    ".netrc", ".authinfo", ".npmrc", ".yarnrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".gitconfig",
    ".password-store", ".mozilla", ".thunderbird", ".electrum", ".bitcoin", ".ethereum", ".claude", ".codex",
    ".gemini", ".muxi", ".cargo/credentials.toml", ".cargo/credentials", ".gem/credentials",
    ".config/gcloud", ".config/gh", ".config/hub", ".config/git", ".config/op", ".config/sops", ".config/rclone",
    ".config/google-chrome", ".config/chromium", ".config/BraveSoftware", ".config/autostart", ".config/systemd",
    ".config/muxi", ".config/containers", ".local/share/keyrings", ".local/share/kwalletd", ".local/share/muxi",
    "Library/Keychains", "Library/LaunchAgents", ".bash_history", ".zsh_history", ".bashrc",
];

/// Why this file or directory may not be given to a tool; nothing where it may.
///
/// Both what lies in such a place and what has one below it is refused, links followed. `home` is that of the
/// user; `kept` are places of the caller's own.
pub fn refusal_of(path: &Path, home: Option<&Path>, kept: &[PathBuf]) -> Option<String> {
    let path = &real(path);
    if !path.is_absolute() {
        return Some("it is no absolute path".to_owned());
    }
    if path == Path::new("/") {
        return Some("it is the whole file system".to_owned());
    }
    let homes = home.into_iter().map(Path::to_path_buf).chain(HOMES_THEMSELVES.iter().map(PathBuf::from));
    let mut homes: Vec<PathBuf> = homes.map(|home| real(&home)).filter(|home| home.is_absolute()).collect();
    homes.extend(home_above(path));
    for home in &homes {
        if home.starts_with(path) {
            return Some(format!("{} is a home, or holds one", path.display()));
        }
        if let Some(name) = PRIVATE.iter().find(|name| overlap(path, &home.join(name))) {
            return Some(format!("{CREDENTIALS}: {}", home.join(name).display()));
        }
    }
    if HOMES.iter().any(|homes| Path::new(homes).starts_with(path)) {
        return Some("it holds the homes of all users".to_owned());
    }
    if let Some(kept) = kept.iter().find(|kept| overlap(path, &real(kept))) {
        return Some(format!("it is kept from tools: {}", kept.display()));
    }
    let refused = SYSTEM.iter().find(|(place, _)| overlap(path, Path::new(place)));
    refused.map(|(place, why)| format!("{why}: {place}"))
}

/// Whether one lies in the other.
fn overlap(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The home that this path is in, if it is in one of a directory of homes.
fn home_above(path: &Path) -> Option<PathBuf> {
    HOMES.iter().find_map(|homes| {
        let below = path.strip_prefix(homes).ok()?;
        Some(Path::new(homes).join(below.components().next()?))
    })
}

/// Whether this is a home, or a directory in one that belongs to many programs.
pub fn is_home_or_like_one(path: &Path) -> bool {
    let shared = [".local", ".cargo", ".config", ".npm-global", "go"].iter().any(|name| path.ends_with(name));
    let home = home_above(path).is_some_and(|home| home == path);
    shared || home || path.parent().is_none() || HOMES_THEMSELVES.iter().any(|home| path == Path::new(home))
}

/// Links followed as far as the path exists, the rest as it is written.
fn real(path: &Path) -> PathBuf {
    let clean = super::clean(path);
    for there in clean.ancestors() {
        if let Ok(real) = std::fs::canonicalize(there) {
            let rest = clean.strip_prefix(there).unwrap_or(Path::new(""));
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    clean
}
