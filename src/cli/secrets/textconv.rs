//! `muxi secrets textconv`: what git shows of a secrets file in a diff.

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::show;
use crate::support::fs;

/// Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)
#[derive(Debug, Args)]
pub(crate) struct Textconv {
    /// The file
    file: PathBuf,
}

impl Textconv {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let text = match fs::read(&context.env.absolute(&self.file)) {
            // A failure here would take the whole diff with it.
            Err(error) => format!("{error}\n").into_bytes(),
            Ok(bytes) => match context.key_sources() {
                Ok(sources) => show::show(&bytes, &self.file, &context.env.current_dir, &sources),
                Err(_) => show::show(
                    &bytes,
                    &self.file,
                    &context.env.current_dir,
                    &crate::secrets::KeySources::default(),
                ),
            },
        };
        context.out.bytes(&text)?;
        Ok(ExitCode::Done)
    }
}
