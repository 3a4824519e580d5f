//! From trees to servers, uses and policy.

use indexmap::IndexMap;

use super::{
    Mcp, McpAuth, McpCommand, McpOAuth, McpServer, McpTransport, McpWatch, Parameter, PolicyRule, ServerUse,
    ToolFilter, ToolLimits, ToolPolicy, Verb, WallSettings,
};
use crate::formation::check::components::is_use;
use crate::formation::check::programs::is_program;
use crate::formation::lower::{count, flag, number, text, texts, to_text, words};
use crate::formation::model::{AgentProgram, Text};
use crate::formation::yaml::{Node, Scalar};
use crate::formation::yaml_json;

/// The trees of the servers: those of the formation, and those that agents name alone.
pub(in crate::formation) struct Trees<'a> {
    /// Declared by the formation.
    pub(in crate::formation) shared: Vec<&'a Node>,
    /// Named by agents only, or written in place there.
    pub(in crate::formation) own: Vec<&'a Node>,
}

/// What `tree` says of tools, with the trees of its servers.
pub(in crate::formation) fn mcp(tree: &Node, trees: &Trees<'_>) -> Mcp {
    let block = tree.get("mcp").or_else(|| tree.get("mcps"));
    let off = block.is_some_and(|block| flag(block, "enabled") == Some(false));
    let mut servers: Vec<McpServer> = Vec::new();
    let all =
        trees.shared.iter().map(|node| (*node, true)).chain(trees.own.iter().map(|node| (*node, false)));
    for (node, shared) in all.filter(|_| !off) {
        let server = server(node, shared, block);
        servers.extend(server.filter(|new| servers.iter().all(|known| known.id != new.id)));
    }
    let limit = |key| count(block, key);
    let seconds = |key| number(block, key);
    Mcp {
        servers,
        limits: ToolLimits {
            rounds: limit("max_tool_iterations"),
            calls: limit("max_tool_calls"),
            repeated_errors: limit("max_repeated_errors"),
            all_seconds: seconds("max_timeout_in_seconds"),
            call_seconds: seconds("max_tool_timeout_in_seconds"),
            output_bytes: count(tree.get("input_limits"), "max_tool_output_size"),
        },
        policy: tree.get("tool_policy").map(policy).unwrap_or_default(),
        servers_at_once: limit("max_concurrent_servers"),
        watch: block.and_then(|block| block.get("watch")).and_then(watch),
    }
}

/// `true` is for all defaults, `false` for not at all.
fn watch(node: &Node) -> Option<McpWatch> {
    let some = Some(node);
    if node.as_map().is_none() {
        let on = node.as_scalar().and_then(Scalar::as_bool) == Some(true);
        return on.then(McpWatch::default);
    }
    Some(McpWatch {
        interval: number(some, "interval"),
        timeout: number(some, "timeout"),
        failures: count(some, "max_consecutive_failures"),
    })
}

/// The servers that an agent names; `None` where it does not say.
pub(in crate::formation) fn uses(agent: &Node) -> Option<Vec<ServerUse>> {
    let items = agent.get("mcp_servers").filter(|list| !list.is_null())?.as_seq()?;
    let one = |node: &Node| {
        let id = node.get("id").unwrap_or(node).as_str()?.to_owned();
        // The filter of a server that is written here is the server's own.
        let tools = node.get("tools").filter(|_| is_use(node)).map(filter).unwrap_or_default();
        Some(ServerUse { id, tools })
    };
    Some(items.iter().filter_map(one).collect())
}

fn server(node: &Node, shared: bool, block: Option<&Node>) -> Option<McpServer> {
    let id = node.get("id")?;
    if flag(node, "active") == Some(false) {
        return None;
    }
    let some = Some(node);
    let all =
        |own: Option<f64>, keys: &[&str]| own.or_else(|| keys.iter().find_map(|key| number(block, key)));
    let retries = || count(block, "retry_attempts").or_else(|| count(block, "default_retry_attempts"));
    Some(McpServer {
        id: id.as_str()?.to_owned(),
        name: text(some, "name").map(|name| name.raw),
        description: text(some, "description"),
        shared,
        transport: transport(node)?,
        auth: node.get("auth").map(auth).unwrap_or_default(),
        accept_inline: flag(node, "accept_inline")
            .or_else(|| node.get("auth").and_then(|auth| flag(auth, "accept_inline")))
            .unwrap_or(false),
        tools: node.get("tools").map(filter).unwrap_or_default(),
        parameters: parameters(node.get("parameters")),
        timeout_seconds: all(
            number(some, "timeout_seconds"),
            &["default_timeout", "default_timeout_seconds"],
        ),
        connection_ttl: all(number(some, "connection_ttl"), &["connection_ttl"]),
        retries: count(some, "retry_attempts").or_else(|| count(some, "max_retries")).or_else(retries),
        retry_delay: number(block, "retry_delay"),
        span: id.span,
    })
}

fn transport(node: &Node) -> Option<McpTransport> {
    let some = Some(node);
    if let Some(endpoint) = text(some, "endpoint").filter(|_| node.get("command").is_none()) {
        return Some(McpTransport::Http {
            endpoint,
            headers: headers(node.get("headers")),
            allowed_addresses: node.get("allowed_addresses").map(words).unwrap_or_default(),
        });
    }
    command(node).map(|command| McpTransport::Command(Box::new(command)))
}

/// `runner: command` of an agent.
pub(in crate::formation) fn program(agent: &Node) -> Option<AgentProgram> {
    let command = command(agent).filter(|_| is_program(agent))?;
    Some(AgentProgram {
        command,
        timeout_seconds: number(Some(agent), "timeout_seconds"),
        json_input: agent.get("input").and_then(Node::as_str) == Some("json"),
        tmux: flag(agent, "tmux").unwrap_or(false),
    })
}

fn command(node: &Node) -> Option<McpCommand> {
    let some = Some(node);
    Some(McpCommand {
        command: text(some, "command")?,
        args: list(node.get("args")),
        working_directory: text(some, "working_directory"),
        install: list(node.get("install")),
        env: texts(node.get("env")),
        walls: WallSettings {
            directories: list(node.get("allowed_directories")),
            no_network: node.get("network").and_then(Node::as_str) == Some("none"),
            unix_sockets: flag(node, "unix_sockets").unwrap_or(false),
            processes: count(some, "max_processes"),
            memory_mb: count(some, "max_memory_mb"),
        },
    })
}

/// Numbers and switches go as they are written.
fn headers(node: Option<&Node>) -> IndexMap<String, Text> {
    let entries = node.and_then(Node::as_map).into_iter().flat_map(|map| map.iter());
    let one = |value: &Node| Some(Text { raw: value.as_scalar()?.text.clone(), span: value.span });
    entries.filter_map(|entry| Some((entry.key.clone(), one(&entry.value)?))).collect()
}

/// A text, or several.
fn list(node: Option<&Node>) -> Vec<Text> {
    let Some(node) = node else { return Vec::new() };
    let items = node.as_seq().unwrap_or_default();
    to_text(node).into_iter().chain(items.iter().filter_map(to_text)).collect()
}

fn auth(node: &Node) -> McpAuth {
    let get = |key| text(Some(node), key);
    let said = node.get("type").and_then(Node::as_str);
    let known = match said {
        Some("none") => Some(McpAuth::None),
        Some("env") => {
            let mut variables = texts(Some(node));
            variables.retain(|name, _| !["type", "accept_inline"].contains(&name.as_str()));
            Some(McpAuth::Env(variables))
        }
        Some("oauth2") => Some(McpAuth::OAuth2(Box::new(McpOAuth {
            client_id: get("client_id"),
            client_secret: get("client_secret"),
            issuer: get("issuer"),
            scopes: list(node.get("scopes")),
            as_itself: node.get("grant").and_then(Node::as_str) == Some("client_credentials"),
            client_metadata_url: get("client_metadata_url"),
        }))),
        _ => None,
    };
    let written = || {
        let of = |word: &str| said.is_none_or(|said| said == word);
        if let Some(token) = get("token").filter(|_| of("bearer")) {
            return Some(McpAuth::Bearer { token, env: get("env") });
        }
        if let Some(key) = get("key").filter(|_| of("api_key")) {
            return Some(McpAuth::ApiKey { key, header: get("header") });
        }
        let username = get("username").filter(|_| of("basic"))?;
        Some(McpAuth::Basic { username, password: get("password")? })
    };
    known.or_else(written).unwrap_or_default()
}

/// A list of names, or a map of `allow` and `deny`.
fn filter(node: &Node) -> ToolFilter {
    let under = |keys: [&str; 2]| keys.into_iter().find_map(|key| node.get(key)).map(words);
    if node.as_map().is_none() {
        return ToolFilter { allow: Some(words(node)), deny: Vec::new() };
    }
    ToolFilter {
        allow: under(["allow", "whitelist"]),
        deny: under(["deny", "blacklist"]).unwrap_or_default(),
    }
}

fn parameters(node: Option<&Node>) -> IndexMap<String, Parameter> {
    let entries = node.and_then(Node::as_map).into_iter().flat_map(|map| map.iter());
    let one = |value: &Node| {
        to_text(value).map(Parameter::Text).or_else(|| yaml_json::value(value).map(Parameter::Value))
    };
    entries.filter_map(|entry| Some((entry.key.clone(), one(&entry.value)?))).collect()
}

fn policy(node: &Node) -> ToolPolicy {
    let some = Some(node);
    let verb = |key| node.get(key).and_then(Node::as_str).and_then(Verb::from_word);
    let before = ToolPolicy::default();
    let items = node.get("rules").and_then(Node::as_seq).unwrap_or_default();
    let mut rules: Vec<PolicyRule> = items.iter().filter_map(rule).collect();
    // Stable: rules of the same priority stay as they are written.
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.priority));
    ToolPolicy {
        default: verb("default").unwrap_or(before.default),
        dangerous: verb("dangerous").unwrap_or(before.dangerous),
        ask_seconds: number(some, "ask_timeout_seconds"),
        rules,
    }
}

fn rule(node: &Node) -> Option<PolicyRule> {
    let arguments = node.get("arguments").and_then(Node::as_map).into_iter().flat_map(|map| map.iter());
    Some(PolicyRule {
        tools: words(node.get("tools")?),
        agents: node.get("agents").map(words),
        arguments: arguments
            .filter_map(|entry| Some((entry.key.clone(), entry.value.as_str()?.to_owned())))
            .collect(),
        verb: Verb::from_word(node.get("do")?.as_str()?)?,
        priority: node.get("priority").and_then(Node::as_scalar).and_then(Scalar::as_int).unwrap_or(0),
    })
}
