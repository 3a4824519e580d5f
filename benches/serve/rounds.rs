//! Measuring in turns: relay, muxi, relay, muxi.

use std::process::Stdio;

use anyhow::Context as _;

use crate::load::Measured;
use crate::process::again;

const ROUNDS: usize = 5;
/// How long one server is measured in one round, in milliseconds.
const MILLIS: &str = "500";

/// The two servers, and what they are asked with.
pub(crate) struct Rounds<'a> {
    pub(crate) relay: &'a str,
    pub(crate) muxi: &'a str,
    /// Of the relay, which may be a muxi too.
    pub(crate) relay_key: &'a str,
    pub(crate) key: &'a str,
}

/// One round.
pub(crate) struct Pair {
    pub(crate) relay: Measured,
    pub(crate) muxi: Measured,
}

impl Rounds<'_> {
    pub(crate) fn run(&self, kind: &str, connections: usize) -> anyhow::Result<Vec<Pair>> {
        let one = |address: &str, key: &str, who: &str| {
            load(address, key, kind, connections)
                .with_context(|| format!("{kind} with {connections} connections against {who}"))
        };
        (0..ROUNDS)
            .map(|_| {
                Ok(Pair {
                    relay: one(self.relay, self.relay_key, "the relay")?,
                    muxi: one(self.muxi, self.key, "muxi")?,
                })
            })
            .collect()
    }
}

fn load(address: &str, key: &str, kind: &str, connections: usize) -> anyhow::Result<Measured> {
    let mut client = again(&["load", address, key, kind, &connections.to_string(), MILLIS])?;
    let output = client.stderr(Stdio::inherit()).output()?;
    anyhow::ensure!(output.status.success(), "the load client failed");
    Ok(serde_json::from_slice(&output.stdout)?)
}
