//! What a path below `/rpc` asks for. Published clients have two ways to write some of them; both are here.

use axum::http::Method;

use crate::server::config::Level;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Deploy,
    Update,
    List,
    Get,
    Delete,
    Start,
    Stop,
    Restart,
    Rollback,
    CancelUpdate,
    Logs,
    Download,
    Draft,
    Status,
    ServerLogs,
    Info,
    DevRun,
    DevStop,
}

/// A path that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) action: Action,
    /// The formation in the path.
    pub(super) id: Option<String>,
    /// It is answered by events, whatever the headers say.
    pub(super) stream: bool,
}

impl Action {
    /// What it takes.
    pub(super) fn level(self) -> Level {
        match self {
            Self::List | Self::Get | Self::Logs | Self::Status | Self::Info => Level::Read,
            Self::ServerLogs | Self::DevRun | Self::DevStop => Level::Admin,
            _ => Level::Write,
        }
    }

    /// Its name in the audit, if it changes or hands out something.
    pub(super) fn recorded(self) -> Option<&'static str> {
        Some(match self {
            Self::Deploy => "formation.deploy",
            Self::Update => "formation.update",
            Self::Delete => "formation.delete",
            Self::Start => "formation.start",
            Self::Stop => "formation.stop",
            Self::Restart => "formation.restart",
            Self::Rollback => "formation.rollback",
            Self::CancelUpdate => "formation.cancel_update",
            Self::Download => "formation.download",
            Self::Draft => "formation.draft",
            Self::DevRun => "formation.dev_run",
            Self::DevStop => "formation.dev_stop",
            Self::List | Self::Get | Self::Logs | Self::Status | Self::ServerLogs | Self::Info => {
                return None;
            }
        })
    }
}

/// What `method` and `path` (which begins with `/rpc`) ask for; an error has the methods that the path knows.
pub(super) fn route(method: &Method, path: &str) -> Result<Route, Option<&'static str>> {
    let parts: Vec<&str> = path.strip_prefix("/rpc").unwrap_or_default().split('/').skip(1).collect();
    let (parts, stream) = match parts.as_slice() {
        [rest @ .., "stream"] if !rest.is_empty() => (rest, true),
        all => (all, false),
    };
    let at = |id: Option<&&str>, action| Ok(Route { action, id: id.map(|id| (*id).to_owned()), stream });
    let get = method == Method::GET || method == Method::HEAD;
    let post = method == Method::POST;
    match parts {
        ["formations"] if get && !stream => at(None, Action::List),
        ["formations"] | ["formations", "deploy"] if post => at(None, Action::Deploy),
        ["formations"] => Err(Some("GET, POST")),
        ["formations", id] if !stream => match method.as_str() {
            "GET" | "HEAD" => at(Some(id), Action::Get),
            "PUT" => at(Some(id), Action::Update),
            "DELETE" => at(Some(id), Action::Delete),
            _ => Err(Some("GET, PUT, DELETE")),
        },
        ["formations", id] if method == Method::PUT => at(Some(id), Action::Update),
        ["formations", id, "update"] if post || method == Method::PUT => at(Some(id), Action::Update),
        ["formations", id, "logs"] => {
            if get {
                at(Some(id), Action::Logs)
            } else {
                Err(Some("GET"))
            }
        }
        ["formations", id, "download"] => {
            if get {
                at(Some(id), Action::Download)
            } else {
                Err(Some("GET"))
            }
        }
        ["formations", id, "draft", "files"] => {
            if post {
                at(Some(id), Action::Draft)
            } else {
                Err(Some("POST"))
            }
        }
        ["formations", id, word] => match change(word) {
            Some(action) if post => at(Some(id), action),
            Some(_) => Err(Some("POST")),
            None => Err(None),
        },
        ["server", word @ ("status" | "logs" | "info")] if !stream => {
            let action = match *word {
                "status" => Action::Status,
                "logs" => Action::ServerLogs,
                _ => Action::Info,
            };
            if get { at(None, action) } else { Err(Some("GET")) }
        }
        ["dev", word @ ("run" | "stop")] if !stream => {
            let action = if *word == "run" { Action::DevRun } else { Action::DevStop };
            if post { at(None, action) } else { Err(Some("POST")) }
        }
        _ => Err(None),
    }
}

fn change(word: &str) -> Option<Action> {
    Some(match word {
        "deploy" => Action::Deploy,
        "update" => Action::Update,
        "start" => Action::Start,
        "stop" => Action::Stop,
        "restart" => Action::Restart,
        "rollback" => Action::Rollback,
        "cancel-update" => Action::CancelUpdate,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_asks_for_one_thing_and_others_for_none() {
        let of = |method: Method, path: &str| route(&method, path).ok().map(|r| (r.action, r.id, r.stream));
        let bot = || Some("bot".to_owned());
        for (method, path, action, id, stream) in [
            (Method::POST, "/rpc/formations", Action::Deploy, None, false),
            (Method::POST, "/rpc/formations/deploy", Action::Deploy, None, false),
            (Method::POST, "/rpc/formations/deploy/stream", Action::Deploy, None, true),
            (Method::POST, "/rpc/formations/stream", Action::Deploy, None, true),
            (Method::GET, "/rpc/formations", Action::List, None, false),
            (Method::GET, "/rpc/formations/bot", Action::Get, bot(), false),
            (Method::PUT, "/rpc/formations/bot", Action::Update, bot(), false),
            (Method::DELETE, "/rpc/formations/bot", Action::Delete, bot(), false),
            (Method::POST, "/rpc/formations/bot/deploy", Action::Deploy, bot(), false),
            (Method::POST, "/rpc/formations/bot/deploy/stream", Action::Deploy, bot(), true),
            (Method::POST, "/rpc/formations/bot/update", Action::Update, bot(), false),
            (Method::POST, "/rpc/formations/bot/update/stream", Action::Update, bot(), true),
            (Method::POST, "/rpc/formations/bot/rollback/stream", Action::Rollback, bot(), true),
            (Method::POST, "/rpc/formations/bot/cancel-update", Action::CancelUpdate, bot(), false),
            (Method::GET, "/rpc/formations/bot/logs", Action::Logs, bot(), false),
            (Method::GET, "/rpc/formations/bot/logs/stream", Action::Logs, bot(), true),
            (Method::GET, "/rpc/formations/bot/download", Action::Download, bot(), false),
            (Method::POST, "/rpc/formations/bot/draft/files", Action::Draft, bot(), false),
            (Method::GET, "/rpc/server/info", Action::Info, None, false),
            (Method::POST, "/rpc/dev/run", Action::DevRun, None, false),
        ] {
            assert_eq!(of(method.clone(), path), Some((action, id, stream)), "{method} {path}");
        }
        for path in [
            "/rpc",
            "/rpc/",
            "/rpc/x",
            "/rpc/formations/",
            "/rpc/formations/a/b",
            "/rpc/formations//logs/x",
            "/rpc/server",
        ] {
            let post = route(&Method::POST, path);
            assert!(post.is_err(), "{path}: {post:?}");
        }
        assert_eq!(route(&Method::PATCH, "/rpc/formations/bot"), Err(Some("GET, PUT, DELETE")));
    }
}
