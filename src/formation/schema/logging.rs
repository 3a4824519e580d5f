//! `logging`.

use super::auth::STREAM_AUTH;
use super::rules::{Cases, case};
use super::words::{block, boolean, field, map, text, texts, words};
use super::{Block, Field, Kind};

pub(super) static LOGGING: Block = block(
    "`logging`",
    &[
        map("system", &SYSTEM, "What the program says of itself."),
        map("conversation", &CONVERSATION, "What happens in conversations."),
        map("redaction", &REDACTION, "What is blacked out."),
    ],
)
.about("What is written to logs, and where.");

static SYSTEM: Block = block(
    "`logging.system`",
    &[
        words("level", &["debug", "info", "warning", "error"], "The least important kind that is written.")
            .default("info"),
        text("destination", "Where it is written: `stdout`, or a file."),
    ],
)
.about("The log of the program itself.");

static CONVERSATION: Block = block(
    "`logging.conversation`",
    &[
        boolean("enabled", "Whether conversations are logged."),
        field("streams", Kind::List(&Kind::Map(&STREAM)), "The logs to write."),
    ],
)
.about("The logs of what happens in conversations.");

static STREAM: Block = block("a log stream", STREAM_FIELDS)
    .cases(&STREAM_CASES)
    .about("One log of what happens in conversations.");

const FORMATS: &[&str] = &[
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
];

const STREAM_FIELDS: &[Field] = &[
    words("transport", &["stdout", "file", "stream", "trail"], "Where the log goes."),
    words("level", &["debug", "info", "warn", "error"], "The least important kind that is written."),
    words("format", FORMATS, "How an event is written."),
    texts("events", "The kinds of events to write, as names or patterns such as `tool.*`."),
];

const DESTINATION: Field = text("destination", "The file, or the address, that the log goes to.");
const PROTOCOL: Field =
    words("protocol", &["zmq", "webhook", "websocket", "kafka", "tcp", "udp"], "How the log is sent there.");
const TOPIC: Field = text("topic", "The topic that events are sent under; for `kafka`.");
const TOKEN: Field = text("token", "The token of the trail, best as a reference to a secret.");
const AUTH: Field = map("auth", &STREAM_AUTH, "How to sign in there.");

static STREAM_CASES: Cases = Cases {
    tag: "transport",
    default: None,
    cases: &[
        case("file", &[DESTINATION.required()]),
        case("stream", &[DESTINATION.required(), PROTOCOL, TOPIC, AUTH]),
        case("trail", &[DESTINATION, PROTOCOL, AUTH, TOKEN]),
    ],
};

static REDACTION: Block = block(
    "`logging.redaction`",
    &[boolean("entities", "Whether names, addresses and the like are blacked out.")],
)
.about("What is blacked out in logs.");
