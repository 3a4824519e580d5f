//! The graph for programs that draw: Mermaid and Graphviz.

use std::fmt::Write as _;

use super::{Graph, Kind, Node};

/// A Mermaid flowchart.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    let (open, close) = ("([", "])");
    line(&mut out, format_args!("  n0{open}\"{}\"{close}", for_mermaid(&label(&graph.nodes[0]))));
    for kind in Kind::PARTS {
        let places: Vec<_> = graph.of(kind).collect();
        if places.is_empty() {
            continue;
        }
        line(&mut out, format_args!("  subgraph g{}[\"{}\"]", kind.as_str(), for_mermaid(kind.plural())));
        for place in places {
            line(&mut out, format_args!("    n{place}[\"{}\"]", for_mermaid(&label(&graph.nodes[place]))));
        }
        out.push_str("  end\n");
    }
    for edge in &graph.edges {
        let label = for_mermaid(&edge.label);
        let arrow = if label.is_empty() { "-->".to_owned() } else { format!("-->|\"{label}\"|") };
        line(&mut out, format_args!("  n{} {arrow} n{}", edge.from, edge.to));
    }
    out
}

/// A directed graph for Graphviz.
pub fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph formation {\n  rankdir=LR;\n  node [shape=box];\n");
    line(&mut out, format_args!("  n0 [label=\"{}\", shape=ellipse];", for_dot(&label(&graph.nodes[0]))));
    for kind in Kind::PARTS {
        let places: Vec<_> = graph.of(kind).collect();
        if places.is_empty() {
            continue;
        }
        line(&mut out, format_args!("  subgraph cluster_{} {{", kind.as_str()));
        line(&mut out, format_args!("    label=\"{}\";", for_dot(kind.plural())));
        for place in places {
            line(
                &mut out,
                format_args!("    n{place} [label=\"{}\"];", for_dot(&label(&graph.nodes[place]))),
            );
        }
        out.push_str("  }\n");
    }
    for edge in &graph.edges {
        let label = for_dot(&edge.label);
        let label = if label.is_empty() { String::new() } else { format!(" [label=\"{label}\"]") };
        line(&mut out, format_args!("  n{} -> n{}{label};", edge.from, edge.to));
    }
    out.push_str("}\n");
    out
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("a text takes everything");
}

fn label(node: &Node) -> String {
    let mut notes = node.notes.clone();
    if node.missing {
        notes.push("missing".to_owned());
    }
    if notes.is_empty() { node.name.clone() } else { format!("{} ({})", node.name, notes.join(", ")) }
}

/// In quotes, Mermaid reads HTML, Markdown between backticks, and its own entities after `#`.
fn for_mermaid(text: &str) -> String {
    let one = |c: char| match c {
        c if c.is_ascii_alphanumeric() || " -_.,/:()'".contains(c) => c.to_string(),
        c if c.is_ascii() => format!("#{};", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(one).collect()
}

/// In quotes, Graphviz reads `\n`, `\N` and the like, and the entities of HTML.
fn for_dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
