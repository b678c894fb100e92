//! Links that were cut, changed, made by a later version or made to harm.

use super::{
    By, Link, LinkError, MAX_LINK, MAX_PAYLOAD, MAX_STEPS, Opened, Step, TooLarge, World, base64,
    text,
};
use crate::Edit;
use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Even what is made to harm is answered within this, also by a machine that is very busy.
const SOON: Duration = Duration::from_mins(1);

fn none(_: &str) -> Option<World> {
    None
}

/// A world of two buttons and a table.
fn scenario() -> Value {
    json!({
        "id": "two", "title": "Two", "summary": "", "domain": "web", "dialect": "web-playwright",
        "task": "", "facts": [{"name": "notes", "columns": ["text"], "rows": [["Milk"]]}],
        "first": "- button \"One\" [ref=e1]\n- button \"Two\" [ref=e2]",
    })
}

fn two(id: &str) -> Option<World> {
    let scenario = serde_json::from_value(scenario()).expect("a scenario");
    (id == "two").then(|| World::new(scenario, None).expect("a world in order"))
}

fn closed(payload: &Value) -> String {
    text::close(&payload.to_string()).expect("a payload")
}

fn opened(payload: &Value) -> Result<Opened, LinkError> {
    let begun = Instant::now();
    let opened = Link::decode(&closed(payload), &none);
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
    opened
}

/// What is said of a payload that is refused.
fn refused(payload: &Value) -> String {
    match opened(payload) {
        Ok(opened) => panic!("opened: {opened:?}"),
        Err(error) => error.to_string(),
    }
}

/// Any bytes as a link.
fn link_of(bytes: &[u8]) -> String {
    format!("1{}", base64::encode(&compress_to_vec_zlib(bytes, 9)))
}

#[test]
fn a_payload_that_leaves_all_out_has_the_usual_values() {
    let Opened { link, redrawn } = opened(&json!({"s": scenario()})).expect("a link");
    assert!(!redrawn && link.steps.is_empty() && link.model.is_none() && link.place == 0);
    assert_eq!(link.sampler, super::Sampler::default());
    let step = json!({"s": scenario(), "x": [{"t": "- text: hi"}]});
    let step = opened(&step).expect("a link").link.steps.remove(0);
    let usual = Step::Action {
        action: String::new(),
        observation: "- text: hi".to_owned(),
        known: None,
        by: By::Model,
    };
    assert_eq!(step, usual);
    let edit = json!({"s": scenario(), "x": [{"e": {}}]});
    let edit = opened(&edit).expect("a link").link.steps.remove(0);
    let world = two("two").expect("a world");
    let facts = world.scenario().facts.clone();
    assert_eq!(edit, Step::Edit(Edit { facts, controls: Vec::new() }));
}

#[test]
fn what_is_no_link_is_told_from_what_is_newer() {
    for text in ["", "#", "about", "0AAAA", "2 is more", "é", "#/s/phone", "9+", "\u{202e}1"] {
        assert!(matches!(Link::decode(text, &none), Err(LinkError::NotALink)), "{text}");
    }
    for text in ["2AAAA", "9", "https://worlds.example/#3-_"] {
        let error = Link::decode(text, &none).expect_err("a later version");
        assert!(error.to_string().contains("made by a newer Diorama"), "{text}: {error}");
    }
}

#[test]
fn fields_of_a_later_version_are_refused_unless_they_may_be_passed_over() {
    let later = json!({"s": scenario(), "zz": 1});
    assert!(refused(&later).contains("a newer one made it: unknown field `zz`"));
    let later = json!({"s": scenario(), "x": [{"t": "", "zz": 1}]});
    assert!(refused(&later).contains("a newer one made it"));
    let later = json!({"s": scenario(), "p": "speech"});
    assert!(refused(&later).contains("a newer one made it"));
    let later = json!({"s": scenario(), "x": [{"e": {"zz": 1}}]});
    assert!(refused(&later).contains("a newer one made it: unknown field `zz`"));
    let later = json!({"s": scenario(), "x": [{"e": {"c": [{"control": "no-gravity"}]}}]});
    assert!(refused(&later).contains("a newer one made it"));
    let passed = json!({"s": scenario(), "x": [{"e": {"_": 1}}]});
    assert_eq!(opened(&passed).expect("a link").link.steps.len(), 1);
    let passed = json!({"s": scenario(), "_": {"a": [1]}, "x": [{"t": "- text: hi", "_": 1}]});
    assert_eq!(opened(&passed).expect("a link").link.steps.len(), 1);
}

#[test]
fn a_cut_or_a_changed_letter_is_noticed() {
    let whole = closed(&json!({"s": scenario(), "m": "a model"}));
    let link = Link::decode(&whole, &none).expect("a link").link;
    for length in 1..whole.len() {
        let error = Link::decode(&whole[..length], &none).expect_err("its end is missing");
        assert!(matches!(error, LinkError::Cut), "{length} of {}: {error}", whole.len());
    }
    for at in 1..whole.len() {
        let other = if &whole[at..=at] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
        // Between the end of deflate and its checksum are up to seven bits that mean nothing.
        let same = |opened: Opened| opened.link == link;
        assert!(Link::decode(&changed, &none).map_or(true, same), "character {at}");
    }
    for (at, bad) in [(5, " "), (9, "\u{e4}"), (7, "%20"), (3, "=")] {
        let changed = format!("{}{bad}{}", &whole[..at], &whole[at..]);
        assert!(matches!(Link::decode(&changed, &none), Err(LinkError::Damaged)), "{changed}");
    }
    assert!(matches!(Link::decode(&link_of(b"\xff\xfe"), &none), Err(LinkError::Damaged)));
    assert!(matches!(Link::decode(&link_of(b"{"), &none), Err(LinkError::Unknown(_))));
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let with = |fields: Value| {
        let mut payload = json!({"s": scenario()});
        let object = payload.as_object_mut().expect("an object");
        object.extend(fields.as_object().expect("an object").clone());
        refused(&payload)
    };
    assert!(with(json!({"at": 1})).contains("after step 1 of 0"));
    assert!(with(json!({"x": [{"a": "wait"}]})).contains("Step 1 of this link shows nothing"));
    assert!(with(json!({"x": [{"d": "-9\n"}]})).contains("line 1: there is no node 9"));
    assert!(with(json!({"x": [{"d": "world web\n7 button\n"}]})).contains("Step 1"));
    assert!(with(json!({"x": [{"d": "same\n", "w": [[0, 0, -1, 5]]}]})).contains("window"));
    assert!(with(json!({"x": [{"d": "same\n", "w": [[0, 99999, 1, 5]]}]})).contains("window"));
    assert!(with(json!({"x": [{"e": {}, "a": "wait"}]})).contains("an edit and something else"));
    assert!(with(json!({"x": [{"e": {}, "t": ""}]})).contains("an edit and something else"));
    assert!(with(json!({"x": [{"e": {"f": "$z0.no x\n"}}]})).contains("Step 1"));
    let many = vec!["It rains."; 65];
    assert!(with(json!({"x": [{"e": {"c": many}}]})).contains("more than 64 controls"));
    assert!(with(json!({"k": "$n0.text Bread\n"})).contains("The start"));
    assert!(with(json!({"t": -1.0})).contains("temperature"));
    assert!(with(json!({"tp": 1.5})).contains("top-p"));
    assert!(with(json!({"mp": -0.5})).contains("min-p"));
    assert!(with(json!({"m": ""})).contains("name"));
    assert!(with(json!({"m": "x".repeat(513)})).contains("name"));
    assert!(with(json!({"m": "x", "h": "AB".repeat(32)})).contains("sha256"));
    assert!(with(json!({"w": ["two", "AAAAAAAA"]})).contains("“two”, which this Diorama does not"));
    let mut world = scenario();
    world["first"] = json!("no list");
    assert!(refused(&json!({"s": world})).contains("the first observation"));
}

#[test]
fn built_in_worlds_are_known_by_their_contents() {
    let fingerprint = two("two").expect("a world").fingerprint().expect("a fingerprint");
    assert_eq!(fingerprint.len(), 8);
    let named = |print: &str| closed(&json!({"w": ["two", print]}));
    assert!(Link::decode(&named(&fingerprint), &two).is_ok());
    let changed = Link::decode(&named("AAAAAAAA"), &two).expect_err("another world");
    assert!(changed.to_string().contains("has changed since"));
    let made = |change: &dyn Fn(&mut Value)| {
        let mut scenario = scenario();
        change(&mut scenario);
        let scenario = serde_json::from_value(scenario).expect("a scenario");
        World::new(scenario, None).expect("a world").fingerprint().expect("a fingerprint")
    };
    assert_eq!(made(&|it| it["title"] = json!("Better")), fingerprint);
    assert_ne!(made(&|it| it["task"] = json!("More")), fingerprint);
    assert_ne!(made(&|it| it["controls"] = json!(["It rains."])), fingerprint);
    assert_ne!(made(&|it| it["facts"][0]["rows"][0][0] = json!("Bread")), fingerprint);
}

#[test]
fn observations_that_look_otherwise_are_noticed() {
    let step = json!([{"a": "browser_click(ref=\"e1\")", "d": "0 Three\n"}]);
    let told = opened(&json!({"s": scenario(), "x": step, "c": "AAAA"})).expect("a link");
    assert!(told.redrawn);
    let Step::Action { observation: shown, .. } = &told.link.steps[0] else { panic!("an edit") };
    assert!(shown.contains("- button \"Three\" [ref=e1]\n- button \"Two\" [ref=e2]"), "{shown}");
    let text = told.link.encode(&none).expect("a link");
    assert!(!Link::decode(&text, &none).expect("a link").redrawn);
}

#[test]
fn too_much_is_refused() {
    let large = |text: &str| match Link::decode(text, &none) {
        Err(LinkError::TooLarge(what)) => what,
        other => panic!("{other:?}"),
    };
    // Not even looked at.
    assert_eq!(large(&format!("1{}", "A".repeat(MAX_LINK))), TooLarge::Link);
    // A megabyte of nothing takes a kilobyte.
    let begun = Instant::now();
    let bomb = link_of(&vec![b' '; 40 * MAX_PAYLOAD]);
    assert!(bomb.len() < MAX_LINK);
    assert_eq!(large(&bomb), TooLarge::Payload);
    let steps = vec![json!({"t": ""}); MAX_STEPS + 1];
    assert_eq!(large(&closed(&json!({"s": scenario(), "x": steps}))), TooLarge::Steps);
    assert!(begun.elapsed() < SOON);
    let deep = format!("{{\"_\":{}", "[".repeat(MAX_PAYLOAD - 100));
    assert!(matches!(Link::decode(&link_of(deep.as_bytes()), &none), Err(LinkError::Unknown(_))));
    let deep = format!("{{\"s\":{{\"facts\":{}", "[".repeat(MAX_PAYLOAD - 100));
    assert!(matches!(Link::decode(&link_of(deep.as_bytes()), &none), Err(LinkError::Unknown(_))));
}

/// Steps that are small and show a lot.
#[test]
fn what_unfolds_is_bounded() {
    let mut wide = scenario();
    wide["first"] = json!("- button\n".repeat(15_000));
    let same = vec![json!({"d": "same\n"}); MAX_STEPS];
    assert!(refused(&json!({"s": wide, "x": same})).contains("show more than fits"));
    let mut full = scenario();
    let rows = vec![json!(["x".repeat(50)]); 15_000];
    full["facts"] = json!([{"name": "notes", "columns": ["text"], "rows": rows}]);
    assert!(refused(&json!({"s": full, "x": same})).contains("show more than fits"));
    // An edit says nothing and keeps all of it.
    let edits = vec![json!({"e": {}}); MAX_STEPS];
    assert!(refused(&json!({"s": full, "x": edits})).contains("show more than fits"));
    let mut told = scenario();
    told["controls"] = json!(vec!["x".repeat(15_000); 64]);
    assert!(refused(&json!({"s": told, "x": edits})).contains("show more than fits"));
    // Many lines over many nodes.
    let mut wide = scenario();
    wide["first"] = json!("- button\n".repeat(15_000));
    let lines = json!([{"d": "14999 focus\n14999 blur\n".repeat(20_000)}]);
    assert!(refused(&json!({"s": wide, "x": lines})).contains("show more than fits"));
    // A table said again and again.
    let tables = json!({"w": ["two", two("two").and_then(|it| it.fingerprint().ok())],
        "s": {"facts": vec![0; 400_000]}});
    let begun = Instant::now();
    assert!(Link::decode(&closed(&tables), &two).is_err());
    assert!(begun.elapsed() < SOON);
}

#[test]
fn what_would_not_open_to_the_same_is_not_made() {
    let plain = opened(&json!({"s": scenario()})).expect("a link").link;
    assert!(plain.encode(&none).is_ok());
    let mut link = plain.clone();
    link.sampler.temperature = f32::NAN;
    assert!(link.encode(&none).is_err());
    let mut link = plain.clone();
    link.place = 3;
    assert!(matches!(link.encode(&none), Err(LinkError::Place { place: 3, steps: 0 })));
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        let _ = Link::decode(&text, &none);
        let _ = Link::decode(&format!("1{text}"), &none);
    }

    #[test]
    fn any_payload_is_answered(text in "[\\PC\n]*", told in "[\\PC\n]*", window in any::<[i32; 4]>()) {
        let step = json!({"a": text, "d": told, "w": [window]});
        let _ = Link::decode(&closed(&json!({"s": scenario(), "x": [step], "k": text})), &none);
        let _ = Link::decode(&link_of(text.as_bytes()), &none);
    }

    #[test]
    fn any_edit_is_answered(told in "[\\PC\n]*", rule in "\\PC*") {
        let step = json!({"e": {"f": told, "c": [rule]}});
        let _ = Link::decode(&closed(&json!({"s": scenario(), "x": [step]})), &none);
    }

    #[test]
    fn settings_come_back(
        temperature in 0.0_f32..1e9, top_p in 0.0_f32..=1.0, min_p in 0.0_f32..=1.0,
        top_k in any::<u32>(), seed in any::<u64>(), name in "\\PC{1,100}",
    ) {
        let mut link = opened(&json!({"s": scenario()})).expect("a link").link;
        link.sampler = super::Sampler { temperature, top_k, top_p, min_p, seed };
        link.model = Some(super::Model { name, sha256: Some("0a".repeat(32)) });
        let text = link.encode(&none).expect("a link");
        prop_assert_eq!(Link::decode(&text, &none).expect("it opens").link, link);
    }
}
