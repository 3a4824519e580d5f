//! What goes into a bundle, and what never does.
#![expect(clippy::disallowed_methods, reason = "tests read what was written")]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use super::{Limits, PackError, Packed, Packing, pack, unpack};
use crate::support::secret::SecretBytes;

fn made(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn packing(root: &Path) -> Packing<'_> {
    Packing { root, id: "bot", left_out: &[], with_db: false, added: &[] }
}

fn packed(root: &Path) -> Result<Packed, PackError> {
    pack(&packing(root), &Limits::default())
}

fn names(packed: &Packed) -> Vec<&str> {
    packed.files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn what_is_left_out_is_left_out_by_its_whole_name() {
    let dir = made(&[
        ("formation.afs", "id: bot"),
        ("secrets-old/a.md", "a"),
        (".github/b.yml", "b"),
        ("knowledge/secretsanta.md", "c"),
        ("secrets", "X=\n"),
        ("secrets.enc", "x"),
        ("secrets.prod.enc", "x"),
        (".key", "x"),
        (".key.prod", "x"),
        ("knowledge/.key", "x"),
        (".env", "x"),
        (".env.local", "x"),
        (".muxi", "x"),
        (".git/config", "x"),
        ("node_modules/m.js", "x"),
        ("tools/__pycache__/t.pyc", "x"),
        ("memory.db", "x"),
        ("memory.db-shm", "x"),
        ("run.log", "x"),
    ]);
    let all = packed(dir.path()).unwrap();
    let kept = [".github/b.yml", "formation.afs", "knowledge/secretsanta.md", "secrets-old/a.md"];
    assert_eq!(names(&all), kept);
    let with_db = Packing { with_db: true, ..packing(dir.path()) };
    assert!(names(&pack(&with_db, &Limits::default()).unwrap()).contains(&"memory.db"));
    let left = [dir.path().canonicalize().unwrap().join("secrets-old/a.md")];
    let without = Packing { left_out: &left, ..packing(dir.path()) };
    assert_eq!(names(&pack(&without, &Limits::default()).unwrap()), kept[..3]);
}

#[test]
fn the_same_files_are_the_same_bytes_wherever_and_whenever_they_were_written() {
    let files = [("formation.afs", "id: bot"), ("agents/a.afs", "id: a"), ("skills/s/run.sh", "#!/bin/sh\n")];
    let (one, other) = (made(&files), made(&[files[2], files[1], files[0]]));
    for dir in [&one, &other] {
        fs::set_permissions(dir.path().join("skills/s/run.sh"), fs::Permissions::from_mode(0o700)).unwrap();
    }
    fs::set_permissions(other.path().join("formation.afs"), fs::Permissions::from_mode(0o600)).unwrap();
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::open(other.path().join("agents/a.afs")).unwrap().set_modified(old).unwrap();
    fs::create_dir(other.path().join("empty")).unwrap();
    let (one, other) = (packed(one.path()).unwrap(), packed(other.path()).unwrap());
    assert!(one.bytes == other.bytes && one.hash() == other.hash());
    // And our own server takes it.
    let into = tempfile::tempdir().unwrap();
    let into = into.path().join("in");
    unpack(&one.bytes[..], "bot", &into, &Limits::default()).unwrap();
    assert_eq!(fs::read_to_string(into.join("agents/a.afs")).unwrap(), "id: a");
    let mode = |name: &str| into.join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("skills/s/run.sh"), mode("formation.afs")), (0o755, 0o644));
}

#[test]
fn links_are_followed_inside_only_and_never_to_what_stays() {
    let dir =
        made(&[("formation.afs", "id: bot"), ("knowledge/a.md", "a"), (".key", "the key"), (".git/c", "c")]);
    let link = dir.path().join("link");
    let outcome = |to: &str| {
        symlink(to, &link).unwrap();
        let done = packed(dir.path()).map(|packed| names(&packed).join(" "));
        fs::remove_file(&link).unwrap();
        done.map_err(|error| error.to_string())
    };
    assert_eq!(outcome("knowledge/a.md").unwrap(), "formation.afs knowledge/a.md link");
    assert_eq!(outcome("knowledge").unwrap(), "formation.afs knowledge/a.md link/a.md");
    assert_eq!(outcome(".key").unwrap_err(), "`link` is a link to something that does not go into a bundle");
    assert_eq!(outcome(".git").unwrap_err(), "`link` is a link to something that does not go into a bundle");
    assert_eq!(outcome("/etc/passwd").unwrap_err(), "`link` is a link out of the formation");
    assert_eq!(outcome("..").unwrap_err(), "`link` is a link out of the formation");
    assert_eq!(outcome("nowhere").unwrap_err(), "`link` is a link to nothing");
    assert_eq!(outcome(".").unwrap_err(), "`link` is a link to a directory that it is in");
}

#[test]
fn what_no_server_would_take_is_not_packed() {
    let refused = |files: &[(&str, &str)], limits: Limits| {
        pack(&packing(made(files).path()), &limits).unwrap_err().code()
    };
    let all = Limits::default();
    assert_eq!(refused(&[("a\\b", "x")], all), "bundle_refused");
    assert_eq!(refused(&[("a\u{202e}b", "x")], all), "bundle_refused");
    assert_eq!(refused(&[("a.md", "x"), ("A.md", "x")], all), "bundle_refused");
    assert_eq!(refused(&[("a", "12345")], Limits { unpacked: 4, ..all }), "bundle_too_large");
    assert_eq!(refused(&[("a", "12345")], Limits { packed: 4, ..all }), "bundle_too_large");
    assert_eq!(refused(&[("a", "1"), ("b", "2")], Limits { entries: 2, ..all }), "bundle_too_large");
}

#[test]
fn what_is_put_in_by_hand_is_there_and_for_its_owner_only() {
    let dir = made(&[("formation.afs", "id: bot"), (".key", "another"), ("a/b/c/d.md", "x")]);
    let added = [("secrets.enc", SecretBytes::from("sealed")), (".key", SecretBytes::from("the key"))];
    let all = pack(&Packing { added: &added, ..packing(dir.path()) }, &Limits::default()).unwrap();
    assert_eq!(names(&all), [".key", "a/b/c/d.md", "formation.afs", "secrets.enc"]);
    assert_eq!(all.size(), 7 + 1 + 7 + 6);
    let into = tempfile::tempdir().unwrap();
    let into: PathBuf = into.path().join("in");
    unpack(&all.bytes[..], "bot", &into, &Limits::default()).unwrap();
    assert_eq!(fs::read_to_string(into.join(".key")).unwrap(), "the key");
    assert_eq!(into.join(".key").metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_packed_within_the_bounds_is_unpacked_within_them_and_nothing_more() {
    let long = format!("knowledge/{}/{}.md", "a".repeat(60), "b".repeat(60));
    let even = "the same again ".repeat(200_000);
    let dir = made(&[("formation.afs", "id: bot"), (&long, "x"), ("data/deep/even.txt", &even)]);
    let to = tempfile::tempdir().unwrap();
    let both = |limits: &Limits| {
        let packed = pack(&packing(dir.path()), limits);
        // What would have been sent, had nobody looked.
        let all = pack(&packing(dir.path()), &Limits { ratio: u64::MAX, ..Limits::default() }).unwrap();
        let unpacked = unpack(&all.bytes[..], "bot", &to.path().join("bot"), limits);
        let _ = fs::remove_dir_all(to.path().join("bot"));
        assert_eq!(packed.is_ok(), unpacked.is_ok(), "{limits:?}: {:?} {:?}", packed.err(), unpacked.err());
        packed.err().map(|error| error.to_string())
    };
    let roomy = Limits { ratio: u64::MAX, ..Limits::default() };
    // Three files, four directories and the formation's own, and a name that needs an entry.
    for entries in 5..12 {
        let refused = both(&Limits { entries, ..roomy });
        assert_eq!(refused.is_some(), entries < 9, "{entries}: {refused:?}");
    }
    let size = even.len() as u64 + (12 << 10);
    for unpacked in [size - (8 << 10), size + (8 << 10)] {
        both(&Limits { unpacked, ..roomy });
    }
    let bomb = both(&Limits::default()).unwrap_or_default();
    assert!(bomb.contains("times its own size"), "{bomb}");
    assert_eq!(both(&roomy), None);
}
