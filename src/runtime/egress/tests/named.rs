//! Names: judged by what they lead to, at each connection anew.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;

use super::super::resolve::judged;
use super::super::{Class, Egress, EgressError, Reach, Resolver};
use super::played::{Played, whole};
use super::{egress_with, key, refused};

/// Answers each question with the next list; the last one stays.
#[derive(Clone, Default)]
pub(super) struct Scripted {
    answers: Arc<Mutex<Vec<Vec<IpAddr>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    pub(super) fn new(answers: &[&[&str]]) -> Self {
        let parse = |list: &&[&str]| list.iter().map(|ip| ip.parse().unwrap()).collect();
        let answers = answers.iter().rev().map(parse).collect();
        Self { answers: Arc::new(Mutex::new(answers)), asked: Arc::default() }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Resolver for Scripted {
    fn lookup(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop() } else { answers.last().cloned() };
        Box::pin(async move { answer.ok_or_else(|| io::Error::other("no such name")) })
    }
}

fn named(at: SocketAddr, allowed: &[&str], names: &Scripted) -> Egress {
    let url = format!("http://Tools.Example:{}/mcp", at.port());
    egress_with(&url, allowed, Arc::new(names.clone()), key()).unwrap()
}

#[tokio::test]
async fn a_name_that_leads_to_what_is_not_public_opens_no_socket() {
    let trap = Played::silent().await;
    for address in
        ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:127.0.0.1", "0.0.0.0"]
    {
        let names = Scripted::new(&[&[address]]);
        let error = refused(named(trap.at, &[], &names).get().await);
        assert!(
            matches!(&error, EgressError::Refused { host, .. } if host == "tools.example"),
            "{address}: {error}"
        );
        assert_eq!(names.asked(), ["tools.example"], "one question, and no other way to an address");
    }
    assert_eq!(trap.connections().await, 0);
}

#[tokio::test]
async fn a_name_that_turns_is_refused_at_its_next_connection() {
    // Both listen on the same port: a client that asked again to connect would find the trap.
    let public = Played::start(|_| whole(200, "connection: close\r\n", "")).await;
    let Some(trap) = second_address(public.at.port()).await else { return };
    let names = Scripted::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let egress = named(public.at, &["127.0.0.1"], &names);
    assert!(egress.get().await.is_ok());
    let error = refused(egress.get().await);
    assert!(matches!(error, EgressError::Refused { class: Class::Loopback, .. }), "{error}");
    assert_eq!((public.connections().await, trap.connections().await), (1, 0));
    // The key has not left either.
    assert!(trap.asked().is_empty());
    assert_eq!(names.asked().len(), 2, "one question for each connection, judged and connected");
}

/// A server at a second loopback address, where the system has one without being asked to (Linux).
async fn second_address(port: u16) -> Option<Played> {
    let there = tokio::net::TcpListener::bind(("127.0.0.2", port)).await.ok()?;
    drop(there);
    Some(Played::on(&format!("127.0.0.2:{port}"), |_| whole(200, "", "")).await)
}

#[tokio::test]
async fn a_connection_that_is_kept_stays_with_the_address_that_was_judged() {
    let public = Played::start(|_| whole(200, "", "")).await;
    let names = Scripted::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let egress = named(public.at, &["127.0.0.1"], &names);
    for _ in 0..3 {
        egress.get().await.unwrap().drain().await;
    }
    assert_eq!((public.connections().await, public.asked().len(), names.asked().len()), (1, 3, 1));
}

#[tokio::test]
async fn a_server_has_no_part_in_the_connections_of_another() {
    let private = Played::silent().await;
    let names = Scripted::new(&[&["127.0.0.1"]]);
    let may = named(private.at, &["127.0.0.1"], &names);
    may.get().await.unwrap().drain().await;
    let may_not = named(private.at, &[], &names);
    assert_eq!(refused(may_not.get().await).code(), "egress_refused");
    assert_eq!(private.connections().await, 1);
}

#[tokio::test]
async fn of_mixed_addresses_only_those_that_may_be_are_tried() {
    let public = Played::silent().await;
    let names = Scripted::new(&[&["10.0.0.1", "169.254.169.254", "127.0.0.1", "fe80::1"]]);
    assert!(named(public.at, &["127.0.0.1"], &names).get().await.is_ok());
    // And of real ones, without a packet.
    let reach = Reach::new("https://tools.example/", []).unwrap();
    let found: Vec<IpAddr> =
        ["10.0.0.1", "93.184.216.34", "::1", "2606:4700::1"].map(|ip| ip.parse().unwrap()).into();
    let fine = judged(&reach, "tools.example", found.clone()).unwrap();
    assert_eq!(fine, [found[1], found[3]]);
    let many = vec![found[0]; 100_000];
    assert!(judged(&reach, "tools.example", many).is_err());
}

#[tokio::test]
async fn localhost_is_this_machine_only_where_it_leads_there() {
    let here = Played::silent().await;
    let url = format!("http://localhost:{}/mcp", here.at.port());
    let ask = |answers: &'static [&'static str]| {
        let egress = egress_with(&url, &[], Arc::new(Scripted::new(&[answers])), key()).unwrap();
        async move { egress.get().await }
    };
    assert!(ask(&["127.0.0.1"]).await.is_ok());
    assert_eq!(refused(ask(&["10.0.0.1"]).await).code(), "egress_refused");
    assert_eq!(refused(ask(&[]).await).code(), "egress_unresolved");
}

#[tokio::test]
async fn a_name_that_is_none_is_told_with_its_name() {
    let error = refused(named(([127, 0, 0, 1], 9).into(), &[], &Scripted::default()).get().await);
    assert_eq!(error.to_string(), "the name tools.example has no address: no such name");
    assert!(error.may_pass());
}

/// Never answers.
struct Silent;

impl Resolver for Silent {
    fn lookup(&self, _: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_resolver_that_never_answers_has_the_time_of_a_connection() {
    let egress = egress_with("http://tools.example/mcp", &[], Arc::new(Silent), key()).unwrap();
    let error = refused(egress.get().await);
    assert_eq!(error.to_string(), "tools.example took longer than 1 s to connect");
}
