//! What users bring of their own, over the Formation API: values go in and never come out.

use bytes::Bytes;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{FormationClient, RemoteError};

impl FormationClient {
    /// What the user has, of that service or of all: `credentials`, and `fault` where it is not to be trusted.
    pub async fn credentials(&self, service: Option<&str>) -> Result<Value, RemoteError> {
        let mut url = self.url(&["credentials"], &[])?;
        if let Some(service) = service {
            url.query_pairs_mut().append_pair("service", service);
        }
        self.data(self.for_user(self.http.get(url))).await
    }

    /// The services that the formation needs credentials for.
    pub async fn credential_services(&self) -> Result<Vec<Value>, RemoteError> {
        let url = self.url(&["credentials", "services"], &[])?;
        self.list(self.for_user(self.http.get(url)), "services").await
    }

    /// Keeps one: `body` is the object of the API, which is cleared when it was sent.
    pub async fn set_credential(&self, body: Zeroizing<Vec<u8>>) -> Result<Value, RemoteError> {
        let request =
            self.http.post(self.url(&["credentials"], &[])?).header(CONTENT_TYPE, "application/json");
        self.data(self.for_user(request).body(Bytes::from_owner(body))).await
    }

    /// Gives an account another name, or says whether it is the one that is used where nobody chooses.
    pub async fn amend_credential(
        &self,
        id: &str,
        name: Option<&str>,
        default: Option<bool>,
    ) -> Result<Value, RemoteError> {
        let mut body = json!({});
        if let Some(name) = name {
            body["name"] = name.into();
        }
        if let Some(default) = default {
            body["default"] = default.into();
        }
        let request = self.http.patch(self.url(&["credentials", id], &[])?).json(&body);
        self.data(self.for_user(request)).await
    }

    /// Deletes one.
    pub async fn delete_credential(&self, id: &str) -> Result<Value, RemoteError> {
        self.data(self.for_user(self.http.delete(self.url(&["credentials", id], &[])?))).await
    }
}
