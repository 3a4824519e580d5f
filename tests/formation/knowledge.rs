//! Knowledge sources: what a path leads to.

use insta::assert_snapshot;

use crate::support::{human, load, load_dir, places, write};
use muxi::formation::load::{Loaded, Target};

fn with(sources: &str, files: &[(&str, &str)]) -> Loaded {
    let formation = formation(sources);
    let mut all = vec![("formation.afs", formation.as_str())];
    all.extend(files);
    load(&all)
}

fn formation(sources: &str) -> String {
    format!(
        "schema: \"1.0.0\"\nid: x\ndescription: d\nagents:\n  - id: a\n    name: A\n    description: d\n    knowledge:\n{sources}"
    )
}

fn source(path: &str) -> String {
    format!("      sources:\n        - path: {path}\n          description: d\n")
}

#[test]
fn files_and_directories_with_files_are_good() {
    let files = [("knowledge/docs/deep/a.pdf", "x"), ("FAQ.txt", "x")];
    for path in ["knowledge", "knowledge/docs/", "./knowledge/docs", "knowledge/docs/deep/a.pdf", "FAQ.txt"] {
        assert_eq!(human(&with(&source(path), &files)), "", "{path}");
    }
    // What is filled in, fetched or a pattern is not looked up.
    for path in ["\"${{ env.DOCS }}\"", "\"docs/*.md\""] {
        assert_eq!(human(&with(&source(path), &[])), "", "{path}");
    }
    assert_eq!(human(&with(&format!("      enabled: false\n{}", source("none")), &[])), "");
}

#[test]
fn a_path_to_nothing_is_a_warning_that_knows_what_is_near() {
    let files = [("knowledge/manuals/a.md", "x")];
    assert_snapshot!(human(&with(&source("knowledge/manual"), &files)), @r"
    warning[knowledge-not-found]: there is no `knowledge/manual` in the formation
      --> formation.afs:10:17
       |
    10 |         - path: knowledge/manual
       |                 ^^^^^^^^^^^^^^^^
       |
    help: did you mean `knowledge/manuals`?
       |
    10 |         - path: knowledge/manuals
       |                                 +
    ");
    assert_snapshot!(human(&with(&source("docs"), &files)), @r"
    warning[knowledge-not-found]: there is no `docs` in the formation
      --> formation.afs:10:17
       |
    10 |         - path: docs
       |                 ^^^^
       |
       = help: the path starts at the formation's directory
    ");
    let loaded = with(&source("knowlege/manuals/a.md"), &files);
    let fix = loaded.diagnostics[0].fix.as_ref().unwrap();
    assert_eq!((fix.safe, fix.edits[0].text.as_str()), (false, "knowledge/manuals/a.md"));
}

#[test]
fn an_empty_directory_and_an_empty_file_are_said() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("formation.afs"), formation(&source("knowledge")).as_bytes());
    write(&dir.path().join("knowledge/.gitkeep"), b"");
    std::fs::create_dir_all(dir.path().join("knowledge/more/.cache")).unwrap();
    assert_snapshot!(human(&load_dir(dir.path(), None, Target::Local)), @r"
    warning[knowledge-empty]: `knowledge` has no files, so nothing can be looked up in it
      --> formation.afs:10:17
       |
    10 |         - path: knowledge
       |                 ^^^^^^^^^
       |
       = help: put the documents there, or remove the source
    ");
    write(&dir.path().join("formation.afs"), formation(&source("knowledge/a.md")).as_bytes());
    write(&dir.path().join("knowledge/a.md"), b"");
    assert_snapshot!(human(&load_dir(dir.path(), None, Target::Local)), @r"
    warning[knowledge-empty]: `knowledge/a.md` is empty, so nothing can be looked up in it
      --> formation.afs:10:17
       |
    10 |         - path: knowledge/a.md
       |                 ^^^^^^^^^^^^^^
       |
       = help: put the documents there, or remove the source
    ");
}

#[test]
fn two_agents_with_one_path_are_two_findings() {
    let two = format!(
        "{}  - id: b\n    name: B\n    description: d\n    knowledge:\n{}",
        source("none"),
        source("none")
    );
    assert_eq!(
        places(&with(&two, &[])),
        ["knowledge-not-found formation.afs:10:17", "knowledge-not-found formation.afs:17:17"]
    );
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_formation_is_refused_and_one_in_a_circle_ends() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("f");
    write(&root.join("formation.afs"), formation(&source("knowledge")).as_bytes());
    std::os::unix::fs::symlink("/etc", root.join("knowledge")).unwrap();
    assert_snapshot!(human(&load_dir(&root, None, Target::Local)), @r"
    error[knowledge-outside]: `knowledge` leads out of the formation through a link
      --> formation.afs:10:17
       |
    10 |         - path: knowledge
       |                 ^^^^^^^^^
       |
       = help: copy the files into the formation
    ");
    std::fs::remove_file(root.join("knowledge")).unwrap();
    std::fs::create_dir(root.join("knowledge")).unwrap();
    std::os::unix::fs::symlink(".", root.join("knowledge/again")).unwrap();
    assert_eq!(places(&load_dir(&root, None, Target::Local)), ["knowledge-empty formation.afs:10:17"]);
}
