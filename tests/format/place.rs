//! A formation's directory with one file under test in it, and what the library says of it.

use std::path::Path;

use muxi::secrets::{Error, KeySources, Location, Seal, SecretName, Store, list};
use muxi::support::secret::SecretBytes;
use tempfile::TempDir;

use crate::write::{PASSPHRASE, kit_key};

/// The code of an error, and the line that it names: `secrets_line_broken@4`.
pub(crate) fn verdict(error: &Error) -> String {
    let line = match error {
        Error::Line { line, .. } | Error::KeyTruncated { line, .. } | Error::KeyMalformed { line, .. } => {
            *line
        }
        _ => 0,
    };
    if line == 0 { error.code().into() } else { format!("{}@{line}", error.code()) }
}

/// A directory of its own for one test.
pub(crate) struct Place {
    dir: TempDir,
    /// The kit's key, unless a test puts another there.
    pub(crate) sources: KeySources,
}

impl Place {
    pub(crate) fn new() -> Self {
        let sources = KeySources { env_key: Some(SecretBytes::from(&*kit_key())), ..KeySources::default() };
        Self { dir: tempfile::tempdir().expect("a temporary directory"), sources }
    }

    /// The key is this text, and the passphrase the kit's.
    pub(crate) fn key(&mut self, text: &[u8]) {
        self.sources.env_key = Some(SecretBytes::new(text.to_vec()));
        self.sources.passphrase = Some(PASSPHRASE.into());
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn location(&self) -> Location {
        Location::new(self.dir.path(), None).expect("no environment is named")
    }

    pub(crate) fn secrets(&self, content: &[u8]) {
        std::fs::write(self.location().secrets_file(), content).expect("a file in it");
    }

    /// What the whole file comes to: `ok`, what its seal says, or the first error of the file or of a value.
    pub(crate) fn verdict(&self) -> String {
        let store = match Store::open(&self.location(), &self.sources) {
            Ok(store) => store,
            Err(error) => return verdict(&error),
        };
        match values(&store) {
            Err(error) => verdict(&error),
            Ok(_) => match store.seal() {
                Seal::NotNeeded | Seal::Verified { .. } => "ok".into(),
                Seal::Broken(_) => "seal_broken".into(),
                Seal::Missing => "seal_missing".into(),
                Seal::Merged { .. } => "seal_merged".into(),
            },
        }
    }

    /// The same without a key: only the text is looked at.
    pub(crate) fn listed(&self) -> Result<Vec<String>, String> {
        list(&self.location()).map(|listing| listing.names).map_err(|e| verdict(&e))
    }
}

/// Every value of the store, each judged by [`must_be_right`].
pub(crate) fn values(store: &Store) -> Result<Vec<(String, SecretBytes)>, Error> {
    let mut values = Vec::new();
    for name in store.names() {
        let asked = SecretName::normalise(name).expect("a name of the file").name;
        if let Some(value) = store.get(&asked)? {
            must_be_right(name, &value);
            values.push((name.to_owned(), value));
        }
    }
    Ok(values)
}

/// Nobody ever wrote another value under this name: whatever was done to the file, no other may open.
pub(crate) fn must_be_right(name: &str, value: &SecretBytes) {
    let written: &[&[u8]] = match name {
        "A" => &[b"sk-first", b"sk-second", b"sk-other"],
        "B" => &[b""],
        "C" => &[b"\0\xff"],
        "D" => &[b"line one\nline two\n"],
        "GONE" => &[b"was deleted"],
        "0" => &[b"zero"],
        "TEXT" => &["\u{e9}\u{4e2d} \"q\" \\ \n".as_bytes()],
        "KEY" => &["\u{1f511}".as_bytes()],
        "NUMBER" => &[b"1.10"],
        "NESTED" => &[b"{\"x\": [1,  2]}"],
        "NOTHING" => &[b"null"],
        "YES" => &[b"true"],
        "my-key" => &[b"mine"],
        _ => &[],
    };
    let computed = match name.split_once('_') {
        Some(("LEN", n)) => vec![b'x'; n.parse().expect("a length")],
        Some(("N", n)) => format!("value {n}").into_bytes(),
        Some(("V", _)) => b"v".to_vec(),
        _ if name.starts_with("LL") => b"long".to_vec(),
        _ => Vec::new(),
    };
    let right = written.contains(&value.expose()) || (written.is_empty() && computed == value.expose());
    assert!(right, "{name} opened as {:?}", String::from_utf8_lossy(value.expose()));
}
