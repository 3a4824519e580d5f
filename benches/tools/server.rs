//! The server of tools: it repeats what it is told.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

/// Answers until stdin ends.
pub(crate) fn run() -> anyhow::Result<()> {
    let (stdin, mut stdout) = (std::io::stdin().lock(), std::io::stdout().lock());
    for line in stdin.lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let Some(id) = asked.get("id") else { continue };
        let answer = match asked["method"].as_str() {
            Some("initialize") => json!({"result": {
                "protocolVersion": asked["params"]["protocolVersion"],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "bench", "version": "1"},
            }}),
            Some("tools/list") => json!({"result": {"tools": [{
                "name": "echo",
                "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}},
            }]}}),
            Some("tools/call") => json!({"result": {
                "content": [{"type": "text", "text": asked["params"]["arguments"]["text"]}],
            }}),
            _ => json!({"error": {"code": -32601, "message": "no such method"}}),
        };
        let mut answer = answer;
        answer["jsonrpc"] = json!("2.0");
        answer["id"] = id.clone();
        writeln!(stdout, "{answer}")?;
        stdout.flush()?;
    }
    Ok(())
}
