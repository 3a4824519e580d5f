//! The formation's own file.

use super::agent::AGENT;
use super::auth::USER_CREDENTIALS;
use super::extras::{
    CODING, COMMANDS, DATABASE, DOCUMENTS, FEATURES, INPUT_LIMITS, LINK, MIDDLEWARE, PROACTIVE, RBAC, RCE,
    RUNTIME, SCHEDULER, SKILLS, TUNING,
};
use super::llm::LLM;
use super::logging::LOGGING;
use super::memory::MEMORY;
use super::network::{A2A, ASYNC, MCP, SERVER};
use super::overlord::OVERLORD;
use super::policy::TOOL_POLICY;
use super::words::{SCHEMA, any, any_map, block, field, map, text, text_or_texts};
use super::{Block, Kind};

/// `formation.afs`.
pub static FORMATION: Block = block(
    "the formation",
    &[
        SCHEMA.required(),
        field("id", Kind::Id, "The formation's name for programs: lower-case letters, digits and `-`.")
            .required(),
        text("description", "What the formation is for, in one line.").recommended(),
        text("name", "The formation's name for people."),
        text("version", "The version of the formation, by custom `major.minor.patch`."),
        any("author", "Who wrote it."),
        text("url", "Where there is more about it."),
        text("license", "The licence it is under."),
        text("muxi_runtime", "The version of the runtime that the formation was written for."),
        text_or_texts(
            "init",
            "Shell commands that run before the formation starts; only with `--allow-init`.",
        ),
        field(
            "agents",
            Kind::Components(&AGENT),
            "The agents: ids of files in `agents/`, or agents in place.",
        ),
        map("llm", &LLM, "The models and their keys."),
        map("overlord", &OVERLORD, "The persona that answers, and how it goes about it."),
        map("memory", &MEMORY, "What is remembered."),
        map("mcp", &MCP, "The servers of tools."),
        map("mcps", &MCP, "The same as `mcp`."),
        map("tool_policy", &TOOL_POLICY, "Which calls of tools are made, and which the user is asked about."),
        map("a2a", &A2A, "Agents of other formations."),
        map("async", &ASYNC, "Tasks that go on in the background."),
        map("scheduler", &SCHEDULER, "Tasks that are planned for later."),
        map("user_credentials", &USER_CREDENTIALS, "How users' own credentials are asked for and kept."),
        map("server", &SERVER, "Where the formation listens, and its keys."),
        map("input_limits", &INPUT_LIMITS, "How large what users and tools send may be."),
        map("logging", &LOGGING, "What is written to logs."),
        map("document_processing", &DOCUMENTS, "How documents are read."),
        map("rbac", &RBAC, "Rights that depend on the groups a user is in."),
        map("middleware", &MIDDLEWARE, "Something of your own that sees every message first."),
        map("coding", &CODING, "Programs that agents write and run."),
        field(
            "tuning",
            Kind::Either(&[Kind::Bool, Kind::Map(&TUNING)]),
            "Improvements that the formation proposes; `true` for the usual way.",
        ),
        map("proactive", &PROACTIVE, "Messages that are sent without being asked."),
        map("commands", &COMMANDS, "Commands that users can type into the chat."),
        field(
            "links",
            Kind::Named(&Kind::Map(&LINK)),
            "Links that can be shown to users, by names of your own.",
        ),
        any("artifacts", "Files that agents make."),
        field(
            "runtime",
            Kind::Either(&[Kind::Text, Kind::Map(&RUNTIME)]),
            "What the program that runs the formation brings along; or the version of it, such as `\"1.2\"`.",
        ),
        map("rce", &RCE, "A service that runs programs apart from everything else."),
        field(
            "skills",
            Kind::Either(&[Kind::Map(&SKILLS), Kind::List(&Kind::Text)]),
            "Skills that the agents may use.",
        ),
        any_map("executor", "How the scripts of skills are run."),
        map("features", &FEATURES, "Switches for parts of the program that runs the formation."),
        map("database", &DATABASE, "A database for programs of your own."),
    ],
)
.about("What an assistant is made of: its models, agents, tools and memory, and how it is served.");
