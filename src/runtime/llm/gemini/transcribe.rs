//! A recording, written down by asking a model for it.

use crate::runtime::llm::{Media, MediaKind, Message, Part, Request, Settings, Sound};

/// What the model is asked.
pub(super) fn request(sound: &Sound) -> Request {
    let language =
        sound.language.as_deref().map(|l| format!(" The language is {l} (ISO 639-1).")).unwrap_or_default();
    let ask = format!(
        "Write down what is said in this recording, word for word, in the language that is spoken. Give only the \
         words: no times, no names of speakers, no remarks. If nothing is said, give nothing.{language}"
    );
    let recording = Media {
        kind: MediaKind::Audio,
        media_type: sound.media_type.clone(),
        name: sound.name.clone(),
        data: sound.data.clone(),
    };
    Request {
        model: sound.model.clone(),
        messages: vec![Message::User(vec![Part::Media(recording), Part::Text(ask)])],
        settings: Settings { temperature: Some(0.0), ..Settings::default() },
        ..Request::default()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::Gemini;
    use crate::runtime::llm::Sound;
    use crate::runtime::llm::dialect::Dialect;

    #[test]
    fn the_recording_goes_along_with_the_question() {
        let sound = Sound {
            model: "gemini-3.5-flash".into(),
            name: "a.mp3".into(),
            media_type: "audio/mpeg".into(),
            data: Bytes::from_static(b"ID3"),
            language: Some("de".into()),
        };
        let call = Gemini {}.transcribe(&sound).unwrap();
        assert_eq!(call.path, "/models/gemini-3.5-flash:generateContent");
        let body: serde_json::Value = serde_json::from_slice(&call.body).unwrap();
        let parts = &body["contents"][0]["parts"];
        assert_eq!(parts[0]["inlineData"], serde_json::json!({"mimeType": "audio/mpeg", "data": "SUQz"}));
        assert!(parts[1]["text"].as_str().unwrap().contains("The language is de"));
        let said = br#"{"candidates":[{"content":{"parts":[{"text":"Guten Tag\n"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":32}}"#;
        let transcript = Gemini {}.transcribed(said).unwrap();
        assert_eq!(transcript.text, "Guten Tag");
        assert_eq!(transcript.usage.unwrap().prompt_tokens, 32);
    }
}
