use super::table::{BYTES, Table};
use super::{DIMENSION, MODEL, pieces, vector};

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn fnv(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// `SplitMix64`, as `scripts/vectors/golden.py` has it.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(STEP);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap()
    }
}

fn unescaped(fragment: &str) -> String {
    let (first, rest) = fragment.split_once("\\u{").unwrap_or((fragment, ""));
    let mut text = first.to_owned();
    for other in rest.split("\\u{").filter(|other| !other.is_empty()) {
        let (number, after) = other.split_once('}').unwrap();
        text.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        text.push_str(after);
    }
    text
}

fn text(number: u64, table: &Table, fragments: &[String]) -> String {
    let (mut chance, mut made) = (Chance(number), String::new());
    for _ in 0..=chance.below(12) {
        let mut unit = if chance.below(10) < 6 {
            let piece = std::str::from_utf8(table.piece(chance.below(table.count()))).unwrap();
            piece.strip_prefix("##").unwrap_or(piece).to_owned()
        } else {
            fragments[chance.below(fragments.len())].clone()
        };
        if chance.below(6) == 0 {
            unit.make_ascii_uppercase();
        }
        made.push_str(&unit);
        if chance.below(4) != 0 {
            made.push(' ');
        }
    }
    made
}

fn cut(table: &Table, text: &str) -> (Vec<&'static [u8]>, [i32; DIMENSION]) {
    let (mut found, mut sums) = (Vec::new(), [0; DIMENSION]);
    pieces::cut(table, text, |place| {
        found.push(place.map_or(&b"[UNK]"[..], |place| table.piece(place)));
        for (sum, value) in sums.iter_mut().zip(place.map_or(&[][..], |place| table.row(place))) {
            *sum += i32::from(value.cast_signed());
        }
    });
    (found, sums)
}

#[test]
fn ten_thousand_texts_have_the_pieces_and_sums_that_the_real_tokenizer_gives() {
    let table = Table::embedded();
    let fragments: Vec<String> =
        include_str!("fragments.txt").split('\n').filter(|one| !one.is_empty()).map(unescaped).collect();
    let golden: Vec<&str> = include_str!("golden.txt").lines().collect();
    assert_eq!(golden.len(), 200);
    for (block, golden) in (0_u64..).zip(golden) {
        let hash = (block * 50..(block + 1) * 50).fold(START, |hash, number| {
            let (found, sums) = cut(&table, &text(number, &table, &fragments));
            let sums: Vec<u8> = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
            fnv(fnv(hash, &found.join(&b'\n')), &sums)
        });
        assert_eq!(format!("{hash:016x}"), golden, "texts {} to {}", block * 50, block * 50 + 49);
    }
}

#[test]
fn another_table_has_another_name() {
    assert_eq!((MODEL, fnv(START, BYTES)), ("muxi/static-minilm-128", 0x409f_f4f1_3a58_2d7a));
    assert!(BYTES.len() <= 4_000_000, "more than it may take: {}", BYTES.len());
}

#[test]
fn the_table_is_sorted_and_as_it_says() {
    let table = Table::embedded();
    assert_eq!((table.count(), table.row(0).len()), (28_000, DIMENSION));
    let all: Vec<&[u8]> = (0..table.count()).map(|place| table.piece(place)).collect();
    assert!(all.is_sorted_by(|a, b| a < b));
    let longest = all.iter().map(|piece| piece.strip_prefix(b"##").unwrap_or(piece).len()).max();
    assert_eq!(longest, Some(pieces::LONGEST));
    for place in [0, 1, 9_999, 27_999] {
        assert_eq!(table.find(std::str::from_utf8(all[place]).unwrap()), Some(place));
    }
    assert_eq!(table.find("no such piece"), None);
    assert_eq!((table.piece(28_000), table.row(28_000)), (&[][..], &[][..]));
}

#[test]
fn bytes_that_are_no_table_are_refused() {
    for bytes in [&b""[..], b"MXSV", b"MXSV\0\0\0\0\x80\0\0\0", &BYTES[..BYTES.len() - 1], &BYTES[1..]] {
        assert!(Table::of(bytes).is_none());
    }
}

#[test]
fn words_are_cut_as_the_model_knows_them() {
    let table = Table::embedded();
    let said = |text: &str| {
        let found = cut(&table, text).0;
        found.iter().map(|piece| String::from_utf8_lossy(piece)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said("Unaffable ÉTÉ, don't!"), "una ##ffa ##ble et ##e , don ' t !");
    assert_eq!(said("東京 Tower"), "[UNK] [UNK] tower");
    assert_eq!(said("Привет"), "[UNK]");
    assert_eq!(said(&"x".repeat(101)), "[UNK]");
    assert_eq!(said(" \u{0}\u{feff}\u{301} "), "");
}

#[test]
fn a_paraphrase_is_nearer_than_another_subject() {
    let near = |a: &str, b: &str| {
        let (a, b) = (vector(a).unwrap(), vector(b).unwrap());
        assert_eq!(a.len(), DIMENSION);
        assert!((a.iter().map(|value| value * value).sum::<f32>() - 1.0).abs() < 1e-5);
        a.iter().zip(&b).map(|(a, b)| a * b).sum::<f32>()
    };
    let fact = "The user's daughter goes to a nursery.";
    assert!(near("Where is my little girl during the day?", fact) > near("What car do I drive?", fact) + 0.1);
    assert!(near("Which doctor do we see?", "The family physician is Okafor.") > 0.2);
}

#[test]
fn a_text_without_known_pieces_has_no_vector() {
    for text in ["", "  ", "東京", "Привет", "\u{1f600}"] {
        assert_eq!(vector(text), None, "{text:?}");
    }
    assert!(vector(&"lisbon ".repeat(10_000)).is_some());
}
