//! The kit's secrets files of format 2.

use crate::write::{ACTIVE, LOST, OTHER_STORE, RETIRED, Root, STORE, head, line, seal, sealed_file, token};

/// Name in the kit, content.
pub(crate) type File = (String, Vec<u8>);

/// Lines 4, 5 and 6 of [`three`].
pub(crate) fn a() -> String {
    line(ACTIVE, STORE, "A", 1, Some(b"sk-first"))
}
fn b() -> String {
    line(ACTIVE, STORE, "B", 1, Some(b""))
}
fn c() -> String {
    line(ACTIVE, STORE, "C", 1, Some(b"\0\xff"))
}

fn body(lines: &[String]) -> String {
    head(STORE, &[ACTIVE]) + &lines.concat()
}

/// Three secrets, sealed once.
pub(crate) fn three() -> String {
    sealed_file(ACTIVE, 1, &body(&[a(), b(), c()]))
}

/// Two keys, five lines, a deleted secret; what the attacks start from.
pub(crate) fn rich() -> String {
    let lines = [
        line(ACTIVE, STORE, "A", 2, Some(b"sk-second")),
        b(),
        line(RETIRED, STORE, "C", 1, Some(b"\0\xff")),
        line(ACTIVE, STORE, "D", 1, Some(b"line one\nline two\n")),
        line(ACTIVE, STORE, "GONE", 2, None),
    ];
    sealed_file(ACTIVE, 6, &(head(STORE, &[ACTIVE, RETIRED]) + &lines.concat()))
}

/// Older lines of [`rich`], and lines of another store under the same key.
pub(crate) fn strangers() -> Vec<String> {
    let foreign = [
        line(ACTIVE, OTHER_STORE, "A", 2, Some(b"sk-foreign")),
        line(ACTIVE, OTHER_STORE, "B", 1, Some(b"foreign")),
        line(ACTIVE, OTHER_STORE, "E", 1, Some(b"foreign")),
        line(ACTIVE, OTHER_STORE, "GONE", 2, None),
    ];
    let old = [a(), line(ACTIVE, STORE, "GONE", 1, Some(b"was deleted")), line(ACTIVE, STORE, "E", 1, None)];
    let foreign_file = sealed_file(ACTIVE, 6, &(head(OTHER_STORE, &[ACTIVE, RETIRED]) + &foreign.concat()));
    let old_file = sealed_file(ACTIVE, 5, &(head(STORE, &[ACTIVE, RETIRED]) + &old.concat()));
    let lines = |text: &str| text.split_inclusive('\n').map(String::from).collect::<Vec<_>>();
    [lines(&foreign_file), lines(&old_file)].concat()
}

struct Kit(Vec<File>);

impl Kit {
    fn add(&mut self, verdict: &str, what: &str, content: impl AsRef<[u8]>) {
        self.0.push((format!("secrets2--{verdict}--{what}.enc"), content.as_ref().to_vec()));
    }

    /// [`three`] with one text in the place of another, which must be there.
    fn replaced(&mut self, verdict: &str, what: &str, old: &str, new: &str) {
        assert!(three().contains(old), "{what}: {old:?}");
        self.add(verdict, what, three().replacen(old, new, 1));
    }

    /// [`three`] with other lines of secrets under a seal that fits them.
    fn resealed(&mut self, verdict: &str, what: &str, lines: &[String]) {
        self.add(verdict, what, sealed_file(ACTIVE, 1, &body(lines)));
    }

    /// [`three`] with another line of A; the seal does not matter, for the line comes first.
    fn bad_line(&mut self, what: &str, line_of_a: &str) {
        let text = three().replacen(&a(), &format!("{line_of_a}\n"), 1);
        self.add("secrets_line_broken@4", what, text);
    }
}

/// All of them.
pub(crate) fn files() -> Vec<File> {
    let mut kit = Kit(Vec::new());
    good(&mut kit);
    no_secrets_file(&mut kit);
    header(&mut kit);
    entries(&mut kit);
    order(&mut kit);
    no_seal(&mut kit);
    broken_seal(&mut kit);
    merged(&mut kit);
    keys(&mut kit);
    kit.0
}

fn good(kit: &mut Kit) {
    kit.add("ok", "three", three());
    kit.add("ok", "rich", rich());
    kit.resealed("ok", "empty", &[]);
    kit.resealed("ok", "one", &[a()]);
    kit.resealed("ok", "only-deleted", &[line(ACTIVE, STORE, "GONE", 2, None)]);
    kit.resealed("ok", "highest-version", &[line(ACTIVE, STORE, "A", u32::MAX, Some(b"sk-second"))]);
    kit.resealed("ok", "name-of-digits", &[line(ACTIVE, STORE, "0", 1, Some(b"zero"))]);
    // A LEB128 number of one byte ends at 127: twice the version, plus one.
    let versions = [63, 64, 8191, 8192];
    let lines = versions.map(|v| line(ACTIVE, STORE, &format!("V_{v}"), v, Some(b"v")));
    let mut sorted = lines.to_vec();
    sorted.sort();
    kit.resealed("ok", "version-numbers-of-several-bytes", &sorted);
    let long = "L".repeat(200);
    kit.resealed("ok", "long-name", &[line(ACTIVE, STORE, &long, 1, Some(b"long"))]);
    let mut lines: Vec<_> = [28, 29, 60, 61, 124, 125, 252, 253, 1020, 1021]
        .map(|n| line(ACTIVE, STORE, &format!("LEN_{n}"), 1, Some(&vec![b'x'; n])))
        .into();
    lines.sort();
    kit.resealed("ok", "every-bucket", &lines);
    let many: Vec<_> = (10..40)
        .map(|n| line(ACTIVE, STORE, &format!("N_{n}"), 1, Some(format!("value {n}").as_bytes())))
        .collect();
    kit.resealed("ok", "thirty", &many);
    kit.add("ok", "highest-counter", sealed_file(ACTIVE, u64::MAX, &body(&[a()])));
    kit.add(
        "ok",
        "sealed-by-the-retired-key",
        sealed_file(RETIRED, 3, &(head(STORE, &[ACTIVE, RETIRED]) + &a())),
    );
    kit.add(
        "ok",
        "a-key-that-nobody-has-and-no-line-uses",
        sealed_file(ACTIVE, 1, &(head(STORE, &[ACTIVE, LOST]) + &a())),
    );
}

fn no_secrets_file(kit: &mut Kit) {
    let text = three();
    for (what, content) in [
        ("empty", &b""[..]),
        ("blank", b" \n\n"),
        ("one-letter", b"m"),
        ("first-word-cut", b"muxi-secret"),
        ("another-word", b"muxi-key 2\n"),
        ("prose", b"hello\n"),
        ("json", b"{\"A\": \"sk-first\"}\n"),
        ("dotenv", b"A=sk-first\n"),
        ("merge-marks-first", b"<<<<<<< HEAD\nmuxi-secrets 2\n"),
        ("upper-case", b"MUXI-SECRETS 2\n"),
        ("zeros", &[0; 64]),
        ("binary", &[0x7f, b'E', b'L', b'F', 2, 1, 1, 0]),
    ] {
        kit.add("not_a_secrets_file", what, content);
    }
    kit.add("not_a_secrets_file", "byte-order-mark", format!("\u{feff}{text}"));
    kit.add("not_a_secrets_file", "blank-line-first", format!("\n{text}"));
    kit.add("not_a_secrets_file", "space-first", format!(" {text}"));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    kit.add("not_a_secrets_file", "utf-16", wide);
    for number in ["3", "10", "02", "999999999999999999999"] {
        kit.replaced(
            "secrets_format_unknown",
            &format!("format-{number}"),
            "secrets 2",
            &format!("secrets {number}"),
        );
    }
}

fn header(kit: &mut Kit) {
    for (what, first) in [
        ("no-number", "muxi-secrets "),
        ("two-spaces", "muxi-secrets  2"),
        ("space-after-number", "muxi-secrets 2 "),
        ("letter-after-number", "muxi-secrets 2x"),
        ("negative-number", "muxi-secrets -2"),
    ] {
        kit.replaced("secrets_line_broken@1", what, "muxi-secrets 2", first);
    }
    kit.add("secrets_line_broken@1", "first-line-only-and-cut", "muxi-secrets 2");
    kit.add("secrets_line_broken@1", "first-line-only", "muxi-secrets 2\n");
    kit.add("secrets_line_broken@1", "carriage-returns", three().replace('\n', "\r\n"));
    kit.replaced("secrets_line_broken@1", "carriage-return-in-line-1", "secrets 2\n", "secrets 2\r\n");
    let store = "store 09090909090909090909090909090909";
    for (what, line) in [
        ("no-store", "muxi"),
        ("store-without-id", "store"),
        ("store-with-empty-id", "store "),
        ("store-short", &store[..36]),
        ("store-long", "store 0909090909090909090909090909090909"),
        ("store-upper-case", "store 0909090909090909090909090909090A"),
        ("store-not-hexadecimal", "store 0909090909090909090909090909090g"),
        ("store-and-more", "store 09090909090909090909090909090909 x"),
        ("store-tab", "store\t09090909090909090909090909090909"),
        ("store-carriage-return", "store 09090909090909090909090909090909\r"),
    ] {
        kit.replaced("secrets_line_broken@2", what, store, line);
    }
    kit.replaced("secrets_line_broken@2", "store-line-gone", &format!("{store}\n"), "");
    kit.replaced("secrets_line_broken@3", "store-twice", store, &format!("{store}\n{store}"));
    let key = three().lines().nth(2).unwrap().to_owned();
    for (what, line) in [
        ("key-without-commitment", &key[..12]),
        ("key-with-short-commitment", &key[..key.len() - 2]),
        ("key-with-long-commitment", &format!("{key}00")),
        ("key-and-more", &format!("{key} x")),
        ("key-upper-case", &key.replace("ae", "AE")),
        ("key-with-two-spaces", &key.replacen(' ', "  ", 1)),
        ("key-space-at-the-end", &format!("{key} ")),
    ] {
        kit.replaced("secrets_line_broken@3", what, &key, line);
    }
    kit.replaced("secrets_line_broken@3", "commitment-to-another-key", &key[13..], "0000000000000000");
    kit.replaced("secrets_line_broken@4", "key-twice", &key, &format!("{key}\n{key}"));
    kit.replaced("secrets_line_broken@3", "key-line-gone", &format!("{key}\n"), "");
    let two = head(STORE, &[ACTIVE, RETIRED]);
    let lines: Vec<_> = two.split_inclusive('\n').collect();
    let unsorted = [lines[0], lines[1], lines[3], lines[2]].concat() + &a();
    kit.add("secrets_line_broken@4", "keys-unsorted", sealed_file(ACTIVE, 1, &unsorted));
}

fn entries(kit: &mut Kit) {
    let line = a().trim_end().to_owned();
    let sealed = line.split(' ').nth(3).unwrap();
    let id = ACTIVE.id();
    for (what, text) in [
        ("name-only", "A"),
        ("no-version", &format!("A {id}")),
        ("no-value", &format!("A {id} 1")),
        ("empty-value", &format!("A {id} 1 ")),
        ("fifth-field", &format!("{line} x")),
        ("space-at-the-end", &format!("{line} ")),
        ("two-spaces", &line.replacen(' ', "  ", 1)),
        ("tab", &line.replacen(' ', "\t", 1)),
        ("carriage-return", &format!("{line}\r")),
        ("lower-case-name", &line.replacen('A', "a", 1)),
        ("name-with-dash", &line.replacen('A', "A-B", 1)),
        ("name-with-outer-underscore", &line.replacen('A', "_A", 1)),
        ("name-with-two-underscores", &line.replacen('A', "A__B", 1)),
        ("name-with-accent", &line.replacen('A', "\u{c9}", 1)),
        ("no-name", &line[1..]),
        ("indented", &format!(" {line}")),
        ("short-key-id", &line.replace(&id, &id[..6])),
        ("long-key-id", &line.replace(&id, &format!("{id}00"))),
        ("upper-case-key-id", &line.replace(&id, &id.to_uppercase())),
        ("key-id-not-listed", &line.replace(&id, &RETIRED.id())),
        ("version-0", &line.replace(" 1 ", " 0 ")),
        ("version-with-zero", &line.replace(" 1 ", " 01 ")),
        ("version-with-plus", &line.replace(" 1 ", " +1 ")),
        ("version-negative", &line.replace(" 1 ", " -1 ")),
        ("version-too-large", &line.replace(" 1 ", " 4294967296 ")),
        ("version-not-a-number", &line.replace(" 1 ", " one ")),
        ("value-63-bytes", &format!("A {id} 1 {}", &sealed[..84])),
        ("value-cut", &line[..line.len() - 1]),
        ("value-padded", &format!("{line}==")),
        ("value-with-trailing-bits", &format!("A {id} 1 {}B", &sealed[..sealed.len() - 1])),
        ("value-url-safe", &format!("A {id} 1 _{}", &sealed[1..])),
        ("value-two-dashes", &format!("A {id} 1 --")),
        ("value-with-nul", &format!("A {id} 1 \0{}", &sealed[1..])),
        ("comment", "# A is for the model"),
        ("blank", ""),
        ("merge-begin", "<<<<<<< HEAD"),
        ("merge-base", "||||||| base"),
        ("merge-middle", "======="),
        ("merge-end", ">>>>>>> theirs"),
        ("unknown-word", "note 1"),
    ] {
        kit.bad_line(&format!("entry-{what}"), text);
    }
    let mut bytes = three().into_bytes();
    let at = three().find("B ").unwrap();
    bytes[at + 12] = 0xff;
    kit.add("secrets_line_broken@5", "not-utf-8", bytes);
    kit.add("secrets_line_broken@6", "ends-within-a-line", &three()[..three().find("seal").unwrap() - 9]);
    kit.add("secrets_line_broken@7", "last-line-end-gone", three().trim_end());
    kit.add("secrets_line_broken@8", "blank-line-last", three() + "\n");
    kit.add("secrets_line_broken@8", "token-of-format-1-after-it", three() + &token(ACTIVE, 0, b"{}") + "\n");
}

fn order(kit: &mut Kit) {
    let key = three().lines().nth(2).unwrap().to_owned() + "\n";
    kit.add(
        "secrets_line_broken@5",
        "key-after-a-secret",
        body(&[a()]) + &key + &b() + &seal(ACTIVE, 1, &body(&[a(), b()])),
    );
    kit.resealed("secrets_line_broken@5", "secrets-unsorted", &[b(), a(), c()]);
    kit.resealed("secrets_line_broken@5", "secret-twice", &[a(), a(), b()]);
    let newer = line(ACTIVE, STORE, "A", 2, Some(b"sk-second"));
    kit.resealed("secrets_line_broken@5", "secret-in-two-versions", &[a(), newer]);
    kit.add(
        "secrets_line_broken@8",
        "secret-after-the-seal",
        three() + &line(ACTIVE, STORE, "D", 1, Some(b"d")),
    );
    kit.add("secrets_line_broken@8", "key-after-the-seal", three() + &key);
    // As git sorts bytes, not as people do: _ is above the capitals.
    let names = ["A_B", "AB"].map(|name| line(ACTIVE, STORE, name, 1, Some(b"x")));
    kit.resealed("secrets_line_broken@5", "underscore-before-letter", &names);
}

fn no_seal(kit: &mut Kit) {
    kit.add("seal_missing", "no-seal", body(&[a(), b(), c()]));
    kit.add("seal_missing", "no-seal-and-no-secret", body(&[]));
    let text = three();
    let line = text.lines().last().unwrap();
    let fields: Vec<_> = line.split(' ').collect();
    let with = |at: usize, value: &str| {
        let mut fields = fields.clone();
        fields[at] = value;
        fields.join(" ")
    };
    for (what, new) in [
        ("word-only", "seal".to_owned()),
        ("no-tag", fields[..4].join(" ")),
        ("no-tag-but-its-space", fields[..4].join(" ") + " "),
        ("sixth-field", format!("{line} x")),
        ("space-at-the-end", format!("{line} ")),
        ("upper-case-key-id", with(1, &fields[1].to_uppercase())),
        ("counter-with-zero", with(2, "01")),
        ("counter-with-plus", with(2, "+1")),
        ("counter-negative", with(2, "-1")),
        ("counter-too-large", with(2, "18446744073709551616")),
        ("versions-not-base64", with(3, "?")),
        ("versions-padded", with(3, &format!("{}=", fields[3]))),
        ("versions-end-in-a-digest", with(3, "MmW+")),
        // Four bytes of digest, then numbers with the top bit set and no end, and with too many bytes.
        ("versions-end-in-a-number", with(3, "AAAAAID/")),
        ("versions-number-too-long", with(3, "AAAAAICAgICAAQ")),
        ("tag-short", with(4, &fields[4][..40])),
        ("tag-long", with(4, &format!("{}AAAA", fields[4]))),
        ("tag-padded", with(4, &format!("{}=", fields[4]))),
        ("tag-not-base64", with(4, &format!("?{}", &fields[4][1..]))),
    ] {
        kit.replaced("seal_missing", &format!("seal-{what}"), line, &new);
    }
    let lost = head(STORE, &[ACTIVE, LOST]) + &a();
    kit.add("seal_missing", "seal-by-a-key-that-nobody-has", sealed_file(LOST, 1, &lost));
    kit.replaced(
        "secrets_line_broken@7",
        "seal-by-a-key-not-listed",
        &with(1, fields[1]),
        &with(1, &RETIRED.id()),
    );
    kit.replaced("secrets_line_broken@7", "seal-carriage-return", line, &format!("{line}\r"));
}

fn broken_seal(kit: &mut Kit) {
    let text = three();
    let seal = text.lines().last().unwrap();
    let fields: Vec<_> = seal.split(' ').collect();
    let other =
        |tag: &str| if tag.starts_with('A') { tag.replacen('A', "B", 1) } else { format!("A{}", &tag[1..]) };
    kit.replaced("seal_broken", "tag-changed", fields[4], &other(fields[4]));
    kit.replaced("seal_broken", "counter-raised", &format!(" 1 {}", fields[3]), &format!(" 2 {}", fields[3]));
    kit.replaced("seal_broken", "versions-changed", fields[3], &other(fields[3]));
    kit.replaced("seal_broken", "versions-none", fields[3], "-");
    kit.replaced("seal_broken", "versions-empty", fields[3], "");
    kit.replaced("seal_broken", "secret-gone", &b(), "");
    kit.replaced("seal_broken", "all-secrets-gone", &[a(), b(), c()].concat(), "");
    let foreign = line(ACTIVE, OTHER_STORE, "A", 1, Some(b"sk-foreign"));
    kit.replaced("secret_tampered", "line-of-another-store", &a(), &foreign);
    kit.replaced("secret_tampered", "renamed", &c(), &c().replacen('C', "D", 1));
    kit.replaced("secret_tampered", "version-raised", &a(), &a().replacen(" 1 ", " 2 ", 1));
    kit.replaced(
        "secret_tampered",
        "made-up-value",
        &b(),
        &format!("B {} 1 {}\n", ACTIVE.id(), "AAAA".repeat(22)),
    );
    kit.replaced(
        "secret_tampered",
        "made-up-secret",
        &c(),
        &format!("{}D {} 1 {}\n", c(), ACTIVE.id(), "AAAA".repeat(22)),
    );
    kit.replaced("secret_tampered", "another-store-id", "store 09", "store 0a");
    let (va, vb) = (a()[13..].to_owned(), b()[13..].to_owned());
    let swapped = text.replace(&va, "\u{1}").replace(&vb, &va).replace('\u{1}', &vb);
    kit.add("secret_tampered", "values-swapped", swapped);
    let newer = line(ACTIVE, STORE, "A", 2, Some(b"sk-second"));
    let rewritten = sealed_file(ACTIVE, 2, &body(&[newer.clone(), b(), c()]));
    kit.add("seal_broken", "older-line-pasted-back", rewritten.replacen(&newer, &a(), 1));
    kit.add(
        "seal_broken",
        "older-seal-pasted-back",
        rewritten.replacen(rewritten.lines().last().unwrap(), seal, 1),
    );
    let deleted = sealed_file(ACTIVE, 2, &body(&[line(ACTIVE, STORE, "A", 2, None), b(), c()]));
    let gone = deleted.lines().nth(3).unwrap().to_owned() + "\n";
    kit.add("seal_broken", "deleted-secret-brought-back", deleted.replacen(&gone, &a(), 1));
    kit.add("seal_broken", "line-of-a-deleted-secret-gone", deleted.replacen(&gone, "", 1));
    kit.replaced("seal_broken", "secret-called-deleted", &a(), &gone);
    let two = sealed_file(ACTIVE, 1, &(head(STORE, &[ACTIVE, RETIRED]) + &a()));
    let lost = head(STORE, &[ACTIVE, LOST]);
    kit.add(
        "seal_broken",
        "key-line-exchanged",
        lost + &two.split_inclusive('\n').skip(4).collect::<String>(),
    );
    kit.add(
        "seal_broken",
        "seal-of-another-store",
        body(&[a()]) + &crate::write::seal(ACTIVE, 1, &(head(OTHER_STORE, &[ACTIVE]) + &a())),
    );
}

/// What git's union merge leaves.
fn merged(kit: &mut Kit) {
    let by = |lines: &[String], counter| (body(lines), seal(ACTIVE, counter, &body(lines)));
    let d = line(ACTIVE, STORE, "D", 1, Some(b"line one\nline two\n"));
    let (_, ours) = by(&[a(), b(), c()], 2);
    let (_, theirs) = by(&[a(), c(), d.clone()], 2);
    let all = [a(), b(), c(), d.clone()];
    kit.add("seal_merged", "both-sides-added", body(&all) + &ours + &theirs);
    kit.add("seal_merged", "seals-in-the-middle", body(&all[..2]) + &ours + &theirs + &all[2..].concat());
    let mixed = [d, c(), b(), a()];
    kit.add("seal_merged", "any-order", body(&mixed) + &ours + &theirs);
    kit.add("seal_merged", "twins", body(&[a(), a(), b(), b(), b()]) + &ours + &theirs);
    kit.add("seal_merged", "three-seals", body(&all) + &ours + &theirs + &by(&[a()], 3).1);
    kit.add("seal_merged", "same-seal-twice", three() + three().split_inclusive('\n').next_back().unwrap());
    let key = three().lines().nth(2).unwrap().to_owned() + "\n";
    kit.add(
        "seal_merged",
        "key-line-twice",
        body(std::slice::from_ref(&key)) + &all.concat() + &ours + &theirs,
    );
    let mine = line(ACTIVE, STORE, "A", 2, Some(b"sk-second"));
    let yours = line(ACTIVE, STORE, "A", 2, Some(b"sk-other"));
    let (_, left) = by(std::slice::from_ref(&mine), 2);
    let (_, right) = by(std::slice::from_ref(&yours), 2);
    kit.add("secrets_conflict", "both-sides-changed", body(&[mine.clone(), yours.clone()]) + &left + &right);
    kit.add(
        "secrets_conflict",
        "three-lines-of-one-name",
        body(&[mine.clone(), yours, mine.clone()]) + &left + &right,
    );
    let deleted = line(ACTIVE, STORE, "A", 2, None);
    kit.add("secrets_conflict", "one-side-changed-one-deleted", body(&[mine, deleted]) + &left + &right);
    kit.add(
        "secret_tampered",
        "merged-with-a-line-of-another-store",
        body(&[line(ACTIVE, OTHER_STORE, "A", 1, Some(b"sk-foreign"))]) + &ours + &theirs,
    );
    kit.add(
        "secrets_line_broken@5",
        "merged-with-marks",
        body(&[a(), "<<<<<<< HEAD\n".into(), b(), "=======\n".into(), ">>>>>>> x\n".into()])
            + &ours
            + &theirs,
    );
    kit.add(
        "secrets_line_broken@4",
        "second-store-in-a-merge",
        body(&[format!("store {}\n", "0a".repeat(16))]) + &ours + &theirs,
    );
    // The second is by a key that the file does not list, so anybody could have made it up.
    let forged = seal(LOST, 9, &body(&[a(), b(), c()]));
    kit.add("seal_broken", "seal-by-a-stranger-before-ours", body(&[a(), b(), c()]) + &forged + &ours);
    kit.add("seal_broken", "seal-by-a-stranger-after-ours", three() + &forged);
}

fn keys(kit: &mut Kit) {
    let of = |key: Root| {
        sealed_file(key, 1, &(head(STORE, &[key]) + &line(key, STORE, "A", 1, Some(b"sk-first"))))
    };
    kit.add("key_wrong", "of-a-key-that-nobody-has", of(LOST));
    kit.add("ok", "of-the-retired-key", of(RETIRED));
    let text = head(STORE, &[ACTIVE, LOST]) + &line(LOST, STORE, "A", 1, Some(b"sk-first")) + &b();
    kit.add("key_wrong", "a-line-of-a-key-that-nobody-has", sealed_file(ACTIVE, 1, &text));
    let head = head(STORE, &[ACTIVE]);
    kit.add("secrets_line_broken@2", "no-key-line", &head[..head.find("key").unwrap()]);
}
