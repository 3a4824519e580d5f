//! What recording costs, and how long a million records take to verify:
//! `cargo bench --bench audit [-- --json] [-- --records N]`. Nothing is asserted, all is reported.

#![expect(clippy::print_stdout, reason = "its report is what it is for")]

use std::time::Instant;

use anyhow::Context as _;
use muxi::audit::{Class, Event, Place, Query, Trail, find, verify};
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use serde_json::json;

/// So many are appended at once, as a busy server does.
const BATCH: u32 = 500;
/// So many are appended one by one, each on the disk before the next.
const ALONE: u32 = 200;

fn event(number: u32) -> Event {
    Event::new(Class::Tool, "tool.call", "tool", "files/read_file")
        .request(format!("req_{number:021}"))
        .with("agent", "assistant")
        .with("session", format!("sess_{number:021}"))
        .with("took_ms", 12)
        .with("verdict", "allow: rule 1 (files/*)")
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let records = match args.iter().position(|arg| arg == "--records") {
        Some(at) => args.get(at + 1).context("--records needs a number")?.parse()?,
        None => 1_000_000_u32,
    };
    let dir = tempfile::tempdir()?;
    let place = Place::at(dir.path().join("audit"), Some(dir.path().join("head")));
    let mut trail = Trail::open(place.clone(), None, Clock::default(), Redactor::default())?;
    let began = Instant::now();
    for number in 0..ALONE {
        trail.commit(&event(number))?;
    }
    let alone = began.elapsed() / ALONE;
    let began = Instant::now();
    let mut number = ALONE;
    while number < records {
        let batch: Vec<Event> = (number..records.min(number + BATCH)).map(event).collect();
        number = records.min(number + BATCH);
        trail.append(&batch, false)?;
    }
    trail.flush()?;
    let appended = began.elapsed();
    let began = Instant::now();
    let report = verify(&place, &[])?;
    let verified = began.elapsed();
    anyhow::ensure!(report.fault.is_none() && report.records == u64::from(records), "{report:?}");
    let began = Instant::now();
    let query = Query { action: Some("secret.*".to_owned()), limit: Some(100), ..Query::default() };
    anyhow::ensure!(find(&place, &query)?.is_empty(), "there are no such records");
    let queried = began.elapsed();
    let per_second = f64::from(records) / appended.as_secs_f64();
    if args.iter().any(|arg| arg == "--json") {
        let report = json!({
            "records": records,
            "files": report.files,
            "verify_s": verified.as_secs_f64(),
            "query_s": queried.as_secs_f64(),
            "appended_per_s": per_second,
            "committed_us": alone.as_secs_f64() * 1e6,
        });
        println!("{report:#}");
        return Ok(());
    }
    println!("{records} records in {} files", report.files);
    println!("  verify                  {:.2} s", verified.as_secs_f64());
    println!("  look all through        {:.2} s", queried.as_secs_f64());
    println!("  append, {BATCH} at once     {per_second:.0} records/s");
    println!("  append one, on the disk {:.0} µs", alone.as_secs_f64() * 1e6);
    Ok(())
}
