//! Names and values in the files of other programs: `.env`, JSON and YAML. Nothing here reads or writes a file.
//!
//! What is written is read back the same. No error holds a value.

mod dotenv;
mod error;
mod json;
#[cfg(test)]
mod tests;
mod yaml;

use std::collections::BTreeMap;
use std::path::Path;

use zeroize::Zeroizing;

pub use error::{Fault, Trouble};

use super::SecretName;
use crate::support::secret::SecretBytes;

/// What such a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Lines `NAME=value`, as dotenv libraries and shells read them.
    Env,
    /// One object whose values are texts.
    Json,
    /// One map whose values are texts.
    Yaml,
}

/// A name and its value as a file has them.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The name as it is written.
    pub name: String,
    /// The value.
    pub value: SecretBytes,
    /// Where the name is: the line, counted from 1.
    pub line: usize,
}

/// A pair under the name that it is kept by.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name.
    pub name: SecretName,
    /// The name as the file has it, where that is another one.
    pub written: Option<String>,
    /// The value.
    pub value: SecretBytes,
}

impl Syntax {
    /// What the file's name says: it ends in `.env`, `.json`, `.yaml` or `.yml`, or begins with `.env.`.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ends = |ending: &str| name.ends_with(ending);
        if ends(".json") {
            Some(Self::Json)
        } else if ends(".yaml") || ends(".yml") {
            Some(Self::Yaml)
        } else if ends(".env") || name.starts_with(".env.") {
            Some(Self::Env)
        } else {
            None
        }
    }

    /// `env`, `json` or `yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Env => "env",
            Self::Json => "json",
            Self::Yaml => "yaml",
        }
    }
}

/// The pairs of a file, in its order; each name stands once. A byte order mark at its start is no part of it.
pub fn parse(syntax: Syntax, bytes: &[u8]) -> Result<Vec<Pair>, Fault> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(Fault::at(Lines::of(bytes).line(error.valid_up_to()), Trouble::NotText)),
    };
    let pairs = match syntax {
        Syntax::Env => dotenv::parse(text),
        Syntax::Json => json::parse(text),
        Syntax::Yaml => yaml::parse(text),
    }?;
    let mut seen = BTreeMap::new();
    for pair in &pairs {
        if let Some(first) = seen.insert(&pair.name, pair.line) {
            let name = pair.name.clone();
            return Err(Fault::at(pair.line, Trouble::Twice { name, first }));
        }
    }
    Ok(pairs)
}

/// The pairs under the names that they are kept by, `prefix` before each. Two that would become one are refused.
pub fn named(pairs: Vec<Pair>, prefix: &str) -> Result<Vec<Named>, Fault> {
    let mut seen: BTreeMap<SecretName, (String, usize)> = BTreeMap::new();
    let mut named = Vec::with_capacity(pairs.len());
    for Pair { name: written, value, line } in pairs {
        let normalised = SecretName::normalise(&format!("{prefix}{written}"))
            .map_err(|_| Fault::at(line, Trouble::EmptyName))?;
        let name = normalised.name;
        if let Some((other, first)) = seen.insert(name.clone(), (written.clone(), line)) {
            let name = name.to_string();
            return Err(Fault::at(line, Trouble::Same { written, other, first, name }));
        }
        let written = (written != name.as_str()).then_some(written);
        named.push(Named { name, written, value });
    }
    Ok(named)
}

/// A file with these pairs, in this order. `Err` names a secret that the syntax cannot hold, and says why.
pub fn write(
    syntax: Syntax,
    pairs: &[(SecretName, SecretBytes)],
) -> Result<Zeroizing<Vec<u8>>, (String, &'static str)> {
    // Room for all at once, each byte as an escape of six: growing would leave copies behind in freed memory.
    let room =
        pairs.iter().map(|(name, value)| name.as_str().len() + value.len() * 6 + 64).sum::<usize>() + 16;
    let mut out = Zeroizing::new(Vec::with_capacity(room));
    match syntax {
        Syntax::Env => dotenv::write(pairs, &mut out)?,
        Syntax::Json => json::write(pairs, &mut out),
        Syntax::Yaml => yaml::write(pairs, &mut out),
    }
    debug_assert!(out.len() <= room, "it grew");
    Ok(out)
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &[u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        Self(ends.map(|(at, _)| at + 1).collect())
    }

    /// The line of the byte at `offset`, counted from 1.
    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset) + 1
    }
}

/// Appends the value in base64, without a copy of it elsewhere.
fn write_base64(value: &[u8], out: &mut Vec<u8>) {
    use base64::Engine as _;
    let start = out.len();
    out.resize(start + value.len().div_ceil(3) * 4, 0);
    base64::engine::general_purpose::STANDARD
        .encode_slice(value, &mut out[start..])
        .expect("there is room for four characters for each three bytes");
}

/// A value that is written in base64; blanks in it do not count.
fn read_base64(text: &str) -> Option<SecretBytes> {
    use base64::Engine as _;
    let mut compact = Zeroizing::new(Vec::with_capacity(text.len()));
    compact.extend(text.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    base64::engine::general_purpose::STANDARD.decode(&*compact).ok().map(SecretBytes::new)
}
