//! The services where users log in: what they are called, and whether anything needs them.

use std::collections::BTreeSet;

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::reference::Target;
use crate::formation::source::Span;
use crate::formation::yaml::Node;
use crate::support::keys::{ServiceError, service_of};
use crate::support::text::did_you_mean;

impl Checker<'_> {
    /// Checks the names in `user_credentials.oauth`.
    pub(super) fn login_services(&mut self, tree: &Node) {
        let all = tree.get("user_credentials").and_then(|said| said.get("oauth")).and_then(Node::as_map);
        let Some(all) = all else { return };
        let wanted = self.wanted_services();
        // What is wrong otherwise may be why nothing is known to use it.
        let sure = !self.diagnostics.iter().any(|found| found.is_error() || found.code == Code::UnknownKey);
        let mut named: Vec<(String, Span)> = Vec::new();
        for entry in all.iter().filter(|entry| entry.key != "$include") {
            let (name, span) = (&entry.key, entry.key_span);
            let service = match service_of(name) {
                Ok(service) => service,
                Err(error) => {
                    if error == ServiceError::Secret {
                        self.hidden.push(span);
                    }
                    let diagnostic = Diagnostic::error(Code::BadFormat, span, error.to_string());
                    self.push(diagnostic.help("write the name of a service: `github`"));
                    continue;
                }
            };
            if let Some((_, first)) = named.iter().find(|(other, _)| *other == service) {
                let message = format!("`{name}` names the service `{service}` a second time");
                let diagnostic = Diagnostic::error(Code::DuplicateId, span, message)
                    .also(*first, "the first one")
                    .help("keep one of them");
                self.push(diagnostic);
                continue;
            }
            if sure && !wanted.contains(&service) {
                self.push(unused(&service, span, &wanted));
            }
            named.push((service, span));
        }
    }

    /// The services of which a credential is used.
    fn wanted_services(&self) -> BTreeSet<String> {
        let all = self.references.iter().chain(&self.prose_references);
        let service = |target: &Target| match target {
            Target::Credential(name) => service_of(name).ok(),
            _ => None,
        };
        all.filter_map(|(reference, _)| service(&reference.target)).collect()
    }
}

fn unused(service: &str, span: Span, wanted: &BTreeSet<String>) -> Diagnostic {
    let message = format!("users can log in at `{service}`, and nothing uses that");
    let diagnostic = Diagnostic::warning(Code::CredentialUnused, span, message);
    if let Some(near) = did_you_mean(service, wanted.iter().map(String::as_str)) {
        let help = format!("did you mean `{near}`?");
        return diagnostic.help(help).maybe_fix(format!("write `{near}`"), span, near);
    }
    let reference = format!("${{{{ user.credentials.{service} }}}}");
    diagnostic.help(format!("write `{reference}` in `auth` of the MCP server that needs it"))
}
