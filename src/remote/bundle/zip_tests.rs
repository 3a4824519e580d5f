use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use proptest::prelude::*;

use super::*;
use crate::support::fs::{Mode, write_atomic};

/// A file of an archive that is made here, as it is said to be.
#[derive(Clone)]
struct Said {
    name: Vec<u8>,
    inner_name: Vec<u8>,
    mode: u32,
    bytes: Vec<u8>,
    size: u32,
    crc: u32,
    flags: u16,
    method: u16,
    made_by: u16,
    /// Where its header is said to be, if it is not where it is.
    at: Option<u32>,
}

fn said(name: &str, bytes: &[u8]) -> Said {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    Said {
        name: name.into(),
        inner_name: name.into(),
        mode: 0o100_644,
        bytes: bytes.to_vec(),
        size: u32::try_from(bytes.len()).unwrap(),
        crc: crc.sum(),
        flags: 0x808,
        method: 8,
        made_by: 0x314,
        at: None,
    }
}

fn archive(all: &[Said]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for one in all {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&one.bytes).unwrap();
        let packed = if one.method == 8 { packed.finish().unwrap() } else { one.bytes.clone() };
        let at = one.at.unwrap_or(u32::try_from(out.len()).unwrap());
        let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap().to_le_bytes();
        out.extend(
            [&b"PK\x03\x04\x14\0\x08\x08\x08\0\0\0\x21\0"[..], &[0; 12], &length(&one.inner_name), &[0; 2]]
                .concat(),
        );
        out.extend([&one.inner_name[..], &packed].concat());
        let sizes = [one.crc, u32::try_from(packed.len()).unwrap(), one.size].map(u32::to_le_bytes).concat();
        central.extend(b"PK\x01\x02");
        for half in [one.made_by, 20, one.flags, one.method, 0, 0x21] {
            central.extend(half.to_le_bytes());
        }
        central.extend(
            [&sizes[..], &length(&one.name), &[0; 8], &(one.mode << 16).to_le_bytes(), &at.to_le_bytes()]
                .concat(),
        );
        central.extend(&one.name);
    }
    let numbers = [central.len(), out.len()].map(|n| u32::try_from(n).unwrap().to_le_bytes()).concat();
    let count = u16::try_from(all.len()).unwrap().to_le_bytes();
    out.extend([&central[..], b"PK\x05\x06\0\0\0\0", &count, &count, &numbers, &[0; 2]].concat());
    out
}

fn open(bytes: Vec<u8>) -> Result<Archive, UnpackError> {
    Archive::open(bytes.into(), &Limits::default())
}

fn refused(all: &[Said]) -> String {
    open(archive(all)).err().map_or_else(|| "taken".to_owned(), |error| error.to_string())
}

#[test]
fn an_archive_is_read_as_it_was_written() {
    let program = Said { mode: 0o100_755, ..said("run.sh", b"#!/bin/sh\n") };
    let stored = Said { method: 0, ..said("agents/b.afs", b"as it is") };
    let all =
        [said("formation.afs", b"id: a\n"), program, stored, said("secrets.enc", b"x"), said("empty", b"")];
    let directory = Said { mode: 0o040_755, ..said("agents/", b"") };
    let read = open(archive(&[&[directory][..], &all].concat())).unwrap();
    let found: Vec<_> =
        read.files().iter().map(|file| (&*file.name, file.mode, read.read(file).unwrap())).collect();
    assert_eq!(
        found,
        [
            ("agents/b.afs", 0o644, b"as it is".to_vec()),
            ("empty", 0o644, Vec::new()),
            ("formation.afs", 0o644, b"id: a\n".to_vec()),
            ("run.sh", 0o755, b"#!/bin/sh\n".to_vec()),
            ("secrets.enc", 0o600, b"x".to_vec()),
        ]
    );
}

#[test]
fn names_that_lead_out_hide_or_meet_are_refused() {
    for (name, why) in [
        ("../x", "leads out"),
        ("a/../../x", "leads out"),
        ("/etc/x", "leads out"),
        ("a//b", "part of it is empty"),
        ("./a", "part of it is `.`"),
        ("a\\b", "backslash"),
        ("a\u{1b}[2Jb", "control characters"),
        (".key", "hidden"),
        (".key.prod", "hidden"),
        (".git/hooks/pre-commit", "hidden"),
        (".muxi", "hidden"),
        ("a/.env/b", "hidden"),
        ("x\u{202e}y", "cannot be seen"),
    ] {
        let told = refused(&[said(name, b"x")]);
        assert!(told.contains(why) && !told.contains('\u{1b}'), "{name:?}: {told}");
    }
    assert_eq!(refused(&[said(".env", b"x"), said("a/.env", b"x")]), "taken");
    assert!(refused(&[said("a", b"x"), said("a", b"y")]).contains("twice"));
    assert!(refused(&[said("a", b"x"), said("A", b"y")]).contains("case of letters"));
    assert!(refused(&[said("a", b"x"), said("a/b", b"y")]).contains("which is a file"));
    assert!(
        refused(&[Said { name: b"\xff".to_vec(), inner_name: b"\xff".to_vec(), ..said("a", b"") }])
            .contains("UTF-8")
    );
}

#[test]
fn what_is_no_plain_file_or_contradicts_itself_is_refused() {
    let file = || said("a", b"some bytes");
    for (one, why) in [
        (Said { mode: 0o120_777, ..file() }, "a link"),
        (Said { mode: 0o020_644, ..file() }, "of a kind of its own"),
        (Said { flags: 1, ..file() }, "encrypted"),
        (Said { method: 12, ..file() }, "packed in a way of its own"),
        (Said { method: 0, size: 3, ..file() }, "packed in a way of its own"),
        (Said { inner_name: b"b".to_vec(), ..file() }, "two different things"),
        (Said { at: Some(u32::MAX), ..file() }, "two different things"),
        (Said { mode: 0o040_755, ..said("a/", b"x") }, "two different things"),
    ] {
        let told = refused(&[one]);
        assert!(told.contains(why), "{why}: {told}");
    }
    // A system without modes says nothing of kinds.
    assert_eq!(refused(&[Said { made_by: 20, mode: 0o120_777, ..file() }]), "taken");
    for one in [Said { size: 3, ..file() }, Said { size: 30, ..file() }, Said { crc: 7, ..file() }] {
        let read = open(archive(&[one])).unwrap();
        let told = read.read(&read.files()[0]).unwrap_err().to_string();
        assert!(told.contains("another one"), "{told}");
    }
    assert!(refused(&[]).contains("holds no files"));
}

#[test]
fn bombs_are_refused_before_anything_is_unpacked() {
    // Both are said to be the bytes of the first.
    let shared =
        [said("a", &[0; 100]), Said { at: Some(0), inner_name: b"a".to_vec(), ..said("b", &[0; 100]) }];
    let told = refused(&shared);
    assert!(told.contains("two different things") || told.contains("share bytes"), "{told}");
    // The second one lies in the bytes of the first.
    let inner = archive(&[said("b", &[7; 50])]);
    let record = &inner[..inner.windows(4).position(|four| four == b"PK\x01\x02").unwrap()];
    let outer = Said { method: 0, ..said("a", record) };
    assert!(refused(&[outer, Said { at: Some(31), ..said("b", &[7; 50]) }]).contains("share bytes"));
    let same = [said("a", &[0; 100]), Said { at: Some(0), name: b"a".to_vec(), ..said("a", &[0; 100]) }];
    assert!(refused(&same).contains("twice"));
    assert!(refused(&[Said { size: 2 << 30, ..said("a", b"x") }]).contains("bytes when it is unpacked"));
    assert!(refused(&[Said { size: 900 << 20, ..said("a", b"x") }]).contains("times its own size"));
    let limits = Limits { entries: 1, packed: 400, ..Limits::default() };
    let two = archive(&[said("a", b"x"), said("b", b"x")]);
    assert!(matches!(Archive::open(two.into(), &limits), Err(UnpackError::TooMuch { what: "entries", .. })));
    let limits_of_two = Limits { entries: 2, ..Limits::default() };
    let deep = archive(&[said("a/b/c/d", b"x")]);
    assert!(matches!(
        Archive::open(deep.into(), &limits_of_two),
        Err(UnpackError::TooMuch { what: "files and directories", .. })
    ));
    let long = archive(&[said(&"a".repeat(200), b"x")]);
    assert!(matches!(
        Archive::open(long.into(), &limits),
        Err(UnpackError::TooMuch { what: "compressed bytes", .. })
    ));
}

#[test]
fn a_part_of_an_archive_is_none() {
    let whole = archive(&[said("a", b"some bytes"), said("b", b"others")]);
    for end in 0..whole.len() {
        assert!(open(whole[..end].to_vec()).is_err(), "{end}");
    }
    assert!(open([&b"before"[..], &whole].concat()).is_err());
    assert!(open([&whole[..], b"behind"].concat()).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(at in 0_usize..200, byte: u8, more in proptest::collection::vec(any::<u8>(), 0..64)) {
        let mut bytes = archive(&[said("a", b"some bytes"), said("b", b"others")]);
        let place = at % bytes.len();
        bytes[place] = byte;
        for bytes in [bytes, more] {
            if let Ok(read) = open(bytes) {
                for file in read.files() {
                    drop(read.read(file));
                }
            }
        }
    }
}

fn text(path: &Path) -> String {
    crate::support::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn what_would_change_is_known_and_the_rest_stays() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("a/bot");
    let read =
        open(archive(&[said("formation.afs", b"id: b\n"), said("agents/a.afs", b"a"), said("same", b"s")]))
            .unwrap();
    let new = compare(&root, &read, |_| true).unwrap();
    assert_eq!((new.added.len(), new.changed.len(), new.only_here.len()), (3, 0, 0));
    put(&root, &read, &new.written()).unwrap();
    assert_eq!(text(&root.join("agents/a.afs")), "a");
    for (name, bytes) in
        [("formation.afs", "id: mine\n"), (".key", "k"), ("notes/mine.md", "m"), ("secrets.enc", "s")]
    {
        std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        write_atomic(&root.join(name), bytes.as_bytes(), Mode::PRIVATE).unwrap();
    }
    std::fs::remove_dir_all(root.join("agents")).unwrap();
    let changes = compare(&root, &read, |_| true).unwrap();
    assert_eq!(changes.added, ["agents/a.afs"]);
    assert_eq!(changes.changed, ["formation.afs"]);
    assert_eq!(
        (changes.same, changes.only_here.clone()),
        (1, vec!["notes/mine.md".to_owned(), "secrets.enc".to_owned()])
    );
    // One that was killed left something.
    std::fs::create_dir_all(root.join(".muxi-download/x")).unwrap();
    put(&root, &read, &changes.written()).unwrap();
    assert_eq!(
        (text(&root.join("formation.afs")), text(&root.join(".key"))),
        ("id: b\n".to_owned(), "k".to_owned())
    );
    assert_eq!(text(&root.join("notes/mine.md")), "m");
    assert!(!root.join(".muxi-download").exists());
}

#[test]
fn nothing_is_written_through_a_link_or_over_a_directory_and_nothing_at_all_where_a_file_is_broken() {
    let dir = tempfile::tempdir().unwrap();
    let (root, out) = (dir.path().join("bot"), dir.path().join("out"));
    std::fs::create_dir_all(root.join("d")).unwrap();
    std::fs::create_dir(&out).unwrap();
    std::os::unix::fs::symlink(&out, root.join("link")).unwrap();
    std::os::unix::fs::symlink(out.join("file"), root.join("file")).unwrap();
    let one = |name: &str| open(archive(&[said(name, b"x")])).unwrap();
    for (name, what) in [("link/x", "a link"), ("d", "a directory")] {
        let told = compare(&root, &one(name), |_| true).unwrap_err().to_string();
        assert!(told.contains(what), "{told}");
        assert!(put(&root, &one(name), &[name].into()).is_err());
    }
    // A link itself gives way to the file; what it leads to stays.
    assert_eq!(compare(&root, &one("file"), |_| true).unwrap().changed, ["file"]);
    put(&root, &one("file"), &["file"].into()).unwrap();
    assert!(text(&root.join("file")) == "x" && !root.join("file").is_symlink());
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
    let broken = open(archive(&[said("first", b"x"), Said { crc: 7, ..said("second", b"x") }])).unwrap();
    let names = ["first", "second"].into();
    assert!(put(&root, &broken, &names).is_err() && put(&dir.path().join("new"), &broken, &names).is_err());
    assert!(!root.join("first").exists() && !root.join(".muxi-download").exists());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
}
