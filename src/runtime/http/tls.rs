//! TLS for the Formation API: rustls, TLS 1.2 and 1.3.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::ParsedCertificate;

use crate::support::fs::{self, FsError, Links, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The largest certificate or key file, in bytes.
const LIMIT: u64 = 1 << 20;

/// A certificate and its key, ready to be shown to clients.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    /// The certificate itself, for the names in it.
    leaf: CertificateDer<'static>,
}

/// The certificate or the key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FsError),
    /// There is nothing of the kind in a file.
    #[error("{} holds no {what} in PEM form", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// `certificate` or `private key`.
        what: &'static str,
    },
    /// The two do not belong together, or are of a kind that is not supported.
    #[error("{} and {} cannot be used together: {detail}", cert.display(), key.display())]
    Unusable {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why.
        detail: String,
    },
}

impl Tls {
    /// Reads the certificate chain (leaf first) and the private key, both in PEM form. The key's
    /// file must be readable by its owner only; the redactor hears of it.
    pub fn load(cert: &Path, key: &Path, redactor: &Redactor) -> Result<Self, TlsError> {
        let empty = |path: &Path, what| TlsError::Empty { path: path.to_owned(), what };
        let chain: Result<Vec<CertificateDer<'static>>, _> =
            CertificateDer::pem_slice_iter(&fs::read(cert)?).collect();
        let chain = chain.ok().filter(|c| !c.is_empty()).ok_or_else(|| empty(cert, "certificate"))?;
        let leaf = chain[0].clone();
        let secret = fs::read_secret(key, Links::Follow, Privacy::Required, LIMIT)?;
        let private =
            PrivateKeyDer::from_pem_slice(secret.expose()).map_err(|_| empty(key, "private key"))?;
        // Its base64 in lines is what a PEM file has.
        redactor.add("TLS_KEY", &SecretBytes::new(private.secret_der().to_vec()));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private));
        let mut config = config.map_err(|e| TlsError::Unusable {
            cert: cert.to_owned(),
            key: key.to_owned(),
            detail: e.to_string(),
        })?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), leaf })
    }

    pub(super) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }

    /// Whether the certificate is one for `host`, a name or an address.
    pub(in crate::runtime) fn is_for(&self, host: &str) -> bool {
        let (Ok(leaf), Ok(name)) = (ParsedCertificate::try_from(&self.leaf), ServerName::try_from(host))
        else {
            return false;
        };
        verify_server_name(&leaf, &name).is_ok()
    }
}
