//! A session as a Markdown file.

use std::fmt::Write as _;

use crate::remote::formation::Said;

/// The session `id` of a formation, each message below who said it.
pub(super) fn markdown(formation: &str, id: &str, messages: &[Said]) -> String {
    let mut text = format!("# Conversation with {formation}\n\nSession `{id}`\n");
    for said in messages {
        let who = match (said.role.as_str(), &said.agent_id) {
            ("user", _) => "You",
            (_, Some(agent)) => agent,
            (role, None) => role,
        };
        let _ = write!(text, "\n## {who}\n\n{}\n", said.content.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_stands_below_who_said_it() {
        let said = |role: &str, agent: Option<&str>, content: &str| Said {
            id: 1,
            role: role.to_owned(),
            content: content.to_owned(),
            agent_id: agent.map(str::to_owned),
        };
        let messages = [said("user", None, "Hi\n"), said("assistant", Some("helper"), "Hello")];
        assert_eq!(
            markdown("demo", "sess_1", &messages),
            "# Conversation with demo\n\nSession `sess_1`\n\n## You\n\nHi\n\n## helper\n\nHello\n"
        );
    }
}
