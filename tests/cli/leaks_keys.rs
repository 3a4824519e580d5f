//! Keys, passphrases and keys that are no secrets of the formation: whatever muxi has read, nobody is shown.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::leaks::CANARY;
use crate::support::{Home, Model, QUICK_START, Reply, Server};

/// The key in the text of a key file.
fn material(home: &Home) -> String {
    let text = String::from_utf8(home.read(".key")).unwrap();
    text.split_whitespace().skip_while(|word| *word != "plain").nth(1).expect("a plain key").to_owned()
}

/// What a program of `secrets run` says, with these variables and options before it.
fn ran(home: &Home, variables: &[(&str, &str)], options: &[&str], script: &str) -> String {
    let args = [options, &["secrets", "run", "--", "sh", "-c", script]].concat();
    let output = home.muxi(&args).envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn the_key_of_the_secrets_is_taken_out_wherever_it_was_found_and_in_each_form() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", CANARY);
    let key = material(&home);
    let said = ran(&home, &[], &[], "cat .key; cat .key >&2");
    assert!(!said.contains(&key), "{said}");
    assert_eq!(said.matches("[REDACTED:SECRETS_KEY]").count(), 2, "{said}");
    // Elsewhere, and written in hexadecimal.
    let bytes = {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD_NO_PAD.decode(&key).unwrap()
    };
    let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let elsewhere = home.path().join("elsewhere");
    std::fs::rename(home.formation().join(".key"), &elsewhere).unwrap();
    let option = ["--key-file", elsewhere.to_str().unwrap()];
    let print = format!("cat {}; echo {hex}", elsewhere.display());
    let script = std::fs::read_to_string(&elsewhere).unwrap();
    for said in [
        ran(&home, &[], &option, &print),
        ran(&home, &[("MUXI_SECRETS_KEY_FILE", option[1])], &[], &print),
        ran(&home, &[("MUXI_SECRETS_KEY", &script)], &[], &print),
        ran(&home, &[("MUXI_SECRETS_KEY", &hex)], &[], &print),
    ] {
        assert!(!said.contains(&key) && !said.contains(&hex), "{said}");
        assert!(said.contains("[REDACTED:"), "{said}");
    }
}

#[test]
fn a_passphrase_is_taken_out_too() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", CANARY);
    let phrase = home.path().join("phrase");
    std::fs::write(&phrase, "correct horse battery staple\n").unwrap();
    std::fs::set_permissions(&phrase, std::fs::Permissions::from_mode(0o600)).unwrap();
    let file = phrase.to_str().unwrap();
    home.ok(&["secrets", "key", "passphrase", "--new-passphrase-file", file]);
    let said = ran(&home, &[], &["--passphrase-file", file], &format!("cat {file}"));
    assert_eq!(said, "[REDACTED:PASSPHRASE]\n");
}

#[test]
fn a_model_that_repeats_a_key_of_any_origin_does_not_make_us_repeat_it() {
    let formation = QUICK_START
        .replace("${{ secrets.OPENAI_API_KEY }}", "Tr0ub4dor-and-3-more-words")
        .replace("My Assistant", "${{ env.SERVICE_TOKEN }} ${{ env.REGION }}")
        .replace("You are helpful.", "Use ${{ env.SERVICE_TOKEN }} in ${{ env.REGION }}.");
    let home = Home::with(&formation);
    let keys = crate::place::json(&home, &["keys", "show", "--json"]);
    let said: Vec<String> = ["admin_key", "client_key"]
        .iter()
        .map(|name| keys[name].as_str().unwrap().to_owned())
        .chain(["Tr0ub4dor-and-3-more-words".to_owned(), "a-token-of-a-service".to_owned()])
        .collect();
    let reply = format!("{} in a-region-that-is-no-secret", said.join(" "));
    let pieces: &'static [&'static str] = vec![&*reply.leak()].leak();
    let model = Model::start([Reply::Text(pieces)]);
    let server = Server::start(
        &home,
        &[
            ("OPENAI_BASE_URL", &model.base_url()),
            ("SERVICE_TOKEN", "a-token-of-a-service"),
            ("REGION", "a-region-that-is-no-secret"),
        ],
    );
    let answer = server.chat("local", &json!({"message": "Hello", "stream": false}));
    let text = answer.json()["data"]["message"]["content"].as_str().unwrap().to_owned();
    assert!(said.iter().all(|value| !text.contains(value)), "{text}");
    assert!(text.ends_with("[REDACTED:SERVICE_TOKEN] in a-region-that-is-no-secret"), "{text}");
    assert!(text.starts_with("[REDACTED:ADMIN_API_KEY] [REDACTED:CLIENT_API_KEY] [REDACTED:"), "{text}");
    // A name is shown by the API.
    let agents = server.admin("/v1/agents").body;
    assert!(
        !agents.contains("a-token-of-a-service") && agents.contains("a-region-that-is-no-secret"),
        "{agents}"
    );
}

#[test]
fn what_is_not_taken_out_is_named() {
    let home = Home::quick_start();
    home.keep("SHORT", "1234567");
    home.keep("HOST", "localhost");
    home.keep("OPENAI_API_KEY", CANARY);
    let said = ran(&home, &[], &[], "echo $SHORT $HOST $OPENAI_API_KEY");
    assert!(said.starts_with("1234567 localhost [REDACTED:OPENAI_API_KEY]\n"), "{said}");
    assert!(said.contains("(less than 8 bytes): SHORT\n"), "{said}");
    assert!(said.contains("for the value is a common word: HOST\n"), "{said}");
}
