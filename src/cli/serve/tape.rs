//! `--record DIR` and `--replay DIR`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::super::context::Context;
use crate::output::{ExitCode, Failure};
use crate::runtime::llm::cassette::{Cassette, CassetteError, Player, Recorder};

/// Where model traffic is kept or comes from
#[derive(Debug, Default, Args)]
pub(crate) struct Tape {
    /// Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there
    #[arg(long, value_name = "DIR", conflicts_with = "replay")]
    record: Option<PathBuf>,
    /// Answer from what --record kept in this directory: no model is asked, and no key is needed
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
}

impl Tape {
    /// Whether a recording is to be made or played.
    pub(crate) fn is_wanted(&self) -> bool {
        self.record.is_some() || self.replay.is_some()
    }

    /// Whether answers come from a recording, so that no key is needed.
    pub(super) fn replays(&self) -> bool {
        self.replay.is_some()
    }

    /// The recording, if one is to be made or played.
    pub(super) fn open(&self, context: &Context) -> Result<Option<Cassette>, Failure> {
        let absolute = |dir: &PathBuf| context.env.absolute(dir);
        let cassette = match (&self.record, &self.replay) {
            (Some(dir), _) => Recorder::open(&absolute(dir)).map(Arc::new).map(Cassette::Record),
            (None, Some(dir)) => Player::open(&absolute(dir)).map(Arc::new).map(Cassette::Replay),
            (None, None) => return Ok(None),
        };
        cassette.map(Some).map_err(|error| failure(&error))
    }
}

fn failure(error: &CassetteError) -> Failure {
    let exit = match error {
        CassetteError::File(error) if error.is_not_found() => ExitCode::NotFound,
        CassetteError::Empty(_) => ExitCode::NotFound,
        _ => ExitCode::Failed,
    };
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
}
