//! Files: errors that name the path, and writes that are all or nothing.

mod below;
mod error;
pub(crate) mod fault;
mod lock;
mod read;
mod room;
mod stamp;
mod stream;
mod together;
mod write;

pub use below::{Dir, Entry};
pub use error::FsError;
pub use lock::Lock;
pub use read::{
    Links, Privacy, read, read_descriptor, read_if_exists, read_secret, read_to_string,
    read_to_string_if_exists,
};
pub use room::Room;
pub use stamp::Stamp;
pub use stream::stream_private;
pub use together::{Change, ChangedFile, write_together};
pub use write::{
    Mode, check_file_writable, check_writable, create_new_private, create_private_dir, remove_all,
    remove_if_exists, remove_stale_temps, set_mode, sync_directory, write_atomic,
};

/// How the names of temporary files begin, for `.gitignore`: `.muxi-tmp-*`.
pub const TEMP_PREFIX: &str = ".muxi-tmp-";

#[cfg(test)]
mod tests;
