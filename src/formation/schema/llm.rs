//! `llm`, and the models of agents.

use super::words::{
    above_zero, any_map, at_least, block, boolean, closed, field, map, model, number, partial, seconds, text,
};
use super::{Block, Field, Kind};

/// What a model can be declared for.
pub const CAPABILITIES: [&str; 7] =
    ["text", "vision", "audio", "video", "documents", "embedding", "streaming"];

/// `llm`.
pub static LLM: Block = block(
    "`llm`",
    &[
        field(
            "api_keys",
            Kind::Named(&Kind::Text),
            "Providers and their keys, best as references to secrets.",
        ),
        field("aliases", Kind::Named(&Kind::Model), "Names of your own for models."),
        map("settings", &SETTINGS, "Settings of every model that has none of its own."),
        field("models", MODELS, "The models, one to an item."),
    ],
)
.about("The models that the formation asks, and the keys of their providers.");

pub(super) const MODELS: Kind = Kind::List(&Kind::Map(&MODEL));

const TEMPERATURE: Field =
    number("temperature", 0.0, 1.0, "How freely the model answers: 0 is most alike each time.");
const MAX_TOKENS: Field = at_least("max_tokens", 1, "How many tokens an answer may have.");
const TIMEOUT: Field =
    above_zero("timeout_seconds", "How long an answer may take, in seconds.").default("120");
const FALLBACK: Field = model("fallback_model", "The model that is asked when the first one fails.");
const RETRIES: Field =
    at_least("max_retries", 0, "How often a failed request is tried again; at most 10 count.").default("3");

static SETTINGS: Block = block(
    "`llm.settings`",
    &[
        TEMPERATURE,
        MAX_TOKENS,
        TIMEOUT,
        FALLBACK,
        RETRIES,
        map("caching", &CACHING, "Whether like questions get the same answer."),
    ],
)
.about("Settings of every model that has none of its own.");

static CACHING: Block = partial(
    "`llm.settings.caching`",
    &[
        boolean("enabled", "Whether answers are kept for like questions.").default("true"),
        at_least("max_entries", 1, "How many answers are kept.").default("10000"),
        number("p", 0.0, 1.0, "How like a question must be to one that was answered.").default("0.98"),
        boolean("hash_only", "Whether only the very same question counts."),
    ],
)
.about("Answers that are kept for like questions.");

/// One entry of `llm.models` or an agent's `llm_models`.
pub static MODEL: Block = block(
    "a model",
    &[
        model("text", "The model that answers in text."),
        model("vision", "The model that looks at pictures."),
        model("audio", "The model that listens."),
        model("video", "The model that looks at moving pictures."),
        model("documents", "The model that reads documents."),
        model("embedding", "The model that turns text into vectors."),
        model("streaming", "The model that words an answer as it is streamed."),
        text("api_key", "A key of its own instead of the provider's, best as a reference to a secret."),
        map("settings", &MODEL_SETTINGS, "Settings of this model."),
    ],
)
.one_of(&CAPABILITIES)
.about("One model and what it is for; of two for one purpose the last counts.");

static MODEL_SETTINGS: Block = block(
    "a model's `settings`",
    &[
        TEMPERATURE,
        MAX_TOKENS,
        TIMEOUT,
        FALLBACK,
        RETRIES,
        map("price", &PRICE, "What the model costs, where `muxi` does not know it or you pay another price."),
        map("image", &IMAGE, "What happens to pictures; for `vision`."),
        above_zero("max_size_mb", "How large a file may be, in MB; for `audio`, `video` and `documents`."),
        text("language", "The language that is spoken; for `audio`."),
        map("extraction", &EXTRACTION, "How documents are cut into pieces; for `documents`."),
        above_zero("max_duration_seconds", "How long a film may be, in seconds; for `video`."),
        boolean("include_audio_analysis", "Whether the sound is listened to too; for `video`."),
        seconds(
            "cache_ttl_seconds",
            "How long a document that was read is kept, in seconds; for `documents`.",
        ),
        boolean("enable_rephrasing", "Whether an answer is worded anew; for `streaming`."),
        any_map("caching", "Whether like questions get the same answer."),
        at_least("dimensions", 1, "The length of the vectors; for `embedding`."),
    ],
)
.about("Settings of one model.");

static PRICE: Block = closed(
    "`price`",
    &[
        dollars("input", "What a million tokens of the question cost, in USD.").required(),
        dollars("output", "What a million tokens of the answer cost, in USD.").required(),
        dollars("cached_input", "The same for tokens that come from the provider's cache."),
    ],
)
.about("What a model costs, in USD per million tokens.");

const fn dollars(name: &'static str, about: &'static str) -> Field {
    number(name, 0.0, 1_000_000.0, about)
}

static IMAGE: Block = block(
    "`image`",
    &[
        above_zero("max_size_mb", "How large a picture may be, in MB."),
        map("preprocessing", &PREPROCESSING, "What is done to a picture before the model sees it."),
    ],
)
.about("What happens to pictures.");

static PREPROCESSING: Block = block(
    "`preprocessing`",
    &[
        boolean("resize", "Whether large pictures are made smaller."),
        at_least("max_width", 1, "How wide a picture may be, in pixels."),
        at_least("max_height", 1, "How high a picture may be, in pixels."),
    ],
)
.about("What is done to a picture before the model sees it.");

static EXTRACTION: Block = block(
    "`extraction`",
    &[
        at_least("chunk_size", 1, "The size of a piece."),
        at_least("overlap", 0, "How much of a piece the next one repeats."),
        text("strategy", "How the places to cut at are found."),
        any_map("nlp", "Where the data is that cutting needs."),
    ],
)
.about("How documents are cut into pieces.");
