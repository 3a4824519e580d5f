//! SOPs, triggers and skills: front matter, names, places in the Markdown file.

use insta::assert_snapshot;

use crate::support::{human, load, load_with, places};
use muxi::formation::load::{Loaded, Target};

const HEAD: &str = "schema: \"1.0.0\"\nid: shop\ndescription: d\n";
const SKILL: &str = "---\nname: pdf\ndescription: Reads PDF files\n---\nRead it.\n";

fn with(files: &[(&str, &str)]) -> Loaded {
    let mut all = vec![("formation.afs", HEAD)];
    all.extend(files);
    load(&all)
}

#[test]
fn good_documents_have_no_finding() {
    let loaded = with(&[
        ("sops/refund.md", "---\nname: Refund\ntags: [money]\nmodel: openai/gpt-4o\n---\n1. Ask.\n"),
        ("sops/plain.md", "# Without front matter\n\nThat is fine.\n"),
        ("triggers/order.md", "---\nname: order\nchannel: slack\n---\nA new order: ${{ data.id }}\n"),
        ("skills/pdf/SKILL.md", SKILL),
        ("skills/pdf/reference/fields.md", "Anything, even `${{ x }}`.\n"),
        ("skills/README.md", "What is here.\n"),
        ("sops/notes.txt", "no SOP"),
    ]);
    assert_eq!(human(&loaded), "");
}

#[test]
fn front_matter_is_checked_where_it_stands() {
    assert_snapshot!(human(&with(&[("triggers/a.md", "---\nname: a\nchanel: slack\n---\nDo it.\n")])), @r"
    error[unknown-key]: a trigger has no key `chanel`
     --> triggers/a.md:3:1
      |
    3 | chanel: slack
      | ^^^^^^
      |
    help: did you mean `channel`?
      |
    3 | channel: slack
      |     +
    ");
    assert_snapshot!(human(&with(&[("sops/a.md", "---\nname: [a]\nmodel: gpt\n---\nDo it.\n")])), @r"
    error[wrong-type]: `name` must be text
     --> sops/a.md:2:8
      |
    2 | name: [a]
      |        ^ this is a list

    error[unknown-model]: a model is `provider/name`
     --> sops/a.md:3:8
      |
    3 | model: gpt
      |        ^^^
      |
      = help: write it like `openai/gpt-4o-mini`, or name an alias of `llm.aliases`
    ");
    assert_snapshot!(human(&with(&[("sops/a.md", "---\nname: a\n\nDo it.\n")])), @r"
    error[front-matter-unclosed]: the front matter that starts here has no end
     --> sops/a.md:1:1
      |
    1 | ---
      | ^^^
      |
      = help: write a line `---` below the last key; a rule at the start of the text is written `***`
    ");
    assert_snapshot!(human(&with(&[("sops/a.md", "---\n$include: b.yaml\n---\nDo it.\n")])), @r"
    error[include-form]: front matter cannot include another file
     --> sops/a.md:2:1
      |
    2 | $include: b.yaml
      | ^^^^^^^^
      |
      = help: write the keys here
    ");
}

#[test]
fn broken_front_matter_is_one_finding_at_its_line() {
    let found = places(&with(&[("sops/a.md", "---\nname: \"a\n---\nDo it.\n")]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("yaml-syntax sops/a.md:"), "{found:?}");
}

#[test]
fn a_skill_is_a_directory_with_its_file_and_carries_its_name() {
    let skill = |front: &str| with(&[("skills/pdf/SKILL.md", &format!("{front}Read it.\n"))]);
    assert_snapshot!(human(&skill("")), @r"
    error[front-matter-missing]: a skill starts with front matter that says its `name` and `description`
     --> skills/pdf/SKILL.md:1:1
      |
    1 | Read it.
      | ^^^^^^^^
      |
      = help: start the file with the lines `---`, `name: pdf`, `description: …` and `---`
    ");
    assert_snapshot!(human(&skill("---\nname: doc\ndescription: d\n---\n")), @r"
    warning[skill-name]: the skill `doc` is in the directory `pdf`
     --> skills/pdf/SKILL.md:2:7
      |
    2 | name: doc
      |       ^^^
      |
    help: write `name: pdf`, or call the directory `skills/doc`
      |
    2 - name: doc
    2 + name: pdf
      |
    ");
    assert_snapshot!(human(&skill("---\nname: PDF\ndescription: d\n---\n")), @r"
    warning[skill-name]: a skill's name has lower-case letters, digits and single hyphens, at most 64 characters
     --> skills/pdf/SKILL.md:2:7
      |
    2 | name: PDF
      |       ^^^
      |
    help: write `name: pdf`
      |
    2 - name: PDF
    2 + name: pdf
      |
    ");
    assert_snapshot!(human(&skill("---\ndescription: d\n---\n")), @r"
    error[missing-key]: a skill has no `name`
     --> skills/pdf/SKILL.md:2:1
      |
    2 | description: d
      | ^^^^^^^^^^^
      |
      = help: add `name: …`
    ");
    let long = format!("---\nname: pdf\ndescription: {}\n---\n", "é".repeat(1025));
    assert_eq!(places(&skill(&long)), ["text-too-long skills/pdf/SKILL.md:3:14"]);
    let long = format!("---\nname: pdf\ndescription: {}\n---\n", "é".repeat(1024));
    assert_eq!(places(&skill(&long)), [""; 0]);
}

#[test]
fn a_skill_in_the_wrong_place_is_said() {
    assert_snapshot!(human(&with(&[("skills/pdf.md", SKILL)])), @r"
    warning[skill-file]: a skill has a directory of its own, so this file is not read
    --> skills/pdf.md:1:1
     = help: move it to `skills/pdf/SKILL.md`
    ");
    assert_snapshot!(human(&with(&[("skills/pdf/skill.md", SKILL)])), @r"
    warning[skill-file]: the file of a skill is called `SKILL.md`, in upper case
    --> skills/pdf/skill.md:1:1
     = help: rename it to `SKILL.md`
    ");
    assert_snapshot!(human(&with(&[("skills/pdf/scripts/x.py", "")])), @r"
    warning[skill-file]: this directory of `skills/` has no `SKILL.md`
    --> skills/pdf:1:1
     = help: write one that starts with front matter: `name` and `description`
    ");
}

#[test]
fn a_document_without_text_is_a_warning() {
    assert_snapshot!(human(&with(&[("sops/a.md", "---\nname: a\n---\n\n")])), @r"
    warning[body-empty]: this SOP has no text
     --> sops/a.md:1:1
      |
    1 | ---
      | ^^^
      |
      = help: write what is to be done below the front matter
    ");
    assert_eq!(places(&with(&[("triggers/a.md", "")])), ["body-empty triggers/a.md:1:1"]);
}

#[test]
fn two_documents_with_one_name_are_a_warning() {
    let loaded = with(&[
        ("sops/a.md", "---\nname: b\n---\nDo.\n"),
        ("sops/b.md", "Do.\n"),
        ("triggers/b.md", "Do.\n"),
    ]);
    assert_snapshot!(human(&loaded), @r"
    warning[duplicate-id]: two files are the SOP `b`
     --> sops/b.md:1:1
      |
    1 | Do.
      | ^^^
      |
     ::: sops/a.md:2:7
      |
    2 | name: b
      |       - the other one
      |
      = help: give each a name of its own
    ");
}

#[test]
fn secrets_in_prose_are_missed_and_misspelt_ones_found() {
    let files = [
        ("formation.afs", HEAD),
        (
            "skills/pdf/SKILL.md",
            &*format!("{SKILL}${{{{ secrets.PDF_KEY }}}} ${{{{ secrets.pdf }}}} ${{{{ other }}}}\n"),
        ),
        ("skills/pdf/more.md", "${{ secrets.MORE_KEY }} ${{ secrets.SET }}\n"),
    ];
    for target in [Target::Local, Target::MuxiServer] {
        let loaded = load_with(&files, Some(&["SET"]), target);
        assert_eq!(loaded.errors(), 0);
        assert_eq!(
            places(&loaded),
            [
                "secret-not-set skills/pdf/SKILL.md:6:1",
                "reference-case skills/pdf/SKILL.md:6:24",
                "secret-not-set skills/pdf/more.md:1:1",
            ]
        );
    }
}

#[test]
#[cfg(unix)]
fn links_out_of_the_formation_are_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("f");
    std::fs::create_dir_all(root.join("sops")).unwrap();
    std::fs::create_dir_all(root.join("skills")).unwrap();
    std::fs::create_dir_all(dir.path().join("out")).unwrap();
    crate::support::write(&root.join("formation.afs"), HEAD.as_bytes());
    crate::support::write(&dir.path().join("out/SKILL.md"), b"kept from view");
    std::os::unix::fs::symlink("../../out/SKILL.md", root.join("sops/a.md")).unwrap();
    std::os::unix::fs::symlink("../../out", root.join("skills/out")).unwrap();
    let loaded = crate::support::load_dir(&root, None, Target::Local);
    assert_eq!(places(&loaded), ["include-outside sops/a.md:1:1", "include-outside skills/out:1:1"]);
    assert!(loaded.sources.iter().all(|source| !source.text().contains("kept from view")));
}

#[test]
fn files_beside_prose_are_nobodys_mistake() {
    let big = "x".repeat(2 << 20);
    let loaded = with(&[
        ("skills/pdf/SKILL.md", SKILL),
        ("skills/pdf/big.md", &big),
        ("skills/pdf/manifests.yaml", "a: 1\n---\nb: [\n"),
    ]);
    assert_eq!(human(&loaded), "");
}

#[test]
fn a_thousand_documents_take_no_time_to_speak_of() {
    let files: Vec<_> =
        (0..1000).map(|nth| (format!("sops/s{nth}.md"), format!("---\nname: s{nth}\n---\nDo.\n"))).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let start = std::time::Instant::now();
    assert_eq!(human(&with(&files)), "");
    assert!(start.elapsed().as_secs() < 20);
}
