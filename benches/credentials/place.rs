//! A store that is full, with the file of its keys and the audit beside it.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use muxi::audit::{self, Event, Trail};
use muxi::credentials::{Content, Sealed, Service, Tally};
use muxi::crypto::{Key256, hash};
use muxi::runtime::credentials::{
    Change, CredentialRows as _, Head, Incoming, Keeper, Keys, RingFile, Row, Rows, record,
};
use muxi::runtime::principal::Principal;
use muxi::runtime::store::SqliteStore;
use muxi::secrets::DerivedKey;
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;

/// Credentials of each user, each for another service.
pub(crate) const EACH: usize = 10;
/// Rounds of PBKDF2 for a user's key.
pub(crate) const ROUNDS: u32 = 100_000;
/// So many users are put in at once.
const BATCH: usize = 1000;

const SERVICES: [&str; EACH] =
    ["github", "gitlab", "jira", "slack", "notion", "linear", "google", "dropbox", "airtable", "figma"];

pub(crate) fn service(number: usize) -> Service {
    Service::parse(SERVICES[number]).expect("a name of a service")
}

/// A user with [`EACH`] credentials.
pub(crate) struct User {
    pub(crate) number: usize,
    pub(crate) who: Principal,
}

impl User {
    fn of(number: usize) -> Self {
        let who = Principal::of(&format!("tenant{}", number % 5), &format!("usr_{number:021}"));
        Self { number, who }
    }

    /// The token of this user for that service.
    pub(crate) fn value(&self, of: &Service) -> String {
        let unlike = hash::hex(&hash::sha256(format!("{} {of}", self.number).as_bytes()));
        format!("tok_{}", &unlike[..36])
    }
}

pub(crate) struct Place {
    dir: tempfile::TempDir,
    store: Arc<SqliteStore>,
    users: usize,
    pub(crate) rows: usize,
    /// Those whose keys and seals are real, spread over all.
    pub(crate) real: Vec<User>,
}

impl Place {
    /// A store of so many users, of whom so many are real.
    pub(crate) async fn filled(users: usize, real: usize) -> anyhow::Result<Self> {
        let dir = tempfile::tempdir()?;
        let store = Arc::new(SqliteStore::open(&dir.path().join("sessions.db"))?);
        let real = (0..real).map(|nth| User::of(nth * users / real)).collect();
        let mut place = Self { dir, store, users, rows: 0, real };
        let mut trail = Trail::open(place.audit(), None, Clock::default(), Redactor::default())?;
        let keeper = place.keeper_without_audit();
        let mut events = Vec::new();
        for user in &place.real {
            events.push(told(user, &sealed(&keeper, user).await?));
        }
        trail.append(&events, false)?;
        let like = place.store.credentials(&place.real[0].who).await?;
        ensure!(like.rows.len() == EACH, "{} rows of a real user", like.rows.len());
        let unreal: Vec<User> = place.unreal().collect();
        for batch in unreal.chunks(BATCH) {
            let changes: Vec<Change> = batch.iter().map(|user| shaped(user, &like)).collect();
            let heads = changes.iter().filter_map(|change| change.tally.as_ref()).map(Head::of);
            let events: Vec<Event> = batch.iter().zip(heads).map(|(user, head)| told(user, &head)).collect();
            trail.append(&events, false)?;
            ensure!(place.store.change_credentials(changes).await?, "nobody else writes");
        }
        trail.flush()?;
        place.rows = place.users * EACH;
        Ok(place)
    }

    /// Those who have rows that are shaped like a real user's.
    pub(crate) fn unreal(&self) -> impl Iterator<Item = User> {
        let real = self.real.len();
        (0..self.users).filter(move |number| !number_is_real(*number, self.users, real)).map(User::of)
    }

    fn audit(&self) -> audit::Place {
        audit::Place::at(self.dir.path().join("audit"), Some(self.dir.path().join("head")))
    }

    /// What resolves, as a server has it; no key is derived yet.
    pub(crate) fn keeper(&self) -> Arc<Keeper> {
        Arc::new(self.bare().recorded_at(self.audit()))
    }

    /// The same without a look at the audit, to fill the store with.
    fn keeper_without_audit(&self) -> Arc<Keeper> {
        Arc::new(self.bare())
    }

    fn bare(&self) -> Keeper {
        let root = || DerivedKey { id: "01".repeat(4), key: Key256::from([1; 32]) };
        let keys = Keys {
            roots: Arc::new(move || Ok(vec![root()])),
            own: None,
            salt: "muxi-user-credentials-salt-v1".to_owned(),
            rounds: ROUNDS,
        };
        let ring = RingFile::new(self.dir.path().join("credentials.key"), keys);
        let store = Arc::<SqliteStore>::clone(&self.store);
        Keeper::new(store, ring, Clock::default(), Redactor::default())
    }
}

/// Whether it is one of the `real` that are spread over `users`.
fn number_is_real(number: usize, users: usize, real: usize) -> bool {
    (number * real).div_ceil(users) * users / real == number
}

async fn sealed(keeper: &Arc<Keeper>, user: &User) -> anyhow::Result<Head> {
    let one = |number: usize| {
        let service = service(number);
        let content = Content::token(&user.value(&service).as_str().into())?;
        Ok(Incoming { account: service.to_string(), service, content, created_at: None })
    };
    let incoming = (0..EACH).map(one).collect::<anyhow::Result<Vec<_>>>()?;
    let (_, head) = keeper.take_in(&user.who, incoming).await?;
    head.context("all of them are new")
}

/// The rows of a user who is like another one, with bytes where the seals would be.
fn shaped(user: &User, like: &Rows) -> Change {
    let noise = |row: usize, len: usize| {
        let blocks =
            (0_u32..).flat_map(|block| hash::sha256(format!("{} {row} {block}", user.number).as_bytes()));
        blocks.take(len).collect::<Vec<u8>>()
    };
    let put = like.rows.iter().enumerate().map(|(number, row)| {
        let id = hash::hex(&hash::sha256(format!("{} {number}", user.number).as_bytes()));
        let bytes = noise(number, row.sealed.bytes.len());
        Row {
            id: format!("cred_{}", &id[..21]),
            sealed: Sealed { bytes, ..row.sealed.clone() },
            ..row.clone()
        }
    });
    let tag = hash::sha256(user.who.user().as_bytes());
    let tally = like.tally.as_ref().map(|tally| Tally { tag, ..tally.clone() });
    Change { who: user.who.clone(), from: 0, put: put.collect(), drop: Vec::new(), tally }
}

fn told(user: &User, head: &Head) -> Event {
    record::with_head(record::event("credential.import", &user.who), head)
}
