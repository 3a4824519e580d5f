//! An answer on the terminal, while it comes.

use std::time::Instant;

use serde_json::Value;

use super::{extras, trace};
use crate::output::{Failure, Markdown, Printer};
use crate::remote::formation::ChatEvent;

/// One answer as it is shown.
pub(super) struct Screen<'a> {
    out: &'a mut Printer,
    /// Nothing where it is shown as it comes.
    markdown: Option<Markdown>,
    /// A person waits: say what is done until text comes.
    live: bool,
    trace: bool,
    /// Text is on the terminal: steps wait for its end.
    begun: bool,
    steps: Vec<Value>,
    /// What came beside the words: it is shown below them.
    extras: Vec<String>,
    asked: Instant,
}

/// `the tools of files are not there: it is down: its program ended (exit code 1)`.
fn missing_line(missing: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let why = text(&missing["error"]["message"]);
    let why = if why.is_empty() { String::new() } else { format!(": {why}") };
    format!("the tools of {} are not there: it is {}{why}", text(&missing["server"]), text(&missing["state"]))
}

impl<'a> Screen<'a> {
    pub(super) fn new(out: &'a mut Printer, raw: bool, trace: bool, plain: bool) -> Self {
        let markdown = (out.is_terminal() && !raw).then(|| Markdown::new(out.look()));
        let live = out.is_terminal() && out.is_stderr_terminal() && !plain;
        Self {
            out,
            markdown,
            live,
            trace,
            begun: false,
            steps: Vec::new(),
            extras: Vec::new(),
            asked: Instant::now(),
        }
    }

    /// The question is on its way.
    pub(super) fn wait(&self) {
        self.say("asking");
    }

    pub(super) fn event(&mut self, event: ChatEvent) -> Result<(), Failure> {
        match event {
            ChatEvent::Text(text) => self.text(&text),
            ChatEvent::Progress(what) => {
                if !self.begun && !what.trim().is_empty() {
                    self.say(&what);
                }
                Ok(())
            }
            ChatEvent::Step(step) => self.step(step),
            ChatEvent::Ui(elements) => {
                self.extras.extend(elements.as_array().into_iter().flatten().flat_map(extras::element));
                Ok(())
            }
            ChatEvent::Artifact(file) => {
                self.extras.push(extras::file(&file));
                Ok(())
            }
            ChatEvent::Missing(missing) => {
                self.note(&missing_line(&missing));
                Ok(())
            }
            // Whoever has a turn answers them.
            ChatEvent::Approval(_) | ChatEvent::Done { .. } => Ok(()),
        }
    }

    /// An answer that came at once; as JSON it is the whole of it.
    pub(super) fn whole(&mut self, answer: &Value) -> Result<(), Failure> {
        if self.out.is_json() {
            return self.out.json(answer);
        }
        // The steps of a server came with the answer.
        for step in answer["trace"].as_array().into_iter().flatten() {
            self.step(step.clone())?;
        }
        for missing in answer["missing"].as_array().into_iter().flatten() {
            self.note(&missing_line(missing));
        }
        self.text(answer["message"]["content"].as_str().unwrap_or_default())?;
        self.event(ChatEvent::Ui(answer["message"]["ui"].clone()))?;
        for file in answer["message"]["artifacts"].as_array().into_iter().flatten() {
            self.extras.push(extras::file(file));
        }
        self.done(answer)
    }

    /// The answer is whole, and was shown as it came.
    pub(super) fn done(&mut self, answer: &Value) -> Result<(), Failure> {
        self.end(false)?;
        if self.trace && !self.out.is_json() {
            let line = trace::done(self.asked.elapsed(), &answer["message"]["metadata"]);
            self.out.aside(&line)?;
        }
        Ok(())
    }

    /// No more comes, though more should have if it was `cut`.
    pub(super) fn end(&mut self, cut: bool) -> Result<(), Failure> {
        self.quiet_line();
        match &mut self.markdown {
            Some(markdown) => self.out.end_markdown(markdown, cut)?,
            None if cut => self.out.cut_line()?,
            None => self.out.end_line()?,
        }
        self.begun = false;
        for line in std::mem::take(&mut self.extras) {
            self.out.aside(&line)?;
        }
        let waiting = std::mem::take(&mut self.steps);
        waiting.iter().try_for_each(|step| self.print(step))
    }

    /// A line beside the answer, which goes on below it.
    pub(super) fn aside(&mut self, line: &str) -> Result<(), Failure> {
        if self.begun {
            match &mut self.markdown {
                Some(markdown) => {
                    self.out.end_markdown(markdown, false)?;
                    *markdown = Markdown::new(self.out.look());
                }
                None => self.out.end_line()?,
            }
            self.begun = false;
        }
        self.quiet_line();
        self.out.aside(line)
    }

    /// The same for a note, which --quiet leaves out.
    pub(super) fn note(&mut self, line: &str) {
        self.quiet_line();
        self.out.note(line);
    }

    fn text(&mut self, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        self.quiet_line();
        self.begun = true;
        match &mut self.markdown {
            Some(markdown) => self.out.markdown_piece(markdown, text),
            None => self.out.piece(text),
        }
    }

    fn step(&mut self, step: Value) -> Result<(), Failure> {
        if !self.trace || self.out.is_json() {
            return Ok(());
        }
        if self.begun {
            self.steps.push(step);
            return Ok(());
        }
        self.quiet_line();
        self.print(&step)?;
        self.say("asking");
        Ok(())
    }

    fn print(&mut self, step: &Value) -> Result<(), Failure> {
        trace::line(step).map_or(Ok(()), |line| self.out.aside(&line))
    }

    fn say(&self, what: &str) {
        if self.live {
            self.out.live(&format!("… {what}"));
        }
    }

    fn quiet_line(&self) {
        if self.live && !self.begun {
            self.out.progress("");
        }
    }
}
