//! The services where users log in: `user_credentials.oauth`.

use crate::support::{human, load, places};

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";

/// A formation whose only server needs `github`, with clients of these names.
fn with(names: &[&str]) -> muxi::formation::load::Loaded {
    let server = "mcp:\n  servers:\n    - id: hub\n      description: d\n      type: http\n      endpoint: https://hub.example\n      \
                  auth: {type: bearer, token: \"${{ user.credentials.GITHUB_TOKEN }}\"}\n";
    let client = "{authorization_url: https://s.example/a, token_url: https://s.example/t, client_id: c}";
    let clients = names.iter().map(|name| format!("    {name}: {client}\n")).collect::<Vec<_>>().concat();
    load(&[("formation.afs", &format!("{HEAD}{server}user_credentials:\n  oauth:\n{clients}"))])
}

#[test]
fn a_service_is_the_same_in_any_way_to_write_it() {
    for name in ["github", "GITHUB_TOKEN", "GitHub", "github_key"] {
        assert_eq!(human(&with(&[name])), "", "{name}");
    }
}

#[test]
fn a_service_that_nothing_uses_is_told_with_what_was_meant() {
    let told = human(&with(&["githup"]));
    assert!(told.starts_with("warning[credential-unused]: users can log in at `githup`"), "{told}");
    assert!(told.contains("formation.afs:13:5") && told.contains("did you mean `github`?"), "{told}");
    assert_eq!(places(&with(&["calendar"])), ["credential-unused formation.afs:13:5"]);
}

#[test]
fn what_is_no_name_of_a_service_or_names_one_twice_is_refused() {
    assert_eq!(places(&with(&["a/b", "github"])), ["bad-format formation.afs:13:5"]);
    assert_eq!(places(&with(&["github", "GITHUB_TOKEN"])), ["duplicate-id formation.afs:14:5"]);
    let key = format!("ghp_{}", "16C7e42F292c6912E7710c838347Ae178B4a");
    let told = human(&with(&[&key]));
    assert!(told.contains("looks like a key") && !told.contains(&key), "{told}");
}
