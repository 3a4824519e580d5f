//! TLS of `muxi server` by real handshakes: a certificate that is renewed, and clients that have to show theirs.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustix::process::{Pid, Signal, kill_process};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};

use crate::hub::Hub;
use crate::support::until;

const NAME: &str = "muxi.example";
const LONG: Duration = Duration::from_secs(30);

/// Somebody who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    der: CertificateDer<'static>,
}

/// A certificate and its key.
struct Leaf {
    pem: String,
    der: CertificateDer<'static>,
    key: KeyPair,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let made = params.self_signed(&key).unwrap();
        Self { pem: made.pem(), der: made.der().clone(), issuer: Issuer::new(params, key) }
    }

    fn signs(&self, name: &str) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let made = params.signed_by(&key, &self.issuer).unwrap();
        Leaf { pem: made.pem(), der: made.der().clone(), key }
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)).unwrap();
}

/// What a client sees that trusts `authority`, and shows this certificate: that of the server, and its answer to a look.
fn seen(
    address: SocketAddr,
    authority: &Authority,
    shows: Option<&Leaf>,
) -> io::Result<(CertificateDer<'static>, String)> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.der.clone()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let config = match shows {
        None => builder.with_no_client_auth(),
        Some(leaf) => {
            let key = PrivateKeyDer::try_from(leaf.key.serialize_der()).unwrap();
            builder.with_client_auth_cert(vec![leaf.der.clone()], key).unwrap()
        }
    };
    let mut session = ClientConnection::new(Arc::new(config), ServerName::try_from(NAME).unwrap()).unwrap();
    let mut tcp = TcpStream::connect(address)?;
    tcp.set_read_timeout(Some(LONG))?;
    let mut stream = Stream::new(&mut session, &mut tcp);
    stream
        .write_all(format!("GET /health HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok((session.peer_certificates().unwrap()[0].clone().into_owned(), answer))
}

struct Place {
    hub: Hub,
    cert: PathBuf,
    key: PathBuf,
}

impl Place {
    fn start(leaf: &Leaf, more: impl FnOnce(&Path) -> String) -> Self {
        let (home, hub_key) = Hub::set_up(&[]);
        let (cert, key) = (home.path().join("cert.pem"), home.path().join("key.pem"));
        write(&cert, &leaf.pem);
        write(&key, &leaf.key.serialize_pem());
        let path = home.path().join("home/.muxi/server/config.yaml");
        let own = std::fs::read_to_string(&path).unwrap();
        let tls = format!("server:\n  tls_cert: {}\n  tls_key: {}\n", cert.display(), key.display());
        write(&path, &own.replacen("server:\n", &format!("{tls}{}", more(home.path())), 1));
        Self { hub: Hub::run(home, hub_key, &[], &[]), cert, key }
    }

    fn hang_up(&self) {
        let pid = Pid::from_raw(i32::try_from(self.hub.pid()).unwrap()).unwrap();
        kill_process(pid, Signal::HUP).unwrap();
    }
}

#[test]
fn a_new_certificate_is_shown_without_a_restart_and_one_that_cannot_be_used_is_not() {
    let authority = Authority::new();
    let (old, new) = (authority.signs(NAME), authority.signs(NAME));
    let place = Place::start(&old, |_| String::new());
    let address = place.hub.address;
    let (shown, answer) = seen(address, &authority, None).unwrap();
    assert!(shown == old.der && answer.starts_with("HTTP/1.1 200"), "{answer}");
    // Half of the change: the key is not that of the certificate.
    write(&place.cert, &new.pem);
    place.hang_up();
    assert_eq!(seen(address, &authority, None).unwrap().0, old.der);
    write(&place.key, &new.key.serialize_pem());
    // It is seen by itself, a little later.
    until(LONG, "the new one is shown", || seen(address, &authority, None).unwrap().0 == new.der);
    // And on HUP at once, also where the files look the same.
    write(&place.cert, &old.pem);
    write(&place.key, &old.key.serialize_pem());
    place.hang_up();
    until(LONG, "the old one is shown", || seen(address, &authority, None).unwrap().0 == old.der);
    let (code, said) = place.hub.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("stays what it was") && said.contains("was read again"), "{said}");
    assert!(!said.contains("PRIVATE KEY"), "{said}");
}

#[test]
fn clients_show_a_certificate_of_the_authority_or_are_not_heard() {
    let (authority, others, next) = (Authority::new(), Authority::new(), Authority::new());
    let mut ca = PathBuf::new();
    let place = Place::start(&authority.signs(NAME), |dir| {
        ca = dir.join("ca.pem");
        write(&ca, &authority.pem);
        format!("  client_ca: {}\n", ca.display())
    });
    let address = place.hub.address;
    let ask = |leaf: Option<&Leaf>| seen(address, &authority, leaf).map(|(_, answer)| answer);
    let (mine, foreign) = (authority.signs("client"), others.signs("client"));
    assert!(ask(Some(&mine)).unwrap().starts_with("HTTP/1.1 200"));
    for (leaf, what) in [(None, "none"), (Some(&foreign), "that of another authority")] {
        let got = ask(leaf);
        assert!(got.is_err(), "{what}: {got:?}");
    }
    let mut plain = place.hub.connect();
    plain.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    drop(plain.read_to_end(&mut answer));
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    until(LONG, "it is recorded", || place.hub.audit().matches("\"code\":\"bad_handshake\"").count() >= 3);
    // Another authority counts from now on, and the one before no longer.
    write(&ca, &next.pem);
    place.hang_up();
    let known = next.signs("client");
    until(LONG, "the next authority counts", || ask(Some(&known)).is_ok());
    assert!(ask(Some(&mine)).is_err());
}

#[test]
fn a_client_authority_without_tls_is_refused() {
    let (home, _) = Hub::set_up(&[]);
    write(&home.path().join("ca.pem"), &Authority::new().pem);
    let ca = home.path().join("ca.pem");
    let (code, _, said) = home.run(&["server", "start", "--port", "0", "--client-ca", ca.to_str().unwrap()]);
    assert!(code == 2 && said.contains("--tls-cert"), "{code}: {said}");
}
