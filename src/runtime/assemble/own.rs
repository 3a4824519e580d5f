//! Values that one server of tools gets and no other, with places for what users bring of their own.

use super::AssembleError;
use super::servers::{Maker, fault};
use crate::credentials::Service;
use crate::formation::model::Text;
use crate::formation::reference::Target;
use crate::runtime::mcp::{McpError, Template};
use crate::support::secret::SecretBytes;

impl Maker<'_> {
    /// A value that signs in: known to the redactor however it is written.
    pub(super) fn secret(&self, text: &Text, name: &str, place: &str) -> Result<Template, McpError> {
        if !is_personal(text) {
            let value = self.of_all(text, place)?;
            self.hide(place, &value);
            return Ok(Template::fixed(value));
        }
        self.own(text, name, place)
    }

    /// The redactor knows it from now on; but for the name that stands for it where a recording is played.
    pub(super) fn hide(&self, place: &str, value: &SecretBytes) {
        let stands_in = |text: &str| self.values.replays && text.contains("[REDACTED:");
        if !value.expose_str().is_some_and(stands_in) {
            self.redactor.add(place, value);
        }
    }

    /// A value called `name` that only this server gets, with places for what users bring.
    pub(super) fn own(&self, text: &Text, name: &str, place: &str) -> Result<Template, McpError> {
        if !is_personal(text) {
            return self.of_all(text, place).map(Template::fixed);
        }
        let (mut template, mut at) = (Template::default(), 0);
        for reference in text.references() {
            let before = &text.raw[at..reference.range.start];
            template.push(before.into());
            at = reference.range.end;
            if let Target::Credential(service) = &reference.target {
                template.push_of(service_named(service, place)?, name);
                continue;
            }
            let part = Text { raw: text.raw[reference.range.clone()].to_owned(), span: text.span };
            template.push(self.of_all(&part, place)?);
        }
        template.push(text.raw[at..].into());
        Ok(template)
    }

    /// A value that only this server gets, the same for all users.
    pub(super) fn of_all(&self, text: &Text, place: &str) -> Result<SecretBytes, McpError> {
        if let Some(service) = personal(text) {
            return Err(McpError::Declaration {
                what: format!("{place}: the credential of a user for {service} has no place here"),
                hint: "it belongs into `auth`, `env`, `headers` or `parameters` of a server of tools"
                    .to_owned(),
            });
        }
        let value = self.values.value(text, place).map_err(|error| fault(&error))?;
        if text.literal().is_none() {
            self.hide(place, &value);
        }
        Ok(value)
    }

    pub(super) fn own_text(&self, text: &Text, place: &str) -> Result<SecretBytes, McpError> {
        let value = self.of_all(text, place)?;
        match value.expose_str() {
            Some(_) => Ok(value),
            None => Err(fault(&AssembleError::NotText(place.to_owned()))),
        }
    }

    /// A text that every process of the machine can see.
    pub(super) fn public(&self, text: &Text, place: &str) -> Result<String, McpError> {
        let private = text.references().into_iter().find(|found| !matches!(found.target, Target::Env(_)));
        let seen = |what: &str| McpError::Declaration {
            what: format!("{place}: {what} would be seen by every process of the machine, other tools too"),
            hint: "give it to the program in `env` or `auth`".to_owned(),
        };
        if let Some(found) = private {
            return Err(seen(&format!("`{}`", found.target)));
        }
        let value = self.values.text(text, place).map_err(|error| fault(&error))?;
        // Also what is written out, or comes from a variable that holds a secret.
        if self.redactor.holds(&value) {
            return Err(seen("a secret"));
        }
        Ok(value)
    }
}

/// The first service of which a user's credential stands in it.
pub(super) fn personal(text: &Text) -> Option<Service> {
    text.references().into_iter().find_map(|reference| match reference.target {
        Target::Credential(service) => {
            Some(Service::parse(&service).unwrap_or_else(|_| Service::stored(&service)))
        }
        _ => None,
    })
}

pub(super) fn is_personal(text: &Text) -> bool {
    text.literal().is_none() && personal(text).is_some()
}

fn service_named(name: &str, place: &str) -> Result<Service, McpError> {
    Service::parse(name).map_err(|error| McpError::Declaration {
        what: format!("{place}: {error}"),
        hint: "name the service: ${{ user.credentials.GITHUB }}".to_owned(),
    })
}
