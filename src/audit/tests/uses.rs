//! Looking up, exporting, thinning out, and recording from a server.

use std::ops::ControlFlow;
use std::time::Duration;

use super::*;

#[test]
fn two_writers_take_turns() {
    let bench = Bench::new();
    let (mut one, mut two) = (bench.trail(), bench.trail());
    for number in 0..20 {
        one.append(&[event(number)], number % 3 == 0).unwrap();
        two.append(&[event(number), event(number)], number % 5 == 0).unwrap();
    }
    one.flush().unwrap();
    let report = bench.report();
    assert_eq!((report.records, report.fault), (60, None));
    assert_eq!(bench.seqs(), (1..=60).collect::<Vec<_>>());
}

#[test]
fn files_are_closed_when_they_are_full_or_old() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(2000);
    for number in 0..30 {
        trail.commit(&event(number)).unwrap();
    }
    let files = bench.report().files;
    assert!(files > 3, "{files}");
    bench.clock.advance(Duration::from_hours(8 * 24));
    trail.commit(&event(30)).unwrap();
    let report = bench.report();
    assert_eq!((report.files, report.records, report.fault), (files + 1, 31, None));
    // A whole file taken away is its first record missing.
    let closed = bench.place().closed_segments().unwrap();
    let gone = get(&closed[1]);
    std::fs::remove_file(&closed[1]).unwrap();
    let fault = bench.report().fault.unwrap();
    assert_eq!((fault.file.clone(), fault.line), (closed[2].clone(), 1));
    put(&closed[1], &gone);
    assert_eq!(bench.report().fault, None);
}

#[test]
fn what_was_kept_long_enough_is_taken_out_and_the_rest_still_verifies() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(1500);
    let network = |n: u64| Event::new(Class::Network, "network.test", "address", format!("{n}"));
    for number in 0..20 {
        trail.commit(&event(number)).unwrap();
        trail.commit(&network(number)).unwrap();
    }
    bench.clock.advance(Duration::from_hours(31 * 24));
    trail.commit(&event(99)).unwrap();
    let pruned = trail.prune(&Retention::default()).unwrap();
    assert_eq!(pruned.records.keys().collect::<Vec<_>>(), [&Class::Network]);
    let gone = pruned.records[&Class::Network];
    assert!(gone >= 17, "{gone}");
    let report = bench.report();
    assert_eq!((report.fault.clone(), report.pruned), (None, gone));
    assert_eq!(report.records, 40 - gone + 2);
    let found = find(&bench.place(), &Query { classes: vec![Class::Audit], ..Query::default() }).unwrap();
    assert_eq!(found[0].details()["network"], gone);
    assert_eq!(trail.prune(&Retention::default()).unwrap(), Pruned::default());
    // Nothing but the key can say that records were taken out.
    for path in bench.place().closed_segments().unwrap() {
        let good = get(&path);
        for (at, line) in lines(&good).iter().enumerate() {
            let mut bad = lines(&good);
            bad.remove(at);
            put(&path, &bad.concat());
            assert!(bench.report().fault.is_some());
            for bit in (0..line.len()).step_by(7) {
                let mut bad = lines(&good);
                bad[at][bit] ^= 1;
                put(&path, &bad.concat());
                assert!(bench.report().fault.is_some(), "{}, line {at}, byte {bit}", path.display());
            }
        }
        put(&path, &good);
    }
    bench.clock.advance(Duration::from_hours(400 * 24));
    trail.commit(&event(100)).unwrap();
    trail.prune(&Retention::default()).unwrap();
    let report = bench.report();
    assert_eq!(report.fault, None);
    assert!(report.pruned > gone);
}

#[test]
fn what_was_taken_out_is_told_also_where_the_next_file_cannot_be_read() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(1000);
    for number in 0..30 {
        trail.commit(&Event::new(Class::Network, "network.test", "address", format!("{number}"))).unwrap();
    }
    let second = bench.place().closed_segments().unwrap()[1].clone();
    let good = get(&second);
    std::fs::remove_file(&second).unwrap();
    std::fs::create_dir(&second).unwrap();
    bench.clock.advance(Duration::from_hours(31 * 24));
    trail.prune(&Retention::default()).unwrap_err();
    std::fs::remove_dir(&second).unwrap();
    put(&second, &good);
    let told = Query { action: Some("audit.pruned".to_owned()), ..Query::default() };
    let found = find(&bench.place(), &told).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].details()["network"].as_u64().unwrap() > 0);
    let fault = bench.report().fault;
    assert_eq!(fault, None);
}

#[test]
fn taking_records_out_hides_no_change() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(1000);
    for number in 0..10 {
        trail.commit(&Event::new(Class::Network, "network.test", "address", format!("{number}"))).unwrap();
    }
    let first = bench.place().closed_segments().unwrap()[0].clone();
    let bad = String::from_utf8(get(&first)).unwrap().replace("\"resource\":\"1\"", "\"resource\":\"7\"");
    put(&first, bad.as_bytes());
    bench.clock.advance(Duration::from_hours(31 * 24));
    assert_eq!(trail.prune(&Retention::default()).unwrap(), Pruned::default());
    assert_eq!(bench.report().fault.unwrap().record, 2);
}

#[test]
fn no_secret_and_no_endless_text_gets_in() {
    let bench = Bench::new();
    let redactor = Redactor::default();
    redactor.add("KEY", &"sk-canary-1234567890".into());
    let mut trail = Trail::open(bench.place(), None, bench.clock.clone(), redactor).unwrap();
    let event = Event::new(Class::Tool, "tool.call", "tool", "x sk-canary-1234567890 y\n\u{1b}[31m")
        .by(Actor::new(KeyKind::Client, Some("sk-canary-1234567890".into())))
        .request("sk-canary-1234567890")
        .with("why", "because sk-canary-1234567890")
        .with("long", "é".repeat(100_000));
    trail.commit(&event).unwrap();
    let text = String::from_utf8(get(&bench.log())).unwrap();
    assert!(!text.contains("canary") && text.contains("[REDACTED:KEY]"), "{text}");
    assert!(text.len() < 4000 && text.lines().count() == 1 && !text.contains('\u{1b}'), "{}", text.len());
    assert_eq!(bench.report().fault, None);
}

#[test]
fn records_are_found_by_what_they_are() {
    let bench = Bench::new();
    let mut trail = bench.trail();
    for number in 0..10 {
        let who = Actor::new(KeyKind::Client, Some(format!("user{}", number % 2)));
        let class = if number < 5 { Class::Secret } else { Class::Tool };
        let action = if number < 5 { "secret.read" } else { "tool.call" };
        trail.commit(&Event::new(class, action, "thing", format!("{number}")).by(who)).unwrap();
        bench.clock.advance(Duration::from_mins(1));
    }
    let count = |query: Query| find(&bench.place(), &query).unwrap().len();
    let start = 1_700_000_000_000;
    assert_eq!(count(Query::default()), 10);
    assert_eq!(count(Query { classes: vec![Class::Tool], ..Query::default() }), 5);
    assert_eq!(count(Query { action: Some("secret.*".into()), ..Query::default() }), 5);
    assert_eq!(count(Query { action: Some("tool.call".into()), ..Query::default() }), 5);
    assert_eq!(count(Query { actors: vec!["user1".into()], ..Query::default() }), 5);
    assert_eq!(count(Query { actors: vec!["client".into()], ..Query::default() }), 10);
    assert_eq!(count(Query { resource_type: Some("other".into()), ..Query::default() }), 0);
    assert_eq!(
        count(Query { since: Some(start + 60_000), until: Some(start + 180_000), ..Query::default() }),
        3
    );
    let last = find(&bench.place(), &Query { limit: Some(2), ..Query::default() }).unwrap();
    assert_eq!(last.iter().map(Entry::seq).collect::<Vec<_>>(), [9, 10]);
    assert_eq!(count(Query { limit: Some(0), ..Query::default() }), 0);
}

#[test]
fn exports_have_every_record_in_their_form() {
    let bench = Bench::new();
    let mut trail = bench.trail();
    trail.commit(&Event::new(Class::Secret, "secret.read", "secret", "=cmd|' /C calc'!A0")).unwrap();
    trail.commit(&Event::new(Class::Tool, "tool.call", "tool", "a=b|c\nd").ended(Outcome::Denied)).unwrap();
    let text = |format, limit| {
        let mut text = Vec::new();
        let query = Query { limit, ..Query::default() };
        let write = |bytes: &[u8]| {
            text.extend_from_slice(bytes);
            Ok::<(), ()>(())
        };
        let records = export(&bench.place(), &query, format, write).unwrap().unwrap();
        (records, String::from_utf8(text).unwrap())
    };
    let (records, json) = text(Format::Json, None);
    let json: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!((records, json.len(), json[1]["outcome"].as_str()), (2, 2, Some("denied")));
    let (_, csv) = text(Format::Csv, None);
    assert_eq!(csv.matches("\r\n").count(), 3, "{csv}");
    assert!(csv.contains(",\"'=cmd|' /C calc'!A0\","), "{csv}");
    let (records, cef) = text(Format::Cef, Some(1));
    assert_eq!((records, cef.lines().count()), (1, 1));
    assert!(cef.starts_with("CEF:0|MUXI|muxi|") && cef.contains("cs1=a\\=b|c\\nd"), "{cef}");
    let stopped = export(&bench.place(), &Query::default(), Format::Csv, |_| Err("full")).unwrap();
    assert_eq!(stopped, Err("full"));
}

#[test]
fn a_recorder_commits_groups_and_counts_a_flood() {
    let bench = Bench::new();
    let recorder = Recorder::start(bench.trail(), Some(Retention::default()), Box::new(|_| {})).unwrap();
    for number in 0..100 {
        recorder.record(event(number));
    }
    for _ in 0..5000 {
        recorder.record(
            Event::new(Class::Authentication, "authentication.refused", "route", "/v1/chat")
                .ended(Outcome::Denied)
                .bounded(),
        );
    }
    recorder.commit_blocking(event(100)).unwrap();
    let committed = get(&bench.log());
    assert!(String::from_utf8_lossy(&committed).contains("NAME_100"));
    recorder.end();
    let report = bench.report();
    assert_eq!(report.fault, None);
    let found =
        find(&bench.place(), &Query { classes: vec![Class::Authentication], ..Query::default() }).unwrap();
    assert_eq!(found.len(), 21);
    assert_eq!(found[20].details()["more"], 4980);
    assert_eq!(report.records, 101 + 21);
    assert!(recorder.commit_blocking(event(0)).is_err(), "it has ended");
}

#[test]
fn a_flood_of_one_caller_hides_nothing_of_another() {
    let bench = Bench::new();
    let recorder = Recorder::start(bench.trail(), None, Box::new(|_| {})).unwrap();
    let refused = |user: &str| {
        Event::new(Class::Credential, "credential.set", "user_credential", user)
            .by(Actor::new(KeyKind::Client, Some(user.to_owned())))
            .ended(Outcome::Denied)
            .bounded()
    };
    for _ in 0..500 {
        recorder.record(refused("usr_ann"));
    }
    recorder.record(refused("usr_bob"));
    recorder.end();
    let found =
        find(&bench.place(), &Query { classes: vec![Class::Credential], ..Query::default() }).unwrap();
    let of = |user: &str| found.iter().filter(|entry| entry.resource() == user).collect::<Vec<_>>();
    assert_eq!((of("usr_ann").len(), of("usr_bob").len()), (21, 1));
    assert_eq!(of("usr_ann")[20].details()["more"], 480);
}

#[test]
fn what_cannot_be_recorded_is_refused_and_never_recorded_later() {
    let bench = Bench::new();
    let recorder = Recorder::start(bench.trail(), Some(Retention::default()), Box::new(|_| {})).unwrap();
    recorder.commit_blocking(event(0)).unwrap();
    // A directory in the place of the file: writing fails, for root too.
    let aside = bench.dir.path().join("aside");
    std::fs::rename(bench.log(), &aside).unwrap();
    std::fs::create_dir(bench.log()).unwrap();
    recorder.record(event(1));
    assert_eq!(recorder.commit_blocking(event(2)).unwrap_err().code(), "audit_failed");
    std::fs::remove_dir(bench.log()).unwrap();
    std::fs::rename(&aside, bench.log()).unwrap();
    recorder.commit_blocking(event(3)).unwrap();
    recorder.end();
    let found = find(&bench.place(), &Query::default()).unwrap();
    assert_eq!(found.iter().map(Entry::resource).collect::<Vec<_>>(), ["NAME_0", "NAME_1", "NAME_3"]);
    assert_eq!(bench.report().fault, None);
}

#[test]
fn what_is_written_and_not_yet_durable_is_not_written_again() {
    let bench = Bench::new();
    let recorder = Recorder::start(bench.trail(), None, Box::new(|_| {})).unwrap();
    recorder.commit_blocking(event(0)).unwrap();
    // A directory in the place of the checkpoints: the records can be written, and no checkpoint of them.
    let (path, aside) = (bench.place().checkpoints(), bench.dir.path().join("aside"));
    std::fs::rename(&path, &aside).unwrap();
    std::fs::create_dir(&path).unwrap();
    recorder.record(event(1));
    assert_eq!(recorder.commit_blocking(event(2)).unwrap_err().code(), "audit_failed");
    assert!(recorder.commit_blocking(event(3)).is_err());
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    recorder.commit_blocking(event(4)).unwrap();
    recorder.end();
    let found = find(&bench.place(), &Query::default()).unwrap();
    let names: Vec<_> = found.iter().map(Entry::resource).filter(|name| *name == "NAME_1").collect();
    assert_eq!(names, ["NAME_1"], "once");
    assert_eq!(bench.report().fault, None);
}

#[test]
fn a_retention_is_read_and_its_mistakes_are_named() {
    let kept = Retention::default().with("network=7").unwrap();
    assert_eq!((kept.days(Class::Network), kept.days(Class::Configuration)), (7, 2555));
    for (bad, said) in
        [("network", "CLASS=DAYS"), ("net=3", "there is no class net"), ("tool=0", "no number")]
    {
        let error = Retention::default().with(bad).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn a_walk_that_is_stopped_stops() {
    let bench = Bench::with(5);
    let mut seen = 0;
    query::each(&bench.place(), &Query::default(), 2, |_| {
        seen += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!(seen, 1);
}

#[test]
fn a_value_that_the_limit_cuts_is_taken_out_before() {
    let bench = Bench::new();
    let redactor = Redactor::default();
    redactor.add("KEY", &"sk-canary-1234567890".into());
    let open = || Trail::open(bench.place(), None, bench.clock.clone(), redactor.clone()).unwrap();
    let text = format!("{}sk-canary-1234567890{}", "x".repeat(1024 - 9), "y".repeat(3000));
    let event = || {
        Event::new(Class::Tool, "tool.call", "tool", text.as_str())
            .by(Actor::new(KeyKind::Client, Some(text.clone())))
            .request(text.as_str())
            .with("why", text.as_str())
            .with("more", serde_json::json!({"deep": [text.as_str()]}))
    };
    open().commit(&event()).unwrap();
    let recorder = Recorder::start(open(), None, Box::new(|_| {})).unwrap();
    recorder.record(event());
    recorder.commit_blocking(event()).unwrap();
    recorder.end();
    let text = String::from_utf8(get(&bench.log())).unwrap();
    assert!(!text.contains("sk-can"), "{text}");
    assert!(text.lines().count() == 3 && text.lines().all(|line| line.len() < 6000), "{text}");
}

#[test]
fn a_server_records_before_years_of_records_are_looked_through() {
    let bench = Bench::with(1);
    // Reading it waits until somebody writes to it.
    let old = bench.place().closed(1);
    rustix::fs::mknodat(rustix::fs::CWD, &old, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    let (told, hears) = std::sync::mpsc::channel();
    let trail = bench.trail();
    std::thread::spawn(move || {
        let recorder = Recorder::start(trail, Some(Retention::default()), Box::new(|_| {})).unwrap();
        recorder.commit_blocking(event(1)).unwrap();
        recorder.commit_blocking(event(2)).unwrap();
        told.send(recorder).unwrap();
    });
    let recorder = hears.recv_timeout(Duration::from_secs(20)).expect("it is recorded meanwhile");
    let aside = bench.dir.path().join("aside");
    std::fs::rename(&old, &aside).unwrap();
    drop(std::fs::OpenOptions::new().read(true).write(true).open(&aside).unwrap());
    recorder.end();
    assert_eq!(bench.seqs(), [1, 2, 3]);
}

#[test]
fn what_was_kept_long_enough_is_looked_for_in_old_files_only() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(600);
    for number in 0..6 {
        trail.commit(&event(number)).unwrap();
    }
    // A young file is not even read: this one could not be.
    let closed = bench.place().closed_segments().unwrap();
    let first = lines(&get(&closed[0]))[0].clone();
    put(&closed[0], &[&first[..], b"\xff\xfe\n"].concat());
    assert_eq!(trail.prune(&Retention::default()).unwrap(), Pruned::default());
    let locked = private_lock(&bench);
    // Nor does it take the lock.
    let _held = trail::held(&locked, &bench.place()).unwrap();
    assert_eq!(trail.prune(&Retention::default()).unwrap(), Pruned::default());
}

fn private_lock(bench: &Bench) -> std::fs::File {
    trail::private().write(true).open(bench.place().lock()).unwrap()
}
