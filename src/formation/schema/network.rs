//! What the formation listens on and asks: `server`, `mcp`, `a2a`, `async`.

use super::auth::INBOUND_AUTH;
use super::format::{HOST, HTTP_URL};
use super::servers::{MCP_SERVER, OUTBOUND_SERVICE};
use super::words::{
    PORT, any, any_map, at_least, block, boolean, closed, field, format, map, seconds, text, texts,
};
use super::{Block, Kind};

/// `mcp`.
pub static MCP: Block = block(
    "`mcp`",
    &[
        field(
            "servers",
            Kind::Components(&MCP_SERVER),
            "The MCP servers of the formation: ids of files in `mcp/`, or servers in place.",
        ),
        seconds("connection_ttl", "How long an idle connection is kept, in seconds.").default("300"),
        seconds("default_timeout", "How long an answer may take where a server does not say so, in seconds.")
            .default("30"),
        seconds("default_timeout_seconds", "The same as `default_timeout`."),
        at_least("retry_attempts", 0, "How often a failed call is tried again."),
        at_least("default_retry_attempts", 0, "The same as `retry_attempts`."),
        seconds("retry_delay", "How long to wait before another try, in seconds."),
        at_least("max_concurrent_servers", 1, "How many servers may be in use at once."),
        boolean("enabled", "Whether tools are used at all.").default("true"),
        at_least("max_tool_iterations", 1, "How often a model may ask for tools in one turn.").default("10"),
        at_least("max_tool_calls", 1, "How many tools may be called in one turn.").default("50"),
        at_least("max_repeated_errors", 1, "After how many errors that are alike a turn gives up.")
            .default("3"),
        seconds("max_timeout_in_seconds", "How long all calls of a turn may take, in seconds."),
        seconds("max_tool_timeout_in_seconds", "How long one call may take, in seconds."),
        boolean("enhance_user_prompts", "Whether an unclear question is worded anew to find its tools."),
        field(
            "watch",
            Kind::Either(&[Kind::Bool, Kind::Map(&WATCH)]),
            "How servers are watched for changes of their tools; `false` for not at all.",
        ),
    ],
)
.about("The servers of tools that the formation's agents can call.");

static WATCH: Block = closed(
    "`mcp.watch`",
    &[
        seconds("interval", "How often a server is looked at, in seconds."),
        seconds("timeout", "How long a look may take, in seconds."),
        at_least("max_concurrent", 1, "How many servers are looked at at once."),
        at_least("max_consecutive_failures", 1, "After how many failures in a row a server is left alone."),
    ],
)
.about("How MCP servers are watched for changes of their tools.");

/// `a2a`.
pub static A2A: Block = block(
    "`a2a`",
    &[
        boolean("enabled", "Whether agents of other formations can ask and be asked."),
        map("inbound", &INBOUND, "What others may ask here."),
        map("outbound", &OUTBOUND, "Whom the agents here may ask."),
        any_map("filtering", "Which agents are thought of when there are many."),
        any("security", "Rules for all connections to other formations."),
        any("external_registry", "A registry of agents that is kept elsewhere."),
    ],
)
.about("Agents that ask agents of other formations, over the A2A protocol.");

static INBOUND: Block = block(
    "`a2a.inbound`",
    &[
        boolean("enabled", "Whether others may ask."),
        format("host", &HOST, "The address to listen on.").default("0.0.0.0"),
        field("port", PORT, "The port to listen on.").default("8181"),
        map("auth", &INBOUND_AUTH, "How others sign in."),
        texts("trusted_endpoints", "Hosts that may ask without more."),
        any("registries", "Registries that are told of the agents here."),
        text("startup_policy", "What happens when a registry does not answer at the start."),
        seconds("retry_timeout_seconds", "How long a registry is tried again, in seconds."),
    ],
)
.about("What agents of other formations may ask here.");

/// `a2a.outbound`.
pub static OUTBOUND: Block = block(
    "`a2a.outbound`",
    &[
        boolean("enabled", "Whether the agents here may ask others."),
        field(
            "services",
            Kind::Components(&OUTBOUND_SERVICE),
            "The agents to ask: ids of files in `a2a/`, or services in place.",
        ),
        any("registries", "Registries in which agents are looked up."),
        text("startup_policy", "What happens when a registry does not answer at the start."),
        seconds("retry_timeout_seconds", "How long a registry is tried again, in seconds."),
        at_least(
            "default_retry_attempts",
            0,
            "How often a failed request is tried again where a service does not say so.",
        ),
        seconds(
            "default_timeout_seconds",
            "How long an answer may take where a service does not say so, in seconds.",
        ),
    ],
)
.about("Agents of other formations that the agents here may ask.");

pub(super) static ASYNC: Block = block(
    "`async`",
    &[
        at_least(
            "threshold_seconds",
            1,
            "How long a task may be expected to take before it goes on in the background, in seconds.",
        ),
        boolean("enable_estimation", "Whether it is estimated how long a task will take."),
        format("webhook_url", &HTTP_URL, "Who is told when a task in the background is done."),
        at_least("webhook_retries", 0, "How often that is tried again."),
        at_least("webhook_timeout", 1, "How long it may take, in seconds."),
    ],
)
.about("Tasks that go on in the background.");

pub(super) static SERVER: Block = block(
    "`server`",
    &[
        format("host", &HOST, "The address to listen on; one beyond this machine wants `--listen` too.")
            .default("127.0.0.1"),
        field("port", PORT, "The port to listen on.").default("8271"),
        map("api_keys", &API_KEYS, "The keys of the Formation API."),
        any("access_log", "Whether every request is written to the log."),
        any("debug", "Whether more is written to the log."),
        any("auth", "An old way to write API keys.").refused("write the keys under `server.api_keys`"),
    ],
)
.about("Where the formation listens, and the keys that its API wants.");

static API_KEYS: Block = block(
    "`server.api_keys`",
    &[
        text("admin_key", "The key for administration, best as a reference to a secret.")
            .default("the secret FORMATION_ADMIN_API_KEY, else one that is made"),
        text("client_key", "The key for use, best as a reference to a secret.")
            .default("the secret FORMATION_CLIENT_API_KEY, else one that is made"),
    ],
)
.about("The keys of the Formation API.");
