//! Agents, MCP servers and A2A services, in files of their own or in place.

use super::llm::MODELS;
use super::{
    Block, Field, Kind, SCHEMA, any, any_map, at_least, between, block, boolean, closed, field, map, number,
    seconds, text, texts, words,
};

/// An agent.
pub static AGENT: Block = block(
    "an agent",
    &[
        SCHEMA.required_in_file(),
        text("id").required(),
        text("name").required(),
        text("description").recommended(),
        boolean("active"),
        boolean("default"),
        text("role"),
        text("type"),
        text("specialization"),
        texts("specialties"),
        text("system_message"),
        field("llm_models", MODELS),
        map("knowledge", &KNOWLEDGE),
        field("mcp_servers", SERVER_USES),
        any("skills"),
        any("a2a"),
        text("version"),
        text("author"),
        text("url"),
        text("license"),
    ],
);

const SERVER_USES: Kind = Kind::Uses { inline: &MCP_SERVER, narrowed: &SERVER_USE };

static SERVER_USE: Block = block("a use of an MCP server", &[text("id").required(), texts("tools")]);

static KNOWLEDGE: Block = block(
    "an agent's `knowledge`",
    &[
        boolean("enabled"),
        number("reasoning_threshold", 0.0, f64::MAX),
        map("tree", &TREE),
        field("sources", Kind::List(&Kind::Map(&SOURCE))),
    ],
);

static TREE: Block = closed(
    "`knowledge.tree`",
    &[
        text("model"),
        text("terminator_model"),
        at_least("max_depth", 1),
        at_least("max_pages_per_node", 1),
        at_least("max_tokens_per_node", 1),
        at_least("max_document_tokens", 1),
        at_least("max_sufficiency_rounds", 1),
        between("max_fetched_nodes_pct", 1, 100),
    ],
);

static SOURCE: Block = block("a knowledge source", SOURCE_FIELDS).one_of(&["path", "url"]);

const SOURCE_FIELDS: &[Field] = &[
    text("path"),
    text("url"),
    text("description").required(),
    words("retrieval", &["vector", "tree", "tree-vector", "hybrid"]),
    map("agent_tree", &AGENT_TREE),
    text("id"),
    any_map("auth"),
    any_map("headers"),
    any("include"),
    any("exclude"),
    at_least("max_files", 1),
    any("max_file_size"),
    any("max_total_size"),
    seconds("timeout"),
    any("extract"),
    any("extract_pattern"),
    at_least("max_extracted_files", 1),
    any("max_extracted_size"),
    map("retry", &SOURCE_RETRY),
    text("schedule"),
    boolean("accept_new_host_keys"),
];

static AGENT_TREE: Block =
    closed("`agent_tree`", &[words("regenerate", &["manual", "on-source-change", "on-formation-load"])]);

static SOURCE_RETRY: Block = closed(
    "a source's `retry`",
    &[
        at_least("max_attempts", 0),
        seconds("initial_delay"),
        seconds("max_delay"),
        number("exponential_base", 0.0, f64::MAX),
    ],
);

/// An MCP server.
pub static MCP_SERVER: Block = block(
    "an MCP server",
    &[
        SCHEMA.required_in_file(),
        text("id").required(),
        text("description").recommended(),
        words("type", &["http", "command"]).required(),
        boolean("active"),
        text("version"),
        text("author"),
        text("url"),
        text("license"),
        text("name"),
        text("endpoint"),
        seconds("timeout_seconds"),
        at_least("retry_attempts", 0),
        at_least("max_retries", 0),
        seconds("connection_ttl"),
        text("command"),
        texts("args"),
        text("working_directory"),
        any("install"),
        field("env", Kind::Named(&Kind::Text)),
        field("parameters", Kind::Named(&Kind::Any)),
        map("tools", &TOOLS),
        map("auth", &MCP_AUTH),
        boolean("accept_inline"),
    ],
);

static TOOLS: Block =
    closed("`tools`", &[texts("allow"), texts("whitelist"), texts("deny"), texts("blacklist")]);

static MCP_AUTH: Block = block(
    "an MCP server's `auth`",
    &[
        words("type", &["none", "api_key", "bearer", "basic", "env"]).required(),
        text("key"),
        text("header"),
        text("token"),
        text("username"),
        text("password"),
        any("env"),
        boolean("accept_inline"),
    ],
);

/// An A2A service in a file of its own.
pub static A2A_FILE: Block = block("an A2A service", A2A_FIELDS);

/// An A2A service in `a2a.outbound.services`.
pub static OUTBOUND_SERVICE: Block = block("an A2A service", A2A_FIELDS);

const A2A_FIELDS: &[Field] = &[
    SCHEMA.required_in_file(),
    text("id").required(),
    text("name").required(),
    text("description").recommended(),
    text("url").required(),
    boolean("active"),
    text("author"),
    text("version"),
    text("documentation"),
    text("support_contact"),
    at_least("retry_attempts", 0),
    seconds("timeout_seconds"),
    any_map("auth"),
    text("service_id").refused("write `id`"),
];
