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
