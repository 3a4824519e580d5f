//! `muxi download`: from a server that takes the deployed dialect only, and from `muxi server` itself.

use std::path::Path;

use serde_json::json;

use crate::deploy_remote::ours;
use crate::place::{error, files, json as json_of};
use crate::profiles::add;
use crate::support::{Deployed, Home, Told};
use crate::terminal::Terminal;

const DOWNLOAD: &str = "GET /rpc/formations/echo-agent/download";

/// A ZIP archive of these files, not compressed, as simple as one can be.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    let word = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    for (name, bytes) in files {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let about =
            [&crc.sum().to_le_bytes()[..], &word(bytes.len()), &word(bytes.len()), &length, &[0; 2]].concat();
        let at = word(out.len());
        let fixed = b"\x14\0\0\0\0\0\0\0\x21\0";
        out.extend([&b"PK\x03\x04"[..], fixed, &about, name.as_bytes(), bytes].concat());
        let modes = (0o100_644_u32 << 16).to_le_bytes();
        central.extend(
            [&b"PK\x01\x02\x14\x03"[..], fixed, &about, &[0; 6], &modes, &at, name.as_bytes()].concat(),
        );
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let (size, at) = (word(central.len()), word(out.len()));
    [&out[..], &central, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &at, &[0; 2]].concat()
}

/// A formation with a key and secrets, whose default profile is a deployed server that hands this out.
fn at(archive: Vec<u8>) -> (Home, Deployed) {
    let home = Home::echo();
    home.keep("A_TOKEN", "a-value-that-nobody-sees");
    home.write("agents/mine.md", "mine");
    let server = Deployed::start([(DOWNLOAD, Told::Zip(archive))]);
    add(&home, "prod", &server.url(), &["--dialect", "legacy"]);
    (home, server)
}

fn text(home: &Home, name: &str) -> String {
    String::from_utf8(home.read(name)).unwrap()
}

fn live() -> Vec<u8> {
    let own = "schema: \"1.0.0\"\nid: echo-agent\ndescription: as it is live\n";
    zipped(&[
        ("formation.afs", own.as_bytes()),
        ("sops/new.md", b"new"),
        ("secrets.enc", b"another one"),
        (".env", b"A=1"),
    ])
}

#[test]
fn what_is_live_comes_over_the_formation_here_and_keys_and_own_files_stay() {
    let (home, server) = at(live());
    let before = files(&home.formation());
    // First it is said what would change, and nothing is written.
    let (code, stdout, stderr) = home.run(&["download", "--dry-run"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(
        stdout,
        "add        .env\nadd        sops/new.md\nreplace    formation.afs\nonly here  agents/mine.md\n"
    );
    assert!(stderr.contains("secrets.enc is not written: the one that is here stays"), "{stderr}");
    let (code, stdout, stderr) = home.run(&["download"]);
    assert_eq!((code, stdout.as_str()), (7, ""), "{stderr}");
    assert!(stderr.contains("would be replaced in ") && stderr.contains("\n  formation.afs\n"), "{stderr}");
    assert!(stderr.contains("--force"), "{stderr}");
    assert_eq!(files(&home.formation()), before);
    let told = json_of(&home, &["download", "--force", "--json"]);
    assert_eq!(told["added"], json!([".env", "sops/new.md"]));
    assert_eq!(
        (told["replaced"].clone(), told["secrets_left"].clone()),
        (json!(["formation.afs"]), json!(["secrets.enc"]))
    );
    assert!(text(&home, "formation.afs").contains("as it is live") && text(&home, "sops/new.md") == "new");
    for name in [".key", "secrets.enc", "agents/mine.md", ".gitignore"] {
        assert_eq!(home.read(name), before[&home.formation().join(name)], "{name}");
    }
    assert_eq!(home.ok(&["secrets", "get", "A_TOKEN"]), "a-value-that-nobody-sees");
    // Again there is nothing to do, and nothing to ask.
    let told = json_of(&home, &["download", "--json"]);
    assert_eq!((told["added"].clone(), told["unchanged"].as_u64()), (json!([]), Some(3)));
    let recorded = json_of(&home, &["audit", "query", "--json", "--action", "remote.download"]);
    assert_eq!(recorded["entries"].as_array().unwrap().len(), 4, "{recorded}");
    assert!(server.asked().iter().any(|call| call == DOWNLOAD));
    home.ok(&["download", "--include-db", "--force"]);
    assert!(server.asked().iter().any(|call| *call == format!("{DOWNLOAD}?db=true")));
}

#[test]
fn a_no_on_the_terminal_leaves_all_as_it_is() {
    let (home, _server) = at(live());
    let before = files(&home.formation());
    let answer = |keys: &str| {
        let mut terminal = Terminal::start(&home, 40, &["download"]);
        terminal.until("replace 1 file?");
        terminal.type_in(keys);
        terminal.end()
    };
    let (code, seen, _) = answer("n\r");
    assert_eq!(code, 4, "{seen}");
    assert_eq!(files(&home.formation()), before);
    let (code, seen, _) = answer("y\r");
    assert_eq!(code, 0, "{seen}");
    assert!(text(&home, "formation.afs").contains("as it is live"));
}

#[test]
fn outside_of_the_formation_it_goes_to_a_directory_of_its_own() {
    let (home, _server) = at(live());
    let outside = |args: &[&str]| {
        let output = home.muxi(args).current_dir(home.path()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, stderr) = outside(&["download", "echo-agent"]);
    assert_eq!(code, 0, "{stderr}");
    let copy = home.path().join("echo-agent");
    let names = |dir: &Path| files(dir).into_keys().collect::<Vec<_>>();
    // No secrets are here, so those of the server come too.
    let wanted = [".env", "formation.afs", "secrets.enc", "sops/new.md"].map(|name| copy.join(name));
    assert_eq!(names(&copy), wanted);
    assert_eq!(outside(&["download"]).0, 3);
    assert_eq!(outside(&["download", "echo-agent", "--to", "a/b/c"]).0, 0);
    assert_eq!(files(&home.path().join("a/b/c")).len(), 4);
    // In another formation nobody knows where it should go.
    home.write("formation.afs", "schema: \"1.0.0\"\nid: other\ndescription: x\n");
    assert_eq!(home.run(&["download", "echo-agent"]).0, 2);
    assert_eq!(home.run(&["download", "echo-agent", "--to", "../d"]).0, 0);
    // Where a file is in the way, and where nothing can be written.
    std::fs::write(home.path().join("file"), "x").unwrap();
    let (code, stderr) = outside(&["download", "echo-agent", "--to", "file", "--force"]);
    assert_ne!(code, 0, "{stderr}");
    assert_eq!(std::fs::read(home.path().join("file")).unwrap(), b"x");
}

#[test]
fn what_no_server_packs_is_refused_and_nothing_is_written() {
    let good: (&str, &[u8]) = ("formation.afs", b"id: a\n");
    let cases: [(Vec<u8>, &str); 7] = [
        (zipped(&[good, ("../out", b"x")]), "leads out"),
        (zipped(&[good, ("/tmp/out", b"x")]), "leads out"),
        (zipped(&[good, (".key", b"x")]), "hidden"),
        (zipped(&[good, (".git/hooks/pre-commit", b"x")]), "hidden"),
        (zipped(&[("a.md", b"x")]), "has no formation.afs"),
        (b"PK\x03\x04 and no more".to_vec(), "cannot be read"),
        (Vec::new(), "cannot be read"),
    ];
    for (archive, why) in cases {
        let (home, _server) = at(archive);
        let before = files(home.path());
        let (code, _, stderr) = home.run(&["download", "--force"]);
        assert_eq!(code, 4, "{stderr}");
        assert!(stderr.contains(why), "{stderr}");
        assert_eq!(
            files(home.path()).into_keys().collect::<Vec<_>>(),
            before.into_keys().collect::<Vec<_>>()
        );
    }
    // A link of the formation leads out of it.
    let (home, _server) = at(zipped(&[good, ("link/out", b"x")]));
    std::os::unix::fs::symlink(home.path(), home.formation().join("link")).unwrap();
    let (code, _, stderr) = home.run(&["download", "--force", "--json"]);
    assert_eq!((code, error(&stderr)["code"].as_str()), (4, Some("bundle_refused")), "{stderr}");
    assert!(!home.path().join("out").exists());
    let refused = Told::Json(200, json!({"success": false, "error": {"code": "X", "message": "not now"}}));
    let server = Deployed::start([(DOWNLOAD, refused)]);
    let home = Home::echo();
    add(&home, "prod", &server.url(), &["--dialect", "legacy"]);
    let (code, _, stderr) = home.run(&["download"]);
    assert!(code == 1 && stderr.contains("not now"), "{stderr}");
    drop(server);
    assert_eq!(home.run(&["download"]).0, 6);
}

#[test]
fn what_our_server_has_comes_back_without_its_secrets_and_a_diff_says_what_a_deploy_changes() {
    let (home, _hub) = ours();
    home.write("sops/help.md", "first\n");
    home.write("sops/gone.md", "gone\n");
    let diff = |home: &Home| json_of(home, &["deploy", "--diff", "--json"]);
    let new = diff(&home);
    assert_eq!((new["live_version"].clone(), new["changed"].clone()), (json!(null), json!([])));
    home.ok(&["deploy", "--wait"]);
    let same = diff(&home);
    assert_eq!(
        (same["changed"].clone(), same["added"].clone(), same["removed"].clone()),
        (json!([]), json!([]), json!([]))
    );
    home.write("sops/help.md", "second\n");
    home.write("sops/more.md", "more\n");
    std::fs::remove_file(home.formation().join("sops/gone.md")).unwrap();
    let (code, stdout, stderr) = home.run(&["deploy", "--diff"]);
    assert_eq!(code, 0, "{stderr}");
    let wanted = "new      sops/more.md\ngone     sops/gone.md\nchanged  sops/help.md\n--- a/sops/help.md\n+++ b/sops/help.md\n@@ -1 +1 @@\n-first\n+second\n";
    assert_eq!(stdout, wanted);
    assert!(stderr.contains("1.0.0 here, 1.0.0 there") && stderr.contains("nothing was sent"), "{stderr}");
    // Back to what is live: the secrets of the server are under a key of its own, and stay there.
    let (key, secrets) = (home.read(".key"), home.read("secrets.enc"));
    let told = json_of(&home, &["download", "--force", "--json"]);
    assert_eq!(told["secrets_left"], json!(["secrets.enc"]));
    assert_eq!(
        (text(&home, "sops/help.md").as_str(), text(&home, "sops/gone.md").as_str()),
        ("first\n", "gone\n")
    );
    assert_eq!((home.read(".key"), home.read("secrets.enc")), (key, secrets));
    let (code, _, stderr) = home.run(&["download", "--to", "../copy"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        !home.path().join("copy/secrets.enc").exists() && stderr.contains("a key of its own"),
        "{stderr}"
    );
}
