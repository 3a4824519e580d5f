//! `config.yaml` of a server: the deployed server's file, and what is ours in it.
//!
//! It holds the secrets of keys, so it is read only where nobody else can read it, and written 0600 and whole. What is not
//! known in it stays when it is changed, comments included.

mod error;
mod file;
mod key;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::remote::sign::WINDOW;
use crate::server::fleet::Options;

pub use error::ConfigError;
pub use file::ConfigFile;
pub use key::{BadScope, Key, Level, Scope, made};

/// The port of a server.
pub const PORT: u16 = 7890;
/// The name of the file.
pub const FILE: &str = "config.yaml";

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Its name.
    pub server_id: Option<String>,
    /// `server.port`.
    pub port: u16,
    /// `server.host`, an address.
    pub host: Option<IpAddr>,
    /// `server.tls_cert` and `server.tls_key`.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// `server.client_ca`.
    pub client_ca: Option<PathBuf>,
    /// `server.behind_proxy`: addresses and networks.
    pub behind_proxy: Vec<String>,
    /// `server.public_host`: the names under which it is called, if calls under others are to be refused.
    pub public_host: Vec<String>,
    /// `server.cors`: the origins whose pages may call formations; `*` is all.
    pub cors: Vec<String>,
    /// `server.body_timeout`: a body may stand still for so long.
    pub body_timeout: Duration,
    /// `auth.timestamp_tolerance`, at most the window.
    pub window: u64,
    /// `auth.keys`, and `auth.key` with `auth.secret`.
    pub keys: Vec<Key>,
    /// `data_dir`.
    pub data: Option<PathBuf>,
    /// `formations` and what goes with it.
    pub formations: Formations,
    /// What is not as it should be, and not an error.
    pub warnings: Vec<String>,
}

/// The block `formations`; what is not set is as the fleet has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formations {
    /// `formations_dir`.
    pub dir: Option<PathBuf>,
    /// `logs_dir`.
    pub logs: Option<PathBuf>,
    /// `port_range_start` and `port_range_end`.
    pub ports: Option<RangeInclusive<u16>>,
    /// `max_formations`.
    pub max: Option<usize>,
    /// `auto_restart`.
    pub auto_restart: Option<bool>,
    /// `max_restarts`.
    pub max_restarts: Option<u32>,
    /// `restart_delay`.
    pub restart_delay: Option<Duration>,
    /// `health_check_interval`.
    pub health_interval: Option<Duration>,
    /// `health_check_timeout`.
    pub health_timeout: Option<Duration>,
    /// `deployment.health_check.timeout`.
    pub startup_timeout: Option<Duration>,
    /// `deployment.drain_timeout`, ours.
    pub drain_timeout: Option<Duration>,
    /// `deployment.force_kill_timeout`.
    pub stop_timeout: Option<Duration>,
    /// `log_max_size`, in bytes.
    pub log_max_size: Option<u64>,
    /// `log_max_files`.
    pub log_max_files: Option<u32>,
    /// `max_bundle_size`, ours, in bytes.
    pub max_bundle: Option<u64>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            server_id: None,
            port: PORT,
            host: None,
            tls: None,
            client_ca: None,
            behind_proxy: Vec::new(),
            public_host: Vec::new(),
            cors: Vec::new(),
            body_timeout: Duration::from_secs(20),
            window: WINDOW,
            keys: Vec::new(),
            data: None,
            formations: Formations::default(),
            warnings: Vec::new(),
        }
    }
}

impl Config {
    /// Where the server keeps its data, for a configuration in the directory `dir`.
    pub fn data_dir(&self, dir: &Path) -> PathBuf {
        if let Some(data) = &self.data {
            return dir.join(data);
        }
        let named = self.formations.dir.as_ref().filter(|path| path.ends_with("formations"));
        if let Some(parent) = named.and_then(|path| path.parent()) {
            return dir.join(parent);
        }
        if dir == Path::new("/etc/muxi/server") {
            PathBuf::from("/var/lib/muxi/server")
        } else {
            dir.to_owned()
        }
    }

    /// The settings of the fleet that this file has.
    pub fn apply(&self, options: &mut Options) {
        let of = &self.formations;
        let set = |to: &mut Duration, from: Option<Duration>| *to = from.unwrap_or(*to);
        set(&mut options.restart_delay, of.restart_delay);
        set(&mut options.health_interval, of.health_interval);
        set(&mut options.health_timeout, of.health_timeout);
        set(&mut options.startup_timeout, of.startup_timeout);
        set(&mut options.drain_timeout, of.drain_timeout);
        set(&mut options.stop_timeout, of.stop_timeout);
        if let Some(ports) = &of.ports {
            options.ports = ports.clone();
        }
        options.max_formations = of.max.unwrap_or(options.max_formations);
        options.auto_restart = of.auto_restart.unwrap_or(options.auto_restart);
        options.max_restarts = of.max_restarts.unwrap_or(options.max_restarts);
        options.log_max_size = of.log_max_size.unwrap_or(options.log_max_size);
        options.log_max_files = of.log_max_files.unwrap_or(options.log_max_files);
        options.limits.packed = of.max_bundle.unwrap_or(options.limits.packed);
    }

    /// The ids of keys that may sign in the legacy dialect.
    pub fn legacy_keys(&self) -> BTreeSet<&str> {
        self.keys.iter().filter(|key| key.legacy).map(|key| key.id.as_str()).collect()
    }
}
