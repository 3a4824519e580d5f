//! `muxi explain [CODE]`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use crate::formation::code::Code;
use crate::output::{ExitCode, Failure, columns, styled_markdown};
use crate::support::text::did_you_mean;

/// Explain a kind of finding: what it means, an example, and the example mended
#[derive(Debug, Args)]
#[command(after_help = "\
CODE is what stands in brackets after `error` or `warning`. Without CODE all of them are listed.

Examples:
  muxi explain
  muxi explain unknown-key")]
pub(crate) struct Explain {
    /// The name of a finding
    code: Option<String>,
}

impl Explain {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match &self.code {
            None => list(context)?,
            Some(word) => page(context, find(word)?)?,
        }
        Ok(ExitCode::Done)
    }
}

fn list(context: &mut Context) -> Result<(), Failure> {
    if context.out.is_json() {
        let one = |code: &Code| json!({ "code": code.as_str(), "about": code.about() });
        return context.out.json(&json!({ "codes": Code::ALL.iter().map(one).collect::<Vec<_>>() }));
    }
    let row = |code: &Code| vec![code.as_str().to_owned(), code.about().to_owned()];
    context.out.line(&columns(Code::ALL.iter().map(row).collect()))
}

fn page(context: &mut Context, code: Code) -> Result<(), Failure> {
    if context.out.is_json() {
        let data = json!({ "code": code.as_str(), "about": code.about(), "page": code.page() });
        return context.out.json(&data);
    }
    let page = if context.out.color() { styled_markdown(code.page()) } else { code.page().to_owned() };
    context.out.bytes(page.as_bytes())
}

/// The code, also as it is copied from a finding: `error[unknown-key]:`.
fn find(word: &str) -> Result<Code, Failure> {
    let inner = word.split_once('[').map_or(word, |(_, rest)| rest.split(']').next().unwrap_or(rest));
    let name = inner.trim().to_lowercase().replace('_', "-");
    Code::named(&name).ok_or_else(|| {
        let near = did_you_mean(&name, Code::ALL.iter().map(|code| code.as_str()));
        let hint = near.map_or_else(
            || "muxi explain lists the names".to_owned(),
            |near| format!("did you mean muxi explain {near}?"),
        );
        let message = format!("no finding is called {word:?}");
        Failure::new(ExitCode::NotFound, "code_not_found", message).hint(hint)
    })
}
