//! A record in the forms of other programs. Each is made of the line, which is without secrets already.

use serde_json::{Map, Value, json};

use crate::support::clock::{rfc3339, rfc3339_millis};
use crate::support::text::steers;

/// How a destination wants its records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A line of JSON each, as in the log file.
    #[default]
    JsonLines,
    /// A line for people.
    Text,
    /// Datadog's intake of logs, v2.
    Datadog,
    /// Splunk's HTTP event collector.
    Splunk,
    /// Elasticsearch's `_bulk`; the index is in the address.
    Elastic,
    /// Loki's `/loki/api/v1/push`.
    Loki,
    /// New Relic's log API.
    NewRelic,
    /// The JSON of the OpenTelemetry protocol, `/v1/logs`.
    OpenTelemetry,
}

impl Format {
    /// The format of that name in a formation; none where it is not written.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "jsonl" => Self::JsonLines,
            "text" => Self::Text,
            "datadog_json" => Self::Datadog,
            "splunk_hec" => Self::Splunk,
            "elastic_bulk" => Self::Elastic,
            "grafana_loki" => Self::Loki,
            "newrelic_json" => Self::NewRelic,
            "opentelemetry" => Self::OpenTelemetry,
            _ => return None,
        })
    }

    /// Its name in a formation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Text => "text",
            Self::Datadog => "datadog_json",
            Self::Splunk => "splunk_hec",
            Self::Elastic => "elastic_bulk",
            Self::Loki => "grafana_loki",
            Self::NewRelic => "newrelic_json",
            Self::OpenTelemetry => "opentelemetry",
        }
    }

    /// What a body of records is, for a receiver over HTTP.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::JsonLines | Self::Elastic => "application/x-ndjson",
            Self::Text => "text/plain; charset=utf-8",
            Self::Datadog | Self::Splunk | Self::Loki | Self::NewRelic | Self::OpenTelemetry => {
                "application/json"
            }
        }
    }

    /// One record as a line of its own, without its end.
    pub(super) fn line(self, line: &str) -> String {
        match self {
            Self::JsonLines => line.to_owned(),
            _ => self.body(&[line]).trim_end().to_owned(),
        }
    }

    /// These records as one body.
    pub(super) fn body(self, lines: &[&str]) -> String {
        if self == Self::JsonLines {
            return lines.iter().flat_map(|line| [*line, "\n"]).collect();
        }
        let records: Vec<Record<'_>> = lines.iter().filter_map(|line| Record::read(line)).collect();
        let each = |one: fn(&Record<'_>) -> String| records.iter().map(one).collect::<String>();
        match self {
            Self::JsonLines | Self::Text => each(|record| format!("{}\n", record.text())),
            Self::Splunk => each(|record| record.splunk().to_string()),
            Self::Elastic => each(|record| format!("{{\"create\":{{}}}}\n{}\n", record.elastic())),
            Self::Datadog => records.iter().map(Record::datadog).collect::<Value>().to_string(),
            Self::Loki => loki(&records).to_string(),
            Self::NewRelic => new_relic(&records).to_string(),
            Self::OpenTelemetry => open_telemetry(&records).to_string(),
        }
    }
}

/// A line, read again.
struct Record<'l> {
    line: &'l str,
    all: Value,
    /// Milliseconds since the Unix epoch.
    at: u64,
}

impl<'l> Record<'l> {
    fn read(line: &'l str) -> Option<Self> {
        let all: Value = serde_json::from_str(line).ok()?;
        let at = all["timestamp"].as_u64()?;
        Some(Self { line, all, at })
    }

    fn of(&self, name: &str) -> &str {
        self.all[name].as_str().unwrap_or_default()
    }

    fn formation(&self) -> &str {
        self.all["server"]["id"].as_str().unwrap_or_default()
    }

    /// `2026-11-22T10:00:00Z info response.completed user=alice session=s request=r took_ms=812`.
    fn text(&self) -> String {
        let mut text = format!("{} {} {}", rfc3339(self.at), self.of("level"), self.of("event"));
        let request = &self.all["request"];
        let who = [
            ("user", &request["user_id"]),
            ("session", &self.all["session_id"]),
            ("request", &request["id"]),
            ("muxi_user", &request["muxi_user_id"]),
        ];
        for (name, value) in who.into_iter().filter(|(_, value)| !value.is_null()) {
            put(&mut text, name, value);
        }
        for (name, value) in self.all["data"].as_object().into_iter().flatten() {
            if !value.is_null() {
                put(&mut text, name, value);
            }
        }
        text
    }

    fn splunk(&self) -> Value {
        // A number of seconds, whose text has no rounding in it.
        let time = format!("{}.{:03}", self.at / 1000, self.at % 1000);
        json!({
            "time": time,
            "source": "muxi",
            "sourcetype": "_json",
            "fields": {"formation": self.formation(), "level": self.of("level")},
            "event": self.all,
        })
    }

    fn elastic(&self) -> Value {
        let mut document = json!({"@timestamp": rfc3339_millis(self.at)});
        if let (Some(document), Some(all)) = (document.as_object_mut(), self.all.as_object()) {
            document.extend(all.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        document
    }

    fn datadog(&self) -> Value {
        json!({
            "ddsource": "muxi",
            "service": self.formation(),
            "status": self.of("level"),
            "timestamp": self.at,
            "message": self.of("event"),
            "muxi": self.all,
        })
    }

    fn nanos(&self) -> String {
        format!("{}000000", self.at)
    }

    fn severity(&self) -> u8 {
        match self.of("level") {
            "debug" => 5,
            "warning" => 13,
            "error" => 17,
            _ => 9,
        }
    }
}

/// ` name=value`, where whatever steers a terminal or ends the line is shown instead.
fn put(text: &mut String, name: &str, value: &Value) {
    let value = match value {
        Value::String(value) => value.clone(),
        other => other.to_string(),
    };
    let quoted = value.is_empty() || value.contains([' ', '"', '=']);
    let value = if quoted { format!("{value:?}") } else { value };
    for c in format!(" {name}={value}").chars() {
        if steers(c) || (c.is_whitespace() && c != ' ') {
            text.extend(c.escape_default());
        } else {
            text.push(c);
        }
    }
}

/// A stream for each formation and level: labels have few values, so the rest is in the line.
fn loki(records: &[Record<'_>]) -> Value {
    let mut streams: Vec<((&str, &str), Vec<Value>)> = Vec::new();
    for record in records {
        let labels = (record.formation(), record.of("level"));
        let value = json!([record.nanos(), record.line]);
        match streams.iter_mut().find(|(known, _)| *known == labels) {
            Some((_, values)) => values.push(value),
            None => streams.push((labels, vec![value])),
        }
    }
    let streams = streams.into_iter().map(|((formation, level), values)| {
        json!({"stream": {"service": "muxi", "formation": formation, "level": level}, "values": values})
    });
    json!({"streams": streams.collect::<Value>()})
}

fn new_relic(records: &[Record<'_>]) -> Value {
    let log = |record: &Record<'_>| json!({"timestamp": record.at, "message": record.of("event"), "attributes": record.all});
    let service = records.first().map_or("", Record::formation);
    json!([{
        "common": {"attributes": {"service": service, "logtype": "muxi"}},
        "logs": records.iter().map(log).collect::<Vec<_>>(),
    }])
}

fn open_telemetry(records: &[Record<'_>]) -> Value {
    let attribute = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let log = |record: &Record<'_>| {
        let mut attributes = vec![attribute("event.name", record.of("event"))];
        let request = &record.all["request"];
        for (key, value) in [
            ("session.id", &record.all["session_id"]),
            ("user.id", &request["user_id"]),
            ("muxi.request.id", &request["id"]),
        ] {
            attributes.extend(value.as_str().map(|value| attribute(key, value)));
        }
        json!({
            "timeUnixNano": record.nanos(),
            "severityNumber": record.severity(),
            "severityText": record.of("level").to_uppercase(),
            "body": {"stringValue": record.line},
            "attributes": attributes,
        })
    };
    let service = records.first().map_or("", Record::formation);
    let version = records.first().map_or("", |record| record.of("muxi_version"));
    let resource = [attribute("service.name", service), attribute("service.version", version)];
    let scope = Map::from_iter([("name".to_owned(), Value::from("muxi"))]);
    json!({"resourceLogs": [{
        "resource": {"attributes": resource},
        "scopeLogs": [{"scope": scope, "logRecords": records.iter().map(log).collect::<Vec<_>>()}],
    }]})
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 8] = [
        "jsonl",
        "text",
        "datadog_json",
        "splunk_hec",
        "elastic_bulk",
        "grafana_loki",
        "newrelic_json",
        "opentelemetry",
    ];

    fn line(event: &str, level: &str, session: &str) -> String {
        json!({
            "id": "evt_1", "timestamp": 1_700_000_000_123_u64, "level": level, "muxi_version": "1",
            "server": {"id": "f"}, "event": event, "session_id": session,
            "request": {"id": "r", "user_id": "alice"}, "data": {"took_ms": 7, "none": null},
        })
        .to_string()
    }

    #[test]
    fn each_format_has_its_name_and_every_record() {
        let lines = [line("a.b", "info", "s1"), line("c.d", "error", "s2"), line("e.f", "info", "s3")];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        for name in ALL {
            let format = Format::parse(name).unwrap();
            assert_eq!(format.as_str(), name);
            let body = format.body(&lines);
            for said in ["a.b", "c.d", "e.f", "s1", "s2", "s3", "alice"] {
                assert!(body.contains(said), "{name}: {said} is not in {body}");
            }
            assert!(!format.line(lines[0]).ends_with('\n'), "{name}");
        }
        for unknown in ["msgpack", "protobuf", "JSONL", ""] {
            assert_eq!(Format::parse(unknown), None);
        }
    }

    #[test]
    fn the_bodies_are_what_their_receivers_read() {
        let lines = [line("a.b", "info", "s"), line("c.d", "error", "s"), line("e.f", "info", "s")];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let json = |format: Format| serde_json::from_str::<Value>(&format.body(&lines)).unwrap();
        let datadog = json(Format::Datadog);
        assert_eq!((&datadog[1]["status"], &datadog[1]["service"]), (&"error".into(), &"f".into()));
        let loki = json(Format::Loki);
        assert_eq!(loki["streams"].as_array().unwrap().len(), 2, "one for each level: {loki}");
        assert_eq!(loki["streams"][0]["values"][1][0], "1700000000123000000");
        assert_eq!(loki["streams"][0]["values"][1][1], lines[2], "the line is in it as it is");
        assert_eq!(json(Format::NewRelic)[0]["logs"][2]["timestamp"], 1_700_000_000_123_u64);
        let logs = &json(Format::OpenTelemetry)["resourceLogs"][0]["scopeLogs"][0]["logRecords"];
        assert_eq!((&logs[1]["severityNumber"], &logs[1]["severityText"]), (&17.into(), &"ERROR".into()));
        let bulk = Format::Elastic.body(&lines);
        let bulk: Vec<Value> = bulk.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((bulk.len(), &bulk[2]), (6, &json!({"create": {}})));
        assert_eq!(bulk[3]["@timestamp"], "2023-11-14T22:13:20.123Z");
        let splunk = Format::Splunk.body(&lines);
        let splunk: Vec<Value> =
            serde_json::Deserializer::from_str(&splunk).into_iter().map(Result::unwrap).collect();
        assert_eq!((splunk.len(), &splunk[0]["time"]), (3, &"1700000000.123".into()));
    }

    #[test]
    fn a_line_for_people_stays_one_line_and_steers_no_terminal() {
        let hostile = "x\n2026-01-01T00:00:00Z error forged\u{1b}[2J\u{9b}\u{202e}\u{2028}";
        let text = Format::Text.line(&line("a.b", "info", hostile));
        assert!(text.starts_with("2023-11-14T22:13:20Z info a.b user=alice session="), "{text}");
        assert!(text.ends_with("request=r took_ms=7"), "{text}");
        assert!(!text.chars().any(|c| steers(c) || c == '\n' || c == '\u{2028}'), "{text:?}");
    }
}
