//! Headers on their way: what belongs to one connection stays there, and what only we may say is said by us.

use axum::http::header::{
    CONNECTION, CONTENT_LENGTH, EXPECT, FORWARDED, HOST, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::forward::Origin;

/// What this server says that it is.
const SERVER: &str = concat!("muxi/", env!("CARGO_PKG_VERSION"));

/// Of one connection (RFC 9110, 7.6.1), and what frames a message on it.
static OF_CONNECTION: [HeaderName; 11] = [
    CONNECTION,
    TRANSFER_ENCODING,
    TE,
    TRAILER,
    UPGRADE,
    EXPECT,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    HeaderName::from_static("http2-settings"),
];

/// What clients may not say: formations believe it.
static OURS: [HeaderName; 8] = [
    FORWARDED,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("x-formation-id"),
    HeaderName::from_static("x-muxi-server"),
];

/// Whether another protocol is asked for. An offer of HTTP/2, which some clients make each time, may be passed over.
pub(super) fn wants_upgrade(method: &Method, headers: &HeaderMap) -> bool {
    let mut offers = headers.get_all(UPGRADE).iter().flat_map(|value| value.as_bytes().split(|b| *b == b','));
    method == Method::CONNECT || offers.any(|offer| !offer.trim_ascii().eq_ignore_ascii_case(b"h2c"))
}

/// Makes the headers of a request those of the request to the formation `id`.
pub(super) fn request(headers: &mut HeaderMap, id: &str, origin: &Origin) {
    let host = headers.get(HOST).cloned().or_else(|| {
        // With HTTP/2 it is part of the target.
        origin.host.as_deref().and_then(|host| HeaderValue::from_str(host).ok())
    });
    of_connection(headers);
    headers.remove(HOST);
    // The frames of the new connection are made of what comes.
    headers.remove(CONTENT_LENGTH);
    for name in &OURS {
        headers.remove(name);
    }
    let proto = if origin.tls { "https" } else { "http" };
    let mut say = |name: &'static str, value: Option<HeaderValue>| {
        if let Some(value) = value {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    say("x-forwarded-for", HeaderValue::from_str(&origin.client.to_string()).ok());
    say("x-forwarded-proto", Some(HeaderValue::from_static(proto)));
    say("x-forwarded-host", host);
    say("x-formation-id", HeaderValue::from_str(id).ok());
    say("x-muxi-server", Some(HeaderValue::from_static(SERVER)));
}

/// Makes the headers of a formation's answer those of ours.
pub(super) fn response(headers: &mut HeaderMap, method: &Method, status: StatusCode) {
    of_connection(headers);
    // What has no body says how long it would be; all else is measured as it is passed on.
    if method != Method::HEAD && status != StatusCode::NOT_MODIFIED {
        headers.remove(CONTENT_LENGTH);
    }
}

/// Takes away what belongs to the connection, and what the connection's header names.
fn of_connection(headers: &mut HeaderMap) {
    let named = headers.get_all(CONNECTION).iter().flat_map(|value| value.as_bytes().split(|b| *b == b','));
    let named: Vec<_> = named.filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok()).collect();
    for name in named.iter().chain(&OF_CONNECTION) {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    fn origin() -> Origin {
        Origin { client: "192.0.2.7".parse().unwrap(), tls: true, host: None }
    }

    #[test]
    fn what_a_client_forges_is_replaced() {
        let mut all = headers(&[
            ("host", "muxi.example"),
            ("x-forwarded-for", "127.0.0.1"),
            ("x-forwarded-for", "10.0.0.1"),
            ("forwarded", "for=127.0.0.1;proto=https"),
            ("x-forwarded-proto", "http"),
            ("x-forwarded-host", "other.example"),
            ("x-real-ip", "127.0.0.1"),
            ("x-formation-id", "other"),
            ("x-muxi-server", "mine"),
            ("x-muxi-client-key", "key"),
        ]);
        request(&mut all, "bot", &origin());
        let all_of = |name: &str| all.get_all(name).iter().map(|v| v.to_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(all_of("x-forwarded-for"), ["192.0.2.7"]);
        assert_eq!(all_of("x-forwarded-proto"), ["https"]);
        assert_eq!(all_of("x-forwarded-host"), ["muxi.example"]);
        assert_eq!(all_of("x-formation-id"), ["bot"]);
        assert_eq!(all_of("x-muxi-server"), [SERVER]);
        assert_eq!(all_of("x-muxi-client-key"), ["key"]);
        assert!(
            all_of("forwarded").is_empty() && all_of("x-real-ip").is_empty() && all_of("host").is_empty()
        );
    }

    #[test]
    fn what_belongs_to_a_connection_stays_there() {
        let mut all = headers(&[
            ("connection", "keep-alive, X-Hop"),
            ("connection", "x-muxi-user-id-not"),
            ("x-hop", "1"),
            ("keep-alive", "timeout=5"),
            ("transfer-encoding", "chunked"),
            ("content-length", "5"),
            ("te", "trailers"),
            ("trailer", "x"),
            ("expect", "100-continue"),
            ("proxy-authorization", "Basic x"),
            ("upgrade", "h2c"),
            ("http2-settings", "x"),
            ("accept", "*/*"),
        ]);
        request(&mut all, "bot", &origin());
        let mut names: Vec<_> = all.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            ["accept", "x-formation-id", "x-forwarded-for", "x-forwarded-proto", "x-muxi-server"]
        );
    }

    #[test]
    fn an_answer_is_measured_anew_unless_it_has_no_body() {
        let answer = || headers(&[("content-length", "5"), ("transfer-encoding", "chunked"), ("etag", "x")]);
        let names = |method: Method, status| {
            let mut all = answer();
            response(&mut all, &method, status);
            all.keys().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(names(Method::GET, StatusCode::OK), ["etag"]);
        assert_eq!(names(Method::HEAD, StatusCode::OK), ["content-length", "etag"]);
        assert_eq!(names(Method::GET, StatusCode::NOT_MODIFIED), ["content-length", "etag"]);
    }

    #[test]
    fn another_protocol_is_seen_and_an_offer_of_http2_is_none() {
        let wants = |all: &[(&'static str, &'static str)]| wants_upgrade(&Method::GET, &headers(all));
        assert!(wants(&[("upgrade", "websocket")]) && wants(&[("upgrade", "h2c, websocket")]));
        assert!(!wants(&[("upgrade", "h2c")]) && !wants(&[]));
        assert!(wants_upgrade(&Method::CONNECT, &HeaderMap::new()));
    }
}
