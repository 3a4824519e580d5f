//! What a path means on the server, and what is left of it for the formation.

use crate::server::fleet::Way;

/// A path to a formation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inside<'a> {
    pub(super) way: Way,
    pub(super) id: &'a str,
    /// What the formation is asked for, without the query.
    pub(super) path: String,
}

/// Takes `/api/ID`, `/draft/ID` or `/mcp/ID` off the front; nothing where none is there. What is left is passed on as it
/// was written. Of `/mcp/ID`, which is an endpoint, `/mcp` is left.
pub(super) fn inside(path: &str) -> Option<Inside<'_>> {
    let (kind, rest) = path.strip_prefix('/')?.split_once('/')?;
    let (id, rest) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    if id.is_empty() {
        return None;
    }
    let (way, path) = match kind {
        "api" => (Way::Live, if rest.is_empty() { "/".to_owned() } else { rest.to_owned() }),
        "draft" => (Way::Draft, if rest.is_empty() { "/".to_owned() } else { rest.to_owned() }),
        "mcp" => (Way::Live, endpoint(rest)),
        _ => return None,
    };
    Some(Inside { way, id, path })
}

/// `/mcp` with what is behind it; some clients write it twice.
fn endpoint(rest: &str) -> String {
    match rest {
        "" | "/" => "/mcp".to_owned(),
        rest if rest == "/mcp" || rest.starts_with("/mcp/") => rest.to_owned(),
        rest => format!("/mcp{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_is_taken_off_and_the_rest_stays_as_it_was_written() {
        for (whole, way, id, path) in [
            ("/api/bot", Way::Live, "bot", "/"),
            ("/api/bot/", Way::Live, "bot", "/"),
            ("/api/bot/v1/chat", Way::Live, "bot", "/v1/chat"),
            ("/api/bot/a%2Fb/../c//d", Way::Live, "bot", "/a%2Fb/../c//d"),
            ("/draft/bot/v1/health", Way::Draft, "bot", "/v1/health"),
            ("/mcp/bot", Way::Live, "bot", "/mcp"),
            ("/mcp/bot/", Way::Live, "bot", "/mcp"),
            ("/mcp/bot/mcp", Way::Live, "bot", "/mcp"),
            ("/mcp/bot/sse", Way::Live, "bot", "/mcp/sse"),
            ("/api/b%6ft/x", Way::Live, "b%6ft", "/x"),
        ] {
            assert_eq!(inside(whole), Some(Inside { way, id, path: path.to_owned() }), "{whole}");
        }
        for other in
            ["", "/", "/api", "/api/", "/draft", "/mcp/", "/rpc/formations", "//api/bot", "api/bot", "*"]
        {
            assert_eq!(inside(other), None, "{other}");
        }
    }
}
