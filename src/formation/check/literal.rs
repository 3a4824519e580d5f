//! Secrets that are written out in a file of the formation, where a reference belongs.

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::secret_text::{self, Part, is_secret_key};
use crate::formation::source::{Sources, Span};
use crate::formation::yaml::{Node, Scalar, Value};

impl Checker<'_> {
    /// Warns of every secret in `tree`, and keeps its place from being shown.
    pub(in crate::formation) fn literals(&mut self, tree: &Node, sources: &Sources) {
        // The formation's own id says nothing of a secret, that of a component does.
        let id = tree.get("id").and_then(Node::as_str).filter(|_| tree.span != self.formation);
        let mut walk = Walk { checker: self, sources, keys: Vec::new() };
        walk.node(tree, id);
    }

    /// The same for a text without keys.
    pub(super) fn literals_in_text(&mut self, span: Span, sources: &Sources) {
        let text = sources.slice(span);
        for part in secret_text::parts(text) {
            let place = Span::new(span.source, span.start + part.range.start, span.start + part.range.end);
            if self.hide(place) {
                let name = named(&part, &[], None);
                self.push(finding(place, "a secret is written here as text", &name));
            }
        }
    }

    /// Whether the place is a new one.
    fn hide(&mut self, span: Span) -> bool {
        let new = self.seen_secrets.insert(span);
        if new {
            self.hidden.push(span);
        }
        new
    }
}

struct Walk<'c, 'a, 'n> {
    checker: &'c mut Checker<'a>,
    sources: &'n Sources,
    keys: Vec<&'n str>,
}

impl<'n> Walk<'_, '_, 'n> {
    /// `owner` is the id of the component around the value.
    fn node(&mut self, node: &'n Node, owner: Option<&'n str>) {
        match &node.value {
            Value::Scalar(scalar) => self.scalar(node, scalar, owner),
            Value::Seq(items) => {
                for item in items {
                    self.node(item, owner);
                }
                if self.keys.last() == Some(&"args") {
                    self.arguments(items, owner);
                }
            }
            Value::Map(map) => {
                let own = map.get("id").and_then(Node::as_str).filter(|_| !self.keys.is_empty());
                for entry in map {
                    self.keys.push(&entry.key);
                    self.node(&entry.value, own.or(owner));
                    self.keys.pop();
                }
            }
        }
    }

    fn scalar(&mut self, node: &Node, scalar: &Scalar, owner: Option<&str>) {
        let text = scalar.text.as_str();
        if text.is_empty() {
            return;
        }
        let secret = is_secret_key(&self.keys);
        if secret && !scalar.is_text() {
            // A number or a boolean is of the wrong type, and perhaps a key all the same.
            self.checker.hide(node.span);
            return;
        }
        if secret && let Some(core) = secret_text::value_of(&self.keys, text) {
            self.whole(node, core, owner);
            return;
        }
        for part in secret_text::parts(text) {
            let place = self.place(node, &text[part.range.clone()]);
            if self.checker.hide(place) {
                let name = named(&part, &self.keys, owner);
                self.checker.push(finding(place, "a secret is written here as text", &name));
            }
        }
    }

    /// A value that is a secret from one end to the other, but for a word like `Bearer` before it.
    fn whole(&mut self, node: &Node, core: &str, owner: Option<&str>) {
        if !self.checker.hide(node.span) {
            return;
        }
        let key = self.keys.last().copied().unwrap_or_default();
        let part = secret_text::parts(core).into_iter().next();
        let name = match part {
            Some(part) => named(&part, &self.keys, owner),
            None => secret_text::name_for(&self.keys, owner),
        };
        let message = format!("the secret under `{key}` is written here as text");
        let before = node.as_str().and_then(|text| text.strip_suffix(core)).unwrap_or_default();
        let fix = format!("\"{before}${{{{ secrets.{name} }}}}\"");
        let title = format!("refer to the secret `{name}`, which has to be added first");
        let diagnostic = finding(node.span, &message, &name);
        // What comes before is part of a value in quotes then.
        let diagnostic = if before.contains(['"', '\\']) {
            diagnostic
        } else {
            diagnostic.maybe_fix(title, node.span, fix)
        };
        self.checker.push(diagnostic);
    }

    /// `--token VALUE` and `--token=VALUE`.
    fn arguments(&mut self, items: &'n [Node], owner: Option<&str>) {
        let mut option: Option<&str> = None;
        for item in items {
            let Some(text) = item.as_str() else {
                option = None;
                continue;
            };
            let (key, value) = match (option.take(), text.split_once('=')) {
                (Some(key), _) if !text.starts_with('-') => (key, Some(text)),
                (_, Some((key, value))) if key.starts_with('-') => (key, Some(value)),
                _ => (text, None),
            };
            if !key.starts_with('-') || !is_secret_key(&[key.trim_start_matches('-')]) {
                continue;
            }
            let Some(value) = value else {
                option = Some(key);
                continue;
            };
            let keys = [key.trim_start_matches('-')];
            let Some(core) = secret_text::value_of(&keys, value) else { continue };
            let place = self.place(item, core);
            if self.checker.hide(place) {
                let name = secret_text::name_for(&keys, owner);
                self.checker.push(finding(place, "a secret is written here as text", &name));
            }
        }
    }

    /// The place of `part` of a value: exact where the source has it letter by letter.
    fn place(&self, node: &Node, part: &str) -> Span {
        let at = self.sources.slice(node.span).find(part);
        at.map_or(node.span, |at| {
            let start = node.span.start + at;
            Span::new(node.span.source, start, start + part.len())
        })
    }
}

fn finding(span: Span, message: &str, name: &str) -> Diagnostic {
    Diagnostic::warning(Code::LiteralSecret, span, message)
        .label("everyone who has the file has it")
        .help(format!("run `muxi secrets add {name}`, and write `${{{{ secrets.{name} }}}}` here"))
}

/// The name that a secret of this kind usually has.
fn named(part: &Part, keys: &[&str], owner: Option<&str>) -> String {
    match part.provider {
        Some(_) if is_secret_key(keys) && keys.contains(&"env") => secret_text::name_for(keys, owner),
        Some(provider) => match provider.title {
            "GitHub" | "GitLab" | "npm" => format!("{}_TOKEN", provider.words[0]),
            "Slack" => "SLACK_BOT_TOKEN".to_owned(),
            "AWS" => "AWS_ACCESS_KEY_ID".to_owned(),
            _ => format!("{}_API_KEY", provider.words[0]),
        },
        None if part.is_password => "DATABASE_PASSWORD".to_owned(),
        None => secret_text::name_for(keys, owner),
    }
}
