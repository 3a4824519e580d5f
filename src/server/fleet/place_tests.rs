//! Killed before each of its system calls: the old or the new state, and nothing else.
#![expect(clippy::disallowed_methods, reason = "tests write their own files")]

use super::super::record::{Version, Wanted};
use super::*;
use crate::support::fs::fault::hook::{Fault, with};

fn id() -> FormationId {
    "bot".parse().unwrap()
}

fn version(counter: u64) -> Version {
    let hash = format!("{counter:064}");
    Version { counter, semantic: format!("1.0.{counter}"), hash, deployed_at: "2026-01-01T00:00:00Z".into() }
}

fn staged(place: &Place, text: &str) {
    place.prepare().unwrap();
    fs::create_dir(place.staging()).unwrap();
    fs::write(place.staging().join("formation.afs"), text).unwrap();
}

/// A formation whose deployments up to `counter` were made.
fn deployed(data: &Path, counter: u64) -> (Place, Record) {
    let place = Place::new(data, &id());
    let mut record = Record::new("bot", version(1));
    for n in 1..=counter {
        staged(&place, &n.to_string());
        place.promote(n).unwrap();
        if n > 1 {
            record = record.updated(version(n));
        }
        place.write(&record).unwrap();
        place.settle(&record, &[]);
    }
    (place, record)
}

/// Names of directories, with the text of the formation in each.
type Texts = Vec<(String, String)>;

/// What is found, and which directories and texts are there.
fn seen(data: &Path) -> (Vec<(FormationId, Record)>, Texts) {
    let found = recover(data).unwrap();
    assert_eq!(found.broken, [] as [String; 0]);
    let versions = data.join("formations/bot/versions");
    let mut there: Vec<_> = fs::read_dir(versions)
        .into_iter()
        .flatten()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path.join("formation.afs")).unwrap())
        })
        .collect();
    there.sort();
    (found.formations, there)
}

#[test]
fn a_kill_anywhere_in_an_update_leaves_the_old_or_the_new_version() {
    let (mut old, mut new) = (0, 0);
    for at in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let (place, record) = deployed(dir.path(), 2);
        let next = record.updated(version(3));
        staged(&place, "3");
        let change = || -> Result<(), FsError> {
            Place::keep_own(&place.version(2), &place.staging())?;
            place.promote(3)?;
            place.write(&next)?;
            place.settle(&next, &[]);
            Ok(())
        };
        let (_, calls) = with(at, Fault::Kill, change);
        let (found, there) = seen(dir.path());
        let (_, live) = &found[0];
        if *live == record {
            old += 1;
            assert_eq!(there, [("1".into(), "1".into()), ("2".into(), "2".into())], "at {at}");
        } else {
            new += 1;
            assert_eq!(live, &next, "at {at}");
            assert_eq!(there, [("2".into(), "2".into()), ("3".into(), "3".into())], "at {at}");
        }
        let link = fs::read_link(place.root().join("current")).unwrap();
        assert_eq!(link, Path::new("versions").join(live.current.counter.to_string()));
        assert!(!place.staging().exists(), "at {at}");
        if at >= calls {
            break;
        }
    }
    assert!(old > 3 && new > 2, "{old} {new}");
}

#[test]
fn a_kill_anywhere_in_a_rollback_leaves_both_versions() {
    for at in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let (place, record) = deployed(dir.path(), 2);
        let next = record.rolled_back("2026-02-02T00:00:00Z".into()).unwrap();
        let ((), calls) = with(at, Fault::Kill, || {
            place.write(&next).unwrap_or_default();
            place.settle(&next, &[]);
        });
        let (found, there) = seen(dir.path());
        assert!(found[0].1 == record || found[0].1 == next);
        assert_eq!(there.len(), 2, "at {at}");
        if at >= calls {
            assert_eq!((next.current.counter, next.last), (1, 2), "an update after it gets a new number");
            break;
        }
    }
}

#[test]
fn a_kill_before_the_first_version_is_live_leaves_nothing() {
    for at in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::new(dir.path(), &id());
        staged(&place, "1");
        let record = Record::new("bot", version(1));
        let (_, calls) = with(at, Fault::Kill, || place.promote(1).and_then(|()| place.write(&record)));
        let (found, there) = seen(dir.path());
        if found.is_empty() {
            assert_eq!((there.len(), place.root().exists()), (0, false), "at {at}");
        } else {
            assert_eq!(found, [(id(), record)], "at {at}");
        }
        if at >= calls {
            assert!(place.root().exists());
            break;
        }
    }
}

#[test]
fn a_kill_anywhere_in_a_deletion_leaves_all_or_nothing() {
    for at in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let (place, _) = deployed(dir.path(), 2);
        let (_, calls) = with(at, Fault::Kill, || place.delete());
        let (found, there) = seen(dir.path());
        assert_eq!(found.len() * 2, there.len(), "at {at}");
        assert_eq!(fs::read_dir(dir.path().join(FORMATIONS)).unwrap().count(), found.len(), "at {at}");
        if at >= calls {
            assert!(found.is_empty());
            break;
        }
    }
}

#[test]
fn what_the_formation_wrote_itself_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (live, to) = (dir.path().join("live"), dir.path().join("to"));
    fs::create_dir_all(&live).unwrap();
    fs::create_dir_all(&to).unwrap();
    for name in ["memory.db", "MUXI.md"] {
        fs::write(live.join(name), "live").unwrap();
    }
    // It could be anything.
    fs::write(dir.path().join("elsewhere"), "not ours").unwrap();
    symlink(dir.path().join("elsewhere"), live.join("PENDING-MUXI.md")).unwrap();
    fs::write(to.join("MUXI.md"), "bundle").unwrap();
    Place::keep_own(&live, &to).unwrap();
    let text = |name: &str| fs::read_to_string(to.join(name)).unwrap_or_default();
    assert_eq!((text("memory.db").as_str(), text("MUXI.md").as_str()), ("live", "live"));
    assert!(!to.join("PENDING-MUXI.md").exists());
    fs::write(to.join("memory.db"), "bundle").unwrap();
    Place::keep_own(&live, &to).unwrap();
    assert_eq!(text("memory.db"), "bundle");
}

#[test]
fn what_is_not_ours_is_named_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let (place, mut record) = deployed(dir.path(), 1);
    let other = dir.path().join("formations/other-bot/current");
    fs::create_dir_all(&other).unwrap();
    fs::create_dir_all(dir.path().join("formations/Not An Id")).unwrap();
    let found = recover(dir.path()).unwrap();
    assert_eq!(found.formations.len(), 1);
    assert!(found.broken[0].contains("other-bot") && other.exists(), "{:?}", found.broken);
    fs::write(place.root().join("version.json"), "{").unwrap();
    let found = recover(dir.path()).unwrap();
    assert!(found.formations.is_empty() && found.broken.len() == 2, "{found:?}");
    assert!(place.version(1).exists());
    record.wanted = Wanted::Stopped;
    place.write(&record).unwrap();
    assert_eq!(recover(dir.path()).unwrap().formations[0].1, record);
}
