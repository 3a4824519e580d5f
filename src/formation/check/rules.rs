//! What the keys of one map have to do with each other.

use super::Checker;
use super::shape::Checked;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Kind, Needs, Rule, one_of};

impl Checker<'_> {
    /// Checks the rules of the block; `explained` are the keys whose slips have been reported, and `clear` is
    /// whether one of its choices counts.
    pub(super) fn rules(&mut self, checked: Checked<'_>, explained: &[&str], clear: bool) {
        let choices = checked.block.one_of;
        for rule in checked.block.rules {
            match rule {
                Rule::AtMostOne(keys) => self.at_most_one(checked, keys),
                Rule::Needs(needs) if explained.contains(&needs.other) => {}
                Rule::Needs(needs) if !clear && choices.contains(&needs.other) => {}
                Rule::Needs(needs) => self.needs(checked, needs),
            }
        }
    }

    fn at_most_one(&mut self, checked: Checked<'_>, keys: &[&str]) {
        let mut given = checked.map.iter().filter(|entry| keys.contains(&&*entry.key));
        if let (Some(first), Some(second)) = (given.next(), given.next()) {
            let message = format!("{} has both `{}` and `{}`", checked.block.name, first.key, second.key);
            let diagnostic = Diagnostic::error(Code::ExclusiveKeys, second.key_span, message)
                .also(first.key_span, "the other one")
                .help(format!("keep {}", one_of(keys)));
            self.push(diagnostic);
        }
    }

    fn needs(&mut self, checked: Checked<'_>, needs: &Needs) {
        let Some(entry) = checked.map.entry(needs.key) else { return };
        let other = checked.map.entry(needs.other).filter(|other| !other.value.is_null());
        let words = one_of(needs.words);
        let (message, help, label) = match other {
            None if needs.words.is_empty() => (
                format!("`{}` does nothing without `{}`", needs.key, needs.other),
                format!("add `{}`, or remove `{}`", needs.other, needs.key),
                None,
            ),
            None => (
                format!("`{}` needs `{}` to be {words}", needs.key, needs.other),
                format!("add `{}: {}`, or remove `{}`", needs.other, needs.words[0], needs.key),
                None,
            ),
            Some(_) if needs.words.is_empty() => return,
            Some(other) => {
                let known = match checked.field(needs.other).map(|field| field.kind) {
                    Some(Kind::Enum(known)) => known,
                    _ => &[],
                };
                // A word that nobody knows has been reported, or is a reference.
                let Some(word) = other.value.as_str().filter(|word| known.contains(word)) else { return };
                if needs.words.contains(&word) {
                    return;
                }
                (
                    format!("`{}` needs `{}` to be {words}", needs.key, needs.other),
                    format!("write {words} there, or remove `{}`", needs.key),
                    Some((other.value.span, format!("this is `{word}`"))),
                )
            }
        };
        let mut diagnostic = Diagnostic::error(Code::IncompleteKeys, entry.key_span, message).help(help);
        if let Some((span, text)) = label {
            diagnostic = diagnostic.also(span, text);
        }
        if needs.refused {
            self.push(diagnostic);
        } else {
            self.push_soft(diagnostic);
        }
    }
}
