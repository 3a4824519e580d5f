//! Text: every `${{` in it is a reference that can be read.

use serde_json::{Value, json};

use super::kinds::Empty;

/// What comes between `${{` and `}}`: one name, and a default unless it is a user's.
const REFERENCE: &str = concat!(
    r"\s*(?:(?:secrets\.[A-Z0-9_]*[A-Z0-9][A-Z0-9_]*|env\.[A-Za-z_][A-Za-z0-9_]*)",
    r#"(?:\s*\|\|\s*(?:'[^']*'|"[^"]*"))?|user\.credentials\.[A-Za-z0-9_-]+)\s*"#,
);

/// Text with or without references; where they are not read, any text.
pub(super) fn text(empty: Empty, with_references: bool) -> Value {
    let types = if empty == Empty::Passes { json!(["string", "null"]) } else { json!("string") };
    let mut text = json!({ "type": types });
    if with_references {
        text["pattern"] = pattern("[^$]").into();
        text["patternErrorMessage"] = ERROR.into();
    }
    if empty == Empty::Refused {
        text["minLength"] = 1.into();
    }
    text
}

/// The pattern of a text out of `piece` and references; a `$` that starts no reference stands for itself.
fn pattern(piece: &str) -> String {
    format!(r"^(?:{piece}|\$(?!\{{\{{)|\$\{{\{{{REFERENCE}\}}\}})*$")
}

const ERROR: &str =
    "a reference is `${{ secrets.NAME }}`, `${{ env.NAME }}` or `${{ user.credentials.NAME }}`";
