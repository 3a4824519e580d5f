//! Waiting for something that comes by itself. Each wait is bounded, and says what did not come.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// How often is looked.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until there is something, for at most `within`; else panics with what was seen last.
pub fn wait_for<T, E: Display>(within: Duration, mut look: impl FnMut() -> Result<T, E>) -> T {
    let begin = Instant::now();
    loop {
        match look() {
            Ok(found) => return found,
            Err(seen) => assert!(begin.elapsed() < within, "not within {within:?}: {seen}"),
        }
        std::thread::sleep(PAUSE);
    }
}

/// Looks until it is so, for at most `within`; else panics with `what`.
pub fn until(within: Duration, what: &str, mut is: impl FnMut() -> bool) {
    wait_for(within, || if is() { Ok(()) } else { Err(what) });
}

/// The same in a task.
pub async fn until_async(within: Duration, what: &str, mut is: impl AsyncFnMut() -> bool) {
    let begin = Instant::now();
    while !is().await {
        assert!(begin.elapsed() < within, "not within {within:?}: {what}");
        tokio::time::sleep(PAUSE).await;
    }
}
