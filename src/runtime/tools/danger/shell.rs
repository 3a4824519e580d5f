//! Texts as a shell would read them, as far as it takes to see which programs they run: quotes, backslashes and
//! `$IFS` hide nothing, and what stands in `$(…)`, backquotes or `<(…)` is a command of its own. One pass.

/// Substitutions and subshells that are nested deeper are read as if they were not nested.
const MAX_NESTED: usize = 64;

/// One simple command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    /// Its words without quotes; the first is the program, or an assignment.
    pub(super) words: Vec<String>,
    /// It reads what another one writes.
    pub(super) piped: bool,
    /// The command whose word or input it makes, by its place in the list.
    pub(super) makes_for: Option<usize>,
    /// Where it writes to.
    pub(super) into: Vec<String>,
}

/// The commands of `text`, those inside of others before what follows them.
pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        done: vec![Command::default()],
        stack: vec![Frame::new(0, Kind::Plain)],
    };
    reader.read();
    without_empty(reader.done)
}

/// Empty commands go, and places are those of what stays.
fn without_empty(all: Vec<Command>) -> Vec<Command> {
    let mut places = Vec::with_capacity(all.len());
    let mut next = 0;
    for command in &all {
        places.push(next);
        next += usize::from(!command.is_empty());
    }
    let kept = all.into_iter().filter(|command| !command.is_empty());
    kept.map(|command| Command { makes_for: command.makes_for.map(|at| places[at]), ..command }).collect()
}

impl Command {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.into.is_empty()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// `(…)`.
    Group,
    /// `$(…)`, `<(…)`, `>(…)`.
    Made,
    /// Between backquotes.
    Back,
}

/// Where the reader is: a command with a word that is not whole yet.
struct Frame {
    /// The command, by its place.
    command: usize,
    kind: Kind,
    makes_for: Option<usize>,
    word: Option<String>,
    double: bool,
    /// The next word is where the output goes.
    redirects: bool,
    /// The next word is where input comes from, and no word of the command.
    reads: bool,
}

impl Frame {
    fn new(command: usize, kind: Kind) -> Self {
        Self { command, kind, makes_for: None, word: None, double: false, redirects: false, reads: false }
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    done: Vec<Command>,
    stack: Vec<Frame>,
}

impl Reader {
    fn read(&mut self) {
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if self.top().double { self.in_double(c) } else { self.plain(c) }
        }
        while self.stack.len() > 1 {
            self.end_word();
            self.stack.pop();
        }
        self.end_word();
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn top(&mut self) -> &mut Frame {
        self.stack.last_mut().expect("the first frame stays")
    }

    fn push(&mut self, c: char) {
        self.top().word.get_or_insert_default().push(c);
    }

    fn end_word(&mut self) {
        let frame = self.top();
        let Some(word) = frame.word.take() else { return };
        let (redirects, reads) = (std::mem::take(&mut frame.redirects), std::mem::take(&mut frame.reads));
        let command = frame.command;
        if redirects {
            self.done[command].into.push(word);
        } else if !reads {
            self.done[command].words.push(word);
        }
    }

    /// The next command of the same frame begins.
    fn end_command(&mut self, piped: bool) {
        self.end_word();
        let makes_for = self.top().makes_for;
        self.done.push(Command { piped, makes_for, ..Command::default() });
        let last = self.done.len() - 1;
        let frame = self.top();
        (frame.command, frame.redirects, frame.reads) = (last, false, false);
    }

    fn open(&mut self, kind: Kind) {
        if self.stack.len() >= MAX_NESTED {
            return self.end_command(false);
        }
        let outer = self.top().command;
        let (makes_for, piped) = match kind {
            Kind::Group => (self.top().makes_for, self.done[outer].piped),
            _ => (Some(outer), false),
        };
        self.done.push(Command { piped, makes_for, ..Command::default() });
        let mut frame = Frame::new(self.done.len() - 1, kind);
        frame.makes_for = makes_for;
        self.stack.push(frame);
    }

    fn close(&mut self) {
        self.end_word();
        if self.stack.len() == 1 {
            return self.end_command(false);
        }
        let kind = self.top().kind;
        self.stack.pop();
        if kind != Kind::Group {
            // The word that it makes is there, whatever it is.
            self.top().word.get_or_insert_default();
        }
    }

    fn backquote(&mut self) {
        // The one that opened it is below where a double quote stands between.
        if self.stack.iter().any(|frame| frame.kind == Kind::Back) {
            while self.top().kind != Kind::Back {
                self.end_word();
                self.stack.pop();
            }
            self.close();
        } else {
            self.open(Kind::Back);
        }
    }

    fn in_double(&mut self, c: char) {
        match (c, self.peek(0)) {
            ('"', _) => self.top().double = false,
            ('\\', Some(next)) => {
                self.at += 1;
                if !matches!(next, '"' | '\\' | '$' | '`' | '\n') {
                    self.push('\\');
                }
                if next != '\n' {
                    self.push(next);
                }
            }
            ('$', Some('(')) => {
                self.at += 1;
                self.open(Kind::Made);
            }
            ('`', _) => self.backquote(),
            ('$', _) => self.dollar(true),
            _ => self.push(c),
        }
    }

    fn plain(&mut self, c: char) {
        match c {
            '\'' => self.single(),
            '"' => {
                self.top().word.get_or_insert_default();
                self.top().double = true;
            }
            '\\' => match self.peek(0) {
                Some('\n') => self.at += 1,
                Some('\r') if self.peek(1) == Some('\n') => self.at += 2,
                Some(next) => {
                    self.at += 1;
                    self.push(next);
                }
                None => {}
            },
            '\n' | ';' => self.end_command(false),
            '&' if self.peek(0) == Some('>') => self.end_word(),
            '&' => {
                self.at += usize::from(self.peek(0) == Some('&'));
                self.end_command(false);
            }
            '|' => {
                let or = self.peek(0) == Some('|');
                self.at += usize::from(or || self.peek(0) == Some('&'));
                self.end_command(!or);
            }
            '(' => {
                self.end_word();
                self.open(Kind::Group);
            }
            ')' => self.close(),
            '{' | '}' => self.brace(c),
            '`' => self.backquote(),
            '<' | '>' => self.redirect(c),
            '$' => self.dollar(false),
            '#' if self.top().word.is_none() => {
                while self.peek(0).is_some_and(|c| c != '\n') {
                    self.at += 1;
                }
            }
            c if c.is_whitespace() => self.end_word(),
            c => self.push(c),
        }
    }

    fn single(&mut self) {
        let rest = &self.chars[self.at..];
        // An apostrophe that nothing closes is one.
        let Some(end) = rest.iter().position(|c| *c == '\'') else {
            // Looked for once: no later one is closed either.
            return self.push('\'');
        };
        let inner: String = rest[..end].iter().collect();
        self.at += end + 1;
        self.top().word.get_or_insert_default().push_str(&inner);
    }

    fn brace(&mut self, c: char) {
        if self.top().word.is_some() {
            return self.push(c);
        }
        if c == '}' || self.peek(0).is_none_or(char::is_whitespace) {
            return self.end_command(false);
        }
        // `{rm,-rf,/}` is three words.
        let most = 256.min(self.chars.len() - self.at);
        let inner = &self.chars[self.at..self.at + most];
        let end = inner.iter().position(|c| *c == '}' || c.is_whitespace());
        match end.filter(|end| inner[*end] == '}' && inner[..*end].contains(&',')) {
            Some(end) => {
                let words: String = inner[..end].iter().collect();
                self.at += end + 1;
                for word in words.split(',') {
                    self.top().word = Some(word.to_owned());
                    self.end_word();
                }
            }
            None => self.push(c),
        }
    }

    fn redirect(&mut self, c: char) {
        // A number before it is a descriptor.
        if self.top().word.as_ref().is_some_and(|word| word.chars().all(|c| c.is_ascii_digit())) {
            self.top().word = None;
        }
        self.end_word();
        if self.peek(0) == Some('(') {
            self.at += 1;
            return self.open(Kind::Made);
        }
        if c == '<' && self.peek(0) == Some('<') && self.peek(1) == Some('<') {
            // The word of a here-string may be a script: it stays with the words.
            self.at += 2;
            return;
        }
        while self.peek(0).is_some_and(|next| matches!(next, '<' | '>' | '|' | '&' | '-')) {
            self.at += 1;
        }
        let frame = self.top();
        (frame.redirects, frame.reads) = (c == '>', c == '<');
    }

    fn dollar(&mut self, quoted: bool) {
        match self.peek(0) {
            Some('(') => {
                self.at += 1;
                self.open(Kind::Made);
            }
            Some('\'') if !quoted => self.ansi(),
            Some('{') => {
                let most = 64.min(self.chars.len() - self.at);
                let end = self.chars[self.at..self.at + most].iter().position(|c| *c == '}');
                let Some(end) = end else { return self.push('$') };
                let name: String = self.chars[self.at + 1..self.at + end].iter().collect();
                self.at += end + 1;
                self.variable(&name, quoted);
            }
            Some(c) if c.is_ascii_digit() || matches!(c, '@' | '*' | '!' | '?' | '-') => self.at += 1,
            _ => {
                let from = self.at;
                while self.peek(0).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
                    self.at += 1;
                }
                let name: String = self.chars[from..self.at].iter().collect();
                self.variable(&name, quoted);
            }
        }
    }

    fn variable(&mut self, name: &str, quoted: bool) {
        if name.starts_with("IFS") {
            return if quoted { self.push(' ') } else { self.end_word() };
        }
        self.push('$');
        self.top().word.get_or_insert_default().push_str(name);
    }

    /// `$'\x72m'`.
    fn ansi(&mut self) {
        self.at += 1;
        self.top().word.get_or_insert_default();
        while let Some(c) = self.peek(0) {
            self.at += 1;
            match c {
                '\'' => return,
                '\\' => {
                    let (radix, most) = match self.peek(0) {
                        Some('x') => (16, 2),
                        Some('u') => (16, 4),
                        Some('0'..='7') => (8, 3),
                        _ => (0, 0),
                    };
                    self.at += usize::from(radix == 16);
                    if radix == 0 {
                        let named = match self.peek(0) {
                            Some('n') => '\n',
                            Some('t') => '\t',
                            Some(other) => other,
                            None => return,
                        };
                        self.at += 1;
                        self.push(named);
                        continue;
                    }
                    let mut code = 0;
                    for _ in 0..most {
                        let Some(digit) = self.peek(0).and_then(|c| c.to_digit(radix)) else { break };
                        code = code * radix + digit;
                        self.at += 1;
                    }
                    self.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                c => self.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        commands(text).into_iter().map(|command| command.words).collect()
    }

    fn one(text: &str) -> Vec<String> {
        let all = words(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.into_iter().next().unwrap()
    }

    #[test]
    fn quotes_backslashes_and_ifs_hide_no_word() {
        for hidden in [
            "rm -rf /",
            r"r\m -r\f /",
            r#"r""m '-rf' "/""#,
            "rm${IFS}-rf$IFS/",
            "rm$IFS$9-rf $@ /",
            r"$'\x72\x6d' $'\055rf' /",
            "{rm,-rf,/}",
            "rm \\\n -rf /",
            "rm -rf / # and then",
        ] {
            assert_eq!(one(hidden), ["rm", "-rf", "/"], "{hidden}");
        }
    }

    #[test]
    fn commands_are_parted_and_know_for_whom_they_are() {
        let all = commands("curl -s x | sudo bash && sh -c \"$(wget -O- y)\" > /dev/sda");
        let words: Vec<&[String]> = all.iter().map(|command| command.words.as_slice()).collect();
        assert_eq!(words[0], ["curl", "-s", "x"]);
        assert_eq!((words[1], all[1].piped), (&["sudo".to_owned(), "bash".to_owned()][..], true));
        assert_eq!(words[2], ["sh", "-c", ""]);
        assert_eq!(all[2].into, ["/dev/sda"]);
        assert_eq!(
            (words[3], all[3].makes_for),
            (&["wget".to_owned(), "-O-".into(), "y".into()][..], Some(2))
        );
        assert_eq!(commands("bash <(curl x)")[1].makes_for, Some(0));
        assert_eq!(one("bash <<< 'a b' <c"), ["bash", "a b"]);
        assert_eq!(commands("a `b c` d")[0].words, ["a", "", "d"]);
    }

    #[test]
    fn text_that_is_no_shell_is_no_panic_and_takes_no_time() {
        for odd in
            ["'", "\"", "\\", "$", "${", "$(", ")", "}", "`", "<", ">", "&", "|", "$'\\", "$'\\x", "a'b"]
        {
            for times in [1, 2, 3, 10_000] {
                let _ = commands(&odd.repeat(times));
            }
        }
        assert_eq!(one("don't stop"), ["don't", "stop"]);
    }
}
