//! What a server says to one user, without the values of that user's credentials.

use std::sync::Arc;

use crate::runtime::mcp::{McpError, RemoteTool, ServerFacts, ToolAnswer, ToolContent};
use crate::support::redact::Redactor;

/// An answer.
pub(super) fn answer(mut answer: ToolAnswer, redactor: &Redactor) -> ToolAnswer {
    let clean = |text: &mut String| {
        if let std::borrow::Cow::Owned(redacted) = redactor.redact(text) {
            *text = redacted;
        }
    };
    for piece in &mut answer.content {
        match piece {
            ToolContent::Text(text) => clean(text),
            ToolContent::Media { media_type, base64 } => {
                clean(media_type);
                clean(base64);
            }
            ToolContent::Resource { uri, text } => {
                clean(uri);
                text.iter_mut().for_each(clean);
            }
            ToolContent::Link { uri, name } => {
                clean(uri);
                clean(name);
            }
        }
    }
    if let Some(structured) = &mut answer.structured {
        redactor.redact_json(structured);
    }
    answer
}

/// Why a call failed.
pub(super) fn error(error: McpError, redactor: &Redactor) -> McpError {
    let clean = |text: String| redactor.redact(&text).into_owned();
    match error {
        McpError::Declaration { what, hint } => McpError::Declaration { what: clean(what), hint },
        McpError::Start { program, why, hint } => McpError::Start { program, why: clean(why), hint },
        McpError::Unreachable(text) => McpError::Unreachable(clean(text)),
        McpError::Refused { what, hint } => McpError::Refused { what: clean(what), hint },
        McpError::Unauthorised(text) => McpError::Unauthorised(clean(text)),
        McpError::LoginNeeded { server, why } => McpError::LoginNeeded { server, why: clean(why) },
        McpError::SignIn { what, hint } => McpError::SignIn { what: clean(what), hint },
        McpError::Protocol(text) => McpError::Protocol(clean(text)),
        McpError::Ended { how, stderr } => McpError::Ended { how, stderr: clean(stderr) },
        McpError::Answer { code, message } => McpError::Answer { code, message: clean(message) },
        McpError::NoTool(tool) => McpError::NoTool(clean(tool)),
        other => other,
    }
}

/// The same where the user's credential may be why: the formation has nothing to set here.
pub(super) fn refusal(error: McpError, redactor: &Redactor) -> McpError {
    match error {
        McpError::Unauthorised(_) => McpError::Credential {
            code: error.code(),
            what: format!("the user's credential is refused: {}", self::error(error, redactor)),
            hint: Some("the user sets it anew: muxi credentials set SERVICE --user USER".to_owned()),
        },
        error => self::error(error, redactor),
    }
}

/// What it says of itself.
pub(super) fn facts(facts: ServerFacts, redactor: &Redactor) -> ServerFacts {
    let clean = |text: String| redactor.redact(&text).into_owned();
    ServerFacts {
        implementation: facts.implementation.map(|(name, version)| (clean(name), clean(version))),
        instructions: facts.instructions.map(clean),
        protocol: clean(facts.protocol),
        ..facts
    }
}

/// A list of tools as it is told.
pub(super) struct Told {
    /// To the user whose connection listed it.
    pub(super) own: Arc<[RemoteTool]>,
    /// To all others: without each tool that holds a value anywhere.
    pub(super) all: Arc<[RemoteTool]>,
}

/// A list of tools without values. One whose name or schema holds one could not be called as it is told, and is left out.
pub(super) fn tools(all: &[RemoteTool], redactor: &Redactor) -> Told {
    let callable = all.iter().filter(|tool| {
        let output = tool.output_schema.as_ref().is_some_and(|schema| redactor.holds(&schema.to_string()));
        !output && !redactor.holds(&tool.name) && !redactor.holds(&tool.input_schema.to_string())
    });
    let (mut own, mut whole) = (Vec::new(), Vec::new());
    for tool in callable {
        let told = RemoteTool {
            title: tool.title.as_ref().map(|title| redactor.redact(title).into_owned()),
            description: redactor.redact(&tool.description).into_owned(),
            ..tool.clone()
        };
        if told == *tool {
            whole.push(told.clone());
        }
        own.push(told);
    }
    Told { own: own.into(), all: whole.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_failure_has_a_value_in_its_words() {
        let redactor = Redactor::default();
        redactor.add("user.credentials.github", &"canary-0123456789".into());
        let said = || "it says canary-0123456789".to_owned();
        for failure in [
            McpError::Declaration { what: said(), hint: String::new() },
            McpError::Start { program: "x".to_owned(), why: said(), hint: None },
            McpError::Unreachable(said()),
            McpError::Refused { what: said(), hint: String::new() },
            McpError::Unauthorised(said()),
            McpError::LoginNeeded { server: "x".to_owned(), why: said() },
            McpError::SignIn { what: said(), hint: String::new() },
            McpError::Protocol(said()),
            McpError::Ended { how: "exit 1".to_owned(), stderr: said() },
            McpError::Answer { code: -1, message: said() },
            McpError::NoTool(said()),
        ] {
            let told = error(failure, &redactor);
            assert!(!format!("{told} {told:?}").contains("canary"), "{told:?}");
        }
    }
}
