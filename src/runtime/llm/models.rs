//! The models of a formation that do something else than an agent's answers.

use super::{MediaKind, Model, ModelError, provider};

/// What a model is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Answers in words.
    Text,
    /// Looks at pictures.
    Vision,
    /// Listens to recordings.
    Audio,
    /// Looks at moving pictures.
    Video,
    /// Reads documents.
    Documents,
    /// Makes vectors of texts.
    Embedding,
}

impl Use {
    /// The key of the formation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Vision => "vision",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Documents => "documents",
            Self::Embedding => "embedding",
        }
    }

    /// What takes such a file.
    pub fn of(kind: MediaKind) -> Self {
        match kind {
            MediaKind::Image => Self::Vision,
            MediaKind::Audio => Self::Audio,
            MediaKind::Document => Self::Documents,
        }
    }
}

/// The declared models by their use, those of agents before the formation's. One that cannot be
/// asked, say for want of a key, says so when it is needed and not before.
#[derive(Clone, Debug, Default)]
pub struct Models(Vec<Declared>);

#[derive(Clone, Debug)]
struct Declared {
    /// Whose; nobody's is for all.
    agent: Option<String>,
    use_: Use,
    model: Result<Model, ModelError>,
}

impl Models {
    /// Adds the model of an agent, or of the formation. The first one for a use counts.
    pub fn add(&mut self, agent: Option<&str>, use_: Use, model: Result<Model, ModelError>) {
        self.0.push(Declared { agent: agent.map(str::to_owned), use_, model });
    }

    /// The model for `use_` that `agent` has, else the formation's. Nothing where none is declared;
    /// an error where the one that is cannot be asked.
    pub fn find(&self, agent: Option<&str>, use_: Use) -> Result<Option<&Model>, ModelError> {
        let of = |whose: Option<&str>| self.0.iter().find(|d| d.use_ == use_ && d.agent.as_deref() == whose);
        let found = agent.and_then(|agent| of(Some(agent))).or_else(|| of(None));
        found.map(|declared| declared.model.as_ref().map_err(Clone::clone)).transpose()
    }

    /// Whether the model that takes pictures for `agent` does so, as far as is known: a declared one for pictures, else
    /// `text`, which answers for the agent.
    pub fn sees(&self, agent: &str, text: &Model) -> bool {
        match self.find(Some(agent), Use::Vision) {
            Ok(Some(_)) => true,
            Ok(None) => {
                let who = text.id.split_once('/').map_or("", |(who, _)| who);
                provider(who).is_some_and(|known| known.takes.images)
            }
            Err(_) => false,
        }
    }

    /// The model that takes a file of this kind from a user of `agent`: the declared one, else
    /// `text`, which answers for the agent.
    pub fn for_media<'m>(
        &'m self,
        agent: &str,
        kind: MediaKind,
        text: &'m Model,
    ) -> Result<&'m Model, ModelError> {
        Ok(self.find(Some(agent), Use::of(kind))?.unwrap_or(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::llm::{Echo, Settings, Source};
    use std::sync::Arc;

    fn model(id: &str) -> Model {
        let source = Source::of("p", Arc::new(Echo));
        Model::new(id, "name", Settings::default(), source)
    }

    #[test]
    fn an_agents_own_model_comes_before_the_formations_and_the_text_model_after_both() {
        let mut models = Models::default();
        models.add(None, Use::Vision, Ok(model("p/eyes")));
        models.add(Some("painter"), Use::Vision, Ok(model("p/sharp")));
        let text = model("p/text");
        let image = |agent| models.for_media(agent, MediaKind::Image, &text).unwrap().id.clone();
        assert_eq!((image("painter"), image("writer")), ("p/sharp".to_owned(), "p/eyes".to_owned()));
        assert_eq!(models.for_media("writer", MediaKind::Document, &text).unwrap().id, "p/text");
        assert!(models.find(None, Use::Embedding).unwrap().is_none());
    }

    #[test]
    fn a_model_that_cannot_be_asked_says_so_when_it_is_needed() {
        let mut models = Models::default();
        let error = ModelError::NotReady { what: "the model".into(), detail: "no key".into(), next: None };
        models.add(None, Use::Embedding, Err(error.clone()));
        assert_eq!(models.find(Some("a"), Use::Embedding).unwrap_err(), error);
        assert!(models.find(Some("a"), Use::Vision).unwrap().is_none());
    }
}
