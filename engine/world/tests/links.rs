//! Golden links: what was passed on once opens to the same for ever.
//!
//! `tests/links/1` holds links of version 1, and beside each in JSON what it says, or why it is
//! refused. `tests/links/worlds` holds the worlds that they name, as those were then. Neither is ever
//! changed; `DIORAMA_WRITE=1 cargo test -p diorama-world --test links` adds what is missing.

use diorama_world::{
    Control, Dialect, Domain, Edit, Facts, Link, Role, Scenario, Screen, Trace,
    delta::{self, Keyframe},
    link::{By, Known, Model, Protocol, Recorder, Sampler, Step, World},
    screen::Bounds,
};
use serde_json::{Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/links")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A world as it was when the links were made.
fn kept(id: &str) -> Option<World> {
    let scenario = fs::read_to_string(folder().join(format!("worlds/{id}.json"))).ok()?;
    let scenario = Scenario::from_json(&scenario).expect("a scenario");
    let keyframe = fs::read_to_string(folder().join(format!("worlds/{id}.txt"))).ok();
    Some(World::new(scenario, keyframe.as_deref()).expect("a world in order"))
}

fn world(id: &str) -> World {
    kept(id).expect("it is there")
}

/// The built-in worlds of these links; one is left to be told whole.
fn worlds(id: &str) -> Option<World> {
    kept(id).filter(|_| id != "contacts-disk-full")
}

fn plain(world: World, recorder: Option<Recorder>) -> Link {
    let steps = recorder.map(Recorder::steps).unwrap_or_default();
    let (protocol, sampler) = (Protocol::Delta, Sampler::default());
    let place = steps.len();
    Link { world, model: None, protocol, sampler, steps, place }
}

/// A recording, of which nothing is known but the observations.
fn recorded(id: &str) -> Link {
    let world = world(id);
    let trace = Trace::from_json(&read(&folder().join(format!("worlds/{id}.trace.json"))));
    let mut recorder = Recorder::new(&world);
    for step in trace.expect("a trace").steps {
        recorder.step(&step.action, &step.observation, By::Recording, Known::Nothing);
    }
    plain(world, Some(recorder))
}

/// Steps that are told in lines of `delta`: the action, the lines, and how the dialect shows it.
struct Walk {
    recorder: Recorder,
    state: delta::State,
    dialect: Dialect,
}

impl Walk {
    fn new(world: &World) -> Self {
        let (state, dialect) = (world.start().clone(), world.scenario().dialect);
        Self { recorder: Recorder::new(world), state, dialect }
    }

    /// `shown` makes the observation of the canonical screen.
    fn step(
        &mut self,
        action: &str,
        lines: &str,
        by: By,
        shown: impl Fn(Dialect, &Screen) -> String,
    ) {
        let screen = self.dialect.dress(&self.state.frame().screen());
        let read = self.dialect.read_action(action, &screen).expect("an action");
        let read = delta::parse(lines, &self.state, &delta::typed(&read));
        self.state = read.unwrap_or_else(|error| panic!("{lines}{error}")).1.renumbered();
        let state = self.state.clone();
        let text = shown(self.dialect, &state.frame().screen());
        let domain = self.dialect.domain();
        let keyframe = Keyframe { domain, controls: Vec::new(), state }.print();
        self.recorder.step(action, &text, by, Known::Keyframe(&keyframe));
    }
}

/// As the dialect shows a screen.
fn dressed(dialect: Dialect, screen: &Screen) -> String {
    dialect.print(&dialect.dress(screen))
}

/// The smallest link: a world of its own and nothing else.
fn smallest() -> Link {
    let scenario = Scenario {
        id: "empty".to_owned(),
        title: String::new(),
        summary: String::new(),
        domain: Domain::Terminal,
        dialect: Dialect::Terminal,
        task: String::new(),
        facts: Facts::default(),
        controls: Vec::new(),
        reference: None,
        first: "$ ".to_owned(),
    };
    plain(World::new(scenario, None).expect("a world in order"), None)
}

/// A phone with a start that its first observation does not say all of, told in deltas.
fn phone() -> Link {
    let world = world("phone");
    let mut walk = Walk::new(&world);
    let click = |n| format!("{{\"action_type\":\"click\",\"index\":{n}}}");
    let notes = "$p0.page notes.home\nnew\napp notes\n0 head $a2.title\n1 list Notes\n\
                 2  Item $o0.title\n3  Item $o1.title\n4 Button Add\n";
    walk.step(&click(3), notes, By::Reference, dressed);
    walk.step(&click(0), "same\n", By::Model, dressed);
    let typed = "{\"action_type\":\"input_text\",\"text\":\"Bread & “Ünïcøde”\",\"index\":2}";
    walk.step(typed, "$o3 $t\n$o0.pinned yes\nafter 3\n5 Item $t\n-2\n", By::Model, dressed);
    // Spelled otherwise than the dialect would.
    walk.step(&click(1), "2 Item Bread\n", By::Stopped, |dialect, screen| {
        dressed(dialect, screen) + "\n[ 5"
    });
    walk.step(&click(1), "top\n5 Button $o1.text\n", By::Model, dressed);
    Link {
        model: Some(Model { name: "diorama-default".to_owned(), sha256: Some("0af9".repeat(16)) }),
        protocol: Protocol::Delta,
        sampler: Sampler { temperature: 0.7, top_k: 40, top_p: 0.95, min_p: 0.05, seed: u64::MAX },
        place: 2,
        ..plain(world, Some(walk.recorder))
    }
}

/// A desktop, whose windows are where people put them.
fn desktop() -> Link {
    let world = world("desktop");
    let mut walk = Walk::new(&world);
    let moved = |dialect: Dialect, screen: &Screen| {
        let mut screen = screen.clone();
        let windows = screen.nodes.iter_mut().filter(|node| node.role == Role::Window);
        for (window, x) in windows.zip([-20, 300]) {
            window.bounds = Some(Bounds { x, y: 90, width: 640, height: 480 });
        }
        dressed(dialect, &screen)
    };
    walk.step("pyautogui.click(415, 206)", "$c0.shown 7\n10 := 7\n", By::Reference, moved);
    walk.step("pyautogui.press('escape')", "same\n", By::Reference, moved);
    plain(world, Some(walk.recorder))
}

/// A built-in world that somebody changed: other words, a control, a table, and none to play it.
fn changed() -> Link {
    let kept = world("phone");
    let mut scenario = kept.scenario().clone();
    scenario.title.push_str(", mine");
    scenario.controls.push(Control::read("flaky-api:every=4").expect("a control"));
    scenario.controls.push(Control::Text("It rains.".to_owned()));
    scenario.facts.tables.retain(|table| table.name != "theme");
    scenario.reference = None;
    let state = delta::State::new(scenario.facts.clone(), &kept.start().frame().screen());
    let state = state.expect("facts in order");
    let keyframe = Keyframe { domain: Domain::Android, controls: Vec::new(), state }.print();
    plain(World::new(scenario, Some(&keyframe)).expect("a world in order"), None)
}

/// A walk in which a person changed what is so: cells, rows, controls; the steps after it are told from
/// there.
fn edited() -> Link {
    let world = world("phone");
    let mut walk = Walk::new(&world);
    let click = |n| format!("{{\"action_type\":\"click\",\"index\":{n}}}");
    walk.step(&click(0), "same\n", By::Reference, dressed);
    let before = Edit { facts: world.scenario().facts.clone(), controls: Vec::new() };
    let mut facts = before.facts.clone();
    let alarms = facts.table_mut("alarms").expect("alarms");
    let first = alarms.rows()[0].number;
    assert!(alarms.set(first, 0, "23:59".into()));
    alarms.push(["06:15".into(), "Feed “Ünïcøde”".into(), true.into()]);
    let controls = vec![
        Control::read("flaky-api:every=2").expect("a control"),
        Control::Text("It rains.".into()),
    ];
    let edit = Edit::new(&before, facts, controls).expect("an edit in order");
    walk.recorder.edit(&edit).expect("an edit in order");
    let screen = walk.state.frame().screen();
    walk.state = delta::State::new(edit.facts.clone(), &screen).expect("facts in order");
    walk.step(&click(0), "0 Three\n", By::Model, dressed);
    // Controls alone, then nothing at all.
    let off = Edit::new(&edit, edit.facts.clone(), Vec::new()).expect("an edit in order");
    walk.recorder.edit(&off).expect("an edit in order");
    walk.recorder.edit(&off).expect("an edit in order");
    Link { place: 3, ..plain(world, Some(walk.recorder)) }
}

/// The links that are made here; others in the folder were made by hand.
fn made() -> Vec<(&'static str, Link)> {
    let full = Link {
        model: Some(Model { name: "a model".to_owned(), sha256: None }),
        protocol: Protocol::Full,
        ..recorded("contacts-disk-full")
    };
    vec![
        ("smallest", smallest()),
        ("recorded", recorded("alarms")),
        ("whole", full),
        ("phone", phone()),
        ("desktop", desktop()),
        ("changed", changed()),
        ("edited", edited()),
    ]
}

/// What a link says, in full.
fn said(text: &str) -> Value {
    let opened = match Link::decode(text, &worlds) {
        Ok(opened) => opened,
        // Its words may be put better.
        Err(error) => {
            let kind = format!("{error:?}");
            return json!({ "refused": kind.split(|c: char| !c.is_alphanumeric()).next() });
        }
    };
    let Link { world, model, protocol, sampler, steps, place } = opened.link;
    let keyframe = |state: &delta::State| {
        let domain = world.scenario().domain;
        Keyframe { domain, controls: Vec::new(), state: state.clone() }.print()
    };
    let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
    let steps = steps.iter().map(|step| match step {
        Step::Action { action, observation, known, by } => {
            let known = known.as_ref().map(|state| lines(&keyframe(state)));
            let by = serde_json::to_value(by).expect("a word");
            json!({
                "action": action, "shown": lines(observation), "known": known, "by": by,
            })
        }
        Step::Edit(edit) => json!({ "edit": edit }),
    });
    json!({
        "scenario": world.scenario(),
        "start": lines(&keyframe(world.start())),
        "model": model.map(|model| json!([model.name, model.sha256])),
        "protocol": protocol,
        "sampler": [
            sampler.temperature.to_string(),
            sampler.top_k.to_string(),
            sampler.top_p.to_string(),
            sampler.min_p.to_string(),
            sampler.seed.to_string(),
        ],
        "place": place,
        "redrawn": opened.redrawn,
        "steps": steps.collect::<Vec<_>>(),
    })
}

#[test]
fn golden_links_open_to_the_same_for_ever() {
    let writes = env::var_os("DIORAMA_WRITE").is_some();
    let links = folder().join("1");
    for (name, link) in made() {
        let path = links.join(format!("{name}.txt"));
        if writes && !path.exists() {
            let text = link.encode(&worlds).unwrap_or_else(|error| panic!("{name}: {error}"));
            fs::write(&path, text + "\n").expect("the link can be written");
        }
        assert!(path.exists(), "{} is missing", path.display());
    }
    let mut count = 0;
    for file in fs::read_dir(&links).expect("the folder of links") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|end| end != "txt") {
            continue;
        }
        let said = said(&read(&path));
        let beside = path.with_extension("json");
        if writes && !beside.exists() {
            let text = serde_json::to_string_pretty(&said).expect("JSON") + "\n";
            fs::write(&beside, text).expect("what it says can be written");
        }
        let expected: Value = serde_json::from_str(&read(&beside)).expect("JSON");
        assert!(said == expected, "{} says something else", path.display());
        count += 1;
    }
    assert!(count >= 20, "only {count} links");
}

#[test]
fn what_is_made_opens_to_the_same() {
    for (name, link) in made() {
        let text = link.encode(&worlds).unwrap_or_else(|error| panic!("{name}: {error}"));
        let opened = Link::decode(&text, &worlds).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(opened.link == link && !opened.redrawn, "{name}");
        // An address that it came with, and what a mail program puts around it.
        let address = format!(" https://worlds.example/#{text}\n");
        assert_eq!(Link::decode(&address, &worlds).expect("the same link"), opened);
    }
}
