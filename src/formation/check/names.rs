//! Names of skills, SOPs, channels, transformers and groups. What the deployed runtime brings with it is not known
//! here, so most of them are only checked for being nearly the name of something that is there.

use super::{Checker, is_misspelt};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::documents::Documents;
use crate::formation::schema::{FORMATION, Kind};
use crate::formation::source::Span;
use crate::formation::yaml::{Map, Node};
use crate::support::text::did_you_mean;

/// How many names are guessed at.
const MAX_NEAR: usize = 50;

/// A name and where it is written.
struct Named<'a> {
    what: &'static str,
    name: &'a str,
    span: Span,
}

impl Checker<'_> {
    /// Checks the names that the formation, its `agents` and its documents use.
    pub(in crate::formation) fn names(&mut self, tree: &Node, agents: &[&Node], documents: &Documents) {
        self.skills(tree, agents, documents);
        let Some(proactive) = tree.get("proactive") else {
            self.transformers(tree, documents, &[]);
            return;
        };
        self.heartbeat(proactive, documents);
        let channels: Vec<&str> = keys(proactive.get("channels")).collect();
        let lost = Self::channels_lost(proactive);
        if let Some(one) = text(Some(proactive), "default_channel", "channel").filter(|_| !lost)
            && !channels.contains(&one.name)
        {
            let diagnostic = match did_you_mean(one.name, channels.iter().copied()) {
                Some(near) => meant(&one, near),
                None => missing(&one).help("declare it under `proactive.channels`"),
            };
            self.push(diagnostic);
        }
        self.transformers(tree, documents, if lost { &[] } else { &channels });
    }

    fn skills(&mut self, tree: &Node, agents: &[&Node], documents: &Documents) {
        let known: Vec<&str> =
            documents.of("skill").flat_map(|one| [one.stem.as_str(), one.name()]).collect();
        if documents.may_lack("skill") {
            return;
        }
        let all = tree.get("skills");
        let only_own =
            all.and_then(|skills| skills.get("disable_builtin")?.as_scalar()?.as_bool()) == Some(true);
        let owners = std::iter::once(all).chain(agents.iter().map(|agent| agent.get("skills")));
        for (nth, one) in owners.flatten().flat_map(skill_names).enumerate() {
            if known.contains(&one.name) {
                continue;
            }
            let near = did_you_mean(one.name, known.iter().copied().filter(|_| nth < MAX_NEAR));
            match near {
                Some(near) => self.push(meant(&one, near)),
                None if only_own => {
                    let help = format!("write it to `skills/{}/SKILL.md`", one.name);
                    self.push(missing(&one).help(help));
                }
                None => {}
            }
        }
    }

    fn heartbeat(&mut self, proactive: &Node, documents: &Documents) {
        let Some(one) = text(proactive.get("heartbeat"), "sop", "SOP") else { return };
        let word = one.name.strip_suffix(".md").unwrap_or(one.name);
        if documents.may_lack("sop") || documents.of("sop").any(|sop| sop.is_called(word)) {
            return;
        }
        let known = documents.of("sop").flat_map(|sop| [sop.stem.as_str(), sop.name()]);
        let diagnostic = match did_you_mean(word, known) {
            Some(near) => meant(&one, near),
            None => missing(&one).help(format!("write it to `sops/{word}.md`")),
        };
        self.push(diagnostic);
    }

    /// An agent that a test names, where there is none of `known`.
    pub(in crate::formation) fn agent_of_test(&mut self, named: &Node, known: &[&str]) {
        let Some(name) = plain(named).filter(|name| !known.contains(name)) else { return };
        let one = Named { what: "agent", name, span: named.span };
        self.push(match did_you_mean(name, known.iter().copied()) {
            Some(near) => meant(&one, near),
            None => missing(&one).help(format!("there is {}", known.join(", "))),
        });
    }

    /// Channels of triggers, transformers of channels and triggers, the group of `rbac`.
    fn transformers(&mut self, tree: &Node, documents: &Documents, channels: &[&str]) {
        let mut used: Vec<(Named<'_>, Vec<&str>)> = Vec::new();
        let transformers = || documents.transformers.iter().map(String::as_str).collect::<Vec<_>>();
        for trigger in documents.of("trigger") {
            let front = trigger.markdown.front.tree();
            used.extend(text(front, "channel", "channel").map(|one| (one, channels.to_vec())));
            used.extend(text(front, "transformer", "transformer").map(|one| (one, transformers())));
        }
        let declared = tree.get("proactive").and_then(|proactive| proactive.get("channels"));
        for channel in declared.and_then(Node::as_map).into_iter().flat_map(Map::iter) {
            let one = text(Some(&channel.value), "transformer", "transformer");
            used.extend(one.map(|one| (one, transformers())));
        }
        let groups = || documents.groups.iter().map(String::as_str).collect::<Vec<_>>();
        used.extend(text(tree.get("rbac"), "fallback", "group").map(|one| (one, groups())));
        for (one, known) in used.into_iter().take(MAX_NEAR) {
            if known.contains(&one.name) {
                continue;
            }
            if let Some(near) = did_you_mean(one.name, known) {
                self.push(meant(&one, near));
            }
        }
    }

    /// Whether the channels are not all known: their key is misspelt, or they are elsewhere.
    fn channels_lost(proactive: &Node) -> bool {
        let odd = proactive.get("channels").is_some_and(|channels| {
            channels.as_map().is_none_or(|map| map.get("$include").is_some()) && !channels.is_null()
        });
        let block = match FORMATION.field("proactive").map(|field| field.kind) {
            Some(Kind::Map(block)) => Some(block),
            _ => None,
        };
        odd || block.is_some_and(|block| is_misspelt(proactive, block, "channels"))
    }
}

fn missing(one: &Named<'_>) -> Diagnostic {
    let message = format!("the formation has no {} `{}`", one.what, one.name);
    Diagnostic::warning(Code::UnknownName, one.span, message)
}

fn meant(one: &Named<'_>, near: &str) -> Diagnostic {
    missing(one).help(format!("did you mean `{near}`?")).maybe_fix(format!("write `{near}`"), one.span, near)
}

/// `[a, b]`, or `names: [a, b]`.
fn skill_names(skills: &Node) -> impl Iterator<Item = Named<'_>> {
    let list = skills.as_seq().or_else(|| skills.get("names")?.as_seq()).unwrap_or_default();
    list.iter().filter_map(|item| Some(Named { what: "skill", name: plain(item)?, span: item.span }))
}

fn text<'a>(node: Option<&'a Node>, key: &str, what: &'static str) -> Option<Named<'a>> {
    let value = node?.get(key)?;
    Some(Named { what, name: plain(value)?, span: value.span })
}

/// The text, where it says what it says: not empty, and nothing to be filled in.
fn plain(node: &Node) -> Option<&str> {
    node.as_str().filter(|text| !text.is_empty() && !text.contains("${{"))
}

fn keys(map: Option<&Node>) -> impl Iterator<Item = &str> {
    map.and_then(Node::as_map).into_iter().flat_map(Map::iter).map(|entry| entry.key.as_str())
}
