//! Sources of an agent's knowledge.

use super::auth::SOURCE_AUTH;
use super::format::{INSIDE, SCHEDULE, SIZE, SOURCE_URL};
use super::rules::{needs, only_with};
use super::words::{
    at_least, block, boolean, closed, field, format, map, number, scalar, seconds, text, text_or_texts, words,
};
use super::{Block, Field, Kind};

pub(super) static SOURCE: Block = block("a knowledge source", FIELDS)
    .one_of(&["path", "url"])
    .rules(&[
        only_with("agent_tree", "retrieval", &["tree", "tree-vector", "hybrid"]),
        needs("auth", "url"),
        needs("headers", "url"),
        needs("retry", "url"),
        needs("accept_new_host_keys", "url"),
    ])
    .about("A file or directory of the formation, or something to fetch, that an agent looks things up in.");

/// Bytes as a number, or with a unit.
const BYTES: Kind = Kind::Either(&[Kind::Int { min: 1, max: i64::MAX }, Kind::Format(&SIZE)]);

const FIELDS: &[Field] = &[
    format("path", &INSIDE, "A file or directory of the formation, seen from its root."),
    format("url", &SOURCE_URL, "Where the documents are fetched from."),
    text("description", "What is in the source; it decides when the agent looks there.").required(),
    words("retrieval", &["vector", "tree", "tree-vector", "hybrid"], "How documents are searched."),
    map("agent_tree", &AGENT_TREE, "When the tree of the documents is made again."),
    text("id", "A name of the source for programs."),
    map("auth", &SOURCE_AUTH, "How to sign in where the documents are."),
    field("headers", Kind::Named(&Kind::Scalar), "Headers that are sent with each request."),
    text_or_texts("include", "Patterns of the files to take."),
    text_or_texts("exclude", "Patterns of the files to leave out."),
    at_least("max_files", 1, "How many files are taken at most."),
    field("max_file_size", BYTES, "How large one file may be, in bytes or like `10MB`."),
    field("max_total_size", BYTES, "How large all files together may be, in bytes or like `1GB`."),
    seconds("timeout", "How long fetching may take, in seconds."),
    scalar("extract", "Whether archives are unpacked."),
    text_or_texts("extract_pattern", "Patterns of the files to take out of archives."),
    at_least("max_extracted_files", 1, "How many files are taken out of archives at most."),
    field(
        "max_extracted_size",
        BYTES,
        "How large all unpacked files together may be, in bytes or like `1GB`.",
    ),
    map("retry", &RETRY, "What happens when fetching fails."),
    format(
        "schedule",
        &SCHEDULE,
        "When the documents are fetched again: a cron line, or a word such as `@daily`.",
    ),
    boolean("accept_new_host_keys", "Whether a machine whose SSH key was never seen is trusted.")
        .default("false"),
];

static AGENT_TREE: Block = closed(
    "`agent_tree`",
    &[words(
        "regenerate",
        &["manual", "on-source-change", "on-formation-load"],
        "When the tree is made again.",
    )],
)
.about("The tree of chapters that is made of a source's documents.");

static RETRY: Block = closed(
    "a source's `retry`",
    &[
        at_least("max_attempts", 0, "How often fetching is tried."),
        seconds("initial_delay", "How long to wait before the second try, in seconds."),
        seconds("max_delay", "The longest wait between two tries, in seconds."),
        number("exponential_base", 0.0, f64::MAX, "By how much the wait grows from try to try."),
    ],
)
.about("What happens when a source cannot be fetched.");
