//! `muxi serve`: what it would not start with, and once for each block, what it does not run.

use std::collections::BTreeSet;

use crate::formation::check::Checker;
use crate::formation::check::programs::is_program;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::documents::Documents;
use crate::formation::providers;
use crate::formation::served::{
    BUILT_IN, MEMORY, NOT_ASKED, NOT_RUN, NOT_RUN_BELOW, NOT_RUN_OF_AGENTS, NOT_RUN_OF_CLARIFICATION,
    NOT_WRITTEN, PERSISTENT, WORKFLOW,
};
use crate::formation::source::Span;
use crate::formation::tools::asks_a_daemon;
use crate::formation::yaml::{Entry, Map, Node, Scalar};
use crate::support::text::is_loopback;

impl Checker<'_> {
    /// Says what `muxi serve` would refuse or not use.
    pub(in crate::formation) fn for_serve(&mut self, tree: &Node, agents: &[&Node], documents: &Documents) {
        self.served_models(tree, agents);
        self.not_run(tree, agents, documents);
        self.loopback_only(tree);
    }

    /// Programs that ask a daemon over a Unix socket, which the walls of `muxi serve` refuse unless that is declared.
    pub(in crate::formation) fn daemons<'n>(&mut self, programs: impl Iterator<Item = &'n Node>) {
        for program in programs {
            let Some(command) = program.get("command") else { continue };
            let Some(name) = command.as_str().and_then(asks_a_daemon) else { continue };
            let allows = program.get("unix_sockets").and_then(Node::as_scalar).and_then(Scalar::as_bool);
            if allows != Some(true) {
                let message = format!(
                    "`{name}` asks its daemon over a Unix socket, which `muxi serve` lets no program make"
                );
                let diagnostic = Diagnostic::warning(Code::IncompleteKeys, command.span, message);
                self.push(diagnostic.help("add `unix_sockets: true`, if it may do whatever that daemon may"));
            }
        }
    }

    fn served_models(&mut self, tree: &Node, agents: &[&Node]) {
        let llm = tree.get("llm");
        let own = llm.and_then(|llm| llm.get("models"));
        let shared = text_model(own);
        if shared.is_none() {
            let without = |agent: &&&Node| {
                is_active(agent) && !is_program(agent) && text_model(agent.get("llm_models")).is_none()
            };
            let first = agents.iter().find(without);
            let none = agents.iter().all(|agent| !is_active(agent));
            let what = match first {
                Some(agent) => Some((
                    agent.get("id").map_or(agent.head(), |id| id.span),
                    "this agent has no text model, and the formation has none",
                )),
                None if none => Some((
                    llm.map_or(tree.head(), Node::head),
                    "the formation has no text model, so nobody could answer",
                )),
                None => None,
            };
            if let Some((span, message)) = what {
                let diagnostic = Diagnostic::error(Code::LocalRefused, span, message);
                self.push(diagnostic.help(
                    "add `- text: openai/gpt-4o-mini` under `llm.models`, or `- text: muxi/echo` to try out without a key",
                ));
            }
        }
        let used =
            shared.into_iter().chain(agents.iter().filter_map(|agent| text_model(agent.get("llm_models"))));
        let mut told = BTreeSet::new();
        for entry in used {
            self.served_model(llm, entry, &mut told);
        }
        self.other_models(own);
    }

    /// One model: its provider's address and key.
    fn served_model<'n>(&mut self, llm: Option<&'n Node>, entry: &'n Node, told: &mut BTreeSet<String>) {
        let Some(node) = entry.get("text") else { return };
        let Some(written) = node.as_str().filter(|text| !text.contains("${{")) else { return };
        let alias = llm.and_then(|llm| llm.get("aliases")?.get(written)?.as_str());
        let Some((provider, _)) = alias.unwrap_or(written).split_once('/') else { return };
        let Some(secret) = providers::provider(provider).and_then(|known| known.key) else { return };
        let key = entry.get("api_key").or_else(|| llm?.get("api_keys")?.get(provider));
        if key.is_none() && told.insert(provider.to_owned()) {
            let message = format!("`muxi serve` needs a key for the provider `{provider}`");
            let diagnostic = Diagnostic::error(Code::LocalRefused, node.span, message);
            self.push(diagnostic.help(format!(
                "run `muxi secrets add {secret}`, and write `{provider}: \"${{{{ secrets.{secret} }}}}\"` under `llm.api_keys`"
            )));
        }
    }

    fn other_models(&mut self, models: Option<&Node>) {
        let items = models.and_then(Node::as_seq).unwrap_or_default();
        for (key, why) in NOT_ASKED {
            let found = items.iter().filter_map(Node::as_map).find_map(|map| map.entry(key));
            if let Some(entry) = found {
                self.ignored(entry.key_span, &format!("`muxi serve` does not ask `{key}` models yet"), why);
            }
        }
    }

    fn not_run(&mut self, tree: &Node, agents: &[&Node], documents: &Documents) {
        let mut said = BTreeSet::new();
        for (key, why) in NOT_RUN {
            let entry = tree.as_map().and_then(|map| map.entry(key)).filter(|entry| !is_off(&entry.value));
            if let Some(entry) = entry.filter(|_| said.insert(why)) {
                self.ignored(entry.key_span, &format!("`muxi serve` does not run `{key}` yet"), why);
            }
        }
        for (key, why) in NOT_RUN_OF_AGENTS {
            let entry = agents.iter().find_map(|agent| agent.as_map()?.entry(key));
            if let Some(entry) = entry.filter(|_| said.insert(why)) {
                self.ignored(
                    entry.key_span,
                    &format!("`muxi serve` does not use `{key}` of agents yet"),
                    why,
                );
            }
        }
        self.not_run_below(tree);
        self.not_run_of_answers(tree);
        self.not_run_of_memory(tree);
        self.not_run_of_logs(tree);
        for kind in ["sop", "trigger", "skill"] {
            let Some(first) = documents.of(kind).next() else { continue };
            let why = if kind == "skill" { "agents have no skills" } else { "" };
            if why.is_empty() || said.insert(why) {
                let message = format!("`muxi serve` does not use {}s yet", first.kind.title());
                self.ignored(first.markdown.start, &message, why);
            }
        }
    }

    /// Keys of `memory`: the first of each block that is not used.
    fn not_run_of_memory(&mut self, tree: &Node) {
        let memory = tree.get("memory");
        let mode = memory.and_then(|memory| memory.get("working")?.get("mode"));
        if let Some(mode) = mode.filter(|mode| mode.as_str() == Some("remote")) {
            let message = "`muxi serve` does not use `memory.working.mode: remote` yet";
            self.ignored(mode.span, message, "what a session has said before its buffer is not looked for");
        }
        let below = memory.and_then(|memory| memory.get("persistent"));
        for (block, name, used) in
            [(memory, "memory", &MEMORY[..]), (below, "memory.persistent", &PERSISTENT)]
        {
            let entries = block.and_then(Node::as_map).into_iter().flat_map(Map::iter);
            let unused = |entry: &&Entry| !used.contains(&entry.key.as_str()) && !is_off(&entry.value);
            let Some(entry) = entries.into_iter().find(unused) else { continue };
            let why = match entry.key.as_str() {
                "connection_string" => {
                    "memories are kept beside the sessions, in SQLite; PostgreSQL is not there yet"
                }
                _ => "",
            };
            let message = format!("`muxi serve` does not use `{name}.{}` yet", entry.key);
            self.ignored(entry.key_span, &message, why);
        }
    }

    /// Log streams that are not written: each, as each is a log that somebody will look for.
    fn not_run_of_logs(&mut self, tree: &Node) {
        let streams = tree.get("logging").and_then(|logging| logging.get("conversation")?.get("streams"));
        for stream in streams.and_then(Node::as_seq).unwrap_or_default() {
            for (key, value) in NOT_WRITTEN {
                let node = stream.get(key).filter(|node| node.as_str() == Some(value));
                if let Some(node) = node {
                    let message = format!("`muxi serve` does not write logs with `{key}: {value}` yet");
                    self.ignored(node.span, &message, "nothing is written to this stream");
                }
            }
            let is = |key: &str, value: &str| stream.get(key).and_then(Node::as_str) == Some(value);
            if is("transport", "trail") && stream.get("destination").is_none() {
                let message = "`muxi serve` does not know a trail without `destination`";
                self.ignored(stream.head(), message, "nothing is written to this stream");
            }
        }
    }

    /// Keys of blocks that are run otherwise.
    fn not_run_below(&mut self, tree: &Node) {
        for (path, key, why) in NOT_RUN_BELOW {
            let block = path.iter().try_fold(tree, |node, key| node.get(key));
            let entry = block.and_then(Node::as_map).and_then(|map| map.entry(key));
            if let Some(entry) = entry.filter(|entry| !is_off(&entry.value)) {
                let message = format!("`muxi serve` does not use `{}.{key}` yet", path.join("."));
                self.ignored(entry.key_span, &message, why);
            }
        }
        let workflow = tree.get("overlord").and_then(|overlord| overlord.get("workflow"));
        let keys = workflow.and_then(Node::as_map).into_iter().flat_map(Map::iter);
        let unused = |key: &str| !WORKFLOW.contains(&key);
        if let Some(entry) = keys.into_iter().find(|entry| unused(&entry.key) && !is_off(&entry.value)) {
            let message = format!(
                "`muxi serve` makes no plans, and uses only `{}` and `{}` of this block",
                WORKFLOW[0], WORKFLOW[1]
            );
            self.ignored(entry.key_span, &message, "no plan waits for a yes, and no step is tried again");
        }
    }

    /// Of questions back to users and of built-in tools.
    fn not_run_of_answers(&mut self, tree: &Node) {
        let clarification = tree.get("overlord").and_then(|overlord| overlord.get("clarification"));
        let clarification = clarification.filter(|block| !is_off(block)).and_then(Node::as_map);
        for (key, why) in NOT_RUN_OF_CLARIFICATION {
            if let Some(entry) = clarification.and_then(|map| map.entry(key)) {
                self.ignored(
                    entry.key_span,
                    &format!("`muxi serve` does not use `{key}` of questions back"),
                    why,
                );
            }
        }
        for key in ["max_questions", "max_rounds"] {
            let entry = clarification.and_then(|map| map.entry(key));
            if let Some(entry) = entry.filter(|entry| entry.value.as_map().is_some()) {
                let message = "`muxi serve` does not tell kinds of questions apart";
                self.ignored(entry.key_span, message, "the largest of the numbers counts for all");
            }
        }
        let Some(built_in) = tree.get("runtime").and_then(|runtime| runtime.get("built_in_mcps")) else {
            return;
        };
        let all = built_in.as_scalar().and_then(Scalar::as_bool) == Some(true);
        let others = built_in.as_seq().unwrap_or_default().iter();
        let other = others.filter_map(Node::as_str).any(|name| !BUILT_IN.contains(&name));
        if all || other {
            let message = "`muxi serve` has no other built-in tool than `file-generation` yet";
            self.ignored(built_in.span, message, "nothing is looked up on the web or in databases");
        }
    }

    fn loopback_only(&mut self, tree: &Node) {
        let host = tree.get("server").and_then(|server| server.get("host"));
        let Some((node, host)) = host.and_then(|node| Some((node, node.as_str()?))) else { return };
        if !host.is_empty() && !host.contains("${{") && !is_loopback(host) {
            let message = "`muxi serve` listens on loopback, whatever a formation says";
            let diagnostic = Diagnostic::warning(Code::LocalIgnored, node.span, message);
            self.push(diagnostic.help(format!(
                "start it with `--listen {host}`, and with `--tls-cert` and `--tls-key` or `--behind-proxy`"
            )));
        }
    }

    fn ignored(&mut self, span: Span, message: &str, why: &str) {
        self.push(Diagnostic::warning(Code::LocalIgnored, span, message).label(why));
    }
}

/// The last entry for `text`, which is the one that counts.
fn text_model(models: Option<&Node>) -> Option<&Node> {
    models?.as_seq()?.iter().rev().find(|model| model.get("text").is_some())
}

fn is_active(agent: &Node) -> bool {
    agent.get("active").and_then(Node::as_scalar).and_then(Scalar::as_bool) != Some(false)
}

/// `false`, `enabled: false`, or nothing at all: then nobody relies on it.
fn is_off(value: &Node) -> bool {
    let no = |node: &Node| node.as_scalar().and_then(Scalar::as_bool) == Some(false);
    value.is_null() || no(value) || ["enabled", "active"].iter().any(|key| value.get(key).is_some_and(no))
}
