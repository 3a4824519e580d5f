//! The kit's secrets files of format 1, its key files and its templates.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use muxi::crypto::hash::hex;

use crate::make_two::File;
use crate::write::{
    ACTIVE, LOST, PASSPHRASE, RETIRED, Root, bare_key, key_file, key_line, plain_key, token, wrapped_key,
};

const MAP: &[u8] = b"{\n  \"A\": \"sk-first\",\n  \"B\": \"\"\n}";

/// The tokens.
pub(crate) fn tokens() -> Vec<File> {
    let good = token(ACTIVE, 1_795_000_000, MAP);
    let mut files = vec![
        ("ok--plain", good.clone()),
        ("ok--line-end", format!("{good}\n")),
        ("ok--blanks-around", format!("\r\n\t {good} \r\n")),
        ("ok--no-padding", good.trim_end_matches('=').to_owned()),
        ("ok--standard-alphabet", good.replace('-', "+").replace('_', "/")),
        ("ok--time-0", token(ACTIVE, 0, MAP)),
        ("ok--highest-time", token(ACTIVE, u64::MAX, MAP)),
        ("ok--of-the-retired-key", token(RETIRED, 1, MAP)),
        ("key_wrong_or_file_changed--of-a-key-that-nobody-has", token(LOST, 1, MAP)),
        ("not_a_secrets_file--cut-in-half", good[..good.len() / 2].to_owned()),
        ("not_a_secrets_file--first-letters", "gAAAAA".into()),
        ("not_a_secrets_file--line-end-within", format!("{}\n{}", &good[..60], &good[60..])),
        ("not_a_secrets_file--two-tokens", format!("{good}{good}")),
        ("not_a_secrets_file--foreign-letter", good.replacen('A', "*", 1)),
        ("not_a_secrets_file--quoted", format!("\"{good}\"")),
    ];
    let ok: [(&str, &[u8]); 9] = [
        ("ok--empty-map", b"{}"),
        ("ok--compact", b"{\"A\":\"sk-first\",\"B\":\"\"}"),
        ("ok--escapes", br#"{"TEXT": "\u00e9\u4e2d \"q\" \\ \n"}"#),
        ("ok--characters", "{\"TEXT\": \"\u{e9}\u{4e2d} \\\"q\\\" \\\\ \\n\"}".as_bytes()),
        ("ok--surrogate-pair", br#"{"KEY": "\ud83d\udd11"}"#),
        ("ok--other-json", br#"{"NUMBER": 1.10, "NESTED": {"x": [1,  2]}, "NOTHING": null, "YES": true}"#),
        ("ok--name-of-another-program", br#"{"my-key": "mine"}"#),
        ("ok--name-twice", br#"{"A": "sk-old", "A": "sk-first"}"#),
        ("secret_unreadable--half-a-surrogate-pair", br#"{"A": "\ud800"}"#),
    ];
    files.extend(ok.map(|(name, plain)| (name, token(ACTIVE, 1, plain))));
    let bad: [(&str, &[u8]); 9] = [
        ("secrets_map_broken--nothing", b""),
        ("secrets_map_broken--list", b"[\"A\"]"),
        ("secrets_map_broken--text", b"\"A\""),
        ("secrets_map_broken--number", b"1"),
        ("secrets_map_broken--cut", b"{\"A\": \"sk-fir"),
        ("secrets_map_broken--two-maps", b"{}{}"),
        ("secrets_map_broken--yaml", b"A: sk-first\n"),
        ("secrets_map_broken--not-utf-8", b"{\"A\": \"\xff\"}"),
        ("secrets_map_broken--byte-order-mark", b"\xef\xbb\xbf{}"),
    ];
    files.extend(bad.map(|(name, plain)| (name, token(ACTIVE, 1, plain))));
    files.extend(changed(&good));
    files.into_iter().map(|(name, text)| (format!("secrets1--{name}.enc"), text.into_bytes())).collect()
}

/// One byte of each part of the token changed, and blocks taken out.
fn changed(good: &str) -> Vec<(&'static str, String)> {
    let bytes = URL_SAFE.decode(good).unwrap();
    let flip = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        URL_SAFE.encode(bytes)
    };
    let block_out = [&bytes[..25], &bytes[41..]].concat();
    let no_cipher = [&bytes[..25], &bytes[bytes.len() - 32..]].concat();
    let another = URL_SAFE.decode(token(ACTIVE, 2, b"{\"A\": \"sk-other\"}")).unwrap();
    let other_tag = [&bytes[..bytes.len() - 32], &another[another.len() - 32..]].concat();
    vec![
        ("not_a_secrets_file--version-byte", flip(0)),
        ("key_wrong_or_file_changed--time", flip(8)),
        ("key_wrong_or_file_changed--iv", flip(9)),
        ("key_wrong_or_file_changed--ciphertext", flip(25)),
        ("key_wrong_or_file_changed--tag", flip(bytes.len() - 1)),
        ("key_wrong_or_file_changed--block-gone", URL_SAFE.encode(block_out)),
        ("key_wrong_or_file_changed--tag-of-another-token", URL_SAFE.encode(other_tag)),
        ("not_a_secrets_file--no-ciphertext", URL_SAFE.encode(no_cipher)),
        ("not_a_secrets_file--part-of-a-block-gone", URL_SAFE.encode(&bytes[..bytes.len() - 5])),
    ]
}

/// The key files, each for the file of three secrets.
pub(crate) fn keys() -> Vec<File> {
    let plain = plain_key(ACTIVE, "active");
    let good = key_file(std::slice::from_ref(&plain));
    let two = key_file(&[plain.clone(), plain_key(RETIRED, "retired")]);
    let hex_key = hex(&*ACTIVE.material());
    let bare = bare_key(ACTIVE);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, text) in [
        ("ok--plain", good.clone()),
        ("ok--with-a-retired-one", two.clone()),
        ("ok--retired-one-first", key_file(&[plain_key(RETIRED, "retired"), plain.clone()])),
        ("ok--retired-itself", key_file(&[plain_key(ACTIVE, "retired")])),
        ("ok--line-twice", key_file(&[plain.clone(), plain.clone()])),
        ("ok--carriage-returns", good.replace('\n', "\r\n")),
        ("ok--no-line-end", good.trim_end().to_owned()),
        ("ok--blanks-around", format!("\n  {}\n\n", good.trim_end())),
        ("ok--bare", bare.clone()),
        ("ok--bare-line-end", format!("{bare}\n")),
        ("ok--bare-without-padding", bare.trim_end_matches('=').to_owned()),
        ("ok--bare-hexadecimal", hex_key.clone()),
        ("ok--bare-hexadecimal-upper-case", hex_key.to_uppercase()),
        ("key_wrong--another", key_file(&[plain_key(LOST, "active")])),
        ("key_wrong--two-others", key_file(&[plain_key(LOST, "active"), plain_key(RETIRED, "retired")])),
        ("key_wrong--bare-another", bare_key(LOST)),
        ("key_wrong--bare-hexadecimal-another", hex(&*LOST.material())),
        ("key_truncated@1--first-word-cut", "muxi-k".into()),
        ("key_truncated@1--first-line-only", "muxi-key 2\n".into()),
        ("key_truncated@1--first-line-without-number", "muxi-key ".into()),
        ("key_truncated@2--cut-in-the-id", good[..18].to_owned()),
        ("key_truncated@2--cut-in-the-key", good[..good.len() - 30].to_owned()),
        ("key_truncated@2--cut-before-the-sum", good[..good.len() - 10].to_owned()),
        ("key_truncated@2--cut-in-the-sum", good[..good.len() - 3].to_owned()),
        ("key_truncated@2--letter-changed", good.replacen("BwcH", "BwcI", 1)),
        ("key_truncated@2--status-changed", good.replace("active", "retired")),
        ("key_truncated@2--one-word", "muxi-key 2\nkey\n".into()),
        ("key_truncated@2--comment", good.replacen('\n', "\n# mine\n", 1)),
        ("key_truncated@2--blank-line", good.replacen('\n', "\n\n", 1)),
        ("key_truncated@3--second-cut", two[..two.len() - 20].to_owned()),
        ("key_truncated@0--bare-cut", bare[..30].to_owned()),
        ("key_truncated@0--bare-one-letter-gone", bare[1..].to_owned()),
        ("key_truncated@0--bare-hexadecimal-cut", hex_key[..63].to_owned()),
        ("key_truncated@0--a-word", "hello".into()),
        ("key_malformed@0--empty", String::new()),
        ("key_malformed@0--blank", " \n\t\n".into()),
        ("key_malformed@0--prose", "this is my key\n".into()),
        ("key_truncated@0--bare-with-trailing-bits", format!("{}d=", &bare[..42])),
        ("key_malformed@0--bare-too-long", format!("{hex_key}00")),
        ("key_malformed@0--bare-64-letters-not-hexadecimal", "g".repeat(64)),
        ("key_malformed@0--pem", "-----BEGIN PRIVATE KEY-----\nMC4CAQA=\n-----END PRIVATE KEY-----\n".into()),
        ("key_malformed@0--secrets-file", "muxi-secrets 2\nstore 09\n".into()),
        ("key_malformed@0--byte-order-mark", format!("\u{feff}{good}")),
        ("key_malformed@1--format-3", good.replacen("key 2", "key 3", 1)),
        ("key_malformed@1--format-20", good.replacen("key 2", "key 20", 1)),
        ("key_malformed@1--more-on-the-first-line", good.replacen("key 2", "key 2 x", 1)),
    ] {
        files.push((name.into(), text.into()));
    }
    files.push(("key_malformed@0--not-utf-8".into(), b"muxi-key 2\nkey \xff\n".to_vec()));
    files.extend(
        bad_lines()
            .into_iter()
            .map(|(name, body)| (name.to_owned(), format!("muxi-key 2\n{}", key_line(&body)).into_bytes())),
    );
    files.extend(wrapped());
    files.into_iter().map(|(name, text)| (format!("key--{}.key", at_0(&name)), text)).collect()
}

/// `@0` is the whole file, and then the name says no line.
fn at_0(name: &str) -> String {
    name.replace("@0", "")
}

/// Lines that fit their sum all the same.
fn bad_lines() -> Vec<(&'static str, String)> {
    let plain = plain_key(ACTIVE, "active");
    let material = plain.rsplit(' ').next().unwrap();
    let wrapped = wrapped_parts("600000");
    vec![
        ("key_malformed@2--too-few-fields", "key ae594bd8 now".into()),
        ("key_malformed@2--unknown-word", plain.replacen("key", "lock", 1)),
        ("key_malformed@2--unknown-status", plain.replace("active", "asleep")),
        ("key_malformed@2--unknown-kind", plain.replace("plain", "sealed")),
        ("key_malformed@2--id-short", plain.replacen("ae594bd8", "ae594b", 1)),
        ("key_malformed@2--id-upper-case", plain.replacen("ae594bd8", "AE594BD8", 1)),
        ("key_malformed@2--key-missing", plain.replace(&format!(" {material}"), "")),
        ("key_malformed@2--key-31-bytes", plain.replace(material, &material[..42])),
        ("key_malformed@2--key-33-bytes", plain.replace(material, "BwcH".repeat(11).as_str())),
        ("key_malformed@2--key-padded", plain.replace(material, &format!("{material}="))),
        ("key_malformed@2--key-url-safe", plain.replace(material, &format!("__{}", &material[2..]))),
        ("key_malformed@2--plain-with-a-field-more", format!("{plain} x")),
        ("key_malformed@2--two-spaces", plain.replacen(' ', "  ", 1)),
        // The line's id is asked for by the file, so its key is opened.
        ("key_malformed@0--id-of-another", plain_key(LOST, "active").replacen(&LOST.id(), &ACTIVE.id(), 1)),
        ("key_malformed@2--wrapped-with-three-fields", wrapped[..8].join(" ")),
        ("key_malformed@2--wrapped-with-five-fields", format!("{} x", wrapped.join(" "))),
        ("key_malformed@2--wrapped-rounds-too-large-for-32-bits", wrapped_parts("4294967296").join(" ")),
        ("key_malformed@2--wrapped-rounds-not-a-number", wrapped_parts("many").join(" ")),
        ("key_malformed@2--wrapped-salt-short", wrapped.join(" ").replace(&wrapped[6], "AQEBAQ")),
        ("key_malformed@2--wrapped-nonce-short", wrapped.join(" ").replace(&wrapped[7], "AgICAg")),
        ("key_malformed@2--wrapped-key-short", wrapped.join(" ").replace(&wrapped[8], &wrapped[8][..60])),
        // Bounds of the cost: refused, and without any work.
        ("key_malformed@0--wrapped-rounds-0", wrapped_parts("0").join(" ")),
        ("key_malformed@0--wrapped-rounds-too-few", wrapped_parts("599999").join(" ")),
        ("key_malformed@0--wrapped-rounds-too-many", wrapped_parts("20000001").join(" ")),
        ("key_malformed@0--wrapped-rounds-highest-number", wrapped_parts("4294967295").join(" ")),
    ]
}

/// The fields of a wrapped key whose line says `claimed` rounds; it was made with one.
fn wrapped_parts(claimed: &str) -> Vec<String> {
    wrapped_key(ACTIVE, PASSPHRASE, 1, claimed).split(' ').map(String::from).collect()
}

fn wrapped() -> Vec<(String, Vec<u8>)> {
    let good = wrapped_key(ACTIVE, PASSPHRASE, 600_000, "600000");
    let parts: Vec<_> = good.split(' ').collect();
    let other_salt = good.replace(parts[6], "AgEBAQEBAQEBAQEBAQEBAQ");
    let files = [
        ("ok--wrapped", good.clone()),
        ("passphrase_needed--wrapped", good.clone()),
        ("passphrase_wrong--wrapped-by-another", wrapped_key(ACTIVE, "Correct horse", 600_000, "600000")),
        ("passphrase_wrong--wrapped-salt-changed", other_salt),
        ("passphrase_wrong--wrapped-rounds-changed", good.replace("600000", "600001")),
        (
            "passphrase_wrong--wrapped-for-another-id",
            wrapped_key(Root(6), PASSPHRASE, 600_000, "600000").replacen(&LOST.id(), &ACTIVE.id(), 1),
        ),
    ];
    files.map(|(name, body)| (name.to_owned(), key_file(&[body]).into_bytes())).into()
}

/// The templates; the verdict is the names that are read.
pub(crate) fn templates() -> Vec<File> {
    let files: [(&str, &[u8]); 20] = [
        ("none--empty", b""),
        ("none--comment", b"# A=\n"),
        ("none--prose", b"nothing to see\n"),
        ("none--no-name", b"=x\n"),
        ("none--name-without-letters", b"---=\n"),
        ("A--one", b"A=\n"),
        ("A+B+C--sorted", b"A=\nB=\nC=\n"),
        ("C+A+B--unsorted", b"C=\nA=\nB=\n"),
        ("A--no-line-end", b"A="),
        ("A+B--carriage-returns", b"A=\r\nB=\r\n"),
        ("A+B--byte-order-mark", b"\xef\xbb\xbfA=\nB=\n"),
        ("A+B--comments-and-blank-lines", b"# for the model\nA=\n\n  # for the queue\nB=\n"),
        ("A+B--twice", b"A=\nB=\nA=\n"),
        ("A--with-a-value", b"A=left here by hand\n"),
        ("A--spaces", b"  A = \n"),
        ("MY_KEY--lower-case", b"my-key=\n"),
        ("A--two-equals", b"A=b=c\n"),
        ("B--line-without-equals", b"A\nB=\n"),
        ("A--nul-in-the-value", b"A=\0\n"),
        ("file_not_text--latin-1", b"A=\xe9\n"),
    ];
    files.map(|(name, text)| (format!("template--{name}.txt"), text.to_vec())).into()
}
