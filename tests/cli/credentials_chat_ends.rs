//! Credentials in a conversation: what is wrong, taken back, asked about, late; and which of several accounts.

use serde_json::{Value, json};

use super::credentials_chat::{
    ADDED, Chat, MUXI_AI, NEEDED, RANAROUSSI, WANTED, WRONG, connects, repeats, shows,
};
use crate::support::{Reply, Said, request};

#[test]
fn a_wrong_token_is_said_to_be_and_three_lock_the_service_for_the_user() {
    let chat = Chat::dynamic([]);
    assert!(chat.say("Add my GitHub token").starts_with(WANTED));
    for left in ["2 attempts left", "1 attempt left"] {
        let said = chat.say(WRONG);
        assert!(said.contains("GitHub did not accept that.") && said.contains(left), "{said}");
    }
    let said = chat.say(WRONG);
    assert!(said.contains("No more are taken for 15 minutes."), "{said}");
    let asked = chat.github.asked();
    for message in [RANAROUSSI, "Add my GitHub token"] {
        let _ = chat.say(message);
    }
    // In another session, too.
    let said = chat.ask("alice", "t", &format!("Add my GitHub token {RANAROUSSI}"));
    assert!(said["message"]["content"].as_str().unwrap().contains("No more are taken for"), "{said}");
    assert_eq!(chat.github.asked(), asked, "nothing is tried any more");
    assert!(chat.accounts().is_empty());
    let body = json!({"service": "github", "credential": {"token": RANAROUSSI}}).to_string();
    let server = chat.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "alice")];
    let refused = request(server.address(), "POST", "/v1/credentials", &headers, &body);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (429, &json!("CREDENTIAL_LOCKED")),
        "{}",
        refused.body
    );
    let bob = chat.ask("bob", "s", "Add my GitHub token");
    assert!(bob["message"]["content"].as_str().unwrap().starts_with(WANTED), "it is alice who is locked out");
    let refused = chat.actions().iter().filter(|one| *one == "credential.refused denied").count();
    assert!(refused >= 3, "{:?}", chat.actions());
    chat.no_token_anywhere();
}

#[test]
fn a_right_token_after_a_wrong_one_goes_on_with_the_question() {
    let chat = Chat::dynamic(connects());
    assert!(chat.say("Show my GitHub repositories").starts_with(NEEDED));
    assert!(chat.say(WRONG).contains("did not accept"));
    let said = chat.say(RANAROUSSI);
    assert_eq!(said, format!("Validating...\n\n{ADDED}\n\nI see: repositories of ranaroussi"));
    chat.no_token_anywhere();
}

#[test]
fn the_number_of_attempts_is_the_formations() {
    let chat = Chat::with("  mode: dynamic\n  max_attempts: 1\n", "", []);
    assert!(chat.say(&format!("Add my GitHub token {WRONG}")).contains("No more are taken for 15 minutes."));
    chat.no_token_anywhere();
}

#[test]
fn a_question_is_taken_back_or_asked_about() {
    let chat = Chat::dynamic([]);
    assert!(chat.say("Add my GitHub token").starts_with(WANTED));
    let help = chat.say("where do I get one?");
    assert!(help.contains("https://github.com/settings/tokens") && help.contains("'cancel'"), "{help}");
    assert_eq!(chat.say("Never mind."), "All right, no GitHub credential was added.");
    assert!(chat.model.asked().is_empty());
    assert_eq!(chat.say("Hello there"), "Hello!", "nothing is waited for any more");
    assert!(chat.say("Add my GitHub token").starts_with(WANTED));
    assert_eq!(chat.say("What is the weather in Rome?"), "Hello!", "another question is one");
    assert_eq!(chat.say(RANAROUSSI), format!("Validating...\n\n{ADDED}"), "and it is waited for still");
    chat.no_token_anywhere();
}

#[test]
fn of_two_windows_the_first_answer_is_taken_and_the_other_goes_nowhere() {
    let chat = Chat::dynamic([]);
    assert!(chat.say("Add my GitHub token").starts_with(WANTED));
    let (one, other) = std::thread::scope(|scope| {
        let say = |token: &'static str| {
            chat.ask("alice", "s", token)["message"]["content"].as_str().unwrap().to_owned()
        };
        let one = scope.spawn(move || say(RANAROUSSI));
        let other = say(MUXI_AI);
        (one.join().unwrap(), other)
    });
    let all = [one, other];
    assert_eq!(all.iter().filter(|said| said.contains("Successfully added")).count(), 1, "{all:?}");
    assert_eq!(all.iter().filter(|said| said.contains("is not kept")).count(), 1, "{all:?}");
    assert_eq!(chat.accounts().len(), 1);
    chat.no_token_anywhere();
}

#[test]
fn what_waits_for_one_user_or_session_takes_nothing_of_another() {
    let chat = Chat::dynamic([]);
    assert!(chat.say("Add my GitHub token").starts_with(WANTED));
    for (user, session) in [("bob", "s"), ("alice", "t")] {
        let told = chat.ask(user, session, RANAROUSSI);
        let said = told["message"]["content"].as_str().unwrap();
        assert!(said.contains("I removed what looks like a GitHub credential"), "{said}");
        assert!(said.contains("say 'add my GitHub token'"), "{said}");
    }
    assert!(chat.accounts().is_empty());
    chat.no_token_anywhere();
}

/// Two accounts, and a model that wants the pull requests so often.
fn with_two(times: usize) -> Chat {
    let [_, says] = shows();
    let call = Reply::call("github__list_pull_requests", "{}");
    let script: Vec<Reply> = std::iter::repeat_n([call, says], times).flatten().collect();
    let mut chat = Chat::dynamic(script);
    // So that its tools are known before a user has connected.
    chat.home.keep("USER_CREDENTIALS_GITHUB", "a-token-to-list-tools-with");
    chat.down();
    chat.up();
    chat.set("ranaroussi", RANAROUSSI);
    chat.set("muxi-ai", MUXI_AI);
    chat
}

#[test]
fn with_several_accounts_the_user_is_asked_which_and_the_session_remembers() {
    let chat = with_two(4);
    let asked = chat.ask("alice", "s", "Show my GitHub PRs");
    assert_eq!(
        asked["message"]["content"],
        "You have two GitHub accounts: muxi-ai and ranaroussi. Which one?"
    );
    assert_eq!(asked["message"]["ui"][0]["options"][1]["value"], "ranaroussi");
    assert!(chat.say("hm").contains("I do not know which"));
    assert_eq!(chat.say("ranaroussi"), "I see: pull requests of ranaroussi");
    assert_eq!(chat.say("And again please?"), "I see: pull requests of ranaroussi");
    assert_eq!(
        chat.say("Show those of muxi-ai"),
        "I use your GitHub account 'muxi-ai' in this conversation from now on.\n\nI see: pull requests of muxi-ai"
    );
    assert_eq!(
        chat.say("use ranaroussi for github"),
        "I use your GitHub account 'ranaroussi' in this conversation from now on."
    );
    assert_eq!(chat.say("And again please?"), "I see: pull requests of ranaroussi");
    chat.no_token_anywhere();
}

#[test]
fn both_accounts_are_asked_and_labelled() {
    let chat = with_two(1);
    let question = chat.say("Show my GitHub PRs");
    assert!(question.ends_with("Which one?"), "{question}");
    let said = chat.say("Show PRs from both");
    for (account, gave) in
        [("ranaroussi", "pull requests of ranaroussi"), ("muxi-ai", "pull requests of muxi-ai")]
    {
        assert!(said.contains(account) && said.contains(gave), "{said}");
    }
    chat.no_token_anywhere();
}

#[test]
fn an_account_that_the_question_names_is_not_asked_for() {
    let chat = with_two(1);
    assert_eq!(chat.say("Show my GitHub PRs from muxi-ai"), "I see: pull requests of muxi-ai");
    chat.no_token_anywhere();
}

#[test]
fn what_other_tools_of_the_round_did_is_not_done_again() {
    let more = "    - id: notes\n      description: Notes\n      type: command\n      command: python3\n      args: [accounts.py]\n      env:\n        NOTES_TOKEN: x001\n";
    let both =
        Reply::Said(Said::default().call("notes__list_repositories", "{}").call("connect_github", "{}"));
    let chat = Chat::with("  mode: dynamic\n", more, [both, repeats()]);
    assert!(chat.say("Show my notes and my GitHub").starts_with(NEEDED));
    let said = chat.say(RANAROUSSI);
    assert!(said.starts_with(&format!("Validating...\n\n{ADDED}\n\nI see: connected")), "{said}");
    let last = chat.model.asked().pop().unwrap();
    let results: Vec<String> =
        last.messages().into_iter().filter(|said| said.starts_with("tool: ")).collect();
    assert_eq!(results.len(), 2, "{results:?}");
    assert!(results.iter().any(|result| result.contains("repositories of ranaroussi")), "{results:?}");
    let calls: Value = chat.server().admin("/v1/audit?action=tool.call").json()["data"]["entries"].clone();
    let notes = calls.as_array().unwrap().iter().filter(|call| call["resource"] == "notes/list_repositories");
    assert_eq!(notes.count(), 1, "{calls}");
    chat.no_token_anywhere();
}

#[test]
fn a_name_and_a_password_are_taken_together() {
    let more = "    - id: jira
      description: Issues
      type: command
      command: python3
      args: [accounts.py]
      env:
        SAYS_WHO: yes
        JIRA_USER: \"${{ user.credentials.JIRA }}\"
        JIRA_PASSWORD: \"${{ user.credentials.JIRA }}\"
      auth:
        type: none
        accept_inline: true
";
    let chat = Chat::with("  mode: dynamic\n", more, []);
    let said = chat.say("Add my Jira account");
    assert!(said.starts_with("Please provide your Jira token:"), "{said}");
    let said = chat.say("username: ann\npassword: canary5c1f0a9e7b3d-001");
    assert_eq!(said, "Validating...\n\nSuccessfully added Jira account 'ranaroussi'");
    let listed = chat.home.ok(&["credentials", "list", "--user", "alice", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["credentials"][0]["kind"], json!("basic"), "{listed}");
    chat.no_token_anywhere();
}
