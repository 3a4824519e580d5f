//! `--record DIR` and `--replay DIR`.

use std::path::{Path, PathBuf};
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

    /// Whether a recording is to be played.
    pub(crate) fn replays(&self) -> bool {
        self.replay.is_some()
    }

    /// That there is a directory to play from, before anything runs.
    pub(crate) fn check(&self, context: &Context) -> Result<(), Failure> {
        let Some(dir) = self.replay.as_ref().map(|dir| context.env.absolute(dir)) else { return Ok(()) };
        if dir.is_dir() { Ok(()) } else { Err(failure(&CassetteError::Empty(dir))) }
    }

    /// The recording of one thing of several, in the directory `part` of the one that was named: made anew, or played;
    /// where nothing is recorded of it, whatever asks a model fails.
    pub(crate) fn open_part(&self, context: &Context, part: &Path) -> Result<Option<Cassette>, Failure> {
        let place = |dir: &PathBuf| context.env.absolute(dir).join(part);
        let cassette = match (&self.record, &self.replay) {
            (Some(dir), _) => Recorder::afresh(&place(dir)).map(Arc::new).map(Cassette::Record),
            (None, Some(dir)) => Player::open_if_there(&place(dir)).map(Arc::new).map(Cassette::Replay),
            (None, None) => return Ok(None),
        };
        cassette.map(Some).map_err(|error| failure(&error))
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
