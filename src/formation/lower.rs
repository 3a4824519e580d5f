//! From trees that have passed their checks to the typed model. What is absent is `None`; nothing is reported
//! here, for the checks have said everything.

use indexmap::IndexMap;

use super::model::{
    Agent, Buffer, Capability, Compaction, CredentialMode, Distillery, Encryption, Formation, Llm, Memory,
    ModelSettings, ModelSpec, Overlord, OverlordLlm, Persistent, Pruning, PruningMode, SaidPrice, Server,
    Text, UserCredentials, UserSynopsis, Working,
};
use super::schema::CAPABILITIES;
use super::tools;
use super::yaml::{Node, Scalar};

/// The formation of `tree` with `agents`, the trees of its agents in the order of declaration, and those of its
/// servers of tools.
pub(super) fn formation(tree: Node, agents: &[&Node], servers: &tools::Trees<'_>) -> Option<Formation> {
    let server = tree.get("server");
    let keys = server.and_then(|server| server.get("api_keys"));
    let credentials = tree.get("user_credentials");
    Some(Formation {
        id: tree.get("id")?.as_str()?.to_owned(),
        description: text(Some(&tree), "description"),
        version: text(Some(&tree), "version"),
        author: text(Some(&tree), "author"),
        llm: tree.get("llm").map(llm).unwrap_or_default(),
        overlord: overlord(tree.get("overlord")),
        agents: agents.iter().filter_map(|node| agent(node)).collect(),
        memory: memory(tree.get("memory"), tree.get("input_limits")),
        server: Server {
            host: text(server, "host"),
            port: count(server, "port").and_then(|port| port.try_into().ok()),
            admin_key: text(keys, "admin_key"),
            client_key: text(keys, "client_key"),
        },
        answers: super::answers::of(&tree),
        mcp: tools::mcp(&tree, servers),
        logging: super::logging::of(&tree),
        user_credentials: user_credentials(credentials),
        files: Vec::new(),
        tree,
    })
}

fn user_credentials(node: Option<&Node>) -> UserCredentials {
    let usual = UserCredentials::default();
    UserCredentials {
        mode: match text(node, "mode") {
            Some(mode) if mode.raw == "dynamic" => CredentialMode::Dynamic,
            _ => CredentialMode::Redirect,
        },
        redirect_message: text(node, "redirect_message"),
        encryption: encryption(node),
        oauth: super::oauth::of(node),
        require_https: node.and_then(|node| flag(node, "require_https")).unwrap_or(usual.require_https),
        ttl_minutes: count(node, "credential_ttl_minutes").unwrap_or(usual.ttl_minutes),
        max_attempts: count(node, "max_attempts")
            .map_or(usual.max_attempts, |most| most.try_into().unwrap_or(u32::MAX)),
    }
}

fn encryption(credentials: Option<&Node>) -> Encryption {
    let block = credentials.and_then(|credentials| credentials.get("encryption"));
    let default = Encryption::default();
    Encryption {
        key: text(block, "key")
            .or_else(|| text(credentials, "encryption_key"))
            .filter(|key| !key.raw.is_empty()),
        salt: text(block, "salt"),
        rounds: count(block, "rounds").and_then(|rounds| rounds.try_into().ok()).unwrap_or(default.rounds),
    }
}

fn overlord(node: Option<&Node>) -> Overlord {
    let block = |name: &str| node.and_then(|node| node.get(name));
    let on = |name: &str, key: &str| block(name).and_then(|block| flag(block, key));
    let llm = block("llm");
    Overlord {
        soul: text(node, "soul"),
        llm: OverlordLlm {
            model: text(llm, "model"),
            api_key: text(llm, "api_key"),
            settings: settings(llm.and_then(|llm| llm.get("settings"))),
        },
        max_extraction_tokens: count(llm, "max_extraction_tokens"),
        progress: on("response", "progress").unwrap_or(false),
        affinity: on("workflow", "enable_agent_affinity").unwrap_or(true),
        delegation: on("workflow", "auto_decomposition").unwrap_or(true),
        caching_ttl: match on("caching", "enabled") {
            Some(false) => Some(0.0),
            _ => scalar(block("caching"), "ttl").and_then(Scalar::as_number),
        },
    }
}

fn llm(node: &Node) -> Llm {
    Llm {
        api_keys: texts(node.get("api_keys")),
        aliases: texts(node.get("aliases")),
        settings: settings(node.get("settings")),
        models: models(node.get("models")),
    }
}

fn agent(node: &Node) -> Option<Agent> {
    let id = node.get("id")?;
    let some = Some(node);
    Some(Agent {
        id: id.as_str()?.to_owned(),
        name: text(some, "name")?,
        description: text(some, "description"),
        role: text(some, "role"),
        active: flag(node, "active").unwrap_or(true),
        default: flag(node, "default").unwrap_or(false),
        specialties: [node.get("specialties"), node.get("specialization")]
            .into_iter()
            .flatten()
            .flat_map(words)
            .collect(),
        soul: text(some, "soul"),
        system_message: text(some, "system_message"),
        llm_models: models(node.get("llm_models")),
        servers: tools::uses(node),
        program: tools::program(node).map(Box::new),
        span: id.span,
        tree: node.clone(),
    })
}

/// Every text in it: alone, in a list, or a value of a map.
pub(super) fn words(node: &Node) -> Vec<String> {
    if let Some(text) = node.as_str() {
        return vec![text.to_owned()];
    }
    let items = node.as_seq().unwrap_or_default().iter();
    let values = node.as_map().into_iter().flat_map(|map| map.iter()).map(|entry| &entry.value);
    items.chain(values).flat_map(words).collect()
}

fn models(list: Option<&Node>) -> Vec<ModelSpec> {
    let items = list.and_then(Node::as_seq).unwrap_or_default();
    let one = |node: &Node| {
        let key = CAPABILITIES.iter().find(|key| node.get(key).is_some())?;
        Some(ModelSpec {
            capability: Capability::from_key(key)?,
            model: text(Some(node), key)?,
            api_key: text(Some(node), "api_key"),
            settings: settings(node.get("settings")),
        })
    };
    items.iter().filter_map(one).collect()
}

fn settings(node: Option<&Node>) -> ModelSettings {
    let number = |key| scalar(node, key).and_then(Scalar::as_number);
    ModelSettings {
        temperature: number("temperature"),
        max_tokens: count(node, "max_tokens"),
        timeout_seconds: number("timeout_seconds"),
        fallback_model: text(node, "fallback_model"),
        max_retries: count(node, "max_retries"),
        max_size_mb: number("max_size_mb").or_else(|| {
            scalar(node.and_then(|settings| settings.get("image")), "max_size_mb").and_then(Scalar::as_number)
        }),
        language: text(node, "language"),
        price: price(node.and_then(|node| node.get("price"))),
    }
}

fn price(node: Option<&Node>) -> Option<SaidPrice> {
    let number = |key| scalar(node, key).and_then(Scalar::as_number);
    Some(SaidPrice {
        input: number("input")?,
        output: number("output")?,
        cached_input: number("cached_input"),
    })
}

fn memory(node: Option<&Node>, limits: Option<&Node>) -> Memory {
    let block = |name: &str| node.and_then(|node| node.get(name));
    let persistent = block("persistent");
    let synopsis = persistent.and_then(|node| node.get("user_synopsis"));
    let off = persistent.and_then(Node::as_scalar).and_then(Scalar::as_bool) == Some(false);
    Memory {
        buffer: buffer(block("buffer")),
        working: working(block("working"), block("buffer")),
        persistent: Persistent {
            enabled: !off && persistent.and_then(|node| flag(node, "enabled")).unwrap_or(true),
            query_timeout_seconds: number(persistent, "query_timeout_seconds"),
            synopsis: synopsis
                .filter(|node| flag(node, "enabled").unwrap_or(true))
                .map(|node| UserSynopsis { cache_ttl: number(Some(node), "cache_ttl") }),
        },
        embedding: text(block("embedding"), "model").or_else(|| text(persistent, "embedding_model")),
        compaction: block("compaction").map(compaction).unwrap_or_default(),
        pruning: block("pruning").map(pruning),
        distillery: block("distillery").map(distillery).unwrap_or_default(),
        longest: count(limits, "max_memory_entry_size"),
    }
}

fn compaction(node: &Node) -> Compaction {
    Compaction {
        enabled: flag(node, "enabled").unwrap_or(true),
        flush_enabled: flag(node, "flush_enabled").unwrap_or(false),
        flush_threshold: number(Some(node), "flush_threshold"),
    }
}

fn distillery(node: &Node) -> Distillery {
    Distillery {
        enabled: flag(node, "enabled").unwrap_or(true),
        verified: node.get("default_trust_level").and_then(Node::as_str) == Some("verified"),
        default_max_batch_size: count(Some(node), "default_max_batch_size"),
        default_max_events_per_day: count(Some(node), "default_max_events_per_day"),
        signature_max_age_seconds: count(Some(node), "signature_max_age_seconds"),
    }
}

fn pruning(node: &Node) -> Pruning {
    let word = |key| node.get(key).and_then(Node::as_str);
    Pruning {
        mode: match word("mode") {
            Some("never") => PruningMode::Never,
            Some("always") => PruningMode::Always,
            _ => PruningMode::CacheTtl,
        },
        clears: word("strategy") == Some("hard_clear"),
        keep_last_n_tool_results: count(Some(node), "keep_last_n_tool_results"),
        cache_ttl_seconds: number(Some(node), "cache_ttl_seconds"),
        soft_trim_max_chars: count(Some(node), "soft_trim_max_chars"),
    }
}

fn buffer(node: Option<&Node>) -> Buffer {
    Buffer { size: count(node, "size"), multiplier: count(node, "multiplier") }
}

/// Wanted by either block; `vector_search: false` wants none, and what another program holds is not asked.
fn working(node: Option<&Node>, buffer: Option<&Node>) -> Option<Working> {
    let node = node.filter(|node| !node.is_null());
    let searches = buffer.and_then(|buffer| flag(buffer, "vector_search"));
    let remote = node.and_then(|node| node.get("mode")).and_then(Node::as_str) == Some("remote");
    let wanted = searches.unwrap_or(node.is_some()) && !remote;
    wanted.then(|| Working { max_memory_mb: count(node, "max_memory_mb") })
}

fn scalar<'a>(node: Option<&'a Node>, key: &str) -> Option<&'a Scalar> {
    node?.get(key)?.as_scalar()
}

pub(super) fn flag(node: &Node, key: &str) -> Option<bool> {
    scalar(Some(node), key)?.as_bool()
}

pub(super) fn count(node: Option<&Node>, key: &str) -> Option<u64> {
    scalar(node, key)?.as_int()?.try_into().ok()
}

/// A number of the block.
pub(super) fn number(node: Option<&Node>, key: &str) -> Option<f64> {
    scalar(node, key).and_then(Scalar::as_number)
}

pub(super) fn text(node: Option<&Node>, key: &str) -> Option<Text> {
    to_text(node?.get(key)?)
}

pub(super) fn texts(map: Option<&Node>) -> IndexMap<String, Text> {
    let entries = map.and_then(Node::as_map).into_iter().flat_map(|m| m.iter());
    entries.filter_map(|entry| Some((entry.key.clone(), to_text(&entry.value)?))).collect()
}

pub(super) fn to_text(node: &Node) -> Option<Text> {
    Some(Text { raw: node.as_str()?.to_owned(), span: node.span })
}
