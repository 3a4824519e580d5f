//! Servers of tools that are recorded, and that are played from a recording: then none is started.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::{Map, Value, json};

use super::{About, ToolServer};
use crate::credentials::Service;
use crate::runtime::credentials::{Asker, Wanting};
use crate::runtime::llm::cassette::{Player, Recorder, ToolAsked};
use crate::runtime::mcp::{
    CallOptions, McpError, Personal, RemoteTool, Server, ServerState, ToolAnswer, ToolContent,
};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

/// A server whose calls are kept.
pub struct Taped {
    inner: Arc<dyn ToolServer>,
    recorder: Arc<Recorder>,
    redactor: Redactor,
    /// The list that was kept last, for all and for each user.
    listed: Mutex<HashMap<Option<Principal>, Arc<[RemoteTool]>>>,
}

/// A server of a recording.
pub struct Played {
    /// As it is declared. It is never started.
    declared: Arc<dyn ToolServer>,
    player: Arc<Player>,
    redactor: Redactor,
    tools: Arc<[RemoteTool]>,
    /// Those that a user had other ones of.
    own: Mutex<HashMap<Principal, Arc<[RemoteTool]>>>,
    state: ServerState,
}

fn listing<'a>(server: &'a str, asker: Option<&'a Asker>) -> ToolAsked<'a> {
    ToolAsked { server, method: "tools/list", tool: "", arguments: &Value::Null, asker }
}

fn call_of<'a>(
    server: &'a str,
    tool: &'a str,
    arguments: &'a Value,
    asker: Option<&'a Asker>,
) -> ToolAsked<'a> {
    ToolAsked { server, method: "tools/call", tool, arguments, asker }
}

/// What the user is asked first, as a recording has it.
fn wanting_json(wanting: &Wanting) -> Value {
    let (service, server) = (wanting.service().as_str(), wanting.server());
    let accounts = match wanting {
        Wanting::Credential { .. } => None,
        Wanting::Choice { accounts, .. } => Some(accounts),
    };
    json!({"wants": {"service": service, "server": server, "accounts": accounts}})
}

fn wanting_of(json: &Value) -> Option<Wanting> {
    let wants = &json["wants"];
    let service = Service::parse(wants["service"].as_str()?).ok()?;
    let server = wants["server"].as_str()?.to_owned();
    Some(match wants["accounts"].as_array() {
        None => Wanting::Credential { service, server },
        Some(all) => {
            let accounts = all.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Wanting::Choice { service, server, accounts }
        }
    })
}

impl Taped {
    /// `inner`, kept by `recorder`.
    pub fn new(inner: Arc<dyn ToolServer>, recorder: Arc<Recorder>, redactor: Redactor) -> Self {
        Self { inner, recorder, redactor, listed: Mutex::default() }
    }

    fn kept(&self, asker: Option<&Asker>, tools: Arc<[RemoteTool]>) -> Arc<[RemoteTool]> {
        let mut all = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = all.entry(asker.map(|asker| asker.who().clone())).or_default();
        if !tools.is_empty() && !Arc::ptr_eq(&tools, listed) {
            if *tools != **listed {
                let list = tools.iter().map(tool_json).collect();
                self.recorder.keep(listing(self.inner.id(), asker), list, false, &self.redactor);
            }
            *listed = Arc::clone(&tools);
        }
        tools
    }
}

impl ToolServer for Taped {
    fn about(&self) -> About<'_> {
        self.inner.about()
    }

    fn state(&self) -> ServerState {
        self.inner.state()
    }

    fn tools(&self) -> Arc<[RemoteTool]> {
        self.kept(None, self.inner.tools())
    }

    fn tools_for(&self, asker: &Asker) -> Arc<[RemoteTool]> {
        let (of_all, own) = (self.tools(), self.inner.tools_for(asker));
        // Most users have the same.
        if Arc::ptr_eq(&of_all, &own) || own.is_empty() { own } else { self.kept(Some(&of(asker)), own) }
    }

    fn settled(&self, within: Duration) -> BoxFuture<'_, ()> {
        self.inner.settled(within)
    }

    fn call<'a>(
        &'a self,
        tool: &'a str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<ToolAnswer, McpError>> {
        Box::pin(async move {
            let whose = options.asker.clone().filter(|_| !self.needs().is_empty());
            let answer = self.inner.call(tool, arguments.clone(), options).await;
            let (told, failed) = match &answer {
                Ok(answer) => (answer_json(answer), false),
                Err(McpError::Wants(wanting)) => (wanting_json(wanting), true),
                Err(error) => (json!({"code": error.code(), "message": error.to_string()}), true),
            };
            let arguments = Value::Object(arguments);
            let server = self.inner.id();
            let call = call_of(server, tool, &arguments, whose.as_ref());
            self.recorder.keep(call, told, failed, &self.redactor);
            answer
        })
    }

    fn live(&self) -> Option<&Server> {
        self.inner.live()
    }

    fn needs(&self) -> &[Service] {
        self.inner.needs()
    }

    fn personal(&self) -> Option<&Personal> {
        self.inner.personal()
    }

    fn learn<'a>(&'a self, asker: &'a Asker) -> BoxFuture<'a, ()> {
        self.inner.learn(asker)
    }
}

impl Played {
    /// The server `declared`, which is not started.
    pub fn new(declared: Arc<dyn ToolServer>, player: Arc<Player>, redactor: Redactor) -> Self {
        let listed = player.tool_answer(listing(declared.id(), None), &redactor);
        let (tools, state) = if let Ok((list, _)) = listed {
            (tools_of(&list), ServerState::Ready)
        } else if !declared.needs().is_empty() {
            // It waited for a user then, too.
            (Arc::default(), ServerState::Waiting)
        } else {
            let text = "it was not there when the recording was made".to_owned();
            let error = McpError::Recorded { code: "MCP_NOT_RECORDED", text };
            (Arc::default(), ServerState::Down(Arc::new(error)))
        };
        Self { declared, player, redactor, tools, own: Mutex::default(), state }
    }
}

impl ToolServer for Played {
    fn about(&self) -> About<'_> {
        About { transport: "recording", ..self.declared.about() }
    }

    fn state(&self) -> ServerState {
        self.state.clone()
    }

    fn tools(&self) -> Arc<[RemoteTool]> {
        Arc::clone(&self.tools)
    }

    fn tools_for(&self, asker: &Asker) -> Arc<[RemoteTool]> {
        if self.needs().is_empty() {
            return self.tools();
        }
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = || {
            let listed = self.player.tool_answer(listing(self.id(), Some(&of(asker))), &self.redactor);
            listed.map_or_else(|_| self.tools(), |(list, _)| tools_of(&list))
        };
        Arc::clone(own.entry(asker.who().clone()).or_insert_with(listed))
    }

    fn settled(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    fn call<'a>(
        &'a self,
        tool: &'a str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<ToolAnswer, McpError>> {
        let arguments = Value::Object(arguments);
        let whose = options.asker.as_ref().filter(|_| !self.needs().is_empty());
        let call = call_of(self.id(), tool, &arguments, whose);
        let answer = match self.player.tool_answer(call, &self.redactor) {
            Ok((answer, false)) => Ok(answer_of(&answer)),
            Ok((error, true)) => Err(if let Some(wanting) = wanting_of(&error) {
                McpError::Wants(Box::new(wanting))
            } else {
                let text = error["message"].as_str().unwrap_or_default().to_owned();
                McpError::Recorded { code: "MCP_RECORDED", text }
            }),
            Err(error) => Err(McpError::Recorded { code: "MCP_NOT_RECORDED", text: error.to_string() }),
        };
        Box::pin(std::future::ready(answer))
    }

    fn needs(&self) -> &[Service] {
        self.declared.needs()
    }
}

/// The user alone: lists do not depend on what is chosen.
fn of(asker: &Asker) -> Asker {
    Asker::new(asker.who().clone())
}

fn tools_of(list: &Value) -> Arc<[RemoteTool]> {
    list.as_array().into_iter().flatten().map(tool_of).collect()
}

fn tool_json(tool: &RemoteTool) -> Value {
    json!({
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "input_schema": tool.input_schema,
        "output_schema": tool.output_schema,
        "read_only": tool.read_only,
        "destructive": tool.destructive,
    })
}

fn tool_of(json: &Value) -> RemoteTool {
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    RemoteTool {
        name: text("name").unwrap_or_default(),
        title: text("title"),
        description: text("description").unwrap_or_default(),
        input_schema: json["input_schema"].clone(),
        output_schema: Some(json["output_schema"].clone()).filter(|schema| !schema.is_null()),
        read_only: json["read_only"] == true,
        destructive: json["destructive"].as_bool(),
        filled_in: Vec::new(),
    }
}

fn answer_json(answer: &ToolAnswer) -> Value {
    let piece = |piece: &ToolContent| match piece {
        ToolContent::Text(text) => json!({"text": text}),
        ToolContent::Media { media_type, base64 } => json!({"media_type": media_type, "base64": base64}),
        ToolContent::Resource { uri, text } => json!({"resource": uri, "text": text}),
        ToolContent::Link { uri, name } => json!({"link": uri, "name": name}),
    };
    json!({
        "content": answer.content.iter().map(piece).collect::<Vec<_>>(),
        "structured": answer.structured,
        "failed": answer.failed,
    })
}

fn answer_of(json: &Value) -> ToolAnswer {
    let piece = |piece: &Value| {
        let text = |name: &str| piece[name].as_str().map(str::to_owned);
        if let Some(uri) = text("resource") {
            return ToolContent::Resource { uri, text: text("text") };
        }
        if let Some(uri) = text("link") {
            return ToolContent::Link { uri, name: text("name").unwrap_or_default() };
        }
        match text("media_type").zip(text("base64")) {
            Some((media_type, base64)) => ToolContent::Media { media_type, base64 },
            None => ToolContent::Text(text("text").unwrap_or_default()),
        }
    };
    ToolAnswer {
        content: json["content"].as_array().into_iter().flatten().map(piece).collect(),
        structured: Some(json["structured"].clone()).filter(|value| !value.is_null()),
        failed: json["failed"] == true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_and_answers_come_back_from_a_recording_as_they_were() {
        let tool = RemoteTool {
            name: "t".into(),
            title: None,
            description: "d".into(),
            input_schema: json!({"type": "object"}),
            output_schema: None,
            read_only: true,
            destructive: Some(false),
            filled_in: Vec::new(),
        };
        assert_eq!(tool_of(&tool_json(&tool)), tool);
        let answer = ToolAnswer {
            content: vec![
                ToolContent::Text("a".into()),
                ToolContent::Media { media_type: "image/png".into(), base64: "AAAA".into() },
                ToolContent::Resource { uri: "r".into(), text: None },
                ToolContent::Resource { uri: "r".into(), text: Some("x".into()) },
                ToolContent::Link { uri: "l".into(), name: "n".into() },
            ],
            structured: Some(json!({"n": 1})),
            failed: true,
        };
        assert_eq!(answer_of(&answer_json(&answer)), answer);
        assert_eq!(answer_of(&answer_json(&ToolAnswer::default())), ToolAnswer::default());
    }

    #[test]
    fn what_a_user_is_asked_first_comes_back_from_a_recording() {
        let (service, server) = (Service::parse("github").unwrap(), "hub".to_owned());
        let accounts = vec!["home".to_owned(), "work".to_owned()];
        for wanting in [
            Wanting::Credential { service: service.clone(), server: server.clone() },
            Wanting::Choice { service, server, accounts },
        ] {
            assert_eq!(wanting_of(&wanting_json(&wanting)), Some(wanting));
        }
        assert_eq!(wanting_of(&json!({"code": "MCP_TIMEOUT", "message": "late"})), None);
    }
}
