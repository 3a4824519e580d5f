//! Reading one `${{ … }}`.

use std::ops::Range;

use super::{BadReference, Reference, Target};
use crate::formation::code::Code;
use crate::formation::source::floor_char_boundary;
use crate::support::text::did_you_mean;

/// A reference ends within this many bytes, so that a text full of broken ones costs no more than its length.
const MAX_LENGTH: usize = 1024;

const NAMESPACES: [&str; 3] = ["secrets", "env", "user.credentials"];

/// Reads the reference that starts at byte `start`, where `text` has `${{`.
pub(super) fn reference(text: &str, start: usize) -> Result<Reference, BadReference> {
    let text = &text[..floor_char_boundary(text, start + MAX_LENGTH)];
    let inner = start + "${{".len();
    let mut rest = Cursor { text, at: inner };
    let path = rest.path();
    rest.skip_space();
    let default = match rest.default() {
        Ok(default) => default,
        Err(message) => return Err(malformed(text, start, message)),
    };
    rest.skip_space();
    if !rest.eat("}}") {
        let message = if rest.rest().contains("}}") {
            "a reference holds one name and perhaps a default"
        } else {
            "a `${{` without its `}}`"
        };
        return Err(malformed(text, start, message));
    }
    let range = start..rest.at;
    if path.is_empty() {
        return Err(malformed(text, start, "a reference without a name"));
    }
    let target = target(path, &range)?;
    if default.is_some() && matches!(target, Target::Credential(_)) {
        return Err(malformed(text, start, "a user's credential has no default"));
    }
    Ok(Reference { target, default, range })
}

/// Namespace and name as they are written in the reference that starts at byte `start`.
pub(super) fn path_at(text: &str, start: usize) -> Option<(&str, Range<usize>)> {
    let mut rest = Cursor { text, at: start + "${{".len() };
    let path = rest.path();
    let (namespace, name) = path.rsplit_once('.')?;
    Some((namespace, rest.at - name.len()..rest.at))
}

/// The name in a reference to a secret, and the secret's name as it would be kept.
pub(super) fn secret_at(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    let (namespace, range) = path_at(text, start)?;
    let meant = did_you_mean(namespace, NAMESPACES) == Some("secrets");
    let name = upper(&text[range.clone()]).filter(|_| meant)?;
    Some((range, name))
}

fn target(path: &str, range: &Range<usize>) -> Result<Target, BadReference> {
    let bad =
        |code, message: String, help: String| BadReference { code, message, help, range: range.clone() };
    let Some((namespace, name)) = path.rsplit_once('.') else {
        let message = format!("`{path}` does not say where the value comes from");
        let help =
            format!("write `${{{{ secrets.{} }}}}` for a secret", upper(path).unwrap_or("NAME".into()));
        return Err(bad(Code::ReferenceUnknown, message, help));
    };
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let named = !name.is_empty() && name.chars().all(part);
    match namespace {
        "secrets" => match upper(name).filter(|_| is_secret_name(name)) {
            // `A__B` is kept as `A_B`, and so it is the same secret here.
            Some(kept) => Ok(Target::Secret(kept)),
            None => Err(secret_name(name, bad)),
        },
        "env" if is_variable(name) => Ok(Target::Env(name.to_owned())),
        "user.credentials" if named => Ok(Target::Credential(name.to_owned())),
        "env" | "user.credentials" => Err(bad(
            Code::ReferenceMalformed,
            format!("`{name}` cannot be a name in `{namespace}`"),
            "use letters, digits and `_`".into(),
        )),
        other => {
            let help = did_you_mean(other, NAMESPACES).map_or_else(
                || "references start with `secrets.`, `env.` or `user.credentials.`".to_owned(),
                |near| format!("did you mean `{near}.{name}`?"),
            );
            let message = format!("nothing is called `{other}` here");
            Err(bad(Code::ReferenceUnknown, message, help))
        }
    }
}

fn secret_name(name: &str, bad: impl Fn(Code, String, String) -> BadReference) -> BadReference {
    match upper(name) {
        Some(upper) if name.chars().any(|c| c.is_ascii_lowercase()) => bad(
            Code::ReferenceCase,
            format!("the secret `{name}` is not in upper case"),
            format!("write `secrets.{upper}`"),
        ),
        Some(upper) => bad(
            Code::ReferenceMalformed,
            format!("`{name}` cannot be the name of a secret"),
            format!("write `secrets.{upper}`: upper-case letters, digits and `_`"),
        ),
        None => bad(
            Code::ReferenceMalformed,
            "a reference without the name of a secret".into(),
            "write `${{ secrets.NAME }}`".into(),
        ),
    }
}

/// The name that `muxi secrets add` would keep a secret under: upper case, everything else a single `_`.
fn upper(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in name.to_uppercase().chars() {
        match c {
            'A'..='Z' | '0'..='9' => out.push(c),
            _ if out.ends_with('_') || out.is_empty() => {}
            _ => out.push('_'),
        }
    }
    let out = out.trim_end_matches('_');
    (!out.is_empty()).then(|| out.to_owned())
}

fn is_secret_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A broken reference reaches to its `}}`, if that comes on the same line and before the next `${{`.
fn malformed(text: &str, start: usize, message: &str) -> BadReference {
    let inner = start + "${{".len();
    let rest = &text[inner..];
    let limit = rest.find('\n').unwrap_or(rest.len());
    let limit = rest.find("${{").unwrap_or(limit).min(limit);
    let end = rest[..limit].find("}}").map_or(inner, |offset| inner + offset + "}}".len());
    BadReference {
        code: Code::ReferenceMalformed,
        message: message.to_owned(),
        help: "write `${{ secrets.NAME }}` or `${{ secrets.NAME || 'default' }}`".into(),
        range: start..end,
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// `secrets.NAME` and its like, with the white space before it.
    fn path(&mut self) -> &'a str {
        self.skip_space();
        self.take_while(|c| !c.is_whitespace() && !matches!(c, '|' | '}' | '{' | '$' | '\'' | '"' | '`'))
    }

    fn eat(&mut self, token: &str) -> bool {
        let there = self.rest().starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    /// `|| 'text'` or `|| "text"`, if there is a `|`.
    fn default(&mut self) -> Result<Option<String>, &'static str> {
        if !self.rest().starts_with('|') {
            return Ok(None);
        }
        if !self.eat("||") {
            return Err("a default comes after `||`");
        }
        self.skip_space();
        for quote in ["'", "\""] {
            if self.eat(quote) {
                let value = self.take_while(|c| !quote.contains(c)).to_owned();
                return if self.eat(quote) {
                    Ok(Some(value))
                } else {
                    Err("a default without its closing quote")
                };
            }
        }
        Err("a default must be in quotes")
    }
}
