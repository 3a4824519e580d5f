//! Commands whose doing is recorded: before something changes, and when it has.

use super::context::Context;
use crate::audit::{AuditError, Countersign, Event, Outcome, Place, Trail};
use crate::config::DataDir;
use crate::formation::discover::Location;
use crate::formation::load;
use crate::output::{ExitCode, Failure};
use crate::secrets;

/// Something to do, which is kept for later.
type Work<'w, T> = Box<dyn FnOnce(&mut Context) -> Result<T, Failure> + 'w>;

impl Context {
    /// Where the audit of the formation is. One with errors has an audit too.
    pub(super) fn audit_place(&self, at: &Location) -> Result<Place, Failure> {
        let id = load::id(at).unwrap_or_default();
        let state = self.state(&id, at)?;
        let data = DataDir::find(self.globals.data_dir.as_deref(), &self.env);
        let data = data.map_err(|error| Failure::failed("no_data_dir", &error))?;
        Ok(Place::new(&data, &state))
    }

    /// The keys that may have signed its checkpoints, of the root keys in the formation's `.key`; the one that signs now
    /// is the first.
    pub(super) fn countersigns(&self, at: &Location) -> Vec<Countersign> {
        let Ok(location) = secrets::Location::new(&at.root, None) else { return Vec::new() };
        let keys = secrets::audit_keys(&location, &self.redactor);
        keys.iter().map(|(id, key)| Countersign::new(id.to_string(), key)).collect()
    }

    /// The end of the audit of the formation, to append to.
    pub(super) fn trail(&self, at: &Location) -> Result<Trail, Failure> {
        let by = self.countersigns(at).into_iter().next();
        let place = self.audit_place(at)?;
        Ok(Trail::open(place, by, self.env.clock.clone(), self.redactor.clone())?)
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
        let mut trail = self.trail(at)?;
        trail.commit(&event.clone().ended(Outcome::Begun))?;
        let done = work(self);
        ended(&mut trail, event, done)
    }

    /// The same for work that only looks at the context.
    pub(super) fn audited_with<T>(
        &self,
        at: &Location,
        event: Event,
        work: impl FnOnce(&Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut trail = self.trail(at)?;
        trail.commit(&event.clone().ended(Outcome::Begun))?;
        let done = work(self);
        ended(&mut trail, event, done)
    }

    /// The same; how it ended is told with what `work` says of it.
    pub(super) fn audited_told<T, Tell: FnOnce(Event) -> Event>(
        &mut self,
        at: &Location,
        event: Event,
        work: impl FnOnce(&mut Self) -> Result<(T, Tell), Failure>,
    ) -> Result<T, Failure> {
        let mut trail = self.trail(at)?;
        trail.commit(&event.clone().ended(Outcome::Begun))?;
        match work(self) {
            Ok((done, tell)) => ended(&mut trail, tell(event), Ok(done)),
            Err(failure) => ended(&mut trail, event, Err(failure)),
        }
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
}

/// Records how it ended.
fn ended<T>(trail: &mut Trail, event: Event, done: Result<T, Failure>) -> Result<T, Failure> {
    let event = match &done {
        Ok(_) => event.ended(Outcome::Done),
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
