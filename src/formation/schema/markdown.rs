//! What stands between the two `---` at the start of Markdown files: SOPs, triggers, skills.

use super::{Block, Field, Kind, any, any_map, block, closed, field, partial, text};

/// `sops/*.md`.
pub static SOP: Block = block(
    "an SOP",
    &[
        text("type").about("What kind of document it is.").default("sop"),
        text("name").about("What people and agents call it.").default("the file's name without its ending"),
        text("description").about("What it is for; by this the right SOP is found."),
        text("mode").about("How closely its steps are followed."),
        TAGS,
        field("model", Kind::Model).about("The model that follows it: `provider/name` or an alias."),
    ],
)
.about("A standard operating procedure: steps that agents follow for a kind of request, in Markdown.");

const TAGS: Field = field("tags", Kind::Either(&[Kind::List(&Kind::Text), Kind::Text]))
    .about("Words by which it is found besides its description.");

/// `triggers/*.md`.
pub static TRIGGER: Block = closed(
    "a trigger",
    &[
        text("name").about("What the trigger is called.").default("the file's name without its ending"),
        text("type").about("What sets it off."),
        any("webhook").about("How the request from outside comes in."),
        text("transformer").about("A transformer that the request passes before it is filled in."),
        any("parse").about("How the request is read."),
        field("model", Kind::Model).about("The model that works on it: `provider/name` or an alias."),
        text("channel").about("The channel of `proactive.channels` that the answer goes to."),
    ],
)
.about("A prompt that a request from outside starts; the Markdown below is the prompt.");

/// `skills/<name>/SKILL.md`.
pub static SKILL: Block = partial(
    "a skill",
    &[
        text("name")
            .required()
            .about("The name of the directory: lower-case letters, digits and single hyphens, at most 64."),
        text("description")
            .required()
            .about("What the skill does and when to use it, at most 1024 characters; agents choose by it."),
        text("license").about("The licence of the skill, or the file in its directory that has it."),
        text("compatibility").about("What the skill needs around it, at most 500 characters."),
        any_map("metadata").about("Further facts about the skill, as the author likes."),
        field("allowed-tools", Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]))
            .about("Tools that the skill may use without being asked about."),
    ],
)
.about("Instructions that an agent reads when it needs them, with files beside them.");
