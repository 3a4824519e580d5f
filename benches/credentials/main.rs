//! How long it takes to resolve a user's credential among a million of them, and whether it is the right one:
//! `cargo bench --bench credentials [-- --json] [-- --users N]`. It fails where another value comes back than the user has,
//! where one comes back that nobody sealed, or where a key is derived more than once.

#![expect(clippy::print_stdout, reason = "its report is what it is for")]

mod place;
mod report;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use muxi::credentials::Service;
use muxi::crypto::kdf;
use muxi::runtime::credentials::{CredentialError, Found, Keeper};

use place::{Place, ROUNDS, User, service};
use report::{Report, Target, at, micros};

/// Users of whom each has [`place::EACH`] credentials.
const USERS: usize = 100_000;
/// Those of them whose keys and seals are real.
const REAL: usize = 1000;
/// The users of the small store: all are real.
const FEW: usize = 100;
/// Both stores are asked in turns, so that what else runs on the machine meets both.
const TURNS: usize = 40;
/// So often in each turn.
const ASKED: usize = 250;

/// The same numbers on each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

/// Resolves one credential of the user, which must be the user's own.
async fn resolved(keeper: &Arc<Keeper>, user: &User, of: &Service) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let found = keeper.resolve(&user.who, of, None).await?;
    let took = began.elapsed();
    let Found::One(_, content) = found else { bail!("{of} of {} is not there", user.number) };
    ensure!(content.primary() == user.value(of), "{of} of {} is another one", user.number);
    Ok(took)
}

/// Each user's first, with a keeper that has derived nothing, beside a bare derivation.
async fn cold(keeper: &Arc<Keeper>, users: &[User]) -> anyhow::Result<(Vec<Duration>, Vec<Duration>)> {
    let (mut bare, mut cold) = (Vec::new(), Vec::new());
    for user in users {
        // Where the other one is computed, too.
        let salt = user.value(&service(0));
        let alone = tokio::task::spawn_blocking(move || {
            let began = Instant::now();
            std::hint::black_box(kdf::pbkdf2(&[7; 32], salt.as_bytes(), ROUNDS));
            began.elapsed()
        });
        bare.push(alone.await?);
        cold.push(resolved(keeper, user, &service(user.number % place::EACH)).await?);
    }
    Ok((bare, cold))
}

/// What was resolved of one store.
#[derive(Default)]
struct Warm {
    all: Vec<Duration>,
    /// The median of each turn, in microseconds.
    turns: Vec<f64>,
}

impl Warm {
    async fn turn(
        &mut self,
        keeper: &Arc<Keeper>,
        users: &[User],
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let mut times = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let (user, of) = (&users[chance.below(users.len())], service(chance.below(place::EACH)));
            times.push(resolved(keeper, user, &of).await?);
        }
        self.turns.push(micros(at(&mut times, 50)));
        self.all.extend(times);
        Ok(())
    }
}

/// How many are resolved in a second where so many are at once.
async fn at_once(keeper: &Arc<Keeper>, users: &[User], many: usize) -> anyhow::Result<f64> {
    let mut chance = Chance(13);
    let asks: Vec<(usize, usize)> =
        (0..TURNS * ASKED).map(|_| (chance.below(users.len()), chance.below(place::EACH))).collect();
    let began = Instant::now();
    let count = number(asks.len());
    let all = stream::iter(asks)
        .map(|(user, of)| async move { resolved(keeper, &users[user], &service(of)).await.map(drop) });
    all.buffer_unordered(many).try_for_each(|()| async { Ok(()) }).await?;
    Ok(count / began.elapsed().as_secs_f64())
}

/// Those whom nobody sealed anything for get nothing.
async fn refused(keeper: &Arc<Keeper>, place: &Place) -> anyhow::Result<usize> {
    let users = place.unreal().take(20);
    let mut count = 0;
    for user in users {
        match keeper.resolve(&user.who, &service(0), None).await {
            Err(CredentialError::Tampered { .. }) => count += 1,
            other => bail!("{} has what nobody sealed: {:?}", user.number, other.map(drop)),
        }
    }
    Ok(count)
}

/// A count as a figure.
fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn measured(users: usize) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let began = Instant::now();
    let large = Place::filled(users, REAL.min(users)).await?;
    let small = Place::filled(FEW.min(users), FEW.min(users)).await?;
    report.says("rows", number(large.rows), "");
    report.says("users", number(users), "");
    report.says("of them with real keys and seals", number(large.real.len()), "");
    report.says("filled", began.elapsed().as_secs_f64(), "s");

    let (keeper, few) = (large.keeper(), small.keeper());
    let began = Instant::now();
    keeper.ready().await?;
    report.says(
        "the audit, with a record of each user, read once",
        began.elapsed().as_secs_f64() * 1e3,
        "ms",
    );
    few.ready().await?;
    let (mut bare, mut first) = cold(&keeper, &large.real).await?;
    cold(&few, &small.real).await?;
    let each: Vec<f64> =
        first.iter().zip(&bare).map(|(first, bare)| micros(*first) / micros(*bare)).collect();
    let (bare, ratio) = (micros(at(&mut bare, 50)), median(each));
    report.says("one PBKDF2 of 100,000 rounds alone, median", bare / 1e3, "ms");
    report.says("resolve, cold, median", micros(at(&mut first, 50)) / 1e3, "ms");
    report.is("resolve, cold, over that PBKDF2", ratio, "x", Target::AtMost(1.5));
    ensure!((0.5..1.5).contains(&ratio), "a cold resolve takes as long as {ratio:.2} derivations");

    let (mut many, mut fewer, mut chance) = (Warm::default(), Warm::default(), Chance(11));
    for _ in 0..TURNS {
        many.turn(&keeper, &large.real, &mut chance).await?;
        fewer.turn(&few, &small.real, &mut chance).await?;
    }
    let warm = micros(at(&mut many.all, 50));
    ensure!(warm < bare / 2.0, "a warm resolve derives something: {warm:.0} µs");
    report.is("resolve, warm, median", warm, "µs", Target::AtMost(1000.0));
    report.is("resolve, warm, 99 %", micros(at(&mut many.all, 99)), "µs", Target::AtMost(1000.0));
    report.says(
        &format!("resolve, warm, among {} rows, median", small.rows),
        micros(at(&mut fewer.all, 50)),
        "µs",
    );
    let ratios = many.turns.iter().zip(&fewer.turns).map(|(many, few)| many / few);
    report.is("all rows over those few", median(ratios.collect()), "x", Target::AtMost(1.5));
    report.says("resolve, warm, 32 at once", at_once(&keeper, &large.real, 32).await?, "resolves/s");
    report.says("other values than the user's own", 0.0, "");
    let refused = refused(&keeper, &large).await?;
    report.says("of users whom nobody sealed anything for, refused", number(refused), "");
    Ok(report)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let users = match args.iter().position(|arg| arg == "--users") {
        Some(at) => args.get(at + 1).context("--users needs a number")?.parse()?,
        None => USERS,
    };
    ensure!(users > 0, "--users needs a number above 0");
    let report = measured(users).await?;
    if args.iter().any(|arg| arg == "--json") {
        println!("{}", report.json());
    } else {
        print!("{}", report.markdown());
    }
    Ok(())
}
