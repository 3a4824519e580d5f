//! Agents, in files of their own or in place.

use super::llm::MODELS;
use super::rules::{Cases, case};
use super::servers::{MCP_SERVER, TOOLS};
use super::sources::SOURCE;
use super::words::{
    SCHEMA, any, at_least, between, block, boolean, closed, field, map, number, seconds, text, texts, words,
};
use super::{Block, Field, Kind};

/// An agent.
pub static AGENT: Block = block(
    "an agent",
    &[
        SCHEMA.required_in_file(),
        text("id", "The agent's name for programs; other files refer to it by this.").required(),
        text("name", "The agent's name for people.").required(),
        text("description", "What the agent is for, in one line; it decides which questions go to it.")
            .recommended(),
        boolean("active", "Whether the agent takes part.").default("true"),
        boolean("default", "Whether the agent answers when nothing points to another.").default("false"),
        text("role", "The agent's part in a team, such as `researcher`."),
        text("type", "A word of your own for the kind of agent."),
        field(
            "specialization",
            Kind::Either(&[Kind::Text, Kind::AnyMap]),
            "What the agent is best at, in a few words.",
        ),
        words(
            "runner",
            &["model", "command"],
            "Who answers: a model, or a program that is started for each turn.",
        )
        .default("model"),
        texts("specialties", "Subjects that the agent is best at."),
        text("soul", "A Markdown file of the formation that is put before `system_message`."),
        text("system_message", "What the agent's model is told before every conversation."),
        field("llm_models", MODELS, "Models of the agent's own; the formation's are used for the rest."),
        map("knowledge", &KNOWLEDGE, "Documents that the agent looks things up in."),
        field("mcp_servers", SERVER_USES, "The MCP servers whose tools the agent may call."),
        any("skills", "Skills that the agent may use."),
        any("a2a", "Whether and how agents of other formations may ask this one."),
        text("version", "The version of this file, by custom `major.minor.patch`."),
        text("author", "Who wrote it."),
        text("url", "Where there is more about it."),
        text("license", "The licence it is under."),
    ],
)
.cases(&RUNNERS)
.about("One assistant with instructions, and perhaps models, tools and knowledge of its own.");

static RUNNERS: Cases =
    Cases { tag: "runner", default: Some("model"), cases: &[case("model", &[]), case("command", COMMAND)] };

const COMMAND: &[Field] = &[
    text("command", "The program that gets the question on its standard input and writes the answer.")
        .required(),
    texts("args", "The program's arguments, one to an item; no shell reads them."),
    text("working_directory", "The directory that the program starts in.").default("the formation's"),
    field("env", Kind::Named(&Kind::Text), "Variables of the program's environment."),
    texts("allowed_directories", "Directories that the program may work in."),
    words("network", &["open", "none"], "Whether the program has a network.").default("open"),
    boolean("unix_sockets", "Whether the program may talk to other programs of the machine, such as Docker.")
        .default("false"),
    at_least("max_processes", 1, "How many processes the program may be.").default("256"),
    at_least("max_memory_mb", 16, "How much memory the program and what it starts may have, in MB.")
        .default("2048"),
    seconds("timeout_seconds", "How long a turn of the program may take, in seconds.").default("300"),
    words(
        "input",
        &["question", "json"],
        "What the program reads: the question, or a JSON object with the question, the conversation and ids.",
    )
    .default("question"),
    boolean("tmux", "Whether the program has a terminal in tmux, to watch it and to type into it.")
        .default("false"),
];

const SERVER_USES: Kind = Kind::Uses { inline: &MCP_SERVER, narrowed: &SERVER_USE };

static SERVER_USE: Block = block(
    "a use of an MCP server",
    &[
        text("id", "The id of the MCP server.").required(),
        field(
            "tools",
            Kind::Either(&[Kind::List(&Kind::Text), Kind::Map(&TOOLS)]),
            "The tools that the agent may call, as names or patterns such as `get_*`; all if missing.",
        ),
    ],
)
.about("An MCP server of the formation with fewer of its tools.");

static KNOWLEDGE: Block = block(
    "an agent's `knowledge`",
    &[
        boolean("enabled", "Whether the agent looks things up in its sources."),
        number("reasoning_threshold", 0.0, f64::MAX, "How sure a match must be before the model sees it."),
        map("tree", &TREE, "How documents are read as trees of chapters."),
        field("sources", Kind::List(&Kind::Map(&SOURCE)), "Where the documents are."),
    ],
)
.about("Documents that an agent looks things up in, and how.");

static TREE: Block = closed(
    "`knowledge.tree`",
    &[
        text("model", "The model that walks down the tree."),
        text("terminator_model", "The model that decides whether enough was found."),
        at_least("max_depth", 1, "How many levels of chapters are walked down."),
        at_least("max_pages_per_node", 1, "How many pages one part of the tree may have."),
        at_least("max_tokens_per_node", 1, "How many tokens one part of the tree may have."),
        at_least("max_document_tokens", 1, "How many tokens a document may have to be read as a tree."),
        at_least("max_sufficiency_rounds", 1, "How often it is asked whether enough was found."),
        between(
            "max_fetched_nodes_pct",
            1,
            100,
            "How much of a tree may be fetched, in per cent of its parts.",
        ),
    ],
)
.about("Limits for documents that are read as trees of chapters rather than as pieces of text.");
