//! SARIF, `JUnit` and the commands of GitHub: their rules, whatever the text.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use muxi::formation::load::Loaded;
use muxi::formation::render::{self, Found};
use serde_json::Value;

use crate::support::load;

/// Findings in two files, with a second place, a fix, and characters of several bytes before the place.
fn broken() -> Loaded {
    load(&[
        (
            "formation.afs",
            "schema: \"1.0.0\"\nid: x\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n    - text: muxi/echo\nagents: [a, é, 'ü']\n",
        ),
        ("agents/a.afs", "schema: \"1.0.0\"\nid: a\nname: \"中文\"\ndescription: d\nactive: yes\n"),
        ("agents/a b,c:d%.afs", "schema: \"1.0.0\"\nid: é\nname: A\ndescription: \"\\n,:%\\r\"\nserver: [\n"),
    ])
}

fn found(loaded: &Loaded) -> Found<'_> {
    Found { name: "x", sources: &loaded.sources, diagnostics: &loaded.diagnostics, omitted: loaded.omitted }
}

#[test]
fn github_gets_a_command_for_each_finding_with_its_escapes() {
    let loaded = broken();
    assert_snapshot!(render::github(&[found(&loaded)]), @r"
    ::warning file=formation.afs,line=7,endLine=7,col=7,endColumn=11,title=duplicate-capability::a second model for `text`%0Ahelp: remove one of the two
    ::error file=agents/a b%2Cc%3Ad%25.afs,line=5,endLine=5,col=9,endColumn=10,title=yaml-syntax::this `[` is never closed%0Ahelp: close it with `]`, or put the value in quotes
    ::warning file=agents/a.afs,line=5,endLine=5,col=9,endColumn=12,title=yaml-ambiguous::`active` is a boolean to some YAML readers and text to others%0Ahelp: write `true`
    ");
}

#[test]
fn junit_has_a_case_for_each_file_and_a_failure_for_each_with_errors() {
    let loaded = broken();
    assert_snapshot!(render::junit(&[found(&loaded)]), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="muxi validate" tests="3" failures="1" errors="0">
      <testsuite name="x" tests="3" failures="1" errors="0" skipped="0">
        <testcase classname="muxi.validate" name="agents/a b,c:d%.afs" file="agents/a b,c:d%.afs">
          <failure type="yaml-syntax" message="this `[` is never closed">agents/a b,c:d%.afs:5:9: error[yaml-syntax]: this `[` is never closed; close it with `]`, or put the value in quotes&#10;</failure>
        </testcase>
        <testcase classname="muxi.validate" name="agents/a.afs" file="agents/a.afs">
          <system-out>agents/a.afs:5:9: warning[yaml-ambiguous]: `active` is a boolean to some YAML readers and text to others; write `true`&#10;</system-out>
        </testcase>
        <testcase classname="muxi.validate" name="formation.afs" file="formation.afs">
          <system-out>formation.afs:7:7: warning[duplicate-capability]: a second model for `text`; remove one of the two&#10;</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

/// Elements are closed in order, and no `<`, `&` or control character stands where XML has none.
fn assert_well_formed(xml: &str) {
    let allowed =
        |c: char| matches!(c, '\n' | '\t' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "{xml:?}");
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        for entity in text.split('&').skip(1) {
            let name = entity.split(';').next().expect("a part");
            assert!(["amp", "lt", "gt", "quot", "#10", "#9", "#13"].contains(&name), "{entity}");
        }
        let (tag, after) = rest[at + 1..].split_once('>').expect("a tag has an end");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{xml}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{xml}");
}

#[test]
fn junit_is_well_formed_whatever_the_text() {
    assert_well_formed(&render::junit(&[found(&broken())]));
    for text in ["\u{1}\u{1b}[31m<&>\"'\u{85}\u{fffe}", "]]> --> \u{7f}", "\u{feff}x: \u{0}"] {
        let loaded = load(&[("formation.afs", text), ("agents/<&\"'>.afs", text)]);
        assert!(!loaded.diagnostics.is_empty());
        assert_well_formed(&render::junit(&[found(&loaded)]));
        let quoted = format!("schema: \"1.0.0\"\nid: {}\ndescription: d\n", serde_json::json!(text));
        assert_well_formed(&render::junit(&[found(&load(&[("formation.afs", &quoted)]))]));
    }
}

/// What the standard asks for of what we write.
fn assert_sarif(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "muxi");
    let rules = driver["rules"].as_array().expect("rules");
    let ids: BTreeSet<_> = rules.iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    assert_eq!(ids.len(), rules.len(), "3.19.23: ids of rules are unique");
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().expect("a text").is_empty());
        }
    }
    let artifacts = run["artifacts"].as_array().expect("artifacts");
    let uris: BTreeSet<_> = artifacts.iter().map(|a| a["location"]["uri"].as_str().expect("a URI")).collect();
    assert_eq!(uris.len(), artifacts.len(), "3.14.15: artifacts are unique");
    for uri in &uris {
        assert!(uri.is_ascii() && !uri.contains([' ', '\\', '"', '<', '>', ':']), "{uri}");
    }
    let mut prints = BTreeSet::new();
    for result in run["results"].as_array().expect("results") {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[rule]["id"], result["ruleId"], "3.27.6");
        assert!(["error", "warning"].contains(&result["level"].as_str().expect("a level")));
        assert!(prints.insert(result["partialFingerprints"].to_string()), "no two results are one");
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for place in result["locations"].as_array().expect("a place").iter().chain(related) {
            assert_place(&place["physicalLocation"], artifacts);
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            assert!(!fix["artifactChanges"].as_array().expect("3.55.3").is_empty());
            for change in fix["artifactChanges"].as_array().expect("changes") {
                assert!(!change["replacements"].as_array().expect("3.56.3").is_empty());
                for replacement in change["replacements"].as_array().expect("replacements") {
                    assert_region(&replacement["deletedRegion"]);
                }
            }
        }
    }
}

fn assert_place(place: &Value, artifacts: &[Value]) {
    let location = &place["artifactLocation"];
    let index = usize::try_from(location["index"].as_u64().expect("an index")).expect("small");
    assert_eq!(artifacts[index]["location"]["uri"], location["uri"], "3.4.5");
    assert_region(&place["region"]);
}

fn assert_region(region: &Value) {
    let number = |name: &str| region[name].as_u64().expect("a number");
    let (start, end) =
        ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
    assert!(start.0 >= 1 && start.1 >= 1 && start <= end, "{region}");
}

#[test]
fn sarif_keeps_the_rules_of_the_standard() {
    let loaded = broken();
    let log = render::sarif(&[found(&loaded), found(&loaded)]);
    assert_sarif(&log);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), loaded.diagnostics.len() * 2);
    assert_sarif(&render::sarif(&[]));
}

#[test]
fn a_fingerprint_stays_when_lines_are_put_before_it() {
    let prints = |text: &str| {
        let loaded = load(&[("formation.afs", text)]);
        let log = render::sarif(&[found(&loaded)]);
        let results = log["runs"][0]["results"].as_array().cloned().expect("results");
        results.into_iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>()
    };
    let text = "schema: \"1.0.0\"\nid: x\nzebra: 1\nquagga: 2\n";
    assert_eq!(prints(text), prints(&format!("# one more\n\n{text}")));
    assert_eq!(prints(text).len(), 3);
}

#[test]
fn every_finding_of_every_width_is_drawn_without_a_fault() {
    let loaded = broken();
    for width in (0..=120).step_by(5) {
        for diagnostic in &loaded.diagnostics {
            assert!(
                render::human(diagnostic, &loaded.sources, width, width % 2 == 0)
                    .contains(diagnostic.code.as_str())
            );
        }
    }
}

#[test]
fn a_change_of_long_lines_is_not_drawn_and_its_help_is() {
    let text =
        format!("schema: \"1.0.0\"\nid: x\ndescription: d\nversion: 2026-01-31 # {}\n", "x".repeat(400));
    let loaded = load(&[("formation.afs", &text)]);
    let shown = render::human(&loaded.diagnostics[0], &loaded.sources, 80, false);
    assert!(shown.contains("= help: put"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
}
