//! Redirects: each judged anew, and what signs in stays at home.

use std::sync::Arc;

use reqwest::{Method, StatusCode, Url};

use super::super::redirect;
use super::named::Scripted;
use super::played::{Answer, Asked, Played, whole};
use super::{KEY, egress, egress_with, key, refused};

fn to(status: u16, location: &str) -> Answer {
    whole(status, &format!("location: {location}\r\n"), "")
}

#[tokio::test]
async fn a_redirect_to_what_is_not_public_opens_no_socket() {
    let trap = Played::silent().await;
    let port = trap.at.port();
    for target in [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "http://[fd00:ec2::254]/".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://public.example@127.0.0.1:{port}/"),
        format!("//127.0.0.1:{port}/"),
        format!("http://inside.example:{port}/"),
    ] {
        let said = target.clone();
        let public = Played::start(move |_| to(307, &said)).await;
        let names = Arc::new(Scripted::new(&[&["127.0.0.1"]]));
        let url = format!("http://localhost:{}/mcp", public.at.port());
        let error = refused(egress_with(&url, &[], names, key()).unwrap().post().await);
        assert_eq!(error.code(), "egress_refused", "{target}: {error}");
    }
    assert_eq!(trap.connections().await, 0);
}

fn signs_in(asked: &Asked) -> bool {
    ["authorization", "x-api-key", "mcp-session-id"].iter().all(|name| asked.header(name).is_some())
}

fn says_nothing(asked: &Asked) -> bool {
    !asked.headers.values().any(|value| value.contains(KEY)) && asked.header("mcp-session-id").is_none()
}

#[tokio::test]
async fn what_signs_in_never_goes_to_another_origin_not_even_back_again() {
    let home = Arc::new(std::sync::OnceLock::<String>::new());
    let back = Arc::clone(&home);
    let elsewhere = Played::start(move |asked| match asked.path.as_str() {
        "/back" => to(307, &format!("{}/again", back.get().unwrap())),
        _ => whole(200, "", ""),
    })
    .await;
    let there = elsewhere.url("");
    let server = Played::start(move |asked| match asked.path.as_str() {
        "/mcp" => to(307, "/moved"),
        "/moved" => to(308, &format!("{there}/new")),
        "/round" => to(307, &format!("{there}/back")),
        _ => whole(200, "", ""),
    })
    .await;
    home.set(server.url("")).unwrap();
    let egress = egress(&server.url("/mcp"), &["127.0.0.1"]).unwrap();
    egress.post().await.unwrap();
    let at_home = server.asked();
    assert_eq!(at_home.iter().map(|asked| asked.path.as_str()).collect::<Vec<_>>(), ["/mcp", "/moved"]);
    assert!(at_home.iter().all(signs_in));
    assert!(says_nothing(&elsewhere.asked()[0]), "{:?}", elsewhere.asked());
    assert_eq!(elsewhere.asked()[0].body, "{}", "the message itself went on");
    egress.ask(Method::POST, Url::parse(&server.url("/round")).unwrap()).await.unwrap();
    let last = server.asked().pop().unwrap();
    assert!(last.path == "/again" && says_nothing(&last), "{last:?}");
}

#[tokio::test]
async fn a_message_is_never_turned_into_a_question() {
    for status in [301, 302, 303] {
        let server = Played::start(move |asked| match asked.path.as_str() {
            "/mcp" => to(status, "/other"),
            _ => whole(200, "", ""),
        })
        .await;
        let egress = egress(&server.url("/mcp"), &[]).unwrap();
        let error = refused(egress.post().await);
        assert_eq!(error.code(), "egress_redirect");
        assert!(error.to_string().contains("/other") && error.to_string().contains("307"), "{error}");
        assert_eq!(server.asked().len(), 1);
        assert!(egress.get().await.is_ok(), "a question may be asked elsewhere");
    }
}

#[tokio::test]
async fn where_a_redirect_leads_is_told_without_a_live_value_and_cut() {
    let long = format!("/{KEY}/{}", "x".repeat(5000));
    let server = Played::start(move |_| to(302, &long)).await;
    let text = refused(egress(&server.url("/mcp"), &[]).unwrap().post().await).to_string();
    assert!(text.contains("[REDACTED:KEY]") && !text.contains(KEY), "{text}");
    assert!(text.chars().count() < 450, "{text}");
}

#[tokio::test]
async fn the_sixth_redirect_is_not_followed() {
    let server = Played::start(|_| to(307, "/mcp")).await;
    let error = refused(egress(&server.url("/mcp"), &[]).unwrap().post().await);
    assert!(error.to_string().ends_with("it is the sixth in a row"), "{error}");
    assert_eq!(server.asked().len(), 6);
    let five = Played::start(|asked| match asked.path.len() {
        6.. => whole(200, "", ""),
        _ => to(307, &format!("{}x", asked.path)),
    })
    .await;
    assert!(egress(&five.url("/"), &[]).unwrap().post().await.is_ok());
}

#[test]
fn a_redirect_leads_to_what_it_says_or_nowhere() {
    let from = Url::parse("https://tools.example/mcp").unwrap();
    let get = |location: &str| {
        redirect::target(&Method::GET, StatusCode::FOUND, &from, Some(location.as_bytes()), 0)
            .map(|url| url.to_string())
            .map_err(|(_, why)| why)
    };
    assert_eq!(get("/x?y#z"), Ok("https://tools.example/x?y#z".into()));
    assert_eq!(get("//other.example/"), Ok("https://other.example/".into()));
    assert_eq!(
        get("https://ann:pw@other.example/"),
        Ok("https://other.example/".into()),
        "its login is not ours"
    );
    assert_eq!(get("http://tools.example/mcp"), Err("from https nothing goes on without encryption"));
    for other in ["file:///etc/passwd", "gopher://h/", "data:text/plain,x", "ftp://h/"] {
        assert_eq!(get(other), Err("only http and https are spoken"), "{other}");
    }
    assert_eq!(get("https://[::1"), Err("it does not say where to"));
    let none = redirect::target(&Method::GET, StatusCode::FOUND, &from, None, 0);
    assert_eq!(none.unwrap_err().1, "it does not say where to");
    let shown = redirect::target(&Method::GET, StatusCode::FOUND, &from, Some(b"http://a:b@h/p?key=1"), 0);
    assert_eq!(shown.unwrap_err().0, "http://h/p");
}
