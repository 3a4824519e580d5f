#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use super::*;
use crate::secrets::update_tests::{add, delete};
use crate::secrets::{Memory, format2};

struct Place {
    dir: tempfile::TempDir,
    location: Location,
    clock: Clock,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let formation = dir.path().join("formation");
        fs::create_dir(&formation).unwrap();
        let clock = Clock::fixed(1_700_000_000_000);
        let memory = Memory { dir: dir.path().join("seen"), clock: clock.clone(), strict: false };
        let location = Location::new(formation, None).unwrap().remembering(memory);
        Self { dir, location, clock }
    }

    fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=t", "-c", "user.email=t@localhost"]).args(args);
        let output = git.current_dir(self.location.dir()).env("HOME", self.dir.path()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn examine(&self) -> Vec<Checkup> {
        let sources = KeySources::default();
        let patient =
            Patient { location: &self.location, sources: &sources, clock: &self.clock, max_age_days: 30 };
        examine(&patient)
    }

    /// The checks of this id that are of this health.
    fn told(&self, id: &str, health: Health) -> Vec<Checkup> {
        self.examine().into_iter().filter(|c| c.id == id && c.health == health).collect()
    }

    fn only(&self, id: &str, health: Health) -> Checkup {
        let mut told = self.told(id, health);
        assert_eq!(told.len(), 1, "{id}: {:#?}", self.examine());
        told.remove(0)
    }
}

#[test]
fn a_new_formation_and_a_kept_one_are_well() {
    let place = Place::new();
    assert!(place.examine().iter().all(|c| c.health <= Health::Skip), "{:#?}", place.examine());
    place.git(&["init", "-q"]);
    add(&place.location, "A", b"value");
    place.git(&["add", "."]);
    place.git(&["commit", "-qm", "first"]);
    let found = place.examine();
    assert!(found.iter().all(|c| c.health <= Health::Skip), "{found:#?}");
    for id in ["key", "key-private", "key-age", "file", "seal", "newest", "values", "git-key", "git-merge"] {
        assert!(!place.told(id, Health::Pass).is_empty(), "{id}");
    }
}

#[test]
fn a_key_that_others_can_read_is_told_and_mended() {
    let place = Place::new();
    add(&place.location, "A", b"value");
    let key = place.location.key_file();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let check = place.only("key-private", Health::Fail);
    assert_eq!(check.fix.unwrap(), format!("chmod 600 {}", key.display()));
    assert!(!place.told("key", Health::Fail).is_empty());
    let done = mend(&place.location).unwrap();
    assert!(done[0].contains("0600"), "{done:?}");
    assert!(place.told("key-private", Health::Fail).is_empty());
    assert!(mend(&place.location).unwrap().is_empty());
}

#[test]
fn a_key_that_git_has_or_had_or_would_take_is_told() {
    let place = Place::new();
    place.git(&["init", "-q"]);
    add(&place.location, "A", b"value");
    fs::remove_file(place.location.dir().join(".gitignore")).unwrap();
    let check = place.only("git-key", Health::Fail);
    assert!(check.evidence.contains("does not ignore"), "{check:?}");
    place.git(&["add", "."]);
    place.git(&["commit", "-qm", "oh"]);
    assert!(place.told("git-key", Health::Fail).iter().any(|c| c.evidence.contains("git tracks")));
    place.git(&["rm", "-q", "--cached", ".key"]);
    place.git(&["commit", "-qm", "gone"]);
    fs::copy(place.location.key_file(), place.location.dir().join(".key.pending")).unwrap();
    place.git(&["add", "-f", ".key.pending"]);
    assert!(place.told("git-key", Health::Fail).iter().any(|c| c.evidence.contains("key.pending")));
    place.git(&["rm", "-qf", ".key.pending"]);
    assert!(mend(&place.location).unwrap().iter().any(|line| line.contains(".gitignore")));
    let check = place.only("git-key", Health::Fail);
    assert!(check.evidence.contains("was committed once"), "{check:?}");
}

#[test]
fn old_keys_and_old_values_are_told_and_a_new_value_is_young() {
    let place = Place::new();
    add(&place.location, "A", b"value");
    add(&place.location, "B", b"value");
    place.clock.advance(Duration::from_hours(31 * 24));
    assert_eq!(place.only("key-age", Health::Warn).fix.unwrap(), "muxi secrets key rotate");
    let check = place.only("value-age", Health::Warn);
    assert!(
        check.evidence.contains("A (31 days), ") || check.evidence.contains("B (31 days), "),
        "{check:?}"
    );
    add(&place.location, "A", b"other");
    let check = place.only("value-age", Health::Warn);
    assert!(check.evidence.ends_with(": B (31 days)"), "{check:?}");
    assert_eq!(check.fix.unwrap(), "muxi secrets rotate B");
}

#[test]
fn a_changed_and_an_older_file_are_told() {
    let place = Place::new();
    add(&place.location, "A", b"value");
    let path = place.location.secrets_file();
    let old = fs::read(&path).unwrap();
    add(&place.location, "B", b"value");
    let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
    let without: String = text.split_inclusive('\n').filter(|line| !line.starts_with("A ")).collect();
    fs::write(&path, without).unwrap();
    assert!(place.only("seal", Health::Fail).evidence.contains("removed A"));
    fs::write(&path, old).unwrap();
    assert!(place.only("newest", Health::Fail).evidence.contains("B (version 1, now gone)"));
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    assert_eq!(place.told("file", Health::Fail).len(), 1);
    assert!(!place.told("key", Health::Fail).is_empty());
}

#[test]
fn values_that_do_not_open_and_deleted_lines_are_counted() {
    let place = Place::new();
    for name in ["A", "B", "C"] {
        add(&place.location, name, name.as_bytes());
    }
    delete(&place.location, "C").unwrap();
    assert!(place.only("file", Health::Pass).evidence.contains("2 secrets, 1 line of deleted ones"));
    let path = place.location.secrets_file();
    let text = fs::read(&path).unwrap();
    let mut document = format2::parse(&text, &path).unwrap();
    let sealed = document.entries[0].sealed.clone();
    document.entries[1].sealed = sealed;
    let lines = String::from_utf8(text).unwrap();
    let line = |n: usize| lines.lines().nth(n).unwrap().rsplit(' ').next().unwrap().to_owned();
    fs::write(&path, lines.replace(&line(4), &line(3))).unwrap();
    let check = place.only("values", Health::Fail);
    assert!(check.evidence.starts_with("1 of 2 do not open: "), "{check:?}");
}

#[test]
fn what_a_killed_writer_left_is_told_and_cleared_up() {
    let place = Place::new();
    add(&place.location, "A", b"value");
    fs::write(place.location.dir().join(".muxi-tmp-secrets.enc-1-0"), "").unwrap();
    assert!(place.only("leftovers", Health::Warn).evidence.contains(".muxi-tmp-secrets.enc-1-0"));
    assert!(mend(&place.location).unwrap()[0].contains("cleared up"));
    assert_eq!(place.told("leftovers", Health::Pass).len(), 1);
}

#[test]
fn what_any_killed_writer_left_is_cleared_up_and_what_one_may_be_writing_is_not() {
    let place = Place::new();
    add(&place.location, "A", b"value");
    let at = |name: &str| place.location.dir().join(format!(".muxi-tmp-{name}-1-0"));
    let left = ["formation.afs", "secrets", "secrets.prod.enc", ".gitignore", ".muxi-journal", "a-b.yaml"];
    for name in left {
        fs::write(at(name), "").unwrap();
    }
    fs::write(at("export.env"), "").unwrap();
    assert_eq!(mend(&place.location).unwrap().iter().filter(|l| l.starts_with("cleared up")).count(), 6);
    assert!(left.iter().all(|name| !at(name).exists()) && at("export.env").exists());
    let day = Duration::from_hours(24);
    let file = fs::File::options().write(true).open(at("export.env")).unwrap();
    file.set_modified(std::time::SystemTime::now() - day).unwrap();
    mend(&place.location).unwrap();
    assert_eq!(place.told("leftovers", Health::Pass).len(), 1);
}

#[test]
fn looking_writes_nothing_beside_the_secrets() {
    let place = Place::new();
    add(&place.location, "A", b"value");
    let names = || {
        let entries = fs::read_dir(place.location.dir()).unwrap();
        let mut all: Vec<_> =
            entries.map(|e| e.unwrap().path()).map(|p| (fs::read(&p).unwrap(), p)).collect();
        all.sort();
        all
    };
    let before = names();
    place.examine();
    assert_eq!(names(), before);
}
