//! What comes beside the words of an answer, as lines: elements of a user interface, and files.

use serde_json::Value;

/// The lines of an element; whoever reads them answers in words, with a number or without.
pub(super) fn element(element: &Value) -> Vec<String> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let items = |name: &str| element[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut lines = Vec::new();
    if let Some(title) = element["title"].as_str() {
        lines.push(title.to_owned());
    }
    match element["type"].as_str() {
        Some("buttons" | "select") => lines.extend(options(element)),
        Some("form") => {
            for field in items("fields") {
                let must = if field["required"] == true { ", required" } else { "" };
                lines.push(format!(
                    "  {}: {} ({}{must})",
                    text(field, "name"),
                    text(field, "label"),
                    text(field, "kind")
                ));
                lines.extend(options(field).into_iter().map(|line| format!("  {line}")));
            }
        }
        Some("link") => lines.push(format!("{}: {}", text(element, "label"), text(element, "url"))),
        Some("chart") => {
            for (at, label) in items("labels").iter().enumerate() {
                let values =
                    items("series").iter().map(|one| format!("{} {}", text(one, "name"), one["values"][at]));
                let values = values.collect::<Vec<_>>().join(", ");
                lines.push(format!("  {}: {values}", label.as_str().unwrap_or_default()));
            }
        }
        _ => {}
    }
    lines
}

fn options(element: &Value) -> Vec<String> {
    let options = element["options"].as_array().into_iter().flatten().enumerate();
    let line = |(at, option): (usize, &Value)| {
        let (label, value) = (option["label"].as_str()?, option["value"].as_str()?);
        let other = if label == value { String::new() } else { format!(" ({value})") };
        Some(format!("  {}. {label}{other}", at + 1))
    };
    options.filter_map(line).collect()
}

/// The line of a file that was made.
pub(super) fn file(file: &Value) -> String {
    let text = |name: &str| file[name].as_str().unwrap_or_default();
    let version = file["version"].as_u64().unwrap_or(1);
    format!("file {}, version {version}: muxi artifacts get {}", text("name"), text("id"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_element_is_lines_that_can_be_answered() {
        let lines = |value: Value| element(&value).join("\n");
        let options = json!([{"label": "M", "value": "M"}, {"label": "Large", "value": "L"}]);
        assert_eq!(
            lines(json!({"type": "buttons", "id": "s", "title": "Size", "options": options})),
            "Size\n  1. M\n  2. Large (L)"
        );
        assert_eq!(
            lines(json!({"type": "link", "label": "Pay", "url": "https://a.example"})),
            "Pay: https://a.example"
        );
        let fields = json!([{"name": "mail", "label": "Mail", "kind": "email", "required": true}]);
        assert_eq!(lines(json!({"type": "form", "fields": fields})), "  mail: Mail (email, required)");
        let series = json!([{"name": "n", "values": [1, 2.5]}]);
        assert_eq!(
            lines(json!({"type": "chart", "chart": "bar", "labels": ["a", "b"], "series": series})),
            "  a: n 1\n  b: n 2.5"
        );
        assert_eq!(lines(json!({"type": "unknown"})), "");
    }
}
