//! What the way through `muxi server` costs beside a bare relay: `cargo bench --bench server` (`-- --json` for programs).
//!
//! Both pass requests to the same formation, in turns, so that what else the machine does meets both. The relay is axum with
//! hyper's client, and does nothing but pass on.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use muxi::server::fleet::{Arrival, Fleet, Options, Reporter};
use muxi::server::proxy::{Origin, forward};

const ID: &str = "bench-bot";
const FORMATION: &str = "schema: \"1.0.0\"\nid: bench-bot\ndescription: Says it back\nversion: 1.0.0\nllm:\n  models:\n    - text: muxi/echo\nagents:\n  - id: assistant\n    name: Echo\n    description: Says it back\n";
/// Rounds of both.
const ROUNDS: usize = 10;
/// Requests one after the other in a round.
const ALONE: usize = 500;
/// Requests in a round, so many at once.
const TOGETHER: usize = 2000;
const AT_ONCE: usize = 32;

fn main() -> Result<()> {
    let json = std::env::args().any(|arg| arg == "--json");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (relay, proxy) = runtime.block_on(measure())?;
    let times = |get: fn(&Measured) -> f64| get(&proxy) / get(&relay);
    let (p50, p99, at_once) = (times(|m| m.p50), times(|m| m.p99), relay.per_second / proxy.per_second);
    if json {
        println!(
            "{}",
            serde_json::json!({"relay": relay.json(), "proxy": proxy.json(), "times": {"p50": p50, "p99": p99, "throughput": at_once}})
        );
    } else {
        println!("| | relay | muxi server | times |\n|---|---|---|---|");
        println!("| median, one at a time | {:.0} µs | {:.0} µs | {p50:.2} |", relay.p50, proxy.p50);
        println!("| p99, one at a time | {:.0} µs | {:.0} µs | {p99:.2} |", relay.p99, proxy.p99);
        println!(
            "| requests/s, {AT_ONCE} at once | {:.0} | {:.0} | {at_once:.2} |",
            relay.per_second, proxy.per_second
        );
    }
    Ok(())
}

struct Measured {
    /// In microseconds.
    p50: f64,
    p99: f64,
    per_second: f64,
}

impl Measured {
    fn of(mut alone: Vec<Duration>, together: Duration) -> Self {
        alone.sort_unstable();
        let at = |part: usize| alone[alone.len() * part / 100].as_secs_f64() * 1e6;
        let all = f64::from(u32::try_from(TOGETHER * ROUNDS).unwrap_or(u32::MAX));
        Self { p50: at(50), p99: at(99), per_second: all / together.as_secs_f64() }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({"p50_us": self.p50, "p99_us": self.p99, "per_second": self.per_second})
    }
}

async fn measure() -> Result<(Measured, Measured)> {
    let dir = tempfile::tempdir()?;
    let mut options = Options::new(dir.path().join("data"), env!("CARGO_BIN_EXE_muxi").into());
    options.ports = 0..=0;
    options.environment = vec![("HOME".to_owned(), dir.path().display().to_string())];
    let (fleet, _) = Fleet::open(options).await?;
    deploy(&fleet).await?;
    let port = fleet.list()[0].port.context("it runs")?;
    let (relay, proxy) = (relay(port).await?, through(&fleet).await?);
    let urls = [format!("http://{relay}/v1/health"), format!("http://{proxy}/api/{ID}/v1/health")];
    let client = reqwest::Client::new();
    let mut alone = [Vec::new(), Vec::new()];
    let mut together = [Duration::ZERO; 2];
    for round in 0..=ROUNDS {
        for (which, url) in urls.iter().enumerate() {
            let mut took = one_by_one(&client, url).await?;
            let all = at_once(&client, url).await?;
            // The first round warms up.
            if round > 0 {
                alone[which].append(&mut took);
                together[which] += all;
            }
        }
    }
    fleet.close().await;
    let [relayed, proxied] = alone;
    Ok((Measured::of(relayed, together[0]), Measured::of(proxied, together[1])))
}

async fn deploy(fleet: &Fleet) -> Result<()> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_size(FORMATION.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, format!("{ID}/formation.afs"), FORMATION.as_bytes())?;
    let mut spool = fleet.spool(None)?;
    spool.write(&tar.into_inner()?.finish()?)?;
    let arrival = Arrival { id: ID.to_owned(), version: None, bundle: spool.finish()?, secrets: None };
    fleet.deploy(arrival, Reporter::default()).await?;
    Ok(())
}

async fn one_by_one(client: &reqwest::Client, url: &str) -> Result<Vec<Duration>> {
    let mut took = Vec::with_capacity(ALONE);
    for _ in 0..ALONE {
        let begin = Instant::now();
        ask(client, url).await?;
        took.push(begin.elapsed());
    }
    Ok(took)
}

async fn at_once(client: &reqwest::Client, url: &str) -> Result<Duration> {
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, url) = (client.clone(), url.to_owned());
        tasks.spawn(async move {
            for _ in 0..TOGETHER / AT_ONCE {
                ask(&client, &url).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(begin.elapsed())
}

async fn ask(client: &reqwest::Client, url: &str) -> Result<()> {
    let answer = client.get(url).send().await?;
    ensure!(answer.status() == 200, "{}", answer.status());
    answer.bytes().await?;
    Ok(())
}

/// A server that passes all on, and does nothing else.
async fn relay(port: u16) -> Result<SocketAddr> {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(connector);
    listen(Router::new().fallback(move |mut request: Request| {
        let client = client.clone();
        async move {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let Ok(uri) = format!("http://127.0.0.1:{port}{path}").parse::<Uri>() else {
                return StatusCode::BAD_REQUEST.into_response();
            };
            *request.uri_mut() = uri;
            match client.request(request).await {
                Ok(answer) => answer.map(Body::new),
                Err(_) => StatusCode::BAD_GATEWAY.into_response(),
            }
        }
    }))
    .await
}

/// The proxy of `muxi server`.
async fn through(fleet: &Fleet) -> Result<SocketAddr> {
    let fleet = Arc::new(fleet.clone());
    listen(Router::new().fallback(move |ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request| {
        let fleet = Arc::clone(&fleet);
        async move { forward(&fleet, request, &Origin { client: peer.ip(), tls: false, host: None }).await }
    }))
    .await
}

async fn listen(router: Router) -> Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { drop(axum::serve(listener, service).await) });
    Ok(address)
}
