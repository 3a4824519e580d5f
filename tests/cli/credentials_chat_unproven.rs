//! Credentials that nobody can vouch for, and several of one user: what the conversation says of them.

use serde_json::json;

use super::credentials_chat::{Chat, MUXI_AI, NEEDED, RANAROUSSI, repeats, shows};
use crate::support::{Reply, request};

/// Its account gets no answer.
const SLEEPER: &str = "ghp_canary5c1f0a9e7b3d2c4f6a8e0b1d3003";

/// One server that needs something of two services.
const PAIR: &str = "    - id: pair
      description: Issues and notes
      type: command
      command: python3
      args: [accounts.py]
      env:
        JIRA_PASSWORD: \"${{ user.credentials.JIRA }}\"
        NOTES_TOKEN: \"${{ user.credentials.NOTES }}\"
      auth:
        type: none
        accept_inline: true
";

#[test]
fn where_github_is_silent_a_token_is_kept_and_said_not_to_be_checked() {
    let chat = Chat::dynamic([]);
    chat.github.fall_silent();
    chat.say("Add my GitHub token");
    let said = chat.say(RANAROUSSI);
    assert_eq!(
        said,
        "Validating...\n\nSuccessfully added GitHub account 'github'\n\nIt is kept, but not checked with GitHub, which did not \
         answer."
    );
    assert_eq!(chat.accounts(), ["github"]);
    chat.no_token_anywhere();
}

#[test]
fn a_server_that_needs_two_services_is_connected_with_one_after_the_other() {
    let chat = Chat::with("  mode: dynamic\n", PAIR, []);
    chat.say("Add my Jira token");
    let said = chat.say("canary5c1f0a9e7b3d-jira-a8f5f167f44f-001");
    assert_eq!(
        said,
        "Validating...\n\nSuccessfully added Jira account 'jira'\n\nIt is kept, but not checked yet: the tools of Jira need \
         your Notes account too, and are tried with both."
    );
    chat.say("Add my Notes token");
    let said = chat.say("canary5c1f0a9e7b3d-notes-a8f5f167f44f-001");
    assert_eq!(said, "Validating...\n\nSuccessfully added Notes account 'notes'");
    assert_eq!(chat.accounts(), ["jira", "notes"]);
    chat.no_token_anywhere();
}

#[test]
fn of_all_accounts_one_without_an_answer_takes_nothing_from_the_others() {
    let [call, says] = shows();
    let more = "      timeout_seconds: 8\n";
    let mut chat = Chat::with("  mode: dynamic\n", more, [call, says]);
    chat.home.keep("USER_CREDENTIALS_GITHUB", "a-token-to-list-tools-with");
    chat.down();
    chat.up();
    // Those that get no answer come first.
    for (account, token) in [("a-sleeper", SLEEPER), ("muxi-ai", MUXI_AI), ("ranaroussi", RANAROUSSI)] {
        chat.set(account, token);
    }
    assert!(chat.say("Show my repositories").ends_with("Which one?"));
    let said = chat.say("all");
    assert!(said.contains("Account a-sleeper: it failed: it did not answer within 8 s"), "{said}");
    for account in ["ranaroussi", "muxi-ai"] {
        assert!(said.contains(&format!("repositories of {account}")), "{said}");
    }
    chat.no_token_anywhere();
}

#[test]
fn of_two_conversations_that_begin_alike_each_goes_on_with_its_own_question() {
    let last = || {
        Reply::check(|asked| {
            let messages = asked.messages();
            let asked = messages.iter().rev().find_map(|said| said.strip_prefix("user: "));
            Reply::Said(crate::support::Said::text(&[&format!("You asked: {}", asked.unwrap_or_default())]))
        })
    };
    let connect = || Reply::call("connect_github", "{}");
    let chat = Chat::dynamic([connect(), connect(), last(), last()]);
    let ask = |messages: &serde_json::Value| {
        let server = chat.server();
        let bearer = format!("Bearer {}", server.client);
        let headers = [
            ("Authorization", bearer.as_str()),
            ("X-Muxi-User-ID", "alice"),
            ("Content-Type", "application/json"),
        ];
        let body = json!({"model": "helper", "messages": messages}).to_string();
        let answer = request(server.address(), "POST", "/v1/chat/completions", &headers, &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["choices"][0]["message"]["content"].as_str().unwrap().to_owned()
    };
    let conversation = |question: &str| {
        vec![
            json!({"role": "user", "content": "Hi"}),
            json!({"role": "assistant", "content": "Hello!"}),
            json!({"role": "user", "content": question}),
        ]
    };
    let (mut one, mut other) = (conversation("Show my repositories"), conversation("Delete my repositories"));
    for messages in [&mut one, &mut other] {
        let said = ask(&json!(messages));
        assert!(said.starts_with(NEEDED), "{said}");
        messages.push(json!({"role": "assistant", "content": said}));
    }
    one.push(json!({"role": "user", "content": RANAROUSSI}));
    let said = ask(&json!(one));
    assert!(said.ends_with("You asked: Show my repositories"), "{said}");
    other.push(json!({"role": "user", "content": RANAROUSSI}));
    let said = ask(&json!(other));
    assert!(said.ends_with("You asked: Delete my repositories"), "{said}");
    chat.no_token_anywhere();
}

#[test]
fn a_token_with_a_line_break_in_it_is_taken_whole() {
    const TOKEN: &str = "ghp_canary5c1f0a9e7b3d2c4f6a8e0b1dABC001";
    let chat = Chat::with("  mode: dynamic\n", "", [repeats()]);
    chat.github.fall_silent();
    let (head, tail) = TOKEN.split_at(30);
    chat.say("Add my GitHub token");
    let said = chat.say(&format!("{head}\n{tail}"));
    assert!(said.contains("Successfully added GitHub account"), "{said}");
    assert_eq!(chat.home.ok(&["credentials", "get", "github", "--user", "alice"]).trim(), TOKEN);
    chat.ask("alice", "t", &format!("What is wrong with it?\n{head}\n{tail}"));
    let told = chat.model.asked().pop().unwrap().body.to_string();
    assert!(!told.contains(head) && !told.contains(tail), "{told}");
}
