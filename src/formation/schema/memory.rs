//! `memory`.

use super::format::DATABASE;
use super::words::{
    any, any_map, at_least, block, boolean, field, format, map, partial, seconds, text, texts, words,
};
use super::{Block, Field, Kind};

pub(super) static MEMORY: Block = block("`memory`", MEMORY_FIELDS)
    .about("What is remembered: of a conversation, of a user, and for how long.");

const MEMORY_FIELDS: &[Field] = &[
    map("working", &WORKING, "What is held ready while the formation runs."),
    map("buffer", &BUFFER, "The last messages of a conversation."),
    field(
        "persistent",
        Kind::Either(SWITCH_OR_PERSISTENT),
        "What is kept in a database; `false` for nothing.",
    ),
    map("embedding", &EMBEDDING, "How memories are turned into vectors."),
    map("compaction", &COMPACTION, "How long conversations are made shorter."),
    map("pruning", &PRUNING, "What is left out of long conversations."),
    map("index", &INDEX, "A short overview of what is remembered."),
    map("lint", &LINT, "How memories are tidied up."),
    map("distillery", &DISTILLERY, "What programs elsewhere may deliver of users."),
    any_map("ingestion", "How memories are taken in."),
    map("events", &EVENTS, "Memories of what happened."),
    map("graph", &GRAPH, "Memories of how things belong together."),
    map("captains_log", &CAPTAINS_LOG, "A diary that the formation keeps."),
    any("lessons", "What is learnt from mistakes."),
    any("decay", "How memories fade."),
    any("projections", "Views that are made of what is remembered."),
];

const SWITCH_OR_PERSISTENT: &[Kind] = &[Kind::Bool, Kind::Map(&PERSISTENT)];

static WORKING: Block = block(
    "`memory.working`",
    &[
        field(
            "max_memory_mb",
            Kind::Either(&[Kind::Int { min: 1, max: i64::MAX }, Kind::Enum(&["auto"])]),
            "How much memory it may take, in MB; `auto` for what the machine can spare.",
        ),
        words("mode", &["local", "remote"], "Whether it is held in this program or in another.")
            .default("local"),
        at_least("vector_dimension", 1, "The length of the vectors."),
        at_least("fifo_interval_min", 1, "How often the oldest is dropped, in minutes."),
        map("remote", &REMOTE, "The program that holds it, for `mode: remote`."),
    ],
)
.about("What is held ready while the formation runs.");

static REMOTE: Block = partial("`memory.working.remote`", &[text("url", "Where the program is reached.")])
    .about("Another program that holds the working memory.");

static BUFFER: Block = block(
    "`memory.buffer`",
    &[
        at_least("size", 1, "How many messages a turn sees.").default("10"),
        at_least("multiplier", 1, "How many times `size` is kept.").default("10"),
        boolean("vector_search", "Whether older messages are found by what they mean."),
    ],
)
.about("The last messages of a conversation.");

static PERSISTENT: Block = block(
    "`memory.persistent`",
    &[
        boolean("enabled", "Whether anything is kept.").default("true"),
        format("connection_string", &DATABASE, "The database to keep it in."),
        text("embedding_model", "The model that turns memories into vectors."),
        boolean("multi_user", "Whether each user has memories of their own."),
        seconds("query_timeout_seconds", "How long a look into the database may take, in seconds."),
        map("user_synopsis", &SYNOPSIS, "A short text about each user."),
    ],
)
.about("What is kept in a database.");

static SYNOPSIS: Block = block(
    "`memory.persistent.user_synopsis`",
    &[
        boolean("enabled", "Whether there is such a text."),
        seconds("cache_ttl", "How long it counts before it is written anew, in seconds."),
    ],
)
.about("A short text about each user.");

static EMBEDDING: Block =
    partial("`memory.embedding`", &[text("model", "The model that turns memories into vectors.")])
        .about("How memories are turned into vectors.");

static COMPACTION: Block = block(
    "`memory.compaction`",
    &[
        boolean("enabled", "Whether the older part of a long conversation is summed up.").default("true"),
        boolean("flush_enabled", "Whether what matters is kept before a conversation is made shorter.")
            .default("false"),
        field(
            "flush_threshold",
            Kind::Number { min: 0.0, max: 1.0, above: true },
            "How full the model's view may be before that happens.",
        ),
    ],
)
.about("How long conversations are made shorter.");

static PRUNING: Block = partial(
    "`memory.pruning`",
    &[
        words(
            "mode",
            &["never", "always", "cache-ttl"],
            "When something is left out: never, with each question, or when the conversation has rested so long that the \
             provider has forgotten it.",
        )
        .default("cache-ttl"),
        words(
            "strategy",
            &["soft_trim", "hard_clear"],
            "What is left out: the middle of what is long, or all of it.",
        )
        .default("soft_trim"),
        at_least("keep_last_n_tool_results", 0, "How many of the last tools' answers stay whole.").default("3"),
        seconds("cache_ttl_seconds", "How long a conversation rests before, for `cache-ttl`, in seconds.").default("300"),
        at_least("soft_trim_max_chars", 1, "How many characters are long.").default("4000"),
    ],
)
.about("What is left out of long conversations.");

static DISTILLERY: Block = block(
    "`memory.distillery`",
    &[
        boolean("enabled", "Whether anything is taken from those that are registered.").default("true"),
        words(
            "default_trust_level",
            &["provisional", "verified"],
            "How much one is believed whose registration does not say.",
        )
        .default("provisional"),
        at_least("default_max_batch_size", 1, "How many events it may deliver at once.").default("10000"),
        at_least("default_max_events_per_day", 1, "How many events it may deliver in a day.")
            .default("1000000"),
        at_least("signature_max_age_seconds", 1, "How old a signature may be, in seconds.").default("300"),
    ],
)
.about("What programs elsewhere may deliver of users.");

static INDEX: Block = partial(
    "`memory.index`",
    &[
        boolean("enabled", "Whether there is an overview."),
        at_least("max_tokens", 1, "How long it may be, in tokens."),
        texts("regenerate_on", "What makes it be written anew."),
    ],
)
.about("A short overview of what is remembered.");

static LINT: Block = partial(
    "`memory.lint`",
    &[
        boolean("enabled", "Whether memories are tidied up."),
        field(
            "schedule",
            Kind::Either(&[
                Kind::Number { min: 0.0, max: f64::MAX, above: true },
                Kind::Enum(&["daily", "weekly"]),
            ]),
            "How often: `daily`, `weekly`, or a number of seconds.",
        ),
        any("orphan_cleanup", "Whether memories that belong to nothing are dropped."),
    ],
)
.about("How memories are tidied up.");

const ENABLED: &[Field] = &[boolean("enabled", "Whether there is such a memory.")];

static EVENTS: Block = partial("`memory.events`", ENABLED).about("Memories of what happened.");
static GRAPH: Block = partial("`memory.graph`", ENABLED).about("Memories of how things belong together.");
static CAPTAINS_LOG: Block =
    partial("`memory.captains_log`", ENABLED).about("A diary that the formation keeps.");
