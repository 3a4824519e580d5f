//! What `muxi new` makes has no finding, whatever was answered.

use muxi::formation::load::Target;
use muxi::formation::scaffold::{
    A2a, Agent, Auth, Component, Extension, Mcp, Model, Named, NewFormation, Server, Skill, Sop, Source,
    Template, Trigger,
};
use proptest::prelude::*;

use crate::support::{human, load_dir, load_with};

/// Every kind of component, with `text` wherever a person writes text.
fn components(text: &str) -> Vec<Component> {
    let some = || Some(text.to_owned());
    let secret = || Source::Secret("A_SECRET".to_owned());
    let http = |auth| Server::Http { endpoint: "https://x.example/mcp".to_owned(), auth };
    let program = Server::Command {
        command: text.to_owned(),
        args: vec![text.to_owned(), "-y".to_owned()],
        secrets: vec!["A_SECRET".to_owned()],
    };
    let mcp = |server, allow: bool| {
        let tools = vec!["get_*".to_owned()];
        let (allow, deny) = if allow { (tools, Vec::new()) } else { (Vec::new(), tools) };
        Component::Mcp(Mcp { description: some(), server, allow, deny })
    };
    let a2a = |auth| Component::A2a(A2a { description: some(), url: "http://x.example".to_owned(), auth });
    let agent = Agent {
        description: some(),
        role: some(),
        system_message: some(),
        default: true,
        ..Agent::default()
    };
    vec![
        Component::Agent(agent),
        mcp(http(None), true),
        mcp(http(Some(Auth::Bearer(Source::Credential("github".to_owned())))), false),
        mcp(http(Some(Auth::ApiKey(secret()))), true),
        mcp(http(Some(Auth::Basic("A".to_owned()))), false),
        mcp(program, true),
        a2a(None),
        a2a(Some(Auth::Bearer(secret()))),
        a2a(Some(Auth::ApiKey(secret()))),
        a2a(Some(Auth::Basic("A".to_owned()))),
        Component::Sop(Sop {
            description: some(),
            mode: None,
            tags: vec![text.to_owned()],
            steps: vec![text.to_owned()],
        }),
        Component::Trigger(Trigger { prompt: some(), ..Trigger::default() }),
        Component::Skill(Skill { description: some(), license: some() }),
    ]
}

/// A formation that lists the component `x` of this kind.
fn formation(kind: &str) -> String {
    let list = match kind {
        "agent" => "agents: [x]\n",
        "mcp" => "mcp: {servers: [x]}\n",
        "a2a" => "a2a: {outbound: {services: [x]}}\n",
        _ => "",
    };
    format!("schema: \"1.0.0\"\nid: here\ndescription: Here\nllm: {{models: [{{text: muxi/echo}}]}}\n{list}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_component_is_clean_whatever_is_written_into_it(text in "(?s)[^$]{1,80}|[ -#%-~\n\t]{1,80}") {
        prop_assume!(!text.trim().is_empty());
        let named = Named { id: "x".to_owned(), title: "X: \"y\" # z".to_owned(), changed: true };
        for component in components(&text) {
            let kind = component.kind();
            let part = component.part(&named).expect("small");
            let file = match kind.name {
                "sop" | "trigger" => format!("{}/x.md", kind.directories[0]),
                "skill" => "skills/x/SKILL.md".to_owned(),
                _ => format!("{}/x.afs", kind.directories[0]),
            };
            let files = [("formation.afs", formation(kind.name)), (file.as_str(), part.text.clone())];
            let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
            // A deployed server tries a user's service out with this one.
            let own = part.secrets.iter().map(String::as_str);
            let secrets: Vec<_> = own.chain(["USER_CREDENTIALS_GITHUB"]).collect();
            for target in [Target::Local, Target::MuxiServer] {
                let loaded = load_with(&files, Some(&secrets), target);
                prop_assert_eq!(human(&loaded), "", "{}", part.text);
            }
        }
    }

    #[test]
    fn a_formation_is_clean_whatever_it_is_called_and_described(
        name in "[a-zA-Z][ -~äß€]{2,30}", about in "[^$]{1,80}", which in 0..4_usize,
    ) {
        prop_assume!(!about.trim().is_empty());
        let Ok(named) = Named::formation(&name) else { return Ok(()) };
        let template = [Template::Minimal, Template::Chat, Template::Tools, Template::Team][which];
        let model = Model::new(Some("openai"), None).expect("it has a usual one");
        let new = NewFormation { named, description: Some(about), model, template, extension: Extension::Yaml };
        let dir = tempfile::tempdir().expect("a temporary directory");
        muxi::support::fs::write_together(&new.files(dir.path()).expect("small")).expect("it is written");
        for target in [Target::Local, Target::MuxiServer] {
            let loaded = load_dir(dir.path(), Some(&["OPENAI_API_KEY"]), target);
            prop_assert_eq!(human(&loaded), "");
        }
    }
}
