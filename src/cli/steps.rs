//! What a server tells while it does something that takes long: a bar on a terminal, lines elsewhere.

use super::context::Context;
use crate::output::one_line;
use crate::remote::server::Progress;

/// What is shown of a step, in characters.
const SHOWN: usize = 200;
/// How wide the bar is.
const BAR: u64 = 20;
/// How much is done where a step begins, in per cent.
const BEGINS: [(&str, u64); 12] = [
    ("extracting", 15),
    ("validating", 25),
    ("resolving_runtime", 30),
    ("downloading_sif", 35),
    ("pulling_runner", 35),
    ("spawning", 50),
    ("spawning_staging", 50),
    ("spawning_previous", 50),
    ("health_check", 60),
    ("swapping", 90),
    ("stopping_old", 95),
    ("stopping_current", 95),
];
/// What is done when the server has the bundle.
const SENT: u64 = 10;
/// How much of all waiting for health is.
const HEALTH: u64 = 30;

/// The bar, which only goes up.
pub(super) struct Steps<'c> {
    context: &'c Context,
    done: u64,
}

impl<'c> Steps<'c> {
    /// Nothing is done yet.
    pub(super) fn new(context: &'c Context) -> Self {
        Self { context, done: 0 }
    }

    /// The same; `text` is what is done now.
    pub(super) fn begin(context: &'c Context, text: &str) -> Self {
        let steps = Self::new(context);
        steps.show(text);
        steps
    }

    /// A step of the server's.
    pub(super) fn tell(&mut self, step: &Progress) {
        let mut text = one_line(if step.message.is_empty() { &step.stage } else { &step.message }, SHOWN);
        if let (Some(attempt), Some(most)) = (step.all["attempt"].as_u64(), step.all["max_attempts"].as_u64())
        {
            text = format!("{text} ({attempt} of {most})");
        }
        self.done = self.done.max(percent(step)).min(99);
        self.show(&text);
    }

    fn show(&self, text: &str) {
        let out = &self.context.out;
        if out.is_stderr_terminal() {
            out.live(&format!("[{}] {:>2}% {text}", bar(self.done), self.done));
        } else {
            out.note(text);
        }
    }
}

impl Drop for Steps<'_> {
    fn drop(&mut self) {
        self.context.out.progress("");
    }
}

fn bar(done: u64) -> String {
    (0..BAR).map(|at| if at * 100 < done * BAR { '#' } else { '.' }).collect()
}

/// What the server says itself counts first.
fn percent(step: &Progress) -> u64 {
    let said = step.all["progress"].as_u64().or_else(|| {
        let said = step.all["progress"].as_f64().filter(|said| (0.0..=100.0).contains(said))?;
        format!("{said:.0}").parse().ok()
    });
    if let Some(said) = said {
        return said.min(100);
    }
    let begins = BEGINS.iter().find(|(stage, _)| *stage == step.stage).map_or(SENT, |(_, begins)| *begins);
    match (step.all["attempt"].as_u64(), step.all["max_attempts"].as_u64()) {
        (Some(attempt), Some(most)) if most > 0 && step.stage == "health_check" => {
            begins + HEALTH * attempt.min(most) / most
        }
        _ => begins,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bar_is_as_full_as_the_server_says() {
        let step = |stage: &str, all| Progress { stage: stage.into(), message: String::new(), all };
        assert_eq!(percent(&step("spawning", json!({}))), 50);
        assert_eq!(percent(&step("spawning", json!({"progress": 71}))), 71);
        assert_eq!(percent(&step("spawning", json!({"progress": 1e30}))), 50);
        assert_eq!(percent(&step("health_check", json!({"attempt": 15, "max_attempts": 30}))), 75);
        assert_eq!(percent(&step("health_check", json!({"attempt": 1, "max_attempts": 0}))), 60);
        assert_eq!(percent(&step("of its own", json!({}))), SENT);
        assert_eq!(bar(0), "....................");
        assert_eq!(bar(50), "##########..........");
    }
}
