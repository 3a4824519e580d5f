//! Tests of a formation: messages, and what has to be so when they are answered.

use super::format::{INSIDE, REGEX};
use super::words::{above_zero, at_least, boolean, closed, field, map, number, text, text_or_texts, texts};
use super::{Block, Field, Kind, Needs, Rule};

/// How long a case may take where it does not say, in seconds.
pub const TEST_TIMEOUT: u32 = 300;

static A_FILE: Kind = Kind::Format(&INSIDE);
static A_TURN: Kind = Kind::Map(&TURN);

const NAME: Field =
    text("name", "What it is called; the file's name if missing, with a number where there are several.");
const DESCRIPTION: Field = text("description", "What it is to show.");
const USER: Field =
    text("user", "Who asks; the local user if missing. Each case begins without sessions and memory.");
const AGENT: Field = text("agent", "The agent that is asked; one is chosen if missing.");
const TIMEOUT: Field = above_zero("timeout_seconds", "A case that takes longer fails.").default("300");
const MESSAGE: Field = text("message", "What the user says, as it is: no reference is filled in.");
const FILES: Field = field(
    "files",
    Kind::List(&A_FILE),
    "Files that come with the message; the paths start at the formation's directory.",
);
const UI_RESPONSE: Field =
    map("ui_response", &UI, "What the user did with an element that was shown before.");
const CHECKS: Field = map("expect", &EXPECT, "What has to be so; without it, that there is an answer.");
const TURNS: Field = field(
    "turns",
    Kind::List(&A_TURN),
    "Messages of one session, one after the other; the first that fails ends the case.",
);

/// A file of tests: one case, or a list of them.
pub static TEST: Block = closed(
    "a test",
    &[
        NAME,
        DESCRIPTION,
        USER,
        AGENT,
        TIMEOUT,
        MESSAGE,
        FILES,
        UI_RESPONSE,
        CHECKS,
        TURNS,
        field(
            "cases",
            Kind::List(&Kind::Map(&CASE)),
            "Several cases; what stands beside it, but for `name`, holds for those that do not say.",
        ),
    ],
)
.one_of(&["message", "turns", "cases"])
.rules(ONE_MESSAGE)
.about("What is said to the formation, and what has to be so then; `muxi test` runs it.");

static CASE: Block =
    closed("a case", &[NAME, DESCRIPTION, USER, AGENT, TIMEOUT, MESSAGE, FILES, UI_RESPONSE, CHECKS, TURNS])
        .one_of(&["message", "turns"])
        .rules(ONE_MESSAGE)
        .about("One conversation with its checks.");

static TURN: Block = closed("a turn", &[MESSAGE.required(), FILES, UI_RESPONSE, CHECKS])
    .about("One message of a conversation, and what has to be so when it is answered.");

/// These belong to a message beside them; `turns` have their own.
const ONE_MESSAGE: &[Rule] = &[with_message("files"), with_message("ui_response"), with_message("expect")];

const fn with_message(key: &'static str) -> Rule {
    Rule::Needs(Needs { key, other: "message", words: &[], refused: true })
}

static UI: Block = closed(
    "`ui_response`",
    &[
        text("id", "The id of the element.").required(),
        field("value", Kind::Any, "What was chosen or filled in.").required(),
    ],
)
.about("What a user did with a form, a button or the like, as clients send it.");

static EXPECT: Block = closed(
    "`expect`",
    &[
        text_or_texts("contains", "What the answer has in it, each of these."),
        text_or_texts("not_contains", "What the answer has not in it, none of these."),
        boolean("ignore_case", "Whether `contains`, `not_contains` and `equals` take A for a.").default("false"),
        field(
            "matches",
            Kind::Either(&[Kind::Format(&REGEX), Kind::List(&Kind::Format(&REGEX))]),
            "Regular expressions that each match somewhere in the answer.",
        ),
        text("equals", "The whole answer, but for blanks and line ends around it."),
        field(
            "json",
            Kind::Named(&Kind::Any),
            "The answer is JSON and has these values, each at its path: `order.items[0].name`, or a JSON Pointer.",
        ),
        text("agent", "The agent that answers."),
        field(
            "route",
            Kind::Open(&[
                "only agent", "asked for", "named", "keywords", "session", "model", "cache", "default",
            ]),
            "Why that agent was chosen.",
        ),
        text("model", "The model that answers, `provider/name`."),
        texts("calls", "The tools that are called: these and no others, in this order."),
        boolean("any_order", "Whether `calls` may come in another order.").default("false"),
        at_least("max_calls", 0, "How many tools may be called."),
        at_least("max_model_calls", 0, "How often a model may be asked, for routing and by other agents too."),
        at_least("max_tokens", 0, "How many tokens all models of the turn may count."),
        number("max_cost_usd", 0.0, f64::MAX, "How much the turn may cost, in dollars."),
        at_least("max_ms", 0, "How long the turn may take, in milliseconds."),
        text("finish_reason", "How the answer ends, such as `stop` or `length`."),
        text("error", "The turn fails with this code, such as `RATE_LIMITED`."),
        boolean("clarification", "Whether the answer asks the user back."),
        texts("artifacts", "The files that are made: these and no others, in any order."),
        text_or_texts(
            "remembers",
            "What is remembered of the user after the turn: each of these is in one memory, A being a; `[]` for nothing.",
        ),
    ],
)
.about("What has to be so when a message is answered. All of it has to hold.");
