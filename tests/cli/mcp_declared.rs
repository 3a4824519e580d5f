//! Servers of tools as a formation declares them, started by the real `muxi serve`.

use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Home, MCP_SERVER, Server, lives, until, wait_for};

const LLM: &str =
    "schema: \"1.0.0\"\nid: tools\ndescription: Has tools\nllm:\n  models:\n    - text: muxi/echo\n";

fn home(servers: &str) -> Home {
    let home = Home::with(&format!("{LLM}mcp:\n  servers:\n{servers}"));
    home.write("server.py", MCP_SERVER);
    home
}

fn server(id: &str, more: &str) -> String {
    format!(
        "    - id: {id}\n      description: Played\n      type: command\n      command: python3\n      args: [server.py]\n{more}"
    )
}

/// A file of the private home of a server, once it is whole.
fn file(home: &Home, id: &str, name: &str) -> String {
    wait_for(Duration::from_secs(20), || {
        let text = String::from_utf8(home.server_file(id, name)).unwrap();
        if text.ends_with(['\n', '}']) { Ok(text) } else { Err(format!("{name} of {id} is not there")) }
    })
}

fn environment(home: &Home, id: &str) -> Value {
    serde_json::from_str(&file(home, id, "env.json")).unwrap()
}

#[test]
fn each_program_gets_its_own_secrets_and_nothing_else() {
    let one = server(
        "github-mcp",
        "      auth:\n        type: bearer\n        token: \"${{ secrets.ONE }}\"\n      env:\n        MODE: \"\"\n",
    );
    let two = server(
        "two",
        "      auth:\n        type: env\n        TWO_KEY: \"${{ secrets.TWO }}\"\n      env:\n        PLAIN: \"yes\"\n",
    );
    let home = home(&(one + &two));
    for (name, value) in
        [("ONE", "first-secret-value"), ("TWO", "second-secret-value"), ("THREE", "third-secret-value")]
    {
        home.keep(name, value);
    }
    let outer = [("SOME_TOKEN", "outer-secret-value"), ("TZ", "UTC"), ("LC_ALL", "C.UTF-8")];
    let running = Server::start(&home, &outer);
    let (first, second) = (environment(&home, "github-mcp"), environment(&home, "two"));
    assert_eq!(first["GITHUB_TOKEN"], "first-secret-value");
    assert_eq!(second["TWO_KEY"], "second-secret-value");
    assert_eq!(second["PLAIN"], "yes");
    for (own, other) in [(&first, "second-secret-value"), (&second, "first-secret-value")] {
        let text = own.to_string();
        for secret in [other, "third-secret-value", "outer-secret-value", "SOME_TOKEN", "MUXI_"] {
            assert!(!text.replace("MUXI_STATE", "").contains(secret), "{secret} in {text}");
        }
        let mut names: Vec<&str> = own.as_object().unwrap().keys().map(String::as_str).collect();
        names.retain(|name| !["GITHUB_TOKEN", "MODE", "TWO_KEY", "PLAIN"].contains(name));
        names.retain(|name| !["LANG", "LANGUAGE"].contains(name));
        // What a Python that is chosen by a shell script has more.
        let of_the_shell =
            |name: &str| name.contains("PYENV_") || ["PWD", "OLDPWD", "SHLVL", "_"].contains(&name);
        names.retain(|name| !of_the_shell(name));
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "BUN_INSTALL_CACHE_DIR",
                "DENO_DIR",
                "HOME",
                "LC_ALL",
                "PATH",
                "PIP_CACHE_DIR",
                "TEMP",
                "TERM",
                "TMP",
                "TMPDIR",
                "TZ",
                "UV_CACHE_DIR",
                "XDG_CACHE_HOME",
                "XDG_CONFIG_HOME",
                "XDG_DATA_HOME",
                "npm_config_cache",
            ]
        );
        assert_eq!((own["TERM"].as_str(), own["LC_ALL"].as_str()), (Some("dumb"), Some("C.UTF-8")));
        assert!(own["HOME"].as_str().unwrap().contains("/tools/"));
    }
    assert_ne!(first["HOME"], second["HOME"]);
    running.stop();
}

#[test]
fn programs_end_with_the_server_even_when_it_is_killed() {
    use rustix::process::Signal;
    for signal in [Signal::TERM, Signal::KILL] {
        let home = home(&server("one", ""));
        let mut running = Server::start(&home, &[]);
        let pid = file(&home, "one", "starts").trim().parse().unwrap();
        assert!(lives(pid));
        running.signal(signal);
        running.wait();
        until(Duration::from_secs(10), &format!("{pid} survives {signal:?}"), || !lives(pid));
    }
}

#[test]
fn one_that_cannot_be_used_is_named_on_stderr_and_stops_nothing() {
    let dead = server("dead", "      env:\n        MODE: dies\n");
    let seen = "    - id: seen\n      description: Played\n      type: command\n      command: python3\n      args: [server.py, \"${{ secrets.ONE }}\"]\n";
    let users = server(
        "users",
        "      auth:\n        type: bearer\n        token: \"${{ user.credentials.github }}\"\n",
    );
    let gone = "    - id: gone\n      description: Gone\n      type: command\n      command: no-such-program-at-all\n      install: \"make it\"\n";
    let metadata = "    - id: metadata\n      description: Bad\n      type: http\n      endpoint: http://169.254.169.254/mcp\n";
    let root = server("root", "      allowed_directories: [\"/\"]\n");
    let home = home(&[dead.as_str(), seen, &users, gone, metadata, &root].concat());
    home.keep("ONE", "first-secret-value");
    let running = Server::start(&home, &[]);
    let answer = running.chat("ann", &serde_json::json!({"message": "hi"}));
    assert_eq!(answer.status, 200);
    // One that waits for a user is not down.
    let waits = &running.admin("/v1/mcp/servers/users").json()["data"];
    assert_eq!((&waits["state"], &waits["needs"][0]), (&"waiting".into(), &"github".into()), "{waits}");
    file(&home, "dead", "starts");
    std::thread::sleep(Duration::from_millis(1500));
    let (code, said) = running.stop();
    assert_eq!(code, Some(0), "{said}");
    for (id, what) in [
        ("dead", "exit code 3"),
        ("seen", "`secrets.ONE` would be seen by every process"),
        ("gone", "no-such-program-at-all"),
        ("metadata", "169.254.169.254"),
        ("root", "it is the whole file system"),
    ] {
        let line = said.lines().find(|line| line.contains(&format!("\"server\":\"{id}\"")));
        assert!(line.is_some_and(|line| line.contains(what)), "{id}: {what} in {said}");
    }
    assert!(said.contains("--allow-init"), "{said}");
    assert!(!said.contains("first-secret-value"), "{said}");
}

/// The played server over HTTP, beside the walls.
struct Elsewhere {
    child: Child,
    port: String,
}

impl Elsewhere {
    fn start(mode: &str, port: &str) -> Self {
        use std::io::{BufRead, BufReader};
        let mut child = std::process::Command::new("python3")
            .args(["-c", MCP_SERVER, "--http", port])
            .env("MODE", mode)
            .env("EXPECT", "first-secret-value")
            .env("HOME", "/nonexistent")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut port).unwrap();
        Self { child, port: port.trim().to_owned() }
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_over_http_is_called_with_its_token_and_named_without() {
    use crate::support::{Tools, text_of};
    use muxi::runtime::mcp::{Http, Link, Login, ServerState};
    for mode in ["", "stateless"] {
        let elsewhere = Elsewhere::start(mode, "0");
        let tools = Tools::default();
        let spec = |id: &str, token: &str| {
            let http = Http {
                endpoint: format!("http://127.0.0.1:{}/mcp", elsewhere.port).as_str().into(),
                headers: Vec::new(),
                login: Some(Login::Bearer(token.into())),
                oauth: None,
                allowed_addresses: Vec::new(),
            };
            muxi::runtime::mcp::ServerSpec { link: Ok(Link::Http(Box::new(http))), ..Tools::nowhere(id) }
        };
        let servers = tools.servers(vec![spec("right", "first-secret-value"), spec("wrong", "another")]);
        let right = servers.get("right").unwrap();
        assert_eq!(text_of(right, "echo", serde_json::json!({"text": "hello"})).await, "hello");
        assert_eq!(right.facts().protocol, if mode.is_empty() { "2025-11-25" } else { "2026-07-28" });
        let wrong = servers.get("wrong").unwrap();
        wrong.start();
        let state = wrong.settled(Duration::from_secs(20)).await;
        let ServerState::Down(error) = &state else { panic!("{state:?}") };
        assert_eq!(error.code(), "MCP_UNAUTHORISED", "{error}");
        servers.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_over_http_that_is_not_up_yet_is_asked_again_as_often_as_declared() {
    use crate::support::{Tools, call, text_of};
    use muxi::runtime::mcp::{Http, Link, Login};
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let tools = Tools::default();
    let spec = |id: &str, retries| {
        let http = Http {
            endpoint: format!("http://127.0.0.1:{port}/mcp").as_str().into(),
            headers: Vec::new(),
            login: Some(Login::Bearer("first-secret-value".into())),
            oauth: None,
            allowed_addresses: Vec::new(),
        };
        muxi::runtime::mcp::ServerSpec {
            link: Ok(Link::Http(Box::new(http))),
            retries: Some(retries),
            retry_delay: Some(Duration::from_millis(200)),
            ..Tools::nowhere(id)
        }
    };
    let servers = tools.servers(vec![spec("patient", 60), spec("hasty", 0)]);
    let hasty = call(servers.get("hasty").unwrap(), "echo", serde_json::json!({"text": "x"})).await;
    assert_eq!(hasty.unwrap_err().code(), "MCP_UNREACHABLE");
    let patient = servers.get("patient").unwrap().clone();
    let called =
        tokio::spawn(async move { text_of(&patient, "echo", serde_json::json!({"text": "up"})).await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let _elsewhere = Elsewhere::start("", &port);
    assert_eq!(called.await.unwrap(), "up");
    servers.stop().await;
}
