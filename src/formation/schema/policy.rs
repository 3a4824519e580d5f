//! `tool_policy`: closed, because a word that nobody understands must not let a call through.

use super::words::{above_zero, between, closed, field, text_or_texts, words};
use super::{Block, Field, Kind};

const VERBS: &[&str] = &["allow", "deny", "ask"];

/// `tool_policy`.
pub(super) static TOOL_POLICY: Block = closed(
    "`tool_policy`",
    &[
        words("default", VERBS, "What happens with a call that no rule is about.").default("allow"),
        words("dangerous", VERBS, "The same for a call that looks dangerous.").default("ask"),
        above_zero("ask_timeout_seconds", "How long a user is waited for, in seconds; then it is a no.")
            .default("300"),
        field("rules", Kind::List(&Kind::Map(&RULE)), "Rules, of which the first that fits counts."),
    ],
)
.about(
    "Which calls of tools are made, which are not, and which the user is asked about. Models cannot answer for the user.",
);

static RULE: Block = closed(
    "a rule of `tool_policy`",
    &[
        text_or_texts("tools", "The tools, as patterns such as `files/*` or `delete_*`.").required(),
        words("do", VERBS, "What happens with the call.").required(),
        AGENTS,
        field(
            "arguments",
            Kind::Named(&Kind::Text),
            "Patterns for arguments of the call, by name; all must fit, `*` names any argument.",
        ),
        between("priority", -1000, 1000, "Rules of a higher priority are tried first.").default("0"),
    ],
)
.about("What happens with the calls that it fits.");

const AGENTS: Field = text_or_texts("agents", "The ids of the agents that it is for; all if missing.");
