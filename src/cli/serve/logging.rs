//! Where the log of a running formation goes: to a file in the directory of its state, and where the formation says.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::super::context::Context;
use crate::config::Var;
use crate::formation::model::{Formation, LogAuth, LogStream, Text};
use crate::formation::overlay::real;
use crate::output::{ExitCode, Failure, StdoutLog};
use crate::runtime::logs::{
    self, Destination, FileLimits, Format, Headers, Level, Lines, LogFile, Logs, Out, TcpLines, UdpLines,
    Webhook,
};
use crate::secrets::Store;
use crate::support::secret::SecretBytes;
use crate::support::sender::has_port;

/// The log, and its files, are in this directory of the state.
const DIR: &str = "logs";

/// Opens the logs of `formation`, whose state is in `state`. Nothing is written yet. Files outside of the state are
/// written where `anywhere` is set: a formation may come from a stranger.
pub(super) fn start(
    context: &Context,
    formation: &Formation,
    store: Option<&Store>,
    state: &Path,
    anywhere: bool,
) -> Result<Logs, Failure> {
    let level = level(context, formation)?;
    let all = All { context, store, state, anywhere, level };
    let mut destinations = Vec::new();
    if level < Level::Off {
        let log = all.file(state.join(logs::FILE), Format::JsonLines);
        destinations.push(Destination { is_log: true, ..log });
    }
    if let Some(destination) = &formation.logging.destination {
        destinations.extend(all.system(destination)?);
    }
    for (number, stream) in formation.logging.streams.iter().enumerate() {
        let place = format!("logging.conversation.streams[{number}]");
        match all.stream(stream, &place)? {
            Ok(destination) => destinations.push(destination),
            Err(why) => context.out.warn(&format!("{place} is not written: {why}")),
        }
    }
    // One that wants nothing at all needs no thread.
    destinations.retain(|destination| destination.level < Level::Off);
    Ok(Logs::start(&formation.id, context.env.clock.clone(), context.redactor.clone(), destinations))
}

/// What all destinations are made with.
struct All<'a> {
    context: &'a Context,
    store: Option<&'a Store>,
    state: &'a Path,
    anywhere: bool,
    level: Level,
}

/// A destination, or why it is none that is written to.
type Made = Result<Destination, String>;

impl All<'_> {
    /// `logging.system.destination`.
    fn system(&self, destination: &Text) -> Result<Option<Destination>, Failure> {
        let written = self.text(destination, "logging.system.destination")?;
        if written == "stdout" {
            return Ok(Some(self.stdout(Format::JsonLines)));
        }
        match self.path(&written) {
            Ok(path) => Ok(Some(self.file(path, Format::JsonLines))),
            Err(why) => {
                self.context.out.warn(&format!("logging.system.destination is not written: {why}"));
                Ok(None)
            }
        }
    }

    /// One of the streams, at `place` of the formation.
    fn stream(&self, stream: &LogStream, place: &str) -> Result<Made, Failure> {
        let word = |text: &Option<Text>| text.as_ref().map(|text| text.raw.clone());
        let name = word(&stream.format).unwrap_or_else(|| Format::default().as_str().to_owned());
        let Some(format) = Format::parse(&name) else {
            return Ok(Err(format!("the format {name} is not written yet")));
        };
        let to = match &stream.destination {
            Some(destination) => Some(self.text(destination, &format!("{place}.destination"))?),
            None => None,
        };
        let made = match (word(&stream.transport).as_deref(), to) {
            (Some("stdout"), _) => Ok(self.stdout(format)),
            (Some("file"), Some(to)) => self.path(&to).map(|path| self.file(path, format)),
            (Some("stream" | "trail"), Some(to)) => {
                let protocol = word(&stream.protocol);
                self.sent(stream, place, &to, protocol.as_deref(), format)?
            }
            (Some("trail"), None) => Err("a trail without a destination is not known".to_owned()),
            _ => Err("it has no transport, or no destination".to_owned()),
        };
        Ok(made.map(|made| Destination {
            level: word(&stream.level).and_then(|word| Level::parse(&word)).unwrap_or(self.level),
            events: stream.events.clone(),
            ..made
        }))
    }

    /// To another program, over a network.
    fn sent(
        &self,
        stream: &LogStream,
        place: &str,
        to: &str,
        protocol: Option<&str>,
        format: Format,
    ) -> Result<Made, Failure> {
        let (scheme, rest) = to.split_once("://").unwrap_or_default();
        let bare = if scheme.is_empty() { to } else { rest.trim_end_matches('/') };
        Ok(match (protocol, scheme) {
            (Some("webhook") | None, "http" | "https") => {
                let headers = self.headers(stream, place, format)?;
                let shown = Webhook::place(to);
                let out = Webhook::new(to.to_owned(), headers, format);
                Ok(self.destination("webhook", &shown, format, Box::new(out)))
            }
            (Some("tcp"), "" | "tcp") | (None, "tcp") if has_port(bare) => {
                let out = TcpLines::new(bare.to_owned(), format);
                Ok(self.destination("tcp", bare, format, Box::new(out)))
            }
            (Some("udp"), "" | "udp") | (None, "udp") if has_port(bare) => {
                let out = UdpLines::new(bare.to_owned(), format);
                Ok(self.destination("udp", bare, format, Box::new(out)))
            }
            (Some(other @ ("zmq" | "websocket" | "kafka")), _) => Err(format!("{other} is not spoken yet")),
            _ => Err("its destination is neither an address (http or https) nor HOST:PORT".to_owned()),
        })
    }

    /// What a receiver is shown.
    fn headers(&self, stream: &LogStream, place: &str, format: Format) -> Result<Headers, Failure> {
        let mut headers = Headers::default();
        let scheme = if format == Format::Splunk { "Splunk" } else { "Bearer" };
        let mut fits = true;
        if let Some(token) = &stream.token {
            fits &= headers.authorize(scheme, self.value(token, &format!("{place}.token"))?.expose());
        }
        let Some(auth) = &stream.auth else { return Ok(headers) };
        let value = |text: &Option<Text>, key: &str| -> Result<SecretBytes, Failure> {
            let at = format!("{place}.auth.{key}");
            let text = text.as_ref().ok_or_else(|| {
                Failure::failed("log_auth", &format!("{at} is missing"))
                    .hint("see muxi schema --docs, or muxi validate")
            })?;
            self.value(text, &at)
        };
        let LogAuth { kind, token, key, header, username, password, headers: more } = auth;
        match kind.as_ref().map_or("bearer", |kind| kind.raw.as_str()) {
            "basic" => {
                let (name, password) = (value(username, "username")?, value(password, "password")?);
                let login = Headers::login(&name, &password);
                self.context.redactor.add("LOG_LOGIN", &login);
                fits &= headers.authorize("Basic", login.expose());
            }
            "api_key" => {
                let name = header.as_ref().map_or("X-API-Key", |header| header.raw.as_str());
                fits &= headers.add(name, value(key, "key")?.expose());
            }
            "custom" => {}
            _ => fits &= headers.authorize(scheme, value(token, "token")?.expose()),
        }
        for (name, text) in more {
            fits &= headers.add(name, self.value(text, &format!("{place}.auth.headers.{name}"))?.expose());
        }
        if fits {
            return Ok(headers);
        }
        let what = format!("{place} signs in with what can be no header");
        Err(Failure::new(ExitCode::Failed, "log_auth", what).hint("look for ends of lines in its secrets"))
    }

    fn value(&self, text: &Text, place: &str) -> Result<SecretBytes, Failure> {
        text.resolve(|target| self.context.resolve(self.store, target)).map_err(|error| {
            Failure::new(ExitCode::Failed, error.code(), format!("{place}: {error}")).maybe_hint(error.hint())
        })
    }

    fn text(&self, text: &Text, place: &str) -> Result<String, Failure> {
        let value = self.value(text, place)?;
        let text = value.expose_str().map(|text| text.trim().to_owned());
        text.ok_or_else(|| Failure::failed("not_text", &format!("{place} is not text")))
    }

    /// A file of that name: below the state's directory of logs, or where it says.
    fn path(&self, written: &str) -> Result<PathBuf, String> {
        let path = Path::new(written);
        let is_log = || format!("{written} is the name of the log itself, or of a file beside it");
        if path.is_absolute() {
            return if self.is_log(path) {
                Err(is_log())
            } else if self.anywhere {
                Ok(path.to_owned())
            } else {
                Err(format!(
                    "{written} is outside of the state; muxi serve --allow-log-paths lets it be written"
                ))
            };
        }
        let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !plain || path.file_name().is_none() {
            return Err(format!("{written} is no name of a file below the directory of the logs"));
        }
        let path = self
            .state
            .join(DIR)
            .join(path.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>());
        if self.is_log(&path) {
            return Err(is_log());
        }
        Ok(path)
    }

    /// Whether it is the log itself, or has the name of its lock or of what was moved aside.
    fn is_log(&self, path: &Path) -> bool {
        let (path, log) = (real(path), real(&self.state.join(logs::FILE)));
        let name = |path: &Path| path.file_name().map(|name| name.as_encoded_bytes().to_vec());
        let (Some(there), Some(own)) = (name(&path), name(&log)) else { return false };
        let rest = there.strip_prefix(own.as_slice());
        path.parent() == log.parent() && rest.is_some_and(|rest| rest.is_empty() || rest[0] == b'.')
    }

    fn file(&self, path: PathBuf, format: Format) -> Destination {
        let shown = path.display().to_string();
        let out = LogFile::new(path.clone(), FileLimits::default(), self.context.env.clock.clone());
        let made = self.destination("file", &shown, format, Box::new(Lines::new(format, out)));
        Destination { file: Some(path), ..made }
    }

    fn stdout(&self, format: Format) -> Destination {
        let out = Stdout(self.context.out.stdout_log());
        self.destination("stdout", "stdout", format, Box::new(Lines::new(format, out)))
    }

    fn destination(&self, kind: &'static str, place: &str, format: Format, out: Box<dyn Out>) -> Destination {
        let place = self.context.redactor.redact(place).into_owned();
        let (level, events) = (self.level, Vec::new());
        Destination { kind, place, file: None, is_log: false, format, level, events, out }
    }
}

struct Stdout(StdoutLog);

impl Out for Stdout {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        self.0.lines(lines)
    }
}

/// What the environment says counts more than the formation.
fn level(context: &Context, formation: &Formation) -> Result<Level, Failure> {
    if let Some(word) = context.env.text(Var::LoggingLevel) {
        return Level::parse(word).ok_or_else(|| {
            let name = Var::LoggingLevel.name();
            Failure::usage(format!("{name} is none of {}", Level::WORDS))
                .hint(format!("for example: {name}=info muxi serve"))
        });
    }
    let said = formation.logging.level.as_ref().and_then(|text| Level::parse(&text.raw));
    Ok(said.unwrap_or(Level::Info))
}
