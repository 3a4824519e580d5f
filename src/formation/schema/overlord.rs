//! `overlord`: the persona, and how turns are planned, answered and asked back about.

use super::rules::only_for;
use super::words::{
    above_zero, any, any_map, at_least, between, block, boolean, field, map, model, number, partial, scalar,
    seconds, text, texts, words,
};
use super::{Block, Field, Kind};

pub(super) static OVERLORD: Block = block(
    "`overlord`",
    &[
        text("soul", "The persona and the rules for everything that is answered."),
        text("persona", "The old name of `soul`.").deprecated("soul"),
        map("llm", &LLM, "The model that plans and answers."),
        map("response", &RESPONSE, "What answers look like."),
        map("workflow", &WORKFLOW, "How tasks are cut up and worked off."),
        map("caching", &CACHING, "Answers that are kept."),
        map("clarification", &CLARIFICATION, "How users are asked back."),
        any("knowledge", "Documents that it looks things up in."),
    ],
)
.about("The persona that answers, and how it goes about it.");

static LLM: Block = block(
    "`overlord.llm`",
    &[
        model("model", "The model that plans and answers."),
        text("api_key", "A key of its own, best as a reference to a secret."),
        at_least("max_extraction_tokens", 1, "How many tokens facts about a user may take."),
        map("settings", &LLM_SETTINGS, "Settings of this model."),
    ],
)
.about("The model that plans and answers.");

static LLM_SETTINGS: Block = partial(
    "`overlord.llm.settings`",
    &[
        number("temperature", 0.0, 1.0, "How freely the model answers: 0 is most alike each time."),
        at_least("max_tokens", 1, "How many tokens an answer may have."),
    ],
)
.about("Settings of the model that plans and answers.");

static RESPONSE: Block = block(
    "`overlord.response`",
    &[
        words("format", &["markdown", "text", "html", "json"], "What answers are written in.")
            .default("markdown"),
        any_map("schema", "The JSON Schema of answers in JSON; only with `format: json`."),
        boolean("streaming", "Whether answers are sent as they are written."),
        boolean("widgets", "Whether answers may hold forms, buttons and charts."),
        any("progress", "Whether users are told what is being done."),
        any("stream_tokens", "Whether answers are sent word by word."),
        any_map("retry_async", "How tasks in the background are tried again."),
    ],
)
.rules(&[only_for("schema", "format", &["json"])])
.about("What answers look like.");

static WORKFLOW: Block =
    block("`overlord.workflow`", WORKFLOW_FIELDS).about("How tasks are cut up and worked off.");

const WORKFLOW_FIELDS: &[Field] = &[
    boolean("auto_decomposition", "Whether large tasks are cut up without being asked."),
    number("plan_approval_threshold", 1.0, 10.0, "From which difficulty on a user must agree to the plan."),
    words(
        "complexity_method",
        &["heuristic", "llm", "custom", "hybrid"],
        "How the difficulty of a task is found out.",
    ),
    number("complexity_threshold", 1.0, 10.0, "From which difficulty on a task is cut up."),
    any("complexity_weights", "What counts how much for the difficulty."),
    text("routing_strategy", "How a task finds its agent."),
    at_least("max_parallel_tasks", 1, "How many tasks may be worked on at once."),
    any("parallel_execution", "Whether tasks are worked on at once."),
    boolean("enable_agent_affinity", "Whether tasks that belong together go to one agent."),
    boolean("enable_partial_results", "Whether what is done is shown where the rest failed."),
    boolean("partial_results", "The same as `enable_partial_results`."),
    boolean("enable_metrics_collection", "Whether it is counted what tasks take."),
    boolean("enable_detailed_logging", "Whether each step is written to the log."),
    boolean("enable_resource_limits", "Whether the two limits below count."),
    scalar("max_memory_per_task_mb", "How much memory a task may take, in MB."),
    scalar("max_cpu_per_task", "How much of the processor a task may take."),
    any("error_recovery", "What happens when a step fails."),
    any_map("retry", "How a step that failed is tried again."),
    any_map("timeouts", "How long steps and tasks may take, in seconds."),
    above_zero("max_timeout_seconds", "How long a whole plan may take, in seconds."),
    map("replanning", &REPLANNING, "How a plan that failed is made anew."),
];

static REPLANNING: Block =
    block("`overlord.workflow.replanning`", REPLANNING_FIELDS).about("How a plan that failed is made anew.");

const REPLANNING_FIELDS: &[Field] = &[
    boolean("enabled", "Whether there is a new plan when one failed."),
    between("max_attempts", 1, 10, "How often a plan is made anew."),
    number("plan_similarity_threshold", 0.0, 1.0, "How like the old plan a new one may be."),
    boolean("preserve_successful_outputs", "Whether what was done before counts for the new plan."),
    number("replan_timeout_seconds", 1.0, f64::MAX, "How long making a plan may take, in seconds."),
    texts("non_replannable_error_patterns", "Errors after which no plan helps."),
];

static CACHING: Block = block(
    "`overlord.caching`",
    &[
        boolean("enabled", "Whether answers are kept."),
        seconds("ttl", "How long an answer is kept, in seconds."),
    ],
)
.about("Answers that are kept.");

/// A number, or a number for each kind of question.
const ROUNDS: Kind = Kind::Either(&[Kind::Int { min: 0, max: i64::MAX }, Kind::AnyMap]);

static CLARIFICATION: Block = block(
    "`overlord.clarification`",
    &[
        boolean("enabled", "Whether users are asked back."),
        field("max_questions", ROUNDS, "How many questions a user is asked at most."),
        field("max_rounds", ROUNDS, "How often a user is asked back at most."),
        words("style", &["conversational", "formal", "brief"], "How questions are put."),
        seconds("timeout_seconds", "How long an answer is waited for, in seconds."),
        boolean("auto_fill_from_context", "Whether what is known is not asked for."),
        any("reasoning_requirements", "What must be known before a task begins."),
    ],
)
.about("How users are asked back.");
