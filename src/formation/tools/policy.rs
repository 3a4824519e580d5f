//! `tool_policy`: which calls are made, which are not, and which the user is asked about.

/// What happens with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// It is made.
    Allow,
    /// It is not made, and the model is told so.
    Deny,
    /// The user is asked.
    Ask,
}

impl Verb {
    /// The word of the formation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Ask => "ask",
        }
    }

    /// The verb of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Allow, Self::Deny, Self::Ask].into_iter().find(|verb| verb.as_str() == word)
    }
}

/// `tool_policy`.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolPolicy {
    /// What happens with calls that no rule is about; `allow` where nothing is said.
    pub default: Verb,
    /// The same for those that look dangerous; `ask` where nothing is said.
    pub dangerous: Verb,
    /// How long a user is waited for, in seconds, above 0.
    pub ask_seconds: Option<f64>,
    /// The rules, in the order in which they are tried: the highest priority first, then as they are written.
    pub rules: Vec<PolicyRule>,
}

impl Default for ToolPolicy {
    fn default() -> Self {
        Self { default: Verb::Allow, dangerous: Verb::Ask, ask_seconds: None, rules: Vec::new() }
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyRule {
    /// Patterns for `server/tool`; a pattern without a slash is for the tools of every server.
    pub tools: Vec<String>,
    /// The agents that it is for; all where there is none.
    pub agents: Option<Vec<String>>,
    /// Patterns for arguments, by name: all must fit one text in that argument. `*` names any.
    pub arguments: Vec<(String, String)>,
    /// What happens.
    pub verb: Verb,
    /// Rules of a higher priority are tried first; 0 where nothing is said.
    pub priority: i64,
}
