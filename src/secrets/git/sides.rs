//! Whose version is whose, while git merges and after it did.

use super::repo::text;
use super::{Objects, Repo};
use crate::secrets::Error;

/// What stands for the other side while git merges.
pub(super) const UNDER_WAY: [&str; 4] = ["MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"];

/// Both sides of a merge, as far as git has them.
pub(in crate::secrets) struct Sides {
    pub(in crate::secrets) ours: Vec<u8>,
    pub(in crate::secrets) theirs: Vec<u8>,
    /// What they are, for people.
    pub(in crate::secrets) labels: [String; 2],
}

/// The versions of a file that git has marked as unmerged.
pub(in crate::secrets) struct Unmerged {
    /// Empty where both sides added the file.
    pub(in crate::secrets) base: Vec<u8>,
    pub(in crate::secrets) sides: Sides,
}

impl Unmerged {
    /// The versions in the index, if the file is unmerged there.
    pub(in crate::secrets) fn find(repo: &Repo, path: &[u8]) -> Result<Option<Self>, Error> {
        let Ok(name) = std::str::from_utf8(path) else { return Ok(None) };
        let spec = format!(":(top,literal){name}");
        let listed = repo.run(&["ls-files", "--unmerged", "-z", "--", &spec])?;
        let mut stages: [Option<String>; 4] = Default::default();
        for entry in text(&listed).split('\0') {
            // MODE ID STAGE<tab>PATH
            let mut fields = entry.split('\t').next().unwrap_or_default().split(' ').skip(1);
            if let (Some(id), Some(stage)) = (fields.next(), fields.next())
                && let Ok(stage) = stage.parse::<usize>()
                && let Some(place) = stages.get_mut(stage)
            {
                *place = Some(id.to_owned());
            }
        }
        let [_, base, Some(ours), Some(theirs)] = stages else { return Ok(None) };
        let mut objects = Objects::open(repo)?;
        let mut read = |id: &str| objects.known(id);
        let base = base.map(|id| read(&id)).transpose()?.unwrap_or_default();
        let (ours, theirs) = (read(&ours)?, read(&theirs)?);
        Ok(Some(Self { base, sides: Sides { ours, theirs, labels: labels_under_way(repo) } }))
    }
}

impl Sides {
    /// All pairs of versions that a merge of the file may have come from, the likeliest first.
    pub(in crate::secrets) fn candidates(repo: &Repo, path: &[u8]) -> Result<Vec<Self>, Error> {
        let mut found: Vec<Self> = Unmerged::find(repo, path)?.map(|u| u.sides).into_iter().collect();
        let mut objects = Objects::open(repo)?;
        let under_way = UNDER_WAY.iter().filter(|head| repo.commit(head).is_some());
        let mut pairs: Vec<[String; 2]> =
            under_way.map(|head| ["HEAD".to_owned(), (*head).to_owned()]).collect();
        pairs.extend(last_merge(repo, path));
        for pair in pairs {
            let mut read = |revision: &str| objects.blob(&spec(revision, path));
            if let (Some(ours), Some(theirs)) = (read(&pair[0])?, read(&pair[1])?) {
                let label = |revision: &String| describe(repo, revision);
                found.push(Self { ours, theirs, labels: [label(&pair[0]), label(&pair[1])] });
            }
        }
        Ok(found)
    }
}

/// REVISION:PATH.
pub(in crate::secrets) fn spec(revision: &str, path: &[u8]) -> Vec<u8> {
    [revision.as_bytes(), b":", path].concat()
}

/// The parents of the last merge that the file came out of.
fn last_merge(repo: &Repo, path: &[u8]) -> Option<[String; 2]> {
    let name = std::str::from_utf8(path).ok()?;
    let path = format!(":(top,literal){name}");
    let args = ["rev-list", "--merges", "--parents", "--max-count=1", "HEAD", "--", &path];
    let line = text(&repo.ask(&args)?);
    let mut ids = line.split_whitespace().skip(1).map(str::to_owned);
    Some([ids.next()?, ids.next()?])
}

/// In a rebase, ours is what the commits are put on, which surprises everybody once.
fn labels_under_way(repo: &Repo) -> [String; 2] {
    let rebasing = repo.is_rebasing();
    let theirs = UNDER_WAY.iter().find(|head| repo.commit(head).is_some());
    let ours = describe(repo, "HEAD");
    let ours = if rebasing { format!("{ours}, onto which your commits are put") } else { ours };
    [ours, theirs.map_or_else(|| "the other version".to_owned(), |head| describe(repo, head))]
}

/// `MERGE_HEAD 1a2b3c4 the subject`.
fn describe(repo: &Repo, revision: &str) -> String {
    let shown = repo.ask(&["show", "--no-patch", "--no-notes", "--format=%h %s", revision]);
    let shown = shown.map(|s| text(&s).trim().to_owned()).unwrap_or_default();
    let harmless: String = shown.chars().filter(|c| !c.is_control()).take(60).collect();
    if UNDER_WAY.contains(&revision) || revision == "HEAD" {
        return format!("{revision} {harmless}").trim_end().to_owned();
    }
    harmless
}
