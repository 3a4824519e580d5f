//! Bundles as they should be, and each kind of malicious one: refused, with nothing left.
#![expect(clippy::disallowed_methods, reason = "tests read what was written")]

use std::fs;
use std::io::{BufReader, Read, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{EntryType, Header};

use super::{Limits, UnpackError, Unpacked, unpack};

/// A tar, entry by entry; names are written as they are given, as no honest writer would.
#[derive(Default)]
struct Tar(Vec<u8>);

impl Tar {
    fn entry(mut self, kind: EntryType, name: &[u8], data: &[u8]) -> Self {
        self.0.extend(Self::header(kind, name, data.len() as u64, 0o644).as_bytes());
        self.data(data)
    }

    fn data(mut self, data: &[u8]) -> Self {
        self.0.extend(data);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    fn header(kind: EntryType, name: &[u8], size: u64, mode: u32) -> Header {
        let mut header = Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_size(size);
        header.set_cksum();
        header
    }

    fn file(self, name: &str, data: &str) -> Self {
        self.entry(EntryType::Regular, name.as_bytes(), data.as_bytes())
    }

    fn moded(mut self, name: &str, mode: u32) -> Self {
        self.0.extend(Self::header(EntryType::Regular, name.as_bytes(), 1, mode).as_bytes());
        self.data(b"x")
    }

    fn directory(self, name: &str) -> Self {
        self.entry(EntryType::Directory, name.as_bytes(), b"")
    }

    /// A header of POSIX for the next entry.
    fn posix(self, kind: EntryType, key: &str, value: &str) -> Self {
        let body = format!(" {key}={value}\n");
        let mut length = body.len();
        while length != body.len() + length.to_string().len() {
            length = body.len() + length.to_string().len();
        }
        self.entry(kind, b"pax", format!("{length}{body}").as_bytes())
    }

    fn gz(mut self) -> Vec<u8> {
        self.0.extend([0; 1024]);
        gz(&self.0)
    }
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn good() -> Tar {
    Tar::default().directory("bot/").file("bot/formation.afs", "id: bot\n")
}

/// Unpacks into a directory that is looked at afterwards; a refusal must leave nothing.
fn tried(bytes: impl Read, limits: &Limits) -> (tempfile::TempDir, Result<Unpacked, UnpackError>) {
    let dir = tempfile::tempdir().unwrap();
    let result = unpack(BufReader::new(bytes), "bot", &dir.path().join("staging"), limits);
    if result.is_err() {
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "a refusal leaves nothing");
    }
    (dir, result)
}

fn refused(tar: Tar) -> String {
    let (_dir, result) = tried(tar.gz().as_slice(), &Limits::default());
    result.unwrap_err().to_string()
}

#[test]
fn a_bundle_is_unpacked_without_the_directory_that_all_of_it_is_in() {
    let long = format!("bot/knowledge/{}.md", "n".repeat(180));
    let tar = good()
        .file("bot/agents/a.afs", "id: a\n")
        .entry(EntryType::GNULongName, b"././@LongLink", format!("{long}\0").as_bytes())
        .file("short", "by GNU")
        .posix(EntryType::XGlobalHeader, "comment", "a commit")
        .posix(EntryType::XHeader, "path", "bot/knowledge/größe.md")
        .file("short", "by POSIX")
        .directory("bot/empty/");
    let (dir, result) = tried(tar.gz().as_slice(), &Limits::default());
    assert_eq!(result.unwrap(), Unpacked { files: 4, bytes: 8 + 6 + 6 + 8 });
    let staging = dir.path().join("staging");
    let text = |name: &str| fs::read_to_string(staging.join(name)).unwrap();
    assert_eq!(text("formation.afs"), "id: bot\n");
    assert_eq!(text("agents/a.afs"), "id: a\n");
    assert_eq!(text(long.strip_prefix("bot/").unwrap()), "by GNU");
    assert_eq!(text("knowledge/größe.md"), "by POSIX");
    assert!(staging.join("empty").is_dir());
    assert_eq!(fs::metadata(&staging).unwrap().permissions().mode() & 0o7777, 0o700);
}

#[test]
fn modes_are_ours_but_for_programs() {
    let names = [
        (".key", 0o777, 0o600),
        (".key.prod", 0o644, 0o600),
        ("secrets.enc", 0o644, 0o600),
        ("secrets.prod.enc", 0o666, 0o600),
        (".env", 0o644, 0o600),
        ("secrets", 0o600, 0o644),
        ("notes.md", 0o666, 0o644),
        ("tools/server", 0o4777, 0o755),
        ("tools/setgid", 0o2644, 0o644),
    ];
    let tar = names.iter().fold(good(), |tar, (name, mode, _)| tar.moded(&format!("bot/{name}"), *mode));
    let (dir, result) = tried(tar.gz().as_slice(), &Limits::default());
    result.unwrap();
    for (name, said, is) in names {
        let mode = fs::metadata(dir.path().join("staging").join(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode, is, "{name}: {mode:o}, said {said:o}");
    }
}

#[test]
fn what_leads_out_of_the_bundle_is_refused() {
    for name in ["bot/../../etc/cron.d/x", "../x", "bot/..", "bot/a/../../..", "/etc/passwd", "/bot/x"] {
        let said = refused(good().file(name, "x"));
        assert!(said.contains("leads out of the bundle"), "{name}: {said}");
    }
    // Also where another header says the name.
    let said = refused(good().posix(EntryType::XHeader, "path", "bot/../../x").file("bot/fine", "x"));
    assert!(said.contains("leads out of the bundle"), "{said}");
    let said = refused(good().entry(EntryType::GNULongName, b"x", b"../../x\0").file("bot/fine", "x"));
    assert!(said.contains("leads out of the bundle"), "{said}");
}

#[test]
fn what_is_not_below_the_id_is_refused() {
    for name in ["other/formation.afs", "formation.afs", "bots/x", "Bot/x", "bo"] {
        let said = refused(good().file(name, "x"));
        assert!(said.contains("is not below `bot/`"), "{name}: {said}");
    }
}

#[test]
fn links_devices_and_pipes_are_refused() {
    for (kind, what) in [
        (EntryType::Symlink, "a link"),
        (EntryType::Link, "a link"),
        (EntryType::Char, "a device"),
        (EntryType::Block, "a device"),
        (EntryType::Fifo, "a pipe"),
        (EntryType::GNUSparse, "a file with holes"),
        (EntryType::Continuous, "of a kind of its own"),
        (EntryType::new(b'Z'), "of a kind of its own"),
        (EntryType::GNULongLink, "a link"),
    ] {
        let said = refused(good().entry(kind, b"bot/x", b""));
        assert!(said.contains(&format!("`bot/x` in the bundle is {what}")), "{kind:?}: {said}");
    }
    // A link first, and then a file through it.
    let said = refused(good().entry(EntryType::Symlink, b"bot/out", b"").file("bot/out/x", "x"));
    assert!(said.contains("is a link"), "{said}");
    for (key, what) in [("linkpath", "a link"), ("GNU.sparse.major", "a file with holes")] {
        let said = refused(good().posix(EntryType::XHeader, key, "1").file("bot/x", "x"));
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn names_that_say_the_same_are_refused() {
    for (second, why) in [
        ("bot/formation.afs", "twice"),
        ("bot/Formation.afs", "in the case of letters only"),
        ("bot/formation.afs/x", "which is a file"),
    ] {
        let said = refused(good().file(second, "x"));
        assert!(said.contains(why), "{second}: {said}");
    }
    let said = refused(good().file("bot/agents/a", "x").file("bot/Agents/b", "x"));
    assert!(said.contains("in the case of letters only"), "{said}");
    let said = refused(good().file("bot/a/b", "x").file("bot/a", "x"));
    assert!(said.contains("twice"), "{said}");
    let said = refused(good().directory("bot/").directory("bot/a/").directory("bot/a/"));
    assert!(said.contains("twice"), "{said}");
}

#[test]
fn names_that_are_not_plain_are_refused() {
    for (name, why) in [
        ("bot/a\\b", "a backslash"),
        ("bot/a\nb", "control characters"),
        ("bot/\u{7f}", "control characters"),
        ("bot/a\u{202e}b", "cannot be seen"),
        ("bot/a\u{200b}", "cannot be seen"),
        ("bot//x", "is empty"),
        ("bot/./x", "is `.`"),
        ("./bot/x", "is `.`"),
    ] {
        let said = refused(good().file(name, "x"));
        assert!(said.contains(why), "{name:?}: {said}");
        assert!(said.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{said:?}");
    }
    let said = refused(good().entry(EntryType::Regular, b"bot/\xff\xfe", b"x"));
    assert!(said.contains("is not UTF-8"), "{said}");
    let said =
        refused(good().posix(EntryType::XHeader, "path", &format!("bot/{}", "n".repeat(300))).file("x", "x"));
    assert!(said.contains("more than 255 bytes"), "{said}");
    let long = format!("bot{}", "/directory".repeat(110));
    let said = refused(good().posix(EntryType::XHeader, "path", &long).file("x", "x"));
    assert!(said.contains("more than 1024 bytes") && said.len() < 300, "{said}");
    let said =
        refused(good().posix(EntryType::XHeader, "path", &format!("bot{}", "/d".repeat(40))).file("x", "x"));
    assert!(said.contains("more than 32 directories deep"), "{said}");
}

#[test]
fn headers_that_contradict_themselves_are_refused() {
    let said = refused(good().posix(EntryType::XHeader, "size", "512").file("bot/x", "x"));
    assert!(said.contains("two different things"), "{said}");
    let said = refused(good().entry(EntryType::Directory, b"bot/d/", b"hidden"));
    assert!(said.contains("two different things"), "{said}");
    let said = refused(good().posix(EntryType::XGlobalHeader, "path", "bot/x").file("bot/y", "x"));
    assert!(said.contains("gives every entry its `path`"), "{said}");
    let said = refused(good().entry(EntryType::XHeader, b"pax", b"99 path=x\n").file("bot/y", "x"));
    assert!(said.contains("cannot be read"), "{said}");
    let said = refused(good().entry(EntryType::XHeader, b"pax", &vec![b'1'; 100_000]).file("bot/y", "x"));
    assert!(said.contains("65536"), "{said}");
    let said = refused(good().posix(EntryType::XHeader, "path", "bot/last"));
    assert!(said.contains("ends behind the header"), "{said}");
}

#[test]
fn a_bomb_is_refused_long_before_it_is_unpacked() {
    let (_dir, result) = tried(zeros(200 << 20).as_slice(), &Limits::default());
    assert!(matches!(result, Err(UnpackError::TooMuch { limit: 200, .. })), "{result:?}");
    let limits = Limits { ratio: u64::MAX, unpacked: 8 << 20, ..Limits::default() };
    let (_dir, result) = tried(zeros(16 << 20).as_slice(), &limits);
    assert!(
        matches!(result, Err(UnpackError::TooMuch { what: "bytes when it is unpacked", .. })),
        "{result:?}"
    );
}

/// A bundle with one file of so many zeros.
fn zeros(size: u64) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&good().0).unwrap();
    encoder.write_all(Tar::header(EntryType::Regular, b"bot/zeros", size, 0o644).as_bytes()).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(size), &mut encoder).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_size_that_nobody_has_room_for_is_refused_before_it_comes() {
    let mut tar = good();
    tar.0.extend(Tar::header(EntryType::Regular, b"bot/huge", 8_000_000_000, 0o644).as_bytes());
    let said = refused(tar);
    assert!(said.contains("when it is unpacked"), "{said}");
}

#[test]
fn more_compressed_bytes_or_entries_than_may_be_are_refused() {
    let bytes = good().gz();
    let just = |less| Limits { packed: bytes.len() as u64 - less, ..Limits::default() };
    assert!(tried(bytes.as_slice(), &just(0)).1.is_ok());
    let (_dir, result) = tried(bytes.as_slice(), &just(1));
    assert!(matches!(result, Err(UnpackError::TooMuch { what: "compressed bytes", .. })), "{result:?}");
    let noise: Vec<u8> = (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let bytes = good().entry(EntryType::Regular, b"bot/noise", &noise).gz();
    let (_dir, result) = tried(bytes.as_slice(), &Limits { packed: 100_000, ..Limits::default() });
    assert!(matches!(result, Err(UnpackError::TooMuch { what: "compressed bytes", .. })), "{result:?}");
    let many = (0..50).fold(good(), |tar, n| tar.file(&format!("bot/{n}"), ""));
    let (_dir, result) = tried(many.gz().as_slice(), &Limits { entries: 40, ..Limits::default() });
    assert!(matches!(result, Err(UnpackError::TooMuch { what: "entries", .. })), "{result:?}");
}

#[test]
fn what_is_no_whole_tar_gz_is_refused() {
    let whole = good().gz();
    for (bytes, what) in [
        (b"PK\x03\x04 a zip".to_vec(), "a zip"),
        (Vec::new(), "nothing"),
        (whole[..whole.len() - 1].to_vec(), "one byte less"),
        (whole[..whole.len() / 2].to_vec(), "half of it"),
        ([whole.as_slice(), b"more"].concat(), "something behind it"),
        ([whole.as_slice(), whole.as_slice()].concat(), "two of them"),
        (gz(b"no tar"), "no tar"),
        (gz(&[good().0, vec![0; 1024], b"hidden".repeat(100)].concat()), "something behind its end"),
        (gz(&good().0[..1030]), "a file that is cut off"),
    ] {
        let (_dir, result) = tried(bytes.as_slice(), &Limits::default());
        assert!(matches!(result, Err(UnpackError::Broken(_) | UnpackError::Empty)), "{what}: {result:?}");
    }
    let mut flipped = good().gz();
    let end = flipped.len() - 6;
    flipped[end] ^= 1;
    let (_dir, result) = tried(flipped.as_slice(), &Limits::default());
    assert!(matches!(result, Err(UnpackError::Broken(_))), "a changed byte: {result:?}");
    let (_dir, result) = tried(Tar::default().directory("bot/").gz().as_slice(), &Limits::default());
    assert!(matches!(result, Err(UnpackError::Empty)), "{result:?}");
}

#[test]
fn a_directory_that_is_there_is_not_unpacked_into() {
    let dir = tempfile::tempdir().unwrap();
    let staging = dir.path().join("staging");
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("theirs"), "x").unwrap();
    let error = unpack(good().gz().as_slice(), "bot", &staging, &Limits::default()).unwrap_err();
    assert!(error.is_ours(), "{error}");
    assert_eq!(fs::read_to_string(staging.join("theirs")).unwrap(), "x");
}
