//! What somebody may do to the files, and what a kill may leave: `verify` names it.

use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::crypto::Key256;
use crate::support::fs::fault::hook::{Fault as Kill, with};

#[test]
fn what_is_recorded_verifies_and_is_private() {
    let bench = Bench::with(5);
    let report = bench.report();
    assert_eq!((report.records, report.last, report.files, report.fault), (5, 5, 1, None));
    assert_eq!(report.notes, [""; 0]);
    for entry in std::fs::read_dir(bench.place().dir()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
    assert_eq!(bench.place().dir().metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn nothing_recorded_is_no_fault_and_makes_no_file() {
    let bench = Bench::new();
    assert_eq!(bench.report().notes, ["nothing was recorded yet"]);
    assert!(!bench.place().dir().exists());
}

#[test]
fn each_flipped_byte_names_its_record() {
    let bench = Bench::with(4);
    let good = get(&bench.log());
    let mut line = 1;
    for at in 0..good.len() {
        for bit in [1, 0x80] {
            let mut bad = good.clone();
            bad[at] ^= bit;
            let (record, at_line, what) = bench.wrong(&bad).unwrap_or_else(|| panic!("byte {at}, bit {bit}"));
            assert_eq!((record, at_line), (line, line), "byte {at}, bit {bit}: {what}");
        }
        line += u64::from(good[at] == b'\n');
    }
    assert_eq!(bench.wrong(&good), None);
}

#[test]
fn each_dropped_record_is_named() {
    let bench = Bench::with(5);
    let good = lines(&get(&bench.log()));
    for dropped in 0..good.len() {
        let mut bad = good.clone();
        bad.remove(dropped);
        let (record, line, what) = bench.wrong(&bad.concat()).unwrap();
        assert_eq!((record, line), (dropped as u64 + 1, dropped as u64 + 1), "{what}");
    }
    let all = bench.wrong(b"").unwrap();
    assert_eq!((all.0, all.1), (1, 1), "{}", all.2);
}

#[test]
fn swapped_and_doubled_records_are_named() {
    let bench = Bench::with(5);
    let good = lines(&get(&bench.log()));
    for first in 0..good.len() {
        for second in first + 1..good.len() {
            let mut bad = good.clone();
            bad.swap(first, second);
            let (record, line, _) = bench.wrong(&bad.concat()).unwrap();
            assert_eq!((record, line), (first as u64 + 1, first as u64 + 1));
        }
        let mut bad = good.clone();
        bad.insert(first, good[first].clone());
        let (record, line, what) = bench.wrong(&bad.concat()).unwrap();
        assert_eq!((record, line), (first as u64 + 2, first as u64 + 2), "{what}");
        assert!(what.contains("was there before"), "{what}");
    }
}

#[test]
fn a_tail_cut_at_any_byte_is_named() {
    let bench = Bench::with(3);
    let good = get(&bench.log());
    for end in 0..good.len() {
        let whole = good[..end].split(|b| *b == b'\n').count() as u64 - 1;
        let (record, line, what) = bench.wrong(&good[..end]).unwrap_or_else(|| panic!("cut at {end}"));
        assert_eq!((record, line), (whole + 1, whole + 1), "{what}");
    }
}

#[test]
fn a_line_that_was_put_in_is_named() {
    let bench = Bench::with(3);
    let good = lines(&get(&bench.log()));
    for at in 0..=good.len() {
        for alien in [&b"\n"[..], b"{}\n", b"x\n"] {
            let mut bad = good.clone();
            bad.insert(at, alien.to_vec());
            let (record, line, _) = bench.wrong(&bad.concat()).unwrap();
            assert_eq!((record, line), (at as u64 + 1, at as u64 + 1));
        }
    }
}

#[test]
fn an_older_log_shows_against_the_checkpoints_and_an_older_state_against_the_copy() {
    let bench = Bench::with(3);
    let (old_log, old_checkpoints) = (get(&bench.log()), get(&bench.place().checkpoints()));
    let mut trail = bench.trail();
    trail.commit(&event(3)).unwrap();
    trail.commit(&event(4)).unwrap();
    let new_checkpoints = get(&bench.place().checkpoints());
    let (record, line, what) = bench.wrong(&old_log).unwrap();
    assert_eq!((record, line), (4, 4));
    assert!(what.contains("records up to 5"), "{what}");
    put(&bench.place().checkpoints(), &old_checkpoints);
    let fault = bench.report().fault.unwrap();
    assert!(
        fault.record == 4 && fault.what.contains("older one") && fault.file.ends_with("heads/one"),
        "{fault:?}"
    );
    put(&bench.place().checkpoints(), &new_checkpoints);
    std::fs::remove_dir_all(bench.dir.path().join("heads")).unwrap();
    put(&bench.place().checkpoints(), &old_checkpoints);
    // All three are older: nothing is left that could know it, but that the copy is gone.
    let fault = bench.report().fault.unwrap();
    assert!(fault.record == 4 && fault.what.contains("would not show"), "{fault:?}");
    bench.trail().commit(&event(9)).unwrap();
    assert_eq!(bench.report().fault, None);
    let found = find(&bench.place(), &Query::default()).unwrap();
    assert_eq!(found[3].action(), "audit.copy_lost", "it stays to be seen");
}

#[test]
fn missing_or_changed_checkpoints_are_told() {
    let bench = Bench::with(3);
    let path = bench.place().checkpoints();
    let good = get(&path);
    for at in 0..good.len() - 1 {
        let mut bad = good.clone();
        bad[at] ^= 1;
        put(&path, &bad);
        let fault = bench.report().fault.unwrap_or_else(|| panic!("byte {at}"));
        assert_eq!(fault.file, path, "byte {at}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(bench.report().fault.unwrap().what.contains("checkpoints are gone"));
    put(&path, &good);
    std::fs::remove_dir_all(bench.place().dir()).unwrap();
    let fault = bench.report().fault.unwrap();
    assert!(fault.record == 1 && fault.what.contains("the audit is gone"), "{fault:?}");
}

#[test]
fn what_was_cut_away_stays_a_fault_when_more_is_recorded() {
    let bench = Bench::with(4);
    let good = lines(&get(&bench.log()));
    put(&bench.log(), &good[..2].concat());
    bench.trail().commit(&event(9)).unwrap();
    let fault = bench.report().fault.unwrap();
    assert_eq!((fault.record, fault.line), (3, 3), "{}", fault.what);
    let found = find(&bench.place(), &Query::default()).unwrap();
    let last: Vec<_> = found.iter().map(|e| (e.seq(), e.action())).collect();
    assert_eq!(last, [(1, "secret.read"), (2, "secret.read"), (5, "audit.gap"), (6, "secret.read")]);
}

#[test]
fn whoever_goes_on_behind_an_older_state_leaves_the_hole_to_be_seen() {
    let bench = Bench::with(2);
    let old: Vec<_> = [bench.log(), bench.place().checkpoints()].map(|path| (get(&path), path)).into();
    bench.trail().commit(&event(2)).unwrap();
    for (bytes, path) in &old {
        put(path, bytes);
    }
    bench.trail().commit(&event(9)).unwrap();
    let fault = bench.report().fault.unwrap();
    assert_eq!((fault.record, fault.line), (3, 3), "{}", fault.what);
    // The state is thrown away, the key with it.
    std::fs::remove_dir_all(bench.place().dir()).unwrap();
    bench.trail().commit(&event(0)).unwrap();
    let found = find(&bench.place(), &Query::default()).unwrap();
    assert_eq!(found.iter().map(Entry::action).collect::<Vec<_>>(), ["audit.begun", "secret.read"]);
    // For good, until somebody says that they know of it.
    bench.trail().commit(&event(1)).unwrap();
    let fault = bench.report().fault.unwrap();
    assert!(fault.file.ends_with("one.before-1") && fault.what.contains("other records"), "{fault:?}");
    assert_eq!(bench.trail().accept().unwrap(), 1);
    assert_eq!(bench.report().fault, None);
    let found = find(&bench.place(), &Query::default()).unwrap();
    let last = found.last().unwrap();
    assert_eq!((last.action(), last.resource()), ("audit.accept", "one.before-1"));
    assert!(bench.dir.path().join("heads/one.accepted-1").exists(), "it is kept");
}

#[test]
fn a_record_that_a_kill_left_unfinished_is_cut_and_told() {
    let bench = Bench::with(2);
    let good = get(&bench.log());
    let second = lines(&good)[1].clone();
    for end in 1..second.len() {
        // Of a third record: as long as the second, and no checkpoint knows it.
        let torn = [&good[..], &second[..end]].concat();
        put(&bench.log(), &torn);
        let report = bench.report();
        if end < second.len() - 1 {
            assert_eq!(report.fault, None, "{end}");
            assert!(report.notes[0].contains("nobody finished"), "{:?}", report.notes);
        }
    }
    put(&bench.log(), &[&good[..], &second[..40]].concat());
    bench.trail().commit(&event(2)).unwrap();
    assert_eq!(bench.report().fault, None);
    let found = find(&bench.place(), &Query::default()).unwrap();
    assert_eq!(found.iter().map(Entry::action).collect::<Vec<_>>()[2..], ["audit.mended", "secret.read"]);
    assert_eq!(found[2].details()["unfinished_bytes"], 40);
}

#[test]
fn killed_at_every_write_nothing_acknowledged_is_lost_and_all_of_it_verifies() {
    for at in 0..200 {
        let bench = Bench::new();
        let ((acknowledged, ()), calls) = with(at, Kill::Kill, || {
            let mut acknowledged = Vec::new();
            for number in 0..6 {
                let trail = Trail::open(bench.place(), None, bench.clock.clone(), Redactor::default());
                // Small files: closing one is in it too.
                let Ok(trail) = trail else { break };
                if trail.closing_after(900).commit(&event(number)).is_ok() {
                    acknowledged.push(number);
                }
            }
            (acknowledged, ())
        });
        // The next process finds its way.
        bench.trail().commit(&event(100)).unwrap();
        let report = bench.report();
        assert_eq!(report.fault, None, "killed at {at}");
        let found = find(&bench.place(), &Query::default()).unwrap();
        let numbers: Vec<u64> = found.iter().filter_map(|e| e.details().get("n")?.as_u64()).collect();
        for number in acknowledged {
            assert_eq!(numbers.iter().filter(|n| **n == number).count(), 1, "killed at {at}: {number}");
        }
        if calls < at {
            return;
        }
    }
    panic!("there are more writes than that");
}

#[test]
fn a_full_disk_fails_the_record_and_leaves_no_half_of_it() {
    let mut fails = 0;
    for at in 0..12 {
        let bench = Bench::with(2);
        let (failed, calls) = with(at, Kill::Full, || bench.trail().commit(&event(2)).is_err());
        assert!(!failed || at < calls, "nothing was full");
        fails += u32::from(failed);
        bench.trail().commit(&event(3)).unwrap();
        assert_eq!(bench.report().fault, None, "full at {at}, failed: {failed}");
        let found = find(&bench.place(), &Query::default()).unwrap();
        let names: Vec<&str> = found.iter().map(Entry::resource).collect();
        // One that was written whole, and of which it could not be said on the disk, may be there.
        let may_be = failed && names == ["NAME_0", "NAME_1", "NAME_3"];
        assert!(may_be || names == ["NAME_0", "NAME_1", "NAME_2", "NAME_3"], "full at {at}: {names:?}");
        assert_eq!(lines(&get(&bench.log())).len(), names.len());
    }
    assert!(fails >= 3, "opening, writing and bringing to the disk can each fail: {fails}");
}

#[test]
fn a_root_key_signs_checkpoints_and_another_one_cannot() {
    let bench = Bench::new();
    let by = |byte: u8| Countersign::new("ab12", &Key256::new([byte; 32]));
    let open = |by| Trail::open(bench.place(), Some(by), bench.clock.clone(), Redactor::default()).unwrap();
    open(by(1)).commit(&event(0)).unwrap();
    let report = verify(&bench.place(), &[by(1)]).unwrap();
    assert_eq!((report.fault, report.signed), (None, Some(("ab12".to_owned(), 1))));
    open(by(2)).commit(&event(1)).unwrap();
    let fault = verify(&bench.place(), &[by(1)]).unwrap().fault.unwrap();
    assert!(fault.what.contains("did not sign"), "{fault:?}");
    let notes = verify(&bench.place(), &[]).unwrap().notes;
    assert!(notes[0].contains("not at hand"), "{notes:?}");
}

#[test]
fn records_without_their_key_are_not_gone_on_with() {
    let bench = Bench::with(1);
    std::fs::remove_file(bench.place().key()).unwrap();
    let open = || Trail::open(bench.place(), None, bench.clock.clone(), Redactor::default()).err();
    assert_eq!(open().unwrap().code(), "audit_key_gone");
    assert_eq!(verify(&bench.place(), &[]).unwrap_err().code(), "audit_key_gone");
    crate::support::fs::create_new_private(&bench.place().key(), b"nonsense").unwrap();
    assert_eq!(open().unwrap().code(), "audit_key_broken");
}

/// What somebody with the state alone can write: another history, with MACs that fit, and checkpoints of it.
fn forge(bench: &Bench, checkpoints: impl Fn(&keys::Keys, u64, &record::Mac) -> Vec<u8>) {
    let keys = keys::Keys::read(&bench.place()).unwrap().unwrap();
    let (mut mac, mut text, mut seq) = (record::GENESIS, Vec::new(), 0);
    for line in lines(&get(&bench.log())) {
        let line = record::Line::split(line.strip_suffix(b"\n").unwrap()).unwrap();
        let body = String::from_utf8(line.body.to_vec()).unwrap().replace("NAME_1", "OTHER");
        mac = record::chained(&keys.chain, &mac, body.as_bytes());
        record::seal(body.as_bytes(), &mac, &mut text);
        seq += 1;
    }
    put(&bench.log(), &text);
    put(&bench.place().checkpoints(), &checkpoints(&keys, seq, &mac));
}

#[test]
fn another_history_by_the_key_of_the_state_shows_against_the_copy_and_for_good() {
    for stubs in [false, true] {
        let bench = Bench::with(4);
        let first = lines(&get(&bench.place().checkpoints()))[..2].concat();
        forge(&bench, |_, _, _| first.clone());
        if stubs {
            let keys = keys::Keys::read(&bench.place()).unwrap().unwrap();
            let zero = crate::crypto::hash::hex(&record::GENESIS);
            let pruned = [(Class::Secret, 4)].into();
            let stub = record::Stub { seq: 1, to: 4, at: 1, pruned, prev: zero.clone(), last: zero };
            let mut text = Vec::new();
            stub.write(&keys.chain, &mut text);
            put(&bench.log(), &text);
        }
        let fault = bench.report().fault.unwrap();
        assert!(fault.what.contains("copy of a checkpoint"), "{fault:?}");
        bench.trail().commit(&event(9)).unwrap();
        bench.trail().commit(&event(10)).unwrap();
        let fault = bench.report().fault.unwrap();
        assert!(fault.file.ends_with("one.before-1"), "{fault:?}");
        let found = find(&bench.place(), &Query::default()).unwrap();
        let gap = found.iter().find(|entry| entry.action() == "audit.gap").unwrap();
        assert_eq!(gap.details()["other_record"], 4);
    }
}

#[test]
fn what_no_root_key_signed_behind_what_one_did_is_a_fault() {
    let bench = Bench::new();
    let by = || Countersign::new("ab12", &Key256::new([1; 32]));
    let open = |by| Trail::open(bench.place(), by, bench.clock.clone(), Redactor::default()).unwrap();
    for number in 0..4 {
        open(Some(by())).commit(&event(number)).unwrap();
    }
    let signed = lines(&get(&bench.place().checkpoints()))[..2].concat();
    // Who has the copy too, but not the root key.
    for unknown in [None, Some(Countersign::new("cd34", &Key256::new([2; 32])))] {
        forge(&bench, |keys, seq, mac| {
            let line = checkpoint::Checkpoint::line(keys, unknown.as_ref(), seq, 1, mac);
            put(&bench.dir.path().join("heads/one"), &line);
            [signed.clone(), line].concat()
        });
        let report = verify(&bench.place(), &[by()]).unwrap();
        assert_eq!(report.signed, Some(("ab12".to_owned(), 1)));
        let fault = report.fault.unwrap();
        assert!(fault.record == 2 && fault.what.contains("signed up to record 1"), "{fault:?}");
    }
    // A copy that claims to be signed, and is not.
    let other = Countersign::new("ab12", &Key256::new([3; 32]));
    forge(&bench, |keys, seq, mac| {
        let line = checkpoint::Checkpoint::line(keys, Some(&other), seq, 1, mac);
        put(&bench.dir.path().join("heads/one"), &line);
        signed.clone()
    });
    let fault = verify(&bench.place(), &[by()]).unwrap().fault.unwrap();
    assert!(fault.file.ends_with("heads/one") && fault.what.contains("did not sign"), "{fault:?}");
}

#[test]
fn what_no_root_key_signed_stays_a_fault_when_a_root_key_signs_again() {
    let bench = Bench::new();
    let by = || Countersign::new("ab12", &Key256::new([1; 32]));
    let open = |by| Trail::open(bench.place(), by, bench.clock.clone(), Redactor::default()).unwrap();
    for number in 0..4 {
        open(Some(by())).commit(&event(number)).unwrap();
    }
    let signed = lines(&get(&bench.place().checkpoints()))[..2].concat();
    forge(&bench, |keys, seq, mac| {
        let line = checkpoint::Checkpoint::line(keys, None, seq, 1, mac);
        put(&bench.dir.path().join("heads/one"), &line);
        [signed.clone(), line].concat()
    });
    for number in 5..8 {
        open(Some(by())).commit(&event(number)).unwrap();
    }
    for keys in [vec![by()], Vec::new()] {
        let fault = verify(&bench.place(), &keys).unwrap().fault.unwrap();
        assert!(fault.record == 5 && fault.what.contains("the records 2 to 4"), "{fault:?}");
    }
    let found = find(&bench.place(), &Query { classes: vec![Class::Audit], ..Query::default() }).unwrap();
    assert_eq!(found.len(), 1, "it is told once");
    open(Some(by())).accept().unwrap();
    assert_eq!(verify(&bench.place(), &[by()]).unwrap().fault, None);
}

#[test]
fn another_history_behind_an_old_signature_without_a_checkpoint_is_a_fault_for_good() {
    let bench = Bench::new();
    let by = || Countersign::new("ab12", &Key256::new([1; 32]));
    let open = || Trail::open(bench.place(), Some(by()), bench.clock.clone(), Redactor::default()).unwrap();
    for number in 0..4 {
        open().commit(&event(number)).unwrap();
        bench.clock.advance(std::time::Duration::from_mins(5));
    }
    let signed = lines(&get(&bench.place().checkpoints()))[..2].to_vec();
    forge(&bench, |_, _, _| signed.concat());
    put(&bench.dir.path().join("heads/one"), &signed[1]);
    let fault = verify(&bench.place(), &[by()]).unwrap().fault.unwrap();
    assert!(fault.record == 2 && fault.what.contains("no checkpoint knows"), "{fault:?}");
    open().commit(&event(9)).unwrap();
    open().commit(&event(10)).unwrap();
    let fault = verify(&bench.place(), &[by()]).unwrap().fault.unwrap();
    assert!(fault.record == 5 && fault.what.contains("the records 2 to 4"), "{fault:?}");
}

#[test]
fn whoever_began_before_the_key_was_made_signs_from_when_it_is_there() {
    let bench = Bench::new();
    let key = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let now = std::sync::Arc::clone(&key);
    let signers = || {
        let now = std::sync::Arc::clone(&now);
        Signers::new(move || now.lock().unwrap().clone())
    };
    let open = || Trail::open(bench.place(), signers(), bench.clock.clone(), Redactor::default()).unwrap();
    let mut server = open();
    server.commit(&event(0)).unwrap();
    let old = Countersign::new("ab12", &Key256::new([1; 32]));
    *key.lock().unwrap() = vec![old.clone()];
    open().commit(&event(1)).unwrap();
    server.commit(&event(2)).unwrap();
    let report = verify(&bench.place(), std::slice::from_ref(&old)).unwrap();
    assert_eq!((report.fault, report.signed), (None, Some(("ab12".to_owned(), 3))));
    // Another key takes its place, and then one that nobody told of.
    let new = Countersign::new("cd34", &Key256::new([2; 32]));
    *key.lock().unwrap() = vec![new.clone(), old.clone()];
    open().commit(&event(3)).unwrap();
    server.commit(&event(4)).unwrap();
    let report = verify(&bench.place(), &[new, old.clone()]).unwrap();
    assert_eq!((report.fault, report.signed), (None, Some(("cd34".to_owned(), 5))));
    key.lock().unwrap().clear();
    let mut server = open();
    server.commit(&event(5)).unwrap();
    *key.lock().unwrap() = vec![old.clone()];
    server.commit(&event(6)).unwrap();
    let report = verify(&bench.place(), &[old]).unwrap();
    // What was recorded while there was no key is told, as is anything that none signed.
    assert!(report.fault.unwrap().what.contains("no root key had signed"), "it is signed again");
}
