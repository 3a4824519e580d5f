//! What programs of users leave behind, and where they do not run at all.

use std::path::PathBuf;

use super::*;
use crate::runtime::mcp::personal::key::{home_of, mark_of};
use crate::support::fs;
use crate::support::walls::Report;

impl Place {
    /// A home as a program of the server leaves it: with files, also where nobody may write.
    fn home(&self, state: &str, server: &str, who: &Principal, ids: &[&str]) -> PathBuf {
        let name = ids.iter().map(|id| mark_of(id)).collect::<Vec<_>>().join(".");
        let state = self.dir.path().join(state);
        let home = state.join("tools").join(server).join("users").join(home_of(who)).join(name);
        fs::create_private_dir(&home.join("home/cache")).unwrap();
        fs::write_atomic(&home.join("home/cache/token"), b"t", fs::Mode::PRIVATE).unwrap();
        home
    }

    async fn id_of(&self, who: &Principal, account: &str) -> String {
        let all = self.keeper.list(who).await.unwrap().accounts;
        all.into_iter().find(|one| one.account == account).unwrap().id
    }
}

async fn until_gone(home: &std::path::Path) {
    let until = Instant::now() + Duration::from_secs(20);
    while home.exists() {
        assert!(Instant::now() < until, "{} stays", home.display());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_start_goes_what_no_user_no_credential_and_no_server_has_any_more() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let (ann, nobody) = (place.who("ann").await, Principal::of("", "usr_gone"));
    for account in ["home", "work"] {
        place.set(&ann, "github", account, &format!("token-of-{account}-0123456789")).await;
    }
    let (home, work) = (place.id_of(&ann, "home").await, place.id_of(&ann, "work").await);
    let kept = [
        place.home("", "github", &ann, &[&home]),
        place.home("", "github", &ann, &[&home, &work]),
        place.home("once/0", "github", &ann, &[&work]),
    ];
    let gone = [
        place.home("", "github", &ann, &["cred_deleted"]),
        place.home("", "github", &ann, &[&home, "cred_deleted"]),
        place.home("", "github", &nobody, &[&home]),
        place.home("", "taken-out", &ann, &[&home]),
        place.home("once/0", "github", &ann, &["cred_deleted"]),
    ];
    // Somebody runs there now.
    let runs = place.home("once/1", "github", &ann, &["cred_tried"]);
    let lock = fs::Lock::attempt(&place.dir.path().join("once/1/lock")).unwrap().unwrap();
    place.servers.start();
    for home in &gone {
        until_gone(home).await;
    }
    for home in &kept {
        assert!(home.exists(), "{}", home.display());
    }
    assert!(runs.exists());
    drop(lock);
    // Also where no server takes users' credentials any more.
    let access = Access { keeper: place.keeper.clone(), audit: None };
    let none = Servers::none(place.dir.path(), Some(access));
    none.start();
    for home in kept.iter().chain([&runs]) {
        until_gone(home).await;
    }
    let left = place.home("", "github", &ann, &[&home]);
    none.forget(&ann).await;
    assert!(!left.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_or_replaced_leaves_nothing_behind_and_others_stay() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let ann = place.who("ann").await;
    place.servers.start();
    for account in ["one", "two", "three"] {
        place.set(&ann, "github", account, &format!("token-of-{account}-0123456789")).await;
    }
    let mut homes = Vec::new();
    for account in ["one", "two", "three"] {
        let id = place.id_of(&ann, account).await;
        homes.push(place.home("", "github", &ann, &[&id]));
    }
    let which = Which::Of(service("github"), Some("one".to_owned()));
    place.keeper.delete(&ann, which).await.unwrap();
    until_gone(&homes[0]).await;
    place.set(&ann, "github", "two", "another-of-two-0123456789").await;
    until_gone(&homes[1]).await;
    assert!(homes[2].exists());
    place.keeper.clear(&ann).await.unwrap();
    until_gone(&homes[2]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_files_cannot_be_walled_off_no_program_of_a_user_is_started() {
    let report = || -> Report {
        serde_json::from_value(json!([{"wall": "files", "missing": "this kernel has no Landlock"}])).unwrap()
    };
    let users = Users { walls: report, ..Users::default() };
    let dir = tempfile::tempdir().unwrap();
    let mut token = Template::default();
    token.push_of(service("github"), "GITHUB_TOKEN");
    let program = Program {
        command: "true".to_owned(),
        args: Vec::new(),
        directory: dir.path().to_owned(),
        own_directory: false,
        surroundings: Vec::new(),
        environment: vec![("GITHUB_TOKEN".to_owned(), token)],
        directories: Vec::new(),
        network: crate::support::walls::Network::Open,
        unix_sockets: false,
        limits: crate::support::walls::Limits::default(),
        installs: false,
    };
    let link = || Ok(Link::Program(Box::new(program.clone())));
    let made = |users: Users| {
        let blueprint =
            Blueprint { link: link(), ..blueprint("hub", "http://127.0.0.1:1/", &service("github")) };
        let spec = Declaration::Personal(Box::new(PersonalSpec { blueprint, lister: None }));
        let settings = McpSettings {
            place: McpPlace { state: dir.path().to_owned(), ..McpPlace::default() },
            clock: Clock::fixed(NOW),
            redactor: Redactor::default(),
            observer: Arc::new(|_: &str, _: &_| {}),
            at_once: None,
            watch: None,
            users,
        };
        Servers::of(vec![spec], settings)
    };
    let servers = made(users);
    let hub = servers.personal("hub").unwrap();
    let ServerState::Down(error) = hub.state() else { panic!("{:?}", hub.state()) };
    assert_eq!(error.code(), "MCP_START");
    assert!(
        error.to_string().contains("the wall `files` is missing: this kernel has no Landlock"),
        "{error}"
    );
    assert_eq!(hub.needs(), [service("github")]);
    let asker = Asker::new(Principal::of("", "usr_ann"));
    let options = CallOptions { asker: Some(asker), ..CallOptions::default() };
    assert_eq!(hub.call("whose", Map::new(), options).await.unwrap_err(), *error);
    // Over HTTP nothing is started, and so nothing is refused.
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users { walls: report, ..Users::default() });
    assert!(matches!(place.servers.personal("github").unwrap().state(), ServerState::Waiting));
}
