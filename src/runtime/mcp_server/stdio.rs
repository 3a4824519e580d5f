//! The server over two streams: an editor starts it as a program.

use std::sync::Arc;

use rmcp::RoleServer;
use rmcp::service::serve_server;
use rmcp::transport::async_rw::AsyncRwTransport;
use tokio::io::{AsyncRead, AsyncWrite};

use super::handler::Handler;
use super::{Offer, Until};
use crate::runtime::principal::Principal;

/// The longest message, in bytes: as large as a request over HTTP may be.
pub const MAX_LINE: usize = crate::runtime::http::MAX_BODY;

/// Serves until `input` ends, until `until` returns, or until the client does not speak the protocol. All calls
/// are for `who`.
pub async fn serve_stdio<R, W>(offer: Offer, who: Principal, input: R, output: W, until: Until)
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let handler = Handler::new(Arc::new(offer), Some(who));
    let transport = AsyncRwTransport::<RoleServer, _, _>::new(input, output).with_max_line_length(MAX_LINE);
    let serving = async {
        if let Ok(running) = serve_server(handler, transport).await {
            drop(running.waiting().await);
        }
    };
    tokio::select! {
        () = serving => {}
        () = until => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

    #[tokio::test]
    async fn a_level_is_set_by_its_name_where_log_messages_are_written_and_a_wrong_one_is_refused() {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let mut offer = Offer::new("test", "1");
        offer.logs = true;
        let (input, output) = tokio::io::split(theirs);
        let serving = serve_stdio(offer, Principal::local(), input, output, Box::pin(std::future::pending()));
        let serving = tokio::spawn(serving);
        let (heard, mut said) = tokio::io::split(ours);
        let mut heard = BufReader::new(heard).lines();
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}});
        let mut asked = vec![("initialize", hello, None)];
        asked.push(("logging/setLevel", json!({"level": "warning"}), None));
        for wrong in [json!({"level": "loud"}), json!({"level": 3}), json!({})] {
            asked.push(("logging/setLevel", wrong, Some(-32602)));
        }
        for (id, (method, params, code)) in asked.into_iter().enumerate() {
            let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
            said.write_all(format!("{message}\n").as_bytes()).await.unwrap();
            let answer: Value = serde_json::from_str(&heard.next_line().await.unwrap().unwrap()).unwrap();
            assert_eq!(answer["error"]["code"].as_i64(), code, "{message}: {answer}");
            if method == "initialize" {
                let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
                said.write_all(format!("{ready}\n").as_bytes()).await.unwrap();
            }
        }
        drop((said, heard));
        serving.await.unwrap();
    }
}
