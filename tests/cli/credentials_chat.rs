//! Users' credentials in a conversation with a real `muxi serve`, a real server of tools, a played GitHub, and a played model
//! that must never see one.

use serde_json::{Value, json};

use crate::place::files;
use crate::support::{ACCOUNTS_SERVER, Github, Home, Model, Reply, Said, Server, events, request, words};

/// Tokens of GitHub: the played one knows them, and the server of tools whose they are.
pub(crate) const RANAROUSSI: &str = "ghp_canary5c1f0a9e7b3d2c4f6a8e0b1d3001";
pub(crate) const MUXI_AI: &str = "ghp_canary5c1f0a9e7b3d2c4f6a8e0b1d3002";
/// One that nobody knows.
pub(crate) const WRONG: &str = "ghp_canary5c1f0a9e7b3d2c4f6a8e0b1d3999";
/// What is in each of them.
pub(crate) const CANARY: &str = "canary5c1f0a9e7b3d";

pub(crate) const NEEDED: &str = "I need access to GitHub. Please provide your personal access token:";
pub(crate) const WANTED: &str = "Please provide your GitHub personal access token:";
pub(crate) const ADDED: &str = "Successfully added GitHub account 'ranaroussi'";

/// A formation in which GitHub's tools need a token of whoever asks.
pub(crate) struct Chat {
    pub(crate) home: Home,
    pub(crate) github: Github,
    pub(crate) model: Model,
    server: Option<Server>,
}

impl Chat {
    /// With these `user_credentials`, each line indented by two, and further lines at the end.
    pub(crate) fn with(rules: &str, more: &str, script: impl IntoIterator<Item = Reply>) -> Self {
        let github = Github::start(&[(RANAROUSSI, "ranaroussi"), (MUXI_AI, "muxi-ai")]);
        let home = Home::with(&formation(rules, more, &github.url()));
        home.write("accounts.py", ACCOUNTS_SERVER);
        home.keep("OPENAI_API_KEY", "sk-test-1234567890");
        let mut chat = Self { home, github, model: Model::start(script), server: None };
        chat.up();
        chat
    }

    /// In mode `dynamic`.
    pub(crate) fn dynamic(script: impl IntoIterator<Item = Reply>) -> Self {
        Self::with("  mode: dynamic\n", "", script)
    }

    pub(crate) fn up(&mut self) {
        let base = self.model.base_url();
        self.server = Some(Server::start(&self.home, &[("OPENAI_BASE_URL", &base)]));
        super::tools::ready(self.server());
    }

    pub(crate) fn down(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().expect("it runs")
    }

    /// The `data` of the answer.
    pub(crate) fn ask(&self, user: &str, session: &str, message: &str) -> Value {
        let body = json!({"message": message, "session_id": session, "stream": false});
        let answer = self.server().chat(user, &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(!answer.body.contains(CANARY), "{}", answer.body);
        answer.json()["data"].clone()
    }

    /// The words of the answer to alice in the session `s`.
    pub(crate) fn say(&self, message: &str) -> String {
        self.ask("alice", "s", message)["message"]["content"].as_str().expect("words").to_owned()
    }

    /// What is kept of the session `s` of alice: who, and what.
    pub(crate) fn history(&self) -> Vec<(String, String)> {
        let kept = self.server().get("/v1/sessions/s/messages", "alice").json();
        let text = |message: &Value, key: &str| message[key].as_str().unwrap_or_default().to_owned();
        let messages = kept["data"]["messages"].as_array().expect("messages");
        messages.iter().map(|one| (text(one, "role"), text(one, "content"))).collect()
    }

    /// The accounts that alice has.
    pub(crate) fn accounts(&self) -> Vec<String> {
        let listed = self.home.ok(&["credentials", "list", "--user", "alice", "--json"]);
        let listed: Value = serde_json::from_str(&listed).expect("JSON");
        let names = listed["credentials"].as_array().expect("a list").iter();
        names.map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    }

    pub(crate) fn set(&self, account: &str, token: &str) {
        let args = ["credentials", "set", "github", "--user", "alice", "--account", account];
        let (code, _, stderr) = self.home.run_with(&args, token);
        assert_eq!(code, 0, "{stderr}");
    }

    /// Records of the audit about credentials: the actions, in their order.
    pub(crate) fn actions(&self) -> Vec<String> {
        let found = self.server().admin("/v1/audit?class=credential&limit=1000").json();
        let entries = found["data"]["entries"].as_array().expect("entries").iter();
        entries
            .map(|one| {
                format!(
                    "{} {}",
                    one["action"].as_str().unwrap_or_default(),
                    one["outcome"].as_str().unwrap_or_default()
                )
            })
            .filter(|action| action.starts_with("credential."))
            .collect()
    }

    /// Stops, and looks into everything that anybody was told or that was written down.
    pub(crate) fn no_token_anywhere(mut self) {
        for asked in self.model.asked() {
            let raw = String::from_utf8_lossy(&asked.raw);
            assert!(!raw.contains(CANARY), "the model was told: {raw}");
        }
        if let Some(server) = self.server.take() {
            let (_, stderr) = server.stop();
            assert!(!stderr.contains(CANARY), "{stderr}");
        }
        for (path, bytes) in files(self.home.path()) {
            let there = bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes());
            assert!(!there, "it is in {}", path.display());
        }
    }
}

fn formation(rules: &str, more: &str, github: &str) -> String {
    let head = super::tools::HEAD;
    format!(
        "{head}user_credentials:
{rules}mcp:
  servers:
    - id: github
      description: Repositories and pull requests
      type: command
      command: python3
      args: [accounts.py]
      env:
        GITHUB_API_URL: {github}
      auth:
        type: bearer
        accept_inline: true
        token: \"${{{{ user.credentials.GITHUB }}}}\"
{more}"
    )
}

/// The model wants the repositories, then says what it got.
pub(crate) fn shows() -> [Reply; 2] {
    [Reply::call("github__list_repositories", "{}"), repeats()]
}

/// The model says what its last tool gave.
pub(crate) fn repeats() -> Reply {
    Reply::check(|asked| {
        let messages = asked.messages();
        let last = messages
            .iter()
            .rev()
            .find_map(|said| said.strip_prefix("tool: "))
            .unwrap_or("nothing")
            .to_owned();
        let lines = last
            .lines()
            .filter(|line| !line.starts_with("<tool_answer") && !line.starts_with("</tool_answer"));
        Reply::Said(Said::text(&[&format!("I see: {}", lines.collect::<Vec<_>>().join("\n"))]))
    })
}

/// The model begins as one does that knows no tools yet.
pub(crate) fn connects() -> [Reply; 3] {
    let [call, says] = shows();
    [Reply::call("connect_github", "{}"), call, says]
}

#[test]
fn the_first_time_a_user_is_asked_and_gets_the_answer_in_the_same_turn() {
    let chat = Chat::dynamic(connects());
    let asked = chat.ask("alice", "s", "Show my GitHub repositories");
    let said = asked["message"]["content"].as_str().unwrap();
    assert!(said.starts_with(NEEDED) && said.contains("'cancel'"), "{said}");
    let element = &asked["message"]["ui"][0];
    assert_eq!((&element["type"], &element["service"]), (&json!("credential_request"), &json!("github")));
    assert_eq!(asked["message"]["metadata"]["finish_reason"], "credential_request");
    assert!(chat.accounts().is_empty());
    let said = chat.say(RANAROUSSI);
    assert_eq!(said, format!("Validating...\n\n{ADDED}\n\nI see: repositories of ranaroussi"));
    assert_eq!(chat.accounts(), ["ranaroussi"]);
    let history = chat.history();
    let all: Vec<(&str, &str)> = history.iter().map(|(who, said)| (who.as_str(), said.as_str())).collect();
    assert_eq!(all[0], ("user", "Show my GitHub repositories"));
    assert_eq!((all[2], all[3].1), (("user", "[credential removed]"), said.as_str()));
    let actions = chat.actions();
    let set: Vec<&String> = actions.iter().filter(|action| !action.starts_with("credential.use")).collect();
    assert_eq!(set, ["credential.ask done", "credential.set begun", "credential.set done"]);
    chat.no_token_anywhere();
}

#[test]
fn a_stream_says_that_it_validates_and_the_question_is_not_asked_again() {
    let chat = Chat::dynamic(connects());
    let body = |message: &str| json!({"message": message, "session_id": "s", "stream": true});
    let asked = events(&chat.server().chat("alice", &body("Show my GitHub repositories")));
    assert!(words(&asked).0.starts_with(NEEDED));
    let element = asked.iter().find(|(name, _)| name == "ui").map(|(_, data)| data["ui"][0]["type"].clone());
    assert_eq!(element, Some(json!("credential_request")));
    let answered = events(&chat.server().chat("alice", &body(&format!("here it is: `{RANAROUSSI}`"))));
    let (said, pieces) = words(&answered);
    assert_eq!(said, format!("Validating...\n\n{ADDED}\n\nI see: repositories of ranaroussi"));
    assert!(pieces > 1, "it is not held back until the end");
    // The model was asked once more where it stopped, and not from the beginning.
    let rounds: Vec<usize> = chat.model.asked().iter().map(|asked| asked.messages().len()).collect();
    assert_eq!(rounds, [2, 4, 6], "question, call and result, call and result");
    chat.no_token_anywhere();
}

#[test]
fn a_user_adds_a_token_and_a_second_account() {
    let chat = Chat::dynamic([]);
    let said = chat.say("Add my GitHub token");
    assert!(said.starts_with(WANTED), "{said}");
    assert_eq!(chat.say(RANAROUSSI), format!("Validating...\n\n{ADDED}"));
    assert!(chat.say("Add my work GitHub account").starts_with(WANTED));
    let said = chat.say(&format!("token: \"{MUXI_AI}\""));
    let both =
        "Successfully added GitHub account 'muxi-ai'\n\nYou now have 2 GitHub accounts: ranaroussi, muxi-ai";
    assert_eq!(said, format!("Validating...\n\n{both}"));
    assert_eq!(chat.accounts(), ["muxi-ai", "ranaroussi"]);
    assert!(chat.model.asked().is_empty(), "no model has a part in it");
    chat.no_token_anywhere();
}

#[test]
fn a_token_that_is_there_already_is_known_without_asking_the_service() {
    let chat = Chat::dynamic([]);
    let said = chat.say(&format!("Add my GitHub token {RANAROUSSI}"));
    assert_eq!(said, format!("Validating...\n\n{ADDED}"));
    let before = chat.github.asked();
    let again = chat.say(&format!("Add my GitHub token {RANAROUSSI}"));
    assert_eq!(again, "That GitHub token is already stored in your account. You're all set!");
    assert_eq!(chat.github.asked(), before);
    assert_eq!(chat.accounts(), ["ranaroussi"]);
    chat.no_token_anywhere();
}

#[test]
fn in_redirect_mode_users_are_sent_to_the_portal() {
    let portal =
        "Please configure GitHub credentials in the company portal at https://credentials.company.com";
    let rules = format!("  mode: redirect\n  redirect_message: {portal}\n");
    let chat = Chat::with(&rules, "", [Reply::call("connect_github", "{}")]);
    let told = chat.ask("alice", "s", "I need to add my GitHub token");
    assert_eq!(told["message"]["content"], portal);
    let link = &told["message"]["ui"][0];
    assert_eq!((&link["type"], &link["url"]), (&json!("link"), &json!("https://credentials.company.com")));
    let told = chat.ask("alice", "s", "Show my GitHub repositories");
    let said = told["message"]["content"].as_str().unwrap();
    assert_eq!(said, format!("{portal}\n\nService 'github' requires authentication."));
    assert_eq!(told["message"]["ui"][0]["type"], "link");
    let told = chat.say(&format!("Add my GitHub token {RANAROUSSI}"));
    assert!(
        told.starts_with("I removed what looks like a GitHub credential") && told.ends_with(portal),
        "{told}"
    );
    assert!(chat.accounts().is_empty() && chat.github.asked() == 0);
    chat.no_token_anywhere();
}

#[test]
fn a_link_of_the_formation_is_shown_where_users_are_sent_elsewhere() {
    let links = "links:\n  github:\n    url: https://portal.example/github\n    label: The portal\n";
    let chat = Chat::with("  mode: redirect\n", links, []);
    let told = chat.ask("alice", "s", "Please add my GitHub token");
    let link = &told["message"]["ui"][0];
    assert_eq!(
        (&link["url"], &link["label"]),
        (&json!("https://portal.example/github"), &json!("The portal"))
    );
    assert!(told["message"]["content"].as_str().unwrap().contains("muxi credentials set github --user"));
}

#[test]
fn a_server_that_takes_none_in_the_chat_sends_users_elsewhere_in_dynamic_mode_too() {
    let chat = Chat::dynamic([]);
    let text = String::from_utf8(chat.home.read("formation.afs")).unwrap();
    chat.home.write("formation.afs", text.replace("accept_inline: true", "accept_inline: false"));
    let mut chat = chat;
    chat.down();
    chat.up();
    assert!(chat.say("Add my GitHub token").contains("are not taken in this chat"));
    let told = chat.say(&format!("Add my GitHub token {RANAROUSSI}"));
    assert!(told.contains("are not taken in this chat"), "{told}");
    assert!(chat.accounts().is_empty());
    chat.no_token_anywhere();
}

#[test]
fn over_a_line_that_others_can_read_none_is_taken() {
    let chat = Chat::dynamic([]);
    let sent = |message: &str| {
        let body = json!({"message": message, "session_id": "s", "stream": false}).to_string();
        let headers = [
            ("X-Muxi-Client-Key", chat.server().client.as_str()),
            ("X-Muxi-User-ID", "alice"),
            ("X-Forwarded-Proto", "http"),
        ];
        let answer = request(chat.server().address(), "POST", "/v1/chat", &headers, &body).json();
        answer["data"]["message"]["content"].as_str().unwrap().to_owned()
    };
    assert!(sent("Add my GitHub token").contains("over HTTPS only"));
    let said = sent(&format!("Add my GitHub token {RANAROUSSI}"));
    assert!(said.contains("revoke it at GitHub"), "{said}");
    assert!(chat.accounts().is_empty() && chat.github.asked() == 0);
    // Where it was asked for over a safe line, too.
    assert!(chat.say("Add my GitHub token").starts_with(WANTED));
    assert!(sent(RANAROUSSI).contains("revoke it at GitHub"));
    assert!(chat.actions().contains(&"credential.refused denied".to_owned()));
    chat.no_token_anywhere();
}
