//! `muxi artifacts list`, `get`, `delete`: the files that agents made.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::Context;
use super::far::Far;
use super::shown::table;
use super::wait::wait;
use crate::output::{ExitCode, Failure, escaped};
use crate::remote::formation::FormationClient;
use crate::support::fs::{self, Mode};

/// Show, fetch and delete the files that the agents of the running formation made
#[derive(Debug, Subcommand)]
pub(crate) enum Artifacts {
    /// Print the files, the latest first
    List(List),
    /// Write a file to stdout, or to a new file of its own
    Get(Get),
    /// Delete a file with all its versions
    Delete(Delete),
}

/// Print the files, the latest first
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The user whose files they are; else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    #[command(flatten)]
    far: Far,
}

/// Write a file to stdout, or to a new file of its own
#[derive(Debug, Args)]
pub(crate) struct Get {
    /// The id, as `muxi artifacts list` prints it
    id: String,
    /// Where to write it; a directory takes it under its own name
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The version; else the latest
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    version: Option<u64>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// The user whose file it is; else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    far: Far,
}

/// Delete a file with all its versions
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The id, as `muxi artifacts list` prints it
    id: String,
    /// The user whose file it is; else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    far: Far,
}

impl Artifacts {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(list) => list.run(context),
            Self::Get(get) => get.run(context),
            Self::Delete(delete) => delete.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

impl List {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client_of(context, self.user)?;
        let files = wait(client.artifacts(self.limit))?;
        table(context, "artifacts", &files, "there are no files", |file| {
            let size = format!("{} B", file.size);
            vec![
                escaped(&file.id),
                escaped(&file.name),
                format!("v{}", file.version),
                size,
                escaped(&file.created_at),
            ]
        })
    }
}

impl Get {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client_of(context, self.user.clone())?;
        let Some(output) = &self.output else {
            if context.out.is_json() {
                return Err(
                    Failure::usage("a file is no JSON: name a place for it").hint("add --output FILE")
                );
            }
            let bytes = wait(client.artifact_content(&self.id, self.version))?;
            return context.out.bytes(&bytes);
        };
        let path = self.place(context, &client, context.env.absolute(output))?;
        let shown = path.display().to_string();
        if !self.force && path.symlink_metadata().is_ok() {
            return Err(exists(&shown));
        }
        let bytes = wait(client.artifact_content(&self.id, self.version))?;
        let written = if self.force {
            fs::write_atomic(&path, &bytes, Mode::PRIVATE)
        } else {
            fs::create_new_private(&path, &bytes)
        };
        written.map_err(|e| match path.symlink_metadata() {
            Ok(_) if !self.force => exists(&shown),
            _ => Failure::new(ExitCode::Failed, e.code(), e.to_string()).maybe_hint(e.hint()),
        })?;
        if context.out.is_json() {
            return context.out.json(&json!({"id": self.id, "path": shown, "bytes": bytes.len()}));
        }
        context.out.note(&format!("wrote {shown}"));
        Ok(())
    }

    /// The file to write: in a directory it has its own name, which the server has checked and is checked again.
    fn place(
        &self,
        context: &Context,
        client: &FormationClient,
        output: PathBuf,
    ) -> Result<PathBuf, Failure> {
        if !output.is_dir() {
            return Ok(output);
        }
        let name = wait(client.artifact(&self.id))?.name;
        let is_name = !name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
        if !is_name {
            let what = format!("the name {name:?} of the artifact is no name of a file");
            return Err(
                Failure::new(ExitCode::Refused, "bad_name", what).hint("add the name: --output DIR/NAME")
            );
        }
        Ok(context.env.absolute(&output.join(name)))
    }
}

impl Delete {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client_of(context, self.user)?;
        wait(client.delete_artifact(&self.id))?;
        if context.out.is_json() {
            return context.out.json(&json!({"id": self.id, "deleted": true}));
        }
        context.out.note(&format!("deleted {}", self.id));
        Ok(())
    }
}

fn exists(path: &str) -> Failure {
    Failure::new(ExitCode::Refused, "already_there", format!("{path} is there already"))
        .hint("name another file, or replace it with --force")
}
