//! What the real API refuses beyond its schema.

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub(super) fn fault(model: &str, body: &Value) -> Option<String> {
    let contents = body["contents"].as_array()?;
    roles(contents)
        .or_else(|| calls(contents))
        .or_else(|| signed(model, contents))
        .or_else(|| tools(body))
        .or_else(|| format(model, body))
}

fn parts<'a>(content: &'a Value, field: &'static str) -> impl Iterator<Item = &'a Value> {
    content["parts"].as_array().into_iter().flatten().filter_map(move |part| part.get(field))
}

fn roles(contents: &[Value]) -> Option<String> {
    if contents.first()?["role"] != "user" || contents.last()?["role"] != "user" {
        return Some("Please ensure that the conversation begins and ends with a user role.".to_owned());
    }
    let twice = contents.windows(2).any(|pair| pair[0]["role"] == pair[1]["role"]);
    twice.then(|| "Please ensure that multiturn requests alternate between user and model.".to_owned())
}

/// As many results as calls, right behind them, with their names and ids.
fn calls(contents: &[Value]) -> Option<String> {
    let mut open: Vec<(&Value, &Value)> = Vec::new();
    for content in contents {
        let of = |field| parts(content, field).map(|call| (&call["name"], &call["id"])).collect::<Vec<_>>();
        let (made, given) = (of("functionCall"), of("functionResponse"));
        if content["role"] == "user" && !made.is_empty() || content["role"] == "model" && !given.is_empty() {
            return Some("a call of the user, or a result of the model".to_owned());
        }
        if given != open {
            let words = "Please ensure that the number of function response parts is equal to the number of function \
                         call parts of the function call turn.";
            return Some(format!("{words} {open:?} {given:?}"));
        }
        open = made;
    }
    None
}

/// From Gemini 3 on the first call of each step since the last question is signed.
fn signed(model: &str, contents: &[Value]) -> Option<String> {
    if model.starts_with("gemini-2") {
        return None;
    }
    let question = contents
        .iter()
        .rposition(|content| parts(content, "text").next().is_some() && content["role"] == "user")?;
    contents[question..].iter().find_map(|content| {
        let first = content["parts"].as_array()?.iter().find(|part| part.get("functionCall").is_some())?;
        let name = &first["functionCall"]["name"];
        first["thoughtSignature"]
            .is_null()
            .then(|| format!("Function call {name} is missing a thought_signature"))
    })
}

fn tools(body: &Value) -> Option<String> {
    let mut known = BTreeSet::new();
    let declared = body["tools"].as_array().into_iter().flatten();
    for tool in declared.filter_map(|tools| tools["functionDeclarations"].as_array()).flatten() {
        if !known.insert(tool["name"].as_str()?) {
            return Some(format!("Duplicate function declaration found: {}", tool["name"]));
        }
    }
    let config = &body["toolConfig"]["functionCallingConfig"];
    if config.is_object() && known.is_empty() {
        return Some("Function calling config is set without function_declarations.".to_owned());
    }
    let allowed = config["allowedFunctionNames"].as_array()?;
    if config["mode"] != "ANY" {
        return Some("Allowed function names should only be set when the mode is ANY.".to_owned());
    }
    let wrong = allowed.iter().find(|name| !name.as_str().is_some_and(|name| known.contains(name)))?;
    Some(format!("Unknown function name in the allowed function names: {wrong}"))
}

fn format(model: &str, body: &Value) -> Option<String> {
    let config = &body["generationConfig"];
    let json = config["responseMimeType"] == json!("application/json");
    if config.get("responseJsonSchema").is_some() && !json {
        return Some("responseJsonSchema without the type application/json".to_owned());
    }
    (json && body.get("tools").is_some() && model.starts_with("gemini-2"))
        .then(|| "Function calling with a response mime type: 'application/json' is unsupported".to_owned())
}
