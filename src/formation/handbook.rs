//! The reference of all fields, as Markdown, out of the table of fields.

use std::fmt::Write as _;

use super::blocks::{Blocks, title};
use super::jsonschema::is_prose;
use super::schema::{Block, FILE_KINDS, Field, FileKind, Kind, Need, Rule, Shape, Unlisted, one_of};

/// The reference of one kind of file.
pub fn of(kind: &'static FileKind) -> String {
    document(&[kind])
}

/// The reference of all kinds.
pub fn all() -> String {
    document(&FILE_KINDS.iter().collect::<Vec<_>>())
}

fn document(kinds: &[&'static FileKind]) -> String {
    let roots: Vec<_> = kinds.iter().map(|kind| kind.block).collect();
    let blocks = Blocks::reached_from(&roots);
    let book = Book { blocks: &blocks };
    let mut out = String::from(HEAD);
    let mut written = Vec::new();
    for kind in kinds {
        book.kind(kind, &mut out);
        written.push(std::ptr::from_ref(kind.block));
        for (block, _) in Blocks::reached_from(&[kind.block]).iter() {
            let at = std::ptr::from_ref(block);
            let is_root = roots.iter().any(|root| std::ptr::eq(*root, block));
            if is_root || written.contains(&at) {
                continue;
            }
            written.push(at);
            let name = book.blocks.name(block);
            let _ = write!(out, "\n<a id=\"{name}\"></a>\n### {}\n\n", heading(block));
            book.block(block, &mut out);
        }
    }
    out
}

const HEAD: &str = "\
# The fields of a formation

Every key that `muxi validate` knows. `muxi schema --all --format markdown` prints this page; it is made from the table
that the checks run over.

Where text is wanted, it may hold `${{ secrets.NAME }}`, `${{ env.NAME }}`, each also with `|| 'a default'`, and
`${{ user.credentials.NAME }}`. A map or list may be in another file of the formation: `$include: path`. Keys in **bold**
have to be there.
";

struct Book<'a> {
    blocks: &'a Blocks,
}

impl Book<'_> {
    fn kind(&self, kind: &FileKind, out: &mut String) {
        let name = self.blocks.name(kind.block);
        let _ = write!(out, "\n<a id=\"{name}\"></a>\n## {}\n\n{}\n\n", heading(kind.block), place(kind));
        self.block(kind.block, out);
    }

    fn block(&self, block: &'static Block, out: &mut String) {
        for text in [block.about, other_keys(block.unlisted)].into_iter().filter(|text| !text.is_empty()) {
            let _ = write!(out, "{text}\n\n");
        }
        if !block.one_of.is_empty() {
            let _ = write!(out, "Exactly one of {} has to be there.\n\n", quoted(block.one_of, ", "));
        }
        for rule in block.rules {
            let _ = write!(out, "{}\n\n", told(rule));
        }
        self.table(block.fields, out);
        for case in block.cases.map_or(&[][..], |cases| cases.cases) {
            let tag = block.cases.map_or("", |cases| cases.tag);
            let others = case.others.map(|kind| format!(" Other keys are yours, each {}.", self.value(kind)));
            let also = if case.fields.is_empty() { "." } else { ", also:" };
            let _ = write!(out, "\nWith `{tag}: {}`{also}{}\n\n", case.word, others.unwrap_or_default());
            self.table(case.fields, out);
        }
    }

    fn table(&self, fields: &[Field], out: &mut String) {
        if fields.is_empty() {
            return;
        }
        out.push_str("| Key | Value | Default | What it is for |\n|---|---|---|---|\n");
        for field in fields {
            let default = match field.default {
                "" => String::new(),
                text if is_prose(text) => text.to_owned(),
                text => quoted(&[text], ""),
            };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                key(field),
                cell(&self.value(&field.kind)),
                cell(&default),
                cell(&purpose(field)),
            );
        }
    }

    /// What a person writes there, with links to the blocks.
    fn value(&self, kind: &Kind) -> String {
        match kind {
            Kind::Map(block) => format!("a map: {}", self.link(block)),
            Kind::Named(inner) => match self.value(inner).as_str() {
                "a value" => "a map of your own keys".to_owned(),
                inner => format!("a map of your own keys, each {inner}"),
            },
            Kind::List(inner) => format!("a list, each {}", self.value(inner)),
            Kind::Components(block) => format!("a list of ids, or in place {}", self.link(block)),
            Kind::Uses { inline, narrowed } => {
                let (narrowed, inline) = (self.link(narrowed), self.link(inline));
                format!("a list of ids, {narrowed}, or in place {inline}")
            }
            Kind::Either(kinds) => {
                let each: Vec<_> = kinds.iter().map(|kind| self.value(kind)).collect();
                each.join(", or ")
            }
            Kind::Open(words) => format!("text, usually {}", one_of(words)),
            other => other.describe(),
        }
    }

    fn link(&self, block: &Block) -> String {
        format!("[{}](#{})", title(block), self.blocks.name(block))
    }
}

fn key(field: &Field) -> String {
    match field.need {
        Need::Required | Need::RequiredInFile => format!("**`{}`**", field.name),
        _ => format!("`{}`", field.name),
    }
}

fn purpose(field: &Field) -> String {
    let need = match field.need {
        Need::RequiredInFile => "Has to be there in a file of its own.".to_owned(),
        Need::Recommended => "A warning where it is missing.".to_owned(),
        Need::Refused(instead) => format!("Not allowed: {instead}."),
        Need::Deprecated(new) => format!("An old name of `{new}`."),
        Need::Required | Need::Optional => String::new(),
    };
    format!("{} {need}", field.about).trim().to_owned()
}

fn place(kind: &FileKind) -> String {
    let made_of = match kind.shape {
        Shape::Yaml => "A YAML document",
        Shape::Markdown => "Between two lines `---` at the start of a Markdown file",
    };
    let directories: Vec<_> = kind.directories.iter().map(|name| format!("`{name}/`")).collect();
    let place = match directories.as_slice() {
        [] => "`formation.afs`, else `formation.yaml`, else `formation.yml`".to_owned(),
        some => format!("in {}", some.join(" or ")),
    };
    let declared = match kind.declared_in {
        [] => String::new(),
        keys => format!(" It is used where `{}` of the formation names its id.", keys.join(".")),
    };
    format!("{made_of}: {place}.{declared}")
}

/// A rule as a sentence.
fn told(rule: &Rule) -> String {
    match rule {
        Rule::AtMostOne(keys) => format!("At most one of {} may be there.", quoted(keys, ", ")),
        Rule::Needs(needs) if needs.words.is_empty() => {
            format!("`{}` does nothing without `{}`.", needs.key, needs.other)
        }
        Rule::Needs(needs) => {
            format!("`{}` needs `{}` to be {}.", needs.key, needs.other, one_of(needs.words))
        }
    }
}

fn heading(block: &Block) -> String {
    let title = title(block);
    if block.name.starts_with('`') { format!("`{title}`") } else { title }
}

fn other_keys(unlisted: Unlisted) -> &'static str {
    match unlisted {
        Unlisted::Warned => "",
        Unlisted::Refused => "Any other key is an error.",
        Unlisted::Ignored => "It may have other keys, which are not checked.",
    }
}

fn quoted(words: &[&str], between: &str) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(between)
}

/// Text that does not end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
