//! The formations that are checked.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

const LARGE: &str = include_str!("../../tests/fixtures/formation/large.afs");

/// Agents, MCP servers and A2A services: a thousand files.
const KINDS: [(&str, usize); 3] = [("agents", 600), ("mcp", 300), ("a2a", 100)];

/// One file with every block.
pub(crate) fn one(directory: &Path) -> io::Result<()> {
    std::fs::create_dir_all(directory)?;
    std::fs::write(directory.join("formation.afs"), LARGE)
}

/// A formation that declares a thousand files.
pub(crate) fn thousand(directory: &Path) -> io::Result<()> {
    for (kind, count) in KINDS {
        std::fs::create_dir_all(directory.join(kind))?;
        for nth in 0..count {
            std::fs::write(directory.join(kind).join(format!("{kind}-{nth:04}.afs")), component(kind, nth))?;
        }
    }
    let list = |kind: &str, count: usize, indent: &str| {
        (0..count).fold(String::new(), |mut all, nth| {
            writeln!(all, "{indent}- {kind}-{nth:04}").expect("a String takes everything");
            all
        })
    };
    let [agents, mcp, a2a] = KINDS;
    let text = format!(
        "schema: \"1.0.0\"\nid: many\ndescription: A thousand files\nllm:\n  models:\n    - text: muxi/echo\n\
         agents:\n{}mcp:\n  servers:\n{}a2a:\n  outbound:\n    services:\n{}",
        list(agents.0, agents.1, "  "),
        list(mcp.0, mcp.1, "    "),
        list(a2a.0, a2a.1, "      "),
    );
    std::fs::write(directory.join("formation.afs"), text)
}

fn component(kind: &str, nth: usize) -> String {
    let head = format!("schema: \"1.0.0\"\nid: {kind}-{nth:04}\ndescription: \"Number {nth} of its kind\"\n");
    match kind {
        "agents" => format!(
            "{head}name: Agent {nth}\nrole: specialist\nspecialties: [research, \"writing {nth}\", summaries]\n\
             system_message: |\n  You answer questions about subject {nth}.\n  Say where you know it from.\n\n  \
             If you do not know, say so.\nllm_models:\n  - text: muxi/echo\n    settings:\n      temperature: 0.{}\n      \
             max_tokens: {}\nmcp_servers:\n  - mcp-{:04}\n",
            nth % 10,
            1000 + nth,
            nth % 300,
        ),
        "mcp" => format!(
            "{head}type: http\nendpoint: https://tools.example.com/{nth}/mcp\ntimeout_seconds: {}\nretry_attempts: 3\n\
             auth:\n  type: bearer\n  token: \"${{{{ secrets.TOKEN_{} }}}}\"\ntools:\n  allow: [\"read_*\", search]\n",
            10 + nth % 50,
            nth % 7,
        ),
        _ => format!(
            "{head}name: Service {nth}\nurl: https://a2a.example.com/{nth}\ntimeout_seconds: 30\nauth:\n  \
             type: api_key\n  key: ${{{{ secrets.A2A_KEY }}}}\n",
        ),
    }
}

/// The files of one kind, as arguments.
pub(crate) fn files(directory: &Path, kind: &str) -> io::Result<Vec<String>> {
    if kind == "formation" {
        return Ok(vec!["formation.afs".to_owned()]);
    }
    let each = std::fs::read_dir(directory.join("agents"))?;
    each.map(|entry| Ok(format!("agents/{}", entry?.file_name().to_string_lossy()))).collect()
}
