//! Commands whose doing is recorded: before something changes, and when it has.

use super::context::Context;
use crate::audit::{AuditError, Countersign, Event, Outcome, Place, Signers, Trail};
use crate::config::DataDir;
use crate::formation::discover::Location;
use crate::output::{ExitCode, Failure};
use crate::secrets;
use crate::support::fs;
use crate::support::redact::Redactor;

/// Beside the states of formations: the audit of what is done to servers.
const SERVERS: &str = "servers";

/// Something to do, which is kept for later.
type Work<'w, T> = Box<dyn FnOnce(&mut Context) -> Result<T, Failure> + 'w>;

impl Context {
    /// Where the audit of the formation is. One with errors has an audit too.
    pub(super) fn audit_place(&self, at: &Location) -> Result<Place, Failure> {
        let state = self.state_of(at)?;
        let data = DataDir::find(self.globals.data_dir.as_deref(), &self.env);
        let data = data.map_err(|error| Failure::failed("no_data_dir", &error))?;
        Ok(Place::new(&data, &state))
    }

    /// The keys that may have signed its checkpoints, of the root keys in the formation's `.key`; the one that signs now
    /// is the first.
    pub(super) fn countersigns(&self, at: &Location) -> Vec<Countersign> {
        countersigns(at, &self.redactor)
    }

    /// The end of the audit of the formation, to append to.
    pub(super) fn trail(&self, at: &Location) -> Result<Trail, Failure> {
        Ok(self.trails(at)?()?)
    }

    /// Opens it, as often as there is something to append.
    pub(super) fn trails(
        &self,
        at: &Location,
    ) -> Result<impl Fn() -> Result<Trail, AuditError> + Send + Sync + 'static, Failure> {
        let (at, place) = (at.clone(), self.audit_place(at)?);
        let (clock, redactor) = (self.env.clock.clone(), self.redactor.clone());
        Ok(move || {
            let (of, known) = (at.clone(), redactor.clone());
            let by = Signers::new(move || countersigns(&of, &known));
            Trail::open(place.clone(), by, clock.clone(), redactor.clone())
        })
    }

    /// Records that something was read. Where that cannot be recorded, it is said; with `--strict` it is refused.
    pub(super) fn record(&self, at: &Location, event: &Event) -> Result<(), Failure> {
        let recorded = self.trail(at).and_then(|mut trail| Ok(trail.commit(event)?));
        match recorded {
            Err(failure) if self.globals.strict => Err(failure),
            Err(failure) => {
                self.out.warn(&format!("this is not recorded: {}", failure.message()));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Records something that is not to be done without that: on the disk when this returns.
    pub(super) fn committed(&self, at: &Location, event: &Event) -> Result<(), Failure> {
        Ok(self.trail(at)?.commit(event)?)
    }

    /// Does `work`, which changes something: recorded before it, on the disk, and again when it has ended. What cannot
    /// be recorded is not done.
    pub(super) fn audited<T>(
        &mut self,
        at: &Location,
        event: Event,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.audited_about(at, event, work, |_, event| event)
    }

    /// The same; `about` adds what only the end knows.
    pub(super) fn audited_about<T>(
        &mut self,
        at: &Location,
        event: Event,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
        about: impl FnOnce(&T, Event) -> Event,
    ) -> Result<T, Failure> {
        audited(self.trail(at)?, event, || work(self), about)
    }

    /// The same for work that only looks at the context.
    pub(super) fn audited_with<T>(
        &self,
        at: &Location,
        event: Event,
        work: impl FnOnce(&Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        audited(self.trail(at)?, event, || work(self), |_, event| event)
    }

    /// The same for something that changes several formations at once.
    pub(super) fn audited_in_all<T>(
        &mut self,
        places: &[&Location],
        event: &Event,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // Boxed: each of them is done inside of the one before.
        let mut work: Work<'_, T> = Box::new(work);
        for at in places.iter().rev() {
            let inner = work;
            work = Box::new(move |context| context.audited(at, event.clone(), inner));
        }
        work(self)
    }

    /// The same for the formation that the command is about; where there is none, the command says so itself.
    pub(super) fn audited_here<T>(
        &mut self,
        event: Event,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self.formation(None) {
            Ok(at) => self.audited(&at, event, work),
            Err(_) => work(self),
        }
    }

    /// The same for what is about a server: in the record of the formation that the command is in, else in that of this
    /// user, which no root key signs.
    pub(super) fn audited_anywhere<T>(
        &mut self,
        event: Event,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self.formation(None) {
            Ok(at) => self.audited(&at, event, work),
            Err(failure) if self.globals.dir.is_some() => Err(failure),
            Err(_) => audited(self.servers_trail()?, event, || work(self), |_, event| event),
        }
    }

    /// The end of the audit of what this user does to servers outside of any formation.
    pub(super) fn servers_trail(&self) -> Result<Trail, Failure> {
        let (by, clock) = (Signers::new(Vec::new), self.env.clock.clone());
        Ok(Trail::open(self.servers_place()?, by, clock, self.redactor.clone())?)
    }

    /// Where the audit of what this user does to servers outside of any formation is.
    pub(super) fn servers_place(&self) -> Result<Place, Failure> {
        let data = DataDir::find(self.globals.data_dir.as_deref(), &self.env);
        let data = data.map_err(|error| Failure::failed("no_data_dir", &error))?;
        let dir = data.path().join(SERVERS);
        fs::create_private_dir(&dir).map_err(|error| super::context::state_failure(&error))?;
        Ok(Place::new(&data, &dir))
    }
}

/// The keys in the `.key` of a formation.
fn countersigns(at: &Location, redactor: &Redactor) -> Vec<Countersign> {
    let Ok(location) = secrets::Location::new(&at.root, None) else { return Vec::new() };
    let keys = secrets::audit_keys(&location, redactor);
    keys.iter().map(|(id, key)| Countersign::new(id.to_string(), key)).collect()
}

/// Does `work` between the record that it begins and the one of how it ended.
pub(super) fn audited<T>(
    mut trail: Trail,
    event: Event,
    work: impl FnOnce() -> Result<T, Failure>,
    about: impl FnOnce(&T, Event) -> Event,
) -> Result<T, Failure> {
    trail.commit(&event.clone().ended(Outcome::Begun))?;
    let done = work();
    let event = match &done {
        Ok(done) => about(done, event).ended(Outcome::Done),
        Err(failure) => {
            let refused = failure.exit() == ExitCode::Refused;
            let outcome = if refused { Outcome::Denied } else { Outcome::Failed };
            event.ended(outcome).with("code", failure.code())
        }
    };
    match (trail.commit(&event), done) {
        (Err(error), Ok(_)) => {
            let error = Failure::from(error);
            let message = format!("it was done, but that is not recorded: {}", error.message());
            Err(Failure::new(ExitCode::Failed, "audit_failed", message)
                .hint("the record that it was begun is there; see muxi audit query"))
        }
        (_, done) => done,
    }
}

impl From<AuditError> for Failure {
    fn from(error: AuditError) -> Self {
        Self::new(ExitCode::Failed, error.code(), error.to_string()).maybe_hint(error.hint())
    }
}
