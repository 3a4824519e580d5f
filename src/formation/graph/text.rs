//! The graph as a tree of lines.

use super::{Graph, Kind};

/// A line and what hangs on it.
struct Item {
    text: String,
    below: Vec<Item>,
}

/// The tree, with the sections of `kinds`; lines are broken at `width` columns.
pub fn text(graph: &Graph, kinds: &[Kind], width: usize) -> String {
    let Some(root) = graph.nodes.first() else { return String::new() };
    let mut out = format!("{}\n", root.name);
    let sections: Vec<_> = kinds.iter().filter_map(|kind| section(graph, *kind)).collect();
    lines(&sections, "", width, &mut out);
    out
}

fn section(graph: &Graph, kind: Kind) -> Option<Item> {
    let below: Vec<_> = graph.of(kind).map(|place| part(graph, place)).collect();
    (!below.is_empty()).then(|| Item { text: kind.plural().to_owned(), below })
}

fn part(graph: &Graph, place: usize) -> Item {
    let node = &graph.nodes[place];
    let mut notes = node.notes.clone();
    if node.missing {
        notes.push("missing".to_owned());
    }
    // What the formation says about a part directly: the capability of a model, a heartbeat.
    notes.extend(
        graph
            .edges
            .iter()
            .filter(|e| e.from == 0 && e.to == place && !is_value(node.kind))
            .filter(|e| !e.label.is_empty())
            .map(|e| e.label.clone()),
    );
    let text =
        if notes.is_empty() { node.name.clone() } else { format!("{} ({})", node.name, notes.join(", ")) };
    Item { text, below: below(graph, place) }
}

/// Whether a node is something that is only read.
fn is_value(kind: Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::Env | Kind::Credential)
}

fn below(graph: &Graph, place: usize) -> Vec<Item> {
    let line = |text: String| Item { text, below: Vec::new() };
    let kind = graph.nodes[place].kind;
    let mut below: Vec<_> = Vec::new();
    for edge in graph.edges.iter().filter(|e| e.from == place) {
        let to = &graph.nodes[edge.to];
        let missing = if to.missing { " (missing)" } else { "" };
        let label = &edge.label;
        below.push(line(match to.kind {
            Kind::Model => format!("{label}: {}", to.name),
            Kind::Mcp if label.is_empty() => format!("tools of {}{missing}", to.name),
            Kind::Mcp => format!("tools of {}: {label}{missing}", to.name),
            Kind::Knowledge if label.is_empty() => format!("knows {}", to.name),
            Kind::Knowledge => format!("knows {} ({label})", to.name),
            Kind::Secret => format!("reads the secret {}", to.name),
            Kind::Env => format!("reads the variable {}", to.name),
            Kind::Credential => format!("reads the user's credential {}", to.name),
            _ => format!("uses {} {}", to.kind.as_str(), to.name),
        }));
    }
    for edge in graph.edges.iter().filter(|e| e.to == place) {
        let from = &graph.nodes[edge.from];
        let shown = match (edge.from, kind) {
            // That the formation has it is said by its being there.
            (0, kind) if !is_value(kind) => continue,
            (0, _) => format!("read at {}", edge.label),
            (_, kind) if is_value(kind) => format!("read by {} {}", from.kind.as_str(), from.name),
            _ => format!("used by {} {}", from.kind.as_str(), from.name),
        };
        below.push(line(shown));
    }
    below
}

fn lines(items: &[Item], margin: &str, width: usize, out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        let last = index + 1 == items.len();
        let (branch, next) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let inner = format!("{margin}{next}");
        let down = if item.below.is_empty() { inner.clone() } else { format!("{inner}│  ") };
        for (row, words) in broken(&item.text, width, margin.chars().count() + 3).iter().enumerate() {
            let start = if row == 0 { format!("{margin}{branch}") } else { format!("{down}  ") };
            out.extend([&*start, words, "\n"]);
        }
        lines(&item.below, &inner, width, out);
    }
}

/// The text in rows that fit beside a margin; a word is never broken.
fn broken(text: &str, width: usize, margin: usize) -> Vec<String> {
    // The rows after the first are two columns in, and perhaps behind a branch.
    let room = |row: usize| width.saturating_sub(margin + if row == 0 { 0 } else { 5 }).max(12);
    let mut rows = vec![String::new()];
    for word in text.split(' ') {
        let row = rows.len() - 1;
        let used = rows[row].chars().count();
        if used > 0 && used + 1 + word.chars().count() > room(row) {
            rows.push(word.to_owned());
        } else {
            let last = &mut rows[row];
            if used > 0 {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    rows
}
