use super::*;
use crate::secrets::PassphraseAt;

fn fixed() -> RootKey {
    RootKey::new(Zeroizing::new([7; 32]), Status::Active)
}

fn code(text: &str) -> &'static str {
    parse(text.as_bytes(), "k").map_or_else(|e| e.code(), |_| "ok")
}

#[test]
fn a_key_file_comes_back_with_all_its_keys() {
    let mut old = RootKey::generate().unwrap();
    old.status = Status::Retired;
    let keys = [
        StoredKey::plain(&fixed(), Some("2026-11-22T00:00:00Z".into())),
        StoredKey::plain(&old, Some("2025-01-01T00:00:00Z".into())),
    ];
    let back = parse(encode(&keys).as_bytes(), "k").unwrap();
    assert_eq!(back.len(), 2);
    assert_eq!(back[1].status, Status::Retired);
    assert_eq!(back[0].created.as_deref(), Some("2026-11-22T00:00:00Z"));
    let key = back[0].unlock(&Passphrase::default(), "k").unwrap();
    assert_eq!(key.material, fixed().material);
}

#[test]
fn the_key_file_of_a_given_key_never_changes() {
    let text = encode(&[StoredKey::plain(&fixed(), Some("2026-11-22T00:00:00Z".into()))]);
    insta::assert_snapshot!(*text, @r"
muxi-key 2
key ae594bd8 2026-11-22T00:00:00Z active plain BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc 32d6f37b
");
}

#[test]
fn every_shortened_key_file_is_called_cut_short() {
    let text = encode(&[StoredKey::plain(&fixed(), Some("2026-11-22T00:00:00Z".into()))]);
    for end in 1..text.len() - 1 {
        assert_eq!(code(&text[..end]), "key_truncated", "{end}");
    }
    assert_eq!(code(&text[..text.len() - 1]), "ok");
}

#[test]
fn no_changed_byte_of_a_key_file_gives_another_key() {
    let text = encode(&[StoredKey::plain(&fixed(), Some("2026-11-22T00:00:00Z".into()))]);
    for i in 0..text.len() {
        for flip in [1, 0x20, 0x80] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[i] ^= flip;
            if let Ok(keys) = parse(&bytes, "k") {
                assert_eq!(keys[0].unlock(&Passphrase::default(), "k").unwrap().material, fixed().material);
            }
        }
    }
}

#[test]
fn bare_keys_are_read_in_both_alphabets_and_as_hexadecimal() {
    let bytes: Vec<u8> = (0..32).map(|i| 0xff - i * 3).collect();
    let url = base64::engine::general_purpose::URL_SAFE.encode(&bytes);
    let standard = base64::engine::general_purpose::STANDARD.encode(&bytes);
    assert_ne!(url, standard);
    let spellings = [
        url.clone(),
        format!(" {standard}\r\n"),
        url.trim_end_matches('=').into(),
        hex(&bytes),
        hex(&bytes).to_uppercase(),
    ];
    for text in spellings {
        let keys = parse(text.as_bytes(), "k").unwrap();
        assert!(keys[0].is_bare());
        assert_eq!(*keys[0].unlock(&Passphrase::default(), "k").unwrap().material, bytes[..]);
    }
}

#[test]
fn what_is_no_key_is_told_from_a_part_of_one() {
    assert_eq!(code(""), "key_malformed");
    assert_eq!(code("muxi-key 3\nkey"), "key_malformed");
    assert_eq!(code("OPENAI_API_KEY=sk-123456789012345678901234567890"), "key_truncated");
    assert_eq!(code("-----BEGIN PRIVATE KEY-----\nMIIE"), "key_malformed");
    assert_eq!(code("7mCHvJsY06gEa3fctjnuVsjyTnGWQVe9X7z"), "key_truncated");
    assert_eq!(parse(&[0xff], "k").err().unwrap().code(), "key_malformed");
}

#[test]
fn a_wrapped_key_opens_with_its_passphrase_only() {
    let key = fixed();
    let wrapped = WrappedKey::wrap(b"correct horse", &key.material, &key.id.0).unwrap();
    let text = encode(&[StoredKey::with_body(&key, "2026-11-22T00:00:00Z", wrapped)]);
    let stored = &parse(text.as_bytes(), "k").unwrap()[0];
    assert_eq!(stored.id, key.id);
    let open = |passphrase: Option<&str>| {
        stored
            .unlock(&Passphrase::new(passphrase.map(|p| PassphraseAt::Text(p.into())), None), "k")
            .map(|k| k.material)
            .map_err(|e| e.code())
    };
    assert_eq!(open(Some("correct horse")), Ok(key.material.clone()));
    assert_eq!(open(Some("wrong horse")), Err("passphrase_wrong"));
    assert_eq!(open(None), Err("passphrase_needed"));
}

#[test]
fn a_wrapped_key_of_too_little_or_too_much_work_is_refused() {
    let key = fixed();
    for rounds in [1, u32::MAX] {
        let wrapped = WrappedKey { rounds, salt: [0; 16], nonce: [0; 12], sealed: [0; 48] };
        let stored = StoredKey::with_body(&key, "2026-11-22T00:00:00Z", wrapped);
        let text = encode(&[stored]);
        let stored = &parse(text.as_bytes(), "k").unwrap()[0];
        let error = stored.unlock(&Passphrase::new(Some(PassphraseAt::Text("p".into())), None), "k").err();
        assert_eq!(error.unwrap().code(), "key_malformed");
    }
}

#[test]
fn a_key_says_when_it_was_made_or_nothing() {
    let text = |created: &str| encode(&[StoredKey::plain(&fixed(), Some(created.into()))]);
    assert_eq!(code(&text("2026-11-22T00:00:00Z")), "ok");
    for bad in ["\u{1b}[2J", "9", "2026-11-31T00:00:00Z", "tomorrow"] {
        assert_eq!(code(&text(bad)), "key_malformed", "{bad:?}");
    }
}
