//! Sending a formation, and trying one out.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::progress::{Ended, Progress};
use super::{Call, JSON, ServerClient, ServerError, checked};
use crate::remote::bundle::Limits;
use crate::support::secret::SecretBytes;

/// The type of a bundle without secrets before it.
pub const GZIP: &str = "application/gzip";
/// A large bundle on a slow line, and all that the server does with it then.
const UPLOAD: Duration = Duration::from_hours(1);
/// The type of what is handed out.
const ZIP: &str = "application/zip";
/// How long trying out may take.
const TRY: Duration = Duration::from_mins(5);
/// How long a change that is taken back is waited for.
pub const TAKING_BACK: Duration = Duration::from_secs(5);

/// A bundle on its way.
#[derive(Clone, Debug)]
pub struct Shipment<'s> {
    /// The id of the formation.
    pub id: &'s str,
    /// Its version.
    pub version: &'s str,
    /// The tar.gz.
    pub bundle: Bytes,
    /// The secrets to seal before it, if there are some.
    pub secrets: Option<&'s BTreeMap<String, SecretBytes>>,
    /// Whether the server has the formation.
    pub is_update: bool,
}

impl ServerClient {
    /// What the server takes: `implementation`, `formats`, `limits`, …. Nothing where it does not know the question, as
    /// the deployed one.
    pub async fn info(&self) -> Result<Option<Value>, ServerError> {
        match self.call(&Call::new(Method::GET, ["rpc", "server", "info"])).await {
            Ok(info) => Ok(Some(info)),
            Err(ServerError::NotFound { .. } | ServerError::Refused { status: 404 | 405, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The formation as the server has it; nothing only where the server says that there is none.
    pub async fn look(&self, id: &str) -> Result<Option<Value>, ServerError> {
        match self.formation(id).await {
            Ok(live) => Ok(Some(live)),
            Err(ServerError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deploys or updates; each step goes to `on_progress`, where `is_streamed`.
    pub async fn ship(
        &self,
        shipment: &Shipment<'_>,
        is_streamed: bool,
        on_progress: impl FnMut(Progress),
    ) -> Result<Ended, ServerError> {
        let id = checked(shipment.id)?;
        let call = if shipment.is_update {
            Call::new(Method::PUT, ["rpc", "formations", id])
        } else {
            Call::new(Method::POST, ["rpc", "formations"])
        };
        let call = call.about(id, shipment.version).body(GZIP, shipment.bundle.clone());
        let call = call.patience(Some(UPLOAD));
        let call = match shipment.secrets {
            Some(secrets) => call.sealed(secrets),
            None => call,
        };
        if is_streamed {
            return self.follow(call, on_progress).await;
        }
        Ok(Ended { data: self.call(&call).await? })
    }

    /// Takes back what is being done with a formation, as long as it is not live.
    pub async fn cancel_update(&self, id: &str) -> Result<Value, ServerError> {
        let call = Call::new(Method::POST, ["rpc", "formations", checked(id)?, "cancel-update"]);
        self.call(&call.patience(Some(TAKING_BACK))).await
    }

    /// The files of what is live, as a ZIP archive; with `memory.db`, which the deployed runtime remembers in, if `with_db`.
    pub async fn download(&self, id: &str, with_db: bool) -> Result<Bytes, ServerError> {
        let call = Call::new(Method::GET, ["rpc", "formations", checked(id)?, "download"]);
        let call = if with_db { call.query("db", "true") } else { call };
        let response = self.send(&call.accept(ZIP).patience(Some(UPLOAD))).await?;
        let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|media_type| media_type.starts_with(JSON)) {
            // It may say why.
            self.data(response).await?;
            return Err(self.broken("it is no archive of files"));
        }
        Ok(self.whole(response, Limits::default().packed).await?.into())
    }

    /// Runs the formation in a directory of the server's own machine.
    pub async fn dev_run(&self, path: &Path) -> Result<Value, ServerError> {
        self.dev("run", &json!({ "path": path })).await
    }

    /// Ends that.
    pub async fn dev_stop(&self, id: &str) -> Result<Value, ServerError> {
        self.dev("stop", &json!({ "formation_id": checked(id)? })).await
    }

    async fn dev(&self, what: &str, body: &Value) -> Result<Value, ServerError> {
        let call = Call::new(Method::POST, ["rpc", "dev", what]);
        self.call(&call.body(JSON, body.to_string()).patience(Some(TRY))).await
    }
}
