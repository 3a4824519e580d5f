//! `muxi keys show`: made once, kept private, outside the formation.

use std::path::{Path, PathBuf};

use crate::place::{chmod, error, files, json, mode, unchanged};
use crate::support::Home;

/// What is kept of a formation, besides the record of what was done to it.
fn besides_the_audit(state: &Path) -> Vec<PathBuf> {
    let audit =
        |path: &PathBuf| path.iter().any(|part| part == "audit" || part == "audit-heads" || part == "seen");
    files(state).into_keys().filter(|path| !audit(path)).collect()
}

#[test]
fn both_keys_are_made_once_and_kept_private_in_the_state_directory() {
    let home = Home::echo();
    let first = unchanged(&home, || json(&home, &["keys", "show", "--json"]));
    let (admin, client) = (first["admin_key"].as_str().unwrap(), first["client_key"].as_str().unwrap());
    for (key, prefix) in [(admin, "fma_"), (client, "fmc_")] {
        assert!(key.starts_with(prefix) && key.len() == 68, "{key}");
        assert!(key[4..].bytes().all(|b| b.is_ascii_hexdigit()), "{key}");
    }
    assert_eq!(json(&home, &["keys", "show", "--json"]), first);
    let kept = besides_the_audit(&home.state());
    let kept: Vec<_> = kept.iter().collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(first["admin_key_from"].as_str().unwrap(), kept[0].to_str().unwrap());
    assert_eq!(mode(kept[0]), 0o600);
    assert_eq!(mode(kept[0].parent().unwrap()), 0o700);
    let (code, stdout, stderr) = home.run(&["keys", "show"]);
    assert_eq!((code, stdout), (0, format!("admin   {admin}\nclient  {client}\n")));
    assert_eq!(stderr, format!("from {}\n", kept[0].display()));
}

#[test]
fn keys_in_the_secrets_count_more_than_made_ones() {
    let home = Home::echo();
    home.keep("FORMATION_ADMIN_API_KEY", "admin-of-mine");
    home.keep("FORMATION_CLIENT_API_KEY", "client-of-mine");
    let (code, stdout, stderr) = home.run(&["keys", "show"]);
    assert_eq!((code, &*stdout), (0, "admin   admin-of-mine\nclient  client-of-mine\n"));
    assert!(stderr.contains("FORMATION_ADMIN_API_KEY"), "{stderr}");
    assert_eq!(besides_the_audit(&home.state()), [""; 0].map(PathBuf::from), "none are made");
}

#[test]
fn keys_of_the_formation_count_most() {
    let home = Home::echo();
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    let keys = "server:\n  api_keys:\n    admin_key: \"${{ secrets.MINE }}\"\n    client_key: plain\n";
    home.write("formation.afs", text + keys);
    home.keep("MINE", "from-a-secret");
    home.keep("FORMATION_ADMIN_API_KEY", "not this one");
    assert_eq!(home.ok(&["keys", "show"]), "admin   from-a-secret\nclient  plain\n");
    home.ok(&["secrets", "delete", "MINE", "--force"]);
    let (code, stdout, stderr) = home.run(&["keys", "show"]);
    assert_eq!((code, &*stdout), (1, ""), "{stderr}");
    assert!(
        stderr.contains("server.api_keys.admin_key") && stderr.contains("muxi secrets add MINE"),
        "{stderr}"
    );
}

#[test]
fn a_damaged_or_readable_file_of_keys_is_refused_and_kept() {
    let home = Home::echo();
    let made = json(&home, &["keys", "show", "--json"]);
    let path = std::path::Path::new(made["admin_key_from"].as_str().unwrap());
    chmod(path, 0o644);
    let (code, _, stderr) = home.run(&["keys", "show"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("run: chmod 600 "), "{stderr}");
    chmod(path, 0o600);
    std::fs::write(path, "{").unwrap();
    let (code, _, stderr) = home.run(&["keys", "show", "--json"]);
    assert_eq!((code, error(&stderr)["code"].as_str()), (1, Some("api_keys_broken")));
    assert_eq!(std::fs::read(path).unwrap(), b"{");
}

#[test]
fn state_may_live_elsewhere_and_two_places_have_two_pairs() {
    let home = Home::echo();
    let there = home.path().join("there");
    let key = |args: &[&str]| json(&home, args)["admin_key"].clone();
    let usual = key(&["keys", "show", "--json"]);
    let elsewhere = key(&["keys", "show", "--json", "--data-dir", there.to_str().unwrap()]);
    assert_ne!(usual, elsewhere);
    assert_eq!(besides_the_audit(&there).len(), 1);
}

#[test]
fn the_keys_are_the_same_however_the_path_is_typed() {
    let home = Home::echo();
    let keys = home.ok(&["keys", "show"]);
    let dots = home.formation().join("..").join("formation");
    let link = home.path().join("link");
    std::os::unix::fs::symlink(home.formation(), &link).unwrap();
    for path in [".".into(), dots, link, home.formation()] {
        assert_eq!(home.ok(&["keys", "show", "-C", path.to_str().unwrap()]), keys, "{}", path.display());
    }
}
