//! The agents of a formation, with their instructions.

use std::sync::Arc;
use std::time::Duration;

use super::levels::Wanted;
use super::{AssembleError, Assembler};
use crate::formation::model::{self, Capability, McpTransport};
use crate::runtime::command::{CommandAgent, CommandSettings, CommandTerminal, Told};
use crate::runtime::llm::{Model, Settings, Source};
use crate::runtime::overlord::{Overlord, OverlordSettings};
use crate::runtime::tools::{Delegate, Tool, Toolbox};
use crate::runtime::{Agent, GENERALIST};
use crate::support::terminals::{TerminalPlace, Terminals};

/// How long a turn of a program may take where nobody says.
const PATIENCE: Duration = Duration::from_mins(5);

/// The program as what answers for its agent. It is never asked again by itself, and never left alone: what is wrong
/// with one question says nothing about the next.
fn program_model(agent: &str, program: &CommandAgent) -> Model {
    let name = format!("command/{agent}");
    Model::new(name.clone(), agent, Settings::default(), Source::of(&name, Arc::new(program.clone())))
}

impl Assembler<'_> {
    /// The active agents, those marked as default first, the generalist last; and how many there
    /// are without it.
    pub(super) fn agents(&self) -> Result<(Vec<Agent>, usize), AssembleError> {
        let active = self.formation.agents.iter().filter(|a| a.active);
        let (default, others): (Vec<_>, Vec<_>) = active.partition(|a| a.default);
        let mut agents =
            default.into_iter().chain(others).map(|a| self.agent(a)).collect::<Result<Vec<_>, _>>()?;
        let declared = agents.len();
        let taken = agents.iter().any(|a| a.id == GENERALIST);
        if let Some(spec) = self.formation.llm.model(Capability::Text).filter(|_| !taken) {
            agents.push(Agent {
                id: GENERALIST.to_owned(),
                name: "Generalist".to_owned(),
                description: "Answers when no other agent is asked".to_owned(),
                role: None,
                specialties: Vec::new(),
                instructions: String::new(),
                system_prompt: self.soul()?,
                model: self.model(None, spec, "llm.models")?,
                tools: Toolbox::default(),
                program: None,
            });
        }
        if agents.is_empty() { Err(AssembleError::NoModel) } else { Ok((agents, declared)) }
    }

    fn agent(&self, agent: &model::Agent) -> Result<Agent, AssembleError> {
        let program = agent.program.as_ref().map(|program| self.command(agent, program));
        let own = agent.llm_models.iter().rev().find(|m| m.capability == Capability::Text);
        let spec = own.or_else(|| self.formation.llm.model(Capability::Text));
        let place = |field: &str| format!("agents.{}.{field}", agent.id);
        let model = match (&program, spec) {
            (Some(program), _) => program_model(&agent.id, program),
            (None, Some(spec)) => self.model(Some(agent), spec, &place("llm_models"))?,
            (None, None) => return Err(AssembleError::AgentWithoutModel(agent.id.clone())),
        };
        let mut prompt = vec![self.soul()?];
        for (text, field) in [(&agent.soul, "soul"), (&agent.system_message, "system_message")] {
            prompt.extend(text.as_ref().map(|text| self.text(text, &place(field))).transpose()?);
        }
        prompt.retain(|text| !text.trim().is_empty());
        Ok(Agent {
            id: agent.id.clone(),
            // It is shown.
            name: self.surroundings.redactor.redact(&self.text(&agent.name, &place("name"))?).into_owned(),
            description: agent.description.as_ref().map(|d| d.raw.clone()).unwrap_or_default(),
            role: agent.role.as_ref().map(|r| r.raw.clone()),
            specialties: agent.specialties.clone(),
            instructions: agent.system_message.as_ref().map(|m| m.raw.clone()).unwrap_or_default(),
            system_prompt: prompt.join("\n\n"),
            model,
            tools: Toolbox::default(),
            program,
        })
    }

    /// Who chooses among the first `declared` of `agents`, which get the tools to ask each other.
    pub(super) fn overlord(&self, agents: &mut [Agent], declared: usize) -> Result<Overlord, AssembleError> {
        let said = &self.formation.overlord;
        let cached_for = said.caching_ttl.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let settings = OverlordSettings {
            model: if declared > 1 { self.overlord_model(&agents[0])? } else { None },
            soul: said.soul.as_ref().map(|soul| soul.raw.clone()),
            affinity: said.affinity,
            progress: said.progress,
            delegation: said.delegation,
            cached_for: cached_for.unwrap_or(Overlord::CACHED_FOR),
        };
        for at in 0..if said.delegation { declared } else { 0 } {
            if agents[at].program.is_some() {
                continue;
            }
            let others = agents[..declared].iter().enumerate().filter(|(other, _)| *other != at);
            if declared > 1 {
                let delegate: Arc<dyn Tool> = Arc::new(Delegate::new(others.map(|(_, agent)| agent)));
                agents[at].tools = Toolbox::new([delegate]);
            }
        }
        Ok(Overlord::new(&agents[..declared], settings))
    }

    /// The overlord's own model, else the formation's, else that of the agent that answers by default.
    fn overlord_model(&self, default: &Agent) -> Result<Option<Model>, AssembleError> {
        if let Some(wanted) = Wanted::overlord(self.formation) {
            return self.wanted(&wanted, &mut Vec::new()).map(Some);
        }
        match self.formation.llm.model(Capability::Text) {
            Some(spec) => self.model(None, spec, "llm.models").map(Some),
            // A program is not asked who should answer.
            None => Ok(Some(&default.model).filter(|_| default.program.is_none()).cloned()),
        }
    }

    /// The program that answers for an agent.
    fn command(&self, agent: &model::Agent, program: &model::AgentProgram) -> CommandAgent {
        let surroundings = self.surroundings;
        let seconds = program.timeout_seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
        CommandAgent::new(CommandSettings {
            agent: agent.id.clone(),
            program: self.agent_program(&agent.id, &program.command),
            place: surroundings.mcp.place.clone(),
            timeout: seconds.unwrap_or(PATIENCE),
            told: if program.json_input { Told::Json } else { Told::Question },
            terminal: program.tmux.then(|| CommandTerminal::new(self.terminals(), &agent.id)),
            cassette: surroundings.cassette.clone(),
            clock: surroundings.clock.clone(),
            redactor: surroundings.redactor.clone(),
        })
    }

    /// The terminals of all agents, in one tmux.
    fn terminals(&self) -> Terminals {
        let place = &self.surroundings.mcp.place;
        let commands = self.formation.mcp.servers.iter().filter_map(|server| match &server.transport {
            McpTransport::Command(command) => Some(&**command),
            McpTransport::Http { .. } => None,
        });
        let programs =
            self.formation.agents.iter().filter_map(|agent| Some(&agent.program.as_ref()?.command));
        let make = || {
            Terminals::new(TerminalPlace {
                launcher: place.launcher.clone(),
                state: place.state.clone(),
                environment: place.environment.clone(),
                sockets_around: commands.chain(programs).any(|command| command.walls.unix_sockets),
            })
        };
        self.terminals.get_or_init(make).clone()
    }

    fn soul(&self) -> Result<String, AssembleError> {
        let soul = self.formation.overlord.soul.as_ref();
        soul.map_or_else(|| Ok(String::new()), |soul| self.text(soul, "overlord.soul"))
    }
}
