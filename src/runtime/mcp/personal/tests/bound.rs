//! What is filled in where a user's credential belongs.

use super::*;
use crate::runtime::mcp::Fixed;

#[test]
fn what_a_credential_has_nothing_for_is_left_out_and_each_variable_gets_its_field() {
    let of = |name: &str| {
        let mut value = Template::default();
        value.push_of(service("aws"), name);
        (name.to_owned(), value)
    };
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
    let mut environment: Vec<(String, Template)> = names.map(of).into();
    environment.push(("KIND".to_owned(), Template::fixed("fixed".into())));
    let program = Program {
        command: "x".to_owned(),
        args: Vec::new(),
        directory: "/".into(),
        own_directory: false,
        surroundings: Vec::new(),
        environment,
        directories: Vec::new(),
        network: crate::support::walls::Network::None,
        unix_sockets: false,
        limits: crate::support::walls::Limits::default(),
        installs: false,
    };
    let blueprint =
        Blueprint { link: Ok(Link::Program(Box::new(program))), ..blueprint("s3", "", &service("aws")) };
    assert_eq!(blueprint.needs(), [service("aws")]);
    let content = Content::parse(br#"{"access_key_id":"AKIA","secret_access_key":"s"}"#).unwrap();
    let bound = blueprint.bind(&[(&service("aws"), &content)], None);
    let Ok(Link::Program(program)) = &bound.link else { panic!("{:?}", bound.link.err()) };
    let given: Vec<(&str, Option<&str>)> = program
        .environment
        .iter()
        .map(|(name, value)| (name.as_str(), SecretBytes::expose_str(value)))
        .collect();
    let expected =
        [("AWS_ACCESS_KEY_ID", Some("AKIA")), ("AWS_SECRET_ACCESS_KEY", Some("s")), ("KIND", Some("fixed"))];
    assert_eq!(given, expected);
}

#[test]
fn without_a_field_for_a_header_or_a_parameter_the_server_is_not_reached_at_all() {
    let of = service("wiki");
    let content = Content::token(&"token-0123456789".into()).unwrap();
    let template = |name: &str| {
        let mut value = Template::default();
        value.push_of(of.clone(), name);
        (name.to_owned(), value)
    };
    let bound = |change: &dyn Fn(&mut Blueprint)| {
        let mut blueprint = blueprint("wiki", "http://127.0.0.1:1/", &of);
        change(&mut blueprint);
        blueprint.bind(&[(&of, &content)], None).link.err().map(|error| error.to_string())
    };
    assert_eq!(bound(&|_| {}), None);
    let header = bound(&|blueprint| {
        let Ok(Link::Http(http)) = &mut blueprint.link else { unreachable!() };
        http.headers.push(template("X-User-Email"));
    });
    assert!(header.as_ref().is_some_and(|why| why.contains("headers.X-User-Email")), "{header:?}");
    let parameter = bound(&|blueprint| {
        let (name, value) = template("tenant_id");
        blueprint.parameters.push((name, Fixed::Text(value)));
    });
    assert!(parameter.as_ref().is_some_and(|why| why.contains("parameters.tenant_id")), "{parameter:?}");
}
