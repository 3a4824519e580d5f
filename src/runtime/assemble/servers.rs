//! The servers of tools, each with what its own declaration names.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use super::own::{is_personal, personal};
use super::values::Values;
use super::{AssembleError, Assembler, McpSurroundings};
use crate::credentials::{Content, Service};
use crate::formation::model::{
    Formation, McpAuth, McpCommand, McpOAuth, McpServer, McpTransport, Parameter, Text,
};
use crate::formation::reference::{Answer, Target};
use crate::runtime::mcp::{
    Access, Blueprint, Declaration, Fixed, Grant, Http, Link, Login, McpError, McpSettings, OAuth,
    OAuthSettings, PersonalSpec, Program, Servers, Template, Users, Watch,
};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::walls::{Limits, Network};

/// Seconds for an answer, and for an idle connection, where nobody says.
const TIMEOUT: f64 = 30.0;
const IDLE: f64 = 300.0;

/// The schema's defaults.
const PROCESSES: u64 = 256;
const MEMORY_MB: u64 = 2048;

/// The header for a key where the formation names none.
const KEY_HEADER: &str = "X-API-Key";

/// What servers of tools are made with where nothing else of the formation is.
pub struct ServerSurroundings<'a> {
    /// Answers what `${{ … }}` stands for.
    pub resolve: &'a dyn Fn(&Target) -> Answer,
    /// The time.
    pub clock: Clock,
    /// Live secret values.
    pub redactor: Redactor,
    /// Where they run.
    pub mcp: McpSurroundings,
    /// Where users' credentials are, where anybody is asked for.
    pub access: Option<Access>,
}

/// The servers of `formation` alone, without models and agents. Nothing is started yet.
pub fn servers(formation: &Formation, surroundings: &ServerSurroundings<'_>) -> Servers {
    let maker = Maker {
        formation,
        values: Values { resolve: surroundings.resolve, replays: false },
        clock: &surroundings.clock,
        redactor: &surroundings.redactor,
        mcp: &surroundings.mcp,
        access: surroundings.access.clone(),
    };
    maker.servers()
}

impl Assembler<'_> {
    /// The active servers. One whose declaration cannot be used is there all the same, with the reason.
    pub(super) fn servers(&self) -> Servers {
        self.maker().servers()
    }

    /// The program of an agent, with what its declaration names.
    pub(super) fn agent_program(&self, agent: &str, command: &McpCommand) -> Result<Program, McpError> {
        let place = |key: &str| format!("agent {agent}, {key}");
        let program = self.maker().walled(Vec::new(), command, &place)?;
        let personal = program.environment.iter().find(|(_, value)| value.needs().next().is_some());
        if let Some((name, _)) = personal {
            return Err(McpError::Declaration {
                what: format!(
                    "{}: an agent's program is the same for all users",
                    place(&format!("env.{name}"))
                ),
                hint: "name a secret of the formation there: ${{ secrets.NAME }}".to_owned(),
            });
        }
        program.of_all(&|name| place(&format!("env.{name}")))
    }

    fn maker(&self) -> Maker<'_> {
        let surroundings = self.surroundings;
        Maker {
            formation: self.formation,
            values: self.values(),
            clock: &surroundings.clock,
            redactor: &surroundings.redactor,
            mcp: &surroundings.mcp,
            access: surroundings
                .credentials
                .as_ref()
                .map(|keeper| Access { keeper: Arc::clone(keeper), audit: surroundings.audit.clone() }),
        }
    }
}

/// Makes servers of declarations.
pub(super) struct Maker<'a> {
    formation: &'a Formation,
    pub(super) values: Values<'a>,
    clock: &'a Clock,
    pub(super) redactor: &'a Redactor,
    mcp: &'a McpSurroundings,
    access: Option<Access>,
}

impl Maker<'_> {
    fn servers(&self) -> Servers {
        let mcp = &self.formation.mcp;
        if mcp.servers.is_empty() {
            return Servers::none(&self.mcp.place.state, self.access.clone());
        }
        let declared = mcp.servers.iter().map(|server| self.declaration(server)).collect();
        Servers::of(
            declared,
            McpSettings {
                place: self.mcp.place.clone(),
                clock: self.clock.clone(),
                redactor: self.redactor.clone(),
                observer: Arc::clone(&self.mcp.observer),
                at_once: mcp.servers_at_once.and_then(|most| usize::try_from(most).ok()),
                watch: mcp.watch.map(|watch| Watch {
                    interval: seconds(watch.interval, 30.0).max(Duration::from_secs(1)),
                    timeout: seconds(watch.timeout, 10.0),
                    failures: watch.failures.map_or(3, |most| u32::try_from(most).unwrap_or(u32::MAX)),
                }),
                users: Users {
                    access: self.access.clone(),
                    ttl: Duration::from_secs(self.formation.user_credentials.ttl_minutes.saturating_mul(60)),
                    ..Users::default()
                },
            },
        )
    }

    /// The server itself where it is the same for all; else one for each user, and one that lists its tools where all that it
    /// needs is a secret of the formation too.
    fn declaration(&self, server: &McpServer) -> Declaration {
        let blueprint = self.server(server);
        let needs = blueprint.needs();
        if needs.is_empty() {
            return Declaration::Common(Box::new(blueprint.of_all()));
        }
        let given: Option<Vec<(Service, Content)>> =
            needs.into_iter().map(|service| Some((service.clone(), self.stand_in(&service)?))).collect();
        let lister = given.map(|given| blueprint.listing(&given));
        Declaration::Personal(Box::new(PersonalSpec { blueprint, lister }))
    }

    /// The secret with which the tools of a service are listed.
    fn stand_in(&self, service: &Service) -> Option<Content> {
        let name = service.secret();
        let Answer::Value(value) = (self.values.resolve)(&Target::Secret(name.clone())) else { return None };
        self.redactor.add(&name, &value);
        // A map of fields, as a credential may be one; each of them is told to the server by itself.
        let content = Content::parse(value.expose()).or_else(|_| Content::token(&value)).ok()?;
        content.secrets().for_each(|(_, secret)| self.redactor.add(&name, &secret.into()));
        Some(content)
    }

    fn server(&self, server: &McpServer) -> Blueprint {
        let place = |key: &str| format!("mcp server {}, {key}", server.id);
        let filled_in = self.fixed(&server.parameters, &place);
        let (parameters, fault) = match filled_in {
            Ok(parameters) => (parameters, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        let link = match (fault, &server.transport) {
            (Some(fault), _) => Err(fault),
            (None, McpTransport::Http { endpoint, headers, allowed_addresses }) => {
                self.http(&server.id, (endpoint, headers, allowed_addresses), &server.auth, &place)
            }
            (None, McpTransport::Command(command)) => self.program(server, command, &place),
        };
        Blueprint {
            id: server.id.clone(),
            name: server.name.clone(),
            description: server.description.as_ref().map(|text| text.raw.clone()).unwrap_or_default(),
            shared: server.shared,
            link: link.map_err(Arc::new),
            tools: server.tools.clone(),
            parameters,
            timeout: seconds(server.timeout_seconds, TIMEOUT),
            idle: seconds(server.connection_ttl, IDLE),
            retries: server.retries.map(|retries| u32::try_from(retries).unwrap_or(u32::MAX)),
            retry_delay: server.retry_delay.and_then(|s| Duration::try_from_secs_f64(s).ok()),
            home: None,
        }
    }

    /// `parameters`.
    fn fixed(
        &self,
        parameters: &IndexMap<String, Parameter>,
        place: &impl Fn(&str) -> String,
    ) -> Result<Vec<(String, Fixed<Template>)>, McpError> {
        let one = |(name, parameter): (&String, &Parameter)| {
            let fixed = match parameter {
                Parameter::Text(text) if is_personal(text) => {
                    Fixed::Text(self.own(text, name, &place(&format!("parameters.{name}")))?)
                }
                Parameter::Text(text) => {
                    Fixed::Text(Template::fixed(self.own_text(text, &place(&format!("parameters.{name}")))?))
                }
                Parameter::Value(value) => Fixed::Value(value.clone()),
            };
            Ok((name.clone(), fixed))
        };
        parameters.iter().map(one).collect()
    }

    fn http(
        &self,
        id: &str,
        (endpoint, headers, allowed): (&Text, &IndexMap<String, Text>, &[String]),
        auth: &McpAuth,
        place: &impl Fn(&str) -> String,
    ) -> Result<Link<Template>, McpError> {
        let login = match auth {
            McpAuth::None | McpAuth::OAuth2(_) => None,
            McpAuth::Bearer { token, .. } => {
                Some(Login::Bearer(self.secret(token, "token", &place("auth.token"))?))
            }
            McpAuth::Basic { username, password } => Some(Login::Basic(
                self.own(username, "username", &place("auth.username"))?,
                self.secret(password, "password", &place("auth.password"))?,
            )),
            McpAuth::ApiKey { key, header } => {
                let header = header.as_ref().map(|header| self.own_text(header, &place("auth.header")));
                let header = header.transpose()?;
                let header = header.as_ref().and_then(SecretBytes::expose_str).unwrap_or(KEY_HEADER);
                Some(Login::ApiKey(header.to_owned(), self.secret(key, "key", &place("auth.key"))?))
            }
            McpAuth::Env(_) => {
                return Err(McpError::Declaration {
                    what: format!("{}: a server over HTTP has no environment", place("auth.type")),
                    hint: "sign in with `type: bearer`, `basic` or `api_key`".to_owned(),
                });
            }
        };
        let url = self.own_text(endpoint, &place("endpoint"))?;
        let oauth = match auth {
            McpAuth::OAuth2(auth) => Some(self.oauth(auth, id, &url, allowed, place)?),
            _ => None,
        };
        let header = |(name, text): (&String, &Text)| {
            Ok((name.clone(), self.own(text, name, &place(&format!("headers.{name}")))?))
        };
        Ok(Link::Http(Box::new(Http {
            endpoint: url,
            headers: headers.iter().map(header).collect::<Result<_, McpError>>()?,
            login,
            oauth,
            allowed_addresses: allowed.to_vec(),
        })))
    }

    /// What signs in by tokens.
    fn oauth(
        &self,
        auth: &McpOAuth,
        server: &str,
        endpoint: &SecretBytes,
        allowed: &[String],
        place: &impl Fn(&str) -> String,
    ) -> Result<OAuth, McpError> {
        let public = |text: &Option<Text>, key: &str| {
            text.as_ref()
                .map(|text| self.values.text(text, &place(key)).map_err(|error| fault(&error)))
                .transpose()
        };
        let scopes = auth.scopes.iter().map(|scope| self.public(scope, &place("auth.scopes")));
        let scopes: Vec<String> = scopes.collect::<Result<_, McpError>>()?;
        let secret = auth.client_secret.as_ref();
        let settings = OAuthSettings {
            server: server.to_owned(),
            endpoint: endpoint.clone(),
            grant: if auth.as_itself { Grant::ClientCredentials } else { Grant::AuthorizationCode },
            client_id: public(&auth.client_id, "auth.client_id")?,
            client_secret: secret
                .map(|secret| {
                    let value = self.of_all(secret, &place("auth.client_secret"))?;
                    self.hide(&place("auth.client_secret"), &value);
                    Ok::<_, McpError>(value)
                })
                .transpose()?,
            scopes: scopes.iter().flat_map(|text| text.split_ascii_whitespace()).map(str::to_owned).collect(),
            issuer: public(&auth.issuer, "auth.issuer")?,
            client_metadata_url: public(&auth.client_metadata_url, "auth.client_metadata_url")?,
            allowed_addresses: allowed.to_vec(),
            redactor: self.redactor.clone(),
            clock: self.clock.clone(),
            vault: self.mcp.place.vault.clone(),
        };
        let lacks = |what: &str| McpError::Declaration {
            what: format!("{}: {what}", place("auth")),
            hint: "write both `client_id` and `client_secret`, the secret as ${{ secrets.NAME }}".to_owned(),
        };
        if auth.as_itself && (settings.client_id.is_none() || settings.client_secret.is_none()) {
            return Err(lacks("`grant: client_credentials` needs a client with a secret"));
        }
        if settings.client_secret.is_some() && settings.client_id.is_none() {
            return Err(lacks("`client_secret` is nobody's without `client_id`"));
        }
        OAuth::new(settings).map_err(|error| McpError::Declaration {
            what: format!("{}: {error}", place("endpoint")),
            hint: error.hint().unwrap_or_default(),
        })
    }

    fn program(
        &self,
        server: &McpServer,
        command: &McpCommand,
        place: &impl Fn(&str) -> String,
    ) -> Result<Link<Template>, McpError> {
        let environment = self.login_variables(server, place)?;
        self.walled(environment, command, place).map(|program| Link::Program(Box::new(program)))
    }

    /// A program that runs behind walls, with these variables and those of its declaration.
    fn walled(
        &self,
        mut environment: Vec<(String, Template)>,
        command: &McpCommand,
        place: &impl Fn(&str) -> String,
    ) -> Result<Program<Template>, McpError> {
        for (name, text) in &command.env {
            environment.push((name.clone(), self.own(text, name, &place(&format!("env.{name}")))?));
        }
        let formation = &self.mcp.place.formation;
        let directory = match &command.working_directory {
            Some(text) => formation.join(self.public(text, &place("working_directory"))?),
            None => formation.clone(),
        };
        let args = command.args.iter().map(|arg| self.public(arg, &place("args")));
        let walls = &command.walls;
        let directories = walls.directories.iter().map(|text| {
            let path = self.public(text, &place("allowed_directories"))?;
            Ok(formation.join(Path::new(&path)))
        });
        let given = &self.mcp.place.environment;
        Ok(Program {
            command: self.public(&command.command, &place("command"))?,
            args: args.collect::<Result<_, McpError>>()?,
            directory,
            own_directory: command.working_directory.is_some(),
            surroundings: given.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
            environment,
            directories: directories.collect::<Result<_, McpError>>()?,
            network: if walls.no_network { Network::None } else { Network::Open },
            unix_sockets: walls.unix_sockets,
            limits: Limits {
                processes: u32::try_from(walls.processes.unwrap_or(PROCESSES)).unwrap_or(u32::MAX),
                memory: walls.memory_mb.unwrap_or(MEMORY_MB).saturating_mul(1 << 20),
                ..Limits::default()
            },
            installs: !command.install.is_empty(),
        })
    }

    /// The variables that sign a program in.
    fn login_variables(
        &self,
        server: &McpServer,
        place: &impl Fn(&str) -> String,
    ) -> Result<Vec<(String, Template)>, McpError> {
        let service = service_of(&server.id);
        let one = |name: String, text: &Text, key: &str, place_key: &str| {
            Ok((name, self.secret(text, key, &place(place_key))?))
        };
        match &server.auth {
            McpAuth::None => Ok(Vec::new()),
            McpAuth::OAuth2(_) => Err(McpError::Declaration {
                what: format!("{}: only a server over HTTP is signed in at by OAuth", place("auth.type")),
                hint: "give a program its token in `env` or with `type: bearer`".to_owned(),
            }),
            McpAuth::Bearer { token, env } => {
                let name = env.as_ref().map(|env| self.public(env, &place("auth.env"))).transpose()?;
                // Of the user's service, else of the one that the server's id tells.
                let of_user = personal(token).map(|service| service.variable());
                let name = name.or(of_user).unwrap_or_else(|| format!("{service}_TOKEN"));
                Ok(vec![one(name, token, "token", "auth.token")?])
            }
            McpAuth::ApiKey { key, .. } => {
                Ok(vec![one(format!("{service}_API_KEY"), key, "key", "auth.key")?])
            }
            McpAuth::Basic { username, password } => Ok(vec![
                (format!("{service}_USERNAME"), self.own(username, "username", &place("auth.username"))?),
                one(format!("{service}_PASSWORD"), password, "password", "auth.password")?,
            ]),
            McpAuth::Env(variables) => variables
                .iter()
                .map(|(name, text)| one(name.clone(), text, name, &format!("auth.{name}")))
                .collect(),
        }
    }
}

pub(super) fn fault(error: &AssembleError) -> McpError {
    McpError::Declaration { what: error.to_string(), hint: error.hint().unwrap_or_default() }
}

fn seconds(said: Option<f64>, usual: f64) -> Duration {
    Duration::try_from_secs_f64(said.unwrap_or(usual)).unwrap_or(Duration::from_secs(30))
}

/// `github-mcp` is the service GITHUB.
fn service_of(id: &str) -> String {
    let id = ["-mcp", "_mcp"].iter().find_map(|end| id.strip_suffix(end)).unwrap_or(id);
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}
