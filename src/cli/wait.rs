//! Waiting for answers: the runtimes of tokio that commands make.

use tokio::runtime::{Builder, Runtime};

use crate::output::Failure;
use crate::remote::formation::RemoteError;
use crate::support::process::sign;

/// A runtime with this many threads of its own, for commands in which something goes on beside the wait.
pub(super) fn with_threads(threads: usize) -> Result<Runtime, Failure> {
    built(Builder::new_multi_thread().worker_threads(threads))
}

/// The answer of the server.
pub(super) fn wait<T>(answer: impl Future<Output = Result<T, RemoteError>>) -> Result<T, Failure> {
    in_tokio(async { answer.await.map_err(Failure::from) })
}

/// The end of what a server is asked for; Ctrl-C gives it up.
pub(super) fn in_tokio<T>(asked: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    built(&mut Builder::new_current_thread())?.block_on(async {
        tokio::select! {
            done = asked => done,
            _ = tokio::signal::ctrl_c() => Err(Failure::interrupted()),
        }
    })
}

/// The same, where Ctrl-C, TERM and HUP count only when it has ended.
#[cfg(feature = "serve")]
pub(super) fn to_its_end<T>(asked: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    built(&mut Builder::new_current_thread())?.block_on(async {
        tokio::pin!(asked);
        tokio::select! {
            done = &mut asked => done,
            _ = sign() => {
                drop(asked.await);
                Err(Failure::interrupted())
            }
        }
    })
}

/// The end of `work`; Ctrl-C, TERM and HUP give it up.
pub(super) async fn unless_told<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::select! {
        done = work => done,
        sign = sign() => Err(match sign {
            Ok(_) => Failure::interrupted(),
            Err(error) => Failure::failed("signals", &error),
        }),
    }
}

fn built(builder: &mut Builder) -> Result<Runtime, Failure> {
    builder.enable_all().build().map_err(|e| Failure::failed("runtime", &e))
}
