//! Whose account a credential opens.

use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use crate::runtime::egress::{Egress, Endpoint, Limits, Login, Reach, headers};
use crate::runtime::mcp::{RemoteTool, ToolAnswer, ToolContent};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// Where the API of the public GitHub is.
pub(in crate::runtime) const GITHUB: &str = "https://api.github.com";
/// Tools that say who is signed in, the best first.
const TOOLS: [&str; 13] = [
    "get_me",
    "whoami",
    "get_authenticated_user",
    "get_current_user",
    "me",
    "user_info",
    "get_user",
    "current_user",
    "auth_test",
    "get_profile",
    "profile",
    "identity",
    "account_info",
];
/// Where they say it, the best first.
const FIELDS: [&str; 8] =
    ["username", "login", "user", "name", "display_name", "displayName", "email", "handle"];
/// The same at GitHub.
const GITHUB_FIELDS: [&str; 3] = ["login", "name", "email"];
/// What holds them, one below the other.
const AROUND: [&str; 6] = ["data", "user", "viewer", "account", "profile", "result"];
/// Those of the fields that name one account and no other.
const SURE: [&str; 5] = ["username", "login", "user", "email", "handle"];
/// The longest name that is taken, in bytes.
const LONGEST: usize = 100;
/// GitHub has so long to say who it is.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer, in bytes.
const MOST: usize = 256 << 10;

/// Whose a credential is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) struct Named {
    pub(in crate::runtime) name: String,
    /// No other account has this name; else it is what a person is called, and others may be called the same.
    pub(in crate::runtime) is_sure: bool,
}

/// What GitHub says of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Github {
    /// It is this account's.
    Is(Named),
    /// It is nobody's.
    Refused,
    /// It does not say.
    Silent,
}

/// Asks GitHub, whose API is at `api`, whose `token` it is.
pub(in crate::runtime) async fn github(api: &str, token: &str, redactor: &Redactor) -> Github {
    let asked = async {
        let url = format!("{}/user", api.trim_end_matches('/'));
        // GitHub refuses who does not say what it is.
        let (text, agent) = (SecretBytes::from(token), SecretBytes::from("muxi"));
        let headers = headers(Some(Login::Bearer(&text)), [("user-agent", &agent)]).ok()?;
        let limits = Limits { head: PATIENCE, body: PATIENCE, message: MOST, ..Limits::default() };
        let reach = Reach::new(&url, []).ok()?;
        let endpoint =
            Endpoint { url: &url, headers, reach, limits, redactor: redactor.clone(), oauth: None };
        let egress = Egress::new(endpoint).ok()?;
        egress.get_trusted().await.ok()
    };
    match timeout(PATIENCE, asked).await {
        Ok(Some((401, _))) => Github::Refused,
        Ok(Some((200, body))) => {
            let said = serde_json::from_slice::<Value>(&body).ok();
            let found = said.as_ref().and_then(|said| field(said, &GITHUB_FIELDS));
            found.map_or(Github::Silent, Github::Is)
        }
        _ => Github::Silent,
    }
}

/// The tool of a server that says who is signed in, if it has one that wants nothing and destroys nothing.
pub(in crate::runtime) fn tool<'t>(service: &str, tools: &'t [RemoteTool]) -> Option<&'t str> {
    let prefixed = |tool: &str, name: &str| {
        tool.strip_suffix(name)
            .and_then(|rest| rest.strip_suffix(['_', '-', '.']))
            .is_some_and(|rest| rest == service)
    };
    let fits = |tool: &&RemoteTool, name: &str| tool.name == name || prefixed(&tool.name, name);
    let free = |tool: &&RemoteTool| {
        let required = tool.input_schema.get("required").and_then(Value::as_array);
        tool.destructive != Some(true) && required.is_none_or(Vec::is_empty)
    };
    TOOLS
        .iter()
        .find_map(|name| tools.iter().filter(free).find(|tool| fits(tool, name)))
        .map(|tool| tool.name.as_str())
}

/// The account that such a tool has named.
pub(in crate::runtime) fn named(answer: &ToolAnswer) -> Option<Named> {
    let sure = |name| Named { name, is_sure: true };
    if answer.failed {
        return None;
    }
    if let Some(found) = answer.structured.as_ref().and_then(|said| field(said, &FIELDS)) {
        return Some(found);
    }
    answer.content.iter().find_map(|piece| {
        let ToolContent::Text(text) = piece else { return None };
        match serde_json::from_str::<Value>(text) {
            Ok(Value::String(text)) => clean(&text).map(sure),
            Ok(said) => field(&said, &FIELDS),
            // A name alone; a sentence says too much.
            Err(_) => {
                Some(text.trim()).filter(|text| !text.contains(char::is_whitespace)).and_then(clean).map(sure)
            }
        }
    })
}

fn field(said: &Value, names: &[&str]) -> Option<Named> {
    let mut at = said.as_object()?;
    for _ in 0..3 {
        let one = |name: &&str| {
            let found = at.get(*name).and_then(Value::as_str).and_then(clean)?;
            Some(Named { name: found, is_sure: SURE.contains(name) })
        };
        if let Some(found) = names.iter().find_map(one) {
            return Some(found);
        }
        at = AROUND.iter().find_map(|name| at.get(*name).and_then(Value::as_object))?;
    }
    None
}

/// A name as it can be kept and shown; none where a secret was in it.
fn clean(name: &str) -> Option<String> {
    if name.contains("[REDACTED") {
        return None;
    }
    let mut kept: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '@' | '+' | '-' | ' '))
        .collect();
    kept.truncate(kept.floor_char_boundary(LONGEST));
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn remote(name: &str, schema: Value) -> RemoteTool {
        RemoteTool {
            name: name.into(),
            title: None,
            description: String::new(),
            input_schema: schema,
            output_schema: None,
            read_only: true,
            destructive: None,
            filled_in: Vec::new(),
        }
    }

    fn text(text: &str) -> ToolAnswer {
        ToolAnswer { content: vec![ToolContent::Text(text.into())], ..ToolAnswer::default() }
    }

    #[test]
    fn the_tool_that_says_who_it_is_is_found() {
        let free = json!({"type": "object"});
        let wants = json!({"type": "object", "required": ["id"]});
        let tools = [remote("get_user", wants), remote("whoami", free.clone()), remote("list", free.clone())];
        assert_eq!(tool("x", &tools), Some("whoami"));
        assert_eq!(tool("slack", &[remote("slack_auth_test", free.clone())]), Some("slack_auth_test"));
        assert_eq!(tool("slack", &[remote("become", free)]), None);
    }

    #[test]
    fn the_account_is_read_from_the_usual_places() {
        let said = |text_of: &str| named(&text(text_of)).map(|named| (named.name, named.is_sure));
        let sure = |name: &str| Some((name.to_owned(), true));
        assert_eq!(said(r#"{"login": "ranaroussi", "id": 1}"#), sure("ranaroussi"));
        assert_eq!(said(r#"{"data": {"viewer": {"name": "Ann"}}}"#), Some(("Ann".to_owned(), false)));
        assert_eq!(said("ranaroussi\n"), sure("ranaroussi"));
        assert_eq!(said("You are signed in as ann"), None);
        assert_eq!(said(r#"{"login": "a\u202eb\u0007<i>"}"#), sure("abi"));
        assert_eq!(said(r#"{"login": "[REDACTED:x]"}"#), None);
        assert_eq!(said(&format!(r#"{{"login": "{}"}}"#, "\u{e9}".repeat(300))), sure(&"\u{e9}".repeat(50)));
        let structured = ToolAnswer { structured: Some(json!({"username": "x"})), ..ToolAnswer::default() };
        assert_eq!(named(&structured).unwrap().name, "x");
        assert_eq!(named(&ToolAnswer { failed: true, ..text("ann") }), None);
    }
}
