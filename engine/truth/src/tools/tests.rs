//! What calls are answered.

use super::*;
use crate::{Environment, session::Session};
use diorama_world::Control;
use serde_json::{Value, json};

/// A server with contacts and tickets, with the plainest look.
fn session(controls: &[&str]) -> Session<Tools> {
    let mut session = session::table(&mut Seed::new(1, "tools"));
    session.set(0, 0, 0.into());
    let mut server = Table::new(SERVER, [Column::new("name", Kind::Text)]);
    server.push([Cell::from("test")]);
    let entity = |name: &str| ENTITIES.iter().find(|entity| entity.many == name).unwrap();
    let table = |name: &str| {
        let fields = entity(name).fields.iter();
        Table::new(name, fields.map(|field| Column::new(field.name, field.holds.kind())))
    };
    let mut contacts = table("contacts");
    contacts.push([Cell::from("Ada Lin"), "555 0101".into(), "Bru".into(), true.into()]);
    contacts.push([Cell::from("Ivo Ras"), "555 0102".into(), "Tol".into(), false.into()]);
    let tables = vec![session, server, contacts, table("tickets")];
    let controls: Vec<_> = controls.iter().map(|name| Control::read(name).unwrap()).collect();
    Session::new(Facts { tables }, &controls)
}

fn call(session: &mut Session<Tools>, tool: &str, arguments: Value) -> Vec<String> {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    session.step(&Action::Call { tool: tool.to_owned(), arguments });
    session.screen().nodes.iter().map(|node| node.name.clone()).collect()
}

#[test]
fn calls_are_checked_and_answered() {
    let ada = r#"{"id":0,"name":"Ada Lin","phone":"555 0101","city":"Bru","favourite":true}"#;
    let ivo = r#"{"id":1,"name":"Ivo Ras","phone":"555 0102","city":"Tol","favourite":false}"#;
    let new = r#"{"id":0,"title":"x","status":"open","priority":1,"owner":""}"#;
    for (tool, arguments, says) in [
        ("list_contacts", json!({}), &["2 contacts", ada, ivo][..]),
        ("list_contacts", json!({"cursor": 1}), &["2 contacts", ivo]),
        ("list_contacts", json!({"cursor": 3}), &["Error: cursor 3 is out of range"]),
        ("get_contact", json!({"id": 1}), &[ivo]),
        ("get_contact", json!({"id": 7}), &["Error: contact 7 not found"]),
        ("get_contact", json!({}), &["Error: missing required field \"id\""]),
        ("get_contact", json!({"id": "1"}), &["Error: \"id\" must be an integer"]),
        ("get_contact", json!({"id": 1, "x": 2}), &["Error: unknown field \"x\""]),
        ("search_contacts", json!({"query": "ada"}), &["1 contact", ada]),
        ("search_contacts", json!({"query": "zz"}), &["0 contacts"]),
        ("create_ticket", json!({"title": "x"}), &[new]),
        ("create_ticket", json!({"title": ""}), &["Error: \"title\" must not be empty"]),
        (
            "create_ticket",
            json!({"title": "x", "status": "odd"}),
            &["Error: \"status\" must be one of open, blocked, closed"],
        ),
        (
            "create_ticket",
            json!({"title": "x", "priority": 9}),
            &["Error: \"priority\" must be 1 to 5"],
        ),
        (
            "update_contact",
            json!({"id": 1, "favourite": "yes"}),
            &["Error: \"favourite\" must be true or false"],
        ),
        ("update_contact", json!({"id": 1}), &["Error: nothing to update"]),
        ("delete_contact", json!({"id": 0}), &["{\"deleted\":0}"]),
        ("fly", json!({}), &["Error: unknown tool \"fly\""]),
    ] {
        assert_eq!(call(&mut session(&[]), tool, arguments.clone()), says, "{tool} {arguments}");
    }
}

#[test]
fn changes_are_kept() {
    let mut session = session(&[]);
    call(&mut session, "update_contact", json!({"id": 1, "city": "Var"}));
    call(&mut session, "delete_contact", json!({"id": 0}));
    let says = call(&mut session, "list_contacts", json!({}));
    assert_eq!(says.len(), 2);
    assert!(says[1].contains("\"city\":\"Var\""), "{says:?}");
}

#[test]
fn controls_have_effects() {
    let new = json!({"name": "Uma Kel", "phone": "555 0103", "city": "Nor"});
    let made = r#"{"id":2,"name":"Uma Kel","phone":"555 0103","city":"Nor","favourite":false}"#;
    let list = ("list_contacts", json!({}));
    let create = ("create_contact", new);
    for (control, (tool, arguments), first) in [
        ("disk-full", &create, "Error: ENOSPC: No space left on device"),
        ("read-only", &create, "Error: EROFS: Read-only file system"),
        ("offline", &list, "Error: 503 Network is unreachable"),
        ("flaky-api:every=1", &list, "Error: 500 Internal server error"),
        (
            "session-expired:after=1",
            &list,
            "Error: 401 Unauthorized: call sign_in to sign in again",
        ),
        (
            "permission-dialogs",
            &list,
            "Error: Permission denied: call allow with {\"name\":\"contacts\"}",
        ),
        ("slow-network:steps=2", &list, "Loading.."),
        (
            "partial-save:cells=1",
            &create,
            r#"{"id":2,"name":"Uma Kel","phone":"","city":"","favourite":false}"#,
        ),
        ("unexpected-dialog:every=1", &list, "What is new: A new version was installed."),
        ("stale-list", &create, made),
    ] {
        let mut session = session(&[control]);
        assert_eq!(call(&mut session, tool, arguments.clone())[0], first, "{control}");
    }
    let mut paged = session(&["forced-pagination:rows=1"]);
    assert_eq!(call(&mut paged, "list_contacts", json!({}))[2], "next_cursor: 1");

    let mut stale = session(&["stale-list"]);
    call(&mut stale, create.0, create.1.clone());
    assert_eq!(call(&mut stale, "list_contacts", json!({}))[0], "2 contacts");
    call(&mut stale, "refresh", json!({}));
    assert_eq!(call(&mut stale, "list_contacts", json!({}))[0], "3 contacts");

    let mut slow = session(&["slow-network:steps=2"]);
    call(&mut slow, "get_contact", json!({"id": 9}));
    assert_eq!(call(&mut slow, "wait", json!({})), ["Loading."]);
    assert_eq!(call(&mut slow, "wait", json!({})), ["Error: contact 9 not found"]);

    let mut asked = session(&["permission-dialogs"]);
    call(&mut asked, "allow", json!({"name": "contacts"}));
    assert_eq!(call(&mut asked, "list_contacts", json!({}))[0], "2 contacts");

    let mut out = session(&["session-expired:after=2"]);
    assert_eq!(call(&mut out, "list_contacts", json!({}))[0], "2 contacts");
    call(&mut out, "list_contacts", json!({}));
    assert!(call(&mut out, "list_contacts", json!({}))[0].contains("401"));
    assert_eq!(call(&mut out, "sign_in", json!({})), ["Signed in."]);
    assert_eq!(call(&mut out, "list_contacts", json!({}))[0], "2 contacts");
}
