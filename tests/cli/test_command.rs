//! `muxi test`: cases against a played model, their reports, and their recordings.

use std::path::Path;

use serde_json::Value;

use crate::support::{Home, Model, Reply, Said, Tokens, until};
use crate::terminal::Terminal;

const KEY: &str = "sk-canary-1a2b3c4d5e6f";

const FORMATION: &str = "schema: \"1.0.0\"\nid: tested\ndescription: d\nllm:\n  settings: {max_retries: 0}\n  api_keys: {openai: \"${{ secrets.OPENAI_API_KEY }}\"}\n  models:\n    - text: openai/gpt-4o-mini\nagents:\n  - {id: helper, name: Helper, description: d, system_message: Be short.}\n";

/// A home with a key, whose formation has these tests.
fn home(tests: &[(&str, &str)]) -> Home {
    let home = Home::with(FORMATION);
    home.keep("OPENAI_API_KEY", KEY);
    for (name, text) in tests {
        home.write(&format!("tests/{name}"), text);
    }
    home
}

/// `muxi ARGS`, asking `model`.
fn run(home: &Home, model: &Model, args: &[&str]) -> (i32, String, String) {
    let output = home.muxi(args).env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(home: &Home, model: &Model, args: &[&str]) -> (i32, Value) {
    let (code, stdout, stderr) = run(home, model, &[&["--json", "test", "--jobs", "1"], args].concat());
    (code, serde_json::from_str(&stdout).unwrap_or_else(|e| panic!("{e}: {stdout}{stderr}")))
}

#[test]
fn cases_that_hold_are_told_in_their_order_with_time_tokens_and_cost() {
    let home = home(&[
        (
            "hello.yaml",
            "message: Hi\nexpect: {contains: Hello, agent: helper, route: only agent, max_model_calls: 1}\n",
        ),
        (
            "more.yaml",
            "user: ann\ncases:\n  - name: twice\n    turns:\n      - message: One\n      - message: Two\n        expect: {equals: Hello!, calls: [], max_calls: 0, max_tokens: 10, finish_reason: stop}\n  - message: Hi\n",
        ),
    ]);
    let model = Model::start([]);
    let (code, stdout, stderr) = run(&home, &model, &["test"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{stdout}");
    for (line, start) in lines.iter().zip(["ok      hello (", "ok      more: twice (", "ok      more 2 ("]) {
        assert!(
            line.starts_with(start) && line.contains(" ms, ") && line.contains(" tokens, $0.00"),
            "{line}"
        );
    }
    assert!(lines[1].contains("20 tokens"), "{}", lines[1]);
    assert!(stderr.contains("3 passed (") && stderr.contains("40 tokens, $0.0000"), "{stderr}");
    assert_eq!(model.asked().len(), 4);
}

#[test]
fn a_case_begins_with_nothing_and_leaves_nothing() {
    let home = home(&[("a.yaml", "cases:\n  - message: One\n  - message: Two\n")]);
    let model = Model::start([]);
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    for _ in 0..2 {
        let output = home
            .muxi(&["test", "--jobs", "1"])
            .env("OPENAI_BASE_URL", model.base_url())
            .env("TMPDIR", &temporary)
            .output()
            .unwrap();
        assert!(output.status.success());
    }
    // One question each, and none remembers another.
    for asked in model.asked() {
        let text = asked.body.to_string();
        assert_ne!(text.contains("One"), text.contains("Two"), "{text}");
    }
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    assert!(!home.state().join("muxi").exists() && !home.formation().join("memory.db").exists());
}

/// Each check that can be broken by an answer `Hello!`, with what is said of it.
const BROKEN: &[(&str, &str, &str)] = &[
    ("contains: Bye", "an answer with \"Bye\"", "\"Hello!\""),
    ("not_contains: [Hello]", "an answer without \"Hello\"", "\"Hello!\""),
    ("matches: ^Bye", "an answer that matches ^Bye", "\"Hello!\""),
    ("equals: Hello", "\"Hello\"", "\"Hello!\""),
    ("json: {a: 1}", "a: 1", "an answer that is no JSON"),
    ("agent: other", "other", "helper"),
    ("route: model", "model", "only agent"),
    ("model: openai/gpt-4o", "openai/gpt-4o", "openai/gpt-4o-mini"),
    ("calls: [search]", "search", "no calls"),
    ("max_model_calls: 0", "at most 0 questions to models", "1 questions to models"),
    ("max_tokens: 9", "at most 9 tokens", "10 tokens"),
    ("max_cost_usd: 0", "at most $0", "$0.000002"),
    ("finish_reason: length", "length", "stop"),
    ("error: RATE_LIMITED", "the error RATE_LIMITED", "the answer \"Hello!\""),
    ("clarification: true", "a question back", "no question back"),
    ("artifacts: [a.csv]", "a.csv", "no files"),
    ("remembers: a dog", "a dog", "no memories"),
];

#[test]
fn what_a_turn_leaves_in_the_memory_is_there_to_be_checked_and_for_its_case_alone() {
    let case = "turns:\n      - message: I live in Lisbon.\n        expect: {remembers: [lives in lisbon]}\n      \
                - message: And what is two and two?\n        expect: {remembers: The user lives in Lisbon.}\n";
    let cases = format!(
        "cases:\n  - name: told\n    {case}  - name: not told\n    message: Hi\n    expect: {{remembers: []}}\n"
    );
    let home = home(&[("a.yaml", &cases)]);
    let notes = r#"{"changes":[{"action":"add","number":0,"fact":"The user lives in Lisbon."}]}"#;
    let brain = Reply::check(move |asked| {
        let keeps = asked.messages()[0].starts_with("system: You keep notes");
        Reply::Said(Said::text(&[if keeps { notes } else { "Well." }]))
    });
    let model = Model::start(vec![brain; 10]);
    let (code, stdout, stderr) = run(&home, &model, &["test"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert_eq!(model.asked().len(), 4, "three answers, and one question for notes");
}

#[test]
fn each_check_that_breaks_is_told_with_its_place_what_was_expected_and_what_came() {
    let mut text = "cases:\n".to_owned();
    for (check, ..) in BROKEN {
        text += "  - message: Hi\n    expect:\n      ";
        text += check;
        text += "\n";
    }
    let home = home(&[("broken.yaml", &text)]);
    let model = Model::start([]);
    let (code, stdout, stderr) = run(&home, &model, &["test"]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    assert!(stderr.contains(&format!("0 passed, {} failed", BROKEN.len())), "{stderr}");
    for (nth, (check, expected, came)) in BROKEN.iter().enumerate() {
        let key = check.split(':').next().unwrap();
        let line = 4 + 3 * nth;
        let place = format!("  tests/broken.yaml:{line}:");
        let at = stdout.find(&place).unwrap_or_else(|| panic!("{place} is not in {stdout}"));
        let told: Vec<&str> = stdout[at..].lines().take(3).collect();
        assert!(told[0].ends_with(&format!(": {key}")), "{told:?}");
        assert_eq!(told[1], format!("    expected {expected}"));
        assert!(told[2].starts_with(&format!("    came     {came}")), "{told:?}");
    }
}

#[test]
fn a_turn_that_fails_is_told_with_its_code_and_can_be_what_is_expected() {
    let limited = || Reply::Status(429, "Retry-After: 0\r\n", r#"{"error":{"message":"slow"}}"#);
    let home = home(&[(
        "fails.yaml",
        "cases:\n  - {name: meant, message: Hi, expect: {error: RATE_LIMITED}}\n  - {name: not meant, message: Hi, expect: {contains: x}}\n",
    )]);
    let model = Model::start([limited(), limited()]);
    let (code, report) = json(&home, &model, &[]);
    assert_eq!(code, 1);
    assert_eq!(report["cases"][0]["passed"], true, "{report}");
    assert_eq!(report["cases"][0]["turns"][0]["error"]["code"], "RATE_LIMITED");
    let failures = report["cases"][1]["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 1, "the checks of an answer that is not there say nothing");
    assert_eq!((&failures[0]["check"], &failures[0]["line"]), (&"answer".into(), &3.into()));
    assert!(failures[0]["came"].as_str().unwrap().starts_with("RATE_LIMITED: "));
}

#[test]
fn json_has_every_case_with_its_turns_and_the_sums() {
    let home = home(&[(
        "a.yaml",
        "name: sums\nturns:\n  - message: One\n  - message: Two\n    expect: {contains: Bye}\n",
    )]);
    let said = Said::text(&["Well"]).costing(Tokens { prompt: 100, completion: 20, ..Tokens::default() });
    let model = Model::start([Reply::Said(said)]);
    let (code, report) = json(&home, &model, &[]);
    assert_eq!(code, 1);
    assert_eq!((&report["passed"], &report["interrupted"]), (&false.into(), &false.into()));
    let totals = &report["totals"];
    assert_eq!((&totals["cases"], &totals["failed"], &totals["not_run"]), (&1.into(), &1.into(), &0.into()));
    assert_eq!(totals["tokens"], 130);
    assert!(totals["cost_usd"].as_f64().unwrap() > 0.0);
    let case = &report["cases"][0];
    assert_eq!(
        (&case["file"], &case["line"], &case["name"]),
        (&"tests/a.yaml".into(), &1.into(), &"sums".into())
    );
    assert_eq!(
        (&case["turns"][0]["answer"], &case["turns"][1]["answer"]),
        (&"Well".into(), &"Hello!".into())
    );
    assert_eq!((&case["failures"][0]["turn"], &case["failures"][0]["column"]), (&2.into(), &24.into()));
    // The second turn belongs to the session of the first.
    assert!(model.asked()[1].body.to_string().contains("Well"));
}

#[test]
fn junit_is_whole_whatever_a_name_or_an_answer_holds() {
    let home = home(&[
        (
            "a.yaml",
            "cases:\n  - {name: \"<a> & \\\"b\\\"\", message: Hi, expect: {equals: \"]]>\"}}\n  - {name: fine, message: Hi}\n",
        ),
        ("b.yaml", "message: Hi\n"),
    ]);
    let model = Model::start([Reply::Text(&["a\u{9b}b"])]);
    let (code, xml, _) = run(&home, &model, &["test", "--jobs", "1", "--format", "junit"]);
    assert_eq!(code, 1);
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"muxi test\" tests=\"3\" failures=\"1\" errors=\"0\">\n"), "{xml}");
    assert!(xml.contains("  <testsuite name=\"tests/a.yaml\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0."), "{xml}");
    assert!(
        xml.contains(
            "classname=\"tested.a\" name=\"&lt;a&gt; &amp; &quot;b&quot;\" file=\"tests/a.yaml\" time=\"0."
        ),
        "{xml}"
    );
    assert!(
        xml.contains(
            "<failure type=\"equals\" message=\"expected &quot;]]&gt;&quot;, came &quot;a\u{fffd}b&quot;\""
        ),
        "{xml}"
    );
    assert!(xml.contains("tests/a.yaml:2:"), "{xml}");
    assert!(!xml.contains(|c: char| c.is_control() && c != '\n'), "{xml}");

    let (code, stdout, _) = run(&home, &model, &["test", "--format", "junit", "--output", "report.xml"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("FAILED  a: <a>"), "{stdout}");
    let file = String::from_utf8(home.read("report.xml")).unwrap();
    assert!(file.starts_with("<?xml") && file.contains("tests=\"3\" failures=\"1\""), "{file}");
    let (code, _, stderr) = run(&home, &model, &["test", "--output", "none/report.xml"]);
    assert!(code == 1 && stderr.contains("--output"), "{stderr}");
    let (code, _, stderr) = run(&home, &model, &["--json", "test", "--format", "junit"]);
    assert!(code == 2 && stderr.contains("--output"), "{stderr}");
}

#[test]
fn cases_are_chosen_by_name_file_and_directory() {
    let home = home(&[
        ("refund.yaml", "cases:\n  - {name: small, message: Hi}\n  - {name: large, message: Hi}\n"),
        ("hello.yaml", "message: Hi\n"),
    ]);
    let model = Model::start([]);
    let names = |args: &[&str]| {
        let (code, report) = json(&home, &model, args);
        assert_eq!(code, 0);
        let names = report["cases"].as_array().unwrap().iter();
        names.map(|case| case["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--filter", "LARGE"]), ["large"]);
    assert_eq!(names(&["--filter", "refund"]), ["small", "large"]);
    assert_eq!(names(&["tests/hello.yaml"]), ["hello"]);
    assert_eq!(names(&["tests"]), ["hello", "small", "large"]);
    assert_eq!(names(&[".", "tests/hello.yaml"]), ["hello", "small", "large"]);
    for args in [&["--filter", "nothing"][..], &["tests/none.yaml"], &["formation.afs", "--filter", "x y"]] {
        let (code, _, stderr) = run(&home, &model, &[&["test"], args].concat());
        assert_eq!(code, 3, "{args:?}: {stderr}");
    }
    let empty = Home::with(FORMATION);
    let (code, _, stderr) = empty.run(&["test"]);
    assert!(code == 3 && stderr.contains("tests/hello.yaml"), "{stderr}");
}

#[test]
fn the_first_failure_ends_it_where_that_is_wanted() {
    let home = home(&[(
        "a.yaml",
        "cases:\n  - {message: Hi}\n  - {message: Hi, expect: {equals: x}}\n  - {message: Hi}\n",
    )]);
    let model = Model::start([]);
    let (code, report) = json(&home, &model, &["--fail-fast"]);
    assert_eq!((code, &report["totals"]["not_run"]), (1, &1.into()), "{report}");
    assert_eq!((&report["totals"]["passed"], &report["totals"]["failed"]), (&1.into(), &1.into()));
}

#[test]
fn a_file_that_is_wrong_is_refused_before_anything_is_asked() {
    let model = Model::start([]);
    for (text, place, said) in [
        ("message: Hi\nexpect:\n  contain: x\n", "tests/a.yaml:3:3", "contains"),
        ("mesage: Hi\n", "tests/a.yaml:1:1", "message"),
        ("message: Hi\nexpect: {matches: \"a(\"}\n", "tests/a.yaml:2:19", "regular expression"),
        ("message: Hi\nexpect: {max_tokens: many}\n", "tests/a.yaml:2:22", "whole number"),
        ("message: Hi\nturns: []\n", "tests/a.yaml:2:", "message"),
        ("turns: [{message: Hi}]\nexpect: {contains: x}\n", "tests/a.yaml:2:1", "message"),
        ("message: Hi\nfiles: [none.png]\n", "tests/a.yaml:2:9", "none.png"),
        ("message: [\n", "tests/a.yaml:1:10", "never closed"),
    ] {
        let home = home(&[("a.yaml", text)]);
        for args in [&["test"][..], &["validate"]] {
            let (code, stdout, stderr) = run(&home, &model, args);
            let told = format!("{stdout}{stderr}");
            assert_eq!(code, 1, "{args:?} {text}: {told}");
            assert!(
                told.contains(place) || told.contains(&place.replace("tests/", "./tests/")),
                "{text}: {told}"
            );
            assert!(told.contains(said), "{text}: {told}");
        }
        // Who only runs the formation is not held up.
        let (code, _, stderr) = run(&home, &model, &["chat", "--local", "Hi"]);
        assert_eq!(code, 0, "{stderr}");
    }
    let home = home(&[("a.yaml", "message: Hi\nagent: helpr\n")]);
    let (code, stdout, stderr) = run(&home, &model, &["validate"]);
    assert!(code == 0 && format!("{stdout}{stderr}").contains("did you mean `helper`?"), "{stdout}{stderr}");
    let (code, report) = json(&home, &model, &[]);
    assert_eq!(code, 1);
    assert!(
        report["cases"][0]["failures"][0]["came"].as_str().unwrap().starts_with("AGENT_NOT_FOUND"),
        "{report}"
    );
}

#[test]
fn a_case_without_an_end_is_bounded() {
    let home = home(&[("a.yaml", "message: Hi\ntimeout_seconds: 0.3\n")]);
    let model = Model::start([Reply::Silence]);
    let (code, report) = json(&home, &model, &[]);
    assert_eq!(code, 1);
    let failure = &report["cases"][0]["failures"][0];
    assert_eq!(
        (&failure["check"], &failure["expected"]),
        (&"timeout_seconds".into(), &"an end within 0.3 s".into())
    );
    assert_eq!(failure["came"], "none; openai/gpt-4o-mini was asked once");
}

#[test]
fn a_recording_is_played_without_a_key_in_any_order_and_made_anew() {
    let tests = [
        (
            "a.yaml",
            "cases:\n  - {name: Same, message: Hi, expect: {contains: first}}\n  - {name: same?, message: Hi, expect: {contains: second}}\n",
        ),
        ("b.yaml", "message: Hi\nexpect: {contains: third}\n"),
    ];
    let recording = home(&tests);
    let answers = || [Reply::Text(&["the first"]), Reply::Text(&["the second"]), Reply::Text(&["the third"])];
    for _ in 0..2 {
        let model = Model::start(answers());
        let (code, stdout, stderr) =
            run(&recording, &model, &["test", "--jobs", "1", "--record", "tests/recordings"]);
        assert_eq!(code, 0, "{stdout}{stderr}");
    }
    let made = crate::place::files(&recording.formation().join("tests/recordings"));
    let made: Vec<_> =
        made.into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "json")).collect();
    assert_eq!(made.len(), 3, "the second recording replaces the first");

    // As in a CI: no secrets, no key, no network.
    let playing = Home::with(FORMATION);
    for (name, text) in tests {
        playing.write(&format!("tests/{name}"), text);
    }
    for (path, bytes) in &made {
        assert!(!String::from_utf8_lossy(bytes).contains("canary"));
        playing.write(path.strip_prefix(recording.formation()).unwrap().to_str().unwrap(), bytes);
    }
    let model = Model::start([]);
    for args in [&[][..], &["--jobs", "8"], &["--filter", "b"]] {
        let (code, stdout, stderr) =
            run(&playing, &model, &[&["test", "--replay", "tests/recordings"], args].concat());
        assert_eq!(code, 0, "{stdout}{stderr}");
    }
    assert!(model.asked().is_empty(), "a replay asks nobody");

    playing.write("tests/c.yaml", "message: New\n");
    let (code, stdout, _) = run(&playing, &model, &["test", "--replay", "tests/recordings"]);
    assert!(code == 1 && stdout.contains("MODEL_NOT_RECORDED") && !stdout.contains("FAILED  a"), "{stdout}");
    let (code, _, stderr) = run(&playing, &model, &["test", "--replay", "none"]);
    assert!(code == 3 && stderr.contains("--record"), "{stderr}");
}

#[test]
fn no_report_holds_the_value_of_a_secret() {
    let home = home(&[(
        "leak.yaml",
        "cases:\n  - {name: told, message: Hi, expect: {equals: x}}\n  - {name: refused, message: Hi}\n",
    )]);
    let script = || {
        [
            Reply::Text(&["The key is sk-canary-", "1a2b3c4d5e6f."]),
            Reply::Status(401, "", r#"{"error":{"message":"bad key sk-canary-1a2b3c4d5e6f"}}"#),
        ]
    };
    for format in ["human", "json", "junit"] {
        let model = Model::start(script());
        let args = ["test", "--jobs", "1", "--format", format, "--output", "report", "--record", "tape"];
        let (code, stdout, stderr) = run(&home, &model, &args);
        let file = String::from_utf8(home.read("report")).unwrap();
        assert_eq!(code, 1);
        for said in [&stdout, &stderr, &file] {
            assert!(!said.contains("canary"), "{format}: {said}");
        }
        assert!(file.contains("[REDACTED:OPENAI_API_KEY]"), "{format}: {file}");
    }
    for (path, bytes) in crate::place::files(&home.formation().join("tape")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{}", path.display());
    }
}

#[test]
fn ctrl_c_ends_it_with_what_was_done() {
    let home = home(&[("a.yaml", "cases:\n  - {name: one, message: Hi}\n  - {name: two, message: Hi}\n")]);
    let model = Model::start([Reply::Text(&["Hello"]), Reply::Silence]);
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let child = home
        .process(&["--json", "test", "--jobs", "1"])
        .env("OPENAI_BASE_URL", model.base_url())
        .env("TMPDIR", &temporary)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    until(std::time::Duration::from_secs(20), "the second case does not begin", || model.asked().len() >= 2);
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["interrupted"], &report["passed"]), (&true.into(), &false.into()));
    assert_eq!((&report["totals"]["passed"], &report["totals"]["not_run"]), (&1.into(), &1.into()));
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
}

#[test]
fn a_narrow_terminal_shows_each_case() {
    let home = Home::echo();
    home.write("tests/a.yaml", "cases:\n  - {name: fine, message: Hi, expect: {contains: Hi}}\n  - {name: not fine, message: Hi, expect: {contains: Bye}}\n");
    let mut terminal = Terminal::start(&home, 40, &["test", "--jobs", "1"]);
    for shown in ["ok      a: fine (", "FAILED  a: not fine (", "tests/a.yaml:3:", "1 passed, 1 failed"] {
        terminal.until(shown);
    }
}

#[test]
fn an_example_has_tests_that_hold_without_a_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/support-desk");
    let home = Home::empty();
    for (path, bytes) in crate::place::files(&root) {
        home.write(path.strip_prefix(&root).unwrap().to_str().unwrap(), bytes);
    }
    for name in ["OPENAI_API_KEY", "SHOP_API_KEY"] {
        home.keep(name, "made-for-this-test");
    }
    let (code, stdout, stderr) = home.run(&["test"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert_eq!(stdout.lines().filter(|line| line.starts_with("ok ")).count(), 3, "{stdout}");
}
