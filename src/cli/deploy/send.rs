//! Sending: what the server has is looked up, what may not go is refused, and what happens is told.

use std::time::Duration;

use serde_json::{Value, json};

use super::Deploy;
use super::cargo::{Cargo, Secrets};
use super::steps::Steps;
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::profiles::Remote as Server;
use crate::cli::wait::in_tokio;
use crate::formation::discover::Location;
use crate::formation::version::Version;
use crate::output::{ExitCode, Failure, escaped, one_line};
use crate::remote::server::Shipment;

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
        ship(options, context, server, &shipment)
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
    let there = live["version"]["semantic"].as_str().or_else(|| live["version"].as_str());
    // One that says nothing of its version, or nothing that can be compared, has none that an update could fall behind.
    match there.and_then(|there| there.parse::<Version>().ok()) {
        Some(old) if !new.is_after(&old) => refused(
            "version_not_later",
            format!("the server has {id} {old}, and {new} does not come after it"),
        ),
        _ => Ok(()),
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
) -> Result<Value, Failure> {
    let mut steps = Steps::begin(context, &format!("sending {} bytes", shipment.bundle.len()));
    let done = in_tokio(async {
        let shipped = server.client.ship(shipment, !options.no_stream, |step| steps.tell(&step)).await;
        let mut answer = shipped.map_err(|error| server.failure(&error))?.data;
        if options.wait {
            let well = well(server, shipment.id).await?;
            if let Some(answer) = answer.as_object_mut() {
                answer.insert("healthy".to_owned(), well.into());
            }
        }
        Ok(answer)
    });
    drop(steps);
    done.map_err(|failure| {
        if failure.exit() != ExitCode::Interrupted {
            return failure;
        }
        let message =
            "the waiting was ended; if the server has all of it, it goes on, and nothing was deleted";
        Failure::new(ExitCode::Interrupted, "interrupted", message)
            .hint(format!("see what became of it: muxi remote get {}", shipment.id))
    })
}

/// Waits until the formation says that it is well.
async fn well(server: &Server, id: &str) -> Result<bool, Failure> {
    let asked = async {
        loop {
            let live = server.client.formation(id).await.map_err(|error| server.failure(&error))?;
            if live["healthy"] == true {
                return Ok(true);
            }
            let status = live["status"].as_str().unwrap_or_default();
            if matches!(status, "crashed" | "failed" | "stopped") {
                let message = format!("the formation is there, and is {status}");
                return Err(Failure::failed("not_well", &message)
                    .hint(format!("see muxi remote logs {id}, or go back with muxi remote rollback {id}")));
            }
            tokio::time::sleep(AGAIN).await;
        }
    };
    tokio::time::timeout(WELL, asked).await.unwrap_or_else(|_| {
        let message =
            format!("the formation is there, and does not say that it is well within {} s", WELL.as_secs());
        Err(Failure::failed("not_well", &message).hint(format!("see muxi remote logs {id}")))
    })
}
