//! What muxi is measured against: the same axum and reqwest, one shared client, and no logic.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

#[derive(Clone)]
struct Relay {
    client: reqwest::Client,
    url: String,
}

pub(crate) fn run(model: &str) -> anyhow::Result<()> {
    let client = reqwest::Client::builder().tcp_nodelay(true).no_proxy().build()?;
    let relay = Relay { client, url: format!("http://{model}/v1/chat/completions") };
    let routes = Router::new().route("/v1/chat", post(forward)).with_state(relay);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let listener = listener.tap_io(|tcp| drop(tcp.set_nodelay(true)));
        axum::serve(listener, routes).await?;
        Ok(())
    })
}

async fn forward(State(relay): State<Relay>, body: Bytes) -> Result<Response, StatusCode> {
    let request = relay.client.post(&relay.url).header(header::CONTENT_TYPE, "application/json").body(body);
    let mut answer = request.send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let headers = std::mem::take(answer.headers_mut());
    let status = answer.status();
    let mut response = Response::new(Body::from_stream(answer.bytes_stream()));
    *response.status_mut() = status;
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    Ok(response)
}
