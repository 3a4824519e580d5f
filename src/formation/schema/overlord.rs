//! `overlord`: the persona, and how turns are planned, answered and asked back about.

use super::{
    Block, Field, Kind, any, any_map, at_least, between, block, boolean, field, map, number, partial,
    seconds, text, texts, words,
};

pub(super) static OVERLORD: Block = block(
    "`overlord`",
    &[
        text("soul"),
        map("llm", &LLM),
        map("response", &RESPONSE),
        map("workflow", &WORKFLOW),
        map("caching", &CACHING),
        map("clarification", &CLARIFICATION),
        any("knowledge"),
    ],
);

static LLM: Block = block(
    "`overlord.llm`",
    &[
        field("model", Kind::Model),
        text("api_key"),
        at_least("max_extraction_tokens", 1),
        map("settings", &LLM_SETTINGS),
    ],
);

static LLM_SETTINGS: Block =
    partial("`overlord.llm.settings`", &[number("temperature", 0.0, 1.0), at_least("max_tokens", 1)]);

static RESPONSE: Block = block(
    "`overlord.response`",
    &[
        words("format", &["markdown", "json", "text"]),
        boolean("streaming"),
        any("progress"),
        any("stream_tokens"),
        any_map("retry_async"),
    ],
);

static WORKFLOW: Block = block(
    "`overlord.workflow`",
    &[
        boolean("auto_decomposition"),
        between("plan_approval_threshold", 1, 10),
        words("complexity_method", &["heuristic", "llm", "custom", "hybrid"]),
        between("complexity_threshold", 1, 10),
        any("complexity_weights"),
        text("routing_strategy"),
        at_least("max_parallel_tasks", 1),
        any("parallel_execution"),
        boolean("enable_agent_affinity"),
        boolean("enable_partial_results"),
        boolean("enable_metrics_collection"),
        boolean("enable_detailed_logging"),
        boolean("enable_resource_limits"),
        any("max_memory_per_task_mb"),
        any("max_cpu_per_task"),
        any("error_recovery"),
        any_map("retry"),
        any_map("timeouts"),
        map("replanning", &REPLANNING),
    ],
);

static REPLANNING: Block = block("`overlord.workflow.replanning`", REPLANNING_FIELDS);

const REPLANNING_FIELDS: &[Field] = &[
    boolean("enabled"),
    between("max_attempts", 1, 10),
    number("plan_similarity_threshold", 0.0, 1.0),
    boolean("preserve_successful_outputs"),
    number("replan_timeout_seconds", 1.0, f64::MAX),
    texts("non_replannable_error_patterns"),
];

static CACHING: Block = block("`overlord.caching`", &[boolean("enabled"), seconds("ttl")]);

static CLARIFICATION: Block = block(
    "`overlord.clarification`",
    &[
        boolean("enabled"),
        any("max_questions"),
        any("max_rounds"),
        words("style", &["conversational", "formal", "brief"]),
        seconds("timeout_seconds"),
        boolean("auto_fill_from_context"),
        any("reasoning_requirements"),
    ],
);
