//! `memory`.

use super::{
    Block, Field, Kind, any, at_least, block, boolean, field, map, partial, seconds, text, texts, words,
};

pub(super) static MEMORY: Block = block("`memory`", MEMORY_FIELDS);

const MEMORY_FIELDS: &[Field] = &[
    map("working", &WORKING),
    map("buffer", &BUFFER),
    field("persistent", Kind::Either(SWITCH_OR_PERSISTENT)),
    map("embedding", &EMBEDDING),
    map("compaction", &COMPACTION),
    map("pruning", &PRUNING),
    map("index", &INDEX),
    map("lint", &LINT),
    any("ingestion"),
    map("events", &SWITCH),
    map("graph", &SWITCH),
    map("captains_log", &SWITCH),
    any("lessons"),
    any("decay"),
    any("projections"),
];

const SWITCH_OR_PERSISTENT: &[Kind] = &[Kind::Bool, Kind::Map(&PERSISTENT)];

static WORKING: Block = block(
    "`memory.working`",
    &[
        field("max_memory_mb", Kind::Either(&[Kind::Int { min: 1, max: i64::MAX }, Kind::Enum(&["auto"])])),
        words("mode", &["local", "remote"]),
        at_least("vector_dimension", 1),
        at_least("fifo_interval_min", 1),
        map("remote", &REMOTE),
    ],
);

static REMOTE: Block = partial("`memory.working.remote`", &[text("url")]);

static BUFFER: Block =
    block("`memory.buffer`", &[at_least("size", 1), at_least("multiplier", 1), boolean("vector_search")]);

static PERSISTENT: Block = block(
    "`memory.persistent`",
    &[
        boolean("enabled"),
        text("connection_string"),
        text("embedding_model"),
        boolean("multi_user"),
        seconds("query_timeout_seconds"),
        map("user_synopsis", &SYNOPSIS),
    ],
);

static SYNOPSIS: Block =
    block("`memory.persistent.user_synopsis`", &[boolean("enabled"), seconds("cache_ttl")]);

static EMBEDDING: Block = partial("`memory.embedding`", &[text("model")]);

static COMPACTION: Block = block(
    "`memory.compaction`",
    &[boolean("flush_enabled"), field("flush_threshold", Kind::Number { min: 0.0, max: 1.0, above: true })],
);

static PRUNING: Block =
    partial("`memory.pruning`", &[text("mode"), text("strategy"), at_least("keep_last_n_tool_results", 0)]);

static INDEX: Block =
    partial("`memory.index`", &[boolean("enabled"), at_least("max_tokens", 1), texts("regenerate_on")]);

static LINT: Block = partial(
    "`memory.lint`",
    &[
        boolean("enabled"),
        field(
            "schedule",
            Kind::Either(&[
                Kind::Number { min: 0.0, max: f64::MAX, above: true },
                Kind::Enum(&["daily", "weekly"]),
            ]),
        ),
        any("orphan_cleanup"),
    ],
);

static SWITCH: Block = partial("this part of `memory`", &[boolean("enabled")]);
