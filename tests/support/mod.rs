//! What the tests of the binary share: a home of their own, a scripted model, a small HTTP client.

#![expect(clippy::disallowed_methods, reason = "tests write their own files and read their own variables")]

mod failing;
mod home;
mod http;
mod mcp;
mod played;
mod process;
mod server;
mod talk;
mod wait;

pub use failing::{Failing, streamed, whole};
pub use home::{Home, QUICK_START};
pub use http::{Response, request, request_raw};
pub use mcp::{ACCOUNTS_SERVER, MCP_SERVER, Tools, call, object, text_of};
pub use played::{
    Anthropic, Api, Asked, CANARY, CLIENT, Called, Deployed, Gemini, Github, Habits, Issuer, Model, OpenAi,
    Played, Provider, Reply, Said, Schema, Tokens, Told, Ways,
};
pub use process::{gone, lives, memory, processes_in, proportional_memory};
pub use server::Server;
pub use talk::{Talk, events, words};
pub use wait::{until, until_async, wait_for};
