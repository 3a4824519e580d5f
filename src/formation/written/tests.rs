use super::*;

fn shape(piece: &Piece, text: &str) -> String {
    let props: Vec<_> = piece.props.iter().map(|prop| &text[prop.clone()]).collect();
    let props = if props.is_empty() { String::new() } else { format!("{} ", props.join(" ")) };
    let mark = piece.mark.map_or(String::new(), |at| text[at..=at].to_owned());
    let inside = match &piece.what {
        What::Alias | What::Scalar { .. } => text[piece.start..piece.end].replace('\n', "/"),
        What::Seq { items, .. } => {
            let items: Vec<_> = items.iter().map(|item| shape(item, text)).collect();
            format!("({})", items.join(" "))
        }
        What::Map { pairs, .. } => {
            let pairs: Vec<_> =
                pairs.iter().map(|(k, v)| format!("{}={}", shape(k, text), shape(v, text))).collect();
            format!("<{}>", pairs.join(" "))
        }
    };
    format!("{mark}{props}{inside}")
}

fn read_shape(text: &str) -> String {
    read(text).unwrap().root.map_or("nothing".into(), |root| shape(&root, text))
}

#[test]
fn marks_anchors_and_tags_are_where_they_are_written() {
    assert_eq!(read_shape("a: &x !!str b\nc: *x\n"), "<a=:&x !!str b c=:*x>");
    assert_eq!(read_shape("a: &x\n  b: 1\nc:\n- d\n-\n- - e\n"), "<a=:&x <b=:1> c=:(-d - -(-e))>");
    assert_eq!(read_shape("? a\n: b\n? c\n"), "<?a=:b ?c=>");
    assert_eq!(read_shape("a: {b: , c, \"d\":e, ? f : g}\n"), "<a=:<b=: c= \"d\"=:e ?f=:g>>");
    assert_eq!(read_shape("a: [b, c: d, {e: f}]\n"), "<a=:(b <c=:d> <e=:f>)>");
    assert_eq!(read_shape("a: # x | y\n  &b |+ # z\n  c\n\nd: >-\n  e\n"), "<a=:&b |+ # z/  c// d=:>-/  e/>");
}

#[test]
fn what_is_absent_is_at_its_mark() {
    let written = read("a:\n\nb: # c\n").unwrap();
    let What::Map { pairs, .. } = &written.root.as_ref().unwrap().what else { panic!() };
    assert_eq!((pairs[0].1.start, pairs[0].1.end), (2, 2));
    assert!(pairs[1].1.is_absent());
}

#[test]
fn comments_and_ends_of_the_document_are_told() {
    let written = read("# a\n---\nb: 1 # c\n...\n# d\n").unwrap();
    let comments: Vec<_> = written.comments.iter().map(|c| &written.text[c.clone()]).collect();
    assert_eq!(comments, ["# a", "# c", "# d"]);
    assert_eq!((written.start, written.end), (Some(4..7), 17));
}
