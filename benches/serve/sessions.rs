//! A thousand sessions of a hundred messages, and the first turn in each after a start.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::load::{Connection, Job};
use crate::process::again;
use crate::report::median;

const SESSIONS: usize = 1000;
/// Turns of a session; each is a question and an answer.
const TURNS: usize = 50;
/// Sessions that are read at each end.
const ENDS: usize = 100;
/// Connections that fill them.
const CONNECTIONS: usize = 16;

/// Median times of the first turn, in microseconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Read {
    pub(crate) first_us: f64,
    pub(crate) last_us: f64,
}

/// Fills them in a process of its own.
pub(crate) fn fill(address: &str, key: &str) -> anyhow::Result<()> {
    again_in("fill", address, key).map(drop)
}

/// Asks once in each of the first and the last of them, in turns.
pub(crate) fn read(address: &str, key: &str) -> anyhow::Result<Read> {
    Ok(serde_json::from_slice(&again_in("read", address, key)?)?)
}

fn again_in(what: &str, address: &str, key: &str) -> anyhow::Result<Vec<u8>> {
    let output = again(&["sessions", what, address, key])?.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the client of the sessions failed");
    Ok(output.stdout)
}

/// `sessions fill|read ADDRESS KEY`
pub(crate) fn run(args: &[&str]) -> anyhow::Result<()> {
    let [what, address, key] = args else { bail!("wrong arguments") };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match *what {
        "fill" => runtime.block_on(fill_all(address, key)),
        "read" => {
            println!("{}", serde_json::to_string(&runtime.block_on(read_ends(address, key))?)?);
            Ok(())
        }
        _ => bail!("fill or read"),
    }
}

fn job(address: &str, key: &str, session: usize) -> Job {
    let session = format!(r#","session_id":"s{session}""#);
    Job::new(address, key, false, &session, Duration::ZERO)
}

async fn fill_all(address: &str, key: &str) -> anyhow::Result<()> {
    let mut tasks = Vec::new();
    for part in 0..CONNECTIONS {
        let mut connection = Connection::open(address).await?;
        let (address, key) = (address.to_owned(), key.to_owned());
        tasks.push(tokio::spawn(async move {
            for session in (part..SESSIONS).step_by(CONNECTIONS) {
                let job = job(&address, &key, session);
                for _ in 0..TURNS {
                    connection.ask(&job).await.with_context(|| format!("session {session}"))?;
                }
            }
            Ok::<_, anyhow::Error>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn read_ends(address: &str, key: &str) -> anyhow::Result<Read> {
    let mut connection = Connection::open(address).await?;
    // What a server does once, such as opening its readers, belongs to none of them.
    for session in SESSIONS / 2..SESSIONS / 2 + 10 {
        connection.ask(&job(address, key, session)).await?;
    }
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for at in 0..ENDS {
        for (session, times) in [(at, &mut first), (SESSIONS - ENDS + at, &mut last)] {
            let answer = connection.ask(&job(address, key, session)).await?;
            times.push(answer.whole.as_secs_f64() * 1e6);
        }
    }
    Ok(Read { first_us: median(first), last_us: median(last) })
}
