use super::*;

const DB_PASSWORD: &str = "p@ss \"quoted\" \\backé中\n2nd line";

fn resolve(target: &Target) -> Answer {
    match target {
        Target::Secret(name) => match name.as_str() {
            "OPENAI_API_KEY" => Answer::Value("sk-kat-1234567890".into()),
            "DB_PASSWORD" => Answer::Value(DB_PASSWORD.into()),
            "TRAP" => Answer::Value("\\b $1 ${{ secrets.DB_PASSWORD }} \\g<0>".into()),
            "EMPTY" => Answer::Value("".into()),
            _ => Answer::Missing,
        },
        Target::Env(name) if name == "HOME_PAGE" => Answer::Value("https://x.test".into()),
        Target::Env(_) => Answer::Missing,
        Target::Credential(_) => Answer::Keep,
    }
}

fn filled(text: &str) -> String {
    let bytes = substitute(text, resolve).unwrap();
    String::from_utf8(bytes.expose().to_vec()).unwrap()
}

fn error(text: &str) -> BadReference {
    match substitute(text, resolve).unwrap_err() {
        SubstituteError::Bad(bad) => bad,
        SubstituteError::Missing(target) => panic!("{target} is missing"),
    }
}

#[test]
fn the_known_answers_of_the_deployed_runtime_hold() {
    for (text, value) in [
        ("${{ secrets.OPENAI_API_KEY }}", "sk-kat-1234567890"),
        ("${{secrets.OPENAI_API_KEY}}", "sk-kat-1234567890"),
        ("${{  secrets.OPENAI_API_KEY  }}", "sk-kat-1234567890"),
        ("Bearer ${{ secrets.OPENAI_API_KEY }}!", "Bearer sk-kat-1234567890!"),
        ("$${{ secrets.OPENAI_API_KEY }}", "$sk-kat-1234567890"),
        ("${{ user.credentials.github }}", "${{ user.credentials.github }}"),
        ("${{ secrets.DB_PASSWORD }}", DB_PASSWORD),
    ] {
        assert_eq!(filled(text), value, "{text}");
    }
}

#[test]
fn where_we_differ_from_it_defaults_work_and_lower_case_is_said() {
    assert_eq!(filled("${{ secrets.MISSING || '' }}"), "");
    assert_eq!(filled("${{ secrets.MISSING || 'x' }}"), "x");
    assert_eq!(filled("${{ secrets.OPENAI_API_KEY || '' }}"), "sk-kat-1234567890");
    let bad = error("${{ secrets.openai_api_key }}");
    assert_eq!(bad.code, Code::ReferenceCase);
    assert_eq!(bad.help, "write `secrets.OPENAI_API_KEY`");
    assert_eq!(
        substitute("${{ secrets.MISSING }}", resolve).unwrap_err(),
        SubstituteError::Missing(Target::Secret("MISSING".into()))
    );
}

#[test]
fn a_default_applies_to_empty_values_and_may_hold_anything_but_its_quote() {
    assert_eq!(filled("${{ secrets.EMPTY || 'x' }}"), "x");
    assert_eq!(filled("${{ secrets.EMPTY }}"), "");
    assert_eq!(filled("${{ env.NONE||\"it's }} ${{ ok\" }}!"), "it's }} ${{ ok!");
    assert_eq!(filled("${{ env.HOME_PAGE }}/a"), "https://x.test/a");
}

#[test]
fn what_was_put_in_is_never_read_again() {
    assert_eq!(
        filled("<${{ secrets.TRAP }}|${{ secrets.TRAP }}>"),
        "<\\b $1 ${{ secrets.DB_PASSWORD }} \\g<0>|\\b $1 ${{ secrets.DB_PASSWORD }} \\g<0>>"
    );
}

#[test]
fn values_that_are_not_utf8_arrive_as_they_are() {
    let bytes = substitute("a${{ secrets.X }}b", |_| Answer::Value(SecretBytes::new(vec![0, 0xff, b'$'])));
    assert_eq!(bytes.unwrap().expose(), b"a\0\xff$b");
}

#[test]
fn white_space_inside_is_free_even_over_lines() {
    assert_eq!(filled("${{\n\tsecrets.OPENAI_API_KEY\n  ||\n 'x'\u{a0}}}"), "sk-kat-1234567890");
}

#[test]
fn ranges_are_bytes_of_the_text() {
    let found = find("é ${{ secrets.A }} and ${{ env.B }}");
    let ranges: Vec<_> = found.iter().map(|r| r.range.clone()).collect();
    assert_eq!(ranges, [3..19, 24..36]);
}

#[test]
fn every_way_to_write_one_wrong_is_named_and_the_next_one_still_found() {
    use Code::{ReferenceCase as Case, ReferenceMalformed as Bad, ReferenceUnknown as Unknown};
    for (text, code, range) in [
        ("${{", Bad, 0..3),
        ("${{ }}", Bad, 0..6),
        ("${{ secrets.A", Bad, 0..3),
        ("${{ secrets.A }", Bad, 0..3),
        ("${{ secrets. }}", Bad, 0..15),
        ("${{ secrets.A-B }}", Bad, 0..18),
        ("${{ secrets.A B }}", Bad, 0..18),
        ("${{ secrets.A | 'x' }}", Bad, 0..22),
        ("${{ secrets.A || x }}", Bad, 0..21),
        ("${{ secrets.A || 'x }}", Bad, 0..22),
        ("${{ user.credentials.a || 'x' }}", Bad, 0..32),
        ("${{ secrets.a }}", Case, 0..16),
        ("${{ OPENAI_API_KEY }}", Unknown, 0..21),
        ("${{ secret.A }}", Unknown, 0..15),
        ("${{ github.sha }}", Unknown, 0..17),
        ("${{ env.1A }}", Bad, 0..13),
    ] {
        let found = scan(text);
        let bad = found[0].as_ref().unwrap_err();
        assert_eq!((bad.code, bad.range.clone()), (code, range), "{text}");
        assert!(!bad.help.is_empty());
        let two = format!("{text} ${{{{ secrets.B }}}}");
        assert!(find(&two).len() == 1 || text.contains("'x }}"), "{two}");
    }
}

#[test]
fn a_near_miss_of_a_namespace_is_guessed() {
    assert_eq!(error("${{ secret.OPENAI_API_KEY }}").help, "did you mean `secrets.OPENAI_API_KEY`?");
}

#[test]
fn errors_say_what_to_do() {
    let missing = SubstituteError::Missing(Target::Secret("K".into()));
    assert_eq!(missing.to_string(), "`secrets.K` is not set");
    assert_eq!(missing.hint().unwrap(), "run `muxi secrets add K`");
    assert_eq!(missing.code(), "reference_not_set");
}

proptest::proptest! {
    #[test]
    fn any_text_is_scanned_and_ranges_ascend(text in "(\\$\\{\\{|\\}\\}|secrets\\.|[A-Zé' |\"\\n.$]){0,24}") {
        let mut at = 0;
        for found in scan(&text) {
            let range = match found {
                Ok(reference) => reference.range,
                Err(bad) => bad.range,
            };
            proptest::prop_assert!(at <= range.start && range.start < range.end);
            proptest::prop_assert!(text.get(range.clone()).is_some());
            at = range.end;
        }
    }
}
