//! A component beside a formation that is there: its file, and its line in the formation's file, both or none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::component::Component;
use super::formation::Model;
use super::name::Named;
use super::{Error, Extension};
use crate::formation::discover::Location;
use crate::formation::edit;
use crate::formation::files::{Reader, directories_of};
use crate::formation::listing::components_in;
use crate::formation::schema::{FileKind, Shape};
use crate::formation::source::Sources;
use crate::formation::yaml::{self, Node};
use crate::support::fs::{self, ChangedFile, FsError, Lock, write_together};

/// The lock of everything that writes to a formation; `muxi secrets` takes it too.
const LOCK: &str = ".muxi-lock";

/// How long a writer waits for another one.
const WAIT: Duration = Duration::from_secs(30);

/// Whether and where a new component is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Register {
    /// In the formation's file.
    Formation,
    /// In `mcp_servers` of this agent, for it alone.
    Agent(String),
    /// Nowhere.
    Nowhere,
}

/// What is to be added.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// Its id and name.
    pub named: &'a Named,
    /// The component.
    pub component: &'a Component,
    /// How its file ends; as the formation's does for none.
    pub extension: Option<Extension>,
    /// Where it is listed.
    pub register: Register,
    /// Whether a file that is there is replaced.
    pub force: bool,
}

/// What was added.
#[derive(Clone, Debug)]
pub struct Added {
    /// The component's file.
    pub file: PathBuf,
    /// Whether there was one of that name before.
    pub replaced: bool,
    /// The file that lists it now, and the key there; `None` where it did before or need not.
    pub listed: Option<(PathBuf, String)>,
    /// The secrets that it refers to.
    pub secrets: Vec<String>,
}

/// Adds a component. Refuses before anything is written.
///
/// Killed between the two files, the same call again ends it: a file that is there word for word is taken.
pub fn add(location: &Location, order: &Order<'_>) -> Result<Added, Error> {
    let part = order.component.part(order.named)?;
    let _lock = Lock::acquire(&location.root.join(LOCK), WAIT)?;
    let site = Site::read(location)?;
    site.check_servers(order.component)?;
    let kind = order.component.kind();
    let file = site.place(kind, order)?;
    let before = fs::read_if_exists(&file)?;
    let same = before.as_deref() == Some(part.text.as_bytes());
    let listing = site.listing(kind, order)?;
    site.refuse_taken(kind, order, &file, before.is_some() && !same)?;
    let mut files = Vec::new();
    if !same {
        files.push(ChangedFile {
            path: file.clone(),
            bytes: part.text.into_bytes(),
            replace: before.is_some(),
        });
    }
    let listed = listing.map(|listing| {
        let bytes = listing.text.into_bytes();
        files.push(ChangedFile { path: listing.file.clone(), bytes, replace: true });
        (listing.file, listing.key)
    });
    write_together(&files)?;
    Ok(Added { file, replaced: before.is_some() && !same, listed, secrets: part.secrets })
}

/// Refuses a model that is neither `provider/name` nor an alias of the formation.
pub fn check_model(location: &Location, model: &str) -> Result<(), Error> {
    let (_, tree) = document(&location.file)?;
    let alias =
        tree.get("llm").and_then(|llm| llm.get("aliases")).is_some_and(|all| all.get(model).is_some());
    if alias { Ok(()) } else { Model::new(None, Some(model)).map(drop) }
}

/// A file with one more item in a list.
struct Listing {
    file: PathBuf,
    key: String,
    text: String,
}

/// The formation as it is.
struct Site<'a> {
    location: &'a Location,
    text: String,
    tree: Node,
}

impl<'a> Site<'a> {
    fn read(location: &'a Location) -> Result<Self, Error> {
        let (text, tree) = document(&location.file)?;
        Ok(Self { location, text, tree })
    }

    /// Where the file of a component goes.
    fn place(&self, kind: &FileKind, order: &Order<'_>) -> Result<PathBuf, Error> {
        let id = &order.named.id;
        let directory = directories_of(kind, &self.location.root).next().unwrap_or(kind.directories[0]);
        let directory = self.location.root.join(directory);
        let file = match kind.shape {
            Shape::Yaml => {
                let own = self.location.file.extension().and_then(|e| e.to_str()).unwrap_or_default();
                let extension = order.extension.map_or(own, |extension| extension.as_str());
                directory.join(format!("{id}.{}", if extension == "yml" { "yaml" } else { extension }))
            }
            Shape::Markdown if kind.name == "skill" => directory.join(id).join("SKILL.md"),
            Shape::Markdown => directory.join(format!("{id}.md")),
        };
        let near = file.ancestors().skip(1).find(|path| path.is_dir());
        let root =
            self.location.root.canonicalize().map_err(|e| FsError::io("read", &self.location.root, e))?;
        match near.and_then(|near| near.canonicalize().ok()) {
            Some(real) if real.starts_with(root) && !file.is_symlink() => Ok(file),
            _ => Err(Error::Outside(file)),
        }
    }

    /// Refuses a component of an id that another one has.
    fn refuse_taken(
        &self,
        kind: &FileKind,
        order: &Order<'_>,
        file: &Path,
        there: bool,
    ) -> Result<(), Error> {
        let (id, what) = (&order.named.id, a(kind));
        let exists =
            |path: &Path, replaceable| Error::Exists { what, id: id.clone(), path: path.into(), replaceable };
        if there && !order.force {
            return Err(exists(file, true));
        }
        if self.items(kind.declared_in).iter().any(|item| item.get("id").and_then(Node::as_str) == Some(id)) {
            return Err(exists(&self.location.file, false));
        }
        if kind.shape == Shape::Markdown {
            return Ok(());
        }
        let mut reader = Reader::new(&self.location.root, None);
        for name in kind.directories {
            let directory = self.location.root.join(name);
            let files = components_in(&directory).map_err(|e| FsError::io("read", &directory, e))?;
            for other in files.iter().filter(|other| other.as_path() != file) {
                if id_of(&mut reader, other).as_deref() == Some(id.as_str()) {
                    return Err(exists(other, false));
                }
            }
        }
        Ok(())
    }

    fn items(&self, keys: &[&str]) -> &[Node] {
        items(&self.tree, keys)
    }

    /// The keys of the list of the formation in which a component of this kind stands.
    fn list(&self, kind: &FileKind) -> Vec<&'static str> {
        let mcps = kind.declared_in.first() == Some(&"mcp") && self.tree.get("mcps").is_some();
        let rename = |key: &&'static str| if mcps && *key == "mcp" { "mcps" } else { *key };
        kind.declared_in.iter().map(rename).collect()
    }

    /// The file that is to list the component, with it in; `None` where it is listed, or need not be.
    fn listing(&self, kind: &FileKind, order: &Order<'_>) -> Result<Option<Listing>, Error> {
        let id = order.named.id.as_str();
        match &order.register {
            Register::Nowhere => Ok(None),
            Register::Formation if kind.declared_in.is_empty() => Ok(None),
            Register::Formation => {
                let keys = self.list(kind);
                appended(&self.location.file, &self.text, &edit::Path::keys(keys.iter().copied()), id)
            }
            Register::Agent(agent) => self.listing_of_agent(agent, id),
        }
    }

    fn listing_of_agent(&self, agent: &str, id: &str) -> Result<Option<Listing>, Error> {
        let inline = |item: &Node| item.get("id").and_then(Node::as_str) == Some(agent);
        if let Some(index) = self.items(&["agents"]).iter().position(inline) {
            let path = edit::Path::keys(["agents"]).then(edit::Step::Index(index));
            let path = path.then(edit::Step::Key("mcp_servers".to_owned()));
            return appended(&self.location.file, &self.text, &path, id);
        }
        let (file, known) = self.agent_file(agent)?;
        let Some(file) = file else {
            return Err(Error::Unknown { what: "agent", id: agent.to_owned(), known });
        };
        let (text, _) = document(&file)?;
        appended(&file, &text, &edit::Path::keys(["mcp_servers"]), id)
    }

    /// The file of an agent, and the ids of all agents.
    fn agent_file(&self, agent: &str) -> Result<(Option<PathBuf>, Vec<String>), Error> {
        let directory = self.location.root.join("agents");
        let mut reader = Reader::new(&self.location.root, None);
        let mut known: Vec<_> = ids(self.items(&["agents"]));
        let mut found = None;
        for file in components_in(&directory).map_err(|e| FsError::io("read", &directory, e))? {
            let Some(id) = id_of(&mut reader, &file) else { continue };
            if id == agent {
                found = Some(file);
            }
            if !known.contains(&id) {
                known.push(id);
            }
        }
        Ok((found, known))
    }

    /// Refuses an agent whose MCP servers are not there.
    fn check_servers(&self, component: &Component) -> Result<(), Error> {
        let Component::Agent(agent) = component else { return Ok(()) };
        if agent.servers.is_empty() {
            return Ok(());
        }
        let mut known: Vec<_> =
            ["mcp", "mcps"].iter().flat_map(|key| ids(self.items(&[key, "servers"]))).collect();
        let mut reader = Reader::new(&self.location.root, None);
        for name in ["mcp", "mcps"] {
            let directory = self.location.root.join(name);
            let files = components_in(&directory).map_err(|e| FsError::io("read", &directory, e))?;
            known.extend(files.iter().filter_map(|file| id_of(&mut reader, file)));
        }
        known.sort();
        known.dedup();
        match agent.servers.iter().find(|id| !known.contains(id)) {
            None => Ok(()),
            Some(id) => Err(Error::Unknown { what: "MCP server", id: id.clone(), known }),
        }
    }
}

fn items<'t>(tree: &'t Node, keys: &[&str]) -> &'t [Node] {
    let list = keys.iter().try_fold(tree, |node, key| node.get(key));
    list.filter(|_| !keys.is_empty()).and_then(Node::as_seq).unwrap_or_default()
}

fn ids(items: &[Node]) -> Vec<String> {
    let id = |item: &Node| item.get("id").unwrap_or(item).as_str().map(str::to_owned);
    items.iter().filter_map(id).collect()
}

fn id_of(reader: &mut Reader, file: &Path) -> Option<String> {
    let stem = file.file_stem()?.to_str()?.to_owned();
    let tree = reader.tree(file);
    Some(tree.as_ref().and_then(|tree| tree.get("id")).and_then(Node::as_str).map_or(stem, str::to_owned))
}

/// The text of a file and its tree, without the files that it includes.
fn document(file: &Path) -> Result<(String, Node), Error> {
    let text = fs::read_to_string(file)?;
    let mut sources = Sources::default();
    let id = sources.add(file, text.clone());
    let (tree, found) = yaml::parse(id, sources.get(id).text());
    match tree.filter(|tree| tree.as_map().is_some()) {
        Some(tree) if !found.iter().any(crate::formation::diagnostic::Diagnostic::is_error) => {
            Ok((text, tree))
        }
        _ => {
            let why = "it is not the YAML of a formation".to_owned();
            Err(Error::NotEditable { path: file.to_owned(), why, help: None })
        }
    }
}

/// The file with `id` at the end of the list at `path`; `None` where it is in it.
fn appended(file: &Path, text: &str, path: &edit::Path, id: &str) -> Result<Option<Listing>, Error> {
    let list = edit::read(text).map_err(|error| Error::not_editable(file, &error))?;
    let list = path.0.iter().try_fold(&list, |value, step| match step {
        edit::Step::Key(key) | edit::Step::Id(key) => value.get(key),
        edit::Step::Index(index) => value.get(index),
    });
    if let Some(other) = list.and_then(|list| list.get("$include")).and_then(serde_json::Value::as_str) {
        let included = edit::EditError::Included { at: path.clone(), file: other.to_owned() };
        return Err(Error::not_editable(file, &included));
    }
    let items = list.and_then(serde_json::Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.iter().any(|item| item.get("id").unwrap_or(item) == id) {
        return Ok(None);
    }
    let text = edit::append(text, path, &serde_json::json!(id))
        .map_err(|error| Error::not_editable(file, &error))?;
    Ok(Some(Listing { file: file.to_owned(), key: path.to_string(), text }))
}

fn a(kind: &FileKind) -> &'static str {
    match kind.name {
        "agent" => "an agent",
        "mcp" => "an MCP server",
        "a2a" => "an A2A service",
        "sop" => "an SOP",
        "trigger" => "a trigger",
        _ => "a skill",
    }
}
