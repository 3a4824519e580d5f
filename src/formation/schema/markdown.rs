//! What stands between the two `---` at the start of Markdown files: SOPs, triggers, skills.

use super::{Block, any, block, closed, text};

/// `sops/*.md`.
pub static SOP: Block = block(
    "an SOP",
    &[text("type"), text("name"), text("description"), text("mode"), any("tags"), text("model")],
);

/// `triggers/*.md`.
pub static TRIGGER: Block = closed(
    "a trigger",
    &[
        text("name"),
        text("type"),
        any("webhook"),
        text("transformer"),
        any("parse"),
        text("model"),
        text("channel"),
    ],
);

/// `skills/<name>/SKILL.md`.
pub static SKILL: Block = block(
    "a skill",
    &[text("name").required(), text("description").required(), text("license"), any("metadata")],
);
