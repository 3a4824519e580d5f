//! `muxi credentials login`, and tokens that are renewed: the real command line against a service that is played on loopback.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::place::{error, files, json, outcome};
use crate::support::{CANARY, CLIENT, Habits, Home, Provider, request, until};

const HEAD: &str =
    "schema: \"1.0.0\"\nid: signed\ndescription: Signs users in\nllm:\n  models:\n    - text: muxi/echo\n";

pub(super) fn home(provider: &Provider, more: &str) -> Home {
    let home = Home::with(&format!("{HEAD}{}", provider.declared("tracker", more)));
    home.keep("CLIENT", CLIENT.1);
    home
}

fn identified(provider: &Provider) -> String {
    format!("      identity_url: {}\n      identity_field: user.login\n", provider.at("/user"))
}

/// `muxi credentials login`, as far as the address to open.
struct LoginRun {
    child: Child,
    url: String,
    stderr: BufReader<std::process::ChildStderr>,
    said: String,
}

impl LoginRun {
    fn start(home: &Home, args: &[&str]) -> Self {
        let all = [&["credentials", "login"], args, &["--json", "--timeout", "20"]].concat();
        let mut command = home.process(&all);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let (mut said, mut url) = (String::new(), String::new());
        while url.is_empty() {
            let mut line = String::new();
            if stderr.read_line(&mut line).unwrap() == 0 {
                break;
            }
            if line.trim().starts_with("http://") {
                line.trim().clone_into(&mut url);
            }
            said.push_str(&line);
        }
        Self { child, url, stderr, said }
    }

    fn end(mut self) -> (i32, String, String) {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.stderr.read_to_string(&mut self.said).unwrap();
        (self.child.wait().unwrap().code().unwrap_or(-1), out, self.said)
    }
}

/// The browser goes back to where it is sent.
fn land(to: &str) -> (u16, String) {
    let (address, path) = to.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let answer = request(address.parse().unwrap(), "GET", &format!("/{path}"), &[], "");
    (answer.status, answer.body)
}

fn log_in(home: &Home, provider: &Provider, args: &[&str]) -> (i32, String, String) {
    let run = LoginRun::start(home, args);
    if !run.url.is_empty() {
        land(&provider.agree(&run.url));
    }
    let (code, out, err) = run.end();
    assert!(!format!("{out}{err}").contains(CANARY), "{out}{err}");
    (code, out, err)
}

fn logged_in(home: &Home, provider: &Provider, user: &str) -> Value {
    let (code, out, err) = log_in(home, provider, &["tracker", "--user", user]);
    assert_eq!(code, 0, "{out}{err}");
    serde_json::from_str(&out).expect("JSON")
}

/// Until a token that was given for a second has ended.
fn ended(kept: &Value) {
    let end = kept["expires_at"].as_str().unwrap().to_owned();
    until(Duration::from_secs(10), "the end of the token", || {
        let now = muxi::support::clock::Clock::default().now_millis();
        muxi::support::clock::rfc3339(now) > end
    });
}

#[test]
fn a_login_in_a_browser_is_kept_for_its_user_under_the_name_that_the_service_says() {
    let provider = Provider::with(Habits { login: "ann-at-tracker", ..Habits::default() });
    let home = home(&provider, &identified(&provider));
    let run = LoginRun::start(&home, &["TRACKER_TOKEN", "--user", "ann"]);
    let (status, page) = land(&provider.agree(&run.url));
    assert_eq!((status, page.contains("tracker")), (200, true), "{page}");
    let (code, out, err) = run.end();
    assert_eq!(code, 0, "{out}{err}");
    let kept: Value = serde_json::from_str(&out).unwrap();
    let told = ["service", "name", "kind", "renews", "result"].map(|key| kept[key].clone());
    assert_eq!(json!(told), json!(["tracker", "ann-at-tracker", "oauth2", true, "added"]), "{kept}");
    let token = home.ok(&["credentials", "get", "tracker", "--user", "ann"]);
    assert!(provider.knows(&token), "{token}");
    let scope = home.ok(&["credentials", "get", "tracker", "--user", "ann", "--field", "scope"]);
    assert_eq!(scope, "read write");
    let (code, _, err) = home.run(&["credentials", "get", "tracker", "--user", "bob"]);
    assert_eq!(code, 3, "{err}");
    let state: Vec<u8> = files(&home.state()).into_values().flatten().collect();
    assert!(!state.windows(CANARY.len()).any(|part| part == CANARY.as_bytes()));
    let audit = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    assert!(audit.contains("credential.set") && !audit.contains(CANARY), "{audit}");
    let again = logged_in(&home, &provider, "ann");
    assert_eq!(
        (&again["result"], &again["credential_id"]),
        (&json!("updated"), &kept["credential_id"]),
        "the same account, logged in anew"
    );
    assert!(provider.grants("authorization_code")[0]["redirect_uri"].starts_with("http://127.0.0.1:"));
}

#[test]
fn a_name_that_no_account_can_have_is_refused_before_anybody_logs_in() {
    let provider = Provider::with(Habits::default());
    let home = home(&provider, "");
    for name in ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", "two\nlines", " ", &"a".repeat(256)] {
        let run = LoginRun::start(&home, &["tracker", "--user", "ann", "--account", name]);
        assert_eq!(run.url, "", "{name}: {}", run.said);
        let (code, _, err) = run.end();
        assert_eq!(code, 2, "{name}: {err}");
        assert!(!err.contains("16C7e42F"), "{err}");
    }
    assert!(provider.grants("authorization_code").is_empty());
}

#[test]
fn tokens_of_nobody_knows_whom_take_the_place_of_none() {
    let provider = Provider::with(Habits { login: "ann-at-tracker", ..Habits::default() });
    let home = home(&provider, &identified(&provider));
    let first = logged_in(&home, &provider, "ann");
    provider.change(|habits| habits.login = "");
    let (code, out, err) = log_in(&home, &provider, &["tracker", "--user", "ann"]);
    assert!(code == 0 && err.contains("whose account it is was not told"), "{code} {err}");
    let kept: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&kept["result"], &kept["name"]), (&json!("added"), &json!("tracker")), "{kept}");
    let list = json(&home, &["credentials", "list", "--user", "ann", "--json"]);
    assert!(list["count"] == 2 && list.to_string().contains(first["credential_id"].as_str().unwrap()));
    let (code, out, _) = log_in(&home, &provider, &["tracker", "--user", "ann"]);
    assert!(code == 0 && out.contains("tracker (2)"), "{out}");
    let audit = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    assert_eq!(audit.matches("credential.set").count(), 6, "each begins before it is done: {audit}");
}

#[test]
fn an_account_is_named_by_who_asks_or_by_its_service_where_nobody_says_whose_it_is() {
    let provider = Provider::with(Habits::default());
    let home = home(&provider, "      client_authentication: post\n");
    assert_eq!(logged_in(&home, &provider, "ann")["name"], "tracker");
    let (code, out, _) = log_in(&home, &provider, &["tracker", "--user", "ann", "--account", "work"]);
    assert!(code == 0 && out.contains("\"work\""), "{out}");
    let (code, out, err) = log_in(&home, &provider, &["tracker", "--user", "ann"]);
    assert!(code == 4 && out.is_empty() && err.contains("--account"), "{code} {err}");
    assert_eq!(provider.grants("authorization_code").len(), 2, "nobody logs in for nothing");
    let (code, _, err) = home.run(&["credentials", "login", "trakcer", "--user", "ann", "--json"]);
    assert!(code == 3 && error(&err)["hint"].as_str().unwrap().contains("tracker"), "{err}");
}

#[test]
fn what_comes_back_from_elsewhere_is_refused_and_a_login_that_is_given_up_leaves_nothing() {
    let provider = Provider::with(Habits::default());
    let home = home(&provider, "");
    let run = LoginRun::start(&home, &["tracker", "--user", "ann"]);
    let back = provider.agree(&run.url);
    let (stem, _) = back.split_once("state=").unwrap();
    let (status, page) = land(&format!("{stem}state=of-somebody-else"));
    assert!(status == 400 && page.contains("muxi credentials login"), "{status} {page}");
    let pid = Pid::from_raw(i32::try_from(run.child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    let (code, out, err) = run.end();
    assert_eq!((code, out.as_str()), (130, ""), "{err}");
    assert!(provider.grants("authorization_code").is_empty());
    assert!(files(&home.state()).into_keys().all(|path| !path.ends_with("sessions.db")));
    let run = LoginRun::start(&home, &["tracker", "--user", "ann"]);
    let back = provider.agree(&run.url);
    let (stem, rest) = back.split_once("code=").unwrap();
    let state = rest.split_once("&state=").unwrap().1;
    let denied = format!("{stem}error=access_denied&error_description=not%20today&state={state}");
    assert_eq!(land(&denied).0, 400);
    let (code, _, err) = run.end();
    assert!(code != 0 && err.contains("not today"), "{code} {err}");
    let bare = Home::with(&format!("{HEAD}{}", provider.declared("tracker", "")));
    let (code, _, err) = bare.run(&["credentials", "login", "tracker", "--user", "ann"]);
    assert!(
        code != 0 && err.contains("CLIENT"),
        "what the client lacks is said before anybody logs in: {err}"
    );
}

#[test]
fn a_code_on_another_device_ends_with_tokens_or_says_why_not() {
    let provider = Provider::with(Habits { polls: ["authorization_pending"].into(), ..Habits::default() });
    let home = home(&provider, "");
    let login = ["credentials", "login", "tracker", "--user", "ann", "--device", "--no-input"];
    let (code, _, err) = home.run(&login);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("WDJB-MJHT") && err.contains("/activate") && !err.contains(CANARY), "{err}");
    assert!(provider.knows(&home.ok(&["credentials", "get", "tracker", "--user", "ann"])));
    for (ending, said) in [("access_denied", "not to agree"), ("expired_token", "until that had ended")] {
        for polite in [false, true] {
            provider.change(|habits| {
                habits.polls = [ending].into();
                habits.polite = polite;
            });
            let (code, _, err) = home.run(&login);
            assert!(code != 0 && err.contains(said) && !err.contains(CANARY), "{ending}: {code} {err}");
        }
    }
    provider.change(|habits| habits.polls = vec!["authorization_pending"; 50].into());
    let (code, _, err) = home.run(&[&login[..], &["--timeout", "2", "--json"]].concat());
    assert!(code == 1 && err.contains("login_timeout"), "{code} {err}");
}

#[test]
fn two_processes_that_want_a_token_at_its_end_renew_it_once() {
    let provider = Provider::with(Habits { life: 1, ..Habits::default() });
    let home = home(&provider, "");
    let kept = logged_in(&home, &provider, "ann");
    ended(&kept);
    provider.change(|habits| {
        habits.life = 3600;
        habits.holds = true;
    });
    let get = || home.process(&["credentials", "get", "tracker", "--user", "ann"]);
    let [one, two] = std::thread::scope(|scope| {
        let both = [scope.spawn(|| outcome(get())), scope.spawn(|| outcome(get()))];
        until(Duration::from_secs(20), "a renewal", || !provider.grants("refresh_token").is_empty());
        provider.change(|habits| habits.holds = false);
        both.map(|one| one.join().unwrap())
    });
    assert!(one.0 == 0 && two.0 == 0, "{one:?} {two:?}");
    assert!(one.1 == two.1 && provider.knows(&one.1), "{one:?} {two:?}");
    assert_eq!(provider.grants("refresh_token").len(), 1);
    let audit = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    assert_eq!(
        audit.matches("credential.refresh").count(),
        2,
        "that it begins, and that it is done: {audit}"
    );
    let status = json(&home, &["credentials", "status", "--user", "ann", "--json"]);
    assert_eq!(
        (&status["ok"], &status["credentials"][0]["status"]),
        (&json!(true), &json!("ok")),
        "{status}"
    );
}

#[test]
fn a_login_that_is_not_renewed_any_more_says_so_until_somebody_logs_in() {
    for polite in [false, true] {
        let provider = Provider::with(Habits { life: 1, polite, ..Habits::default() });
        let home = home(&provider, "");
        ended(&logged_in(&home, &provider, "ann"));
        provider.change(|habits| habits.refuses = true);
        for _ in 0..2 {
            let (code, out, err) = home.run(&["credentials", "get", "tracker", "--user", "ann", "--json"]);
            assert_eq!((code, out.as_str()), (5, ""), "{err}");
            assert_eq!(error(&err)["code"], "credential_login_needed");
            assert!(err.contains("muxi credentials login") && !err.contains(CANARY), "{err}");
        }
        assert_eq!(provider.grants("refresh_token").len(), 1, "it is asked once");
        let (code, out, err) = home.run(&["credentials", "status", "--user", "ann"]);
        assert!(
            code == 1 && out.contains("login_needed") && err.contains("credentials login tracker"),
            "{out}{err}"
        );
        provider.change(|habits| {
            habits.refuses = false;
            habits.life = 0;
        });
        logged_in(&home, &provider, "ann");
        assert!(provider.knows(&home.ok(&["credentials", "get", "tracker", "--user", "ann"])));
        assert_eq!(home.run(&["credentials", "status", "--user", "ann"]).0, 0);
    }
}

#[test]
fn a_service_that_is_away_is_named_and_nothing_is_lost() {
    let provider = Provider::with(Habits { life: 1, keeps: true, ..Habits::default() });
    let home = home(&provider, "");
    ended(&logged_in(&home, &provider, "ann"));
    provider.change(|habits| habits.away = true);
    let (code, _, err) = home.run(&["credentials", "get", "tracker", "--user", "ann", "--json"]);
    assert!(code == 6 && error(&err)["code"] == "credential_not_renewed", "{code} {err}");
    provider.change(|habits| habits.away = false);
    assert!(provider.knows(&home.ok(&["credentials", "get", "tracker", "--user", "ann"])));
}

#[test]
fn services_say_what_the_formation_needs_and_how_it_is_come_by() {
    let provider = Provider::with(Habits::default());
    let servers = "mcp:\n  servers:\n    - id: board\n      description: The board\n      type: http\n      endpoint: https://board.example/mcp\n      auth:\n        type: bearer\n        accept_inline: true\n        token: \"${{ user.credentials.TRACKER }}\"\n    - id: wiki\n      description: The wiki\n      type: http\n      endpoint: https://wiki.example/mcp\n      auth:\n        type: bearer\n        token: \"${{ user.credentials.wiki }}\"\n";
    let home = Home::with(&format!("{HEAD}{servers}{}", provider.declared("tracker", "")));
    home.keep("CLIENT", CLIENT.1);
    let all = json(&home, &["credentials", "services", "--json"]);
    assert_eq!(all["count"], 2, "{all}");
    assert_eq!(
        all["services"][0],
        json!({"service": "tracker", "server_id": "board", "description": "The board", "accept_inline": true,
            "login": true, "mode": "redirect"})
    );
    assert_eq!(
        (&all["services"][1]["service"], &all["services"][1]["login"]),
        (&json!("wiki"), &json!(false))
    );
    logged_in(&home, &provider, "ann");
    let of_ann = json(&home, &["credentials", "services", "--user", "ann", "--json"]);
    let counts: Vec<&Value> =
        of_ann["services"].as_array().unwrap().iter().map(|one| &one["accounts"]).collect();
    assert_eq!(counts, [&json!(1), &json!(0)]);
    let shown = home.ok(&["credentials", "services"]);
    assert!(shown.contains("board") && shown.contains("login"), "{shown}");
}

#[test]
fn a_client_that_would_give_secrets_away_is_refused_by_validate() {
    let client = |text: &str| {
        let home = Home::with(&format!("{HEAD}user_credentials:\n  oauth:\n    tracker:\n{text}"));
        let (code, out, err) = home.run(&["validate"]);
        (code, format!("{out}{err}"))
    };
    let good = "      authorization_url: https://t.example/a\n      token_url: https://t.example/t\n      client_id: me\n";
    assert_eq!(client(good).0, 0, "{}", client(good).1);
    for (bad, said) in [
        ("      token_url: https://t.example/t\n      client_id: me\n".to_owned(), "authorization_url"),
        (good.replace("https://t.example/t", "http://t.example/t"), "token_url"),
        (format!("{good}      client_secret: hunter2-hunter2\n"), "client_secret"),
        (format!("{good}      client_secert: \"${{{{ secrets.A }}}}\"\n"), "client_secert"),
        (format!("{good}      redirect_uri: https://evil.example/cb\n"), "redirect_uri"),
    ] {
        let (code, said_there) = client(&bad);
        assert!(code == 1 && said_there.contains(said), "{said}: {code} {said_there}");
        assert!(!said_there.contains("hunter2"), "{said_there}");
    }
}
