//! Real processes: two that append at once, and some that are killed while they do.

use std::collections::BTreeMap;

use super::*;
use crate::support::children::{Order, acknowledged, begun, ended_well, some_time, start, times};

const CHILD: &str = "audit::tests::processes::child";
/// So small that files are closed all the time.
const SMALL: u64 = 6 << 10;

fn place(dir: &Path) -> Place {
    Place::at(dir.join("audit"), Some(dir.join("head")))
}

#[test]
#[ignore = "the other tests run it, in processes of their own"]
fn child() {
    let Some(mut order) = Order::read() else { return };
    let trail = Trail::open(place(&order.dir), None, Clock::default(), Redactor::default());
    let mut trail = trail.unwrap().closing_after(SMALL);
    let pid = std::process::id();
    let end = if order.count == 0 { u64::MAX } else { order.count };
    for n in 0..end {
        let event = event(n).with("pid", pid);
        // As commands do, and as a server does.
        trail.append(std::slice::from_ref(&event), n % 16 == 0).unwrap();
        order.acknowledged(n);
    }
    trail.flush().unwrap();
}

/// How often each record of a process is there.
fn counted(place: &Place) -> BTreeMap<(u64, u64), usize> {
    let mut all = BTreeMap::new();
    for entry in find(place, &Query { action: Some("secret.read".to_owned()), ..Query::default() }).unwrap() {
        let number = |name: &str| entry.details()[name].as_u64().unwrap();
        *all.entry((number("pid"), number("n"))).or_default() += 1;
    }
    all
}

#[test]
fn two_processes_append_a_thousand_records_each_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let children = [start(CHILD, dir.path(), 1000), start(CHILD, dir.path(), 1000)];
    let pids: Vec<u64> = children.iter().map(|child| u64::from(child.id())).collect();
    children.into_iter().for_each(ended_well);
    let report = verify(&place(dir.path()), &[]).unwrap();
    assert_eq!((report.records, report.last, &report.fault), (2000, 2000, &None));
    assert_eq!(report.notes, [""; 0]);
    assert!(report.files > 50, "{}", report.files);
    let found = counted(&place(dir.path()));
    let all: BTreeMap<_, _> = pids.iter().flat_map(|pid| (0..1000).map(|n| ((*pid, n), 1))).collect();
    assert!(found == all, "{} records", found.len());
}

#[test]
fn killed_at_random_while_appending_and_closing_files_no_acknowledged_record_is_lost_or_doubled() {
    let dir = tempfile::tempdir().unwrap();
    let mut cut = 0;
    for round in 0..times(20) {
        let mut children = [start(CHILD, dir.path(), 0), start(CHILD, dir.path(), 0)];
        // A machine under load takes long to start them.
        for child in &children {
            begun(dir.path(), child.id());
        }
        std::thread::sleep(some_time(200_000));
        for child in &mut children {
            child.kill().unwrap();
            std::thread::sleep(some_time(10_000));
        }
        for mut child in children {
            child.wait().unwrap();
        }
        let report = verify(&place(dir.path()), &[]).unwrap();
        assert_eq!(report.fault, None, "round {round}");
        cut += usize::from(report.notes.iter().any(|note| note.contains("nobody finished")));
    }
    // Whoever comes next goes on behind all of it.
    let mut trail = Trail::open(place(dir.path()), None, Clock::default(), Redactor::default()).unwrap();
    trail.commit(&Event::new(Class::Audit, "audit.test", "audit", "")).unwrap();
    let report = verify(&place(dir.path()), &[]).unwrap();
    assert_eq!((&report.fault, report.notes.len()), (&None, 0), "{:?}", report.notes);
    let found = counted(&place(dir.path()));
    let told = acknowledged(dir.path());
    assert!(told.len() > 100 || times(20) < 20, "{} were acknowledged", told.len());
    for one in &told {
        assert_eq!(found.get(one), Some(&1), "{one:?} of {}; {cut} were cut", told.len());
    }
    assert!(found.values().all(|count| *count == 1), "none is there twice");
}
