//! The formation's clients at services where users log in, of what it declares.

use std::collections::HashMap;

use super::CredentialError;
use crate::credentials::Service;
use crate::formation::model::{OauthClient, Text, UserCredentials};
use crate::formation::reference::{Answer, Target};
use crate::runtime::egress::{App, AppSettings, Redirect};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The clients by their service. What is wrong with one is told to who needs it.
#[derive(Clone, Default)]
pub struct Apps(HashMap<Service, Result<App, String>>);

impl Apps {
    /// The client of a service; none where the formation has none.
    pub fn of(&self, service: &Service) -> Result<Option<&App>, CredentialError> {
        match self.0.get(service) {
            None => Ok(None),
            Some(Ok(app)) => Ok(Some(app)),
            Some(Err(why)) => Err(CredentialError::Client { service: service.to_string(), why: why.clone() }),
        }
    }

    /// The services, sorted.
    pub fn services(&self) -> Vec<&Service> {
        let mut all: Vec<&Service> = self.0.keys().collect();
        all.sort();
        all
    }
}

impl FromIterator<(Service, App)> for Apps {
    fn from_iter<T: IntoIterator<Item = (Service, App)>>(apps: T) -> Self {
        Self(apps.into_iter().map(|(service, app)| (service, Ok(app))).collect())
    }
}

/// The clients of `declared`; `resolve` says what a reference stands for. What is wrong with one keeps no other back.
pub fn apps(declared: &UserCredentials, resolve: &dyn Fn(&Target) -> Answer, redactor: &Redactor) -> Apps {
    let mut all = HashMap::new();
    for (name, client) in &declared.oauth {
        // `muxi validate` names it; nobody can ask for such a service.
        let Ok(service) = Service::parse(name) else { continue };
        let fill = Fill { service: &service, resolve, redactor };
        let app =
            fill.settings(client).and_then(|settings| App::new(settings).map_err(|error| error.to_string()));
        let twice = all.contains_key(&service);
        let app = if twice { Err(format!("{name} names the service a second time")) } else { app };
        all.insert(service, app);
    }
    Apps(all)
}

/// Fills references in.
struct Fill<'a> {
    service: &'a Service,
    resolve: &'a dyn Fn(&Target) -> Answer,
    redactor: &'a Redactor,
}

impl Fill<'_> {
    fn settings(&self, client: &OauthClient) -> Result<AppSettings, String> {
        let maybe =
            |name: &str, text: &Option<Text>| text.as_ref().map(|text| self.text(name, text)).transpose();
        let list = |name: &str, texts: &[Text]| {
            texts.iter().map(|text| self.text(name, text)).collect::<Result<Vec<_>, _>>()
        };
        let secret =
            client.client_secret.as_ref().map(|text| self.value("client_secret", text)).transpose()?;
        if let Some(secret) = &secret {
            self.redactor.add(&format!("{}.client_secret", self.service), secret);
        }
        let parameters = client.authorization_parameters.iter();
        let redirect = match maybe("redirect_uri", &client.redirect_uri)? {
            None => Redirect::default(),
            Some(text) => Redirect::parse(&text).ok_or("redirect_uri: is no address on this machine")?,
        };
        Ok(AppSettings {
            authorization_url: self.text("authorization_url", &client.authorization_url)?,
            token_url: self.text("token_url", &client.token_url)?,
            device_authorization_url: maybe("device_authorization_url", &client.device_authorization_url)?,
            client_id: self.text("client_id", &client.client_id)?,
            client_secret: secret.filter(|secret| !secret.is_empty()),
            in_form: client.in_form,
            scopes: list("scopes", &client.scopes)?
                .iter()
                .flat_map(|text| text.split_ascii_whitespace().map(str::to_owned))
                .collect(),
            audience: maybe("audience", &client.audience)?,
            parameters: parameters
                .map(|(name, text)| Ok((name.clone(), self.text(name, text)?)))
                .collect::<Result<_, String>>()?,
            redirect,
            identity_url: maybe("identity_url", &client.identity_url)?,
            identity_field: maybe("identity_field", &client.identity_field)?,
            allowed_addresses: list("allowed_addresses", &client.allowed_addresses)?,
            redactor: self.redactor.clone(),
        })
    }

    fn value(&self, name: &str, text: &Text) -> Result<SecretBytes, String> {
        text.resolve(|target| (self.resolve)(target)).map_err(|error| format!("{name}: {error}"))
    }

    fn text(&self, name: &str, text: &Text) -> Result<String, String> {
        let value = self.value(name, text)?;
        value.expose_str().map(str::to_owned).ok_or_else(|| format!("{name}: is no text"))
    }
}
