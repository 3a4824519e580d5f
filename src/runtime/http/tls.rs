//! TLS for the Formation API: rustls, TLS 1.2 and 1.3.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::support::fs::{self, FsError, Links, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The largest certificate or key file, in bytes.
const LIMIT: u64 = 1 << 20;

/// A certificate and its key, ready to be shown to clients. Clones show the same one, also after [`Tls::renew`].
#[derive(Clone)]
pub struct Tls {
    shown: Arc<RwLock<Shown>>,
    files: Arc<Files>,
    redactor: Redactor,
}

/// Where it is read from.
struct Files {
    cert: PathBuf,
    key: PathBuf,
    /// Who signs the certificates that clients have to show, if they have to.
    client_ca: Option<PathBuf>,
}

#[derive(Clone)]
struct Shown {
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
        Self::load_for(cert, key, None, redactor)
    }

    /// The same; clients have to show a certificate that one of those in the file `client_ca` signed.
    pub fn load_for(
        cert: &Path,
        key: &Path,
        client_ca: Option<&Path>,
        redactor: &Redactor,
    ) -> Result<Self, TlsError> {
        let files =
            Files { cert: cert.to_owned(), key: key.to_owned(), client_ca: client_ca.map(Path::to_owned) };
        let shown = files.read(redactor)?;
        Ok(Self { shown: Arc::new(RwLock::new(shown)), files: Arc::new(files), redactor: redactor.clone() })
    }

    /// Reads the files again: connections from now on see what is in them. Where they cannot be used, nothing changes.
    pub fn renew(&self) -> Result<(), TlsError> {
        let shown = self.files.read(&self.redactor)?;
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(())
    }

    /// The files that it is read from.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let Files { cert, key, client_ca } = &*self.files;
        [cert, key].into_iter().chain(client_ca).map(PathBuf::as_path)
    }

    fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.shown().acceptor
    }

    /// Whether the certificate is one for `host`, a name or an address.
    pub(in crate::runtime) fn is_for(&self, host: &str) -> bool {
        let leaf = self.shown().leaf;
        let (Ok(leaf), Ok(name)) = (ParsedCertificate::try_from(&leaf), ServerName::try_from(host)) else {
            return false;
        };
        verify_server_name(&leaf, &name).is_ok()
    }
}

impl Files {
    fn read(&self, redactor: &Redactor) -> Result<Shown, TlsError> {
        let chain = certificates(&self.cert)?;
        let leaf = chain[0].clone();
        let secret = fs::read_secret(&self.key, Links::Follow, Privacy::Required, LIMIT)?;
        let private = PrivateKeyDer::from_pem_slice(secret.expose())
            .map_err(|_| TlsError::Empty { path: self.key.clone(), what: "private key" })?;
        // Its base64 in lines is what a PEM file has.
        redactor.add("TLS_KEY", &SecretBytes::new(private.secret_der().to_vec()));
        let unusable =
            |detail: String| TlsError::Unusable { cert: self.cert.clone(), key: self.key.clone(), detail };
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|e| unusable(e.to_string()))?;
        let builder = match &self.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path)? {
                    roots.add(certificate).map_err(|e| unusable(e.to_string()))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                builder.with_client_cert_verifier(verifier.map_err(|e| unusable(e.to_string()))?)
            }
        };
        let mut config = builder.with_single_cert(chain, private).map_err(|e| unusable(e.to_string()))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Shown { acceptor: TlsAcceptor::from(Arc::new(config)), leaf })
    }
}

/// All certificates of a file, at least one.
fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let empty = || TlsError::Empty { path: path.to_owned(), what: "certificate" };
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_slice_iter(&fs::read(path)?).collect();
    chain.ok().filter(|c| !c.is_empty()).ok_or_else(empty)
}
