//! Why something is not remembered.

use super::{MAX_DIMENSION, MAX_MEMORIES, MAX_NAME, MAX_USER_BYTES};
use crate::runtime::store::StoreError;

/// Why a memory is not kept, or cannot be found.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MemoryError {
    /// It has no text.
    #[error("a memory without text is none")]
    Empty,
    /// It is too long.
    #[error("the memory has {size} {unit}; at most {most} are kept")]
    TooLarge {
        /// How long it is.
        size: usize,
        /// How long it may be.
        most: usize,
        /// `characters` or `bytes`.
        unit: &'static str,
    },
    /// A name is too long or holds control characters.
    #[error("`{0}` has 1 to {MAX_NAME} bytes and no control characters")]
    BadName(&'static str),
    /// The user has too many.
    #[error("the user has {MAX_MEMORIES} memories, and no more are kept")]
    TooMany,
    /// The user's memories take too much.
    #[error("the user's memories take {used} bytes with this one; at most {MAX_USER_BYTES} are kept")]
    Full {
        /// What all would take.
        used: u64,
    },
    /// There is no such memory of this user.
    #[error("there is no memory {0}")]
    NotFound(String),
    /// A vector is of no use.
    #[error("a vector has 1 to {MAX_DIMENSION} finite numbers that are not all 0")]
    BadVector,
    /// The user had all forgotten after it was said.
    #[error("the user wanted it forgotten")]
    Forgotten,
    /// The formation does not remember.
    #[error("this formation remembers nothing: `memory.persistent` is off")]
    Off,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MemoryError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "memory_empty",
            Self::TooLarge { .. } => "memory_too_large",
            Self::BadName(_) => "memory_bad_name",
            Self::TooMany => "memory_too_many",
            Self::Full { .. } => "memory_full",
            Self::NotFound(_) => "memory_not_found",
            Self::BadVector => "memory_bad_vector",
            Self::Forgotten => "memory_forgotten",
            Self::Off => "memory_off",
            Self::Store(_) => "store",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::TooMany | Self::Full { .. } => {
                Some("`muxi memory list` prints what is kept, `muxi memory delete ID` makes room")
            }
            Self::TooLarge { .. } => Some("part it, or raise `input_limits.max_memory_entry_size`"),
            Self::NotFound(_) => Some("`muxi memory list` prints the ids"),
            Self::Off => Some("take `memory.persistent: false` out of the formation"),
            Self::Store(error) => error.hint(),
            _ => None,
        }
    }
}
