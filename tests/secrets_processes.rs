//! Secrets written by many processes at once, under any umask.
//!
//! This binary starts itself again for a child, which works in its current directory.
#![expect(clippy::disallowed_methods, reason = "tests write their own files")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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

/// Far more than it takes, and far less than a lock that nobody lets go of.
const BOUND: Duration = Duration::from_mins(1);

#[test]
fn a_hundred_processes_that_add_at_once_lose_nothing() {
    let dir = formation();
    let start = Instant::now();
    let children: Vec<_> = (0..100).map(|_| start_child(dir.path(), "022")).collect();
    let mut pids = Vec::new();
    for mut child in children {
        pids.push(child.id());
        assert!(child.wait().unwrap().success());
    }
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
    let location = Location::new(dir.path(), None).unwrap();
    assert_eq!(list(&location).unwrap().names.len(), 100);
    let store = Store::open(&location, &KeySources::default()).unwrap();
    assert!(store.seal().is_good());
    for pid in pids {
        let name = SecretName::normalise(&format!("FROM_{pid}")).unwrap().name;
        let value = store.get(&name).unwrap().unwrap();
        assert_eq!(value.expose(), pid.to_string().as_bytes());
    }
    assert_eq!(template(dir.path()).len(), 100);
}

/// The names in the template.
fn template(dir: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(dir.join("secrets")).unwrap();
    text.lines().map(|line| line.trim_end_matches('=').to_owned()).collect()
}

/// The real binary, at work in `dir`.
fn muxi(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muxi"));
    command.args(["-q", "--no-input", "secrets"]).args(args).current_dir(dir).env_clear();
    command.env("HOME", dir.join("home")).env("MUXI_STATE_DIR", dir.join("state"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Its stdout, if it succeeds.
fn ok(dir: &Path, args: &[&str]) -> String {
    let output = muxi(dir, args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn twenty_processes_of_all_kinds_end_in_one_consistent_state() {
    for format in ["1", "2"] {
        let dir = formation();
        let dir = dir.path();
        let text = "schema: \"1.0.0\"\nid: x\ndescription: ${{ secrets.MOVE_0 }} ${{ secrets.MOVE_1 }}\n";
        fs::write(dir.join("formation.afs"), text).unwrap();
        for name in ["KEEP", "GO_0", "GO_1", "GO_2", "GO_3", "MOVE_0", "MOVE_1"] {
            ok(dir, &["add", name, "--generate"]);
        }
        ok(dir, &["convert", "--format", format]);
        let kept = ok(dir, &["get", "KEEP"]);
        for n in 0..3 {
            fs::write(dir.join(format!("{n}.env")), format!("IN_{n}_A=a\nIN_{n}_B=b\n")).unwrap();
        }
        let mut all: Vec<Vec<String>> = Vec::new();
        let mut add = |args: &str| all.push(args.split(' ').map(Into::into).collect());
        for n in 0..4 {
            add(&format!("add NEW_{n} --generate"));
            add(&format!("delete GO_{n}"));
        }
        for n in 0..3 {
            add(&format!("import {n}.env"));
        }
        for args in
            ["rename MOVE_0 MOVED_0", "rename MOVE_1 MOVED_1", "key rotate", "seal --yes", "seal --prune"]
        {
            add(args);
        }
        for args in ["list", "get KEEP", "get KEEP", "check"] {
            add(args);
        }
        assert_eq!(all.len(), 20);
        let start = Instant::now();
        let running: Vec<_> = all
            .iter()
            .map(|args| muxi(dir, &args.iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap())
            .collect();
        for (child, args) in running.into_iter().zip(&all) {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            // In the middle of a rename a reader may see one file of before and one of after.
            assert!(output.status.success() || args[0] == "check", "format {format}, {args:?}: {said}");
            if args[0] == "get" {
                assert_eq!(String::from_utf8_lossy(&output.stdout), kept);
            }
        }
        assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
        let location = Location::new(dir, None).unwrap();
        let store = Store::open(&location, &KeySources::default()).unwrap();
        assert!(store.seal().is_good(), "{}", store.seal());
        let names: BTreeSet<String> = store.names().into_iter().map(Into::into).collect();
        let wanted = "IN_0_A IN_0_B IN_1_A IN_1_B IN_2_A IN_2_B KEEP MOVED_0 MOVED_1 NEW_0 NEW_1 NEW_2 NEW_3";
        assert_eq!(names, wanted.split(' ').map(Into::into).collect());
        assert_eq!(template(dir), names);
        let text = fs::read_to_string(dir.join("formation.afs")).unwrap();
        assert!(text.contains("secrets.MOVED_0 }} ${{ secrets.MOVED_1 }}"), "{text}");
        ok(dir, &["check"]);
        assert_eq!(ok(dir, &["get", "KEEP"]), kept);
        let left = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with(".muxi-")).collect();
        assert!(left.is_empty(), "{left:?}");
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
