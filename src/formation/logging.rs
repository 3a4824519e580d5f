//! `logging` as types.

use indexmap::IndexMap;

use super::lower::{flag, text, texts, words};
use super::model::Text;
use super::yaml::Node;

/// `logging`.
#[derive(Clone, Debug, Default)]
pub struct Logging {
    /// The least important kind that the log file has.
    pub level: Option<Text>,
    /// Where the log of the program goes besides.
    pub destination: Option<Text>,
    /// The further logs, where they are not switched off.
    pub streams: Vec<LogStream>,
}

/// One of `logging.conversation.streams`.
#[derive(Clone, Debug)]
pub struct LogStream {
    /// `stdout`, `file`, `stream` or `trail`.
    pub transport: Option<Text>,
    /// The least important kind that is written.
    pub level: Option<Text>,
    /// How an event is written.
    pub format: Option<Text>,
    /// The kinds of events, as names or patterns; all where there are none.
    pub events: Vec<String>,
    /// The file, or the address.
    pub destination: Option<Text>,
    /// How it is sent there.
    pub protocol: Option<Text>,
    /// How to sign in there.
    pub auth: Option<LogAuth>,
    /// The token of a trail.
    pub token: Option<Text>,
}

/// How to sign in where a log is sent to.
#[derive(Clone, Debug)]
pub struct LogAuth {
    /// `bearer`, `basic`, `api_key`, `token` or `custom`.
    pub kind: Option<Text>,
    /// For `bearer` and `token`.
    pub token: Option<Text>,
    /// For `api_key`.
    pub key: Option<Text>,
    /// The header of the key.
    pub header: Option<Text>,
    /// For `basic`.
    pub username: Option<Text>,
    /// For `basic`.
    pub password: Option<Text>,
    /// For `custom`.
    pub headers: IndexMap<String, Text>,
}

/// The block of a formation's tree.
pub(super) fn of(tree: &Node) -> Logging {
    let logging = tree.get("logging");
    let system = logging.and_then(|logging| logging.get("system"));
    let conversation = logging.and_then(|logging| logging.get("conversation"));
    let on = conversation.and_then(|node| flag(node, "enabled")) != Some(false);
    let streams = conversation.filter(|_| on).and_then(|node| node.get("streams")).and_then(Node::as_seq);
    Logging {
        level: text(system, "level"),
        destination: text(system, "destination"),
        streams: streams.unwrap_or_default().iter().map(stream).collect(),
    }
}

fn stream(node: &Node) -> LogStream {
    let some = Some(node);
    LogStream {
        transport: text(some, "transport"),
        level: text(some, "level"),
        format: text(some, "format"),
        events: node.get("events").map(words).unwrap_or_default(),
        destination: text(some, "destination"),
        protocol: text(some, "protocol"),
        auth: node.get("auth").map(auth),
        token: text(some, "token"),
    }
}

fn auth(node: &Node) -> LogAuth {
    let some = Some(node);
    LogAuth {
        kind: text(some, "type"),
        token: text(some, "token"),
        key: text(some, "key"),
        header: text(some, "header"),
        username: text(some, "username"),
        password: text(some, "password"),
        headers: texts(node.get("headers")),
    }
}
