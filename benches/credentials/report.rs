//! The table.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtMost(f64),
    None,
}

struct Row {
    what: String,
    value: f64,
    unit: &'static str,
    target: Target,
}

impl Row {
    fn met(&self) -> Option<bool> {
        match self.target {
            Target::AtMost(limit) => Some(self.value <= limit),
            Target::None => None,
        }
    }
}

/// All rows, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Report(Vec<Row>);

impl Report {
    /// A figure without a target.
    pub(crate) fn says(&mut self, what: &str, value: f64, unit: &'static str) {
        self.is(what, value, unit, Target::None);
    }

    /// A figure with one.
    pub(crate) fn is(&mut self, what: &str, value: f64, unit: &'static str, target: Target) {
        self.0.push(Row { what: what.to_owned(), value, unit, target });
    }

    /// The table of the README.
    pub(crate) fn markdown(&self) -> String {
        let mut out = "| figure | muxi | target | met |\n|---|--:|--:|---|\n".to_owned();
        for row in &self.0 {
            let target = match row.target {
                Target::AtMost(limit) => format!("≤ {}", number(limit, row.unit)),
                Target::None => String::new(),
            };
            let met = row.met().map_or("", |met| if met { "yes" } else { "no" });
            writeln!(out, "| {} | {} | {target} | {met} |", row.what, number(row.value, row.unit))
                .expect("a String takes all");
        }
        out
    }

    /// One JSON object on one line.
    pub(crate) fn json(&self) -> Value {
        let rows = self.0.iter().map(|row| {
            let target = match row.target {
                Target::AtMost(limit) => Some(limit),
                Target::None => None,
            };
            json!({"figure": row.what, "unit": row.unit, "muxi": row.value, "target": target, "met": row.met()})
        });
        json!({"bench": "credentials", "rows": rows.collect::<Vec<_>>()})
    }
}

fn number(value: f64, unit: &str) -> String {
    match unit {
        "" => format!("{value:.0}"),
        "x" => format!("{value:.2}x"),
        _ if value < 100.0 => format!("{value:.1} {unit}"),
        _ => format!("{value:.0} {unit}"),
    }
}

pub(crate) fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// So many percent of them take at most this.
pub(crate) fn at(times: &mut [Duration], part: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * part / 100]
}
