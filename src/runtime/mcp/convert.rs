//! From the SDK's words to ours.

use rmcp::model::{CallToolResult, ContentBlock, ProtocolVersion, ResourceContents};
use rmcp::service::{ClientInitializeError, ServiceError};
use rmcp::transport::DynamicTransportError;

use super::handler::shortened;
use super::{McpError, ToolAnswer, ToolContent};
use crate::runtime::egress::EgressError;
use crate::support::redact::Redactor;
use crate::support::text::innermost;

/// An answer of a tool.
pub(super) fn answer(result: CallToolResult) -> ToolAnswer {
    ToolAnswer {
        content: result.content.into_iter().filter_map(content).collect(),
        structured: result.structured_content,
        failed: result.is_error.unwrap_or(false),
    }
}

/// A piece of content; `None` for kinds that are not known.
pub(super) fn content(block: ContentBlock) -> Option<ToolContent> {
    Some(match block {
        ContentBlock::Text(text) => ToolContent::Text(text.text),
        ContentBlock::Image(image) => ToolContent::Media { media_type: image.mime_type, base64: image.data },
        ContentBlock::Audio(audio) => ToolContent::Media { media_type: audio.mime_type, base64: audio.data },
        ContentBlock::Resource(resource) => contents(resource.resource)?,
        ContentBlock::ResourceLink(link) => ToolContent::Link { uri: link.uri, name: link.name },
        _ => return None,
    })
}

/// What a resource holds. Bytes are told of by their media type where there is one, else by the URI.
pub(super) fn contents(resource: ResourceContents) -> Option<ToolContent> {
    Some(match resource {
        ResourceContents::TextResourceContents { uri, text, .. } => {
            ToolContent::Resource { uri, text: Some(text) }
        }
        ResourceContents::BlobResourceContents { mime_type: Some(media_type), blob, .. } => {
            ToolContent::Media { media_type, base64: blob }
        }
        ResourceContents::BlobResourceContents { uri, .. } => ToolContent::Resource { uri, text: None },
        _ => return None,
    })
}

/// Why a request failed; `None` where the connection ended, which somebody else knows more of.
pub(super) fn of_request(error: ServiceError, redactor: &Redactor) -> Option<McpError> {
    Some(match error {
        ServiceError::McpError(data) => {
            McpError::Answer { code: i64::from(data.code.0), message: shortened(redactor, &data.message) }
        }
        ServiceError::TransportSend(error) => return of_transport(&error, redactor),
        ServiceError::TransportClosed => return None,
        ServiceError::Cancelled { .. } => McpError::Cancelled,
        other => McpError::Protocol(shortened(redactor, &other.to_string())),
    })
}

/// Why a connection did not come up; `None` where it ended before.
pub(super) fn of_start(error: ClientInitializeError, redactor: &Redactor) -> Option<McpError> {
    Some(match error {
        ClientInitializeError::ConnectionClosed(_) => return None,
        ClientInitializeError::TransportError { error, .. } => return of_transport(&error, redactor),
        ClientInitializeError::JsonRpcError(data) => {
            McpError::Answer { code: i64::from(data.code.0), message: shortened(redactor, &data.message) }
        }
        ClientInitializeError::LegacyFallbackFailed { fallback, .. } => return of_start(*fallback, redactor),
        ClientInitializeError::ExpectedInitResponse(_) | ClientInitializeError::ExpectedInitResult(_) => {
            McpError::Protocol("it answers the first question with something else".to_owned())
        }
        ClientInitializeError::NoCompatibleProtocolVersion { server_supported, .. } => {
            let versions: Vec<&str> = server_supported.iter().map(ProtocolVersion::as_str).collect();
            let versions = shortened(redactor, &versions.join(", "));
            McpError::Protocol(format!("it speaks only versions that muxi does not: {versions}"))
        }
        other => McpError::Protocol(shortened(redactor, &other.to_string())),
    })
}

/// Why a message could not be sent; `None` where the pipe to a program is broken, which can tell more.
fn of_transport(error: &DynamicTransportError, redactor: &Redactor) -> Option<McpError> {
    if error.error.is::<std::io::Error>() {
        return None;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error.error.as_ref());
    while let Some(this) = cause {
        if let Some(own) = this.downcast_ref::<EgressError>() {
            return Some(of_egress(own));
        }
        cause = this.source();
    }
    Some(McpError::Unreachable(shortened(redactor, &innermost(error.error.as_ref()))))
}

impl From<EgressError> for McpError {
    fn from(error: EgressError) -> Self {
        of_egress(&error)
    }
}

/// What the network says, in the words of servers.
pub(super) fn of_egress(error: &EgressError) -> McpError {
    let what = error.to_string();
    let hint = || error.hint().unwrap_or_default();
    match error {
        EgressError::Refused { .. } | EgressError::Redirect { .. } => {
            McpError::Refused { what, hint: hint() }
        }
        EgressError::BadEndpoint { .. } | EgressError::BadNetwork { .. } | EgressError::BadHeader { .. } => {
            McpError::Declaration { what, hint: hint() }
        }
        EgressError::Unauthorised { .. } | EgressError::Forbidden { .. } => McpError::Unauthorised(what),
        EgressError::LoginNeeded { server, why } => {
            McpError::LoginNeeded { server: server.clone(), why: why.clone() }
        }
        EgressError::SignIn { .. } | EgressError::NotKept { .. } | EgressError::NotRead { .. } => {
            McpError::SignIn { what, hint: hint() }
        }
        EgressError::Timeout { seconds, .. } => McpError::Timeout(*seconds),
        EgressError::BadAnswer { .. } | EgressError::NeitherTransport { .. } => McpError::Protocol(what),
        EgressError::TooLong { limit, .. } => McpError::TooLarge(*limit),
        _ => McpError::Unreachable(what),
    }
}
