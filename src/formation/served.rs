//! What `muxi serve` does not run of a formation today.

/// Blocks of the formation that it checks and does not run, and what that means to who relies on them.
pub(super) const NOT_RUN: [(&str, &str); 15] = [
    ("init", "the commands are not run"),
    ("a2a", "other formations are not talked to"),
    ("async", "every answer is waited for"),
    ("scheduler", "nothing runs by itself"),
    ("document_processing", "documents are not read"),
    ("rbac", "whoever has a key may do everything that the key may"),
    ("middleware", "nothing looks at what comes in and goes out"),
    ("coding", "agents do not write programs"),
    ("tuning", "nothing is tuned"),
    ("proactive", "agents speak only when spoken to"),
    ("commands", "messages with a slash are messages"),
    ("rce", "no code is run"),
    ("skills", "agents have no skills"),
    ("executor", "no script is run"),
    ("links", "the model is not told of them"),
];

/// The same for keys further down: the block, the key, and what it means.
pub(super) const NOT_RUN_BELOW: [(&[&str], &str, &str); 15] = [
    (&["llm", "settings"], "caching", "each question is asked, and paid for"),
    (&["overlord"], "knowledge", "nothing is looked up"),
    (&["overlord", "response"], "stream_tokens", "`streaming` decides"),
    (&["overlord", "response"], "retry_async", "every answer is waited for"),
    (&["mcp"], "enhance_user_prompts", "questions stay as they are worded"),
    (&["mcps"], "enhance_user_prompts", "questions stay as they are worded"),
    (&["mcp", "watch"], "max_concurrent", "each server is looked at by itself"),
    (&["mcps", "watch"], "max_concurrent", "each server is looked at by itself"),
    (&["input_limits"], "max_message_length", "muxi's own limit counts"),
    (&["input_limits"], "max_file_size_bytes", "`max_size_mb` of the models counts"),
    (&["input_limits"], "max_batch_items", "muxi's own limits count"),
    (&["memory", "working"], "vector_dimension", "vectors are as long as their model makes them"),
    (&["logging"], "redaction", "values of secrets are blacked out, names and addresses are not"),
    (&["server"], "access_log", "`muxi serve --log turns` says what is asked"),
    (&["server"], "debug", "`muxi serve --log steps` says more"),
];

/// The keys of `memory` that count.
pub(super) const MEMORY: [&str; 7] =
    ["buffer", "compaction", "distillery", "embedding", "persistent", "pruning", "working"];

/// The keys of `memory.persistent` that count. Users are apart whatever `multi_user` says.
pub(super) const PERSISTENT: [&str; 5] =
    ["enabled", "embedding_model", "multi_user", "query_timeout_seconds", "user_synopsis"];

/// The keys of `overlord.workflow` that count.
pub(super) const WORKFLOW: [&str; 2] = ["auto_decomposition", "enable_agent_affinity"];

/// The same for keys of agents.
pub(super) const NOT_RUN_OF_AGENTS: [(&str, &str); 3] = [
    ("knowledge", "agents look nothing up"),
    ("skills", "agents have no skills"),
    ("a2a", "other formations are not talked to"),
];

/// The same for keys of `overlord.clarification`.
pub(super) const NOT_RUN_OF_CLARIFICATION: [(&str, &str); 2] = [
    ("timeout_seconds", "a question waits as long as its user"),
    ("reasoning_requirements", "the model decides what has to be known"),
];

/// Values of a log stream that nothing is written for: the key and the value.
pub(super) const NOT_WRITTEN: [(&str, &str); 5] = [
    ("format", "msgpack"),
    ("format", "protobuf"),
    ("protocol", "zmq"),
    ("protocol", "websocket"),
    ("protocol", "kafka"),
];

/// The built-in tools that there are.
pub(super) const BUILT_IN: [&str; 1] = ["file-generation"];

/// The same for what models are declared for.
pub(super) const NOT_ASKED: [(&str, &str); 2] =
    [("video", "moving pictures are not taken"), ("streaming", "answers are not worded anew")];
