//! How long it takes to recall what is remembered of one user among many, by words and by meaning, and whether it is what
//! a plain scan finds: `cargo bench --bench memory [-- --json] [-- --users N]`. It fails where a plain scan finds
//! something else, or another user's memory comes back.

#![expect(clippy::print_stdout, reason = "its report is what it is for")]

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use muxi::runtime::memory::{Keeper, Memories as _, NewMemory, Question, Rules};
use muxi::runtime::principal::Principal;
use muxi::runtime::static_vectors;
use muxi::runtime::store::SqliteStore;
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use serde_json::json;

/// Memories of each user.
const EACH: usize = 100;
/// Questions that are measured.
const QUESTIONS: usize = 1000;
/// How many are wanted of each.
const WANTED: u32 = 10;
/// The median that recall is held to.
const TARGET: Duration = Duration::from_millis(20);

const NAMES: [&str; 12] = [
    "Amir", "Beatrix", "Chidi", "Dolores", "Emre", "Fiona", "Goran", "Hana", "Ivo", "Jamila", "Kenji",
    "Lotte",
];
const FACTS: [&str; 10] = [
    "cannot eat",
    "works with",
    "lives near",
    "was given",
    "drives to see",
    "keeps a picture of",
    "plays beside",
    "is fond of",
    "is afraid of",
    "talks about",
];
const THINGS: [&str; 20] = [
    "shellfish",
    "the harbour",
    "a violin",
    "old trains",
    "the mountains",
    "a tortoise",
    "green tea",
    "the library",
    "thunder",
    "wild horses",
    "the bakery",
    "a red bicycle",
    "the theatre",
    "chess",
    "a lighthouse",
    "spiders",
    "the marathon",
    "a telescope",
    "fresh bread",
    "the orchestra",
];
const ASKED: [&str; 6] = [
    "What must not be on {n}'s plate?",
    "Which instrument does {n} like?",
    "What frightens {n}?",
    "Where does {n} go by car?",
    "Does {n} have a pet?",
    "What does {n} say about {t}?",
];

/// The same numbers on each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

struct User {
    who: Principal,
    /// Text and vector of each memory, by its id.
    memories: HashMap<String, Vec<f32>>,
}

async fn filled(store: &SqliteStore, keeper: &Keeper, users: usize) -> anyhow::Result<Vec<User>> {
    let mut chance = Chance(7);
    let mut all = Vec::with_capacity(users);
    for n in 0..users {
        let who = Principal::of(&format!("tenant{}", n % 5), &format!("usr_{n:021}"));
        let mut memories = HashMap::new();
        while memories.len() < EACH {
            let (name, thing) = (NAMES[chance.below(NAMES.len())], THINGS[chance.below(THINGS.len())]);
            let content = format!("{name} {} {thing}", FACTS[chance.below(FACTS.len())]);
            let vector = static_vectors::vector(&content).context("a text of plain words")?;
            let new = NewMemory {
                content,
                kind: "fact".to_owned(),
                source: "bench".to_owned(),
                at: 1,
                ..NewMemory::default()
            };
            memories.insert(store.keep_memory(&who, new).await?.memory.id, vector);
        }
        keeper.index_now(&who).await?;
        all.push(User { who, memories });
    }
    Ok(all)
}

fn question(chance: &mut Chance) -> String {
    let (name, thing) = (NAMES[chance.below(NAMES.len())], THINGS[chance.below(THINGS.len())]);
    ASKED[chance.below(ASKED.len())].replace("{n}", name).replace("{t}", thing)
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// The cosines of a plain scan over the user's own memories that are near enough, the nearest first.
fn plain(user: &User, text: &str) -> Vec<f64> {
    let asked = static_vectors::vector(text).unwrap_or_default();
    let mut near: Vec<f64> = user.memories.values().map(|vector| cosine(vector, &asked)).collect();
    near.retain(|cosine| *cosine >= f64::from(static_vectors::FLOOR) + 1e-6);
    near.sort_by(|a, b| b.total_cmp(a));
    near.truncate(WANTED as usize);
    near
}

/// What a scan over everybody's vectors costs that lie one behind the other, without a look afterwards whose they are.
fn everybody(vectors: &[f32], text: &str) -> Duration {
    let asked = static_vectors::vector(text).unwrap_or_default();
    let began = Instant::now();
    let all = vectors.chunks_exact(static_vectors::DIMENSION);
    let mut near: Vec<f32> = all.map(|vector| vector.iter().zip(&asked).map(|(a, b)| a * b).sum()).collect();
    near.sort_unstable_by(|a, b| b.total_cmp(a));
    std::hint::black_box(near);
    began.elapsed()
}

async fn asked(keeper: &Arc<Keeper>, user: &User, text: &str) -> anyhow::Result<Duration> {
    let wanted = Question { text: text.to_owned(), limit: WANTED, ..Question::default() };
    let began = Instant::now();
    let found = keeper.recall(&user.who, wanted).await?.found;
    let took = began.elapsed();
    ensure!(
        found.iter().all(|found| user.memories.contains_key(&found.memory.id)),
        "another's memory: {text}"
    );
    Ok(took)
}

/// Whether the nearest are those of the plain scan; both lists are long enough to hold all that is near.
async fn exact(keeper: &Arc<Keeper>, user: &User, text: &str) -> anyhow::Result<()> {
    let all = Question { text: text.to_owned(), limit: 100, ..Question::default() };
    let found = keeper.recall(&user.who, all).await?.found;
    let mut near: Vec<f64> = found.iter().filter_map(|found| found.similarity.map(f64::from)).collect();
    near.sort_by(|a, b| b.total_cmp(a));
    let expected = plain(user, text);
    ensure!(near.len() >= expected.len(), "{text}: {} of {} are near", near.len(), expected.len());
    let same = expected.iter().zip(&near).all(|(a, b)| (a - b).abs() < 1e-5);
    ensure!(same, "{text}: {near:?} and by a plain scan {expected:?}");
    Ok(())
}

fn at(times: &mut [Duration], part: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * part / 100]
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let users = match args.iter().position(|arg| arg == "--users") {
        Some(at) => args.get(at + 1).context("--users needs a number")?.parse()?,
        None => 1000,
    };
    let dir = tempfile::tempdir()?;
    let store = Arc::new(SqliteStore::open(&dir.path().join("sessions.db"))?);
    let rules = Rules { on: true, ..Rules::default() };
    let keeper = Keeper::new(rules, Arc::<SqliteStore>::clone(&store), Clock::default(), Redactor::default());
    let began = Instant::now();
    let users = filled(&store, &keeper, users).await?;
    let filled = began.elapsed();
    let mut chance = Chance(11);
    let asks: Vec<(usize, String)> =
        (0..QUESTIONS).map(|_| (chance.below(users.len()), question(&mut chance))).collect();
    let (mut first, mut again, mut scans) = (Vec::new(), Vec::new(), Vec::new());
    for (user, text) in &asks {
        first.push(asked(&keeper, &users[*user], text).await?);
    }
    for (user, text) in &asks {
        again.push(asked(&keeper, &users[*user], text).await?);
    }
    for (user, text) in &asks {
        exact(&keeper, &users[*user], text).await?;
    }
    let vectors: Vec<f32> = users.iter().flat_map(|user| user.memories.values().flatten().copied()).collect();
    for (_, text) in asks.iter().take(50) {
        scans.push(everybody(&vectors, text));
    }
    let memories = users.iter().map(|user| user.memories.len()).sum::<usize>();
    let (median, scan) = (at(&mut again, 50), at(&mut scans, 50));
    let numbers = json!({
        "users": users.len(),
        "memories": memories,
        "questions": QUESTIONS,
        "first_p50_us": at(&mut first, 50).as_micros(),
        "first_p99_us": at(&mut first, 99).as_micros(),
        "again_p50_us": median.as_micros(),
        "again_p99_us": at(&mut again, 99).as_micros(),
        "scan_of_all_p50_us": scan.as_micros(),
        "scan_over_recall": scan.as_secs_f64() / median.as_secs_f64(),
        "exact": true,
        "filled_s": filled.as_secs_f64(),
        "target_us": TARGET.as_micros(),
        "met": at(&mut first, 50) <= TARGET && median <= TARGET,
    });
    if args.iter().any(|arg| arg == "--json") {
        println!("{numbers}");
        return Ok(());
    }
    println!("{memories} memories of {} users, {QUESTIONS} questions, words and table fused:", users.len());
    for (name, value) in numbers.as_object().into_iter().flatten() {
        println!("{name:>20}  {value}");
    }
    Ok(())
}
