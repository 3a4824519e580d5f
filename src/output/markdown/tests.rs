use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;

fn look(width: usize, color: bool) -> Look {
    Look { width: Some(width), color }
}

fn shown(look: Look, text: &str) -> String {
    let mut markdown = Markdown::new(look);
    let mut out = markdown.feed(text);
    out.push_str(&markdown.finish());
    out
}

fn plain(text: &str) -> String {
    shown(look(80, false), text)
}

/// With codes as `{1}`.
fn with_codes(shown: &str) -> String {
    let codes = ["0", "1", "2", "3", "36", "1;3", "1;36"];
    codes
        .iter()
        .fold(shown.to_owned(), |text, code| text.replace(&format!("\x1b[{code}m"), &format!("{{{code}}}")))
}

fn styled(text: &str) -> String {
    with_codes(&shown(look(80, true), text))
}

#[test]
fn a_page_is_styled_and_says_the_same() {
    let page = "# x\n\nSay `a` and `b.\n\n```yaml f.afs\nk: `v`\n```\n";
    assert_eq!(
        styled_markdown(page),
        "\x1b[1mx\x1b[0m\n\nSay \x1b[36ma\x1b[0m and `b.\n\n  \x1b[2mf.afs\x1b[0m\n    \x1b[36mk: `v`\x1b[0m\n"
    );
}

#[test]
fn emphasis_code_and_links_are_styled() {
    assert_eq!(styled("a **b** *c* ***d*** _e_ `f`\n"), "a {1}b{0} {3}c{0} {1;3}d{0} {3}e{0} {36}f{0}\n");
    assert_eq!(styled("**b *i* `c`**"), "{1}b {0}{1;3}i {0}{1;36}c{0}");
    assert_eq!(styled("[a *b*](https://x.io) ![i](p.png)"), "a {3}b{0} {2}(https://x.io){0} i {2}(p.png){0}");
    assert_eq!(styled("<https://x.io> a < b <br>"), "https://x.io a < b <br>");
    assert_eq!(styled("[ ] todo [1] x[0]"), "[ ] todo [1] x[0]");
}

#[test]
fn what_only_looks_like_a_mark_stays() {
    let texts =
        ["2 * 3 * 4", "snake_case_name", "a ** b", "a ****", "5 < 6!", "`open", "**open", "[open](", "#x"];
    for text in texts {
        assert_eq!(plain(text), text);
        assert_eq!(styled(text), text);
    }
    assert_eq!(plain("\\*a\\* \\q"), "*a* \\q");
}

#[test]
fn without_colours_the_marks_say_it() {
    let text = "# Title\n\n**a** `b` *c*\n\n> q\n\n```rust x\nlet a = 1;\n```\n";
    assert_eq!(plain(text), text);
}

#[test]
fn headings_lists_and_quotes_keep_their_shape_when_wrapped() {
    let text = "## A heading here\n- one two three four\n  - inner five six seven\n12. alpha beta gamma\n> q r s t u v w x y z\n";
    assert_eq!(
        shown(look(16, false), text),
        "## A heading\nhere\n- one two three\n  four\n  - inner five\n    six seven\n12. alpha beta\n    gamma\n> q r s t u v w\n> x y z\n"
    );
}

#[test]
fn a_style_goes_on_behind_the_margin_of_a_quote() {
    let text = "> **aa bb cc**\n";
    assert_eq!(with_codes(&shown(look(8, true), text)), "{2}│{0} {1}aa bb{0}\n{2}│{0} {1}cc{0}\n");
}

#[test]
fn fenced_code_is_never_wrapped_and_names_its_language() {
    let text = "```python\nprint('a long line of code')  # **x**\n\n```\nafter";
    assert_eq!(
        with_codes(&shown(look(10, true), text)),
        "{2}python{0}\n{2}print('a long line of code')  # **x**{0}\n\nafter"
    );
    assert_eq!(styled("````\n```\n````\nx"), "{2}```{0}\nx");
    assert_eq!(styled("1. do\n   ```sh\n   ls\n   ```\n"), "1. do\n   {2}sh{0}\n{2}   ls{0}\n");
    assert_eq!(styled("> ```\n> a\nb"), "{2}│{0} {2}a{0}\nb");
    assert_eq!(styled("```\ncut off"), "{2}cut off{0}");
}

#[test]
fn a_whole_table_is_laid_out_and_any_other_is_shown_as_it_is() {
    let table = "| a | long **b** |\n|---|:--:|\n| 漢字 | `x|y` |\n";
    assert_eq!(plain(table), "a     long **b**\n────  ──────────\n漢字  `x|y`\n");
    assert_eq!(plain(&format!("{table}\nafter")), format!("{}\nafter", plain(table)));
    assert_eq!(plain(table.trim_end()), plain(table).trim_end());
    assert_eq!(shown(look(10, false), table), table);
    assert_eq!(plain("| no table |\nx"), "| no table |\nx");
    let long = format!("| a |\n|---|\n{}", "| row row row |\n".repeat(400));
    assert_eq!(plain(&long), long);
}

#[test]
fn words_wrap_and_wide_characters_count_two() {
    assert_eq!(shown(look(10, false), "aaa bbb ccc ddd"), "aaa bbb\nccc ddd");
    assert_eq!(shown(look(10, false), "漢字漢字漢字漢字"), "漢字漢字漢\n字漢字");
    assert_eq!(shown(look(6, false), "漢字漢。字"), "漢字\n漢。字");
    assert_eq!(shown(look(4, false), "ab 👩‍👧 c"), "ab\n👩‍👧\nc");
    let url = "https://example.org/a/very/long/path";
    assert_eq!(shown(look(10, false), &format!("see {url} now")), format!("see\n{url} now"));
}

#[test]
fn control_characters_never_come_through() {
    let text = "a\x1b[31mb\x07\r\n\u{9b}2Jc\x08 \u{202e}x\u{2066}y\u{2069} `\x1b]0;t\x07`\n```\n\x1b[2J\n```";
    for color in [true, false] {
        let out = shown(look(80, color), text);
        let bare = ["\x1b[0m", "\x1b[36m", "\x1b[2m"].iter().fold(out, |out, code| out.replace(code, ""));
        assert!(bare.chars().all(|c| !c.is_control() || c == '\n'), "{bare:?}");
        assert!(!bare.contains(['\u{202e}', '\u{2066}', '\u{2069}']));
    }
}

#[test]
fn what_is_certain_is_there_at_once_and_what_waits_is_bounded() {
    let mut markdown = Markdown::new(look(80, true));
    assert_eq!(markdown.feed("Hel"), "Hel");
    assert_eq!(markdown.feed("lo wor"), "lo");
    assert_eq!(markdown.feed("ld **now"), " world");
    assert_eq!(markdown.feed("**."), "");
    assert_eq!(markdown.feed(" "), " \x1b[1mnow\x1b[0m.");
    let mut waiting = 0;
    for _ in 0..2000 {
        waiting += 4;
        waiting -= markdown.feed("**x ").len().min(waiting);
        assert!(waiting < 2 * HELD, "{waiting}");
    }
}

/// Pieces of Markdown, so that random texts mean something.
fn markdown_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "a",
        "word",
        " ",
        " ",
        "\n",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "```",
        "~~~",
        "[",
        "](",
        ")",
        "(u)",
        "# ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "|",
        "|---|",
        "\\",
        "<",
        "!",
        "漢",
        "é",
        "👩‍👧",
        "---",
        "\t",
        "   ",
        ">",
        "<https://",
        "\x1b",
        "\r",
    ]);
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn where_a_text_is_cut_makes_no_difference(text in markdown_text(), color: bool, width in 1..60_usize) {
        let whole = shown(look(width, color), &text);
        for (cut, _) in text.char_indices() {
            let mut markdown = Markdown::new(look(width, color));
            let mut out = markdown.feed(&text[..cut]);
            out.push_str(&markdown.feed(&text[cut..]));
            out.push_str(&markdown.finish());
            prop_assert_eq!(&out, &whole, "cut at {}", cut);
        }
    }

    #[test]
    fn no_line_of_words_is_too_wide_and_no_word_is_lost(text in "[a-f漢]{1,6}( [a-f漢]{1,6}){0,30}", width in 12..60_usize) {
        let out = shown(look(width, true), &text);
        prop_assert!(out.lines().all(|line| line.width() <= width), "{out}");
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(bare(&out), bare(&text));
    }

    #[test]
    fn nothing_makes_it_fall_over_and_styles_end(text in ".{0,200}", width in 0..30_usize) {
        let out = shown(look(width, true), &text);
        let last = out.rfind("\x1b[").map(|at| &out[at..]);
        prop_assert!(last.is_none_or(|code| code.starts_with("\x1b[0m")), "{out:?}");
    }
}
