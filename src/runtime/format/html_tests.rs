use super::*;

fn clean(text: &str) -> String {
    let mut html = Html::default();
    let mut out = html.push(text);
    out.push_str(&html.finish());
    out
}

/// However it is cut, the same comes out.
fn same_in_pieces(text: &str) -> String {
    let whole = clean(text);
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for cut in &places {
        let mut html = Html::default();
        let mut out = html.push(&text[..*cut]);
        out.push_str(&html.push(&text[*cut..]));
        out.push_str(&html.finish());
        assert_eq!(out, whole, "{text:?} cut at {cut}");
    }
    let mut html = Html::default();
    let mut out = String::new();
    for c in text.chars() {
        out.push_str(&html.push(c.encode_utf8(&mut [0; 4])));
    }
    out.push_str(&html.finish());
    assert_eq!(out, whole, "{text:?} char by char");
    whole
}

#[test]
fn what_is_harmless_stays_as_it_is() {
    for good in [
        "<p>Hello <strong>you</strong> &amp; <em>all</em></p>",
        "<h2 title=\"a\">T</h2><ul><li>1</li><li>2</li></ul><hr>",
        "<table><thead><tr><th scope=\"col\">A</th></tr></thead><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>",
        "<pre><code>a &lt; b</code></pre>",
        "<p>größer, 日本, 🎈</p>",
        "",
    ] {
        assert_eq!(same_in_pieces(good), good);
    }
}

#[test]
fn a_link_keeps_its_address_and_gets_no_way_back() {
    assert_eq!(
        same_in_pieces("<a href='https://a.example/?x=1&amp;y=\"2\"' target=_top onclick=\"x()\">a</a>"),
        "<a href=\"https://a.example/?x=1&amp;y=&quot;2&quot;\" rel=\"noopener noreferrer\">a</a>"
    );
    for good in ["/a/b", "#top", "?q=1", "b.html", "mailto:a@b.example", "HTTPS://a.example", "a/b:c"] {
        assert!(clean(&format!("<a href=\"{good}\">a</a>")).contains(good), "{good}");
    }
}

#[test]
fn what_runs_or_loads_goes() {
    for (bad, left) in [
        ("<script>alert(1)</script>x", "x"),
        ("<SCRIPT SRC=//e.example/x.js></SCRIPT >x", "x"),
        ("<script/src=x>alert(1)</script>x", "x"),
        ("<style>*{background:url(//e.example)}</style>x", "x"),
        ("<p style=\"position:fixed\" onmouseover=alert(1)>x</p>", "<p>x</p>"),
        ("<p onclick='a>b'>x</p>", "<p>x</p>"),
        ("<img src=x onerror=alert(1) alt=\"a <b>\">x", "a &lt;b&gt;x"),
        ("<svg><script>alert(1)</script><a href=javascript:1>y</a></svg>x", "x"),
        ("<svg/onload=alert(1)>x", ""),
        ("<math><mtext></math>x", "x"),
        ("<iframe srcdoc=\"<script>1</script>\"></iframe>x", "x"),
        ("<object data=x><embed src=y></object>x", "x"),
        ("<embed src=y>x", "x"),
        ("<form action=//e.example><input name=a>x</form>", "x"),
        ("<link rel=stylesheet href=x><meta http-equiv=refresh content=0><base href=//e.example>x", "x"),
        ("<!-- <b> --><![CDATA[x]]><?php echo 1 ?>x", "x"),
        ("<!--><script>alert(1)</script>-->x", "x"),
        ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>x", "\"&gt;x"),
        ("<script>if (a<b && c>d) { \"</p>\" }</script>x", "x"),
        ("<svg><svg></svg>y</svg>x", "x"),
        ("<xmp><b></xmp>x", "x"),
        ("<template><b>y</b></template>x", "x"),
    ] {
        assert_eq!(same_in_pieces(bad), left, "{bad}");
    }
}

#[test]
fn an_address_that_runs_goes_however_it_is_written() {
    for bad in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A&#x61vascript:alert(1)",
        "&#0000106avascript:alert(1)",
        "javascript&colon;alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "blob:https://a.example/1",
        "file:///etc/passwd",
        "view-source:https://a.example",
    ] {
        let out = same_in_pieces(&format!("<a href=\"{bad}\">x</a>"));
        assert_eq!(out, "<a rel=\"noopener noreferrer\">x</a>", "{bad:?}");
    }
    // An unknown reference is no reference any more when it comes out.
    let out = clean("<a href=\"javascript&colonX;alert(1)\">x</a>");
    assert_eq!(out, "<a href=\"javascript&amp;colonX;alert(1)\" rel=\"noopener noreferrer\">x</a>");
}

#[test]
fn no_tag_comes_out_of_what_was_left_out() {
    for (bad, left) in [
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ("<<script>x</script>script>alert(1)", "&lt;script&gt;alert(1)"),
        ("<b<b>x", "x"),
        ("a < b and c > d", "a &lt; b and c &gt; d"),
        (
            "<b title=\"><script>alert(1)</script>\">x</b>",
            "<b title=\"&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">x</b>",
        ),
        ("<b title='\"onclick=\"x'>x</b>", "<b title=\"&quot;onclick=&quot;x\">x</b>"),
        ("<b title=a`b onclick=x>x</b>", "<b title=\"a`b\">x</b>"),
        ("<a/href=javascript:1//title=y>x</a>", "<a rel=\"noopener noreferrer\">x</a>"),
        ("<b title=1 title=2>x</b>", "<b title=\"1\">x</b>"),
        ("<b", ""),
        ("x<", "x&lt;"),
        ("x</", "x&lt;/"),
        ("<b title=\"", ""),
    ] {
        assert_eq!(same_in_pieces(bad), left, "{bad}");
    }
}

#[test]
fn what_is_open_is_closed_and_what_is_not_open_is_not() {
    assert_eq!(same_in_pieces("</div></section><b>x<i>y</b>z"), "<b>x<i>y</i></b>z");
    assert_eq!(same_in_pieces("<div><p>x"), "<div><p>x</p></div>");
    let deep = "<div>".repeat(1000);
    let out = clean(&format!("{deep}x"));
    assert_eq!((out.matches("<div>").count(), out.matches("</div>").count()), (DEEPEST, DEEPEST));
}

#[test]
fn a_whole_page_leaves_its_body() {
    let page = "<!DOCTYPE html>\n<html lang=en><head><title>T</title><style>a{}</style></head><body class=x><p>Hi</p></body></html>";
    assert_eq!(same_in_pieces(page), "\n<p>Hi</p>");
}

#[test]
fn a_tag_that_never_ends_holds_back_so_much_and_no_more() {
    let mut html = Html::default();
    let long = format!("<b title=\"{}", "x".repeat(LONGEST_TAG + 10));
    assert!(html.push(&long).starts_with("&lt;b title=\"xxx"), "it is text then");
    assert_eq!(html.held.len(), 0);
    let mut html = Html::default();
    for _ in 0..100 {
        assert_eq!(html.push(&format!("<!--{}", "é".repeat(LONGEST_TAG / 4))), "");
    }
    assert!(html.held.len() < 2 * LONGEST_TAG);
    assert_eq!(html.push("--") + &html.push(">x"), "x");
}

#[test]
fn random_marks_never_leave_anything_but_the_lists() {
    // A small generator of its own: the same each time.
    let parts = [
        "<",
        ">",
        "/",
        "script",
        "a",
        " href=",
        "\"",
        "'",
        "javascript:",
        "b",
        "<!--",
        "-->",
        "svg",
        "&#106;",
        "=",
        "on",
        "click",
        " ",
        "\n",
        "p",
        "</",
        "style",
        "title",
        "é",
        "&",
        "x",
        "textarea",
    ];
    let mut seed = 7_u64;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..24 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[usize::try_from((seed >> 33) % parts.len() as u64).unwrap()]);
        }
        let out = clean(&text);
        let lower = out.to_lowercase();
        let mut rest = lower.as_str();
        while let Some((_, after)) = rest.split_once('<') {
            let after = after.strip_prefix('/').unwrap_or(after);
            let name: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(ELEMENTS.contains(&name.as_str()), "{text:?} gives {out:?}");
            let (tag, after) = after.split_once('>').expect("our tags end");
            assert!(!tag.contains("javascript:") || !tag.contains("href"), "{text:?} gives {out:?}");
            assert!(!tag.contains(" onclick"), "{text:?} gives {out:?}");
            rest = after;
        }
    }
}
