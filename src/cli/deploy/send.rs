//! Sending: what the server has is looked up, what may not go is refused, and what happens is told.

use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use serde_json::{Value, json};

use super::Deploy;
use super::cargo::{Cargo, Secrets};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::profiles::Remote as Server;
use crate::cli::steps::Steps;
use crate::cli::wait::with_threads;
use crate::formation::discover::Location;
use crate::formation::version::Version;
use crate::output::{ExitCode, Failure, escaped, one_line};
use crate::remote::server::{Ended, ServerError, Shipment, TAKING_BACK};
use crate::support::process::sign;

/// How long a formation may take until it is well.
const WELL: Duration = Duration::from_mins(5);
/// How often it is asked.
const AGAIN: Duration = Duration::from_millis(500);

/// Deploys or updates.
pub(super) fn send(
    options: &Deploy,
    context: &mut Context,
    at: &Location,
    server: &Server,
    cargo: Cargo,
) -> Result<ExitCode, Failure> {
    let live = server.ask(server.client.look(&cargo.id))?;
    if let Some(live) = &live {
        is_later(&cargo, live)?;
    }
    if matches!(cargo.secrets, Secrets::WithKey) {
        agreed(options, context, server)?;
    }
    let (url, profile) = (server.picked.profile.url.to_string(), server.picked.profile.name.clone());
    let (action, word) =
        if live.is_some() { ("remote.update", "updated") } else { ("remote.deploy", "deployed") };
    let hash = cargo.packed.hash();
    let event = Event::new(Class::Lifecycle, action, "formation", cargo.id.as_str())
        .with("server", url.as_str())
        .with("profile", profile.as_str())
        .with("version", cargo.version())
        .with("sha256", hash.as_str())
        .with("secrets", cargo.secrets.as_str());
    let mut cargo = cargo;
    let bundle = std::mem::take(&mut cargo.packed.bytes);
    let size = bundle.len();
    let answer = context.audited(at, event, |context| {
        let secrets = if let Secrets::Sealed(secrets) = &cargo.secrets { Some(secrets) } else { None };
        let shipment = Shipment {
            id: &cargo.id,
            version: cargo.version(),
            bundle: bundle.into(),
            secrets,
            is_update: live.is_some(),
        };
        ship(options, context, server, &shipment, live.as_ref())
    })?;
    if context.out.is_json() {
        let data = json!({
            "formation_id": cargo.id, "version": cargo.version(), "action": word, "server": url,
            "profile": profile, "sha256": hash, "bundle_bytes": size, "count": cargo.packed.files.len(),
            "secrets": cargo.secrets.as_str(), "answer": answer,
        });
        return context.out.json(&data).map(|()| ExitCode::Done);
    }
    let place = answer["url"].as_str().map(|url| format!(", at {}", one_line(url, 200)));
    context.out.note(&format!(
        "{word} {} {} on {}{}",
        escaped(&cargo.id),
        escaped(cargo.version()),
        escaped(&profile),
        place.unwrap_or_default()
    ));
    Ok(ExitCode::Done)
}

/// An update has a version, and it comes after the one that is there.
fn is_later(cargo: &Cargo, live: &Value) -> Result<(), Failure> {
    let id = escaped(&cargo.id);
    let refused = |code: &str, message: String| {
        Err(Failure::new(ExitCode::Refused, code, message).hint("raise it with muxi bump"))
    };
    let Some(own) = &cargo.version else {
        return refused("version_missing", format!("the server has {id}, and an update needs a `version`"));
    };
    let Ok(new) = own.parse::<Version>() else {
        let message = format!("`{}` is no version that can be compared", escaped(own));
        return Err(Failure::failed("bad_version", &message).hint("give it one with muxi bump --set X.Y.Z"));
    };
    let there = semantic(live);
    // One that says nothing of its version, or nothing that can be compared, has none that an update could fall behind.
    match there.and_then(|there| there.parse::<Version>().ok()) {
        Some(old) if !new.is_after(&old) => refused(
            "version_not_later",
            format!("the server has {id} {old}, and {new} does not come after it"),
        ),
        _ => Ok(()),
    }
}

/// What the server says of the version of a formation.
pub(super) fn semantic(live: &Value) -> Option<&str> {
    live["version"]["semantic"].as_str().or_else(|| live["version"].as_str())
}

/// Whether it is the version that was sent which the server has, and not the one that was there before.
fn is_the_new(live: &Value, before: Option<&Value>, version: &str) -> bool {
    match (semantic(live).filter(|there| !there.is_empty()), version.parse::<Version>()) {
        (Some(there), Ok(new)) => there.parse::<Version>().is_ok_and(|there| there == new),
        (Some(there), Err(_)) => there == version,
        // It says nothing of versions; perhaps of bundles.
        (None, _) => {
            let hash = |of: &Value| of["version"]["current"].as_str().map(str::to_owned);
            before.is_none_or(|before| hash(before).is_none() || hash(before) != hash(live))
        }
    }
}

/// The key of the secrets leaves this machine only with a yes.
fn agreed(options: &Deploy, context: &Context, server: &Server) -> Result<(), Failure> {
    let url = &server.picked.profile.url;
    context.out.warn(&format!(
        "{url} is a deployed MUXI server, which wants the key of the secrets in the bundle: whoever has that server can read all of them"
    ));
    if options.yes || context.ask().confirm(&format!("send secrets.enc and .key to {url}?"), "--yes")? {
        return Ok(());
    }
    Err(Failure::new(ExitCode::Refused, "not_confirmed", "nothing was sent"))
}

fn ship(
    options: &Deploy,
    context: &Context,
    server: &Server,
    shipment: &Shipment<'_>,
    before: Option<&Value>,
) -> Result<Value, Failure> {
    let mut steps = Steps::begin(context, &format!("sending {} bytes", shipment.bundle.len()));
    // What is taken back is ours only once the server has said that it began with it.
    let is_begun = Cell::new(false);
    with_threads(1)?.block_on(async {
        let sending = server.client.ship(shipment, !options.no_stream, |step| {
            is_begun.set(true);
            steps.tell(&step);
        });
        let mut sending = pin!(sending);
        let mut answer = tokio::select! {
            shipped = &mut sending => shipped.map_err(|error| server.failure(&error))?.data,
            _ = sign() => {
                let became = if is_begun.get() { Some(taken_back(server, shipment.id, sending).await) } else { None };
                return Err(interrupted(shipment.id, became));
            }
        };
        if options.wait {
            let well = tokio::select! {
                well = well(server, shipment, before) => well?,
                _ = sign() => return Err(interrupted(shipment.id, Some(Became::Live))),
            };
            if let Some(answer) = answer.as_object_mut() {
                answer.insert("healthy".to_owned(), well.into());
            }
        }
        Ok(answer)
    })
}

/// What became of what was given up.
enum Became {
    /// The server took it back.
    TakenBack,
    /// It was live already.
    Live,
    /// The server did not take it back, and goes on.
    GoesOn(String),
    /// Nobody said.
    Unknown,
}

/// Has the server take back what it is doing, and hears how that ends: for a few seconds, and until the next Ctrl-C.
async fn taken_back(
    server: &Server,
    id: &str,
    sending: impl Future<Output = Result<Ended, ServerError>>,
) -> Became {
    let both = async {
        if let Err(error) = server.client.cancel_update(id).await {
            return Became::GoesOn(error.to_string());
        }
        match sending.await {
            Ok(_) => Became::Live,
            Err(ServerError::Refused { .. } | ServerError::NotFound { .. }) => Became::TakenBack,
            Err(_) => Became::Unknown,
        }
    };
    tokio::select! {
        became = tokio::time::timeout(TAKING_BACK, both) => became.unwrap_or(Became::Unknown),
        _ = sign() => Became::Unknown,
    }
}

/// Ctrl-C ended it. Nothing is deleted for that: what was live is live.
fn interrupted(id: &str, became: Option<Became>) -> Failure {
    let message = match became {
        None => "the sending was ended; if the server has all of it, it goes on, and nothing was deleted"
            .to_owned(),
        Some(Became::TakenBack) => "it was taken back; what was live stays".to_owned(),
        Some(Became::Live) => "the waiting was ended; the new version is live already".to_owned(),
        Some(Became::GoesOn(why)) => {
            format!("it could not be taken back ({}), so the server goes on with it", one_line(&why, 200))
        }
        Some(Became::Unknown) => {
            "the server was told to take it back, and did not say whether it has; nothing was deleted"
                .to_owned()
        }
    };
    Failure::new(ExitCode::Interrupted, "interrupted", message)
        .hint(format!("see what became of it: muxi remote get {id}"))
}

/// Waits until the version that was sent says that it is well.
async fn well(server: &Server, shipment: &Shipment<'_>, before: Option<&Value>) -> Result<bool, Failure> {
    let id = shipment.id;
    let asked = async {
        loop {
            let live = server.client.formation(id).await.map_err(|error| server.failure(&error))?;
            let is_new = is_the_new(&live, before, shipment.version);
            if is_new && live["healthy"] == true {
                return Ok(true);
            }
            let status = live["status"].as_str().unwrap_or_default();
            if is_new && matches!(status, "crashed" | "failed" | "stopped") {
                let message = format!("the formation is there, and is {status}");
                return Err(Failure::failed("not_well", &message)
                    .hint(format!("see muxi remote logs {id}, or go back with muxi remote rollback {id}")));
            }
            tokio::time::sleep(AGAIN).await;
        }
    };
    tokio::time::timeout(WELL, asked).await.unwrap_or_else(|_| {
        let message = format!(
            "the formation is there, and {} does not say that it is well within {} s",
            escaped(shipment.version),
            WELL.as_secs()
        );
        Err(Failure::failed("not_well", &message).hint(format!("see muxi remote logs {id}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_from_before_is_not_taken_for_the_new_one() {
        let live = |version: Value| json!({"id": "a", "healthy": true, "version": version});
        let semantic = |version: &str| live(json!({"semantic": version, "current": "ab"}));
        let old = semantic("1.0.0");
        assert!(!is_the_new(&old, Some(&old), "1.1.0"));
        for new in [semantic("1.1.0"), semantic("v1.1.0"), live(json!("1.1.0"))] {
            assert!(is_the_new(&new, Some(&old), "1.1.0"), "{new}");
        }
        assert!(is_the_new(&semantic("x"), None, "x") && !is_the_new(&semantic("y"), None, "x"));
        // Only hashes tell, or nothing does.
        let hash = |hash: &str| live(json!({"current": hash}));
        assert!(!is_the_new(&hash("ab"), Some(&hash("ab")), "1.1.0"));
        assert!(is_the_new(&hash("cd"), Some(&hash("ab")), "1.1.0"));
        assert!(is_the_new(&live(Value::Null), Some(&live(Value::Null)), "1.1.0"));
    }
}
