//! A fleet of a server as a library, with real processes of formations, behind a small server of its own.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use flate2::Compression;
use flate2::write::GzEncoder;
use muxi::server::fleet::{Arrival, Fleet, FleetError, FormationId, Options, Spooled};
use muxi::server::proxy::{Origin, forward};
use tempfile::TempDir;

use crate::support::{Response, request};

/// The admin key of the formations here.
pub const ADMIN: &str = "fma_00000000000000000000000000000000000000000000000000000000000000aa";
/// Their client key.
pub const CLIENT_KEY: &str = "fmc_00000000000000000000000000000000000000000000000000000000000000cc";

/// A place for the data of a server, and what formations are run with.
pub struct Station {
    dir: TempDir,
    /// The options, to be changed before something is opened.
    pub options: Options,
}

impl Station {
    /// With short times, and ports that the system gives.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let options = options(dir.path());
        Self { dir, options }
    }

    /// The data.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// The directory of all that belongs to it.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Opens the fleet, all of whose data have to be good.
    pub async fn open(&self) -> Fleet {
        let (fleet, broken) = Fleet::open(self.options.clone()).await.expect("it opens");
        assert_eq!(broken, [] as [String; 0]);
        fleet
    }
}

/// Options for data below `dir`.
pub fn options(dir: &Path) -> Options {
    let mut options = Options::new(dir.join("data"), env!("CARGO_BIN_EXE_muxi").into());
    options.ports = 0..=0;
    options.restart_delay = Duration::from_millis(10);
    options.environment = vec![
        ("PATH".to_owned(), std::env::var("PATH").unwrap_or_default()),
        ("HOME".to_owned(), dir.join("home").to_str().expect("UTF-8").to_owned()),
    ];
    options
}

/// The text of a formation that answers by `muxi/echo`.
pub fn echo(id: &str, version: &str) -> String {
    format!(
        "schema: \"1.0.0\"\nid: {id}\ndescription: Says it back\nversion: {version}\nllm:\n  models:\n    - text: muxi/echo\n\
         server:\n  api_keys:\n    admin_key: {ADMIN}\n    client_key: {CLIENT_KEY}\n\
         agents:\n  - id: assistant\n    name: Echo\n    description: Says it back\n"
    )
}

/// A bundle of these files below `id/`.
pub fn bundle(id: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{id}/{name}"), text.as_bytes()).expect("a plain name");
    }
    tar.into_inner().and_then(GzEncoder::finish).expect("memory")
}

/// The same for a formation that answers by `muxi/echo`.
pub fn echo_bundle(id: &str, version: &str) -> Vec<u8> {
    bundle(id, &[("formation.afs", &echo(id, version))])
}

/// Puts a bundle aside.
pub fn spooled(fleet: &Fleet, bytes: &[u8]) -> Spooled {
    let mut spool = fleet.spool(Some(bytes.len() as u64)).expect("not too large");
    bytes.chunks(1000).for_each(|piece| spool.write(piece).expect("there is room"));
    spool.finish().expect("it is there")
}

/// What arrives, with an id and a version in its headers.
pub fn arrival(fleet: &Fleet, id: &str, version: &str, bytes: &[u8]) -> Arrival {
    Arrival {
        id: id.to_owned(),
        version: Some(version.to_owned()),
        bundle: spooled(fleet, bytes),
        secrets: None,
    }
}

/// Deploys a formation that answers by `muxi/echo`.
pub async fn deployed(fleet: &Fleet, id: &str, version: &str) -> Result<(), FleetError> {
    let arrival = arrival(fleet, id, version, &echo_bundle(id, version));
    fleet.deploy(arrival, muxi::server::fleet::Reporter::default()).await.map(drop)
}

/// An id.
pub fn id(text: &str) -> FormationId {
    text.parse().expect("an id")
}

/// A call that somebody has begun to take.
pub struct HalfACall {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl HalfACall {
    /// Sends the rest: what is answered, as far as it comes.
    pub fn end(mut self) -> String {
        let mut said = Vec::new();
        tokio::task::block_in_place(|| {
            drop(self.stream.write_all(&self.rest));
            drop(self.stream.read_to_end(&mut said));
        });
        String::from_utf8_lossy(&said).into_owned()
    }
}

/// A server in front of a fleet: the proxy and nothing else.
pub struct Front {
    /// Where it listens.
    pub address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Front {
    /// Starts it.
    pub async fn start(fleet: &Fleet) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it has one");
        let fleet = Arc::new(fleet.clone());
        let router =
            Router::new().fallback(move |ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request| {
                let fleet = Arc::clone(&fleet);
                async move {
                    let origin = Origin { client: peer.ip(), tls: false, host: None };
                    forward(&fleet, request, &origin).await
                }
            });
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move { drop(axum::serve(listener, service).await) });
        Self { address, task }
    }

    /// A call with both keys, for the user `ada`.
    pub async fn call(&self, method: &'static str, path: &str, body: &str) -> Response {
        let (address, path, body) = (self.address, path.to_owned(), body.to_owned());
        let call = move || {
            let headers =
                [("X-Muxi-Admin-Key", ADMIN), ("X-Muxi-Client-Key", CLIENT_KEY), ("X-Muxi-User-ID", "ada")];
            request(address, method, &path, &headers, &body)
        };
        tokio::task::spawn_blocking(call).await.expect("an answer")
    }

    /// Half of a call for the user `ada`: whoever takes it has asked for the body already.
    pub fn half_a_call(&self, path: &str, body: &str) -> HalfACall {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Muxi-Client-Key: {CLIENT_KEY}\r\n\
             X-Muxi-User-ID: ada\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.write_all(head.as_bytes()).expect("it is open");
        let mut go_on = [0; 25];
        tokio::task::block_in_place(|| stream.read_exact(&mut go_on)).expect("it is taken");
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        let (first, rest) = body.as_bytes().split_at(body.len() / 2);
        stream.write_all(first).expect("it is open");
        HalfACall { stream, rest: rest.to_vec() }
    }

    /// The version that a formation says that it has.
    pub async fn version(&self, id: &str) -> String {
        let answer = self.call("GET", &format!("/api/{id}/v1/formation"), "").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["data"]["version"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}
