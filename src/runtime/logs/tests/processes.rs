//! Real processes that write one log at once and move its files, some of them killed; and disks that are full.

use std::collections::BTreeMap;

use super::*;
use crate::support::children::{
    Order, acknowledged, begun, ended_well, some_time, start, start_with_room, times,
};

const CHILD: &str = "runtime::logs::tests::processes::child";

#[test]
#[ignore = "the other tests run it, in processes of their own"]
fn child() {
    let Some(mut order) = Order::read() else { return };
    let mut log = file(&order.dir, 3000, 100_000);
    let pid = std::process::id();
    let end = if order.count == 0 { u64::MAX } else { order.count };
    for n in 0..end {
        let line = format!(r#"{{"n":{n},"pid":{pid},"pad":"{}"}}"#, "é".repeat(40));
        log.write(&[&line]).unwrap();
        order.acknowledged(n);
    }
}

/// How often each line is there, over all files; what is no line is what a kill cut.
fn counted(dir: &Path) -> (BTreeMap<(u64, u64), usize>, usize) {
    let path = dir.join("logs/x.jsonl");
    let (mut all, mut cut) = (BTreeMap::new(), 0);
    for file in std::iter::once(path.clone()).chain(moved(&path)) {
        for line in fs::read(&file).unwrap_or_default().split(|byte| *byte == b'\n') {
            match serde_json::from_slice::<Value>(line) {
                Ok(line) => {
                    let number = |name: &str| line[name].as_u64().unwrap();
                    *all.entry((number("pid"), number("n"))).or_default() += 1;
                }
                Err(_) => cut += usize::from(!line.is_empty()),
            }
        }
    }
    (all, cut)
}

#[test]
fn two_processes_that_move_the_files_at_once_lose_no_line() {
    let dir = tempfile::tempdir().unwrap();
    let children = [start(CHILD, dir.path(), 600), start(CHILD, dir.path(), 600)];
    children.into_iter().for_each(ended_well);
    let (found, cut) = counted(dir.path());
    assert_eq!((found.len(), cut), (1200, 0));
    assert!(found.values().all(|count| *count == 1));
    assert!(moved(&dir.path().join("logs/x.jsonl")).len() > 30);
}

#[test]
fn killed_at_random_while_writing_and_moving_files_no_acknowledged_line_is_lost_or_doubled() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..times(12) {
        let mut children = [start(CHILD, dir.path(), 0), start(CHILD, dir.path(), 0)];
        // A machine under load takes long to start them.
        for child in &children {
            begun(dir.path(), child.id());
        }
        std::thread::sleep(some_time(150_000));
        for child in &mut children {
            child.kill().unwrap();
            std::thread::sleep(some_time(10_000));
        }
        for mut child in children {
            child.wait().unwrap();
        }
    }
    file(dir.path(), 3000, 100_000).write(&[r#"{"n":0,"pid":0}"#]).unwrap();
    let (found, _) = counted(dir.path());
    let told = acknowledged(dir.path());
    assert!(told.len() >= 2 * times(12) as usize, "{} were acknowledged", told.len());
    for one in &told {
        assert_eq!(found.get(one), Some(&1), "{one:?} of {}", told.len());
    }
    assert!(found.values().all(|count| *count == 1), "none is there twice");
}

/// The file may have so many blocks of 512 or 1024 bytes: then writing fails, in the middle of a line too.
const LIMITED: &str = "runtime::logs::tests::processes::child_on_a_full_disk";

#[test]
#[ignore = "the other tests run it, in processes of their own"]
fn child_on_a_full_disk() {
    let Some(order) = Order::read() else { return };
    let mut log = file(&order.dir, 1 << 30, 3);
    let line = format!(r#"{{"n":1,"pid":1,"pad":"{}"}}"#, "x".repeat(500));
    let mut written = 0;
    while log.write(&[&line, &line, &line]).is_ok() {
        written += 3;
        assert!(written < 1000, "it is never full");
    }
    assert!(written > 50, "{written}");
    let (found, cut) = counted(&order.dir);
    assert_eq!((found[&(1, 1)], cut), (written, 0), "all of a write or nothing");
    log.write(&[&line, &line, &line]).unwrap_err();
    // Room comes back: somebody took the file away.
    fs::remove_file(order.dir.join("logs/x.jsonl")).unwrap();
    log.write(&[&line]).unwrap();
    assert_eq!(counted(&order.dir).0[&(1, 1)], 1);
}

#[test]
fn a_full_disk_cuts_no_line_and_writing_goes_on_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    ended_well(start_with_room(LIMITED, dir.path(), 64));
}
