//! A page of `src/formation/explain/`: its parts, and the formations in its fences.
//!
//! A fence is opened by a language and a path; its text becomes that file. These languages are something else:
//!
//! | Fence | Becomes |
//! |---|---|
//! | `text secrets`, `text secrets.ENV` | the names of secrets that are set, one a line |
//! | `text options` | `target: muxi-server`, `target: local`; `damaged: NAME`: a secret whose value no longer opens |
//! | `text variables` | the names of variables that are set in the environment, one a line |
//! | `value NAME` | the value of a secret, in which `\n`, `\t`, `\u{…}` are escapes |
//! | `console` | the command after `$`: `muxi secrets check` instead of `muxi validate` |
//! | `escaped PATH` | a file, in which the same escapes and `\xNN` are bytes |
//! | `latin-1 PATH` | a file in that encoding |
//! | `link PATH` | a symbolic link to what its text says |
//! | `pipe PATH` | a named pipe |
//!
//! `size=BYTES` after the path fills a file up with comments.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A formation that a page shows.
#[derive(Debug, Default)]
pub(super) struct Example {
    pub(super) files: Vec<(PathBuf, Content)>,
    /// Environment (empty for the default one) and names; none if nothing is said about secrets.
    pub(super) secrets: Vec<(String, Vec<String>)>,
    pub(super) variables: Vec<String>,
    pub(super) values: Vec<(String, String)>,
    pub(super) damaged: Option<String>,
    pub(super) muxi_server: bool,
    pub(super) serve: bool,
    pub(super) command: String,
}

/// What is at a path.
#[derive(Debug)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Link(String),
    Pipe,
}

/// The parts of a page.
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    pub(super) meaning: String,
    pub(super) wrong: Example,
    pub(super) right: Example,
}

/// Reads a page; the text says what is wrong with one that is none.
pub(super) fn read(text: &str) -> Result<Page<'_>, String> {
    let (title, rest) = text.split_once('\n').ok_or("there is only one line")?;
    let title = title.strip_prefix("# ").ok_or("the first line is no title")?;
    let (meaning, rest) = rest.split_once("\n## Wrong\n").ok_or("there is no `## Wrong`")?;
    let (wrong, right) = rest.split_once("\n## Right\n").ok_or("there is no `## Right`")?;
    Ok(Page { title, meaning: meaning.trim().to_owned(), wrong: example(wrong)?, right: example(right)? })
}

fn example(text: &str) -> Result<Example, String> {
    let mut example = Example::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let close = "`".repeat(ticks);
        let mut body = String::new();
        loop {
            match lines.next() {
                None => return Err(format!("the fence `{line}` is not closed")),
                Some(end) if end == close => break,
                Some(inner) => drop(writeln!(body, "{inner}")),
            }
        }
        fence(&mut example, &line[ticks..], &body)?;
    }
    if example.files.is_empty() {
        return Err("an example has no file".into());
    }
    Ok(example)
}

fn fence(example: &mut Example, info: &str, body: &str) -> Result<(), String> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    if language == "console" {
        let command =
            body.lines().find_map(|line| line.strip_prefix("$ ")).ok_or("a console without `$ `")?;
        command.clone_into(&mut example.command);
        example.muxi_server |= command.contains("--target muxi-server");
        return Ok(());
    }
    let name = words.next().ok_or(format!("the fence `{info}` has no path"))?;
    let lines = || body.lines().map(str::to_owned).collect::<Vec<_>>();
    let content = match (language, name) {
        ("text", "options") => return body.lines().try_for_each(|line| option(example, line)),
        ("text", "variables") => {
            example.variables.extend(lines());
            return Ok(());
        }
        ("text", name) if name == "secrets" || name.starts_with("secrets.") => {
            let env =
                name.strip_prefix("secrets").and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
            example.secrets.push((env.to_owned(), lines()));
            return Ok(());
        }
        ("value", name) => {
            let value = body.strip_suffix('\n').unwrap_or(body);
            let value = String::from_utf8(unescape(value)?).map_err(|e| e.to_string())?;
            example.values.push((name.to_owned(), value));
            return Ok(());
        }
        ("escaped", _) => Content::Bytes(unescape(body)?),
        ("latin-1", _) => {
            let byte = |c: char| u8::try_from(u32::from(c)).map_err(|_| format!("`{c}` is not Latin-1"));
            Content::Bytes(body.chars().map(byte).collect::<Result<_, _>>()?)
        }
        ("link", _) => Content::Link(body.trim_end().to_owned()),
        ("pipe", _) => Content::Pipe,
        _ => Content::Bytes(filled(body, words.next())?),
    };
    example.files.push((PathBuf::from(name), content));
    Ok(())
}

fn option(example: &mut Example, line: &str) -> Result<(), String> {
    match line.split_once(": ") {
        Some(("target", "muxi-server")) => example.muxi_server = true,
        Some(("target", "local")) => example.serve = true,
        Some(("damaged", name)) => example.damaged = Some(name.to_owned()),
        _ => return Err(format!("`{line}` is no option")),
    }
    Ok(())
}

fn filled(body: &str, attribute: Option<&str>) -> Result<Vec<u8>, String> {
    let mut bytes = body.as_bytes().to_vec();
    let Some(attribute) = attribute else { return Ok(bytes) };
    let size = attribute.strip_prefix("size=").and_then(|size| size.parse::<usize>().ok());
    let size = size.ok_or(format!("`{attribute}` is no attribute"))?;
    while bytes.len() < size {
        bytes.extend_from_slice(b"# and so on, and so on, and so on, and so on, and so on\n");
    }
    Ok(bytes)
}

fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut chars = text.chars();
    let push = |out: &mut Vec<u8>, c: char| out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    while let Some(c) = chars.next() {
        if c != '\\' {
            push(&mut out, c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push(b'\n'),
            Some('r') => out.push(b'\r'),
            Some('t') => out.push(b'\t'),
            Some('s') => out.push(b' '),
            Some('\\') => out.push(b'\\'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                out.push(u8::from_str_radix(&digits, 16).map_err(|e| e.to_string())?);
            }
            Some('u') => {
                let digits: String = chars.by_ref().take_while(|c| *c != '}').filter(|c| *c != '{').collect();
                let code = u32::from_str_radix(&digits, 16).map_err(|e| e.to_string())?;
                push(&mut out, char::from_u32(code).ok_or("no character")?);
            }
            other => return Err(format!("`\\{other:?}` is no escape")),
        }
    }
    Ok(out)
}

impl Example {
    /// Writes its files below `root`.
    pub(super) fn write(&self, root: &Path) {
        for (path, content) in &self.files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            match content {
                Content::Bytes(bytes) => crate::support::write(&path, bytes),
                Content::Link(target) => std::os::unix::fs::symlink(target, &path).unwrap(),
                Content::Pipe => {
                    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
                    assert!(made.success());
                }
            }
        }
    }

    /// Whether it is about `muxi secrets check`.
    pub(super) fn checks_secrets(&self) -> bool {
        self.command.contains("secrets check") || !self.values.is_empty() || self.damaged.is_some()
    }
}
