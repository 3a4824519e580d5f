//! Passing a request on, and its answer back.

use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, Uri, Version, header};
use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};

use super::headers;
use super::path::inside;
use super::refuse::refusal;
use super::target::Pass;
use crate::server::fleet::{Fleet, NoWay};

/// From whom a request came, as this server knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The client's address: that of the connection, or what a declared proxy says of it.
    pub client: IpAddr,
    /// Whether it came over TLS.
    pub tls: bool,
    /// The host that was called, where no header says it.
    pub host: Option<String>,
}

/// Passes a request to `/api/ID/…`, `/draft/ID/…` or `/mcp/ID` on to its formation. Dropped, also with the answer's body,
/// the connection to the formation is closed.
pub async fn forward(fleet: &Fleet, request: Request<Body>, origin: &Origin) -> Response<Body> {
    if headers::wants_upgrade(request.method(), request.headers()) {
        return refusal(
            StatusCode::NOT_IMPLEMENTED,
            "this server speaks HTTP only: no other protocol is switched to",
        );
    }
    let Some(inside) = inside(request.uri().path()) else {
        return refusal(StatusCode::NOT_FOUND, "there is nothing at this path");
    };
    let pass = match fleet.way(inside.way, inside.id) {
        Ok(pass) => pass,
        Err(NoWay::Unknown) => {
            return refusal(StatusCode::NOT_FOUND, "there is no such formation on this server");
        }
        Err(NoWay::NotRunning) => {
            let mut refusal = refusal(StatusCode::SERVICE_UNAVAILABLE, "the formation is not running");
            refusal.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            return refusal;
        }
    };
    let Some(uri) = uri(&pass, &inside.path, request.uri().query()) else {
        return refusal(StatusCode::BAD_REQUEST, "the path cannot be passed on");
    };
    let id = inside.id.to_owned();
    passed_on(request, uri, &id, origin, pass).await
}

fn uri(pass: &Pass, path: &str, query: Option<&str>) -> Option<Uri> {
    let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let authority = pass.target().address().to_string();
    Uri::builder().scheme("http").authority(authority).path_and_query(target).build().ok()
}

async fn passed_on(
    request: Request<Body>,
    uri: Uri,
    id: &str,
    origin: &Origin,
    pass: Pass,
) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    headers::request(&mut parts.headers, id, origin);
    let method = parts.method.clone();
    // A connection of the pool may have ended just now. Without a body, asking twice does no harm.
    let again = (body.is_end_stream() && method.is_idempotent()).then(|| parts.headers.clone());
    let ask = |method: &Method, headers, body| {
        let mut asked = Request::new(body);
        *asked.method_mut() = method.clone();
        *asked.uri_mut() = uri.clone();
        *asked.headers_mut() = headers;
        *asked.version_mut() = Version::HTTP_11;
        pass.target().client().request(asked)
    };
    let mut answer = ask(&method, parts.headers, body).await;
    let broke_off = answer.as_ref().is_err_and(|error| !error.is_connect());
    if broke_off && let Some(headers) = again {
        answer = ask(&method, headers, Body::empty()).await;
    }
    match answer {
        Ok(answer) => {
            let (mut parts, body) = answer.into_parts();
            headers::response(&mut parts.headers, &method, parts.status);
            let mut response = Response::new(Body::new(Passing { body, _pass: pass }));
            *response.status_mut() = parts.status;
            *response.headers_mut() = parts.headers;
            response
        }
        Err(_) => refusal(StatusCode::BAD_GATEWAY, "the formation did not answer"),
    }
}

/// The body of an answer; the request counts until it has ended.
struct Passing {
    body: Incoming,
    _pass: Pass,
}

impl hyper::body::Body for Passing {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
#[path = "forward_tests.rs"]
mod tests;
