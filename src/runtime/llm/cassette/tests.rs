use super::*;
use crate::runtime::llm::Limit;
use futures_util::StreamExt;
use std::path::Path;

const KEY: &str = "sk-proj-canary-0123456789";

fn redactor() -> Redactor {
    let redactor = Redactor::default();
    redactor.add("OPENAI_API_KEY", &KEY.into());
    redactor
}

fn call(body: &str) -> Call {
    Call {
        path: "/chat/completions".into(),
        content_type: "application/json".into(),
        body: Bytes::from(body.to_owned()),
    }
}

fn live(content_type: &str, reads: &[&str], broken: bool) -> Reply {
    let mut items: Vec<Result<Bytes, String>> =
        reads.iter().map(|read| Ok(Bytes::from((*read).to_owned()))).collect();
    if broken {
        items.push(Err("connection reset".into()));
    }
    Reply {
        status: 200,
        content_type: content_type.into(),
        retry_after: None,
        body: Box::pin(futures_util::stream::iter(items)),
    }
}

async fn read(reply: Reply) -> (Vec<String>, Option<String>) {
    let (mut reads, mut end) = (Vec::new(), None);
    let mut body = reply.body;
    while let Some(read) = body.next().await {
        match read {
            Ok(bytes) => reads.push(String::from_utf8(bytes.to_vec()).unwrap()),
            Err(how) => end = Some(how),
        }
    }
    (reads, end)
}

fn recorder(dir: &Path) -> Cassette {
    Cassette::Record(Arc::new(Recorder::open(dir).unwrap()))
}

fn player(dir: &Path) -> Cassette {
    Cassette::Replay(Arc::new(Player::open(dir).unwrap()))
}

async fn record(cassette: &Cassette, body: &str, reply: Reply) -> (Vec<String>, Option<String>) {
    let reply = cassette.send("openai", &call(body), &redactor(), async { Ok(reply) }).await.unwrap();
    read(reply).await
}

async fn play(cassette: &Cassette, body: &str, redactor: &Redactor) -> Result<Reply, ModelError> {
    cassette.send("openai", &call(body), redactor, async { panic!("nothing goes out") }).await
}

fn texts(dir: &Path) -> Vec<(String, String)> {
    let mut all: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
        .filter(|(name, _)| !name.starts_with('.'))
        .map(|(name, path)| (name, crate::support::fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn what_wonce_recorded_is_played_read_by_read_and_holds_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("tape");
    let question = format!(r#"{{"model":"m","messages":[{{"content":"my key is {KEY}"}}]}}"#);
    let reads = ["data: a\n\n", "data: sk-proj-can", "ary-0123456789\n\n", "data: [DONE]\n\n"];
    let recording = recorder(&dir);
    let (passed, _) = record(&recording, &question, live("text/event-stream", &reads, false)).await;
    assert_eq!(passed, reads, "who asks gets what came");
    drop(recording);
    let files = texts(&dir);
    assert_eq!(files.len(), 1);
    assert!(files[0].0.starts_with("0001-") && files[0].0.contains(".json"), "{}", files[0].0);
    assert!(!files[0].1.contains("canary"), "{}", files[0].1);
    assert_eq!(files[0].1.matches("[REDACTED:OPENAI_API_KEY]").count(), 2, "{}", files[0].1);

    let unsecret = question.replace(KEY, "[REDACTED:OPENAI_API_KEY]");
    for (body, redactor) in [(question.as_str(), redactor()), (unsecret.as_str(), Redactor::default())] {
        let (reads, end) = read(play(&player(&dir), body, &redactor).await.unwrap()).await;
        let expected = "data: a\n\ndata: [REDACTED:OPENAI_API_KEY]\n\ndata: [DONE]\n\n";
        assert_eq!((reads.concat().as_str(), end), (expected, None));
        assert!(reads.len() > 1, "piece by piece: {reads:?}");
    }
}

#[tokio::test]
async fn the_same_question_gets_its_answers_in_order_and_then_the_last_one() {
    let dir = tempfile::tempdir().unwrap();
    let recording = recorder(dir.path());
    for answer in [r#"{"n":1}"#, r#"{"n":2}"#] {
        record(&recording, r#"{"a":1,"b":[2]}"#, live("application/json", &[answer], false)).await;
    }
    drop(recording);
    let cassette = player(dir.path());
    let mut answers = Vec::new();
    for _ in 0..3 {
        // The order of keys says nothing.
        let reply = play(&cassette, r#"{"b":[2],"a":1}"#, &redactor()).await.unwrap();
        answers.push(read(reply).await.0.concat());
    }
    assert_eq!(answers, [r#"{"n":1}"#, r#"{"n":2}"#, r#"{"n":2}"#]);
}

#[tokio::test]
async fn a_broken_stream_breaks_again_and_a_dead_endpoint_is_dead_again() {
    let dir = tempfile::tempdir().unwrap();
    let recording = recorder(dir.path());
    record(&recording, r#"{"q":1}"#, live("text/event-stream", &["data: a\n\n"], true)).await;
    let dead = ModelError::Unreachable {
        provider: "openai".into(),
        endpoint: "http://e".into(),
        detail: "refused".into(),
    };
    let late = ModelError::Timeout { provider: "openai".into(), limit: Limit::First, seconds: 30 };
    for (body, error) in [(r#"{"q":2}"#, &dead), (r#"{"q":3}"#, &late)] {
        let failed = recording.send("openai", &call(body), &redactor(), async { Err(error.clone()) }).await;
        assert!(failed.is_err());
    }
    drop(recording);
    let cassette = player(dir.path());
    let (reads, end) = read(play(&cassette, r#"{"q":1}"#, &redactor()).await.unwrap()).await;
    assert_eq!((reads, end), (vec!["data: a\n\n".to_owned()], Some("connection reset".to_owned())));
    assert_eq!(play(&cassette, r#"{"q":2}"#, &redactor()).await.err(), Some(dead));
    assert_eq!(play(&cassette, r#"{"q":3}"#, &redactor()).await.err(), Some(late));
}

#[tokio::test]
async fn a_question_that_was_not_recorded_names_its_file_and_the_first_difference() {
    let dir = tempfile::tempdir().unwrap();
    let recording = recorder(dir.path());
    let recorded = r#"{"model":"m","messages":[{"role":"user","content":"Hello"}]}"#;
    record(&recording, recorded, live("application/json", &["{}"], false)).await;
    record(&recording, r#"{"model":"other"}"#, live("application/json", &["{}"], false)).await;
    drop(recording);
    let asked = r#"{"model":"m","messages":[{"role":"user","content":"Hallo"}]}"#;
    let error = play(&player(dir.path()), asked, &redactor()).await.err().unwrap();
    let text = error.to_string();
    assert_eq!(error.code(), "MODEL_NOT_RECORDED");
    assert!(text.contains(&format!("there is no {}/*-", dir.path().display())), "{text}");
    assert!(
        text.contains("nearest is 0001-")
            && text.ends_with("but /messages/0/content is \"Hallo\", and \"Hello\" was recorded"),
        "{text}"
    );
}

#[tokio::test]
async fn an_answer_that_nobody_reads_to_its_end_is_kept_as_far_as_it_came() {
    let dir = tempfile::tempdir().unwrap();
    let recording = recorder(dir.path());
    let reply = live("text/event-stream", &["one", "two"], false);
    let mut reply = recording.send("openai", &call("{}"), &redactor(), async { Ok(reply) }).await.unwrap();
    assert!(reply.body.next().await.is_some());
    drop(reply);
    drop(recording);
    let (reads, end) = read(play(&player(dir.path()), "{}", &redactor()).await.unwrap()).await;
    assert_eq!((reads, end), (vec!["one".to_owned()], None));
}

#[tokio::test]
async fn a_multipart_question_is_the_same_with_another_boundary() {
    let dir = tempfile::tempdir().unwrap();
    let upload = |boundary: &str| Call {
        path: "/audio/transcriptions".into(),
        content_type: format!("multipart/form-data; boundary={boundary}"),
        body: Bytes::from([format!("--{boundary}\r\n\r\n").as_bytes(), &[0xff, 0xfe], b"\r\n"].concat()),
    };
    let recording = recorder(dir.path());
    let reply = live("application/json", &[r#"{"text":"hi"}"#], false);
    read(recording.send("openai", &upload("aaa111"), &redactor(), async { Ok(reply) }).await.unwrap()).await;
    drop(recording);
    let never = async { panic!("nothing goes out") };
    let reply = player(dir.path()).send("openai", &upload("bbb222"), &redactor(), never).await.unwrap();
    assert_eq!(read(reply).await.0, [r#"{"text":"hi"}"#]);
}

#[test]
fn one_process_records_into_a_directory_after_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let first = Recorder::open(dir.path()).unwrap();
    assert_eq!(Recorder::open(dir.path()).unwrap_err().code(), "recording_busy");
    drop(first);
    Recorder::open(dir.path()).unwrap();
    assert_eq!(Player::open(dir.path()).unwrap_err().code(), "recording_missing");
    let file = dir.path().join("0001-x.json");
    for (text, says) in [
        ("{", "EOF"),
        (
            r#"{"muxi_recording":2,"request":{"provider":"p","method":"POST","path":"/","content_type":"","body":{"text":""}}}"#,
            "version 2",
        ),
        (
            r#"{"muxi_recording":1,"request":{"provider":"p","method":"POST","path":"/","content_type":"","body":{"text":""}}}"#,
            "no `response`",
        ),
    ] {
        crate::support::fs::write_atomic(&file, text.as_bytes(), crate::support::fs::Mode::PRIVATE).unwrap();
        let error = Player::open(dir.path()).unwrap_err();
        assert!(error.code() == "recording_broken" && error.to_string().contains(says), "{error}");
    }
}
