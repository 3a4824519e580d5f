//! The fuzz targets' properties in short: files of the kit, changed at random, through the public door.

use proptest::prelude::*;

use crate::kit::of_kind;
use crate::make_two::three;
use crate::place::Place;

/// What is done to a file.
#[derive(Clone, Debug)]
enum Step {
    Set(usize, u8),
    Insert(usize, u8),
    Cut(usize, usize),
    Copy(usize, usize, usize),
    Line(usize, usize),
    Splice(usize, usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<usize>;
    let byte = || prop_oneof![any::<u8>(), prop::sample::select(&b"\n\r -=#A0_{}\"\\+/"[..])];
    prop_oneof![
        (at(), byte()).prop_map(|(i, b)| Step::Set(i, b)),
        (at(), byte()).prop_map(|(i, b)| Step::Insert(i, b)),
        (at(), 0..80_usize).prop_map(|(i, n)| Step::Cut(i, n)),
        (at(), at(), 0..200_usize).prop_map(|(i, j, n)| Step::Copy(i, j, n)),
        (at(), at()).prop_map(|(i, j)| Step::Line(i, j)),
        (at(), at(), at()).prop_map(|(i, j, k)| Step::Splice(i, j, k)),
    ]
}

/// `other` is a second file to take pieces of.
fn apply(bytes: &mut Vec<u8>, other: &[u8], step: &Step) {
    let place = |i: usize, len: usize| if len == 0 { 0 } else { i % len };
    let n = bytes.len();
    match *step {
        Step::Set(i, b) if n > 0 => bytes[place(i, n)] = b,
        Step::Insert(i, b) => bytes.insert(place(i, n), b),
        Step::Cut(i, length) => drop(bytes.drain(place(i, n)..(place(i, n) + length).min(n))),
        Step::Copy(i, j, length) => {
            let from = place(i, n);
            let piece = bytes[from..(from + length).min(n)].to_vec();
            let to = place(j, n);
            drop(bytes.splice(to..to, piece));
        }
        Step::Line(i, j) => {
            let mut lines: Vec<Vec<u8>> =
                bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
            let (i, j) = (place(i, lines.len()), place(j, lines.len()));
            if !lines.is_empty() {
                lines.swap(i, j);
            }
            *bytes = lines.concat();
        }
        Step::Splice(i, j, length) => {
            let from = place(i, other.len());
            let piece = &other[from..(from + length % 200).min(other.len())];
            let to = place(j, n);
            drop(bytes.splice(to..to, piece.iter().copied()));
        }
        Step::Set(..) => {}
    }
}

fn files(kind: &str) -> Vec<Vec<u8>> {
    of_kind(kind).into_iter().map(|(_, _, content)| content).collect()
}

fn mutated(kind: &str) -> impl Strategy<Value = Vec<u8>> {
    let files = files(kind);
    let steps = prop::collection::vec(step(), 1..6);
    (prop::sample::select(files.clone()), prop::sample::select(files), steps).prop_map(
        |(mut file, other, steps)| {
            for step in &steps {
                apply(&mut file, &other, step);
            }
            file
        },
    )
}

proptest! {
    #[test]
    fn a_changed_secrets_file_of_format_2_opens_no_wrong_value(file in mutated("secrets2")) {
        let place = Place::new();
        place.secrets(&file);
        drop(place.listed());
        drop(place.verdict());
    }

    #[test]
    fn a_changed_token_opens_no_wrong_value(file in mutated("secrets1")) {
        let place = Place::new();
        place.secrets(&file);
        drop(place.verdict());
    }

    #[test]
    fn a_changed_key_file_is_another_key_or_none(file in mutated("key")) {
        let mut place = Place::new();
        place.secrets(three().as_bytes());
        place.key(&file);
        // Working through a passphrase takes a while, and is tested file by file.
        place.sources.passphrase = None;
        drop(place.verdict());
    }

    #[test]
    fn a_changed_template_gives_names_or_an_error(file in mutated("template")) {
        let place = Place::new();
        std::fs::write(place.location().template_file(), &file).expect("the template");
        if let Ok(names) = place.listed() {
            for name in names {
                let again = muxi::secrets::SecretName::normalise(&name).expect("a name");
                prop_assert!(!again.changed, "{name}");
            }
        }
    }
}
