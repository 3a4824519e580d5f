//! SOPs, triggers and skills: their front matter, their names, and that they say something.

use std::collections::HashMap;

use super::shape::is_unread_include;
use super::{Checker, Path, Place};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::documents::{Document, Documents};
use crate::formation::markdown::Front;
use crate::formation::reference;
use crate::formation::souls::Souls;
use crate::formation::source::{SourceId, Sources, Span};
use crate::formation::yaml::{Entry, Node};

/// Limits of the Agent Skills convention, in characters.
const MAX_NAME: usize = 64;
const MAX_TEXTS: [(&str, usize); 2] = [("description", 1024), ("compatibility", 500)];

impl Checker<'_> {
    /// Checks every document by itself and their names together.
    pub(in crate::formation) fn documents(&mut self, documents: &Documents, sources: &Sources) {
        for document in &documents.list {
            self.document(document, sources);
        }
        self.called_twice(documents);
        for source in &documents.prose {
            self.prose(sources, *source);
        }
    }

    /// Looks at the souls that are files as at any other text of the formation.
    pub(in crate::formation) fn souls(&mut self, souls: &Souls, sources: &Sources) {
        for source in &souls.sources {
            let text = sources.get(*source).text();
            self.literals_in_text(Span::new(*source, 0, text.len()), sources);
            for found in reference::scan(text) {
                match found {
                    Ok(reference) => {
                        let span = Span::new(*source, reference.range.start, reference.range.end);
                        self.references.push((reference, span));
                    }
                    Err(bad) => {
                        let span = Span::new(*source, bad.range.start, bad.range.end);
                        self.push(Diagnostic::warning(bad.code, span, bad.message).help(bad.help));
                    }
                }
            }
        }
    }

    fn document(&mut self, document: &Document, sources: &Sources) {
        let skill = document.kind.name == "skill";
        if let Front::Tree(node) = &document.markdown.front {
            self.literals(node, sources);
        }
        self.literals_in_text(document.markdown.body, sources);
        match &document.markdown.front {
            Front::Broken => return,
            Front::Tree(node) => {
                self.front_matter(document, node);
                if skill {
                    self.skill(document, node);
                }
            }
            Front::Absent | Front::Empty if skill => {
                let message = "a skill starts with front matter that says its `name` and `description`";
                let diagnostic =
                    Diagnostic::error(Code::FrontMatterMissing, document.markdown.start, message);
                let name = &document.stem;
                self.push(diagnostic.help(format!(
                    "start the file with the lines `---`, `name: {name}`, `description: …` and `---`"
                )));
            }
            Front::Absent | Front::Empty => {}
        }
        if sources.slice(document.markdown.body).trim().is_empty() {
            let message = format!("this {} has no text", document.kind.title());
            let diagnostic = Diagnostic::warning(Code::BodyEmpty, document.markdown.start, message);
            self.push(diagnostic.help("write what is to be done below the front matter"));
        }
    }

    fn front_matter(&mut self, document: &Document, node: &Node) {
        if node.as_map().is_some_and(is_unread_include) {
            let message = "front matter cannot include another file";
            let diagnostic = Diagnostic::error(Code::IncludeForm, node.head(), message);
            self.push(diagnostic.help("write the keys here"));
            return;
        }
        self.block(node, document.kind.block, Path::Root, Place::File);
    }

    fn skill(&mut self, document: &Document, node: &Node) {
        let Some(map) = node.as_map() else { return };
        if let Some(entry) = map.entry("name") {
            self.skill_name(entry, &document.stem);
        }
        for (key, most) in MAX_TEXTS {
            let Some(value) = map.get(key) else { continue };
            let length = value.as_str().map_or(0, |text| text.chars().count());
            if length > most {
                let message =
                    format!("`{key}` of a skill has at most {most} characters, and this has {length}");
                let diagnostic = Diagnostic::warning(Code::TextTooLong, first_line(value.span), message);
                self.push(diagnostic.help("keep what tells when to use the skill, and move the rest below"));
            }
        }
    }

    fn skill_name(&mut self, entry: &Entry, directory: &str) {
        let Some(name) = entry.value.as_str().filter(|name| !name.is_empty()) else { return };
        let diagnostic = if !is_skill_name(name) {
            let message = format!(
                "a skill's name has lower-case letters, digits and single hyphens, at most {MAX_NAME} characters"
            );
            let diagnostic = Diagnostic::warning(Code::SkillName, entry.value.span, message);
            match skill_slug(name) {
                Some(slug) if slug != directory => {
                    diagnostic.help(format!("write `name: {slug}`, and call the directory `skills/{slug}`"))
                }
                Some(slug) => diagnostic.help(format!("write `name: {slug}`")).maybe_fix(
                    format!("write `{slug}`"),
                    entry.value.span,
                    slug,
                ),
                None => diagnostic,
            }
        } else if name != directory {
            let message = format!("the skill `{name}` is in the directory `{directory}`");
            let diagnostic = Diagnostic::warning(Code::SkillName, entry.value.span, message)
                .help(format!("write `name: {directory}`, or call the directory `skills/{name}`"));
            if is_skill_name(directory) {
                diagnostic.maybe_fix(format!("write `{directory}`"), entry.value.span, directory)
            } else {
                diagnostic
            }
        } else {
            return;
        };
        self.push(diagnostic);
    }

    /// Two documents of one kind with one name; whoever asks for it gets either.
    fn called_twice(&mut self, documents: &Documents) {
        let mut first_of: HashMap<(&str, &str), Span> = HashMap::new();
        for document in documents.list.iter().filter(|one| one.kind.name != "skill") {
            let given = document.markdown.front.tree().and_then(|tree| tree.get("name"));
            let span = given.map_or(document.markdown.start, |name| name.span);
            let key = (document.kind.name, document.name());
            if let Some(first) = first_of.get(&key) {
                let title = document.kind.title();
                let message = format!("two files are the {title} `{}`", document.name());
                let diagnostic = Diagnostic::warning(Code::DuplicateId, span, message)
                    .also(*first, "the other one")
                    .help("give each a name of its own");
                self.push(diagnostic);
            } else {
                first_of.insert(key, span);
            }
        }
    }

    /// References in prose. There `${{` may be anything: only what means a secret can be a mistake.
    fn prose(&mut self, sources: &Sources, source: SourceId) {
        let text = sources.get(source).text();
        for found in reference::scan(text) {
            match found {
                Ok(reference) => {
                    let span = Span::new(source, reference.range.start, reference.range.end);
                    self.prose_references.push((reference, span));
                }
                Err(bad) if reference::secret_at(text, bad.range.start).is_some() => {
                    let span = Span::new(source, bad.range.start, bad.range.end);
                    self.push(Diagnostic::warning(bad.code, span, bad.message).help(bad.help));
                }
                Err(_) => {}
            }
        }
    }
}

/// The convention's form: words of `a-z` and digits with single hyphens between them.
fn is_skill_name(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.len() <= MAX_NAME && name.split('-').all(word)
}

/// The name that was probably meant.
fn skill_slug(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    is_skill_name(&slug).then_some(slug)
}

/// A text of many lines is no place to look at: its beginning is.
fn first_line(span: Span) -> Span {
    Span::new(span.source, span.start, span.end.min(span.start + 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_skills_are_words_with_single_hyphens() {
        for good in ["a", "pdf-forms", "a1-2b", &"a".repeat(64)] {
            assert!(is_skill_name(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "a b", "é", &"a".repeat(65)] {
            assert!(!is_skill_name(bad), "{bad}");
        }
        assert_eq!(skill_slug("PDF Forms_2"), Some("pdf-forms-2".to_owned()));
        assert_eq!(skill_slug("***"), None);
    }
}
