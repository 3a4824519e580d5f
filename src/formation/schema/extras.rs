//! The smaller blocks of the formation.

use super::format::{CLOCK, HTTP_URL, TIME_ZONE};
use super::rules::needs;
use super::words::{
    above_zero, any, any_map, at_least, block, boolean, closed, field, format, map, partial, scalar, seconds,
    text, texts,
};
use super::{Block, Kind};

pub(super) static SCHEDULER: Block = block(
    "`scheduler`",
    &[
        boolean("enabled", "Whether tasks can be planned for later."),
        format("timezone", &TIME_ZONE, "The time zone of planned tasks.").default("UTC"),
        format("default_time", &CLOCK, "The time of day of tasks that name none."),
        at_least("check_interval_minutes", 1, "How often it is looked what is due, in minutes.").default("1"),
        at_least("max_concurrent_jobs", 1, "How many tasks may run at once.").default("10"),
        at_least("max_failures_before_pause", 1, "After how many failures a task is paused.").default("3"),
    ],
)
.about("Tasks that are planned for later, once or again and again.");

pub(super) static DOCUMENTS: Block = block(
    "`document_processing`",
    &[
        boolean("enabled", "Whether documents are read at all."),
        map("chunking", &CHUNKING, "How documents are cut into pieces."),
        map("files", &FILES, "Limits for files."),
        map("models", &DOCUMENT_MODELS, "Models that help to read documents."),
    ],
)
.about("How documents that users send are read.");

const STRATEGY: Kind = Kind::Enum(&["adaptive", "semantic", "fixed", "paragraph"]);

static CHUNKING: Block = block(
    "`document_processing.chunking`",
    &[
        at_least("default_size", 1, "The size of a piece."),
        at_least("overlap", 0, "How much of a piece the next one repeats."),
        field(
            "strategies",
            Kind::Either(&[STRATEGY, Kind::List(&STRATEGY), Kind::AnyMap]),
            "Where documents are cut: `adaptive`, `semantic`, `fixed` or `paragraph`.",
        ),
    ],
)
.about("How documents are cut into pieces.");

static FILES: Block = block(
    "`document_processing.files`",
    &[
        above_zero("max_size_mb", "How large a file may be, in MB."),
        seconds("cache_ttl_seconds", "How long a file that was read is kept, in seconds."),
    ],
)
.about("Limits for files.");

static DOCUMENT_MODELS: Block = block(
    "`document_processing.models`",
    &[
        text("nltk_data_path", "The directory with the data of NLTK."),
        text("spacy_model", "The spaCy model that finds sentences and names."),
        text("sentence_transformer", "The model that compares sentences."),
    ],
)
.about("Models that help to read documents.");

pub(super) static RBAC: Block = closed(
    "`rbac`",
    &[
        field(
            "active",
            Kind::Either(&[Kind::Bool, Kind::Enum(&["auto"])]),
            "Whether groups of users have rights of their own; `auto` where there are groups.",
        ),
        field(
            "fallback",
            Kind::Either(&[Kind::Bool, Kind::Text]),
            "The group of users that are in none; `false` lets them do nothing.",
        ),
    ],
)
.about("Rights that depend on the groups a user is in.");

pub(super) static MIDDLEWARE: Block = closed(
    "`middleware`",
    &[
        format("url", &HTTP_URL, "A service that sees every message before the agents do."),
        field("headers", Kind::Named(&Kind::Scalar), "Headers that are sent to the service."),
        text("command", "A program that sees every message before the agents do."),
        texts("args", "The program's arguments, one to an item."),
        seconds("timeout", "How long it may take, in seconds."),
    ],
)
.one_of(&["url", "command"])
.rules(&[needs("headers", "url"), needs("args", "command")])
.about("Something of your own that sees every message first: a service or a program.");

pub(super) static CODING: Block = partial(
    "`coding`",
    &[field("env", Kind::Named(&Kind::Text), "Variables of the environment that written programs run in.")],
)
.about("Programs that agents write and run.");

pub(super) static TUNING: Block = closed(
    "`tuning`",
    &[
        boolean("active", "Whether the formation looks for improvements of itself."),
        above_zero("interval_hours", "How often it does, in hours."),
        boolean("auto_apply", "Whether improvements are applied without being asked for."),
    ],
)
.about("Improvements that the formation proposes from what happened.");

pub(super) static PROACTIVE: Block = closed(
    "`proactive`",
    &[
        field("channels", Kind::Named(&Kind::Map(&CHANNEL)), "Ways to reach users, by names of your own."),
        text("default_channel", "The channel that counts where none is named."),
        map("heartbeat", &HEARTBEAT, "What is done again and again without being asked."),
    ],
)
.about("Messages that the formation sends without being asked.");

static CHANNEL: Block = closed(
    "a channel",
    &[
        text("transformer", "What turns an answer into a message of the channel."),
        format("url", &HTTP_URL, "Where messages are sent."),
    ],
)
.about("A way to reach users.");

static HEARTBEAT: Block = closed(
    "`proactive.heartbeat`",
    &[
        boolean("enabled", "Whether there is a heartbeat."),
        scalar("interval", "How often, in seconds or like `30m`."),
        scalar("target", "Whom it is for."),
        map("active_hours", &ACTIVE_HOURS, "When it may happen."),
        text("instruction", "What is done each time, in words."),
        text("sop", "The procedure that is followed each time."),
    ],
)
.about("Something that is done again and again without being asked.");

const HOUR: Kind = Kind::Either(&[Kind::Int { min: 0, max: 24 }, Kind::Format(&CLOCK)]);

static ACTIVE_HOURS: Block = closed(
    "`active_hours`",
    &[
        field("start", HOUR, "From when on, like `\"09:00\"`."),
        field("end", HOUR, "Until when, like `\"17:30\"`."),
        format("timezone", &TIME_ZONE, "The time zone of both."),
        boolean("weekends", "Whether weekends count too."),
    ],
)
.about("The hours in which users may be disturbed.");

pub(super) static COMMANDS: Block = closed(
    "`commands`",
    &[
        boolean("enabled", "Whether messages that begin with `/` are commands."),
        any_map("aliases", "Names of your own for commands."),
        any("builtin", "Which of the built-in commands there are."),
    ],
)
.about("Commands that users can type into the chat.");

pub(super) static LINK: Block = block(
    "a link",
    &[
        format("url", &HTTP_URL, "Where it leads.").required(),
        text("label", "What is shown."),
        text("hint", "When the link is worth showing."),
    ],
)
.about("A link that can be shown to users.");

const BUILT_IN: Kind = Kind::Enum(&["file-generation", "web-search", "database"]);

pub(super) static RUNTIME: Block = partial(
    "`runtime`",
    &[field(
        "built_in_mcps",
        Kind::Either(&[Kind::Bool, Kind::List(&BUILT_IN)]),
        "Which of the built-in tools there are: all, none, or a list.",
    )],
)
.about("What the program that runs the formation brings along.");

pub(super) static INPUT_LIMITS: Block = block(
    "`input_limits`",
    &[
        at_least("max_message_length", 1, "How many characters a message may have."),
        at_least("max_file_size_bytes", 1, "How large a file may be, in bytes."),
        at_least("max_memory_entry_size", 1, "How many characters one memory may have."),
        at_least("max_tool_output_size", 1, "How large the answer of a tool may be, in bytes.")
            .default("262144"),
        at_least("max_batch_items", 1, "How many items one request may have."),
    ],
)
.about("How large what users and tools send may be.");

pub(super) static RCE: Block = block(
    "`rce`",
    &[
        format("url", &HTTP_URL, "Where the service is reached."),
        text("token", "Its token, best as a reference to a secret."),
        seconds("timeout", "How long a program may run, in seconds."),
    ],
)
.about("A service that runs programs apart from everything else.");

pub(super) static SKILLS: Block = partial(
    "`skills`",
    &[
        texts("names", "The skills to use; all in `skills/` if missing."),
        any("disable_builtin", "Which of the built-in skills are left out."),
    ],
)
.about("Skills that the agents may use.");

pub(super) static FEATURES: Block =
    partial("`features`", &[text("extraction_model", "The model that takes facts out of conversations.")])
        .about("Switches for parts of the program that runs the formation.");

pub(super) static DATABASE: Block =
    partial("`database`", &[text("url", "Where the database is, best as a reference to a secret.")])
        .about("A database for programs of your own; muxi itself does not read this.");
