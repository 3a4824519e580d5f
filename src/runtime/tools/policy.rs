//! What happens with a call: the rules of the formation, then what looks dangerous, then the default.

use serde_json::{Map, Value};

use super::{danger, lines};
use crate::formation::model::{PolicyRule, ToolPolicy, Verb};
use crate::support::pattern;

/// A call, as far as the policy looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The agent that calls.
    pub agent: &'a str,
    /// The id of the server.
    pub server: &'a str,
    /// The tool's name there.
    pub tool: &'a str,
    /// What it is called with.
    pub arguments: &'a Map<String, Value>,
    /// The server says that the tool destroys something. That it says the opposite counts for nothing.
    pub destructive: bool,
}

/// What happens with a call, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What.
    pub verb: Verb,
    /// Why, in a few words: `rule 2 (shell/*)`, `it deletes files for good (rm -r or -f)`, `default`.
    pub why: String,
    /// Whether it looks dangerous, so that a yes is for this very call only.
    pub dangerous: bool,
}

/// What `policy` says of a call of a declared tool.
pub fn judge(policy: &ToolPolicy, call: &Wanted<'_>) -> Verdict {
    let found = first(policy, call);
    let verdict = verdict(policy, call, found);
    if !lines::are_too_many(call.arguments) {
        return verdict;
    }
    // Nobody knows what the rules before that one would find: what is strictest of all that may be counts.
    let before = found.map_or(policy.rules.len(), |(at, ..)| at);
    let unread = policy.rules.iter().enumerate().take(before);
    let unread = unread.filter(|(_, rule)| rule.verb != Verb::Allow && !rule.arguments.is_empty());
    unread.fold(verdict, |verdict, (at, rule)| match fits_call(rule, call) {
        Some(pattern) if rank(rule.verb) > rank(verdict.verb) => {
            Verdict { verb: rule.verb, why: by_rule(at, pattern), ..verdict }
        }
        _ => verdict,
    })
}

/// What follows from the rule that fits, if one does.
fn verdict(policy: &ToolPolicy, call: &Wanted<'_>, found: Option<(usize, &PolicyRule, &str)>) -> Verdict {
    let seen = danger::in_arguments(call.arguments).map(|danger| format!("it {danger}"));
    let danger = seen
        .clone()
        .or_else(|| call.destructive.then(|| "its server says that it destroys something".to_owned()));
    let dangerous = danger.is_some();
    if let Some((at, rule, pattern)) = found {
        // A pattern for a text does not know what else the text does; the server's word on the tool it does.
        if let Some(why) = seen.filter(|_| !rule.arguments.is_empty()) {
            let verb = stricter(rule.verb, policy.dangerous);
            if rule.verb == Verb::Allow && verb != Verb::Allow {
                return Verdict { verb, why, dangerous };
            }
        }
        return Verdict { verb: rule.verb, why: by_rule(at, pattern), dangerous };
    }
    match danger {
        // What is dangerous is never let through where the same call would be held up without it.
        Some(danger) => Verdict { verb: stricter(policy.dangerous, policy.default), why: danger, dangerous },
        None => Verdict { verb: policy.default, why: "default".to_owned(), dangerous },
    }
}

fn by_rule(at: usize, pattern: &str) -> String {
    format!("rule {} ({pattern})", at + 1)
}

fn rank(verb: Verb) -> u8 {
    match verb {
        Verb::Allow => 0,
        Verb::Ask => 1,
        Verb::Deny => 2,
    }
}

fn stricter(one: Verb, other: Verb) -> Verb {
    if rank(one) >= rank(other) { one } else { other }
}

/// The first rule that fits, its place in the order of trying, and the pattern that did.
fn first<'p>(policy: &'p ToolPolicy, call: &Wanted<'_>) -> Option<(usize, &'p PolicyRule, &'p str)> {
    policy.rules.iter().enumerate().find_map(|(at, rule)| {
        let tool = fits_call(rule, call)?;
        arguments_fit(rule, call.arguments).then_some((at, rule, tool))
    })
}

/// The pattern of the rule that the tool fits, where the rule is for the agent too.
fn fits_call<'p>(rule: &'p PolicyRule, call: &Wanted<'_>) -> Option<&'p str> {
    let tool = rule.tools.iter().find(|one| pattern::fits_tool(one, call.server, call.tool))?;
    let agent = rule.agents.as_ref().is_none_or(|agents| agents.iter().any(|id| id == call.agent));
    agent.then_some(tool.as_str())
}

fn arguments_fit(rule: &PolicyRule, arguments: &Map<String, Value>) -> bool {
    // Words beside each other are no text that was allowed, but they may be one that was not.
    let strict = rule.verb != Verb::Allow;
    rule.arguments.iter().all(|(name, pattern)| {
        let mut all = Vec::new();
        if name == "*" {
            arguments.values().for_each(|value| texts(value, strict, &mut all));
        } else {
            arguments.get(name).into_iter().for_each(|value| texts(value, strict, &mut all));
        }
        if !strict {
            // One good text must not open the door for another one beside it.
            return !all.is_empty() && all.iter().all(|text| fits(pattern, text));
        }
        // A program and its words in two arguments are one command, of the argument that names the program.
        let lines =
            lines::of(arguments).into_iter().flatten().filter(|(program, _)| name == "*" || name == program);
        all.extend(lines.map(|(_, line)| line));
        // A blank more is the same command.
        all.iter()
            .any(|text| pattern::matches(pattern, text) || pattern::matches(pattern, &lines::evenly(text)))
    })
}

/// What a shell takes for the end of a command, or for another one in it.
const BREAKS: [&str; 8] = [";", "|", "&", "\n", "`", "$(", "<", ">"];

/// `/srv/*` is no way to `/srv/../etc`, nor `git status*` to `git status; rm x`.
fn fits(pattern: &str, text: &str) -> bool {
    let climbs = |text: &str| text.split(['/', '\\']).any(|part| part == "..");
    let breaks = || BREAKS.iter().any(|sign| text.contains(sign) && !pattern.contains(sign));
    pattern::matches(pattern, text) && (climbs(pattern) || !climbs(text)) && !breaks()
}

/// All texts in a value; numbers and switches as they are written, and with `join` the words of a list as one
/// command too.
fn texts(value: &Value, join: bool, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Number(_) | Value::Bool(_) => found.push(value.to_string()),
        Value::Null => {}
        Value::Array(items) => {
            for item in items {
                texts(item, join, found);
            }
            if join {
                found.push(lines::words(value));
            }
        }
        Value::Object(fields) => {
            fields.values().for_each(|field| texts(field, join, found));
            if join {
                found.extend(lines::of(fields).into_iter().flatten().map(|(_, line)| line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verb::{Allow, Ask, Deny};
    use super::*;
    use serde_json::json;

    const VERBS: [Verb; 3] = [Verb::Allow, Verb::Deny, Verb::Ask];

    fn call(arguments: &Value) -> Map<String, Value> {
        arguments.as_object().unwrap().clone()
    }

    fn rule(tools: &str, verb: Verb) -> PolicyRule {
        PolicyRule { tools: vec![tools.into()], agents: None, arguments: Vec::new(), verb, priority: 0 }
    }

    fn said(policy: &ToolPolicy, arguments: &Value, destructive: bool) -> Verdict {
        let arguments = call(arguments);
        let wanted = Wanted { agent: "a", server: "shell", tool: "run", arguments: &arguments, destructive };
        judge(policy, &wanted)
    }

    /// Verb of the default, of what is dangerous, of a rule, what looks dangerous, what the server says: all of them.
    #[test]
    fn every_verb_with_every_rule_danger_and_hint() {
        // Without a rule: (default, dangerous) and what becomes of a plain call and of a dangerous one.
        let table = [
            (Allow, Allow, Allow, Allow),
            (Allow, Deny, Allow, Deny),
            (Allow, Ask, Allow, Ask),
            (Deny, Allow, Deny, Deny),
            (Deny, Deny, Deny, Deny),
            (Deny, Ask, Deny, Deny),
            (Ask, Allow, Ask, Ask),
            (Ask, Deny, Ask, Deny),
            (Ask, Ask, Ask, Ask),
        ];
        let (plain, dangerous) = (json!({"command": "ls"}), json!({"command": "rm -rf x"}));
        for (default, on_danger, for_plain, for_dangerous) in table {
            let policy = ToolPolicy { default, dangerous: on_danger, ..ToolPolicy::default() };
            let verb = |arguments: &Value, hint| said(&policy, arguments, hint).verb;
            assert_eq!(verb(&plain, false), for_plain, "{default:?} {on_danger:?}");
            assert_eq!(verb(&dangerous, false), for_dangerous, "{default:?} {on_danger:?}");
            assert_eq!(verb(&plain, true), for_dangerous, "the hint: {default:?} {on_danger:?}");
            assert_eq!(verb(&dangerous, true), for_dangerous, "both: {default:?} {on_danger:?}");
            for by_rule in VERBS {
                let ruled = ToolPolicy { rules: vec![rule("shell/*", by_rule)], ..policy.clone() };
                for (arguments, hint) in
                    [(&plain, false), (&dangerous, false), (&plain, true), (&dangerous, true)]
                {
                    let verdict = said(&ruled, arguments, hint);
                    assert_eq!((verdict.verb, verdict.why.as_str()), (by_rule, "rule 1 (shell/*)"));
                    assert_eq!(verdict.dangerous, hint || arguments == &dangerous);
                }
                let other = ToolPolicy { rules: vec![rule("files/*", by_rule)], ..policy.clone() };
                assert_eq!(said(&other, &plain, false).verb, for_plain, "a rule for others is none");
            }
        }
    }

    #[test]
    fn why_says_what_it_was() {
        let policy = ToolPolicy::default();
        assert_eq!(said(&policy, &json!({"c": "ls"}), false).why, "default");
        assert_eq!(
            said(&policy, &json!({"c": "rm -rf x"}), false).why,
            "it deletes files for good (rm -r or -f)"
        );
        assert_eq!(said(&policy, &json!({}), true).why, "its server says that it destroys something");
    }

    #[test]
    fn rules_are_tried_in_order_and_fit_by_name_agent_and_arguments() {
        let verb = |rules: Vec<PolicyRule>, arguments: Value| {
            said(&ToolPolicy { rules, ..ToolPolicy::default() }, &arguments, false).verb
        };
        let with = |name: &str, pattern: &str, verb| PolicyRule {
            arguments: vec![(name.into(), pattern.into())],
            ..rule("*", verb)
        };
        assert_eq!(verb(vec![rule("run", Deny), rule("*", Ask)], json!({})), Deny);
        assert_eq!(verb(vec![rule("*/run", Ask), rule("*", Deny)], json!({})), Ask);
        assert_eq!(verb(vec![rule("shell", Deny)], json!({})), Allow, "a server is no tool");
        let for_agent = |id: &str| PolicyRule { agents: Some(vec![id.into()]), ..rule("*", Deny) };
        assert_eq!(verb(vec![for_agent("a")], json!({})), Deny);
        assert_eq!(verb(vec![for_agent("b")], json!({})), Allow);
        assert_eq!(verb(vec![with("path", "/etc/*", Deny)], json!({"path": ["/srv/a", "/etc/b"]})), Deny);
        assert_eq!(verb(vec![with("*", "/etc/*", Deny)], json!({"x": {"y": "/etc/b"}})), Deny);
        assert_eq!(verb(vec![with("path", "/etc/*", Deny)], json!({"other": "/etc/b"})), Allow);
        assert_eq!(verb(vec![with("n", "7", Deny)], json!({"n": 7})), Deny);
        // What is allowed has to fit as a whole.
        let allow = |arguments: Value| verb(vec![with("path", "/srv/*", Allow), rule("*", Deny)], arguments);
        assert_eq!(allow(json!({"path": "/srv/a"})), Allow);
        assert_eq!(allow(json!({"path": ["/srv/a", "/etc/b"]})), Deny);
        assert_eq!(allow(json!({"path": "/srv/../etc/b"})), Deny);
        assert_eq!(allow(json!({})), Deny);
        let any = |arguments: Value| verb(vec![with("*", "/srv/*", Allow), rule("*", Deny)], arguments);
        assert_eq!(any(json!({"a": "/srv/a", "b": ["/srv/b"]})), Allow);
        assert_eq!(any(json!({"a": "/srv/a", "b": "/etc/b"})), Deny, "one good text opens nothing");
        assert_eq!(any(json!({})), Deny);
        // A list is its words, and one command.
        for by_rule in [Deny, Ask] {
            for name in ["command", "*"] {
                let held = |arguments| verb(vec![with(name, "git push*", by_rule)], arguments);
                assert_eq!(held(json!({"command": ["git", "push", "-v"]})), by_rule);
                assert_eq!(held(json!({"command": ["git", "pull"]})), Allow);
            }
        }
    }

    #[test]
    fn a_command_in_pieces_is_held_up_as_one_and_allows_no_more() {
        let said_of = |verb, name: &str, pattern: &str, arguments: Value| {
            let fits = vec![(name.into(), pattern.into())];
            let rules = vec![PolicyRule { arguments: fits, ..rule("*", verb) }];
            let default = if verb == Allow { Deny } else { Allow };
            let policy = ToolPolicy { rules, default, dangerous: Allow, ..ToolPolicy::default() };
            said(&policy, &arguments, false).verb
        };
        let shapes = [
            json!({"command": "rm", "args": ["-rf", "/"]}),
            json!({"command": "rm", "argv": ["-rf", "/"]}),
            json!({"command": "rm", "arguments": "-rf /"}),
            json!({"command": ["rm"], "args": [["-rf"], "/"]}),
            json!({"command": ["rm", "-rf", "/"]}),
            json!({"command": "rm ", "args": ["", "-rf", "/"]}),
            json!({"command": "rm\t-rf   /"}),
        ];
        for shape in shapes {
            for verb in [Deny, Ask] {
                assert_eq!(said_of(verb, "command", "rm -rf*", shape.clone()), verb, "{shape}");
                assert_eq!(said_of(verb, "*", "rm -rf /", shape.clone()), verb, "{shape}");
                assert_eq!(said_of(verb, "command", "rm -i*", shape.clone()), Allow, "{shape}");
            }
        }
        let cmd = json!({"cmd": "rm", "args": ["-rf", "/"]});
        assert_eq!(said_of(Deny, "cmd", "rm -rf*", cmd.clone()), Deny);
        assert_eq!(said_of(Deny, "command", "rm -rf*", cmd), Allow, "a rule is for its argument");
        // Each argument by itself counts as before.
        let pieces = json!({"command": "git", "args": ["push", "--force"]});
        assert_eq!(said_of(Deny, "args", "--force", pieces.clone()), Deny);
        assert_eq!(said_of(Deny, "command", "git", pieces.clone()), Deny);
        assert_eq!(said_of(Deny, "*", "git push --force", json!({"calls": [pieces.clone()]})), Deny);
        // What is joined opens nothing.
        assert_eq!(said_of(Allow, "command", "git push*", pieces.clone()), Deny);
        assert_eq!(said_of(Allow, "*", "git push*", pieces.clone()), Deny);
        assert_eq!(said_of(Allow, "args", "push --force", pieces.clone()), Deny);
        assert_eq!(
            said_of(Allow, "command", "git  *", json!({"command": "git *"})),
            Deny,
            "nor what is evened"
        );
    }

    #[test]
    fn no_argument_more_leads_past_a_rule_or_what_looks_dangerous() {
        let more = [
            json!({"command": "git", "action": "x", "args": ["push", "--force"]}),
            json!({"command": "git", "action": "x", "subcommand": "push", "args": ["--force"]}),
            json!({"command": "git", "args": ["push"], "options": ["--force"]}),
            json!({"command": "git", "options": ["--force"], "args": ["push"]}),
        ];
        let clean = json!({"command": "git", "args": ["clean"], "options": ["-fdx"]});
        let mut many = json!({"command": "ls"});
        for name in [
            "cmd",
            "tool",
            "path",
            "args",
            "argv",
            "params",
            "options",
            "flags",
            "arg",
            "action",
            "subcommand",
        ] {
            many[name] = json!("x");
        }
        for verb in [Deny, Ask] {
            let arguments = vec![("command".into(), "git push*".into())];
            let rules = vec![PolicyRule { arguments, ..rule("*", verb) }];
            let looked = ToolPolicy { rules, dangerous: Allow, ..ToolPolicy::default() };
            for call in &more {
                assert_eq!(said(&looked, call, false).verb, verb, "{call}");
                assert_eq!(said(&looked, &json!({"command": [call]}), false).verb, verb, "inside: {call}");
            }
            assert_eq!(said(&looked, &clean, false).verb, Allow);
            assert_eq!(said(&looked, &many, false).verb, verb, "what cannot be looked at fits");
            // Nor does it get by a rule behind that one, or by the default, if they are stricter.
            let mut stricter = looked.clone();
            let arguments = vec![("command".into(), "rm -rf*".into())];
            stricter.rules.push(PolicyRule { arguments, ..rule("shell/*", Deny) });
            assert_eq!(said(&stricter, &many, false).verb, Deny);
            for on in [
                ToolPolicy { default: Deny, ..looked.clone() },
                ToolPolicy { dangerous: Deny, ..looked.clone() },
            ] {
                assert_eq!(said(&on, &many, false).verb, Deny);
            }
            // What no rule for a text comes before is as it is.
            let ahead =
                ToolPolicy { rules: vec![rule("*", Allow), looked.rules[0].clone()], ..looked.clone() };
            assert_eq!(said(&ahead, &many, false).verb, Allow);
            let careful = ToolPolicy { dangerous: verb, ..ToolPolicy::default() };
            for call in more.iter().chain([&clean, &many]) {
                assert_eq!(said(&careful, call, false).verb, verb, "{call}");
            }
        }
    }

    #[test]
    fn what_is_allowed_by_its_text_does_nothing_else() {
        let allow = |pattern: &str, command: &str, on_danger| {
            let arguments = vec![("command".into(), pattern.into())];
            let rules = vec![PolicyRule { arguments, ..rule("*", Allow) }, rule("*", Deny)];
            let policy = ToolPolicy { rules, dangerous: on_danger, ..ToolPolicy::default() };
            said(&policy, &json!({"command": command}), false).verb
        };
        assert_eq!(allow("git status*", "git status -s", Ask), Allow);
        for more in ["; ls", " | sh", " & ls", "\nls", " `ls`", " $(ls)", " < a", " > a", "; rm -rf ~"] {
            assert_eq!(allow("git status*", &format!("git status{more}"), Ask), Deny, "{more:?}");
        }
        assert_eq!(allow("ls | wc*", "ls | wc -l", Ask), Allow, "what the pattern has is meant");
        assert_eq!(allow("ls | wc*", "ls | wc -l; ls", Ask), Deny);
        // What looks dangerous is not let through by a pattern for its text.
        for (on_danger, verb) in [(Ask, Ask), (Deny, Deny), (Allow, Allow)] {
            assert_eq!(allow("git push*", "git push --force", on_danger), verb);
        }
        let arguments = vec![("command".into(), "ls*".into())];
        let rules = vec![PolicyRule { arguments, ..rule("*", Allow) }];
        let policy = ToolPolicy { rules, ..ToolPolicy::default() };
        assert_eq!(said(&policy, &json!({"command": "ls"}), true).verb, Allow, "the hint is on the tool");
    }
}
