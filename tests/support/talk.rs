//! A formation with a played model behind a real server, and what its answers say.

use serde_json::{Value, json};

use super::{Home, Model, QUICK_START, Reply, Response, Server};

/// A home, a played model and a server for one conversation.
pub struct Talk {
    /// The running server; nothing while it is down.
    pub server: Option<Server>,
    /// The model.
    pub model: Model,
    /// The formation's home.
    pub home: Home,
}

impl Talk {
    /// The quick start's formation with these further lines.
    pub fn start(more: &str, script: impl IntoIterator<Item = Reply>) -> Self {
        let home = Home::with(&format!("{QUICK_START}\n{more}"));
        home.keep("OPENAI_API_KEY", "sk-test-1234567890");
        let model = Model::start(script);
        let mut talk = Self { server: None, model, home };
        talk.up();
        talk
    }

    /// Starts the server.
    pub fn up(&mut self) {
        self.server = Some(Server::start(&self.home, &[("OPENAI_BASE_URL", &self.model.base_url())]));
    }

    /// The server.
    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("it runs")
    }

    /// Asks as alice in the session `s`, with these further fields; the whole `data` of the answer.
    pub fn ask(&self, message: &str, more: &Value) -> Value {
        let mut body = json!({"message": message, "session_id": "s", "stream": false});
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        let answer = self.server().chat("alice", &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["data"].clone()
    }

    /// The words of the answer.
    pub fn say(&self, message: &str) -> String {
        self.ask(message, &json!({}))["message"]["content"].as_str().expect("words").to_owned()
    }

    /// The same streamed: the events.
    pub fn stream(&self, message: &str) -> Vec<(String, Value)> {
        events(&self.server().chat("alice", &json!({"message": message, "session_id": "s", "stream": true})))
    }
}

/// The events of a stream: name (empty for most) and data.
pub fn events(answer: &Response) -> Vec<(String, Value)> {
    let blocks =
        answer.body.split("\n\n").filter(|block| !block.starts_with(':') && !block.trim().is_empty());
    let read = |block: &str| {
        let line = |head: &str| block.lines().find_map(|line| line.strip_prefix(head)).unwrap_or_default();
        (line("event: ").to_owned(), serde_json::from_str(line("data: ")).expect("JSON"))
    };
    blocks.map(read).collect()
}

/// The words of a stream, put together, and in how many pieces they came.
pub fn words(events: &[(String, Value)]) -> (String, usize) {
    let pieces: Vec<&str> = events
        .iter()
        .filter(|(_, data)| data["token"]["type"] == "content")
        .filter_map(|(_, data)| data["token"]["content"].as_str())
        .collect();
    (pieces.concat(), pieces.len())
}
