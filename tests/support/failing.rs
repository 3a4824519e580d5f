//! What becomes of models that fail, whatever API they speak.

use serde_json::{Value, json};

use super::{Api, Home, Played, Reply, Response, Server};

/// A played API, and how a server is started that asks it.
pub struct Failing<A: Api> {
    /// Starts the server.
    pub serve: fn(&Played<A>) -> (Home, Server),
    /// The key that it is asked with.
    pub key: &'static str,
}

/// The body of a chat in the session `s` that is answered whole.
pub fn whole(message: &str) -> Value {
    json!({"message": message, "session_id": "s", "stream": false})
}

/// The same, streamed.
pub fn streamed(message: &str) -> Value {
    json!({"message": message, "session_id": "s"})
}

impl<A: Api + Clone + Default> Failing<A> {
    /// The answer to one chat, what the session keeps, and what the server said on stderr.
    pub fn ask(&self, api: A, script: Vec<Reply>, body: &Value) -> (Response, Response, String) {
        let played = Played::with(api, script);
        let (_home, server) = (self.serve)(&played);
        let answer = server.chat("alice", body);
        let kept = server.get("/v1/sessions/s/messages", "alice");
        (answer, kept, server.stop().1)
    }

    /// The model failed, whole and streamed: this code, these words, the question kept, no key anywhere.
    pub fn is_named(&self, api: &A, script: &[Reply], code: &str, words: &str) {
        let (answer, kept, stderr) = self.ask(api.clone(), script.to_vec(), &whole("Hi"));
        let json = answer.json();
        assert_eq!(json["code"], code, "{}", answer.body);
        assert!(json["message"].as_str().expect("words").contains(words), "{}", answer.body);
        assert_eq!(kept.json()["data"]["messages"][0]["content"], "Hi");
        let (stream, _, _) = self.ask(api.clone(), script.to_vec(), &streamed("Hi"));
        let error = stream.body.split("event: error\ndata: ").nth(1);
        let error = error.unwrap_or_else(|| panic!("{}", stream.body));
        assert!(error.contains(code) && error.contains(words), "{error}");
        for text in [&answer.body, &stream.body, &stderr] {
            assert!(!text.contains(self.key), "{text}");
        }
    }

    /// The same for an API that always replies so.
    pub fn reply_is_named(&self, reply: Reply, code: &str, words: &str) {
        self.is_named(&A::default(), &vec![reply; 4], code, words);
    }
}
