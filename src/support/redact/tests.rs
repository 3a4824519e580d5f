//! Values in all their forms, whole and cut.

use std::time::Instant;

use base64::Engine as _;
use proptest::prelude::*;

use super::*;

fn redactor(values: &[(&str, &[u8])]) -> Redactor {
    let redactor = Redactor::default();
    for (name, value) in values {
        redactor.add(name, &SecretBytes::new(value.to_vec()));
    }
    redactor
}

/// What comes out when `text` is pushed in pieces of these sizes, in turn.
fn streamed(redactor: &Redactor, text: &[u8], sizes: &[usize]) -> Vec<u8> {
    let mut stream = redactor.stream();
    let mut out = Vec::new();
    let mut rest = text;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at((*size).clamp(1, rest.len()));
        stream.push(piece, &mut out);
        rest = after;
    }
    stream.finish(End::Whole, &mut out);
    out
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_value_is_replaced_by_its_name_and_the_longest_wins() {
    let redactor = redactor(&[("SHORT", b"sk-12345"), ("LONG", b"sk-1234567890"), ("TINY", b"key")]);
    assert_eq!(
        redactor.redact("bad key sk-1234567890, not sk-12345"),
        "bad key [REDACTED:LONG], not [REDACTED:SHORT]"
    );
}

#[test]
fn a_text_holds_a_value_where_it_would_be_changed() {
    let redactor = redactor(&[("KEY", b"sk-1234567890")]);
    for text in ["sk-1234567890", "my key: sk-1234567890.", "c2stMTIzNDU2Nzg5MA=="] {
        assert!(redactor.holds(text) && redactor.redact(text) != text, "{text}");
    }
    for text in ["", "sk-123456789", "nothing of it", "[REDACTED:KEY]"] {
        assert!(!redactor.holds(text) && redactor.redact(text) == text, "{text}");
    }
    assert!(!Redactor::default().holds("sk-1234567890"));
}

#[test]
fn values_that_overlap_or_follow_each_other_are_all_replaced() {
    let redactor = redactor(&[("A", b"abcdefgh12345678"), ("B", b"12345678zzzzzzzz")]);
    assert_eq!(redactor.redact("(abcdefgh12345678zzzzzzzz)"), "([REDACTED:A][REDACTED:B])");
    assert_eq!(redactor.redact("12345678zzzzzzzzabcdefgh12345678"), "[REDACTED:B][REDACTED:A]");
    assert_eq!(redactor.redact("abcdefgh1234567"), "abcdefgh1234567");
}

#[test]
fn the_first_name_of_a_value_stays_and_later_values_are_found_too() {
    let redactor = redactor(&[("ONE", b"hunter2hunter2"), ("TWO", b"hunter2hunter2")]);
    assert_eq!(redactor.redact("hunter2hunter2"), "[REDACTED:ONE]");
    redactor.clone().add("THREE", &"another-value".into());
    assert_eq!(redactor.redact("hunter2hunter2 another-value"), "[REDACTED:ONE] [REDACTED:THREE]");
}

#[test]
fn base64_gives_nothing_away_wherever_the_value_stands_in_it() {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
    for value in
        [&b"\xfb\xff\xbe>>>???~"[..], b"sk-live-0123456789", b"12345678", b"123456789", b"1234567890"]
    {
        let redactor = redactor(&[("KEY", value)]);
        for before in ["", "u", "us", "user:", "x:y:z:"] {
            for after in [&b""[..], b"!", b"\n", b"more"] {
                let text = [before.as_bytes(), value, after].concat();
                for encoded in [
                    STANDARD.encode(&text),
                    STANDARD_NO_PAD.encode(&text),
                    URL_SAFE.encode(&text),
                    URL_SAFE_NO_PAD.encode(&text),
                ] {
                    let clean = redactor.redact(&format!("Basic {encoded};")).into_owned();
                    assert!(clean.contains("[REDACTED:KEY]"), "{before:?} {after:?}: {clean}");
                    // At most one character at each border, which neighbours have a part in.
                    let left = clean.len() - "Basic [REDACTED:KEY];".len();
                    let around = (before.len() * 8).div_ceil(6) + (after.len() * 8).div_ceil(6) + 4;
                    assert!(left <= around, "{before:?} {after:?}: {clean}");
                    if before.is_empty() && after.is_empty() {
                        assert_eq!(clean, "Basic [REDACTED:KEY];");
                    }
                }
            }
        }
    }
}

#[test]
fn base64_in_lines_gives_nothing_away() {
    for length in [48, 49, 57, 58, 96, 100, 114, 164, 200, 1000] {
        let value: Vec<u8> = (0..length).map(|i| b'!' + u8::try_from(i * 7 % 90).unwrap()).collect();
        let redactor = redactor(&[("K", &value)]);
        for after in ["", "\n", "abc"] {
            let whole = [&value, after.as_bytes()].concat();
            let encoded = base64::engine::general_purpose::STANDARD.encode(whole);
            for width in [64, 76] {
                let lines: Vec<_> =
                    encoded.as_bytes().chunks(width).map(|l| str::from_utf8(l).unwrap()).collect();
                let clean = redactor.redact(&format!("> {}\n", lines.join("\n"))).into_owned();
                assert!(clean.starts_with("> [REDACTED:K]"), "{length} {width}: {clean}");
                assert!(clean.len() < 24, "{length} {width}: {clean}");
            }
        }
    }
}

#[test]
fn urls_and_json_give_nothing_away() {
    let value = "p&ss/wörd \"<x>\"\\\n~*!";
    let redactor = redactor(&[("KEY", value.as_bytes())]);
    for form in [
        "p%26ss%2Fw%C3%B6rd%20%22%3Cx%3E%22%5C%0A~%2A%21",
        "p%26ss%2fw%c3%b6rd%20%22%3cx%3e%22%5c%0a~%2a%21",
        "p%26ss%2Fw%C3%B6rd%20%22%3Cx%3E%22%5C%0A~*!",
        "p%26ss%2Fw%C3%B6rd+%22%3Cx%3E%22%5C%0A%7E*%21",
        "p%26ss/w%C3%B6rd%20%22%3Cx%3E%22%5C%0A~%2A%21",
        r#"p&ss/wörd \"<x>\"\\\n~*!"#,
        r#"p&ss/w\u00f6rd \"<x>\"\\\n~*!"#,
        r#"p\u0026ss/wörd \"\u003cx\u003e\"\\\n~*!"#,
        r#"p&ss\/w\u00f6rd \"<x>\"\\\n~*!"#,
    ] {
        assert_eq!(redactor.redact(&format!("={form}=")), "=[REDACTED:KEY]=", "{form}");
    }
    let json = serde_json::to_string(&serde_json::json!({ "key": value })).unwrap();
    assert_eq!(redactor.redact(&json), r#"{"key":"[REDACTED:KEY]"}"#);
}

#[test]
fn only_an_end_that_may_begin_a_value_is_held_back() {
    let redactor = redactor(&[("KEY", b"sk-1234567890")]);
    let mut stream = redactor.stream();
    let mut out = Vec::new();
    stream.push(b"Password: ", &mut out);
    assert_eq!(out, b"Password: ");
    stream.push(b"sk-", &mut out);
    assert_eq!(out, b"Password: ");
    stream.push(b"other sk-12345678", &mut out);
    assert_eq!(out, b"Password: sk-other ");
    stream.push(b"90.", &mut out);
    assert_eq!(out, b"Password: sk-other [REDACTED:KEY].");
    stream.push(b"sk-1234", &mut out);
    stream.finish(End::Whole, &mut out);
    assert_eq!(out, b"Password: sk-other [REDACTED:KEY].sk-1234");
}

#[test]
fn where_text_was_cut_off_eight_bytes_of_a_value_are_enough() {
    let redactor = redactor(&[("KEY", b"sk-1234567890")]);
    let cut = |text: &str| {
        let mut pieces = redactor.text();
        pieces.push(text.to_owned()) + &pieces.finish(End::Cut)
    };
    assert_eq!(cut("it is sk-12345"), "it is [REDACTED:KEY]");
    assert_eq!(cut("it is sk-1234"), "it is sk-1234");
    assert_eq!(cut("sk-1234567890 and sk-12345678"), "[REDACTED:KEY] and [REDACTED:KEY]");
    assert_eq!(redactor.redact("it is sk-12345"), "it is sk-12345");
    assert_eq!(redactor.redact_now("it is sk-12345").unwrap(), "it is [REDACTED:KEY]");
}

#[test]
fn hexadecimal_gives_nothing_away() {
    let redactor = redactor(&[("KEY", &[0x1f, 0xe2, 3, 4, 5, 6, 7, 0xa8])]);
    assert_eq!(redactor.redact("0x1fe20304050607a8!"), "0x[REDACTED:KEY]!");
    assert_eq!(redactor.redact("1FE20304050607A8"), "[REDACTED:KEY]");
}

#[test]
fn json_stays_json_with_values_in_texts_keys_and_numbers() {
    let redactor = redactor(&[("KEY", b"sk-\"12345\""), ("PIN", b"1234567890")]);
    let mut value =
        serde_json::json!({"sk-\"12345\"": ["a sk-\"12345\" b", 1_234_567_890, 7], "x": {"y": true}});
    redactor.redact_json(&mut value);
    let wanted =
        serde_json::json!({"[REDACTED:KEY]": ["a [REDACTED:KEY] b", "[REDACTED:PIN]", 7], "x": {"y": true}});
    assert_eq!(value, wanted);
}

#[test]
fn pieces_of_text_stay_text_even_where_a_value_is_none() {
    let redactor =
        redactor(&[("BYTES", b"\xa9\xa9\xa9\xa9\xa9\xa9\xa9\xa9"), ("KEY", "größe-größe".as_bytes())]);
    let whole = "é größe-größe größe-g é";
    for size in 1..whole.chars().count() {
        let mut text = redactor.text();
        let letters: Vec<char> = whole.chars().collect();
        let mut out: String = letters.chunks(size).map(|piece| text.push(piece.iter().collect())).collect();
        out += &text.finish(End::Whole);
        assert_eq!(out, "é [REDACTED:KEY] größe-g é", "{size}");
    }
}

#[test]
fn an_innocent_text_waits_for_fewer_than_128_bytes() {
    let value: String = (0..2000).map(|i| char::from(b'a' + u8::try_from(i * i % 23).unwrap())).collect();
    let redactor = redactor(&[("LONG", value.as_bytes())]);
    let mut text = redactor.text();
    let (mut pushed, mut came) = (0, String::new());
    for letter in value[..127].chars().chain("!".chars()) {
        pushed += 1;
        came += &text.push(letter.to_string());
        assert!(pushed - came.len() <= 127);
    }
    assert_eq!(came, format!("{}!", &value[..127]));
    // From 128 bytes on it is the value, though its rest never comes.
    let cut = redactor.redact(&value[..128]).into_owned() + &redactor.redact(&format!("{}!", &value[..1500]));
    assert_eq!(cut, "[REDACTED:LONG][REDACTED:LONG]!");
}

#[test]
fn bytes_that_are_no_text_are_found_too() {
    let value = [0xff, 0, 0xfe, 1, 0xfd, 2, 0xfc, 3];
    let redactor = redactor(&[("BYTES", &value)]);
    let text = [&b"\xff\x00"[..], &value, b"\xff"].concat();
    let clean = redactor.redact_bytes(&text);
    assert_eq!(clean, [&b"\xff\x00"[..], b"[REDACTED:BYTES]", b"\xff"].concat());
    assert_eq!(streamed(&redactor, &text, &[1]), clean);
}

#[test]
fn a_mebibyte_of_one_letter_is_found_in_no_time_and_most_of_it_too() {
    let value = vec![b'x'; 1 << 20];
    let redactor = redactor(&[("BIG", &value)]);
    let start = Instant::now();
    let text = [&b"<"[..], &value, b">"].concat();
    for sizes in [&[1 << 16][..], &[4096], &[1]] {
        assert_eq!(streamed(&redactor, &text, sizes), b"<[REDACTED:BIG]>");
    }
    let cut = [&value[1..], b"!"].concat();
    assert_eq!(redactor.redact_bytes(&cut), b"[REDACTED:BIG]!");
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn of_a_huge_value_a_short_text_needs_only_the_beginning() {
    let value: Vec<u8> = "größe \"/<>".bytes().cycle().take(1 << 18).collect();
    let forms = forms::of(&value, 200);
    assert!(
        forms.iter().all(|form| (200..1500).contains(form.lengths.last().unwrap())),
        "cut, and not too much"
    );
    let redactor = redactor(&[("BIG", &value)]);
    let start = Instant::now();
    for number in 0..50 {
        // A new value makes the index new.
        redactor.add("A", &SecretBytes::from(format!("a value {number}").as_str()));
        assert_eq!(redactor.redact(&format!("a value {number}: sent")), "[REDACTED:A]: sent");
    }
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    // A longer text is looked through to its end all the same, in each form.
    let forms = forms::of(&value, usize::MAX);
    let whole = Redactor::default();
    whole.add("BIG", &SecretBytes::new(value.clone()));
    for reach in [130, 4095, 4096, 4097, 9999] {
        let cut = Redactor::default();
        cut.add("BIG", &SecretBytes::new(value.clone()));
        for form in &forms {
            let text = [b"<", &form.bytes[..reach], b"|"].concat();
            let clean = cut.redact_bytes(&text);
            assert_eq!(clean, streamed(&whole, &text, &[1 << 16]), "{}", String::from_utf8_lossy(&text));
            assert!(clean.starts_with(b"<[REDACTED:BIG]") && clean.len() < 30);
        }
    }
    assert_eq!(redactor.redact_bytes(&[&value[..], b"!"].concat()), b"[REDACTED:BIG]!");
}

#[test]
fn each_value_is_not_compared_with_all_others() {
    let start = Instant::now();
    let redactor = Redactor::default();
    for number in 0..100_000 {
        redactor.add("A", &SecretBytes::from(format!("{number:024}").as_str()));
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn an_empty_redactor_holds_nothing_back() {
    let mut out = Vec::new();
    Redactor::default().stream().push(b"all of it", &mut out);
    assert_eq!(out, b"all of it");
}

/// Values that begin like each other, contain each other and repeat themselves, and texts full of them.
fn values() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let few = prop::collection::vec(prop::sample::select(b"ab/\"\xff".to_vec()), 1..20);
    let any = prop::collection::vec(any::<u8>(), 1..24);
    prop::collection::vec(prop_oneof![few, any], 1..8)
}

#[derive(Clone, Debug)]
enum Part {
    Value(usize),
    Beginning(usize, usize),
    Form(usize, usize),
    Other(Vec<u8>),
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let other = prop::collection::vec(prop::sample::select(b"ab/\"\xff =".to_vec()), 0..6);
    let part = prop_oneof![
        any::<usize>().prop_map(Part::Value),
        (any::<usize>(), any::<usize>()).prop_map(|(v, n)| Part::Beginning(v, n)),
        (any::<usize>(), any::<usize>()).prop_map(|(v, n)| Part::Form(v, n)),
        other.prop_map(Part::Other),
    ];
    prop::collection::vec(part, 0..12)
}

fn text(values: &[Vec<u8>], parts: &[Part]) -> Vec<u8> {
    let piece = |part: &Part| match part {
        Part::Value(v) => values[v % values.len()].clone(),
        Part::Beginning(v, n) => {
            let value = &values[v % values.len()];
            value[..n % value.len()].to_vec()
        }
        Part::Form(v, n) => {
            let forms = forms::of(&values[v % values.len()], usize::MAX);
            forms[n % forms.len()].bytes.to_vec()
        }
        Part::Other(bytes) => bytes.clone(),
    };
    parts.iter().flat_map(piece).collect()
}

/// What is left of `text` between the marks of the first `values` values.
fn without_marks(text: &[u8], values: usize) -> Vec<&[u8]> {
    let marks: Vec<_> = (0..values).map(|number| format!("[REDACTED:{number}]").into_bytes()).collect();
    let mut rest = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        match marks.iter().find(|mark| text[at..].starts_with(mark)) {
            Some(mark) => {
                rest.push(&text[from..at]);
                at += mark.len();
                from = at;
            }
            None => at += 1,
        }
    }
    rest.push(&text[from..]);
    rest
}

#[test]
fn a_value_that_ends_like_a_mark_begins_is_not_seen_in_the_mark_of_another() {
    let redactor = Redactor::default();
    redactor.add("0", &SecretBytes::new(b"aaaaaaa[".to_vec()));
    redactor.add("1", &SecretBytes::new(b"aaaaaaa1".to_vec()));
    let whole = redactor.redact_bytes(b"aaaaaaaaaaaaaaa1");
    assert_eq!(whole, b"aaaaaaaa[REDACTED:1]");
    assert_eq!(without_marks(&whole, 2), [b"aaaaaaaa".as_slice(), b""]);
}

proptest! {
    #[test]
    fn pieces_give_what_the_whole_gives_and_no_value_survives(
        values in values(),
        parts in parts(),
        sizes in prop::collection::vec(1_usize..40, 1..10),
    ) {
        let redactor = Redactor::default();
        for (number, value) in values.iter().enumerate() {
            redactor.add(&number.to_string(), &SecretBytes::new(value.clone()));
        }
        let text = text(&values, &parts);
        let whole = redactor.redact_bytes(&text);
        prop_assert_eq!(&streamed(&redactor, &text, &sizes), &whole);
        prop_assert_eq!(&streamed(&redactor, &text, &[1]), &whole);
        // What stands beside a mark may end in a value together with the mark's own bracket: that is no value.
        let rest = without_marks(&whole, values.len());
        for value in values.iter().filter(|v| v.len() >= SHORTEST) {
            prop_assert!(!rest.iter().any(|rest| holds(rest, value)), "{:?} in {:?}", value, whole);
        }
        // Nothing else is taken away: without a value there is no change.
        if !holds(&whole, b"[REDACTED:") {
            prop_assert_eq!(whole, text);
        }
    }
}

#[test]
#[ignore = "a measurement: cargo test --release --lib redact -- --ignored --nocapture"]
fn ten_megabytes_and_a_thousand_values() {
    const SIZE: usize = 10_000_000;
    let redactor = Redactor::default();
    let mut state: u64 = 1;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut word = |length: usize| -> Vec<u8> {
        (0..length).map(|_| alphabet[usize::try_from(random() % 64).unwrap()]).collect()
    };
    let keys: Vec<_> = (0..1000).map(|_| [b"sk-proj-".to_vec(), word(40)].concat()).collect();
    for (number, key) in keys.iter().enumerate() {
        redactor.add(&format!("KEY_{number}"), &SecretBytes::new(key.clone()));
    }
    let start = Instant::now();
    drop(redactor.stream());
    println!("index of 1,000 values: {:?}", start.elapsed());
    for (what, every) in [("no value", usize::MAX), ("a value in each 10 KB", 10_000), ("in each 100 B", 100)]
    {
        let mut text = Vec::with_capacity(SIZE + 100);
        while text.len() < SIZE {
            let plain = every.min(SIZE - text.len());
            text.extend(word(plain));
            text.extend(if every == usize::MAX { Vec::new() } else { keys[text.len() % 1000].clone() });
        }
        let start = Instant::now();
        let mut stream = redactor.stream();
        let mut written = 0;
        let mut out = Vec::new();
        for piece in text.chunks(64 * 1024) {
            out.clear();
            stream.push(piece, &mut out);
            written += out.len();
        }
        stream.finish(End::Whole, &mut out);
        let seconds = start.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let speed = text.len() as f64 / 1e6 / seconds;
        println!("{what}: {speed:.0} MB/s ({written} bytes written)");
    }
}
