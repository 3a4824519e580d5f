//! Files that are written piece by piece, and are there whole or not at all.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::FsError;
use super::write::{create_temp, discard, finish};

/// Makes the private file `path` (0600) of what `write` writes; another file of that name is
/// replaced only with `replace`. If it fails there is no file, and one that was there stays.
pub fn stream_private<T, E: From<FsError>>(
    path: &Path,
    replace: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |e| E::from(FsError::io("write", path, e));
    let (file, temp) = create_temp(path).map_err(failed)?;
    let mut out = BufWriter::with_capacity(256 << 10, file);
    let done = write(&mut out).inspect_err(|_| discard(&temp))?;
    let kept = out.flush().and_then(|()| out.get_ref().sync_all());
    kept.inspect_err(|_| discard(&temp)).map_err(failed)?;
    let moved = if replace { fs::rename(&temp, path) } else { fs::hard_link(&temp, path) };
    finish(path, &temp, moved, !replace)?;
    Ok(done)
}
