//! Where a redirect leads, if it is followed.

use reqwest::{Method, StatusCode, Url};

/// More redirects of one request are not followed.
pub(super) const MOST: usize = 5;

/// Whether `status` sends elsewhere. Others of its hundred (300, 304) do not say where to.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Where a redirect leads, or why it is not followed. `hops` is how many were followed before.
pub(super) fn target(
    method: &Method,
    status: StatusCode,
    from: &Url,
    location: Option<&[u8]>,
    hops: usize,
) -> Result<Url, (String, &'static str)> {
    let location = location.and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(location) = location else { return Err(("nowhere".to_owned(), "it does not say where to")) };
    let Ok(mut to) = from.join(location) else {
        return Err(("an address that cannot be read".to_owned(), "it does not say where to"));
    };
    // What a server writes there is no login of ours.
    if !to.username().is_empty() || to.password().is_some() {
        let _ = to.set_username("");
        let _ = to.set_password(None);
    }
    let refused = |why| Err((shown(&to), why));
    if hops >= MOST {
        return refused("it is the sixth in a row");
    }
    match (from.scheme(), to.scheme()) {
        (_, "https") | ("http", "http") => {}
        ("https", "http") => return refused("from https nothing goes on without encryption"),
        _ => return refused("only http and https are spoken"),
    }
    if matches!(status.as_u16(), 301..=303) && *method != Method::GET {
        return refused(
            "this status would turn the message into a question without a body; 307 and 308 keep it",
        );
    }
    Ok(to)
}

/// Origin and path: a query may hold what is not to be read.
pub(super) fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.to_string()
}
