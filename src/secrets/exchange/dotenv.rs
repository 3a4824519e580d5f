//! `.env` files: parsed, never executed. Nothing is put in the place of `$NAME`.

use super::{Fault, Lines, Pair, Trouble};
use crate::secrets::SecretName;
use crate::support::secret::SecretBytes;

/// The pairs of the file.
pub(super) fn parse(text: &str) -> Result<Vec<Pair>, Fault> {
    let lines = Lines::of(text.as_bytes());
    let mut reader = Reader { text, lines, at: 0, crlf: has_only_crlf(text) };
    let mut pairs = Vec::new();
    while let Some(pair) = reader.pair()? {
        pairs.push(pair);
    }
    Ok(pairs)
}

/// Whether every line ends as on Windows: then that is how the editor writes, and no part of a value.
fn has_only_crlf(text: &str) -> bool {
    let ends = text.bytes().filter(|byte| *byte == b'\n').count();
    ends > 0 && ends == text.matches("\r\n").count()
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines,
    at: usize,
    crlf: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn fault(&self, trouble: Trouble) -> Fault {
        Fault::at(self.lines.line(self.at), trouble)
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// The rest of the line, without its end.
    fn line(&self) -> &'a str {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        line.strip_suffix('\r').unwrap_or(line)
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }

    /// The next pair; lines that are empty or comments are passed over.
    fn pair(&mut self) -> Result<Option<Pair>, Fault> {
        loop {
            if self.rest().is_empty() {
                return Ok(None);
            }
            let line = self.line().trim_matches([' ', '\t']);
            if !line.is_empty() && !line.starts_with('#') {
                break;
            }
            self.skip_line();
        }
        self.skip_blanks();
        let line = self.lines.line(self.at);
        let name = self.name()?;
        self.skip_blanks();
        let value = match self.rest().chars().next() {
            Some('\'') => self.quoted(single_end, literal)?,
            Some('"') => self.quoted(double_end, unescaped)?,
            _ => self.plain()?,
        };
        self.skip_line();
        Ok(Some(Pair { name, value, line }))
    }

    /// Reads up to and with the `=`.
    fn name(&mut self) -> Result<String, Fault> {
        let line = self.line();
        let Some((before, _)) = line.split_once('=') else {
            return Err(self.fault(Trouble::NoEquals));
        };
        let name = before.trim_end_matches([' ', '\t']);
        let name = match name.strip_prefix("export") {
            Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start_matches([' ', '\t']),
            _ => name,
        };
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        if name.is_empty() || !name.bytes().all(is_part) {
            return Err(self.fault(Trouble::BadName));
        }
        self.at += before.len() + 1;
        Ok(name.to_owned())
    }

    /// A value without quotes: to the end of the line, less a comment that stands after a blank.
    fn plain(&self) -> Result<SecretBytes, Fault> {
        let line = self.line();
        let comment = [" #", "\t#"].iter().filter_map(|mark| line.find(mark)).min();
        let value = line[..comment.unwrap_or(line.len())].trim_end_matches([' ', '\t']);
        // Right after the blanks that follow the `=`, a comment has no blank of its own left.
        let value =
            if self.text[..self.at].ends_with([' ', '\t']) && value.starts_with('#') { "" } else { value };
        if value.ends_with('\\') {
            return Err(self.fault(Trouble::LastBackslash));
        }
        Ok(SecretBytes::from(value))
    }

    /// A value in quotes that ends at `end`, as `read` reads it; only a comment may follow it.
    fn quoted(
        &mut self,
        end: fn(&str) -> Option<usize>,
        read: fn(&str, bool, &mut Vec<u8>),
    ) -> Result<SecretBytes, Fault> {
        let rest = &self.rest()[1..];
        let Some(length) = end(rest) else {
            return Err(self.fault(Trouble::OpenQuote));
        };
        // Room for all of it: growing would leave copies behind.
        let mut value = Vec::with_capacity(length);
        read(&rest[..length], self.crlf, &mut value);
        let value = SecretBytes::new(value);
        self.at += length + 2;
        let after = self.line().trim_start_matches([' ', '\t']);
        if !after.is_empty() && !after.starts_with('#') {
            return Err(self.fault(Trouble::AfterQuote));
        }
        Ok(value)
    }
}

fn single_end(text: &str) -> Option<usize> {
    text.find('\'')
}

fn double_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

fn literal(text: &str, crlf: bool, value: &mut Vec<u8>) {
    push(text, crlf, value);
}

/// What stands between double quotes, escapes resolved.
fn unescaped(mut text: &str, crlf: bool, value: &mut Vec<u8>) {
    while let Some((before, after)) = text.split_once('\\') {
        push(before, crlf, value);
        let mut used = 1;
        match after.as_bytes().first() {
            Some(b'n') => value.push(b'\n'),
            Some(b'r') => value.push(b'\r'),
            Some(b't') => value.push(b'\t'),
            Some(byte @ (b'"' | b'\\' | b'$' | b'`')) => value.push(*byte),
            // A line that goes on in the next one, as in a shell.
            Some(b'\n') => {}
            Some(b'\r') if crlf && after.starts_with("\r\n") => used = 2,
            // Any other backslash is one.
            _ => {
                value.push(b'\\');
                used = 0;
            }
        }
        text = &after[used..];
    }
    push(text, crlf, value);
}

fn push(text: &str, crlf: bool, value: &mut Vec<u8>) {
    if !crlf {
        value.extend_from_slice(text.as_bytes());
        return;
    }
    for (number, line) in text.split("\r\n").enumerate() {
        if number > 0 {
            value.push(b'\n');
        }
        value.extend_from_slice(line.as_bytes());
    }
}

/// Lines that this parser and a shell read alike.
pub(super) fn write(
    pairs: &[(SecretName, SecretBytes)],
    out: &mut Vec<u8>,
) -> Result<(), (String, &'static str)> {
    for (name, value) in pairs {
        let refuse = |why| Err((name.to_string(), why));
        let Some(text) = value.expose_str() else {
            return refuse("its value is not UTF-8 text");
        };
        if text.contains('\0') {
            return refuse("its value holds a NUL byte");
        }
        if name.as_str().starts_with(|c: char| c.is_ascii_digit()) {
            return refuse("its name begins with a digit");
        }
        out.extend_from_slice(name.as_str().as_bytes());
        out.push(b'=');
        write_value(text, out);
        out.push(b'\n');
    }
    Ok(())
}

fn write_value(text: &str, out: &mut Vec<u8>) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+,=".contains(&byte);
    if text.bytes().all(is_plain) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    // Single quotes are literal to most readers; some read a backslash in them as an escape, and most put
    // something in the place of a `$` in double ones.
    let single = !text.contains('\'') && (!text.contains('\\') || text.contains(['$', '`']));
    let quote = if single { b'\'' } else { b'"' };
    out.push(quote);
    for byte in text.bytes() {
        if !single && b"\"\\$`".contains(&byte) {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(quote);
}
