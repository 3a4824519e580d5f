//! Files: errors that name the path, and writes that are all or nothing.
