use super::*;

const GITHUB: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

fn cut(text: &str) -> String {
    without_pasted(text, "#").map_or_else(|| text.to_owned(), |(clean, _)| clean)
}

#[test]
fn a_key_is_cut_out_wherever_it_stands() {
    for (text, clean) in [
        ("{}", "#"),
        ("my token is {}.", "my token is #."),
        ("`{}`", "`#`"),
        ("\"{}\"", "\"#\""),
        ("token={}&x=1", "token=#&x=1"),
        ("https://x-access-token:{}@github.com/a/b", "https://x-access-token:#@github.com/a/b"),
        ("a\u{e9}{}\u{e9}", "a\u{e9}#\u{e9}"),
        ("mytoken{}", "mytoken#"),
        ("{}\n{}", "#\n#"),
        ("Authorization: Bearer {}", "Authorization: Bearer #"),
        ("Authorization: {}", "Authorization: #"),
    ] {
        assert_eq!(cut(&text.replace("{}", GITHUB)), clean, "{text}");
    }
}

#[test]
fn a_line_break_divides_no_key_whose_parts_make_one() {
    let slack = "xoxb-123456789012-1234567890123-a1b2c3d4e5f6a7b8c9d0e1f2";
    for key in [GITHUB, "AKIAIOSFODNN7EXAMPL3", "glpat-abcdefghij0123456789", slack] {
        for at in [8, key.len() / 2, key.len() - 5] {
            let (head, tail) = key.split_at(at);
            if key == slack && at != key.len() / 2 {
                continue;
            }
            for text in ["my token:\n{}\n{}", "use {}\r\n  {} please", "TOKEN={}\n{}"] {
                let text = text.replacen("{}", head, 1).replacen("{}", tail, 1);
                let found = pasted(&text);
                assert_eq!(found.len(), 1, "{text}");
                assert_eq!(found[0].value(&text).as_str(), key, "{text}");
            }
        }
    }
    // A whole key takes nothing of the next line with it, nor does one take the next one.
    for text in ["{}\nrepositories", "{}\na8f5f167f44f4964e6c998dee827110c", "{}\n{}"] {
        assert_eq!(cut(&text.replace("{}", GITHUB)), text.replace("{}", "#"));
    }
    let openai = "sk-proj-a8f5f167f44f4964e6c998dee827110c";
    assert_eq!(cut(&format!("A={openai}\nGITHUB_TOKEN={GITHUB}")), "A=#\nGITHUB_TOKEN=#");
    let (head, _) = GITHUB.split_at(20);
    assert_eq!(cut(&format!("{head}\nis cut off")), "#\nis cut off");
    let unseen = format!("{}\u{200b}{}", &GITHUB[..12], &GITHUB[12..]);
    assert_eq!(pasted(&unseen)[0].value(&unseen).as_str(), GITHUB);
}

#[test]
fn what_cannot_be_seen_divides_no_key() {
    let (head, rest) = GITHUB.split_at(12);
    for unseen in ["\u{200b}", "\u{ad}", "\u{feff}\u{2060}"] {
        assert_eq!(cut(&format!("\u{e9} {head}{unseen}{rest}{unseen}!")), format!("\u{e9} #{unseen}!"));
    }
}

#[test]
fn tokens_in_addresses_and_encrypted_ones_are_cut_out_whole() {
    let signed = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.a8f5f167f44f4964";
    let sealed = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a8f5f167f44f4964.abcdefgh.a8f5f167f44f4964abcd";
    for token in [signed, sealed] {
        for text in ["{}", "https://x.example/?jwt={}&y=1", "https://x.example/in/{}", "Authorization: {}"] {
            assert_eq!(cut(&text.replace("{}", token)), text.replace("{}", "#"), "{text}");
        }
    }
}

#[test]
fn many_access_keys_are_looked_through_at_once() {
    let pair = "AKIAIOSFODNN7ABCDEFG wJalrXUtnFEMIzK7MDENGzbPxRfiCYabcdefghij ";
    let text = pair.repeat((1 << 20) / pair.len());
    assert_eq!(pasted(&text).len(), 2 * text.len() / pair.len());
}

#[test]
fn keys_of_all_kinds_are_known() {
    for key in [
        GITHUB,
        "ghp_kat_token_0123456789",
        "github_pat_11ABCDEFG0abcdefghijkl_MNOPQRSTUVWXYZ",
        "glpat-abcdefghij0123456789",
        "xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx",
        "sk-ant-api03-abcdefghijklmnopqrstuvwxyz",
        "sk-proj-abcdefghijklmnopqrstuvwxyz",
        "sk-abcdefghij0123456789abcdefghij0123456789abcdefgh",
        "AKIAIOSFODNN7EXAMPL3",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "hf_abcdefghij0123456789abcdefghijklmn",
        "npm_abcdefghij0123456789abcdefghij012345",
        "SG.abcdefghij0123456789ab.abcdefghij0123456789abcdefghij0123456789abc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\ncut off",
    ] {
        assert_eq!(cut(&format!("x {key}")), "x #", "{key}");
    }
    assert_eq!(cut("JIRA_API_KEY=abcd1234efgh5678"), "JIRA_API_KEY=#");
    assert_eq!(cut(r#"{"client_secret": "a1b2c3d4e5f6a7b8"}"#), r##"{"client_secret": "#"}"##);
    assert_eq!(cut("AKIAIOSFODNN7EXAMPL3 wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), "# #");
    let (_, found) = without_pasted(GITHUB, "").unwrap();
    assert_eq!(found[0].provider.unwrap().title, "GitHub");
    assert_eq!(pasted(&format!("my token: {GITHUB}"))[0].provider.unwrap().title, "GitHub");
}

#[test]
fn what_only_looks_like_one_stays() {
    for text in [
        "hf_hub_download(repo_id)",
        "npm_config_registry=https://registry.example",
        "task-ant-colony-optimisation-2023",
        "a pk_live_ key is public",
        "set ghp_xxxxxxxxxxxxxxxxxxxx there",
        "ghp_ is a mark, ghp_short too",
        "password: please reset it",
        "token = generate_token_v2(x)",
        "api_key = os.environ[\"X1Y2Z3\"]",
        "token: ${{ user.credentials.GITHUB1234567 }}",
        "primary_key=row1234567890abc",
        "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
        "AKIAshort and ASIAN food",
        "eyJ is how they begin",
        "see https://example.com/a/b?x=1",
    ] {
        assert_eq!(cut(text), text);
    }
}

#[test]
fn a_megabyte_is_looked_through_at_once() {
    for hard in [
        "the words of a message, with sk and gh in it: a=b ",
        "token=",
        "sk-.",
        "eyJ.",
        "-----BEGIN ",
        "\" =",
    ] {
        assert!(pasted(&hard.repeat((1 << 20) / hard.len())).is_empty(), "{hard}");
    }
}

#[test]
fn words_are_not_random() {
    for word in ["a8f5f167f44f4964e6c998dee827110c", "hunter2hunter2x9y", "Ab3dEf6hIj"] {
        assert!(is_random(word, 8), "{word}");
    }
    for word in
        ["repositories", "covid19virus", "2026-11-23", "https://a1b2c3d4.example", "v1.2.3", "me@a1b2c3.io"]
    {
        assert!(!is_random(word, 8), "{word}");
    }
}
