//! From the text to [`Config`]: each value of its kind, and what is wrong named by its place and never by its value.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::{Config, Formations, Key, Level, Scope};
use crate::formation::edit;
use crate::remote::sign::{Dialect, WINDOW, check_key_id};
use crate::support::clock::parse_rfc3339;
use crate::support::secret::SecretBytes;

/// A value at a path of keys, in the tree and as it is written.
struct Reader<'t> {
    text: &'t str,
    tree: &'t Value,
}

impl Reader<'_> {
    fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self.tree, |at, key| at.get(key)).filter(|value| !value.is_null())
    }

    /// The text at `path`, as it is written: an id of digits is none that is a number.
    fn text(&self, path: &str) -> Result<Option<String>, String> {
        match self.at(path) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(_) | Value::Bool(_)) => {
                Ok(edit::scalar_at(self.text, &edit::Path::keys(path.split('.'))))
            }
            Some(_) => Err(format!("`{path}` is no text")),
        }
    }

    fn number<T: TryFrom<u64>>(&self, path: &str) -> Result<Option<T>, String> {
        let bad = || format!("`{path}` is no such number");
        let Some(value) = self.at(path) else { return Ok(None) };
        value.as_u64().and_then(|n| T::try_from(n).ok()).map(Some).ok_or_else(bad)
    }

    fn seconds(&self, path: &str) -> Result<Option<Duration>, String> {
        let Some(value) = self.at(path) else { return Ok(None) };
        let seconds = value.as_f64().filter(|n| (0.0..=1e9).contains(n));
        let seconds = seconds.or_else(|| value.as_str()?.trim_end_matches('s').parse().ok());
        let seconds = seconds.filter(|n| (0.0..=1e9).contains(n));
        seconds
            .map(|n| Some(Duration::from_secs_f64(n)))
            .ok_or_else(|| format!("`{path}` is no number of seconds"))
    }

    fn flag(&self, path: &str) -> Result<Option<bool>, String> {
        match self.at(path) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(format!("`{path}` is neither true nor false")),
        }
    }

    fn path(&self, path: &str) -> Result<Option<PathBuf>, String> {
        Ok(self.text(path)?.filter(|text| !text.is_empty()).map(PathBuf::from))
    }

    /// A list of texts, or one with commas.
    fn list(&self, path: &str) -> Result<Vec<String>, String> {
        let Some(value) = self.at(path) else { return Ok(Vec::new()) };
        texts(value).ok_or_else(|| format!("`{path}` is no list of texts"))
    }

    /// Bytes, or text such as `10M`.
    fn bytes(&self, path: &str) -> Result<Option<u64>, String> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        let trimmed = text.trim().trim_end_matches(['b', 'B']).trim_end_matches('i');
        let (digits, unit) = trimmed
            .split_at(trimmed.len() - trimmed.chars().rev().take_while(char::is_ascii_alphabetic).count());
        let shift = match unit {
            "" => 0,
            "k" | "K" => 10,
            "m" | "M" => 20,
            "g" | "G" => 30,
            _ => return Err(format!("`{path}` is no size such as 10M")),
        };
        let bytes = digits.trim().parse::<u64>().ok().and_then(|n| n.checked_mul(1 << shift));
        bytes.map(Some).ok_or_else(|| format!("`{path}` is no size such as 10M"))
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(text.split(',').map(|part| part.trim().to_owned()).collect()),
        Value::Array(all) => all.iter().map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// What `text`, whose tree is `tree`, says. An error has no value in it.
pub(super) fn config(text: &str, tree: &Value) -> Result<Config, String> {
    let read = Reader { text, tree };
    let mut config = Config { server_id: read.text("server_id")?, ..Config::default() };
    server(&read, &mut config)?;
    config.window = read.number("auth.timestamp_tolerance")?.unwrap_or(WINDOW);
    if config.window > WINDOW {
        config
            .warnings
            .push(format!("`auth.timestamp_tolerance` is {}: {WINDOW} s is what counts", config.window));
        config.window = WINDOW;
    }
    config.keys = keys(&read, &mut config.warnings)?;
    config.data = read.path("data_dir")?;
    config.formations = formations(&read)?;
    Ok(config)
}

fn server(read: &Reader<'_>, config: &mut Config) -> Result<(), String> {
    config.port = read.number("server.port")?.unwrap_or(config.port);
    let host = read.text("server.host")?.filter(|host| !host.is_empty());
    let address = |host: String| match host.as_str() {
        "localhost" => Ok(IpAddr::from([127, 0, 0, 1])),
        host => host.parse().map_err(|_| "`server.host` is no address such as 127.0.0.1".to_owned()),
    };
    config.host = host.map(address).transpose()?;
    config.tls = match (read.path("server.tls_cert")?, read.path("server.tls_key")?) {
        (Some(cert), Some(key)) => Some((cert, key)),
        (None, None) => None,
        _ => return Err("`server.tls_cert` and `server.tls_key` go together".to_owned()),
    };
    config.client_ca = read.path("server.client_ca")?;
    config.behind_proxy = read.list("server.behind_proxy")?;
    config.public_host = read.list("server.public_host")?;
    config.cors = read.list("server.cors")?;
    config.body_timeout = read.seconds("server.body_timeout")?.unwrap_or(config.body_timeout);
    Ok(())
}

fn formations(read: &Reader<'_>) -> Result<Formations, String> {
    let start: Option<u16> = read.number("formations.port_range_start")?;
    let end: Option<u16> = read.number("formations.port_range_end")?;
    let ports = match (start, end) {
        (None, None) => None,
        (start, end) => {
            let (start, end) = (start.unwrap_or(8000), end.unwrap_or(9000));
            if start > end {
                return Err("`formations.port_range_start` is behind its end".to_owned());
            }
            Some(start..=end)
        }
    };
    Ok(Formations {
        dir: read.path("formations.formations_dir")?,
        logs: read.path("formations.logs_dir")?,
        ports,
        max: read.number("formations.max_formations")?,
        auto_restart: read.flag("formations.auto_restart")?,
        max_restarts: read.number("formations.max_restarts")?,
        restart_delay: read.seconds("formations.restart_delay")?,
        health_interval: read.seconds("formations.health_check_interval")?,
        health_timeout: read.seconds("formations.health_check_timeout")?,
        startup_timeout: read.seconds("formations.deployment.health_check.timeout")?,
        drain_timeout: read.seconds("formations.deployment.drain_timeout")?,
        stop_timeout: read.seconds("formations.deployment.force_kill_timeout")?,
        log_max_size: read.bytes("formations.log_max_size")?,
        log_max_files: read.number("formations.log_max_files")?,
        max_bundle: read.bytes("formations.max_bundle_size")?,
    })
}

/// The deployed server's one key, and ours.
fn keys(read: &Reader<'_>, warnings: &mut Vec<String>) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    let deployed = (read.text("auth.key")?, read.text("auth.secret")?);
    match deployed {
        (Some(id), Some(secret)) if !id.is_empty() && !secret.is_empty() => {
            let legacy = read.flag("auth.legacy")?.unwrap_or(false);
            keys.push(plain("auth.key", id, &secret, legacy)?);
        }
        (None, None) => {}
        _ => return Err("`auth.key` and `auth.secret` go together".to_owned()),
    }
    match read.at("auth.keys") {
        None => {}
        Some(Value::Array(all)) => {
            for (n, one) in all.iter().enumerate() {
                keys.push(key(&format!("auth.keys[{n}]"), one)?);
            }
        }
        Some(_) => return Err("`auth.keys` is no list".to_owned()),
    }
    let mut ids: Vec<&str> = keys.iter().map(|key| key.id.as_str()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|two| two[0] == two[1]) {
        return Err("two keys have one id".to_owned());
    }
    for key in keys.iter().filter(|key| key.secret.len() < 16) {
        warnings.push(format!(
            "the secret of the key {} is short: make another with `muxi server keys add`",
            key.id
        ));
    }
    Ok(keys)
}

fn plain(at: &str, id: String, secret: &str, legacy: bool) -> Result<Key, String> {
    check_key_id(&id).map_err(|error| format!("`{at}`: {error}"))?;
    if secret.is_empty() {
        return Err(format!("`{at}` has no secret"));
    }
    Ok(Key {
        id,
        secret: SecretBytes::from(secret),
        scopes: vec![Scope { level: Level::Admin, formation: None }],
        expires: None,
        dialects: vec![Dialect::V2, Dialect::Documented],
        legacy,
        created_at: None,
    })
}

/// What an entry of `auth.keys` may say: a misspelt bound would be none.
const SAID: [&str; 7] = ["id", "secret", "scopes", "dialects", "legacy", "expires", "created_at"];

fn key(at: &str, value: &Value) -> Result<Key, String> {
    let unknown = value.as_object().and_then(|said| said.keys().find(|name| !SAID.contains(&name.as_str())));
    if let Some(name) = unknown {
        return Err(format!("`{at}.{name}` is none of {}", SAID.join(", ")));
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let bad = |name: &str, what: &str| format!("`{at}.{name}` {what}");
    let id = text("id").ok_or_else(|| bad("id", "is missing"))?.to_owned();
    let secret = text("secret").ok_or_else(|| bad("secret", "is missing"))?;
    let legacy = match value.get("legacy") {
        None | Some(Value::Null) => false,
        Some(flag) => flag.as_bool().ok_or_else(|| bad("legacy", "is neither true nor false"))?,
    };
    let mut key = plain(at, id, secret, legacy)?;
    let list = |name: &str| match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(list) => texts(list).map(Some).ok_or_else(|| bad(name, "is no list of texts")),
    };
    // One that says none is not to have all.
    let missing =
        || bad("scopes", "is missing: read, write or admin, or read:ID or write:ID of one formation");
    let scopes: Result<_, _> =
        list("scopes")?.ok_or_else(missing)?.iter().map(|scope| scope.parse()).collect();
    key.scopes =
        scopes.map_err(|error: super::BadScope| bad("scopes", &format!("has one that is none: {error}")))?;
    if let Some(dialects) = list("dialects")? {
        let read = |name: &String| Dialect::parse(name);
        let dialects: Option<Vec<Dialect>> = dialects.iter().map(read).collect();
        key.dialects =
            dialects.ok_or_else(|| bad("dialects", "has one that is none of v2, documented and legacy"))?;
        // Legacy needs its own word, so that nobody turns it on by a list.
        key.dialects.retain(|dialect| *dialect != Dialect::Legacy);
    }
    if let Some(expires) = text("expires") {
        let time = parse_rfc3339(expires).or_else(|| parse_rfc3339(&format!("{expires}T00:00:00Z")));
        key.expires =
            Some(time.ok_or_else(|| bad("expires", "is no time such as 2027-01-31T00:00:00Z"))? / 1000);
    } else if value.get("expires").is_some_and(|v| !v.is_null()) {
        return Err(bad("expires", "is no time such as 2027-01-31T00:00:00Z"));
    }
    key.created_at = text("created_at").map(str::to_owned);
    Ok(key)
}
