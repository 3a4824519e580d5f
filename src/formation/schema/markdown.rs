//! What stands between the two `---` at the start of Markdown files: SOPs, triggers, skills.

use super::Block;
use super::words::{any, any_map, block, boolean, closed, model, partial, text, text_or_texts};

/// `sops/*.md`.
pub static SOP: Block = block(
    "an SOP",
    &[
        text("type", "What kind of document it is.").default("sop"),
        text("name", "What people and agents call it; else the name of the file, without its ending."),
        text("description", "What it is for; by this the right SOP is found."),
        text("mode", "How closely its steps are followed."),
        text_or_texts("tags", "Words by which it is found besides its description."),
        model("model", "The model that follows it: `provider/name` or an alias."),
        boolean("bypass_approval", "Whether it is followed without asking the user.").default("true"),
        boolean("synthesis", "Whether the results of its steps are put into one answer.").default("true"),
    ],
)
.about("A standard operating procedure: steps that agents follow for a kind of request, in Markdown.");

/// `triggers/*.md`.
pub static TRIGGER: Block = closed(
    "a trigger",
    &[
        text("name", "What the trigger is called; else the name of the file, without its ending."),
        text("type", "What sets it off."),
        any("webhook", "Who may fire it over HTTP, and who is told what came of it."),
        text("transformer", "A transformer that the request passes before it is filled in."),
        any("parse", "How the request is read."),
        model("model", "The model that works on it: `provider/name` or an alias."),
        text("channel", "The channel of `proactive.channels` that the answer goes to."),
    ],
)
.about("A prompt that a request from outside starts; the Markdown below is the prompt.");

/// `skills/<name>/SKILL.md`.
pub static SKILL: Block = partial(
    "a skill",
    &[
        text("name", "The name of the directory: lower-case letters, digits and single hyphens, at most 64.")
            .required(),
        text(
            "description",
            "What the skill does and when to use it, at most 1024 characters; agents choose by it.",
        )
        .required(),
        text("license", "The licence of the skill, or the file in its directory that has it."),
        text("compatibility", "What the skill needs around it, at most 500 characters."),
        text("version", "The version of the skill."),
        any_map("metadata", "Further facts about the skill, as the author likes."),
        text_or_texts("allowed-tools", "Tools that the skill may use without being asked about."),
    ],
)
.about("Instructions that an agent reads when it needs them, with files beside them.");
