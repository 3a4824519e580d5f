//! Many objects from one `git cat-file --batch`.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::Repo;
use crate::secrets::Error;
use crate::secrets::error::GitError;

/// The largest object that is read, in bytes: a secrets file of a hundred thousand secrets is smaller.
const LARGEST: u64 = 256 << 20;

/// A git that gives objects as long as this lives.
pub(in crate::secrets) struct Objects {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    /// Starts it.
    pub(in crate::secrets) fn open(repo: &Repo) -> Result<Self, Error> {
        let mut command = repo.command();
        command.args(["cat-file", "--batch"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|e| failed(&e))?;
        match (child.stdin.take(), child.stdout.take()) {
            (ask, Some(answers)) => Ok(Self { child, ask, answers: BufReader::new(answers) }),
            _ => Err(failed(&"it has no output").into()),
        }
    }

    /// The content of the blob that `spec` names (an id, or REVISION:PATH); nothing if there is none.
    pub(in crate::secrets) fn blob(&mut self, spec: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        // A line end would ask for two things at once.
        let Some(ask) = self.ask.as_mut().filter(|_| !spec.contains(&b'\n')) else {
            return Ok(None);
        };
        ask.write_all(&[spec, b"\n"].concat()).and_then(|()| ask.flush()).map_err(|e| failed(&e))?;
        let mut head = String::new();
        if self.answers.read_line(&mut head).map_err(|e| failed(&e))? == 0 {
            return Err(failed(&"it ended before it answered").into());
        }
        let fields: Vec<&str> = head.trim_end().rsplitn(3, ' ').collect();
        let [size, kind, _] = fields[..] else { return Ok(None) };
        let Ok(size) = size.parse::<u64>() else { return Ok(None) };
        if size > LARGEST {
            return Err(failed(&format!("an object has {size} bytes, more than muxi reads")).into());
        }
        let mut content = vec![0; usize::try_from(size).unwrap_or(0) + 1];
        self.answers.read_exact(&mut content).map_err(|e| failed(&e))?;
        content.pop();
        Ok((kind == "blob").then_some(content))
    }

    /// The content of the blob with this id, which git itself named: it has to be there.
    pub(in crate::secrets) fn known(&mut self, id: &str) -> Result<Vec<u8>, Error> {
        self.blob(id.as_bytes())?.ok_or_else(|| GitError::NotFetched(id.into()).into())
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        drop(self.ask.take());
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn failed(why: &dyn std::fmt::Display) -> GitError {
    GitError::Failed { what: "cat-file".into(), why: why.to_string() }
}
