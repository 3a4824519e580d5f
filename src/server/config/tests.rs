use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::*;
use crate::remote::sign::Dialect;
use crate::support::fs::{self as files, Mode};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

fn written(dir: &Path, text: &str) -> PathBuf {
    let path = dir.join(FILE);
    files::write_atomic(&path, text.as_bytes(), Mode::PRIVATE).unwrap();
    path
}

fn read(text: &str) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    ConfigFile::read(&written(dir.path(), text))?.config(&Redactor::default())
}

fn new_key() -> Key {
    let (id, secret) = made().unwrap();
    Key {
        id,
        secret,
        scopes: vec!["write:my-bot".parse().unwrap()],
        expires: Some(1_800_000_000),
        dialects: vec![Dialect::V2],
        legacy: false,
        created_at: None,
    }
}

#[test]
fn the_file_of_a_deployed_server_is_read() {
    let text = "server_id: srv-1\nserver:\n  port: 7891\n  host: 0.0.0.0\nauth:\n  enabled: true\n  key: muxi_pk_1\n  secret: muxi_sk_0123456789\n  timestamp_tolerance: 200\nformations:\n  port_range_start: 8100\n  port_range_end: 8200\n  max_formations: 7\n  log_max_size: 10M\n  health_check_interval: 30\n  deployment:\n    health_check:\n      timeout: 12\n  runtime_type: native\n";
    let config = read(text).unwrap();
    assert_eq!((config.port, config.window), (7891, 200));
    let [key] = config.keys.as_slice() else { panic!("{:?}", config.keys) };
    assert!(key.id == "muxi_pk_1" && key.secret.expose() == b"muxi_sk_0123456789");
    assert!(key.covers(Level::Admin, None) && !key.takes(Dialect::Legacy) && key.takes(Dialect::Documented));
    let mut options = Options::new("/data".into(), "muxi".into());
    config.apply(&mut options);
    assert_eq!((options.ports, options.max_formations, options.log_max_size), (8100..=8200, 7, 10 << 20));
    assert_eq!(options.startup_timeout, Duration::from_secs(12));
}

#[test]
fn an_open_server_is_refused_and_so_is_a_file_that_others_can_read() {
    assert!(matches!(read("auth: {enabled: false, key: a, secret: b}\n"), Err(ConfigError::Open(_))));
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(ConfigFile::read(&dir.path().join(FILE)), Err(ConfigError::None(_))));
    let path = written(dir.path(), "auth: {key: a, secret: b}\n");
    files::set_mode(&path, 0o644).unwrap();
    assert!(matches!(ConfigFile::read(&path), Err(ConfigError::File(_))));
}

#[test]
fn what_is_wrong_is_named_by_its_place_and_not_by_its_value() {
    for text in [
        "auth: {keys: [{id: a, secret: very-secret, scopes: [very-secret]}]}\n",
        "auth: {keys: [{id: a, secret: very-secret}]}\n",
        "auth: {keys: [{id: a, secret: very-secret, scopes: [read], dialects: [very-secret]}]}\n",
        "auth: {keys: [{id: a, secret: very-secret, scopes: [read], expires: very-secret}]}\n",
        "auth: {keys: [{id: 'very-secret,', secret: very-secret, scopes: [read]}]}\n",
        "auth: {key: a, secret: [very-secret]}\n",
        "auth: {key: a, secret: very-secret, keys: [{id: a, secret: very-secret, scopes: [read]}]}\n",
        "auth: {secret: very-secret}\n",
        "server: {port: very-secret}\n",
        "auth: [very-secret\n",
    ] {
        let error = read(text).unwrap_err();
        assert!(matches!(error, ConfigError::Bad { .. }), "{text}: {error:?}");
        assert!(!format!("{error}{error:?}").contains("very-secret"), "{text}: {error}");
    }
}

#[test]
fn keys_come_and_go_and_the_rest_of_the_file_stays() {
    let dir = tempfile::tempdir().unwrap();
    let old =
        "# mine\nauth:\n  key: deployed # theirs\n  secret: muxi_sk_0123456789\nunknown:\n  - here # too\n";
    let path = written(dir.path(), old);
    let key = new_key();
    let mut file = ConfigFile::change(&path).unwrap();
    file.add(&key).unwrap();
    file.save().unwrap();
    drop(file);
    let config = ConfigFile::read(&path).unwrap().config(&Redactor::default()).unwrap();
    let ours = &config.keys[1];
    assert_eq!((&ours.id, ours.expires, &ours.dialects), (&key.id, key.expires, &key.dialects));
    assert!(ours.covers(Level::Write, Some("my-bot")) && !ours.covers(Level::Write, Some("other")));
    assert!(!ours.covers(Level::Read, None));
    let mut file = ConfigFile::change(&path).unwrap();
    file.remove("deployed").unwrap();
    assert!(matches!(file.remove("nobody"), Err(ConfigError::NoKey(_))));
    file.save().unwrap();
    drop(file);
    let text = files::read_to_string(&path).unwrap();
    assert!(text.starts_with("# mine\n") && text.contains("- here # too\n"), "{text}");
    assert!(!text.contains("muxi_sk_0123456789"), "{text}");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_new_file_is_private_and_never_takes_the_place_of_another() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("server").join(FILE);
    let settings = json!({"server": {"port": 7890}});
    let key = new_key();
    drop(ConfigFile::create(&path, &settings, &key, false).unwrap());
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let again = ConfigFile::create(&path, &settings, &new_key(), false);
    assert!(matches!(again, Err(ConfigError::Exists(_))));
    let config = ConfigFile::read(&path).unwrap().config(&Redactor::default()).unwrap();
    assert_eq!(config.keys[0].id, key.id);
    assert!(config.keys[0].secret.expose() == key.secret.expose());
}

#[test]
fn made_keys_look_as_the_deployed_ones() {
    let (id, secret) = made().unwrap();
    let digits = |text: &str, prefix: &str| {
        let rest = text.strip_prefix(prefix).unwrap().to_owned();
        assert!(rest.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()), "{rest}");
        rest.len()
    };
    assert_eq!((digits(&id, "muxi_pk_"), digits(secret.expose_str().unwrap(), "muxi_sk_")), (24, 56));
}

#[test]
fn a_scope_covers_what_is_below_it_and_nothing_of_others() {
    let scope = |text: &str| text.parse::<Scope>();
    assert!(scope("admin").unwrap().covers(Level::Write, Some("x")));
    assert!(!scope("read").unwrap().covers(Level::Write, Some("x")));
    assert!(scope("write:x").unwrap().covers(Level::Read, Some("x")));
    assert!(!scope("write:x").unwrap().covers(Level::Read, Some("y")));
    for bad in ["", "all", "admin:x", "write:", "write:a b", "READ"] {
        assert_eq!(scope(bad), Err(BadScope), "{bad}");
    }
    let key = Key { secret: SecretBytes::from("x"), ..new_key() };
    assert_eq!(key.dialect_names(), ["v2"]);
}
