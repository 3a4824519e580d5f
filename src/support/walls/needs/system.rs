//! What belongs to the system: its programs and libraries, and the settings that each program reads.

use std::path::{Path, PathBuf};

use super::super::plan::Access;

/// Programs and libraries of the system.
///
/// `/usr/local/etc` comes with `/usr`, though nobody may ask for it: Landlock can take nothing out of what it gives,
/// and programs of `/usr/local` read their settings there.
const TREES: [&str; 10] =
    ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store", "/snap"];

/// Settings that the C library, resolvers, TLS and interpreters read. Nothing of them is private: `ssl` and `pki`
/// have private keys too (`ssl/private`, `pki/tls/private`), and `nix` has tokens, so those are not given whole.
#[rustfmt::skip]
pub(super) const SETTINGS: [&str; 37] = [
    "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ld.so.preload", "alternatives",
    "ssl/certs", "ssl/openssl.cnf", "ssl/cert.pem",
    "pki/ca-trust", "pki/tls/certs", "pki/tls/cert.pem", "pki/tls/openssl.cnf",
    "ca-certificates", "ca-certificates.conf", "crypto-policies", "resolv.conf", "hosts", "hostname",
    "host.conf", "nsswitch.conf", "gai.conf", "services", "protocols", "networks", "passwd", "group",
    "localtime", "timezone", "locale.conf", "locale.alias", "default/locale", "os-release", "lsb-release",
    "debian_version", "mime.types", "fonts", "python3",
];

/// What a resolver writes, where `/etc/resolv.conf` is a link.
const RESOLVERS: [&str; 3] = ["/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager/resolv.conf"];

/// What every program is given: the system's programs and libraries, and a few settings of `/etc`.
pub fn system() -> Vec<(PathBuf, Access)> {
    let trees = TREES.iter().map(|tree| (PathBuf::from(tree), Access::Run));
    let settings = SETTINGS.iter().map(|name| (Path::new("/etc").join(name), Access::Read));
    let resolvers = RESOLVERS.iter().map(|path| (PathBuf::from(path), Access::Read));
    let all = trees.chain(settings).chain(resolvers);
    all.filter(|(path, _)| path.exists()).collect()
}

/// Whether what is at this path belongs to the system, so that every program has it.
pub fn is_of_the_system(path: &Path) -> bool {
    TREES.iter().any(|tree| path.starts_with(tree))
}
