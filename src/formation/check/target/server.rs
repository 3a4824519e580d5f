//! The deployed MUXI server, its command line and its runtime.

use std::collections::HashSet;
use std::path::Path;

use crate::formation::check::Checker;
use crate::formation::check::components::declared;
use crate::formation::check::cross::servers;
use crate::formation::check::programs::is_program;
use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Severity};
use crate::formation::documents::Documents;
use crate::formation::families::{Families, Family};
use crate::formation::quote;
use crate::formation::reference::{self, Reference, Target};
use crate::formation::source::{SourceId, Sources, Span};
use crate::formation::usage::credential_secret;
use crate::formation::yaml::{Map, Node, Resolved, Scalar, Style, Value};

/// How long ids are.
const ID_LENGTH: std::ops::RangeInclusive<usize> = 3..=50;

/// Ids that are paths of the server itself.
const RESERVED: [&str; 7] = ["health", "ping", "rpc", "server", "admin", "metrics", "api"];

impl Checker<'_> {
    /// Says what the deployed server would refuse, leave out or take for something else.
    pub(in crate::formation) fn for_server(
        &mut self,
        tree: &Node,
        families: &Families,
        documents: &Documents,
        (includes, sources): (&[Span], &Sources),
    ) {
        self.deployed_id(tree);
        self.deployed_version(tree);
        for span in includes {
            let message = "the deployed server knows no `$include`";
            let diagnostic = Diagnostic::error(Code::ServerRefused, *span, message);
            self.push(
                diagnostic.help(
                    "write the included file's text here, or give the component a file in its directory",
                ),
            );
        }
        self.deployed_references(documents);
        self.coding(tree);
        self.deployed_programs(&families.agents(tree));
        for server in servers(tree, families).values() {
            self.start_up_secrets(server);
        }
        for family in families.iter() {
            self.deployed_files(tree, family);
        }
        let trees = families.iter().flat_map(|family| &family.files).filter_map(|file| file.node.as_ref());
        let fronts = documents.list.iter().filter_map(|document| document.markdown.front.tree());
        self.plain_scalars(std::iter::once(tree).chain(trees).chain(fronts), sources);
        for diagnostic in &mut self.diagnostics {
            // Its reader is one of those that differ.
            if diagnostic.code == Code::YamlAmbiguous {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// It knows no programs in the place of models.
    fn deployed_programs(&mut self, agents: &[&Node]) {
        for agent in agents.iter().filter(|agent| is_program(agent)) {
            let Some(entry) = agent.as_map().and_then(|map| map.entry("runner")) else { continue };
            let message = "the deployed runtime knows no `runner`: a model answers for this agent";
            let diagnostic = Diagnostic::error(Code::ServerDiffers, entry.key_span, message)
                .label("the program is not started, and its keys do nothing")
                .help("offer the program as a tool of an MCP server, or leave this agent out there");
            self.push(diagnostic);
        }
    }

    fn deployed_id(&mut self, tree: &Node) {
        let Some((node, id)) = tree.get("id").and_then(|node| Some((node, node.as_str()?))) else { return };
        let (message, help) = if !ID_LENGTH.contains(&id.len()) && !id.is_empty() {
            let (least, most) = (ID_LENGTH.start(), ID_LENGTH.end());
            (format!("the deployed server takes ids of {least} to {most} characters"), "choose another id")
        } else if RESERVED.contains(&id) {
            (
                format!("`{id}` is a path of the deployed server itself"),
                "choose another id, as `my-assistant`",
            )
        } else {
            return;
        };
        self.push(Diagnostic::error(Code::ServerRefused, node.span, message).help(help));
    }

    /// An update is taken only where its version can be compared and is higher.
    fn deployed_version(&mut self, tree: &Node) {
        let Some((node, version)) = tree.get("version").and_then(|node| Some((node, node.as_str()?))) else {
            return;
        };
        let plain = version.strip_prefix('v').unwrap_or(version);
        let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<_> = plain.split('.').collect();
        if version.is_empty()
            || version.contains("${{")
            || (parts.len() == 3 && parts.into_iter().all(number))
        {
            return;
        }
        let message = "the deployed server compares versions of three numbers, so this one cannot be updated";
        let diagnostic = Diagnostic::warning(Code::ServerRefused, node.span, message);
        self.push(diagnostic.help("write it as `1.2.3`"));
    }

    /// References that the deployed runtime leaves as they are written.
    fn deployed_references(&mut self, documents: &Documents) {
        let texts: HashSet<SourceId> = documents.of("sop").map(|sop| sop.markdown.body.source).collect();
        let mut found = Vec::new();
        for (reference, span) in &self.references {
            found.extend(unfilled(reference, *span));
        }
        for (_, span) in &self.prose_references {
            if texts.contains(&span.source) {
                let message = "the deployed runtime fills nothing in in an SOP";
                let diagnostic = Diagnostic::warning(Code::ServerDiffers, *span, message)
                    .label("stays as it is written")
                    .help("a model must not see a secret: let a tool of an MCP server use it");
                found.push(diagnostic);
            }
        }
        self.diagnostics.extend(found);
    }

    /// In `coding`, only its `env` is filled in.
    fn coding(&mut self, tree: &Node) {
        let entries = tree.get("coding").and_then(Node::as_map).into_iter().flat_map(Map::iter);
        let mut found = Vec::new();
        for entry in entries.filter(|entry| entry.key != "env") {
            entry.value.each_scalar(&mut |node, scalar| {
                if reference::find(&scalar.text).iter().any(|one| matches!(one.target, Target::Secret(_))) {
                    let message = "the deployed runtime fills secrets in under `coding.env` only";
                    let diagnostic = Diagnostic::error(Code::ServerDiffers, node.span, message);
                    found.push(diagnostic.label("stays as it is written").help("move it under `coding.env`"));
                }
            });
        }
        self.diagnostics.extend(found);
    }

    /// With a user's credential, the runtime lists a server's tools at the start with a secret of its own.
    fn start_up_secrets(&mut self, server: &Node) {
        let Some(set) = self.context.secrets else { return };
        let mut missing: Vec<(String, String, Span)> = Vec::new();
        server.each_scalar(&mut |node, scalar| {
            for one in reference::find(&scalar.text) {
                if let Target::Credential(service) = one.target {
                    let name = credential_secret(&service);
                    if !set.contains(&name) && missing.iter().all(|(known, ..)| *known != name) {
                        missing.push((name, service, node.span));
                    }
                }
            }
        });
        for (name, service, span) in missing {
            let message = format!("the deployed runtime starts only with the secret `{name}`");
            let diagnostic = Diagnostic::error(Code::SecretNotSet, span, message)
                .label(format!("it lists the tools of `{service}` with that"))
                .help(format!("run `muxi secrets add {name}` with a credential that may list the tools"));
            self.push(diagnostic);
        }
    }

    fn deployed_files(&mut self, tree: &Node, family: &Family) {
        let lists = family.lists(tree);
        let listed: HashSet<&str> = lists.into_iter().flat_map(declared).map(|one| one.id).collect();
        let title = family.kind.title();
        for file in family.files.iter().filter(|file| file.node.is_some()) {
            if ending(&file.path) == "yml" {
                let message = "the deployed command line does not look into files that end in `.yml`";
                let name = format!("{}/{}.afs", family.directory, file.stem);
                let start = Span::new(file.span.source, 0, 0);
                let diagnostic = Diagnostic::warning(Code::ServerIgnored, start, message);
                self.push(diagnostic.help(format!("rename it to `{name}`")));
            }
            // A bundle has those files whose names are declared; `mcp` it takes as it is.
            if family.directory == "mcp" || file.included || listed.contains(file.stem.as_str()) {
                continue;
            }
            if listed.contains(file.id.as_str()) {
                let message = format!(
                    "the deployed command line leaves `{}/{}.{}` out: it looks for a file called `{}`",
                    family.directory,
                    file.stem,
                    ending(&file.path),
                    file.id
                );
                let help =
                    format!("rename the file to `{}/{}.{}`", family.directory, file.id, ending(&file.path));
                self.push(Diagnostic::error(Code::ServerIgnored, file.span, message).help(help));
            } else if family.kind.name == "mcp" {
                let message = format!(
                    "the deployed command line leaves out the {title} `{}`, which only agents name",
                    file.id
                );
                let help = format!("add `- {}` to `mcp.servers`, or move the file to `mcp/`", file.id);
                self.push(Diagnostic::warning(Code::ServerIgnored, file.span, message).help(help));
            }
        }
        if family.kind.name == "mcp" {
            self.env_auth(family);
        }
    }

    /// Where no key says what is wanted, only the readers differ.
    fn plain_scalars<'n>(&mut self, trees: impl Iterator<Item = &'n Node>, sources: &Sources) {
        let known = self.diagnostics.iter().map(|diagnostic| diagnostic.primary.span).collect();
        let mut plain = Plain { sources, known, found: Vec::new() };
        trees.for_each(|tree| plain.node(tree));
        for (span, is_key) in plain.found {
            let written = sources.slice(span);
            let what = if is_key { "key" } else { "value" };
            let message = format!("the deployed runtime reads this {what} otherwise");
            let diagnostic = Diagnostic::error(Code::ServerDiffers, span, message)
                .label("not in quotes")
                .help(format!("put the {what} in quotes"));
            self.push(diagnostic.safe_fix(format!("put the {what} in quotes"), span, quote::double(written)));
        }
    }

    /// Ways to sign in that the check of files refuses: `env`, which the documents show, and `oauth2`.
    fn env_auth(&mut self, family: &Family) {
        for node in family.files.iter().filter_map(|file| file.node.as_ref()) {
            let kind = node.get("auth").and_then(|auth| auth.get("type"));
            let (Some(kind), Some(word)) = (kind, kind.and_then(Node::as_str)) else { continue };
            let help = match word {
                "env" => "put the variables under `env` of the server, and remove `auth`",
                "oauth2" => {
                    "give it a token with `type: bearer`; only `muxi serve` gets and renews tokens itself"
                }
                _ => continue,
            };
            let message = format!("the deployed runtime refuses `type: {word}` in the file of an MCP server");
            self.push(Diagnostic::error(Code::ServerRefused, kind.span, message).help(help));
        }
    }
}

/// Every place in a tree that is not in quotes and that `PyYAML` takes for something else.
struct Plain<'a> {
    sources: &'a Sources,
    /// Places that something has been said of.
    known: HashSet<Span>,
    found: Vec<(Span, bool)>,
}

impl Plain<'_> {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(scalar) if scalar.is_ambiguous() => self.place(node.span, false),
            Value::Scalar(_) => {}
            Value::Seq(items) => items.iter().for_each(|item| self.node(item)),
            Value::Map(map) => {
                for entry in map {
                    let written = self.sources.slice(entry.key_span);
                    let plain = Scalar { text: entry.key.clone(), style: Style::Plain };
                    // Python keeps `yes:`, `1:` and `null:` under a key that is no text.
                    if written == entry.key && (plain.is_ambiguous() || plain.resolve() != Resolved::Text) {
                        self.place(entry.key_span, true);
                    }
                    self.node(&entry.value);
                }
            }
        }
    }

    fn place(&mut self, span: Span, is_key: bool) {
        if self.known.insert(span) {
            self.found.push((span, is_key));
        }
    }
}

/// What the runtime does not know of references.
fn unfilled(reference: &Reference, span: Span) -> Option<Diagnostic> {
    let (message, help) = match &reference.target {
        Target::Env(name) => (
            "the deployed runtime knows no `env`".to_owned(),
            format!(
                "run `muxi secrets add {name}`, and write `${{{{ secrets.{} }}}}`",
                name.to_ascii_uppercase()
            ),
        ),
        Target::Secret(name) if reference.default.is_some() => (
            "the deployed runtime knows no default of a reference".to_owned(),
            format!("write `${{{{ secrets.{name} }}}}`, and add the secret with the default as its value"),
        ),
        Target::Credential(service) if service.contains('-') => (
            "the deployed runtime looks for the start-up secret of this service under a name with `-`"
                .to_owned(),
            format!("call the service `{}`", service.replace('-', "_")),
        ),
        _ => return None,
    };
    let label = if matches!(reference.target, Target::Credential(_)) { "" } else { "stays as it is written" };
    Some(Diagnostic::error(Code::ServerDiffers, span, message).label(label).help(help))
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}
