//! MCP servers and A2A services, in files of their own or in place.

use super::auth::{A2A_FILE_AUTH, MCP_AUTH, OUTBOUND_AUTH};
use super::format::HTTP_URL;
use super::rules::{Cases, Rule, case};
use super::words::{
    SCHEMA, at_least, block, boolean, closed, field, format, map, seconds, text, text_or_texts, texts, words,
};
use super::{Block, Field, Kind};

const TIMEOUT: Field = seconds("timeout_seconds", "How long an answer may take, in seconds.");

/// An MCP server.
pub static MCP_SERVER: Block = block(
    "an MCP server",
    &[
        SCHEMA.required_in_file(),
        text("id", "The server's name for programs; other files refer to it by this.").required(),
        text("description", "What its tools are for, in one line.").recommended(),
        words("type", &["http", "command"], "Whether it is asked over HTTP or started as a program.")
            .required(),
        boolean("active", "Whether the server is used.").default("true"),
        text("name", "The server's name for people."),
        text("version", "The version of this file, by custom `major.minor.patch`."),
        text("author", "Who wrote it."),
        text("url", "Where there is more about it."),
        text("license", "The licence it is under."),
        TIMEOUT.default("30"),
        seconds("connection_ttl", "How long an idle connection is kept, in seconds.").default("300"),
        field("parameters", Kind::Named(&Kind::Scalar), "Values that go to every call of its tools."),
        map("tools", &TOOLS, "Which of its tools may be called."),
        map("auth", &MCP_AUTH, "How to sign in at the server."),
        boolean("accept_inline", "Whether users may type their credential into the chat.").default("false"),
    ],
)
.cases(&MCP_CASES)
.about(
    "A server of tools that agents can call: one that is reached over HTTP, or a program that is started.",
);

static MCP_CASES: Cases =
    Cases { tag: "type", default: None, cases: &[case("http", HTTP), case("command", COMMAND)] };

const HTTP: &[Field] = &[
    format("endpoint", &HTTP_URL, "Where the server is reached.").required(),
    at_least("retry_attempts", 0, "How often a failed request is tried again."),
    field("headers", Kind::Named(&Kind::Scalar), "Headers that are sent with each request."),
    texts(
        "allowed_addresses",
        "Addresses and networks, such as `10.1.0.0/16`, that are not public and yet may be reached.",
    ),
];

const COMMAND: &[Field] = &[
    text("command", "The program to start, without its arguments.").required(),
    texts("args", "The program's arguments, one to an item."),
    text("working_directory", "The directory that the program starts in.").default("the formation's"),
    text_or_texts("install", "Shell commands that install the program; run only with `--allow-init`."),
    at_least("max_retries", 0, "How often a program that failed is started again."),
    field("env", Kind::Named(&Kind::Text), "Variables of the program's environment."),
    texts("allowed_directories", "Directories that the program may work in."),
    words("network", &["open", "none"], "Whether the program has a network.").default("open"),
    boolean("unix_sockets", "Whether the program may talk to other programs of the machine, such as Docker.")
        .default("false"),
    at_least("max_processes", 1, "How many processes the program may be.").default("256"),
    at_least("max_memory_mb", 16, "How much memory the program and what it starts may have, in MB.")
        .default("2048"),
];

/// Which tools of a server may be called.
pub(super) static TOOLS: Block = closed(
    "`tools`",
    &[
        text_or_texts("allow", "The only tools that may be called, as names or patterns such as `get_*`."),
        text_or_texts("whitelist", "The same as `allow`."),
        text_or_texts("deny", "The tools that may not be called, as names or patterns such as `delete_*`."),
        text_or_texts("blacklist", "The same as `deny`."),
    ],
)
.rules(&[Rule::AtMostOne(&["allow", "whitelist"]), Rule::AtMostOne(&["deny", "blacklist"])])
.about("Which tools of an MCP server may be called; all where nothing is said, and never what is denied.");

/// An A2A service in a file of its own.
pub static A2A_FILE: Block = block("an A2A service", &a2a_fields(&A2A_FILE_AUTH)).about(ABOUT_A2A);

/// An A2A service in `a2a.outbound.services`.
pub static OUTBOUND_SERVICE: Block = block("an A2A service", &a2a_fields(&OUTBOUND_AUTH)).about(ABOUT_A2A);

const ABOUT_A2A: &str = "An agent that runs elsewhere and is asked over the A2A protocol.";

/// The keys of a service, which are the same in place but for the ways to sign in.
const fn a2a_fields(auth: &'static Block) -> [Field; 14] {
    [
        SCHEMA.required_in_file(),
        text("id", "The service's name for programs; other files refer to it by this.").required(),
        text("name", "The service's name for people.").required(),
        text("description", "What the service is for, in one line.").recommended(),
        format("url", &HTTP_URL, "Where the service is reached.").required(),
        boolean("active", "Whether the service is used.").default("true"),
        text("author", "Who wrote it."),
        text("version", "The version of this file, by custom `major.minor.patch`."),
        text("documentation", "Where there is more about it."),
        text("support_contact", "Whom to ask about it."),
        at_least("retry_attempts", 0, "How often a failed request is tried again."),
        TIMEOUT,
        text("service_id", "The old name of `id`.").deprecated("id"),
        map("auth", auth, "How to sign in at the service."),
    ]
}
