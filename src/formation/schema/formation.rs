//! The formation's own file.

use super::components::{AGENT, MCP_SERVER, OUTBOUND_SERVICE};
use super::llm::LLM;
use super::memory::MEMORY;
use super::overlord::OVERLORD;
use super::{
    Block, Field, Kind, SCHEMA, any, any_map, at_least, between, block, boolean, closed, field, map, partial,
    seconds, text, texts, words,
};

/// `formation.afs`.
pub static FORMATION: Block = block(
    "the formation",
    &[
        SCHEMA.required(),
        field("id", Kind::Id).required(),
        text("description").recommended(),
        text("name"),
        text("version"),
        any("author"),
        text("url"),
        text("license"),
        text("muxi_runtime"),
        any("init"),
        field("agents", Kind::Components(&AGENT)),
        map("llm", &LLM),
        map("overlord", &OVERLORD),
        map("memory", &MEMORY),
        map("mcp", &MCP),
        map("mcps", &MCP),
        map("a2a", &A2A),
        map("async", &ASYNC),
        map("scheduler", &SCHEDULER),
        map("user_credentials", &USER_CREDENTIALS),
        map("server", &SERVER),
        map("logging", &LOGGING),
        map("document_processing", &DOCUMENTS),
        map("rbac", &RBAC),
        map("middleware", &MIDDLEWARE),
        any_map("coding"),
        field("tuning", Kind::Either(&[Kind::Bool, Kind::Map(&TUNING)])),
        map("proactive", &PROACTIVE),
        map("commands", &COMMANDS),
        field("links", Kind::Named(&Kind::Map(&LINK))),
        any("artifacts"),
        map("runtime", &RUNTIME),
        map("rce", &RCE),
        any("skills"),
        map("features", &FEATURES),
    ],
)
.about("What an assistant is made of: its models, agents, tools and memory, and how it is served.");

/// `mcp`.
pub static MCP: Block = block(
    "`mcp`",
    &[
        field("servers", Kind::Components(&MCP_SERVER)),
        seconds("connection_ttl"),
        seconds("default_timeout"),
        seconds("default_timeout_seconds"),
        at_least("retry_attempts", 0),
        at_least("default_retry_attempts", 0),
        seconds("retry_delay"),
        at_least("max_concurrent_servers", 1),
        boolean("enabled"),
        map("watch", &WATCH),
    ],
);

static WATCH: Block = closed(
    "`mcp.watch`",
    &[
        seconds("interval"),
        seconds("timeout"),
        at_least("max_concurrent", 1),
        at_least("max_consecutive_failures", 1),
    ],
);

/// `a2a`.
pub static A2A: Block = block(
    "`a2a`",
    &[
        boolean("enabled"),
        map("inbound", &INBOUND),
        map("outbound", &OUTBOUND),
        any("security"),
        any("external_registry"),
    ],
);

static INBOUND: Block = block(
    "`a2a.inbound`",
    &[
        boolean("enabled"),
        text("host"),
        between("port", 1, 65535),
        any_map("auth"),
        any("registries"),
        text("startup_policy"),
        seconds("retry_timeout_seconds"),
    ],
);

/// `a2a.outbound`.
pub static OUTBOUND: Block = block(
    "`a2a.outbound`",
    &[
        boolean("enabled"),
        field("services", Kind::Components(&OUTBOUND_SERVICE)),
        any("registries"),
        text("startup_policy"),
        seconds("retry_timeout_seconds"),
        at_least("default_retry_attempts", 0),
        seconds("default_timeout_seconds"),
    ],
);

static ASYNC: Block = block(
    "`async`",
    &[
        at_least("threshold_seconds", 1),
        boolean("enable_estimation"),
        text("webhook_url"),
        at_least("webhook_retries", 0),
        at_least("webhook_timeout", 1),
    ],
);

static SCHEDULER: Block = block(
    "`scheduler`",
    &[
        boolean("enabled"),
        text("timezone"),
        text("default_time"),
        at_least("check_interval_minutes", 1),
        at_least("max_concurrent_jobs", 1),
        at_least("max_failures_before_pause", 1),
    ],
);

static USER_CREDENTIALS: Block = block(
    "`user_credentials`",
    &[
        words("mode", &["redirect", "dynamic"]),
        text("redirect_message"),
        any_map("encryption"),
        text("encryption_key"),
    ],
);

static SERVER: Block = block(
    "`server`",
    &[
        text("host"),
        between("port", 1, 65535),
        map("api_keys", &API_KEYS),
        any("access_log"),
        any("debug"),
        any("auth").refused("write the keys under `server.api_keys`"),
    ],
);

static API_KEYS: Block = block("`server.api_keys`", &[text("admin_key"), text("client_key")]);

static LOGGING: Block = block(
    "`logging`",
    &[
        map("system", &LOGGING_SYSTEM),
        map("conversation", &LOGGING_CONVERSATION),
        map("redaction", &LOGGING_REDACTION),
    ],
);

static LOGGING_SYSTEM: Block =
    block("`logging.system`", &[words("level", &["debug", "info", "warning", "error"]), text("destination")]);

static LOGGING_CONVERSATION: Block =
    block("`logging.conversation`", &[boolean("enabled"), field("streams", Kind::List(&Kind::Map(&STREAM)))]);

static STREAM: Block = block("a log stream", STREAM_FIELDS);

const STREAM_FIELDS: &[Field] = &[
    words("transport", &["stdout", "file", "stream", "trail"]),
    words("level", &["debug", "info", "warn", "error"]),
    words(
        "format",
        &[
            "jsonl",
            "text",
            "msgpack",
            "protobuf",
            "datadog_json",
            "splunk_hec",
            "elastic_bulk",
            "grafana_loki",
            "newrelic_json",
            "opentelemetry",
        ],
    ),
    texts("events"),
    text("destination"),
    words("protocol", &["zmq", "webhook", "websocket", "kafka", "tcp", "udp"]),
    map("auth", &STREAM_AUTH),
];

static STREAM_AUTH: Block =
    partial("a log stream's `auth`", &[words("type", &["bearer", "basic", "api_key", "token", "custom"])]);

static LOGGING_REDACTION: Block = block("`logging.redaction`", &[boolean("entities")]);

static DOCUMENTS: Block = block(
    "`document_processing`",
    &[boolean("enabled"), map("chunking", &CHUNKING), map("files", &FILES), map("models", &DOCUMENT_MODELS)],
);

static CHUNKING: Block = block(
    "`document_processing.chunking`",
    &[at_least("default_size", 1), at_least("overlap", 0), any("strategies")],
);

static FILES: Block =
    block("`document_processing.files`", &[at_least("max_size_mb", 1), seconds("cache_ttl_seconds")]);

static DOCUMENT_MODELS: Block = block(
    "`document_processing.models`",
    &[text("nltk_data_path"), text("spacy_model"), text("sentence_transformer")],
);

static RBAC: Block = closed(
    "`rbac`",
    &[
        field("active", Kind::Either(&[Kind::Bool, Kind::Enum(&["auto"])])),
        field("fallback", Kind::Either(&[Kind::Bool, Kind::Text])),
    ],
);

static MIDDLEWARE: Block = closed(
    "`middleware`",
    &[text("url"), any_map("headers"), text("command"), texts("args"), seconds("timeout")],
);

static TUNING: Block =
    closed("`tuning`", &[boolean("active"), at_least("interval_hours", 1), boolean("auto_apply")]);

static PROACTIVE: Block = closed(
    "`proactive`",
    &[
        field("channels", Kind::Named(&Kind::Map(&CHANNEL))),
        text("default_channel"),
        map("heartbeat", &HEARTBEAT),
    ],
);

static CHANNEL: Block = closed("a channel", &[text("transformer"), text("url")]);

static HEARTBEAT: Block = closed(
    "`proactive.heartbeat`",
    &[
        boolean("enabled"),
        any("interval"),
        any("target"),
        map("active_hours", &ACTIVE_HOURS),
        text("instruction"),
        text("sop"),
    ],
);

static ACTIVE_HOURS: Block =
    closed("`active_hours`", &[any("start"), any("end"), text("timezone"), boolean("weekends")]);

static COMMANDS: Block = closed("`commands`", &[boolean("enabled"), any("aliases"), any("builtin")]);

static LINK: Block = block("a link", &[text("url").required(), text("label"), text("hint")]);

static RUNTIME: Block = partial(
    "`runtime`",
    &[field(
        "built_in_mcps",
        Kind::Either(&[Kind::Bool, Kind::List(&Kind::Enum(&["file-generation", "web-search", "database"]))]),
    )],
);

static RCE: Block = block("`rce`", &[text("url"), text("token"), seconds("timeout")]);

static FEATURES: Block = partial("`features`", &[text("extraction_model")]);
