//! Which beginnings of a conversation the provider is to keep (API reference, Prompt caching).
//! What is kept costs a quarter more once and a tenth from then on.

use serde::Serialize;

use super::body::{Body, Tool};
use super::content::{Block, Marked, Turn};

/// The mark: keep everything up to here.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "type", rename = "ephemeral")]
pub(super) struct Ephemeral {}

/// Bytes for a token, more than most texts have: what is marked is then surely long enough.
const BYTES: u64 = 4;
/// What a picture or document counts for, in bytes of text.
const MEDIA: usize = 4000;

/// Marks the last tool, the last instruction and the newest message before the question, each
/// where what stands before it is at least `tokens` long: the provider keeps nothing shorter.
pub(super) fn mark(body: &mut Body<'_>, tokens: u64) {
    let least = usize::try_from(tokens.saturating_mul(BYTES)).unwrap_or(usize::MAX);
    let mut bytes: usize = body.tools.iter().map(tool_bytes).sum();
    if bytes >= least
        && let Some(tool) = body.tools.last_mut()
    {
        tool.cache_control = Some(Ephemeral {});
    }
    bytes += body.system.iter().map(|block| block_bytes(&block.block)).sum::<usize>();
    if bytes >= least {
        mark_last(&mut body.system);
    }
    let Some(earlier) = body.messages.len().checked_sub(1) else { return };
    let earlier = &mut body.messages[..earlier];
    bytes += earlier.iter().map(turn_bytes).sum::<usize>();
    if bytes >= least
        && let Some(newest) = earlier.last_mut()
    {
        mark_last(&mut newest.content);
    }
}

/// Thoughts cannot be marked.
fn mark_last(blocks: &mut [Marked<'_>]) {
    let last = blocks.iter_mut().rev().find(|block| !matches!(block.block, Block::Given(_)));
    if let Some(block) = last {
        block.cache_control = Some(Ephemeral {});
    }
}

fn tool_bytes(tool: &Tool<'_>) -> usize {
    tool.name.len() + tool.description.len() + tool.input_schema.to_string().len()
}

fn turn_bytes(turn: &Turn<'_>) -> usize {
    turn.content.iter().map(|block| block_bytes(&block.block)).sum()
}

fn block_bytes(block: &Block<'_>) -> usize {
    match block {
        Block::Text { text } => text.len(),
        Block::Image { .. } | Block::Document { .. } => MEDIA,
        Block::ToolUse { input, .. } => input.get().len(),
        Block::ToolResult { content, .. } => content.map_or(0, str::len),
        Block::Given(_) => 0,
    }
}
