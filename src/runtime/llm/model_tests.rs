use super::*;
use crate::runtime::llm::{BreakerPolicy, Finish, FinishReason, Message};
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Instant;

type Said = Result<&'static str, ModelError>;

/// A provider that says what its script says, then `ok`.
#[derive(Default)]
struct Scripted {
    script: Mutex<VecDeque<Said>>,
    /// Fails after the first piece of the next stream.
    cut: bool,
    asked: Mutex<Vec<Request>>,
}

impl Scripted {
    fn next(&self, request: &Request) -> Result<String, ModelError> {
        self.asked.lock().unwrap().push(request.clone());
        self.script.lock().unwrap().pop_front().unwrap_or(Ok("ok")).map(str::to_owned)
    }

    fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

fn finish() -> Finish {
    let usage = Usage { prompt_tokens: 7, completion_tokens: 3, ..Usage::default() };
    Finish { reason: Some(FinishReason::Stop), usage: Some(usage) }
}

impl Provider for Scripted {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        let answer = self.next(request).map(|text| Answer { text, calls: Vec::new(), finish: finish() });
        Box::pin(std::future::ready(answer))
    }

    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        let first = self.next(request).map(|text| Piece { texts: vec![text], ..Piece::default() });
        let cut = Err(ModelError::CutOff { provider: "p".into(), detail: "gone".into() });
        let end = if self.cut { cut } else { Ok(Piece { finish: Some(finish()), ..Piece::default() }) };
        let pieces: Pieces = Box::pin(futures_util::stream::iter([first, end]));
        Box::pin(std::future::ready(Ok(pieces)))
    }

    fn embed<'a>(
        &'a self,
        _model: &'a str,
        _texts: &'a [String],
    ) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        let embeddings = self.next(&Request::default()).map(|_| Embeddings::default());
        Box::pin(std::future::ready(embeddings))
    }

    fn transcribe<'a>(&'a self, sound: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        let request = Request { model: sound.model.clone(), ..Request::default() };
        let transcript = self.next(&request).map(|text| Transcript { text, ..Transcript::default() });
        Box::pin(std::future::ready(transcript))
    }
}

/// Writes down what it hears.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Hear for Notes {
    async fn hear(&self, note: Note<'_>) {
        let line = match note {
            Note::Retried { model, attempt, wait, error } => {
                format!("{model} {attempt} {}: {}", wait.as_millis(), error.code())
            }
            Note::FellBack { from, to, error } => format!("{from} -> {to}: {}", error.code()),
        };
        self.0.lock().unwrap().push(line);
    }
}

impl Notes {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

fn refused(status: u16) -> ModelError {
    ModelError::Refused { provider: "p".into(), status, retry_after: None, detail: String::new() }
}

fn limited(millis: u64) -> ModelError {
    let retry_after = Some(Duration::from_millis(millis));
    ModelError::RateLimited { provider: "p".into(), retry_after, detail: String::new() }
}

fn unreachable() -> ModelError {
    ModelError::Unreachable { provider: "p".into(), endpoint: "e".into(), detail: "refused".into() }
}

fn scripted(script: impl IntoIterator<Item = Said>) -> Arc<Scripted> {
    Arc::new(Scripted { script: Mutex::new(script.into_iter().collect()), ..Scripted::default() })
}

fn model(name: &str, provider: &Arc<Scripted>, max_retries: u32) -> Model {
    timed(name, provider, max_retries, Clock::default())
}

fn timed(name: &str, provider: &Arc<Scripted>, max_retries: u32, clock: Clock) -> Model {
    let source = Source {
        provider: Arc::clone(provider) as Arc<dyn Provider>,
        breaker: Arc::new(Breaker::new("p", "http://p", BreakerPolicy::default(), clock)),
        retry: RetryPolicy { max_retries, ..RetryPolicy::default() },
    };
    let settings = Settings { max_tokens: Some(100), ..Settings::default() };
    Model::new(format!("p/{name}"), name, settings, source)
}

fn pair(first: &Arc<Scripted>, second: &Arc<Scripted>) -> Model {
    let mut fallback = model("second", second, 0);
    fallback.settings.max_tokens = Some(7);
    fallback.price = Some(Price::said(1.0, 2.0, None));
    model("first", first, 0).with_fallback(Some(Arc::new(fallback)))
}

fn question(model: &Model) -> Request {
    Request { messages: vec![Message::user("Hello")], ..model.request() }
}

#[tokio::test]
async fn a_question_is_asked_again_after_the_wait_that_the_provider_wants() {
    let provider = scripted([Err(limited(20)), Err(limited(30)), Ok("there")]);
    let (model, notes, began) = (model("m", &provider, 3), Notes::default(), Instant::now());
    let answered = model.complete(&question(&model), &notes).await.unwrap();
    assert_eq!(answered.answer.text, "there");
    assert!(began.elapsed() >= Duration::from_millis(50));
    assert_eq!(notes.lines(), ["p/m 1 20: RATE_LIMITED", "p/m 2 30: RATE_LIMITED"]);
}

#[tokio::test]
async fn a_longer_wait_than_is_allowed_is_told_and_not_waited_for() {
    let provider = scripted([Err(limited(60_000))]);
    let (model, began) = (model("m", &provider, 3), Instant::now());
    let error = model.complete(&question(&model), &()).await.unwrap_err();
    assert_eq!((error.code(), error.retry_after()), ("RATE_LIMITED", Some(Duration::from_mins(1))));
    assert!(error.to_string().ends_with("(it asks to wait 60 s)"), "{error}");
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(provider.asked().len(), 1);
}

#[tokio::test]
async fn dropping_the_question_ends_a_wait() {
    let provider = scripted([Err(limited(100)), Ok("late")]);
    let model = model("m", &provider, 3);
    let request = question(&model);
    let asked = tokio::time::timeout(Duration::from_millis(10), model.complete(&request, &())).await;
    assert!(asked.is_err());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(provider.asked().len(), 1);
}

#[tokio::test]
async fn what_stands_in_is_asked_with_its_own_name_and_settings() {
    let (first, second) = (scripted([Err(refused(500))]), scripted([Ok("from the second")]));
    let (model, notes) = (pair(&first, &second), Notes::default());
    let answered = model.complete(&question(&model), &notes).await.unwrap();
    assert_eq!((answered.by.id.as_str(), answered.answer.text.as_str()), ("p/second", "from the second"));
    assert_eq!(answered.cost.unwrap().to_string(), "$0.000013");
    assert_eq!(notes.lines(), ["p/first -> p/second: MODEL_REFUSED"]);
    let asked = &second.asked()[0];
    assert_eq!((asked.model.as_str(), asked.settings.max_tokens), ("second", Some(7)));
    assert_eq!(asked.messages, [Message::user("Hello")]);
}

#[tokio::test]
async fn a_setting_that_the_caller_changed_stays_with_the_model_that_stands_in() {
    let (first, second) = (scripted([Err(unreachable())]), scripted([]));
    let model = pair(&first, &second);
    let mut request = question(&model);
    (request.settings.max_tokens, request.settings.temperature) = (Some(3), Some(0.0));
    model.complete(&request, &()).await.unwrap();
    let settings = &second.asked()[0].settings;
    assert_eq!((settings.max_tokens, settings.temperature), (Some(3), Some(0.0)));
}

#[tokio::test]
async fn nothing_stands_in_where_the_question_is_at_fault() {
    let filtered = ModelError::Filtered { provider: "p".into(), detail: String::new() };
    for error in [refused(400), refused(422), filtered] {
        let (first, second) = (scripted([Err(error.clone())]), scripted([]));
        let model = pair(&first, &second);
        assert_eq!(model.complete(&question(&model), &()).await.unwrap_err(), error);
        assert!(second.asked().is_empty(), "{error}");
    }
}

#[tokio::test]
async fn an_error_in_the_place_of_the_first_piece_falls_back_and_a_later_one_does_not() {
    let (first, second) = (scripted([Err(refused(529))]), scripted([Ok("here")]));
    let model = pair(&first, &second);
    let mut pieces = model.stream(&question(&model), &()).await.unwrap();
    assert_eq!(pieces.by.id, "p/second");
    assert_eq!(pieces.next().await.unwrap().texts, ["here"]);
    assert!(pieces.next().await.unwrap().finish.is_some());

    let cut = Arc::new(Scripted { cut: true, ..Scripted::default() });
    let unasked = scripted([]);
    let model = pair(&cut, &unasked);
    let mut pieces = model.stream(&question(&model), &()).await.unwrap();
    assert_eq!(pieces.next().await.unwrap().texts, ["ok"]);
    assert_eq!(pieces.next().await.unwrap_err().code(), "MODEL_CUT_OFF");
    assert!(unasked.asked().is_empty());
}

#[tokio::test]
async fn while_the_breaker_is_open_what_stands_in_is_asked_at_once() {
    let first = scripted((0..5).map(|_| Err(unreachable())));
    let second = scripted([]);
    let clock = Clock::fixed(1_000);
    let fallback = model("second", &second, 0);
    let model = timed("first", &first, 0, clock.clone()).with_fallback(Some(Arc::new(fallback)));
    let notes = Notes::default();
    for _ in 0..7 {
        model.complete(&question(&model), &notes).await.unwrap();
    }
    assert_eq!((first.asked().len(), second.asked().len()), (5, 7));
    assert_eq!(
        notes.lines()[4..6],
        ["p/first -> p/second: MODEL_UNREACHABLE", "p/first -> p/second: MODEL_UNAVAILABLE"]
    );
    clock.advance(Duration::from_mins(1));
    assert_eq!(model.complete(&question(&model), &()).await.unwrap().by.id, "p/first");
    assert_eq!(model.complete(&question(&model), &()).await.unwrap().by.id, "p/first");
}

#[tokio::test]
async fn vectors_have_no_stand_in_and_a_recording_has() {
    let (first, second) = (scripted([Err(refused(500)), Err(refused(500))]), scripted([Ok("words")]));
    let model = pair(&first, &second);
    assert!(model.embed(&["x".to_owned()], &()).await.is_err());
    assert!(second.asked().is_empty());
    let sound = Sound {
        model: "first".into(),
        name: "a.mp3".into(),
        media_type: "audio/mpeg".into(),
        data: bytes::Bytes::new(),
        language: None,
    };
    let answered = model.transcribe(&sound, &()).await.unwrap();
    assert_eq!((answered.answer.text.as_str(), second.asked()[0].model.as_str()), ("words", "second"));
}

#[test]
fn a_cost_is_known_only_with_a_price_and_a_count() {
    let mut model = model("m", &scripted([]), 0);
    let usage = finish().usage;
    assert_eq!(model.cost(usage.as_ref()), None);
    model.price = Some(Price::said(0.15, 0.6, None));
    assert_eq!(model.cost(None), None);
    assert_eq!(model.cost(usage.as_ref()).unwrap().pico(), 7 * 150_000 + 3 * 600_000);
    model.price = Some(Price::FREE);
    assert_eq!(model.cost(None), Some(Cost::ZERO));
}
