//! Where the paths of an endpoint are.

use crate::formation::providers::{KeyForm, Takes};

/// What older paths of Azure ask for where the base URL says nothing.
const API_VERSION: &str = "api-version=2024-10-21";
/// People copy whole addresses out of documents.
const PASTED: [&str; 3] = ["/chat/completions", "/embeddings", "/audio/transcriptions"];

/// How the paths of an endpoint are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    /// The model stands in the path (older paths of Azure).
    in_path: bool,
    /// The query of every path; may be empty.
    query: String,
}

impl Route {
    /// The route of a base URL, and what of the URL stands before every path.
    pub(super) fn of(base_url: &str, takes: &Takes) -> (Self, String) {
        let (base, query) = base_url.split_once('?').unwrap_or((base_url, ""));
        let mut base = base.trim_end_matches('/');
        for path in PASTED {
            base = base.strip_suffix(path).unwrap_or(base);
        }
        let (base, query) = (base.to_owned(), query.to_owned());
        if takes.key != KeyForm::ApiKey || base.ends_with("/openai/v1") {
            return (Self { in_path: false, query }, base);
        }
        let deployment = base.contains("/deployments/");
        if !deployment && !query.contains("api-version=") {
            // The newer API, of which the resource alone was named.
            let base = base.strip_suffix("/openai").unwrap_or(&base);
            // A path means a gateway of the user's own, which is taken at its word.
            let resource = base.split_once("://").is_some_and(|(_, rest)| !rest.contains('/'));
            return (
                Self { in_path: false, query },
                base.to_owned() + if resource { "/openai/v1" } else { "" },
            );
        }
        let query = if query.is_empty() { API_VERSION.to_owned() } else { query };
        let inner = if base.ends_with("/openai") || deployment { "" } else { "/openai" };
        (Self { in_path: !deployment, query }, base + inner)
    }

    /// What comes after the base URL.
    pub(super) fn path(&self, model: &str, path: &str) -> String {
        let mut out = String::new();
        if self.in_path {
            out.push_str("/deployments/");
            for byte in model.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        out.push(byte.into());
                    }
                    other => out.extend(["%".to_owned(), format!("{other:02X}")]),
                }
            }
        }
        out.push_str(path);
        if !self.query.is_empty() {
            out.push('?');
            out.push_str(&self.query);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formation::providers::{COMPATIBLE, provider};

    fn url(base_url: &str, takes: &Takes) -> String {
        let (route, base) = Route::of(base_url, takes);
        base + &route.path("gpt 4o", "/chat/completions")
    }

    #[test]
    fn a_base_url_is_taken_as_people_paste_it() {
        for base_url in
            ["http://x/v1", "http://x/v1/", "http://x/v1/chat/completions", "http://x/v1/embeddings"]
        {
            assert_eq!(url(base_url, &COMPATIBLE), "http://x/v1/chat/completions");
        }
        assert_eq!(url("http://x/v1?tenant=a", &COMPATIBLE), "http://x/v1/chat/completions?tenant=a");
    }

    #[test]
    fn both_forms_of_azure_are_found_out() {
        let azure = &provider("azure").unwrap().takes;
        let new = "https://r.openai.azure.com/openai/v1/chat/completions";
        for base_url in [
            "https://r.openai.azure.com",
            "https://r.openai.azure.com/openai/",
            "https://r.openai.azure.com/openai/v1/",
        ] {
            assert_eq!(url(base_url, azure), new, "{base_url}");
        }
        assert_eq!(
            url("https://r.openai.azure.com/openai/v1?api-version=preview", azure),
            format!("{new}?api-version=preview")
        );
        let old = "https://r.openai.azure.com/openai/deployments/gpt%204o/chat/completions?api-version=1";
        for base_url in
            ["https://r.openai.azure.com?api-version=1", "https://r.openai.azure.com/openai?api-version=1"]
        {
            assert_eq!(url(base_url, azure), old, "{base_url}");
        }
        let named = "https://r.openai.azure.com/openai/deployments/mine/chat/completions";
        assert_eq!(
            url("https://r.openai.azure.com/openai/deployments/mine", azure),
            format!("{named}?{API_VERSION}")
        );
        assert_eq!(url(&format!("{named}?api-version=1"), azure), format!("{named}?api-version=1"));
        assert_eq!(
            url("https://gateway.example/models", azure),
            "https://gateway.example/models/chat/completions"
        );
    }
}
