//! `llm`, and the models of agents.

use super::{
    Block, Field, Kind, above_zero, any, any_map, at_least, block, boolean, field, map, number, partial, text,
};

/// What a model can be declared for.
pub const CAPABILITIES: [&str; 7] =
    ["text", "vision", "audio", "video", "documents", "embedding", "streaming"];

/// `llm`.
pub static LLM: Block = block(
    "`llm`",
    &[
        field("api_keys", Kind::Named(&Kind::Text)),
        field("aliases", Kind::Named(&Kind::Model)),
        map("settings", &SETTINGS),
        field("models", MODELS),
    ],
);

pub(super) const MODELS: Kind = Kind::List(&Kind::Map(&MODEL));

const TEMPERATURE: Field = number("temperature", 0.0, 1.0);

static SETTINGS: Block = block(
    "`llm.settings`",
    &[
        TEMPERATURE,
        at_least("max_tokens", 1),
        above_zero("timeout_seconds"),
        field("fallback_model", Kind::Model),
        at_least("max_retries", 0),
        map("caching", &CACHING),
    ],
);

static CACHING: Block = partial(
    "`llm.settings.caching`",
    &[boolean("enabled"), at_least("max_entries", 1), number("p", 0.0, 1.0), boolean("hash_only")],
);

/// One entry of `llm.models` or an agent's `llm_models`.
pub static MODEL: Block = block(
    "a model",
    &[
        field("text", Kind::Model),
        field("vision", Kind::Model),
        field("audio", Kind::Model),
        field("video", Kind::Model),
        field("documents", Kind::Model),
        field("embedding", Kind::Model),
        field("streaming", Kind::Model),
        text("api_key"),
        map("settings", &MODEL_SETTINGS),
    ],
)
.one_of(&CAPABILITIES);

static MODEL_SETTINGS: Block = block(
    "a model's `settings`",
    &[
        TEMPERATURE,
        at_least("max_tokens", 1),
        above_zero("timeout_seconds"),
        field("fallback_model", Kind::Model),
        at_least("max_retries", 0),
        map("image", &IMAGE),
        above_zero("max_size_mb"),
        text("language"),
        map("extraction", &EXTRACTION),
        boolean("enable_rephrasing"),
        any_map("caching"),
        any("dimensions"),
    ],
);

static IMAGE: Block = block("`image`", &[above_zero("max_size_mb"), map("preprocessing", &PREPROCESSING)]);

static PREPROCESSING: Block =
    block("`preprocessing`", &[boolean("resize"), at_least("max_width", 1), at_least("max_height", 1)]);

static EXTRACTION: Block = block("`extraction`", &[at_least("chunk_size", 1), at_least("overlap", 0)]);
