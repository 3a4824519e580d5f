//! Pages of other origins: they may call only where the configuration names the origin.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
/// How long a browser keeps what it was told, in seconds.
const AGE: HeaderValue = HeaderValue::from_static("600");

/// The origins that may.
pub(super) struct Cors {
    origins: Vec<String>,
}

impl Cors {
    pub(super) fn new(origins: Vec<String>) -> Self {
        Self { origins }
    }

    fn allowed(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        if self.origins.iter().any(|own| own == "*") {
            return Some(HeaderValue::from_static("*"));
        }
        self.origins.iter().any(|own| own.as_bytes() == origin.as_bytes()).then(|| origin.clone())
    }

    /// Lets the page read the answer, or not, whatever a formation said of its own.
    pub(super) fn allow(&self, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
        for name in [header::ACCESS_CONTROL_ALLOW_ORIGIN, header::ACCESS_CONTROL_ALLOW_CREDENTIALS] {
            headers.remove(name);
        }
        if self.origins.is_empty() {
            return;
        }
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(allowed) = origin.and_then(|origin| self.allowed(origin)) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        }
    }

    /// The answer to a browser that asks before it calls, where the page may.
    pub(super) fn preflight(&self, request: &Request) -> Option<Response> {
        let asked = request.headers();
        if request.method() != Method::OPTIONS || !asked.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return None;
        }
        let allowed = self.allowed(asked.get(header::ORIGIN)?)?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        if let Some(names) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, AGE);
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
        Some(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_formation_says_of_origins_does_not_count() {
        let said = || {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            headers
        };
        let origin = |text| HeaderValue::from_static(text);
        let (mine, other) = (origin("https://a.example"), origin("https://b.example"));
        for (origins, asks, allowed) in [
            (vec![], &mine, None),
            (vec!["https://a.example".to_owned()], &mine, Some(&mine)),
            (vec!["https://a.example".to_owned()], &other, None),
        ] {
            let mut headers = said();
            Cors::new(origins).allow(Some(asks), &mut headers);
            assert_eq!(headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN), allowed);
            assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
        }
    }
}
