//! Who may answer, when, and for how long.

use super::*;

/// What a server says of a tool; a test may leave it behind.
fn told(description: &str) -> &'static ToolSpec {
    Box::leak(Box::new(ToolSpec {
        name: "shell__run".to_owned(),
        description: description.to_owned(),
        parameters: json!({"type": "object"}),
    }))
}

fn about<'a>(who: &'a Principal, arguments: &'a Map<String, Value>, dangerous: bool) -> About<'a> {
    About {
        who,
        session_id: "s",
        request_id: "r",
        agent_id: "a",
        server: "shell",
        tool: "run",
        told: told("Runs a command."),
        arguments,
        why: "default",
        dangerous,
        accounts: &[],
    }
}

fn arguments(text: &str) -> Map<String, Value> {
    Map::from_iter([("command".to_owned(), text.into())])
}

fn asked(approvals: &Arc<Approvals>, about: &About<'_>) -> Waiting {
    approvals.ask(about, 1000, Duration::from_mins(1), &Redactor::default())
}

#[tokio::test]
async fn only_the_user_and_an_administrator_can_answer_and_only_once() {
    let approvals = Arc::new(Approvals::default());
    let (alice, bob) = (Principal::parse("alice").unwrap(), Principal::parse("bob").unwrap());
    let arguments = arguments("ls");
    for who in [Some(&alice), None] {
        let waiting = asked(&approvals, &about(&alice, &arguments, false));
        let id = waiting.approval.id.clone();
        assert_eq!(approvals.list(Some(&bob)), []);
        let others = approvals.decide(Some(&bob), &id, Decision::Allow, Remember::Once);
        assert_eq!(others, Err(ApprovalError::NotFound(id.clone())));
        let done = approvals.decide(who, &id, Decision::Allow, Remember::Once).unwrap();
        assert_eq!(done.status, ApprovalStatus::Allowed);
        let again = approvals.decide(who, &id, Decision::Deny, Remember::Once);
        assert!(matches!(again, Err(ApprovalError::Ended(ended)) if ended.status == ApprovalStatus::Allowed));
        assert_eq!(waiting.answer(Duration::from_secs(5)).await, ApprovalStatus::Allowed);
    }
    assert_eq!(approvals.remembered(&about(&alice, &arguments, false)), None);
}

#[tokio::test]
async fn what_nobody_answers_is_a_no_at_its_time_and_not_before() {
    let approvals = Arc::new(Approvals::default());
    let (who, arguments) = (Principal::local(), arguments("ls"));
    let waiting = asked(&approvals, &about(&who, &arguments, false));
    let id = waiting.approval.id.clone();
    assert_eq!(waiting.approval.expires_at, 61_000);
    let began = std::time::Instant::now();
    let answer = tokio::spawn(waiting.answer(Duration::from_millis(400)));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(approvals.list(None).len(), 1, "before its time");
    assert_eq!(answer.await.unwrap(), ApprovalStatus::Expired);
    assert!(began.elapsed() >= Duration::from_millis(400));
    assert_eq!(approvals.find(None, &id).unwrap().status, ApprovalStatus::Expired);
    assert!(approvals.decide(None, &id, Decision::Allow, Remember::Once).is_err());
    // A turn that ends takes its questions with it.
    drop(asked(&approvals, &about(&who, &arguments, false)));
    assert_eq!(approvals.list(None), []);
}

#[tokio::test]
async fn a_yes_for_the_session_is_for_the_tool_and_of_a_dangerous_call_for_its_arguments() {
    let approvals = Arc::new(Approvals::default());
    let who = Principal::local();
    let (one, other) = (arguments("rm -rf a"), arguments("rm -rf /"));
    let yes = |about: &About<'_>| {
        let waiting = asked(&approvals, about);
        approvals.decide(None, &waiting.approval.id, Decision::Allow, Remember::Session).unwrap();
    };
    yes(&about(&who, &one, true));
    assert_eq!(approvals.remembered(&about(&who, &one, true)), Some(Decision::Allow));
    assert_eq!(approvals.remembered(&about(&who, &other, true)), None);
    yes(&about(&who, &one, false));
    assert_eq!(approvals.remembered(&about(&who, &other, false)), Some(Decision::Allow));
    assert_eq!(
        approvals.remembered(&about(&who, &other, true)),
        None,
        "a dangerous one is asked all the same"
    );
    let bob = Principal::parse("bob").unwrap();
    let work = ["work".to_owned()];
    for changed in [
        About { who: &bob, ..about(&who, &other, false) },
        About { session_id: "t", ..about(&who, &other, false) },
        About { agent_id: "b", ..about(&who, &other, false) },
        About { server: "x", ..about(&who, &other, false) },
        About { tool: "x", ..about(&who, &other, false) },
        About { accounts: &work, ..about(&who, &other, false) },
        About { told: told("Removes all files."), ..about(&who, &other, false) },
    ] {
        assert_eq!(approvals.remembered(&changed), None, "{changed:?}");
    }
}

#[tokio::test]
async fn a_no_for_the_session_stays_whatever_the_tool_becomes() {
    let approvals = Arc::new(Approvals::default());
    let (who, arguments) = (Principal::local(), arguments("ls"));
    let waiting = asked(&approvals, &about(&who, &arguments, false));
    approvals.decide(None, &waiting.approval.id, Decision::Deny, Remember::Session).unwrap();
    let changed = About { told: told("Harmless now."), ..about(&who, &arguments, false) };
    assert_eq!(approvals.remembered(&changed), Some(Decision::Deny));
}

#[tokio::test]
async fn that_nobody_could_be_asked_is_a_no_for_the_one_call_and_no_word_of_the_user() {
    let approvals = Arc::new(Approvals::default());
    let (who, arguments) = (Principal::local(), arguments("ls"));
    let waiting = asked(&approvals, &about(&who, &arguments, false));
    let id = waiting.approval.id.clone();
    let done = approvals.decide(None, &id, Decision::Unasked, Remember::Session).unwrap();
    assert_eq!(done.status.denied_by(), Some(DeniedBy::Nobody));
    assert_eq!(
        (&done.to_json()["status"], &done.to_json()["denied_by"]),
        (&json!("denied"), &json!("nobody"))
    );
    assert_eq!(waiting.answer(Duration::from_secs(5)).await, ApprovalStatus::Unasked);
    assert_eq!(approvals.remembered(&about(&who, &arguments, false)), None);
}

#[test]
fn what_is_shown_has_no_secret_and_an_end() {
    let redactor = Redactor::default();
    redactor.add("TOKEN", &"s3cr3t-value-1".into());
    let (value, cut) = shown(&arguments("use s3cr3t-value-1"), &redactor);
    assert_eq!((value["command"].as_str().unwrap(), cut), ("use [REDACTED:TOKEN]", false));
    let (value, cut) = shown(&arguments(&"é".repeat(5000)), &redactor);
    assert!(cut && value["command"].as_str().unwrap().ends_with("… [10000 bytes in all]"));
    let many = (0..1000).map(|n| (n.to_string(), "x".repeat(100).into())).collect();
    let (value, cut) = shown(&many, &redactor);
    assert!(cut && value.to_string().len() < SHOWN * 2);
}
