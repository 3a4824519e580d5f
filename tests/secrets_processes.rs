//! Secrets written by many processes at once, under any umask.
//!
//! This binary starts itself again for a child, which works in its current directory.
#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use muxi::secrets::{Change, KeySources, Location, SecretName, Store, list, update};
use muxi::support::clock::Clock;
use muxi::support::secret::SecretBytes;

/// Without this file the child does nothing: `--ignored` must not write a secret into the checkout.
const MARK: &str = "child-may-write";

#[test]
#[ignore = "the other tests run it, in processes of their own"]
fn child() {
    if !Path::new(MARK).exists() {
        return;
    }
    let text = std::process::id().to_string();
    let change = Change::Set {
        name: SecretName::normalise(&format!("FROM_{text}")).unwrap().name,
        value: SecretBytes::from(text.as_str()),
    };
    let location = Location::new(".", None).unwrap();
    update(&location, &KeySources::default(), &Clock::default(), &change).unwrap();
}

fn start_child(dir: &Path, umask: &str) -> Child {
    Command::new("sh")
        .args(["-c", "umask \"$1\"; exec \"$0\" --exact child --ignored"])
        .arg(std::env::current_exe().unwrap())
        .arg(umask)
        .current_dir(dir)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn formation() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::File::create_new(dir.path().join(MARK)).unwrap();
    dir
}

#[test]
fn twenty_processes_that_add_at_once_lose_nothing() {
    let dir = formation();
    let children: Vec<_> = (0..20).map(|_| start_child(dir.path(), "022")).collect();
    let mut pids = Vec::new();
    for mut child in children {
        pids.push(child.id());
        assert!(child.wait().unwrap().success());
    }
    let location = Location::new(dir.path(), None).unwrap();
    assert_eq!(list(&location).unwrap().names.len(), 20);
    let store = Store::open(&location, &KeySources::default()).unwrap();
    assert!(store.seal().is_good());
    for pid in pids {
        let name = SecretName::normalise(&format!("FROM_{pid}")).unwrap().name;
        let value = store.get(&name).unwrap().unwrap();
        assert_eq!(value.expose(), pid.to_string().as_bytes());
    }
}

#[test]
fn modes_do_not_follow_the_umask() {
    for umask in ["000", "077", "777"] {
        let dir = formation();
        assert!(start_child(dir.path(), umask).wait().unwrap().success());
        for (file, mode) in [(".key", 0o600), ("secrets.enc", 0o600), ("secrets", 0o644)] {
            let meta = fs::metadata(dir.path().join(file)).unwrap();
            assert_eq!(meta.permissions().mode() & 0o777, mode, "{file} under {umask}");
        }
    }
}
