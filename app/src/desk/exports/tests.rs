//! What the desk makes of walks.

use super::*;
use crate::protocol::desk::exports::Step;
use diorama_world::{Domain, Scenario};
use serde_json::Value;

const HOSTILE: &str =
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>]]>\u{202e}\u{0}\"'&";

/// A walk through the reference world of a domain.
fn walk(domain: Domain, steps: usize) -> Walk {
    let dialect = domain.dialects()[0];
    let mut telling = diorama_truth::Telling::new(dialect, 5, &[]);
    let step = |telling: &mut diorama_truth::Telling| Step {
        action: telling.step().1,
        words: "Do something".into(),
        observation: telling.observation(),
        by: "the reference environment (synthetic)".into(),
    };
    Walk {
        scenario: diorama_truth::scenario(dialect, 5, Vec::new()),
        steps: (0..steps).map(|_| step(&mut telling)).collect(),
    }
}

/// A world that tries to be more than text wherever it can say something.
fn hostile() -> Walk {
    let line = "[ 0] | android.widget.Button | text=\"</text><script>alert(1)</script>\" | \
                bounds=[40,60][900,160] | clickable";
    let step = Step {
        action: HOSTILE.into(),
        words: HOSTILE.into(),
        observation: line.into(),
        by: HOSTILE.into(),
    };
    let mut scenario = walk(Domain::Android, 0).scenario;
    scenario.title = HOSTILE.into();
    scenario.task = HOSTILE.into();
    scenario.first = line.into();
    Walk { scenario, steps: vec![step] }
}

fn text(what: What, walk: &Walk) -> (String, String) {
    match file(what, walk).unwrap() {
        File::Text { name, text } => (name, text),
        other => panic!("not a text: {other:?}"),
    }
}

#[test]
fn rows_are_those_of_the_bench() {
    let walked = walk(Domain::Web, 4);
    let (name, text) = text(What::Rows, &walked);
    assert_eq!(name, "web-5_test.jsonl");
    let rows: Vec<bench::Row> =
        bench::Rows::new(text.as_bytes()).collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 4);
    let (scenario, trace) = bench::import(rows.last().unwrap()).unwrap();
    assert_eq!((scenario, trace), (walked.scenario.clone(), super::trace(&walked)));
}

#[test]
fn a_trace_and_its_scenario_belong_together() {
    let walked = walk(Domain::Os, 5);
    let (name, trace) = text(What::Trace, &walked);
    assert_eq!(name, "os-5.trace.json");
    let (_, scenario) = text(What::Scenario, &walked);
    let (trace, scenario) =
        (Trace::from_json(&trace).unwrap(), Scenario::from_json(&scenario).unwrap());
    trace.check(&scenario).unwrap();
    assert_eq!((scenario, trace.steps.len()), (walked.scenario, 5));
    assert_eq!(trace.source, "the reference environment (synthetic)");
}

/// Frames are of one size, and show something on each screen.
#[test]
fn every_domain_can_be_drawn() {
    for domain in Domain::ALL {
        let walked = walk(domain, 6);
        let File::Film { frames, styles, .. } = file(What::Film, &walked).unwrap() else {
            panic!("a film")
        };
        assert_eq!(frames.len(), 7, "{domain}");
        let sizes: Vec<(f32, f32)> = frames.iter().map(|it| (it.width, it.height)).collect();
        assert!(sizes.windows(2).all(|two| two[0] == two[1]), "{domain}: {sizes:?}");
        assert!(sizes[0].0 >= 400.0 && sizes[0].1 >= 250.0, "{domain}: {sizes:?}");
        assert!(frames.iter().all(|it| it.body.contains("<text")), "{domain}");
        assert!(styles.light.contains(".ink{") && styles.dark.contains(".ink{"));
        let File::Picture { name, frame, .. } = file(What::Picture, &walked).unwrap() else {
            panic!("a picture")
        };
        assert_eq!(name, format!("{domain}-5-6.png"));
        assert!(frame.height >= sizes[0].1, "{domain}: a picture shows all of its screen");
    }
}

/// The markup is the page's own: what a world says ends no element and begins none.
#[test]
fn hostile_worlds_stay_text() {
    let (_, page) = text(What::Replay, &hostile());
    assert_eq!(page.matches("<script").count(), 2, "{page}");
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("<img").count(), 1);
    assert!(page.contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)"));
    let (_, json) = page.split_once("id=\"walk\">").unwrap();
    let (json, _) = json.split_once("</script>").unwrap();
    let walk: Value = serde_json::from_str(json).unwrap();
    let places = walk["places"].as_array().unwrap();
    assert_eq!(places.len(), 2);
    assert_eq!(places[1]["words"], HOSTILE);
    let body = places[1]["body"].as_str().unwrap();
    assert!(body.contains("&lt;/text&gt;&lt;script&gt;") && !body.contains("<script"), "{body}");
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    assert!(policy.starts_with("default-src 'none'; img-src data:; script-src 'sha256-"));
}

#[test]
fn what_is_too_long_is_refused() {
    let long = |steps| {
        let mut walk = walk(Domain::Mcp, 1);
        walk.steps = vec![walk.steps[0].clone(); steps];
        walk
    };
    assert!(matches!(file(What::Film, &long(MAX_FRAMES + 1)), Err(ExportError::TooLong(_))));
    assert!(matches!(file(What::Rows, &long(MAX_STEPS + 1)), Err(ExportError::TooLong(_))));
    let mut large = long(600);
    for step in &mut large.steps {
        step.observation = "x".repeat(1000);
    }
    assert!(matches!(file(What::Rows, &large), Err(ExportError::TooLarge)));
}
