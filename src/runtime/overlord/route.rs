//! Who should answer, by the words of the message alone.

use std::collections::HashMap;

use super::words;
use crate::runtime::Agent;

/// The most bytes of a message that are looked at: what is wanted stands at its start or its end.
const HEAD: usize = 12 << 10;
const TAIL: usize = 4 << 10;
/// The most words that are looked at.
const MAX_WORDS: usize = 400;
/// A message with more words needs more of them that point to an agent.
const SHORT: usize = 12;

/// How much a word counts by where it stands.
const IN_NAME: f32 = 3.0;
const IN_DESCRIPTION: f32 = 1.0;
/// The least that counts as a hint: one word of a description, in another form.
const LEAST: f32 = 0.7;
/// The same for a long message.
const LEAST_OF_MANY: f32 = 2.0;
/// How many times the second one the first has to have.
const MARGIN: f32 = 2.0;

/// What the words of a message say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByWords {
    /// It calls this agent by `@id` or name.
    Named(usize),
    /// They point to this agent and clearly to no other.
    Clear(usize),
    /// They point to several agents.
    Several,
    /// They point to none.
    Nothing,
}

/// The agents of a formation as words.
#[derive(Debug, Default)]
pub(super) struct Router {
    /// Ids in lower case.
    ids: Vec<String>,
    /// The words of each name, with a space at both ends.
    names: Vec<String>,
    /// Words by the key of their stem.
    index: HashMap<String, Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    word: String,
    agent: usize,
    weight: f32,
}

impl Router {
    pub(super) fn new(agents: &[Agent]) -> Self {
        let mut router = Self::default();
        for (at, agent) in agents.iter().enumerate() {
            router.ids.push(agent.id.to_lowercase());
            router.names.push(spaced(&words::all(&agent.name)));
            let role = agent.role.iter();
            for text in [&agent.id, &agent.name].into_iter().chain(role).chain(&agent.specialties) {
                router.add(at, text, IN_NAME);
            }
            router.add(at, &agent.description, IN_DESCRIPTION);
        }
        router
    }

    fn add(&mut self, agent: usize, text: &str, weight: f32) {
        for word in words::telling(text, MAX_WORDS) {
            let entries = self.index.entry(words::key(&word)).or_default();
            // The field that counts most comes first.
            if !entries.iter().any(|entry| entry.agent == agent && entry.word == word) {
                entries.push(Entry { word, agent, weight });
            }
        }
    }

    pub(super) fn by_words(&self, message: &str) -> ByWords {
        let text = bounded(message);
        match self.named(&text).as_slice() {
            [agent] => return ByWords::Named(*agent),
            [] => {}
            _ => return ByWords::Several,
        }
        let words = words::telling(&text, MAX_WORDS);
        let scores = self.scores(&words);
        let mut best: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1));
        let least = if words.len() > SHORT { LEAST_OF_MANY } else { LEAST };
        match best.as_slice() {
            [(agent, first), rest @ ..] if *first >= least => {
                let second = rest.first().map_or(0.0, |(_, score)| *score);
                if *first >= MARGIN * second { ByWords::Clear(*agent) } else { ByWords::Several }
            }
            _ => ByWords::Nothing,
        }
    }

    /// A word counts less the more agents have it.
    fn scores(&self, words: &[String]) -> Vec<f32> {
        let mut scores = vec![0.0; self.ids.len()];
        for word in words {
            let Some(entries) = self.index.get(&words::key(word)) else { continue };
            let mut best: HashMap<usize, f32> = HashMap::new();
            for entry in entries {
                let points = entry.weight * words::alike(word, &entry.word);
                if points > 0.0 {
                    let best = best.entry(entry.agent).or_default();
                    *best = best.max(points);
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "a formation has few agents")]
            let shared_by = best.len() as f32;
            for (agent, points) in best {
                scores[agent] += points / shared_by;
            }
        }
        scores
    }

    /// The agents that the message calls by `@id`; if none, those by whose whole name.
    fn named(&self, text: &str) -> Vec<usize> {
        let by_id: Vec<usize> = (0..self.ids.len()).filter(|at| calls(text, &self.ids[*at])).collect();
        if !by_id.is_empty() {
            return by_id;
        }
        let text = spaced(&words::all(text));
        let mut by_name: Vec<usize> = (0..self.names.len())
            .filter(|at| self.names[*at].len() > 2 && text.contains(&self.names[*at]))
            .collect();
        let names = |at: usize| self.names[at].as_str();
        let all = by_name.clone();
        // Whoever says `Support Lead` does not mean `Support`.
        by_name.retain(|at| {
            !all.iter().any(|other| names(*other) != names(*at) && names(*other).contains(names(*at)))
        });
        by_name
    }
}

/// Whether `@id` stands in `text`, as a word of its own.
fn calls(text: &str, id: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let word = text[at + 1..].split(|c: char| !part(c)).next().unwrap_or_default();
        !before.is_some_and(part) && word.trim_end_matches(['.', '-']).to_lowercase() == *id
    })
}

fn spaced(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

/// The start and the end of a long text.
pub(super) fn bounded(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= HEAD + TAIL {
        return text.into();
    }
    let head = &text[..text.floor_char_boundary(HEAD)];
    let tail = &text[text.ceil_char_boundary(text.len() - TAIL)..];
    format!("{head}\n…\n{tail}").into()
}
