//! What `muxi serve` costs over a bare relay: `cargo bench --bench serve [-- --json] [-- --memory]`; with `--memory` only
//! what memory costs a turn.
//!
//! The relay is the same axum and reqwest with no logic. The scripted model, the relay and the load
//! client are processes of this binary, muxi is its own; both servers get the same requests in
//! turns, so that what else runs on the machine meets both. Nothing is asserted, all is reported.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark writes its own files and reads its own variables"
)]
#![expect(clippy::print_stdout, reason = "its report is what it is for")]

mod load;
mod process;
mod relay;
mod report;
mod rounds;
mod sessions;
mod subject;
mod upstream;

use anyhow::Context as _;

use report::{Report, Target};
use rounds::Rounds;
use subject::Subject;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["upstream"] => upstream::run(),
        ["relay", model] => relay::run(model),
        ["load", rest @ ..] => load::run(rest),
        ["sessions", rest @ ..] => sessions::run(rest),
        _ => {
            let mut report = Report::default();
            if args.contains(&"--memory") {
                let (_upstream, model) = process::listening(&["upstream"]).context("the scripted model")?;
                remembering(&mut report, &model)?;
            } else {
                measure(&mut report)?;
            }
            if args.contains(&"--json") {
                println!("{}", report.json());
            } else {
                print!("{}", report.markdown());
            }
            Ok(())
        }
    }
}

fn measure(report: &mut Report) -> anyhow::Result<()> {
    let (_upstream, model) = process::listening(&["upstream"]).context("the scripted model")?;
    let (_relay, relay) = process::listening(&["relay", &model]).context("the relay")?;
    let subject = Subject::new(&model)?;

    let millis = subject.version_cpu_millis()?;
    report.number("`muxi --version`, CPU", millis, "ms", Target::AtMost(3.0));
    let starts = subject.starts()?;
    report.number("`muxi serve` ready, first start", starts.first, "ms", Target::AtMost(50.0));
    report.number("`muxi serve` ready, with state", starts.second, "ms", Target::AtMost(50.0));

    let server = subject.serve()?;
    std::thread::sleep(std::time::Duration::from_secs(1));
    report.number("memory, idle", server.resident_mib()?, "MiB", Target::AtMost(20.0));

    let rounds = Rounds { relay: &relay, muxi: &server.address, relay_key: "", key: &server.client_key };
    for connections in [1, 16, 32] {
        let pairs = rounds.run("chat", connections)?;
        if connections == 1 {
            report.pair("chat, 1 connection", &pairs, |m| m.median_us, "µs", Target::AtMost(2.5));
        } else {
            let what = format!("chat, {connections} connections");
            report.pair(
                &what,
                &pairs,
                load::Measured::answers_per_second,
                "requests/s",
                Target::AtLeast(0.25),
            );
        }
    }
    for connections in [1, 16] {
        let pairs = rounds.run("stream", connections)?;
        let what = format!("stream, {connections} connection{}", if connections == 1 { "" } else { "s" });
        report.pair(&what, &pairs, load::Measured::events_per_second, "events/s", Target::AtLeast(0.5));
        let what = format!("{what}, first data");
        let target = if connections == 1 { Target::AtMost(2.0) } else { Target::None };
        report.pair(&what, &pairs, |m| m.first_us, "µs", target);
    }
    report.number("memory, after the load", server.resident_mib()?, "MiB", Target::None);
    drop(server);
    remembering(report, &model)?;
    long_sessions(report, &relay, &model)
}

/// A formation that remembers its users beside one that does not, which stands where the relay stands else.
fn remembering(report: &mut Report, model: &str) -> anyhow::Result<()> {
    let (off, on) = (Subject::with(model, "memory:\n  persistent: false\n")?, Subject::new(model)?);
    let (off, on) = (off.serve()?, on.serve()?);
    let rounds =
        Rounds { relay: &off.address, muxi: &on.address, relay_key: &off.client_key, key: &on.client_key };
    let pairs = rounds.run("chat", 1)?;
    let what = "chat with memory on over off, nothing of the user yet";
    report.pair(what, &pairs, |m| m.median_us, "µs", Target::AtMost(2.0));
    for n in 0..100 {
        on.keep(&format!("The user can do {n} things today."))?;
    }
    let pairs = rounds.run("chat", 1)?;
    let what = "chat with memory on over off, 8 of 100 memories recalled";
    report.pair(what, &pairs, |m| m.median_us, "µs", Target::AtMost(2.0));
    Ok(())
}

/// Sessions of 100 messages, none of which is summed up: one that goes on, and many.
fn long_sessions(report: &mut Report, relay: &str, model: &str) -> anyhow::Result<()> {
    let subject = Subject::with(model, "memory:\n  compaction:\n    enabled: false\n")?;
    let server = subject.serve()?;
    let rounds = Rounds { relay, muxi: &server.address, relay_key: "", key: &server.client_key };
    let pairs = rounds.run("session", 1)?;
    let what = "chat in one session, with its last 100 messages";
    report.pair(what, &pairs, |m| m.median_us, "µs", Target::None);
    sessions::fill(&server.address, &server.client_key)?;
    drop(server);
    // Started anew, it has to read each session from the database.
    let server = subject.serve()?;
    let read = sessions::read(&server.address, &server.client_key)?;
    report.number("first turn in one of the first 100 of 1,000 sessions", read.first_us, "µs", Target::None);
    report.number("first turn in one of the last 100 of 1,000 sessions", read.last_us, "µs", Target::None);
    report.number("the last over the first", read.last_us / read.first_us, "x", Target::AtMost(1.5));
    Ok(())
}
