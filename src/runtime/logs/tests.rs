#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

mod processes;
mod read;
mod receivers;

use super::file::moved;
use super::*;
use crate::runtime::principal::Principal;

fn redactor() -> Redactor {
    let redactor = Redactor::default();
    redactor.add("KEY", &"sk-1234567890".into());
    redactor
}

fn destination(level: Level, events: &[&str], out: Box<dyn Out>) -> Destination {
    let events = events.iter().map(|event| (*event).to_owned()).collect();
    let (kind, place, format) = ("file", "x".to_owned(), Format::JsonLines);
    Destination { kind, place, file: None, is_log: false, format, level, events, out }
}

fn turn(user: &str, session: &str, request: &str) -> TurnInfo {
    TurnInfo {
        who: Principal::parse(user).unwrap(),
        request_id: request.to_owned(),
        session_id: session.to_owned(),
        agent_id: "helper".to_owned(),
        asked_at: 5,
    }
}

/// Keeps its lines, or fails.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<(Vec<String>, bool)>>);

impl Out for Kept {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        let mut kept = self.0.lock().unwrap();
        if kept.1 {
            return Err(io::Error::other("the disk is full of sk-1234567890"));
        }
        kept.0.extend(lines.iter().map(|line| (*line).to_owned()));
        Ok(())
    }
}

impl Kept {
    fn lines(&self) -> Vec<Value> {
        self.0.lock().unwrap().0.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn break_it(&self, broken: bool) {
        self.0.lock().unwrap().1 = broken;
    }
}

fn logs(destinations: Vec<Destination>) -> Logs {
    Logs::start("f", Clock::fixed(1000), redactor(), destinations)
}

#[test]
fn a_destination_gets_what_it_wants_in_order_without_values_of_secrets() {
    let (all, errors) = (Kept::default(), Kept::default());
    let logs = logs(vec![
        destination(Level::Info, &[], Box::new(all.clone())),
        destination(Level::Debug, &["tool.*", "error.turn"], Box::new(errors.clone())),
    ]);
    logs.received(&turn("acme:bob", "s sk-1234567890", "r"));
    logs.say(Level::Debug, "tool.x", || serde_json::json!({"sk-1234567890": "a\nsk-1234567890"}));
    logs.flush();
    let lines = all.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["event"], "request.received");
    assert_eq!(lines[0]["session_id"], "s [REDACTED:KEY]");
    assert_eq!(lines[0]["request"]["user_id"], "acme:bob");
    assert_eq!(lines[0]["request"]["duration_ms"], 995);
    assert_eq!(lines[0]["data"]["agent_id"], "helper");
    assert!(lines[0]["id"].as_str().unwrap().starts_with("evt_"), "{lines:?}");
    let lines = errors.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["data"]["[REDACTED:KEY]"], "a\n[REDACTED:KEY]");
}

#[test]
fn what_could_not_be_written_is_counted_and_told_when_writing_works_again() {
    let kept = Kept::default();
    let logs = logs(vec![destination(Level::Info, &[], Box::new(kept.clone()))]);
    kept.break_it(true);
    for _ in 0..3 {
        logs.say(Level::Info, "a", || Value::Null);
    }
    logs.flush();
    let state = logs.states().remove(0);
    assert_eq!((state.written, state.dropped), (0, 3));
    assert_eq!(state.error.as_deref(), Some("the disk is full of [REDACTED:KEY]"));
    kept.break_it(false);
    logs.say(Level::Info, "b", || Value::Null);
    logs.flush();
    let lines = kept.lines();
    assert_eq!((&lines[0]["event"], &lines[0]["data"]["count"]), (&"log.dropped".into(), &3.into()));
    assert_eq!(lines[1]["event"], "b");
    assert_eq!(logs.states()[0].error, None);
}

#[test]
fn a_destination_that_hangs_holds_up_nobody() {
    struct Hangs;
    impl Out for Hangs {
        fn write(&mut self, _: &[&str]) -> io::Result<()> {
            loop {
                std::thread::park();
            }
        }
    }
    let kept = Kept::default();
    let logs = logs(vec![
        destination(Level::Info, &[], Box::new(Hangs)),
        destination(Level::Info, &[], Box::new(kept.clone())),
    ]);
    let count = sink::QUEUE + 2000;
    let start = std::time::Instant::now();
    for n in 0..count {
        logs.say(Level::Info, "a", || n.into());
        if n % 1000 == 0 {
            sink::flush(logs.0.as_ref().unwrap().sinks[1..2].iter(), FLUSHING);
        }
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    let states = logs.states();
    assert!(states[0].dropped > 0, "{states:?}");
    sink::flush(logs.0.as_ref().unwrap().sinks[1..2].iter(), FLUSHING);
    while kept.lines().len() < count {
        sink::flush(logs.0.as_ref().unwrap().sinks[1..2].iter(), FLUSHING);
    }
    assert_eq!(logs.states()[1].dropped, 0);
}

#[test]
fn nobody_listens_and_nothing_is_written_so_nothing_is_made() {
    let logs = logs(Vec::new());
    assert!(!logs.wants(Level::Error));
    logs.say(Level::Error, "a", || panic!("made for nobody"));
    let listening = logs.listen();
    assert!(logs.wants(Level::Debug));
    logs.say(Level::Debug, "b", || Value::Null);
    assert!(matches!(listening.next(&mut Cursor::default()), Next::Record(r) if r.event() == "b"));
    drop(listening);
    assert!(!logs.wants(Level::Error));
}

#[test]
fn a_reader_goes_on_behind_an_id_and_is_told_what_it_missed() {
    let logs = logs(Vec::new());
    let listening = logs.listen();
    let mut cursor = listening.after(None);
    for n in 0..10_000_u64 {
        logs.say(Level::Info, "a", || n.into());
    }
    let Next::Missed(missed) = listening.next(&mut cursor) else { panic!("it was too slow") };
    assert_eq!(usize::try_from(missed).unwrap(), 10_000 - ring::KEPT);
    let Next::Record(first) = listening.next(&mut cursor) else { panic!("the rest is there") };
    let mut again = listening.after(Some(&listening.id(&first)));
    assert_eq!(again, cursor);
    let Next::Record(second) = listening.next(&mut again) else { panic!("there is more") };
    assert!(listening.id(&second) > listening.id(&first), "ids are in order");
    assert_eq!(listening.after(Some("evt_of another process")), Cursor::default());
}

#[test]
fn an_id_that_no_record_has_had_is_as_one_of_another_process() {
    let logs = logs(Vec::new());
    let listening = logs.listen();
    logs.say(Level::Info, "a", || Value::Null);
    let stamp = &logs.0.as_ref().unwrap().stamp;
    let highest = format!("{}Ezzzzzzzzzz", &stamp.id(0)[..14]);
    assert_eq!(stamp.seq(&highest), Some(u64::MAX));
    for id in [highest, stamp.id(2)] {
        let mut cursor = listening.after(Some(&id));
        assert!(matches!(listening.next(&mut cursor), Next::Record(record) if record.event() == "a"), "{id}");
        assert!(matches!(listening.next(&mut cursor), Next::Nothing));
    }
}

#[test]
fn who_listens_hears_no_more_of_a_forgotten_user_and_goes_on_with_the_others() {
    let logs = logs(Vec::new());
    let listening = logs.listen();
    let mut cursor = listening.oldest();
    let (alice, eve) = (turn("alice", "s-alice", "r1"), turn("eve", "s-eve", "r2"));
    logs.received(&alice);
    logs.received(&eve);
    logs.forget(&[alice.who.user().to_owned()]).unwrap();
    // A turn that began before may say something yet.
    logs.received(&alice);
    logs.received(&eve);
    let mut heard = Vec::new();
    while let Next::Record(record) = listening.next(&mut cursor) {
        heard.push((record.session_id().to_owned(), record.seq));
    }
    assert_eq!(heard, [("s-eve".to_owned(), 2), ("s-eve".to_owned(), 4)]);
}

#[test]
fn places_of_listeners_are_counted_for_each_user_and_given_back() {
    let logs = logs(Vec::new());
    let (alice, eve) = (turn("alice", "s", "r").who, turn("eve", "s", "r").who);
    let one = logs.listen_for(&alice);
    let two = logs.listen_for(&alice);
    let other = logs.listen_for(&eve);
    assert_eq!((two.count_of_user(), other.count_of_user(), other.count()), (2, 1, 3));
    drop(one);
    assert_eq!((two.count_of_user(), two.count()), (1, 2));
    assert_eq!(logs.listen().count_of_user(), 0);
    drop(two);
    assert!(!logs.0.as_ref().unwrap().places().contains_key(&alice));
}

fn numbers(dir: &Path, name: &str) -> Vec<u64> {
    let path = dir.join(name);
    let mut files = moved(&path);
    files.reverse();
    files.push(path);
    let text: String = files.iter().map(|file| fs::read_to_string(file).unwrap_or_default()).collect();
    text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["n"].as_u64().unwrap()).collect()
}

fn file(dir: &Path, bytes: u64, kept: u32) -> LogFile {
    let limits = FileLimits { bytes, kept, ..FileLimits::default() };
    LogFile::new(dir.join("logs/x.jsonl"), limits, Clock::default())
}

#[test]
fn writers_that_move_the_file_at_once_lose_no_line_and_cut_none() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4_u64 {
            let mut file = file(dir.path(), 4096, 10_000);
            scope.spawn(move || {
                for n in 0..500 {
                    let line = format!(r#"{{"n":{},"pad":"{}"}}"#, writer * 1000 + n, "x".repeat(30));
                    file.write(&[&line, &line.replace("pad", "two")]).unwrap();
                }
            });
        }
    });
    let mut found = numbers(dir.path(), "logs/x.jsonl");
    assert_eq!(found.len(), 4000);
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 2000);
    let files = moved(&dir.path().join("logs/x.jsonl"));
    assert!(files.len() > 20, "{}", files.len());
    for path in files {
        let meta = fs::metadata(&path).unwrap();
        assert!(meta.len() <= 4096, "{path:?} has {}", meta.len());
        assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::metadata(dir.path().join("logs")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn so_many_files_are_kept_and_a_gap_that_a_kill_left_is_filled_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = file(dir.path(), 10, 3);
    for n in 0..6 {
        log.write(&[&format!(r#"{{"n":{n}}}"#)]).unwrap();
    }
    assert_eq!(numbers(dir.path(), "logs/x.jsonl"), [2, 3, 4, 5]);
    // A rotation that ended between two moves.
    fs::rename(dir.path().join("logs/x.jsonl.3"), dir.path().join("logs/kept")).unwrap();
    fs::rename(dir.path().join("logs/x.jsonl.2"), dir.path().join("logs/x.jsonl.3")).unwrap();
    let mut log = file(dir.path(), 10, 3);
    log.write(&[r#"{"n":6}"#]).unwrap();
    assert_eq!(numbers(dir.path(), "logs/x.jsonl"), [3, 4, 5, 6]);
}

#[test]
fn half_a_line_of_a_killed_process_spoils_no_other_line() {
    let dir = tempfile::tempdir().unwrap();
    file(dir.path(), 4096, 3).write(&[r#"{"n":1}"#]).unwrap();
    let path = dir.path().join("logs/x.jsonl");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str(r#"{"n":2,"pa"#);
    fs::write(&path, text).unwrap();
    file(dir.path(), 4096, 3).write(&[r#"{"n":3}"#]).unwrap();
    let lines = last(&path, &Filter::default(), 10).unwrap();
    assert_eq!(lines, [serde_json::json!({"n": 1}), serde_json::json!({"n": 3})]);
}

#[test]
fn old_files_are_deleted_and_links_are_not_written_through() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = file(dir.path(), 10, 3);
    for n in 0..3 {
        log.write(&[&format!(r#"{{"n":{n}}}"#)]).unwrap();
    }
    let clock = Clock::fixed(Clock::default().now_millis() + 31 * 24 * 60 * 60 * 1000);
    let limits = FileLimits { bytes: 1000, kept: 3, ..FileLimits::default() };
    let path = dir.path().join("logs/x.jsonl");
    LogFile::new(path.clone(), limits, clock).write(&[r#"{"n":9}"#]).unwrap();
    assert_eq!(numbers(dir.path(), "logs/x.jsonl"), [2, 9]);
    let elsewhere = dir.path().join("elsewhere");
    fs::write(&elsewhere, "").unwrap();
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    file(dir.path(), 10, 3).write(&[r#"{"n":1}"#]).unwrap_err();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "");
}

#[test]
fn a_directory_that_cannot_be_written_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("logs"), "in the way").unwrap();
    file(dir.path(), 10, 3).write(&[r#"{"n":1}"#]).unwrap_err();
}

#[test]
fn the_lines_of_a_forgotten_user_are_blanked_where_they_stand_and_no_more_are_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("logs.jsonl");
    let out = Box::new(LogFile::new(
        path.clone(),
        FileLimits { bytes: 5000, ..FileLimits::default() },
        Clock::fixed(1000),
    ));
    let mut place = destination(Level::Info, &[], out);
    (place.file, place.is_log) = (Some(path.clone()), true);
    let logs = logs(vec![place]);
    let (alice, eve) = (turn("alice", "s-alice", "r1"), turn("eve", "s-eve", "r2"));
    for _ in 0..20 {
        logs.received(&alice);
        logs.received(&eve);
    }
    logs.flush();
    assert!(!moved(&path).is_empty());
    let sizes = || -> Vec<u64> {
        let files = std::iter::once(path.clone()).chain(moved(&path));
        files.map(|file| fs::metadata(file).unwrap().len()).collect()
    };
    let (before, mut follower) = (sizes(), Follower::new(&path).unwrap());
    let files = || std::iter::once(path.clone()).chain(moved(&path));
    let text = || files().map(|file| fs::read_to_string(file).unwrap()).collect::<Vec<_>>().concat();
    assert!(text().contains("s-alice"));
    let ids = [alice.who.user().to_owned()];
    assert_eq!(logs.forget(&ids).unwrap(), 20);
    assert_eq!(sizes(), before);
    assert!(!text().contains("s-alice"));
    assert_eq!(last(&path, &Filter::default(), 99).unwrap().len(), 20);
    logs.received(&alice);
    logs.received(&eve);
    logs.flush();
    let seen: Vec<Value> = follower.read().unwrap();
    assert_eq!(seen.iter().map(|line| line["session_id"].as_str().unwrap()).collect::<Vec<_>>(), ["s-eve"]);
    assert_eq!(logs.forget(&ids).unwrap(), 0);
    logs.write_again(&ids);
    logs.received(&alice);
    logs.flush();
    assert_eq!(follower.read().unwrap().len(), 1);
}

#[test]
fn who_writes_while_a_user_is_forgotten_loses_no_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.jsonl");
    let line = |user: &str, n: u64| {
        let pad = "x".repeat(40);
        format!(r#"{{"n":{n},"a":["{pad}",{{"b":"{pad}"}}],"request":{{"muxi_user_id":"{user}"}}}}"#)
    };
    let mut many = String::new();
    while many.len() < 48 << 20 {
        many.push_str(&line("usr_eve", 0));
        many.push('\n');
        many.push_str(&line("usr_alice", 0));
        many.push('\n');
    }
    fs::write(dir.path().join("x.jsonl.1"), &many).unwrap();
    let alices = many.matches("usr_alice").count() as u64;
    let done = std::sync::atomic::AtomicBool::new(false);
    let limits = FileLimits { bytes: 1 << 20, kept: 1000, ..FileLimits::default() };
    let (written, blanked) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut file = LogFile::new(path.clone(), limits, Clock::default());
            let mut n = 0;
            while !done.load(Ordering::Relaxed) || n < 100 {
                n += 1;
                file.write(&[&line("usr_eve", n), &line("usr_alice", n)]).unwrap();
                std::thread::sleep(Duration::from_micros(200));
            }
            n
        });
        while !path.exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let blanked = forget(&path, &["usr_alice".to_owned()]);
        done.store(true, Ordering::Relaxed);
        (writer.join().unwrap(), blanked.unwrap())
    });
    let files = std::iter::once(path.clone()).chain(moved(&path));
    let text: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let left = text.matches("usr_alice").count() as u64;
    assert_eq!(blanked + left, alices + written);
    assert!(blanked >= alices, "{blanked} of {alices}");
    let of_eve = |line: &&str| line.contains("usr_eve") && !line.contains(r#""n":0,"#);
    assert_eq!(text.lines().filter(of_eve).count() as u64, written);
}

#[test]
fn where_there_is_no_log_nothing_is_made_to_forget_somebody() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("logs/formation.jsonl");
    assert_eq!(forget(&path, &["usr_1".to_owned()]).unwrap(), 0);
    assert!(!path.parent().unwrap().exists());
}
