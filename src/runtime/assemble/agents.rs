//! The agents of a formation, with their instructions.

use super::{AssembleError, Assembler};
use crate::formation::model::{self, Capability};
use crate::runtime::tools::Toolbox;
use crate::runtime::{Agent, GENERALIST};

impl Assembler<'_> {
    /// The active agents, those marked as default first, the generalist last.
    pub(super) fn agents(&self) -> Result<Vec<Agent>, AssembleError> {
        let active = self.formation.agents.iter().filter(|a| a.active);
        let (default, others): (Vec<_>, Vec<_>) = active.partition(|a| a.default);
        let mut agents =
            default.into_iter().chain(others).map(|a| self.agent(a)).collect::<Result<Vec<_>, _>>()?;
        let declared = agents.iter().any(|a| a.id == GENERALIST);
        if let Some(spec) = self.formation.llm.model(Capability::Text).filter(|_| !declared) {
            agents.push(Agent {
                id: GENERALIST.to_owned(),
                name: "Generalist".to_owned(),
                description: "Answers when no other agent is asked".to_owned(),
                role: None,
                instructions: String::new(),
                system_prompt: self.soul()?,
                model: self.model(None, spec, "llm.models")?,
                tools: Toolbox::default(),
            });
        }
        if agents.is_empty() { Err(AssembleError::NoModel) } else { Ok(agents) }
    }

    fn agent(&self, agent: &model::Agent) -> Result<Agent, AssembleError> {
        let own = agent.llm_models.iter().rev().find(|m| m.capability == Capability::Text);
        let spec = own.or_else(|| self.formation.llm.model(Capability::Text));
        let spec = spec.ok_or_else(|| AssembleError::AgentWithoutModel(agent.id.clone()))?;
        let place = |field: &str| format!("agents.{}.{field}", agent.id);
        let mut prompt = self.soul()?;
        if let Some(message) = &agent.system_message {
            if !prompt.is_empty() {
                prompt.push_str("\n\n");
            }
            prompt.push_str(&self.text(message, &place("system_message"))?);
        }
        Ok(Agent {
            id: agent.id.clone(),
            // It is shown.
            name: self.surroundings.redactor.redact(&self.text(&agent.name, &place("name"))?).into_owned(),
            description: agent.description.as_ref().map(|d| d.raw.clone()).unwrap_or_default(),
            role: agent.role.as_ref().map(|r| r.raw.clone()),
            instructions: agent.system_message.as_ref().map(|m| m.raw.clone()).unwrap_or_default(),
            system_prompt: prompt,
            model: self.model(Some(agent), spec, &place("llm_models"))?,
            tools: Toolbox::default(),
        })
    }

    fn soul(&self) -> Result<String, AssembleError> {
        let soul = self.formation.overlord.soul.as_ref();
        soul.map_or_else(|| Ok(String::new()), |soul| self.text(soul, "overlord.soul"))
    }
}
