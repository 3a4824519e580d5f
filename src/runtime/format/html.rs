//! Keeps of HTML what is harmless inside somebody's page. Every `<` that comes out was written here,
//! for an element and attributes on the lists below; all other text is escaped. So whatever a model
//! writes, and however it is cut into pieces, nothing in the result runs or loads anything.

/// A tag longer than this, in bytes, is none.
const LONGEST_TAG: usize = 16 << 10;
const COMMENT: &str = "<!--";
/// Elements nested deeper than this are left out; their text stays.
const DEEPEST: usize = 128;

const ELEMENTS: [&str; 63] = [
    "a",
    "abbr",
    "article",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
    "bdi",
    "bdo",
];
const VOID: [&str; 4] = ["br", "col", "hr", "wbr"];
/// Their content is not text for people, or is read by other rules: it goes too.
const DROPPED: [&str; 24] = [
    "script",
    "style",
    "head",
    "title",
    "iframe",
    "object",
    "embed",
    "applet",
    "noscript",
    "noembed",
    "noframes",
    "frameset",
    "template",
    "svg",
    "math",
    "textarea",
    "select",
    "xmp",
    "plaintext",
    "audio",
    "video",
    "canvas",
    "button",
    "listing",
];
/// Of these, those that can be in themselves.
const NESTED: [&str; 5] = ["svg", "math", "object", "template", "button"];
/// These have no content.
const DROPPED_VOID: [&str; 1] = ["embed"];
/// Attributes of every element, and of some.
const ATTRIBUTES: [&str; 3] = ["title", "lang", "dir"];
const OWN_ATTRIBUTES: [(&str, &[&str]); 12] = [
    ("a", &["href"]),
    ("blockquote", &["cite"]),
    ("q", &["cite"]),
    ("del", &["datetime"]),
    ("ins", &["datetime"]),
    ("time", &["datetime"]),
    ("ol", &["start", "type", "reversed"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
];
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// One answer on its way through.
#[derive(Debug, Default)]
pub struct Html {
    held: String,
    /// Elements that are open, the innermost last.
    open: Vec<&'static str>,
    /// An element whose content goes, and how deep it is in itself.
    dropping: Option<(&'static str, u32)>,
}

/// What begins at a `<`.
enum Mark {
    /// It may be a tag, but has not come in full.
    Unfinished,
    /// No tag: a `<` in the text.
    Text,
    /// A comment, a declaration, a tag that is not understood: so many bytes to leave out.
    Nothing(usize),
    /// A tag, so many bytes long.
    Tag { length: usize, closes: bool, name: String, attributes: Vec<(String, String)>, empty: bool },
}

impl Html {
    /// What can go on.
    pub fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        self.run(false)
    }

    /// What was held back, and the ends of what is open.
    pub fn finish(mut self) -> String {
        let mut out = self.run(true);
        while let Some(name) = self.open.pop() {
            close(&mut out, name);
        }
        out
    }

    fn run(&mut self, last: bool) -> String {
        let held = std::mem::take(&mut self.held);
        let (mut out, mut at) = (String::with_capacity(held.len()), 0);
        while let Some(found) = held[at..].find('<') {
            self.text(&mut out, &held[at..at + found]);
            at += found;
            match self.mark(&held[at..], last) {
                Mark::Unfinished if last => at = held.len(),
                Mark::Unfinished => break,
                Mark::Text => {
                    self.text(&mut out, "<");
                    at += 1;
                }
                Mark::Nothing(length) => at += length,
                Mark::Tag { length, closes, name, attributes, empty } => {
                    at += length;
                    self.tag(&mut out, closes, &name, &attributes, empty);
                }
            }
        }
        if !held[at..].starts_with('<') {
            self.text(&mut out, &held[at..]);
            at = held.len();
        }
        let left = &held[at..];
        if left.len() > LONGEST_TAG && left.starts_with(COMMENT) {
            // Only its end is still of interest.
            self.held = format!("{COMMENT}{}", &left[left.floor_char_boundary(left.len() - 3)..]);
        } else {
            left.clone_into(&mut self.held);
        }
        out
    }

    /// What begins at the `<` that `text` begins with. In what is dropped only its end counts, and its
    /// beginning where it can be in itself.
    fn mark(&self, text: &str, last: bool) -> Mark {
        let Some((name, _)) = self.dropping else { return mark(text, last) };
        let inside = text[1..].strip_prefix('/').or_else(|| NESTED.contains(&name).then_some(&text[1..]));
        let Some(inside) = inside.map(str::as_bytes) else {
            return if text.len() == 1 && !last { Mark::Unfinished } else { Mark::Text };
        };
        let length = inside.len().min(name.len());
        if !inside[..length].eq_ignore_ascii_case(&name.as_bytes()[..length]) {
            return Mark::Text;
        }
        if inside.len() <= name.len() {
            return if last { Mark::Text } else { Mark::Unfinished };
        }
        if inside[name.len()].is_ascii_alphanumeric() { Mark::Text } else { mark(text, last) }
    }

    fn text(&self, out: &mut String, text: &str) {
        if self.dropping.is_none() {
            escape_text(out, text);
        }
    }

    fn tag(
        &mut self,
        out: &mut String,
        closes: bool,
        name: &str,
        attributes: &[(String, String)],
        empty: bool,
    ) {
        if let Some((dropped, depth)) = &mut self.dropping {
            if name == *dropped {
                *depth = if closes { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    self.dropping = None;
                }
            }
            return;
        }
        if let Some(dropped) = DROPPED.into_iter().find(|dropped| *dropped == name) {
            // `<svg/>` is whole; a script ends only with its end tag.
            let whole = DROPPED_VOID.contains(&name) || (empty && matches!(name, "svg" | "math"));
            if !closes && !whole {
                self.dropping = Some((dropped, 1));
            }
            return;
        }
        if name == "img" && !closes {
            // A picture would be loaded, and tell its server whatever the model put into the address.
            if let Some((_, alt)) = attributes.iter().find(|(name, _)| name == "alt") {
                escape_text(out, alt);
            }
            return;
        }
        let Some(name) = ELEMENTS.into_iter().find(|known| *known == name) else { return };
        if closes {
            self.close(out, name);
        } else if VOID.contains(&name) {
            open(out, name, attributes);
        } else if self.open.len() < DEEPEST {
            open(out, name, attributes);
            self.open.push(name);
        }
    }

    /// Closes `name` and what is open in it. An end without a beginning would close what is the page's.
    fn close(&mut self, out: &mut String, name: &'static str) {
        let Some(place) = self.open.iter().rposition(|open| *open == name) else { return };
        for inner in self.open.drain(place..).rev() {
            close(out, inner);
        }
    }
}

fn open(out: &mut String, name: &str, attributes: &[(String, String)]) {
    out.push('<');
    out.push_str(name);
    let own = OWN_ATTRIBUTES.iter().find(|(element, _)| *element == name).map_or(&[][..], |(_, own)| own);
    let mut seen: Vec<&str> = Vec::new();
    for (key, value) in attributes {
        let known = ATTRIBUTES.contains(&key.as_str()) || own.contains(&key.as_str());
        if !known || seen.contains(&key.as_str()) {
            continue;
        }
        seen.push(key);
        let value =
            if matches!(key.as_str(), "href" | "cite") { harmless_url(value) } else { Some(value.clone()) };
        if let Some(value) = value {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            escape_value(out, &value);
            out.push('"');
        }
    }
    if name == "a" {
        out.push_str(" rel=\"noopener noreferrer\"");
    }
    out.push('>');
}

fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// What browsers do not see in an address is taken out before its scheme is looked at.
fn harmless_url(url: &str) -> Option<String> {
    let seen: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let before = seen.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    match before.split_once(':') {
        Some((scheme, _)) => SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()).then_some(seen),
        None => Some(seen),
    }
}

/// `text` so that it is text in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_value(&mut out, text);
    out
}

/// An `&` stays: the text is HTML already.
fn escape_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}

fn escape_value(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => escape_text(out, c.encode_utf8(&mut [0; 4])),
        }
    }
}

/// What begins at the `<` that `text` begins with.
fn mark(text: &str, last: bool) -> Mark {
    let inside = &text[1..];
    let (closes, name_at) = if inside.starts_with('/') { (true, 2) } else { (false, 1) };
    let Some(first) = text[name_at..].chars().next() else {
        return if last { Mark::Text } else { Mark::Unfinished };
    };
    if let Some(comment) = inside.strip_prefix("!--") {
        // A browser ends a comment at `-->` and at `--!>`; at the first of them, here too.
        let ends = [comment.find("-->"), comment.find("--!>").map(|at| at + 1)];
        return match ends.into_iter().flatten().min() {
            Some(end) => Mark::Nothing(COMMENT.len() + end + 3),
            None => Mark::Unfinished,
        };
    }
    if matches!(first, '!' | '?') {
        let may_be_comment = "!--".starts_with(inside) && !last;
        return match text.find('>') {
            _ if may_be_comment => Mark::Unfinished,
            Some(end) => Mark::Nothing(end + 1),
            None if text.len() > LONGEST_TAG => Mark::Text,
            None => Mark::Unfinished,
        };
    }
    if !first.is_ascii_alphabetic() {
        return Mark::Text;
    }
    match end_of_tag(text) {
        Some(length) => tag(&text[name_at..length - 1], length, closes),
        None if text.len() > LONGEST_TAG => Mark::Text,
        None => Mark::Unfinished,
    }
}

/// Where the tag ends: at a `>` that is not in a quoted value.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if before == '=' => quote = Some(c),
            (None, '>') => return Some(at + 1),
            (Some(_) | None, _) => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    None
}

/// The inside of a tag, from its name to before its `>`.
fn tag(inside: &str, length: usize, closes: bool) -> Mark {
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    if !rest.is_empty() && !rest.starts_with(|c: char| c.is_whitespace() || c == '/') {
        return Mark::Nothing(length);
    }
    let empty = rest.ends_with('/');
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        let (attribute, left) = attribute(rest);
        attributes.push(attribute);
        rest = left;
    }
    Mark::Tag { length, closes, name: name.to_ascii_lowercase(), attributes, empty }
}

/// The attribute at the start of `text`, which is not empty, with its value decoded, and what follows.
fn attribute(text: &str) -> ((String, String), &str) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let end = text[first..].find(|c: char| c.is_whitespace() || c == '=' || c == '/');
    let (name, rest) = text.split_at(end.map_or(text.len(), |end| end + first));
    let name = name.to_ascii_lowercase();
    let Some(value) = rest.trim_start().strip_prefix('=') else { return ((name, String::new()), rest) };
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, rest) = match quote {
        Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
        None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
    };
    ((name, decoded(value)), rest)
}

/// A value without character references. What is not known here stays, and is escaped on its way out:
/// a browser reads what was looked at, and nothing else.
fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (c, length) = reference(after).unwrap_or(('&', 0));
        out.push(c);
        rest = &after[length..];
    }
    out.push_str(rest);
    out
}

/// References with names, as far as they can matter in an address.
const NAMED: [(&str, char); 9] = [
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("nbsp;", '\u{a0}'),
    ("colon;", ':'),
    ("Tab;", '\t'),
    ("NewLine;", '\n'),
];

/// The character of the reference after an `&`, and how long it is.
fn reference(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix, head) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 2),
            None => (number, 10, 1),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..end], radix).ok()?;
        let semicolon = usize::from(digits[end..].starts_with(';'));
        return Some((char::from_u32(code).unwrap_or('\u{fffd}'), head + end + semicolon));
    }
    NAMED.iter().find(|(name, _)| text.starts_with(name)).map(|(name, c)| (*c, name.len()))
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
