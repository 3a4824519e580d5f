//! The log read back: its last lines, and what comes, whatever becomes of the files.

use super::*;

#[test]
fn the_last_lines_are_found_over_files_and_blocks() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = file(dir.path(), 400_000, 10);
    let line = |n: u64| {
        let (level, user) = (if n.is_multiple_of(10) { "error" } else { "info" }, n % 3);
        format!(
            r#"{{"n":{n},"timestamp":{n},"level":"{level}","event":"a.b","request":{{"user_id":"u{user}"}},"pad":"{}"}}"#,
            "é".repeat(300)
        )
    };
    let lines: Vec<String> = (0..2000).map(line).collect();
    log.write(&lines.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let path = dir.path().join("logs/x.jsonl");
    let found = |filter: &Filter, limit| -> Vec<u64> {
        let lines = last(&path, filter, limit).unwrap();
        lines.iter().map(|line| line["n"].as_u64().unwrap()).collect()
    };
    assert_eq!(found(&Filter::default(), 3), [1997, 1998, 1999]);
    assert_eq!(found(&Filter::default(), 5000), (0..2000).collect::<Vec<_>>());
    let filter = Filter {
        level: Some(Level::Warning),
        user_id: Some("u0".to_owned()),
        event: Some("a.*".to_owned()),
        since: Some(1900),
        ..Filter::default()
    };
    assert_eq!(found(&filter, 100), [1920, 1950, 1980]);
    assert_eq!(last(&dir.path().join("none"), &filter, 9).unwrap(), Vec::<Value>::new());
}

#[test]
fn who_follows_reads_each_line_once_however_often_the_file_is_moved() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("logs/x.jsonl");
    let mut log = file(dir.path(), 60, 100);
    log.write(&[r#"{"n":0}"#]).unwrap();
    let mut follower = Follower::new(&path).unwrap();
    let mut found = Vec::new();
    for n in 1..200_u64 {
        log.write(&[&format!(r#"{{"n":{n}}}"#)]).unwrap();
        if n % 37 == 0 {
            found.extend(follower.read().unwrap());
        }
    }
    found.extend(follower.read().unwrap());
    let found: Vec<u64> = found.iter().map(|line| line["n"].as_u64().unwrap()).collect();
    assert_eq!(found, (1..200).collect::<Vec<_>>());
}

#[test]
fn who_follows_loses_no_line_where_a_kill_left_a_gap_or_the_file_was_cut_short() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("logs/x.jsonl");
    let mut log = file(dir.path(), 10, 100);
    log.write(&[r#"{"n":0}"#]).unwrap();
    let mut follower = Follower::new(&path).unwrap();
    let mut news =
        || -> Vec<u64> { follower.read().unwrap().iter().map(|line| line["n"].as_u64().unwrap()).collect() };
    for n in 1..3 {
        log.write(&[&format!(r#"{{"n":{n}}}"#)]).unwrap();
    }
    // Killed between two moves, or looked at then.
    fs::rename(dir.path().join("logs/x.jsonl.2"), dir.path().join("logs/x.jsonl.3")).unwrap();
    fs::rename(dir.path().join("logs/x.jsonl.1"), dir.path().join("logs/x.jsonl.2")).unwrap();
    assert_eq!(news(), [1, 2]);
    // Others copy it and cut it short, or move it to where nobody looks.
    fs::write(&path, "{\"n\":30}\n{\"n\":31}\n").unwrap();
    assert_eq!(news(), [31], "the first is as long as what was read");
    fs::write(&path, "{\"n\":4}\n").unwrap();
    assert_eq!(news(), [4]);
    fs::rename(&path, dir.path().join("elsewhere")).unwrap();
    assert_eq!(news(), [0; 0]);
    fs::write(&path, "{\"n\":5}\n").unwrap();
    assert_eq!(news(), [5]);
}

#[test]
fn a_line_is_told_once_while_its_file_is_moved() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("logs/x.jsonl");
    file(dir.path(), 100, 3).write(&[r#"{"n":0}"#]).unwrap();
    // Between the look at one name and the look at the other.
    fs::hard_link(&path, dir.path().join("logs/x.jsonl.1")).unwrap();
    assert_eq!(last(&path, &Filter::default(), 9).unwrap().len(), 1);
}

#[test]
fn the_log_is_found_by_its_path_and_whoever_reads_it_waits_for_no_receiver() {
    struct Hangs;
    impl Out for Hangs {
        fn write(&mut self, _: &[&str]) -> io::Result<()> {
            loop {
                std::thread::park();
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sk-1234567890/logs/formation.jsonl");
    let mut all: Vec<_> = (0..5).map(|_| destination(Level::Info, &[], Box::new(Hangs))).collect();
    // Another one, that somebody gave the same name.
    all[0].file = Some(dir.path().join("other/logs/formation.jsonl"));
    let mut own = destination(
        Level::Info,
        &[],
        Box::new(LogFile::new(path.clone(), FileLimits::default(), Clock::fixed(1000))),
    );
    (own.file, own.is_log, own.place) = (Some(path.clone()), true, "[REDACTED:KEY]/logs".to_owned());
    all.push(own);
    let logs = logs(all);
    logs.say(Level::Info, "a", || Value::Null);
    let start = std::time::Instant::now();
    logs.flush_log();
    assert!(start.elapsed() < FLUSHING * 5, "{:?}", start.elapsed());
    assert_eq!(logs.file(), Some(path.clone()));
    assert_eq!(last(&path, &Filter::default(), 9).unwrap().len(), 1);
}
