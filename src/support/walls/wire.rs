//! How the starter and the supervisor talk: over a socket that only they have.
//!
//! Down goes one byte with the descriptor of the program's stdin, and of its terminal where it has one, then the plan. Up come lines of JSON. The end of
//! the socket tells the supervisor that nobody wants the program any more.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::WallError;
use super::plan::Plan;
use super::report::Report;
use super::walled::Ended;
use crate::support::secret::SecretBytes;

/// The first byte of a plan that wants a network namespace.
pub(super) const ALONE: u8 = b'a';

/// The first byte of any other plan.
pub(super) const TOGETHER: u8 = b't';

/// The largest plan, in bytes: what the kernel lets a program have as arguments and environment is less.
const LARGEST: u32 = 16 << 20;

/// What the supervisor says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    /// The program runs.
    Started {
        /// Its process.
        tool: u32,
        /// How the walls stand.
        report: Report,
    },
    /// It does not.
    Refused(WallError),
    /// It has ended.
    Ended(Ended),
}

/// A plan without the values, and how long each of them is.
#[derive(Serialize, Deserialize)]
struct Head<P, S> {
    plan: P,
    values: Vec<(S, usize)>,
}

/// The plan as bytes: the length of its head, the head, the values.
pub(super) fn encode(plan: &Plan) -> io::Result<Zeroizing<Vec<u8>>> {
    let values: Vec<_> = plan.environment.iter().map(|(name, value)| (name, value.len())).collect();
    let head = serde_json::to_vec(&Head { plan, values })?;
    let length = u32::try_from(head.len()).map_err(io::Error::other)?;
    let secret: usize = plan.environment.iter().map(|(_, value)| value.len()).sum();
    // Room for all at once: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(4 + head.len() + secret));
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&head);
    for (_, value) in &plan.environment {
        bytes.extend_from_slice(value.expose());
    }
    Ok(bytes)
}

/// Reads a plan, and not a byte beyond it.
pub(super) fn decode(mut from: impl Read) -> io::Result<Plan> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > LARGEST {
        return Err(io::Error::other("the plan is too large"));
    }
    let mut head = vec![0; length as usize];
    from.read_exact(&mut head)?;
    let Head::<Plan, String> { mut plan, values } = serde_json::from_slice(&head)?;
    for (name, length) in values {
        if length > LARGEST as usize {
            return Err(io::Error::other("a value of the plan is too large"));
        }
        let value = SecretBytes::read(from.by_ref(), length as u64)?;
        if value.len() != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        plan.environment.push((name, value));
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Access, Limits, Network};
    use super::*;

    fn plan() -> Plan {
        Plan {
            name: "notes".to_owned(),
            program: "/bin/cat".into(),
            args: vec!["-".to_owned()],
            environment: vec![
                ("TOKEN".to_owned(), SecretBytes::from("sk-live")),
                ("EMPTY".to_owned(), SecretBytes::default()),
                ("BYTES".to_owned(), SecretBytes::new(vec![0xff, b'\n', 0xfe])),
            ],
            directory: "/".into(),
            files: vec![("/usr".into(), Access::Run)],
            network: Network::None,
            unix_sockets: false,
            limits: Limits::default(),
        }
    }

    #[test]
    fn a_plan_arrives_as_it_was_sent_and_what_follows_is_left() {
        let mut bytes = encode(&plan()).unwrap().to_vec();
        bytes.extend_from_slice(b"the rest");
        let mut from = bytes.as_slice();
        let read = decode(&mut from).unwrap();
        assert_eq!(from, b"the rest");
        assert_eq!(read.environment, plan().environment);
        assert_eq!(format!("{read:?}"), format!("{:?}", plan()));
    }

    #[test]
    fn half_a_plan_is_an_error_wherever_it_ends() {
        let bytes = encode(&plan()).unwrap();
        for end in 0..bytes.len() {
            assert!(decode(&bytes[..end]).is_err(), "{end} of {}", bytes.len());
        }
    }

    #[test]
    fn values_are_in_no_text() {
        assert!(!format!("{:?}", plan()).contains("sk-live"));
        assert!(!serde_json::to_string(&plan()).unwrap().contains("sk-live"));
    }
}
