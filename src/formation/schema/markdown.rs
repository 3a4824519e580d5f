//! What stands between the two `---` at the start of Markdown files: SOPs, triggers, skills.

use super::Block;
use super::words::{any, any_map, block, closed, text, text_or_texts};

/// `sops/*.md`.
pub static SOP: Block = block(
    "an SOP",
    &[
        text("type", "The kind of file: `sop`."),
        text("name", "The procedure's name for people."),
        text("description", "When the procedure is to be followed, in one line."),
        text("mode", "How closely it is to be followed."),
        text_or_texts("tags", "Words to find it by."),
        text("model", "The model that follows it."),
    ],
)
.about("A procedure that agents follow step by step.");

/// `triggers/*.md`.
pub static TRIGGER: Block = closed(
    "a trigger",
    &[
        text("name", "The trigger's name for people."),
        text("type", "The kind of trigger."),
        any("webhook", "Who may fire it over HTTP, and who is told what came of it."),
        text("transformer", "What turns an answer into a message."),
        any("parse", "How what comes in is read."),
        text("model", "The model that answers."),
        text("channel", "The channel that the answer goes to."),
    ],
)
.about("A message that a program can fire, with places for what comes in.");

/// `skills/<name>/SKILL.md`.
pub static SKILL: Block = block(
    "a skill",
    &[
        text("name", "The skill's name, the same as its directory's.").required(),
        text("description", "What the skill does and when to use it.").required(),
        text("license", "The licence it is under."),
        text("compatibility", "What the skill needs around it."),
        text("version", "The version of the skill."),
        any_map("metadata", "Values of your own."),
        text_or_texts("allowed-tools", "The tools that the skill may use without being asked."),
    ],
)
.about("Instructions that an agent reads when it needs them.");
