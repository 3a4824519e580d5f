//! What is filled in for each user, and what is the same for all of them.

use std::sync::Arc;

use crate::credentials::{Content, Service};
use crate::runtime::mcp::{Fixed, Http, Link, Login, McpError, Program, ServerSpec};
use crate::support::secret::SecretBytes;

/// A value with places for what users bring.
#[derive(Clone, Default)]
pub struct Template(Vec<Piece>);

#[derive(Clone)]
enum Piece {
    /// The same for all.
    Fixed(SecretBytes),
    /// Of a user's credential for the service, what belongs at a place of this name.
    Of(Service, String),
}

/// A server as it is declared, to be filled in.
pub type Blueprint = ServerSpec<Template>;

/// A user's credentials, one for each service that is needed.
pub(super) type Given<'a> = [(&'a Service, &'a Content)];

impl Template {
    /// The same for all.
    pub fn fixed(value: SecretBytes) -> Self {
        Self(vec![Piece::Fixed(value)])
    }

    /// What is the same for all goes on.
    pub fn push(&mut self, value: SecretBytes) {
        if !value.is_empty() {
            self.0.push(Piece::Fixed(value));
        }
    }

    /// Here stands what a user has for `service`, in a value that is called `name`.
    pub fn push_of(&mut self, service: Service, name: &str) {
        self.0.push(Piece::Of(service, name.to_owned()));
    }

    /// What is needed of a user.
    pub fn needs(&self) -> impl Iterator<Item = &Service> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Of(service, _) => Some(service),
            Piece::Fixed(_) => None,
        })
    }

    /// The value for one user; none where the credential has nothing for it.
    fn fill(&self, given: &Given<'_>) -> Option<SecretBytes> {
        let one = |piece: &'_ Piece| -> Option<SecretBytes> {
            match piece {
                Piece::Fixed(value) => Some(value.clone()),
                Piece::Of(service, name) => {
                    let (_, content) = given.iter().find(|(of, _)| *of == service)?;
                    content.value_for(service.as_str(), name).map(SecretBytes::from)
                }
            }
        };
        let parts: Vec<SecretBytes> = self.0.iter().map(one).collect::<Option<_>>()?;
        if let [only] = &parts[..] {
            return Some(only.clone());
        }
        // Sized before it is filled: a vector that grows leaves copies of secrets behind.
        let mut whole = Vec::with_capacity(parts.iter().map(SecretBytes::len).sum());
        for part in &parts {
            whole.extend_from_slice(part.expose());
        }
        Some(SecretBytes::new(whole))
    }
}

impl Blueprint {
    /// The services of which it needs a user's credential, each once, in the order in which they are written.
    pub fn needs(&self) -> Vec<Service> {
        let mut all: Vec<&Template> = Vec::new();
        match &self.link {
            Ok(Link::Program(program)) => all.extend(program.environment.iter().map(|(_, value)| value)),
            Ok(Link::Http(http)) => {
                match &http.login {
                    Some(Login::Bearer(value) | Login::ApiKey(_, value)) => all.push(value),
                    Some(Login::Basic(user, password)) => all.extend([user, password]),
                    None => {}
                }
                all.extend(http.headers.iter().map(|(_, value)| value));
            }
            Err(_) => {}
        }
        all.extend(self.parameters.iter().filter_map(|(_, value)| match value {
            Fixed::Text(value) => Some(value),
            Fixed::Value(_) => None,
        }));
        let mut needs: Vec<Service> = Vec::new();
        for service in all.into_iter().flat_map(Template::needs) {
            if !needs.contains(service) {
                needs.push(service.clone());
            }
        }
        needs
    }

    /// The server of one user, or of all where it needs nothing of users. Variables for which a credential has nothing are left
    /// out. Without a header or a parameter it is not reached: the request would go out as somebody else's, and the model
    /// could fill the parameter in.
    pub(super) fn bind(&self, given: &Given<'_>, home: Option<String>) -> ServerSpec {
        let parameters: Result<Vec<(String, Fixed)>, McpError> =
            self.parameters.iter().map(|one| self.parameter(one, given)).collect();
        let (parameters, lacks) = match parameters {
            Ok(parameters) => (parameters, None),
            Err(error) => (Vec::new(), Some(Arc::new(error))),
        };
        let link = match (&self.link, lacks) {
            (Err(error), _) => Err(Arc::clone(error)),
            (Ok(_), Some(error)) => Err(error),
            (Ok(Link::Program(program)), None) => {
                let place = |name: &str| format!("mcp server {}, env.{name}", self.id);
                program.bind(given, &place).map(|program| Link::Program(Box::new(program))).map_err(Arc::new)
            }
            (Ok(Link::Http(http)), None) => {
                self.bind_http(http, given).map(|http| Link::Http(Box::new(http))).map_err(Arc::new)
            }
        };
        ServerSpec {
            id: self.id.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            shared: self.shared,
            link,
            tools: self.tools.clone(),
            parameters,
            timeout: self.timeout,
            idle: self.idle,
            retries: self.retries,
            retry_delay: self.retry_delay,
            home,
        }
    }

    fn parameter(
        &self,
        (name, value): &(String, Fixed<Template>),
        given: &Given<'_>,
    ) -> Result<(String, Fixed), McpError> {
        let value = match value {
            Fixed::Text(value) => {
                Fixed::Text(value.fill(given).ok_or_else(|| self.no_field(&format!("parameters.{name}")))?)
            }
            Fixed::Value(value) => Fixed::Value(value.clone()),
        };
        Ok((name.clone(), value))
    }

    /// The server that needs nothing of users.
    pub fn of_all(&self) -> ServerSpec {
        self.bind(&[], None)
    }

    /// The server that lists tools with these, which are the formation's.
    pub fn listing(&self, given: &[(Service, Content)]) -> ServerSpec {
        let given: Vec<(&Service, &Content)> =
            given.iter().map(|(service, content)| (service, content)).collect();
        self.bind(&given, None)
    }

    fn bind_http(&self, http: &Http<Template>, given: &Given<'_>) -> Result<Http, McpError> {
        let sign = |value: &Template| value.fill(given).ok_or_else(|| self.no_field("auth"));
        let login = match &http.login {
            None => None,
            Some(Login::Bearer(value)) => Some(Login::Bearer(sign(value)?)),
            Some(Login::Basic(user, password)) => Some(Login::Basic(sign(user)?, sign(password)?)),
            Some(Login::ApiKey(header, value)) => Some(Login::ApiKey(header.clone(), sign(value)?)),
        };
        let header = |(name, value): &(String, Template)| {
            let value = value.fill(given).ok_or_else(|| self.no_field(&format!("headers.{name}")))?;
            Ok((name.clone(), value))
        };
        Ok(Http {
            endpoint: http.endpoint.clone(),
            headers: http.headers.iter().map(header).collect::<Result<_, McpError>>()?,
            login,
            oauth: http.oauth.clone(),
            allowed_addresses: http.allowed_addresses.clone(),
        })
    }

    fn no_field(&self, place: &str) -> McpError {
        McpError::Declaration {
            what: format!("mcp server {}, {place}: the user's credential has no field for it", self.id),
            hint: "the user sets it again, with the fields that it needs: muxi credentials set SERVICE --user USER \
                   --field NAME"
                .to_owned(),
        }
    }
}

impl Program<Template> {
    /// What is the same for all, where nothing is needed of users.
    pub fn of_all(&self, place: &dyn Fn(&str) -> String) -> Result<Program, McpError> {
        self.bind(&[], place)
    }

    fn bind(&self, given: &Given<'_>, place: &dyn Fn(&str) -> String) -> Result<Program, McpError> {
        let one = |(name, value): &(String, Template)| Some((name.clone(), value.fill(given)?));
        let environment: Vec<(String, SecretBytes)> = self.environment.iter().filter_map(one).collect();
        if let Some((name, _)) = environment.iter().find(|(name, value)| !fits(name, value)) {
            return Err(McpError::Declaration {
                what: format!("{}: the name or the value is none that a variable can have", place(name)),
                hint: "a name has no = in it, and a value no NUL byte".to_owned(),
            });
        }
        Ok(Program {
            command: self.command.clone(),
            args: self.args.clone(),
            directory: self.directory.clone(),
            own_directory: self.own_directory,
            surroundings: self.surroundings.clone(),
            environment,
            directories: self.directories.clone(),
            network: self.network,
            unix_sockets: self.unix_sockets,
            limits: self.limits,
            installs: self.installs,
        })
    }
}

fn fits(name: &str, value: &SecretBytes) -> bool {
    !name.is_empty() && !name.contains(['=', '\0']) && !value.expose().contains(&0)
}
