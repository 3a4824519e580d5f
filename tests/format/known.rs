//! The known answers of the deployed programs, both ways: what they wrote is read, and written again to the byte.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use muxi::crypto::{Key256, fernet};
use muxi::secrets::{Change, SecretName, Store, update};
use muxi::support::clock::Clock;

use crate::place::Place;

const KEY: &[u8] = include_bytes!("../kat/format1/key");
const TOKEN: &[u8] = include_bytes!("../kat/format1/secrets.enc");
const TEMPLATE: &[u8] = include_bytes!("../kat/format1/secrets");

fn plain() -> serde_json::Map<String, serde_json::Value> {
    serde_json::from_str(include_str!("../kat/format1/plaintext.json")).unwrap()
}

fn place() -> Place {
    let mut place = Place::new();
    place.key(KEY);
    place.secrets(TOKEN);
    std::fs::write(place.location().template_file(), TEMPLATE).unwrap();
    place
}

fn open(place: &Place) -> Vec<(String, String)> {
    let store = Store::open(&place.location(), &place.sources).unwrap();
    let get = |name: &str| store.get(&SecretName::normalise(name).unwrap().name).unwrap().unwrap();
    let text = |name: &str| get(name).expose_str().unwrap().to_owned();
    store.names().into_iter().map(|name| (name.to_owned(), text(name))).collect()
}

#[test]
fn the_values_of_the_known_file_are_the_known_ones() {
    let known: Vec<_> =
        plain().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
    assert_eq!(open(&place()), known);
}

#[test]
fn the_known_token_comes_out_again_to_the_byte() {
    let key = Key256::new(URL_SAFE.decode(KEY.trim_ascii()).unwrap().try_into().unwrap());
    let bytes = URL_SAFE.decode(TOKEN.trim_ascii()).unwrap();
    let time = u64::from_be_bytes(bytes[1..9].try_into().unwrap());
    let iv: [u8; 16] = bytes[9..25].try_into().unwrap();
    let opened = fernet::decrypt(&key, TOKEN).unwrap();
    assert_eq!(fernet::encrypt_with_iv(&key, time, &iv, &opened).as_bytes(), TOKEN.trim_ascii());
}

#[test]
fn a_secret_that_comes_and_goes_leaves_the_known_map_and_template_as_they_were() {
    let place = place();
    let key = Key256::new(URL_SAFE.decode(KEY.trim_ascii()).unwrap().try_into().unwrap());
    let map = || fernet::decrypt(&key, &std::fs::read(place.location().secrets_file()).unwrap()).unwrap();
    let before = map();
    let name = SecretName::normalise("ZZ_LAST").unwrap().name;
    let set = Change::Set { name: name.clone(), value: "x".into() };
    update(&place.location(), &place.sources, &Clock::default(), &set).unwrap();
    assert_eq!(open(&place).len(), plain().len() + 1);
    update(&place.location(), &place.sources, &Clock::default(), &Change::Delete { name }).unwrap();
    assert_eq!(*map(), *before);
    assert_eq!(std::fs::read(place.location().template_file()).unwrap(), TEMPLATE);
}
