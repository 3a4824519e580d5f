//! Names that are used against names that are set.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Check, Environment, NamesFrom};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::reference::Target;
use crate::formation::source::Span;
use crate::formation::usage::{Spot, Use, credential_secrets, service_of};
use crate::secrets::api_keys;
use crate::secrets::store::template_names;

/// How many places of one secret are shown, besides the first.
const MAX_PLACES: usize = 50;

/// How many names are guessed at; guessing compares each with each.
const MAX_GUESSES: usize = 100;

/// Runs every check of names.
pub(super) fn check(check: &mut Check<'_>, compare: bool) {
    check.found.extend(check.uses.trouble.iter().cloned());
    mistakes(check);
    let used = Used::of(check);
    let mut guessed = HashSet::new();
    for at in check.chosen {
        missing(check, &check.all[*at], &used, &mut guessed);
    }
    // A use in a file that could not be read is not known.
    if check.uses.trouble.is_empty() {
        for at in check.chosen {
            unused(check, &check.all[*at], &used, &guessed);
        }
        idle_template(check, &used);
    }
    if compare {
        environments_differ(check, &used);
    }
}

/// What the formation refers to.
struct Used {
    /// The places of each secret that is needed, in order.
    needed: BTreeMap<String, Vec<Span>>,
    /// Those of each secret that has a default at every place.
    optional: BTreeMap<String, Vec<Span>>,
    /// Every name that is meant anywhere, however it is written.
    meant: HashSet<String>,
}

impl Used {
    fn of(check: &Check<'_>) -> Self {
        let (mut needed, mut optional) = (BTreeMap::new(), BTreeMap::new());
        let mut meant: HashSet<String> = check.uses.bad.iter().filter_map(|b| b.secret.clone()).collect();
        for one in &check.uses.uses {
            match &one.target {
                Target::Credential(service) => meant.extend(credential_secrets(service)),
                Target::Secret(name) => {
                    meant.insert(name.clone());
                    // What is wrong with those is not that they are not set.
                    if service_of(name).is_none() {
                        let uses = if one.default.is_none() { &mut needed } else { &mut optional };
                        uses.entry(name.clone()).or_insert_with(Vec::new).push(one.span);
                    }
                }
                Target::Env(_) => {}
            }
        }
        optional.retain(|name, _| !needed.contains_key(name));
        Self { needed, optional, meant }
    }

    /// Whether nobody would miss `name`. The server looks for its own keys by name.
    fn is_idle(&self, name: &str) -> bool {
        !self.meant.contains(name) && !api_keys::SECRETS.contains(&name)
    }
}

/// What is wrong with a reference by itself.
fn mistakes(check: &mut Check<'_>) {
    let bad = check.uses.bad.iter();
    let mut found: Vec<_> =
        bad.map(|one| Diagnostic::error(one.code, one.span, &*one.message).help(&*one.help)).collect();
    found.extend(check.uses.uses.iter().filter_map(misplaced));
    check.found.extend(found);
}

/// A credential where a secret belongs, or a secret where a credential belongs.
fn misplaced(one: &Use) -> Option<Diagnostic> {
    match (&one.target, one.spot) {
        (Target::Credential(service), Spot::Shared) => {
            let message = format!("the credential of a user for `{service}` cannot be used here");
            Some(
                Diagnostic::error(Code::CredentialMisplaced, one.span, message)
                    .label("this is the same for all users")
                    .help("write `${{ secrets.NAME }}`; credentials of users belong into the `auth` of an MCP server or an A2A service"),
            )
        }
        (Target::Credential(service), Spot::Component) => {
            let message = format!("the credential of a user for `{service}` cannot stand here");
            Some(Diagnostic::warning(Code::CredentialMisplaced, one.span, message).help(
                "move it into `auth`, `env`, `headers` or `parameters`, where it is filled in for each user",
            ))
        }
        (Target::Secret(name), _) => {
            let service = service_of(name)?;
            let message =
                format!("`{name}` is meant for trying `{service}` out, and here all users would share it");
            Some(
                Diagnostic::error(Code::SecretForCredential, one.span, message)
                    .help(format!("write `${{{{ user.credentials.{service} }}}}`")),
            )
        }
        _ => None,
    }
}

/// Secrets that are used and not set. With a default at every place, only a misspelt one is worth a word.
fn missing(check: &mut Check<'_>, env: &Environment, used: &Used, guessed: &mut HashSet<String>) {
    let many = check.chosen.len() > 1 || env.location.env().is_some();
    let place = if many { format!(" in {}", env.title()) } else { String::new() };
    let mut tries = 0;
    for (uses, needed) in [(&used.needed, true), (&used.optional, false)] {
        for (name, spans) in uses.iter().filter(|(name, _)| !env.names.contains(*name)) {
            tries += 1;
            let near = (tries <= MAX_GUESSES).then(|| near(name, env, used, needed)).flatten();
            if let Some(near) = near {
                guessed.insert(near.to_owned());
            } else if !needed {
                continue;
            }
            let code = if near.is_some() { Code::SecretMisspelt } else { Code::SecretNotSet };
            let mut message = format!("the secret `{name}` is not set{place}");
            if spans.len() > MAX_PLACES + 1 {
                message = format!("{message}, and is used in {} places", spans.len());
            }
            let add = format!("run `muxi secrets add {name}{}`", env.option());
            let help = near.map_or_else(|| add.clone(), |near| format!("did you mean `{near}`? Else {add}"));
            let mut diagnostic = if needed {
                Diagnostic::error(code, spans[0], message)
            } else {
                Diagnostic::warning(code, spans[0], message).label("so its default is used")
            };
            for span in spans.iter().skip(1).take(MAX_PLACES) {
                diagnostic = diagnostic.also(*span, "also used here");
            }
            check.found.push(diagnostic.help(help));
        }
    }
}

/// The name that is set and was probably meant; of two that are as near, the one that nothing uses.
///
/// Where there is a default, only one that nothing uses: two optional secrets may well be called alike.
fn near<'e>(name: &str, env: &'e Environment, used: &Used, needed: bool) -> Option<&'e str> {
    let candidates = env.names.iter().filter(|set| needed || used.is_idle(set));
    let rated = candidates.filter_map(|set| Some((distance(name, set)?, !used.is_idle(set), set)));
    rated.min().map(|(_, _, set)| set.as_str())
}

/// How far two names are from each other, if they are near: a slip or two, more in longer names, or the same but
/// for words that say nothing (`OPENAI_KEY`, `OPENAI_API_KEY`).
///
/// Names that are the same but for their numbers are two secrets.
fn distance(a: &str, b: &str) -> Option<usize> {
    let bare = |name: &str| name.replace(|c: char| c.is_ascii_digit() || c == '_', "");
    if bare(a) == bare(b) && a.replace('_', "") != b.replace('_', "") {
        return None;
    }
    let slips = strsim::damerau_levenshtein(a, b);
    let allowed = (a.len().min(b.len()) / 5).min(2);
    if slips <= allowed {
        return Some(slips);
    }
    let telling = |name: &str| -> Vec<String> {
        let words = name.split('_').filter(|word| !matches!(*word, "API" | "KEY" | "TOKEN" | "APIKEY"));
        words.map(str::to_owned).collect()
    };
    let (a, b) = (telling(a), telling(b));
    (!a.is_empty() && a == b).then_some(allowed + 1)
}

fn unused(check: &mut Check<'_>, env: &Environment, used: &Used, guessed: &HashSet<String>) {
    if env.from == NamesFrom::Template {
        return;
    }
    let several = check.all.len() > 1;
    for name in env.names.iter().filter(|name| used.is_idle(name) && !guessed.contains(*name)) {
        let span = check.kept.place(&mut check.uses.sources, check.base, &env.location, name);
        let place = if several { format!(" in {}", env.title()) } else { String::new() };
        let message = format!("the secret `{name}` is set{place}, and nothing refers to it");
        let help = format!("run `muxi secrets delete {name}{}` if it is not needed", env.option());
        check.found.push(Diagnostic::warning(Code::SecretUnused, span, message).help(help));
    }
}

/// Names that only the template has. Where an environment hides its names, any of them may be set.
fn idle_template(check: &mut Check<'_>, used: &Used) {
    let Some(first) = check.all.first() else { return };
    if check.all.iter().any(|env| env.from == NamesFrom::Template) {
        return;
    }
    let names = template_names(&first.location).unwrap_or_default();
    for name in names {
        if !used.is_idle(&name) || check.all.iter().any(|env| env.names.contains(&name)) {
            continue;
        }
        let span = check.kept.template(&mut check.uses.sources, check.base, &first.location, &name);
        let Some(span) = span else { continue };
        let message = format!("`{name}` is in the template, and is neither set nor used");
        let help = "take its line out, or refer to it as `${{ secrets.NAME }}`".replace("NAME", &name);
        check.found.push(Diagnostic::warning(Code::TemplateUnused, span, message).help(help));
    }
}

/// Names that an environment has and a checked one has not; those that are used and missing were reported.
fn environments_differ(check: &mut Check<'_>, used: &Used) {
    let known = |env: &&Environment| env.from != NamesFrom::Template;
    let every: BTreeSet<&String> = check.all.iter().filter(known).flat_map(|env| &env.names).collect();
    for name in every {
        if used.is_idle(name) && !api_keys::SECRETS.contains(&name.as_str()) {
            continue;
        }
        let chosen = check.chosen.iter().map(|at| &check.all[*at]).filter(known);
        let lacking: Vec<_> = chosen.filter(|env| !env.names.contains(name)).collect();
        if lacking.is_empty() || used.needed.contains_key(name) {
            continue;
        }
        let having: Vec<_> = check.all.iter().filter(|env| env.names.contains(name)).collect();
        let titles =
            |envs: &[&Environment]| envs.iter().map(|env| env.title()).collect::<Vec<_>>().join(", ");
        let message =
            format!("the secret `{name}` is set in {}, and not in {}", titles(&having), titles(&lacking));
        let help = format!("run `muxi secrets add {name}{}`", lacking[0].option());
        let span = check.kept.place(&mut check.uses.sources, check.base, &having[0].location, name);
        check.found.push(Diagnostic::warning(Code::SecretNotInEnvironment, span, message).help(help));
    }
}
