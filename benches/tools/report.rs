//! The table.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    AtMost(f64),
    /// Muxi's less the bare one's.
    AddsAtMost(f64),
    /// Muxi's over the bare one's.
    RatioAtMost(f64),
    None,
}

struct Row {
    what: String,
    bare: Option<f64>,
    muxi: f64,
    unit: &'static str,
    target: Target,
}

impl Row {
    fn met(&self) -> Option<bool> {
        let bare = self.bare.unwrap_or(0.0);
        match self.target {
            Target::AtMost(most) => Some(self.muxi <= most),
            Target::AddsAtMost(most) => Some(self.muxi - bare <= most),
            Target::RatioAtMost(most) => Some(self.muxi <= bare * most),
            Target::None => None,
        }
    }

    fn target(&self) -> String {
        let unit = self.unit;
        match self.target {
            Target::AtMost(most) => format!("≤ {most} {unit}"),
            Target::AddsAtMost(most) => format!("adds ≤ {most} {unit}"),
            Target::RatioAtMost(most) => format!("≤ {most}x"),
            Target::None => String::new(),
        }
    }
}

/// All rows, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Report(Vec<Row>);

impl Report {
    /// A figure of muxi alone.
    pub(crate) fn number(&mut self, what: &str, muxi: f64, unit: &'static str, target: Target) {
        self.0.push(Row { what: what.to_owned(), bare: None, muxi, unit, target });
    }

    /// A figure of both.
    pub(crate) fn pair(&mut self, what: &str, bare: f64, muxi: f64, unit: &'static str, target: Target) {
        self.0.push(Row { what: what.to_owned(), bare: Some(bare), muxi, unit, target });
    }

    /// The table that is printed, in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut out = "| figure | bare | muxi | target | met |\n|---|--:|--:|--:|---|\n".to_owned();
        for row in &self.0 {
            let bare = row.bare.map_or(String::new(), |bare| number(bare, row.unit));
            let met = row.met().map_or("", |met| if met { "yes" } else { "no" });
            let muxi = number(row.muxi, row.unit);
            writeln!(out, "| {} | {bare} | {muxi} | {} | {met} |", row.what, row.target())
                .expect("a String takes all");
        }
        out
    }

    /// One JSON object on one line.
    pub(crate) fn json(&self) -> Value {
        let rows = self.0.iter().map(|row| {
            json!({
                "figure": row.what, "unit": row.unit, "bare": row.bare, "muxi": row.muxi,
                "target": row.target(), "met": row.met(),
            })
        });
        json!({"bench": "tools", "rows": rows.collect::<Vec<_>>()})
    }
}

fn number(value: f64, unit: &str) -> String {
    if value < 100.0 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// The middle value, and the one below which 99 % are. 0 of none.
pub(crate) fn middle_and_end(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |n: usize| values.get(n).copied().unwrap_or(0.0);
    (at(values.len() / 2), at(values.len() * 99 / 100))
}
