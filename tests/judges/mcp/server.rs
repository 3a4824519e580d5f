//! The tools, resources and prompts that the published conformance suite of MCP calls, on muxi's own server layer. It
//! listens on a free port and prints its address; it ends when its standard input does.

#![expect(clippy::print_stdout, reason = "the judge reads the address there")]
#![expect(deprecated, reason = "the suite of 2025-11-25 asks for sampling and logging")]

mod kept;
mod tools;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use muxi::runtime::http::{Guard, Listener, serve};
use muxi::runtime::mcp_server::{Door, Hosts, Offer};
use muxi::runtime::principal::Principal;
use muxi::runtime::stop::Stop;
use rmcp::model::CompletionInfo;
use tokio::io::AsyncReadExt as _;

fn offer() -> Offer {
    let mut offer = Offer::new("muxi-conformance", env!("CARGO_PKG_VERSION"));
    offer.tools = tools::all();
    offer.prompts = kept::prompts();
    offer.resources = Some(Arc::new(kept::Kept));
    offer.complete = Some(Box::new(|_, _| Box::pin(std::future::ready(Ok(CompletionInfo::default())))));
    offer.logs = true;
    offer
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let guard = Guard::default();
    let hosts = Hosts::of(&guard);
    let listener = Listener::bind("127.0.0.1:0".parse()?, guard).await?;
    println!("{}/mcp", listener.url());
    let stop = Stop::default();
    let ending = stop.clone();
    let door = Arc::new(Door::new(offer(), Box::pin(async move { ending.draining().await })));
    let hosts = Arc::new(hosts);
    let answer = move |request: Request| {
        let (door, hosts) = (Arc::clone(&door), Arc::clone(&hosts));
        async move {
            match hosts.admit(&request) {
                Ok(()) => door.answer(Principal::of("", "local"), request).await,
                Err(refused) => *refused,
            }
        }
    };
    let waiting = stop.clone();
    tokio::spawn(async move {
        drop(tokio::io::stdin().read_to_end(&mut Vec::new()).await);
        waiting.cancel();
    });
    serve(listener, Router::new().route("/mcp", any(answer)), &stop).await;
    Ok(())
}
