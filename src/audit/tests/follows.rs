//! Reading behind others: following, looking up over files, and sending on.

use std::time::{Duration, Instant};

use super::*;

#[test]
fn whoever_follows_gets_each_record_once_also_when_files_are_closed() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(1200);
    trail.commit(&event(0)).unwrap();
    let mut follow = Follow::from_now(bench.place(), Query::default()).unwrap();
    let mut seen = Vec::new();
    for number in 1..20 {
        trail.commit(&event(number)).unwrap();
        if number % 3 != 0 {
            seen.extend(follow.news().unwrap().iter().map(Entry::seq));
        }
    }
    seen.extend(follow.news().unwrap().iter().map(Entry::seq));
    assert_eq!(seen, (2..=20).collect::<Vec<_>>());
}

#[test]
fn whoever_follows_loses_nothing_whatever_becomes_of_the_files() {
    let bench = Bench::with(3);
    let mut follow = Follow::from_now(bench.place(), Query::default()).unwrap();
    let mut news = |what: &str| -> Vec<String> {
        let found = follow.news().unwrap_or_else(|error| panic!("{what}: {error}"));
        found.iter().map(|entry| format!("{} {}", entry.seq(), entry.resource())).collect()
    };
    assert_eq!(news("nothing came"), [""; 0]);
    let mut trail = bench.trail();
    trail.commit(&event(4)).unwrap();
    assert_eq!(news("one came"), ["4 NAME_4"]);
    // Closed, and the new file has the number of the old one, and is longer.
    let closed = bench.place().closed(1);
    put(&closed, &get(&bench.log()));
    put(&bench.log(), b"");
    for number in 5..12 {
        trail.commit(&event(number)).unwrap();
    }
    assert_eq!(news("the file was closed").len(), 7);
    // Half a line, as a reader that takes no lock may see it.
    let good = get(&bench.log());
    let whole = lines(&good);
    put(&bench.log(), &[&good[..], &whole[0][..40]].concat());
    assert_eq!(news("half of one came"), [""; 0]);
    trail.commit(&event(12)).unwrap();
    let found = news("the other half was cut");
    assert_eq!(found, ["12 audit.log", "13 NAME_12"]);
    // Closed ones are thinned out while nobody looks.
    let network = |n: u64| Event::new(Class::Network, "network.test", "address", format!("{n}"));
    let mut trail = bench.trail().closing_after(600);
    for number in 0..4 {
        trail.commit(&network(number)).unwrap();
    }
    assert_eq!(news("files were closed").len(), 4);
    bench.clock.advance(Duration::from_hours(31 * 24));
    trail.commit(&event(20)).unwrap();
    assert!(!trail.prune(&Retention::default()).unwrap().records.is_empty());
    let found = news("records were taken out");
    assert!(found.len() == 2 && found[0].ends_with("NAME_20"), "{found:?}");
    // All of it is gone, and another one began: its numbers begin again.
    std::fs::remove_dir_all(bench.place().dir()).unwrap();
    assert_eq!(news("it is gone"), [""; 0]);
    bench.trail().commit(&event(30)).unwrap();
    assert_eq!(news("another one began"), ["1 audit.log", "2 NAME_30"]);
    bench.trail().commit(&event(31)).unwrap();
    assert_eq!(news("it goes on"), ["3 NAME_31"]);
}

#[test]
fn the_last_records_are_found_over_files_in_their_order() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(700);
    for number in 0..20 {
        trail.commit(&event(number)).unwrap();
    }
    assert!(bench.report().files > 4);
    let last = |limit| -> Vec<u64> {
        let query = Query { limit, ..Query::default() };
        find(&bench.place(), &query).unwrap().iter().map(Entry::seq).collect()
    };
    assert_eq!(last(Some(7)), (14..=20).collect::<Vec<_>>());
    assert_eq!(last(Some(100)), (1..=20).collect::<Vec<_>>());
    assert_eq!(last(None), (1..=20).collect::<Vec<_>>());
    assert_eq!(last(Some(0)), [0; 0]);
}

#[test]
fn a_closed_file_is_never_written_over_whatever_was_put_back() {
    let bench = Bench::new();
    let mut trail = bench.trail().closing_after(700);
    trail.commit(&event(0)).unwrap();
    let old = get(&bench.log());
    for number in 1..8 {
        trail.commit(&event(number)).unwrap();
    }
    let closed = bench.place().closed_segments().unwrap();
    let good: Vec<_> = closed.iter().map(|path| get(path)).collect();
    put(&bench.log(), &old);
    for number in 8..20 {
        bench.trail().closing_after(700).commit(&event(number)).unwrap();
    }
    for (path, good) in closed.iter().zip(good) {
        assert!(get(path) == good, "{} is another one", path.display());
    }
    assert!(bench.report().fault.is_some());
}

#[test]
fn a_receiver_that_takes_its_time_with_each_record_does_not_hold_up_the_end() {
    let bench = Bench::with(1);
    let path = bench.dir.path().join("log.sock");
    let receiver = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
    let stream = Stream::start(&bench.place(), Sink::Unix(path), Box::new(drop_error)).unwrap();
    // More than the socket holds.
    let all: Vec<Event> = (0..2000).map(event).collect();
    bench.trail().append(&all, true).unwrap();
    let mut room = [0; 16 << 10];
    receiver.recv(&mut room).unwrap();
    let slow = std::thread::spawn(move || {
        let mut came = 1;
        receiver.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        while receiver.recv(&mut room).is_ok() {
            came += 1;
            std::thread::sleep(Duration::from_millis(30));
        }
        came
    });
    let begin = Instant::now();
    drop(stream);
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert!(slow.join().unwrap() < 2000);
}

fn drop_error(_: &AuditError) {}

#[test]
fn a_forged_number_that_is_too_high_makes_nothing_overflow() {
    let bench = Bench::with(3);
    let good = get(&bench.log());
    let last = String::from_utf8(lines(&good).pop().unwrap()).unwrap();
    for number in [u64::MAX, u64::MAX - 1, u64::MAX / 2 + 1] {
        let mut follow = Follow::new(bench.place(), Query::default(), 1);
        for forged in [
            last.replacen("\"seq\":3,", &format!("\"seq\":{number},"), 1),
            last.replacen("\"at\":1700000000000,", &format!("\"to\":{number},"), 1),
            last.replacen("\"at\":1700000000000,", &format!("\"at\":{number},"), 1),
        ] {
            assert_ne!(forged, last);
            put(&bench.log(), &[&good[..], forged.as_bytes()].concat());
            assert_eq!(bench.seqs(), [1, 2, 3], "{number}");
            let from_now = Follow::from_now(bench.place(), Query::default()).unwrap();
            assert_eq!(from_now.after(), 3, "{number}");
            follow.news().unwrap();
            assert_eq!(follow.after(), 3, "{number}");
            bench.trail().commit(&event(9)).unwrap();
            assert_eq!(bench.report().fault.unwrap().line, 4, "{number}");
        }
    }
}

#[test]
fn records_go_to_a_file_by_its_name_whatever_becomes_of_it() {
    let bench = Bench::with(1);
    let to = bench.dir.path().join("sent.jsonl");
    let sink = Sink::File(to.clone());
    let stream = Stream::start(&bench.place(), sink, Box::new(|error| panic!("{error}"))).unwrap();
    let sent = |name: &str| {
        let begin = Instant::now();
        while !crate::support::fs::read_to_string(&to).is_ok_and(|text| text.contains(name)) {
            assert!(begin.elapsed() < Duration::from_secs(20), "{name} is not sent");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    bench.trail().commit(&event(1)).unwrap();
    sent("NAME_1");
    std::fs::rename(&to, bench.dir.path().join("moved.jsonl")).unwrap();
    bench.trail().commit(&event(2)).unwrap();
    sent("NAME_2");
    assert!(!crate::support::fs::read_to_string(&to).unwrap().contains("NAME_1"));
    drop(stream);
}
