//! The table.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::load::Measured;
use crate::rounds::Pair;

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    AtMost(f64),
    AtLeast(f64),
    None,
}

impl Target {
    fn met(self, value: f64) -> Option<bool> {
        match self {
            Self::AtMost(limit) => Some(value <= limit),
            Self::AtLeast(limit) => Some(value >= limit),
            Self::None => None,
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::AtMost(limit) => format!("≤ {limit}{unit}"),
            Self::AtLeast(limit) => format!("≥ {limit}{unit}"),
            Self::None => String::new(),
        }
    }
}

struct Row {
    what: String,
    relay: Option<f64>,
    muxi: f64,
    unit: &'static str,
    /// Muxi's figure over the relay's, the median of the rounds.
    ratio: Option<f64>,
    target: Target,
}

impl Row {
    fn met(&self) -> Option<bool> {
        self.target.met(self.ratio.unwrap_or(self.muxi))
    }
}

/// All rows, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Report(Vec<Row>);

impl Report {
    /// A figure of muxi alone.
    pub(crate) fn number(&mut self, what: &str, muxi: f64, unit: &'static str, target: Target) {
        self.0.push(Row { what: what.to_owned(), relay: None, muxi, unit, ratio: None, target });
    }

    /// A figure of both; the target is for muxi's over the relay's.
    pub(crate) fn pair(
        &mut self,
        what: &str,
        rounds: &[Pair],
        figure: impl Fn(&Measured) -> f64,
        unit: &'static str,
        target: Target,
    ) {
        let of = |value: &dyn Fn(&Pair) -> f64| median(rounds.iter().map(value).collect());
        self.0.push(Row {
            what: what.to_owned(),
            relay: Some(of(&|pair| figure(&pair.relay))),
            muxi: of(&|pair| figure(&pair.muxi)),
            unit,
            ratio: Some(of(&|pair| figure(&pair.muxi) / figure(&pair.relay))),
            target,
        });
    }

    /// The table of the README.
    pub(crate) fn markdown(&self) -> String {
        let mut out =
            "| figure | relay | muxi | ratio | target | met |\n|---|--:|--:|--:|--:|---|\n".to_owned();
        for row in &self.0 {
            let relay = row.relay.map_or(String::new(), |relay| number(relay, row.unit));
            let ratio = row.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}x"));
            let target = match row.ratio {
                Some(_) => row.target.text("x"),
                None => row.target.text(&format!(" {}", row.unit)),
            };
            let met = row.met().map_or("", |met| if met { "yes" } else { "no" });
            let (what, muxi) = (&row.what, number(row.muxi, row.unit));
            writeln!(out, "| {what} | {relay} | {muxi} | {ratio} | {target} | {met} |")
                .expect("a String takes all");
        }
        out
    }

    /// One JSON object on one line.
    pub(crate) fn json(&self) -> Value {
        let rows = self.0.iter().map(|row| {
            json!({
                "figure": row.what, "unit": row.unit, "relay": row.relay, "muxi": row.muxi,
                "ratio": row.ratio, "target": row.target.text(""), "met": row.met(),
            })
        });
        json!({"bench": "serve", "rows": rows.collect::<Vec<_>>()})
    }
}

fn number(value: f64, unit: &str) -> String {
    if value < 100.0 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// The middle value; of an even count, the upper of the two. 0 of none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
