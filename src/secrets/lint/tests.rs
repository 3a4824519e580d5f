//! What each rule finds, and the long list of what is fine.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::secrets::generate;

const PEM: &str = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";

fn codes(name: &str, value: &str) -> Vec<&'static str> {
    lint(name, value.as_bytes()).iter().map(|finding| finding.code().as_str()).collect()
}

fn finds(code: &str, cases: &[(&str, &str)]) {
    for (name, value) in cases {
        assert!(
            codes(name, value).contains(&code),
            "{name}={value:?} has {:?}, not {code}",
            codes(name, value)
        );
    }
}

#[test]
fn blanks_and_line_ends_around_a_value_are_found() {
    let cases = [
        ("A", " x1"),
        ("A", "x1 "),
        ("A", "x1\n"),
        ("A", "\tx1"),
        ("A", "x1\r"),
        ("A", "x1\u{a0}"),
        ("A", "  "),
    ];
    finds("value-blank", &cases);
    finds("value-blank", &[("A", "one\ntwo\n\n"), ("A", "one\ntwo ")]);
}

#[test]
fn quotes_and_names_that_were_pasted_along_are_found() {
    finds(
        "value-quoted",
        &[("A", "\"abc\""), ("A", "'abc'"), ("A", "`abc`"), ("A", "“abc”"), ("A", " 'abc' ")],
    );
    finds(
        "value-named",
        &[
            ("DB_URL", "DB_URL=postgres://x"),
            ("db_url", "DB_URL = x"),
            ("A", "export API_TOKEN=abcdef123456"),
            ("API_TOKEN", "OTHER_API_KEY='abcdef123456'"),
        ],
    );
    assert_eq!(codes("A_KEY", "A_KEY=\"sk-or-v1-0123456789abcdef\""), ["value-named", "value-quoted"]);
}

#[test]
fn pem_blocks_that_lost_something_are_found() {
    let half = PEM.split("-----END").next().unwrap();
    finds("value-pem-cut", &[("TLS_KEY", half), ("TLS_KEY", "-----END PRIVATE KEY-----")]);
    finds("value-pem-cut", &[("CHAIN", &format!("{PEM}\n{half}"))]);
    finds(
        "value-pem-line-ends",
        &[("TLS_KEY", &PEM.replace('\n', "\r\n")), ("TLS_KEY", &PEM.replace('\n', " "))],
    );
}

#[test]
fn keys_of_another_provider_are_found() {
    finds(
        "value-provider",
        &[
            ("OPENAI_API_KEY", "sk-ant-api03-R2D2c3po4lom5"),
            ("ANTHROPIC_API_KEY", "sk-proj-R2D2c3po4lom5x"),
            ("ANTHROPIC_API_KEY", "sk-R2D2c3po4lom5xyzabc"),
            ("GROQ_API_KEY", "sk-R2D2c3po4lom5xyzabc"),
            ("GITHUB_TOKEN", "glpat-R2D2c3po4lom5x"),
            ("GITLAB_TOKEN", "ghp_R2D2c3po4lom5xyzabc"),
            ("SLACK_BOT_TOKEN", "github_pat_R2D2c3po4lom5"),
            ("STRIPE_SECRET_KEY", "xoxb-123456789012-R2D2c3po"),
            ("GOOGLE_API_KEY", "sk_live_R2D2c3po4lom5"),
            ("OPENAI_API_KEY", "AIzaSyR2D2c3po4lom5xyzabc"),
            ("MISTRAL_API_KEY", "gsk_R2D2c3po4lom5xyzabc"),
            ("AWS_SECRET_ACCESS_KEY", "AKIAR2D2C3PO4LOM5XYZ"),
            ("AWS_ACCESS_KEY_ID", "R2D2c3po4lom5xyzabcR2D2c3po4lom5xyzabc/+"),
            ("OPENAI_API_KEY_2", "sk-ant-api03-R2D2c3po4lom5"),
        ],
    );
    let found = lint("OPENAI_API_KEY", b"sk-ant-api03-R2D2c3po4lom5");
    assert_eq!(found[0].to_string(), "looks like a key of Anthropic, and its name says OpenAI");
    finds(
        "value-public",
        &[
            ("STRIPE_SECRET_KEY", "pk_live_R2D2c3po4lom5"),
            ("LANGFUSE_SECRET_KEY", "pk-lf-R2D2c3po4lom5"),
            ("STRIPE_PUBLISHABLE_KEY", "sk_live_R2D2c3po4lom5"),
        ],
    );
}

#[test]
fn placeholders_and_examples_are_found() {
    finds(
        "value-placeholder",
        &[
            ("A", "changeme"),
            ("A", "CHANGE_ME"),
            ("A", "TODO"),
            ("A", "your-api-key"),
            ("A", "YOUR_TOKEN_HERE"),
            ("A", "enter your password"),
            ("A", "<your key>"),
            ("A", "\"<token>\""),
            ("API_KEY", "xxx"),
            ("API_KEY", "********"),
            ("API_KEY", "undefined"),
            ("DB_PASSWORD", "password"),
            ("OPENAI_API_KEY", "sk-..."),
            ("OPENAI_API_KEY", "sk-your-api-key"),
            ("GITHUB_TOKEN", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("STRIPE_KEY", "sk_test_4eC39HqLyjWDarjtT1zdp7dc"),
        ],
    );
}

#[test]
fn what_can_be_guessed_is_found_where_the_name_promises_a_secret() {
    let weak =
        ["abc123", "12345678", "aaaaaaaaaaaaaaaa", "abababababababababab", "zyxwvuts", "1111222211112222"];
    for value in weak {
        finds("value-weak", &[("API_KEY", value), ("DB_PASSWORD_PROD", value), ("JWT_SECRET", value)]);
        assert_eq!(codes("LABEL", value), [""; 0]);
    }
}

#[test]
fn variables_that_nothing_filled_in_are_found() {
    finds(
        "value-unexpanded",
        &[
            ("A", "$OPENAI_API_KEY"),
            ("A", "${OPENAI_API_KEY}"),
            ("A", "${OPENAI_API_KEY:-none}"),
            ("A", "${{ secrets.OPENAI_API_KEY }}"),
            ("A", "$(cat key.txt)"),
            ("A", "%OPENAI_API_KEY%"),
            ("DATABASE_URL", "postgres://app:${DB_PASSWORD}@host/db"),
        ],
    );
}

#[test]
fn characters_that_are_not_what_they_look_like_are_found() {
    finds(
        "value-look-alike",
        &[
            ("A", "sk-R2D2\u{200b}c3po4lom5"),
            ("A", "\u{feff}sk-R2D2c3po4lom5"),
            ("DB_PASSWORD", "correct horse\u{a0}battery"),
            ("A", "it’s-a-token-of-love"),
            ("A", "sk\u{2013}R2D2c3po4lom5"),
            ("A", "sk-R2D2с3po4lom5"),
        ],
    );
}

#[test]
fn what_is_fine_is_left_alone() {
    let json = r#"{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n"}"#;
    let long = "R2D2c3po4lom5xyzabc".repeat(4);
    let fine = [
        ("EMPTY_KEY", ""),
        ("PIN", "1234"),
        ("REGION", "eu-central-1"),
        ("DEBUG", "true"),
        ("SEARCH_URL", "https://x.test/?q=\"a\"&b='c'"),
        ("GCP_CREDENTIAL", json),
        ("LIST", "[\"a\", \"b\"]"),
        ("SAYS", "\"a\" and \"b\""),
        ("BASE64_KEY", "c2VjcmV0LWtleS1mb3ItdGVzdHM="),
        ("BASE64_KEY", "QUJDREVGR0hJSktMTU5PUA=="),
        ("HEX_KEY", "9f86d081884c7d659a2feaa0c55ad015"),
        ("TLS_KEY", PEM),
        ("TLS_KEY", &format!("{PEM}\n")),
        ("TLS_CHAIN", &format!("{PEM}\n{PEM}\n")),
        ("PRIVATE_KEY", &PEM.replace('\n', "\\n")),
        ("DATABASE_URL", "postgres://app:p%40ss@host:5432/db?sslmode=require"),
        ("ODBC", "DRIVER={ODBC Driver 18};SERVER=x;PWD=$ecret"),
        ("AZURE", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=R2D2c3po4lom5=="),
        ("DB_PASSWORD", "$ecret-Passw0rd"),
        ("DB_PASSWORD", "пароль-длинный"),
        ("DB_PASSWORD", "correct horse battery staple"),
        ("HASH", "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"),
        ("GREETING", "It’s “nice” – here"),
        ("GREETING", "Привет, мир"),
        ("PAGE", "<p>Hello</p>"),
        ("FROM", "<agent@example.com>"),
        ("SCRIPT", "#!/bin/sh\necho ${HOME}\n"),
        ("DOTENV", "A_KEY=1\nB_KEY=2\n"),
        ("OPENAI_API_KEY", &format!("sk-proj-{long}")),
        ("OPENAI_API_KEY", "sk-or-v1-R2D2c3po4lom5xyz"),
        ("OPENROUTER_API_KEY", "sk-or-v1-R2D2c3po4lom5xyz"),
        ("DEEPSEEK_API_KEY", "sk-R2D2c3po4lom5xyzabc"),
        ("AZURE_OPENAI_API_KEY", "9f86d081884c7d659a2feaa0c55ad015"),
        ("CLERK_SECRET_KEY", "sk_test_R2D2c3po4lom5"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_live_R2D2c3po4lom5"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_R2D2c3po4lom5"),
        ("AWS_ACCESS_KEY_ID", "AKIAR2D2C3PO4LOM5XYZ"),
        ("AWS_SECRET_ACCESS_KEY", "R2D2c3po4lom5xyzabcR2D2c3po4lom5xyzabc/+"),
        ("GITHUB_WEBHOOK_SECRET", "9f86d081884c7d659a2feaa0"),
        ("GOOGLE_CLIENT_SECRET", "GOCSPX-R2D2c3po4lom5"),
        ("SORT_KEY", "id"),
        ("MAX_TOKENS", "4096"),
        ("TOKEN_URL", "https://x.test/token"),
        ("PUBLIC_KEY", "abc"),
        ("BASIC_AUTH", "user:hunter2"),
    ];
    for (name, value) in fine {
        assert_eq!(codes(name, value), [""; 0], "{name}={value:?}");
    }
    assert!(lint("API_KEY", &[0xff, b' ', b'\n']).is_empty());
    assert!(lint("API_KEY", b" a\0b ").is_empty());
    for bytes in [16, 32, 64] {
        assert!(lint("API_KEY", generate(bytes).unwrap().expose()).is_empty());
    }
}

#[test]
fn help_names_the_secret() {
    let found = lint("DB_PASSWORD", b"abc");
    assert_eq!(found[0].help().unwrap(), "muxi secrets add DB_PASSWORD --generate makes a strong one");
}

#[test]
fn a_region_is_not_compared_and_a_key_is() {
    assert!(!is_worth_comparing("REGION", b"eu-central-1"));
    assert!(!is_worth_comparing("API_KEY", b"short"));
    assert!(is_worth_comparing("API_KEY", b"long-enough"));
    assert!(is_worth_comparing("GITHUB", b"ghp_R2D2c3po4lom5xyzabc"));
}

#[test]
fn a_mebibyte_costs_little() {
    // Generous: this is an unoptimised build on a busy machine.
    let kinds = ["x", "${", "a ", "\u{200b}", "-----BEGIN ", "\"", "A_KEY=", "ab\n"];
    for piece in kinds {
        let value = piece.repeat((1 << 20) / piece.len());
        let start = Instant::now();
        lint("API_KEY", value.as_bytes());
        assert!(start.elapsed() < Duration::from_secs(2), "{piece:?}: {:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_nothing_of_a_value_is_said(
        name in "[A-Z]{1,6}(_(KEY|URL|TOKEN|PASSWORD|ID)){0,2}",
        before in "(|'|\"|sk-ant-|sk-|ghp_|-----BEGIN |\\$\\{|A_KEY=| |<|your-)",
        middle in "(?s).{0,40}",
        after in "(|'|\"|\r\n|\n| |>|\\}|\u{200b})",
    ) {
        // A mark that no text of ours has, at both ends of what was typed.
        let value = format!("{before}q7z@{middle}@z7q{after}");
        for finding in lint(&name, value.as_bytes()) {
            let said = format!("{finding} {:?} {finding:?}", finding.help());
            prop_assert!(!said.contains("q7z") && !said.contains("z7q"), "{said}");
            // Not its length either.
            prop_assert!(!finding.to_string().contains(|c: char| c.is_ascii_digit()));
        }
        lint(&name, middle.as_bytes());
    }

    #[test]
    fn any_bytes_are_looked_at_without_a_panic(name in ".{0,20}", value in proptest::collection::vec(any::<u8>(), 0..300)) {
        lint(&name, &value);
        is_worth_comparing(&name, &value);
    }
}
