//! What a change writes, in an order that is safe to stop anywhere: `.gitignore`, the key, the file
//! that the key opens, the template, `.gitattributes`.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::store::{self, Format};
use super::template::Template;
use super::{Change, Error, Location, format2, git, keyring, update};
use crate::support::fs::{self, Mode};

/// What goes into the key and the secrets file, as far as they change.
#[derive(Default)]
pub(super) struct Plan {
    /// A new key file; an error where there is one.
    pub(super) key: Option<Zeroizing<String>>,
    /// The same key in another form.
    pub(super) replaced_key: Option<Zeroizing<String>>,
    pub(super) secrets: Option<String>,
}

impl Plan {
    /// Says which files were written besides.
    pub(super) fn write(self, location: &Location, changes: &[Change]) -> Result<Vec<PathBuf>, Error> {
        let adding = changes.iter().any(|c| matches!(c, Change::Set { .. }));
        let dir = location.dir();
        let in_git = adding && git::in_tree(dir);
        // All reading and refusing before all writing.
        let ignore = Side::for_git(adding, dir.join(".gitignore"), git::with_ignored)?;
        let template = Side::plan(location.template_file(), |text| with_template(text, location, changes))?;
        let attributes = Side::for_git(in_git, dir.join(".gitattributes"), |text| {
            git::with_attributes(text, &location.file_name(), self.format(location))
        })?;
        if let Some(template) = &template {
            location.check_link(&template.path)?;
        }
        if self.secrets.is_some() {
            location.check_link(&location.secrets_file())?;
        }
        // Killed between the two, the same command again ends it: what is to go is still in the secrets, what is
        // to come is given anew.
        let (before, after) = if adding { (None, template) } else { (template, None) };
        let mut wrote = Vec::new();
        wrote.extend(before.map(Side::write).transpose()?);
        wrote.extend(ignore.map(Side::write).transpose()?);
        if let Some(key) = self.key {
            fs::create_new_private(&location.key_file(), key.as_bytes())?;
        }
        if let Some(key) = self.replaced_key {
            keyring::replace_key(&location.key_file(), &key)?;
        }
        if let Some(secrets) = self.secrets {
            update::write(location, &secrets)?;
        }
        wrote.extend(after.map(Side::write).transpose()?);
        wrote.extend(attributes.map(Side::write).transpose()?);
        Ok(wrote)
    }
}

impl Plan {
    /// The format that the secrets file will have.
    fn format(&self, location: &Location) -> Format {
        match &self.secrets {
            Some(text) if text.starts_with(format2::MAGIC_PREFIX) => Format::Two,
            Some(_) => Format::One,
            None => format_of(location),
        }
    }
}

/// The format of the secrets file as it is; a new one is of format 2.
pub(super) fn format_of(location: &Location) -> Format {
    let path = location.secrets_file();
    let bytes = fs::read_if_exists(&path).ok().flatten();
    bytes.and_then(|bytes| store::detect(&bytes, &path).ok()).unwrap_or(Format::Two)
}

/// Puts the lines for key, lock and temporary files into `.gitignore`, where they lack.
pub(super) fn ignore(location: &Location) -> Result<(), Error> {
    let path = location.dir().join(".gitignore");
    Side::for_git(true, path, git::with_ignored)?.map(Side::write).transpose()?;
    Ok(())
}

/// A file beside the secrets that is made to be committed.
struct Side {
    path: PathBuf,
    text: String,
}

impl Side {
    fn plan(path: PathBuf, edit: impl FnOnce(&str) -> Option<String>) -> Result<Option<Self>, Error> {
        let text = fs::read_to_string_if_exists(&path)?.unwrap_or_default();
        Ok(edit(&text).map(|text| Self { path, text }))
    }

    /// A file that git reads; it does not follow a link of that name, so one is refused.
    fn for_git(
        wanted: bool,
        path: PathBuf,
        edit: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Option<Self>, Error> {
        if !wanted {
            return Ok(None);
        }
        if path.is_symlink() {
            return Err(Error::GitFileIsLink(path));
        }
        Self::plan(path, edit)
    }

    fn write(self) -> Result<PathBuf, Error> {
        fs::write_atomic(&self.path, self.text.as_bytes(), Mode::Keep(0o644))?;
        Ok(self.path)
    }
}

fn with_template(text: &str, location: &Location, changes: &[Change]) -> Option<String> {
    let (mut set, mut gone) = (Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::Set { name, .. } => set.push(name.as_str()),
            Change::Delete { name } => gone.push(name.as_str()),
        }
    }
    // The template is shared: a deleted name may still be wanted in another environment.
    if !gone.is_empty() && has_other_environments(location) {
        gone.clear();
    }
    let mut template = Template::parse(text);
    let removed = template.remove(&gone);
    let added = template.insert(&set);
    (removed || added).then(|| template.to_string())
}

fn has_other_environments(location: &Location) -> bool {
    let other = |one: &Location| one.env() != location.env();
    location.environments().is_ok_and(|all| all.iter().any(other))
}
