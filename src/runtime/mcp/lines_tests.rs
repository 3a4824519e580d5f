use std::sync::Mutex as StdMutex;

use tokio::io::duplex;

use super::*;

type Both = (Lines<tokio::io::DuplexStream, tokio::io::DuplexStream>, Arc<Faults>);

fn reading(said: &'static [u8], longest: usize) -> (Both, Arc<StdMutex<Vec<String>>>) {
    let (mut theirs, ours) = duplex(64 << 10);
    let (write, _) = duplex(64);
    let noise = Arc::<StdMutex<Vec<String>>>::default();
    let (heard, faults) = (Arc::clone(&noise), Arc::<Faults>::default());
    let tell: OnNoise = Box::new(move |line| heard.lock().unwrap().push(line.to_owned()));
    let mut lines = Lines::new(ours, write, Arc::clone(&faults), tell);
    lines.longest = longest;
    tokio::spawn(async move {
        theirs.write_all(said).await.unwrap();
    });
    ((lines, faults), noise)
}

async fn all(lines: &mut Lines<tokio::io::DuplexStream, tokio::io::DuplexStream>) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(message) = lines.receive().await {
        all.push(serde_json::to_string(&message).unwrap());
    }
    all
}

#[tokio::test]
async fn messages_are_read_whatever_stands_between_them() {
    let said = b"\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\r\n\n  \nHello!\n[{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}]\nbye\n{\"jsonrpc\":\"2.0\",\"id\":4,\"resu";
    let ((mut lines, faults), noise) = reading(said, 1000);
    let all = all(&mut lines).await;
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(*noise.lock().unwrap(), ["Hello!"]);
    assert_eq!(faults.why(), None);
}

#[tokio::test]
async fn a_line_that_is_too_long_ends_the_request_that_it_answers() {
    let said = b"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],\"x\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}}\n{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}\n";
    let ((mut lines, faults), _) = reading(said, 60);
    let all = all(&mut lines).await;
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(faults.take(&RequestId::Number(7)), Some(McpError::TooLarge(60)));
    assert_eq!(faults.why(), None);
}

#[tokio::test]
async fn a_long_line_that_answers_nobody_known_ends_all() {
    let said = b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}\n";
    let ((mut lines, faults), _) = reading(said, 40);
    assert!(lines.receive().await.is_none());
    assert_eq!(faults.why(), Some(McpError::TooLarge(40)));
}

#[tokio::test]
async fn an_answer_that_is_no_message_is_told_to_who_asked() {
    let ((mut lines, faults), _) = reading(b"{\"jsonrpc\":\"1.0\",\"id\":5,\"result\":{}}\n", 1000);
    let all = all(&mut lines).await;
    assert!(all[0].contains("\"id\":5"), "{all:?}");
    let why = faults.take(&RequestId::Number(5)).unwrap();
    assert!(matches!(&why, McpError::Protocol(what) if what.contains("cannot be read")), "{why}");
}

#[tokio::test]
async fn an_answer_of_many_tiny_values_fails_its_own_call_before_it_is_parsed() {
    let many = ",0".repeat(Limits::PARTS);
    let said = format!(
        "{{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{{\"x\":[0{many}]}}}}\n{{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{{}}}}\n[0{many}]\n"
    );
    let ((mut lines, faults), _) = reading(said.leak().as_bytes(), LONGEST_LINE);
    let all = all(&mut lines).await;
    assert_eq!(all.len(), 2, "{all:?}");
    let why = faults.take(&RequestId::Number(7)).unwrap();
    assert!(matches!(&why, McpError::Protocol(what) if what.contains("400000 values")), "{why}");
    // The last one answers nobody known.
    assert!(faults.why().is_some());
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_noise_and_their_ids_are_numbers() {
    let bad = |id: &str| format!("{{\"jsonrpc\":\"1.0\",\"id\":{id},\"result\":{{}}}}\n");
    let said = bad("\"x\"") + &bad("\"5\"");
    let ((mut lines, faults), noise) = reading(said.leak().as_bytes(), 1000);
    assert_eq!(all(&mut lines).await.len(), 1);
    assert!(faults.take(&RequestId::Number(5)).is_some());
    assert_eq!((noise.lock().unwrap().len(), lines.noise.0), (1, 2));
    let said: String = (0..=NOISE_LINES).map(|id| bad(&id.to_string())).collect();
    let ((mut lines, faults), _) = reading(said.leak().as_bytes(), 1000);
    all(&mut lines).await;
    assert!(matches!(faults.why(), Some(McpError::Protocol(what)) if what.contains("floods")));
}
