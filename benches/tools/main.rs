//! What a tool call through muxi costs over a bare round trip: `cargo bench --bench tools [-- --json]`.
//!
//! The server of tools is this binary again. It is called over bare pipes, and by muxi's client behind its walls, in
//! turns, so that what else runs on the machine meets both. Nothing is asserted, all is reported.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark writes its own files and reads its own variables"
)]
#![expect(clippy::print_stdout, reason = "its report is what it is for")]

mod bare;
mod client;
mod idle;
mod report;
mod server;

use report::{Report, Target};

/// Calls of one round, and rounds of each kind.
const CALLS: usize = 500;
const ROUNDS: usize = 5;

/// How often starts are measured.
const STARTS: usize = 5;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "server") {
        return server::run();
    }
    measure(args.iter().any(|arg| arg == "--json"))
}

fn measure(json: bool) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut report = Report::default();
    for (what, size) in [("a call with 20 bytes", 20), ("a call with 64 KiB there and back", 64 << 10)] {
        let (bare, muxi) = runtime.block_on(calls(size))?;
        let target = if size < 1000 { Target::AddsAtMost(1000.0) } else { Target::None };
        report.pair(&format!("{what}, median"), bare.0, muxi.0, "µs", target);
        report.pair(&format!("{what}, 99 %"), bare.1, muxi.1, "µs", Target::None);
    }
    let starts = runtime.block_on(starts())?;
    report.pair("ten servers ready, over one", starts.one, starts.ten, "ms", Target::RatioAtMost(5.0));
    report.pair("one server ready, over a bare start", starts.bare, starts.one, "ms", Target::None);
    let (without, with) = (idle::measure(0)?, idle::measure(idle::MANY)?);
    let each = |figure: fn(&idle::Idle) -> f64| (figure(&with) - figure(&without)) / f64::from(idle::MANY);
    report.number(
        "memory of `muxi serve` for each idle server",
        each(|i| i.muxi_kib),
        "KiB",
        Target::AtMost(512.0),
    );
    report.number(
        "memory of its supervisor, its own",
        with.supervisors_kib / f64::from(idle::MANY),
        "KiB",
        Target::AtMost(1024.0),
    );
    report.number(
        "the server itself, for comparison",
        with.servers_kib / f64::from(idle::MANY),
        "KiB",
        Target::None,
    );
    report.number(
        "CPU of muxi and ten supervisors, idle",
        with.cpu_millis_per_second,
        "ms/s",
        Target::AtMost(5.0),
    );
    report.number("the same without servers", without.cpu_millis_per_second, "ms/s", Target::None);
    if json {
        println!("{}", report.json());
    } else {
        print!("{}", report.markdown());
    }
    Ok(())
}

/// Median and 99 % of bare calls and of muxi's, in µs.
async fn calls(size: usize) -> anyhow::Result<((f64, f64), (f64, f64))> {
    let mut bare = bare::Bare::start()?;
    let place = client::Place::new()?;
    let servers = place.servers(1);
    let server = client::first(&servers)?;
    client::ready(&server).await?;
    let text = "x".repeat(size);
    for _ in 0..CALLS / 5 {
        bare.call(&text)?;
        client::call(&server, &text).await?;
    }
    let (mut of_bare, mut of_muxi) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for _ in 0..CALLS {
            of_bare.push(bare.call(&text)?);
        }
        for _ in 0..CALLS {
            of_muxi.push(client::call(&server, &text).await?);
        }
    }
    servers.stop().await;
    Ok((report::middle_and_end(of_bare), report::middle_and_end(of_muxi)))
}

/// Medians, in milliseconds.
struct Starts {
    bare: f64,
    one: f64,
    ten: f64,
}

async fn starts() -> anyhow::Result<Starts> {
    let (mut bare, mut one, mut ten) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        bare.push(bare::start_millis()?);
        one.push(client::start_millis(1).await?);
        ten.push(client::start_millis(10).await?);
    }
    let middle = |millis| report::middle_and_end(millis).0;
    Ok(Starts { bare: middle(bare), one: middle(one), ten: middle(ten) })
}
