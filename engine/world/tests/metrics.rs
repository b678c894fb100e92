//! Metrics: numbers computed by hand, and what holds for every prediction.

use diorama_world::{
    Control, Dialect, Domain, Node, Role, Screen,
    metrics::{
        self, ANCHORS, Anchor, Case, Group, Kind, Metrics, Outcomes, Predicted, Ratio, Tally,
    },
};
use proptest::prelude::*;

fn node(role: Role, name: &str) -> Node {
    Node { role, name: name.to_owned(), ..Node::default() }
}

fn texts(names: &[&str]) -> Screen {
    let nodes = names.iter().map(|name| node(Role::Text, name)).collect();
    Screen { nodes, ..Screen::default() }
}

fn ratio(right: u64, of: u64) -> Ratio {
    Ratio { right, of }
}

/// What one case counts, for the predictor and for the copy.
fn count(previous: &Screen, truth: &Screen, predicted: Predicted<'_>) -> (Tally, Tally) {
    let mut metrics = Metrics::default();
    let domain = Domain::Android;
    metrics.add(&Case {
        domain,
        controls: &[],
        previous,
        truth,
        predicted,
        facts: None,
        groups: &[],
    });
    let counts = metrics.group(domain, &Group::All).expect("it was counted");
    (counts.predictor, counts.copy)
}

#[test]
fn changed_and_kept_lines_by_hand() {
    let (old, new) = (texts(&["a", "b", "c"]), texts(&["a", "B", "c", "d"]));
    // Truly b went, B and d came, a and c stayed; predicted is B for b, and that c goes.
    let told = texts(&["a", "B"]);
    let (tally, copy) = count(&old, &new, Predicted::Valid(&told));
    assert_eq!((tally.valid, tally.exact), (ratio(1, 1), ratio(0, 1)));
    assert_eq!(tally.precision, ratio(2, 3));
    assert_eq!(tally.recall, ratio(2, 3));
    assert_eq!(tally.f1().per_mille(), Some(666));
    assert_eq!(tally.retention, ratio(1, 2));
    assert_eq!(tally.on_change, Outcomes { nothing: 0, change: 1, unreadable: 0 });
    // The copy predicts no change at all, so it is never wrong about one, and never right.
    assert_eq!((copy.precision, copy.recall, copy.f1()), (ratio(0, 0), ratio(0, 3), ratio(0, 3)));
    assert_eq!(copy.retention, ratio(2, 2));
    assert_eq!(copy.on_change, Outcomes { nothing: 1, change: 0, unreadable: 0 });
    assert_eq!((tally.no_op(), copy.no_op()), (ratio(1, 1), ratio(0, 1)));
}

#[test]
fn lines_are_counted_as_often_as_they_occur() {
    let (old, new) = (texts(&["x", "x"]), texts(&["x", "x", "x"]));
    let (tally, _) = count(&old, &new, Predicted::Valid(&texts(&["x", "x", "x", "x"])));
    assert_eq!((tally.precision, tally.recall), (ratio(1, 2), ratio(1, 1)));
    assert_eq!(tally.retention, ratio(2, 2));
}

#[test]
fn order_and_depth_matter_to_exactness() {
    let old = texts(&["a"]);
    let new = texts(&["a", "b"]);
    let (tally, _) = count(&old, &new, Predicted::Valid(&texts(&["b", "a"])));
    assert_eq!((tally.exact, tally.f1().per_mille()), (ratio(0, 1), Some(1000)));
    let mut nested = new.clone();
    nested.nodes[1].parent = Some(0);
    let (tally, _) = count(&old, &new, Predicted::Valid(&nested));
    assert_eq!((tally.exact, tally.precision), (ratio(0, 1), ratio(0, 1)));
}

#[test]
fn what_cannot_be_read_counts_against_the_predictor() {
    let (old, new) = (texts(&["a", "b"]), texts(&["a", "c"]));
    let (tally, copy) = count(&old, &new, Predicted::Nothing);
    assert_eq!((tally.valid, tally.exact), (ratio(0, 1), ratio(0, 1)));
    assert_eq!((tally.precision, tally.recall), (ratio(0, 0), ratio(0, 2)));
    assert_eq!(tally.retention, ratio(0, 1));
    assert_eq!(tally.on_change, Outcomes { nothing: 0, change: 0, unreadable: 1 });
    assert_eq!(copy.valid, ratio(1, 1));
    // Faulty text is not exact even where all that could be read is right.
    let (tally, _) = count(&old, &new, Predicted::Faulty(&new));
    assert_eq!((tally.valid, tally.exact, tally.recall), (ratio(0, 1), ratio(0, 1), ratio(2, 2)));
}

#[test]
fn anchors_by_hand() {
    let mut old = texts(&["a"]);
    old.nodes.push(Node { value: Some("Ada".to_owned()), ..node(Role::TextBox, "Name") });
    old.header.title = Some("New contact".to_owned());
    let mut new = old.clone();
    new.nodes[1].states.focused = true;
    new.nodes[1].value = Some("Ada B".to_owned());
    new.nodes.push(node(Role::Dialog, "Storage full"));
    // The focus is foreseen, what is typed is not, a dialog is, but another.
    let mut told = new.clone();
    told.nodes[1].value = Some("Ada".to_owned());
    told.nodes[2].name = "Storage low".to_owned();
    let (tally, copy) = count(&old, &new, Predicted::Valid(&told));
    let by_name = |tally: &Tally, anchor| {
        let at = ANCHORS.iter().position(|&a| a == anchor).expect("an anchor");
        tally.anchors[at]
    };
    let expected = [
        (Anchor::Focus, ratio(1, 1), ratio(0, 1)),
        (Anchor::Typed, ratio(0, 1), ratio(0, 1)),
        (Anchor::Selected, ratio(0, 0), ratio(0, 0)),
        (Anchor::Dialog, ratio(0, 1), ratio(0, 1)),
        (Anchor::Title, ratio(1, 1), ratio(1, 1)),
    ];
    for (anchor, predictor, baseline) in expected {
        assert_eq!(by_name(&tally, anchor), predictor, "{anchor:?}");
        assert_eq!(by_name(&copy, anchor), baseline, "{anchor:?}");
    }
}

#[test]
fn four_of_five_things_make_the_same_screen() {
    let truth = texts(&["a", "b", "c", "d", "e"]);
    let same = |names: &[&str]| {
        count(&truth, &truth, Predicted::Valid(&texts(names))).0.same_screen.right == 1
    };
    assert!(same(&["a", "b", "c", "d"]));
    assert!(!same(&["a", "b", "c"]));
    assert!(!same(&["a", "b", "c", "d", "f"]), "four of six");
    // Resource ids count before names.
    let with_ids = |names: &[&str]| {
        let mut screen = texts(names);
        for (i, node) in screen.nodes.iter_mut().enumerate() {
            node.attributes.push(("res".to_owned(), format!("app:id/{i}")));
        }
        screen
    };
    let (truth, told) = (with_ids(&["a", "b"]), with_ids(&["x", "y"]));
    assert_eq!(count(&truth, &truth, Predicted::Valid(&told)).0.same_screen, ratio(1, 1));
}

#[test]
fn steps_are_grouped_by_kind_and_control() {
    let screens = [texts(&["a", "b", "c"]), texts(&["a", "b", "d"]), texts(&["x", "y", "z"])];
    assert_eq!(Kind::of(&screens[0], &screens[0]), Kind::Nothing);
    assert_eq!(Kind::of(&screens[0], &screens[1]), Kind::Set);
    assert_eq!(Kind::of(&screens[0], &screens[2]), Kind::NewScreen);
    let offline: Control = serde_json::from_str("{\"control\": \"offline\"}").expect("a control");
    let text = Control::Text("It rains.".to_owned());
    let mut metrics = Metrics::default();
    for (truth, controls) in
        [(0, vec![]), (1, vec![offline.clone()]), (2, vec![offline, text.clone(), text])]
    {
        let (previous, truth) = (&screens[0], &screens[truth]);
        let predicted = Predicted::Valid(truth);
        metrics.add(&Case {
            domain: Domain::Web,
            controls: &controls,
            previous,
            truth,
            predicted,
            facts: None,
            groups: &[],
        });
    }
    let cases = |group| metrics.group(Domain::Web, &group).map(|counts| counts.predictor.cases());
    assert_eq!(cases(Group::All), Some(3));
    assert_eq!(cases(Group::Kind(Kind::Nothing)), Some(1));
    assert_eq!(cases(Group::Kind(Kind::Set)), Some(1));
    assert_eq!(cases(Group::Kind(Kind::NewScreen)), Some(1));
    assert_eq!(cases(Group::Control("offline".to_owned())), Some(2));
    assert_eq!(cases(Group::Control("free text".to_owned())), Some(1));
    assert_eq!(metrics.group(Domain::Os, &Group::All), None);
}

#[test]
fn the_closed_loop_is_counted_step_by_step() {
    let screens = [texts(&["a"]), texts(&["b"]), texts(&["a"])];
    let mut metrics = Metrics::default();
    let first = &screens[0];
    metrics.add_closed(Domain::Os, 1, first, &screens[1], Predicted::Valid(&screens[1]));
    metrics.add_closed(Domain::Os, 2, first, &screens[2], Predicted::Valid(&screens[1]));
    metrics.add_closed(Domain::Os, 1, first, &screens[1], Predicted::Nothing);
    metrics.add_closed(Domain::Os, 0, first, first, Predicted::Nothing);
    metrics.add_closed(Domain::Os, metrics::MAX_STEPS + 1, first, first, Predicted::Nothing);
    let steps = metrics.closed_loop(Domain::Os);
    let exact: Vec<(Ratio, Ratio)> = steps.iter().map(|s| (s.predictor, s.copy)).collect();
    assert_eq!(exact, [(ratio(1, 2), ratio(0, 2)), (ratio(0, 1), ratio(1, 1))]);
}

#[test]
fn predicted_text_is_read_with_its_faults() {
    let previous = texts(&["a"]);
    let read = |dialect, text| metrics::read(dialect, text, &previous);
    let (screen, valid) = read(Dialect::AndroidJson, "[ 0] | a.Button | text=\"x\"");
    assert!(valid && screen.nodes.len() == 1);
    let (screen, valid) = read(Dialect::AndroidJson, "[ 0] | a.Button | text=\"x\"\nnonsense");
    assert!(!valid && screen.nodes.len() == 1);
    assert_eq!(read(Dialect::AndroidJson, " \n"), (Screen::default(), false));
    assert!(read(Dialect::Terminal, "anything").1);
    assert!(read(Dialect::Mcp, "").1, "a tool may return nothing");
    // An answer without a snapshot leaves the page as it was.
    let (screen, valid) = read(Dialect::WebPlaywright, "### Ran Playwright code\n```js\nx\n```");
    assert!(valid && screen.nodes == previous.nodes);
}

#[test]
fn the_table_shows_predictor_and_copy() {
    let (old, new) = (texts(&["a", "b", "c"]), texts(&["a", "B", "c", "d"]));
    let mut metrics = Metrics::default();
    let case = Case {
        domain: Domain::Android,
        controls: &[],
        previous: &old,
        truth: &new,
        predicted: Predicted::Valid(&new),
        facts: None,
        groups: &[],
    };
    metrics.add(&case);
    metrics.add_closed(Domain::Android, 1, &old, &new, Predicted::Valid(&new));
    let table = metrics.to_string();
    let lines: Vec<Vec<&str>> = table.lines().map(|l| l.split_whitespace().collect()).collect();
    let expected = "android all 1 100.0/ 100.0 100.0/ 0.0 -/ - 100.0/ - 100.0/ 0.0 100.0/ 0.0 \
                    100.0/ 100.0 -/ 0.0 -/ - 100.0/ 0.0";
    assert!(lines.iter().any(|line| line.join(" ") == expected), "{table}");
    assert!(lines.contains(&vec!["android", "100.0/", "0.0"]), "{table}");
}

/// A screen of a few nodes with few names, so that many lines are alike.
fn screens() -> impl Strategy<Value = Screen> {
    let roles = prop::sample::select(vec![Role::Text, Role::TextBox, Role::Dialog, Role::Button]);
    let node = (roles, "[ab]{0,1}", prop::option::of("[ab]"), any::<bool>(), any::<bool>());
    let title = prop::option::of("[ab]");
    (prop::collection::vec(node, 0..6), title).prop_map(|(nodes, title)| {
        let mut screen = Screen::default();
        screen.header.title = title;
        for (i, (role, name, value, focused, inner)) in nodes.into_iter().enumerate() {
            let parent = inner.then(|| i.checked_sub(1)).flatten();
            let mut node = Node { role, name, value, parent, ..Node::default() };
            node.states.focused = focused;
            screen.nodes.push(node);
        }
        screen
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_truth_is_perfect_and_the_copy_is_the_copy(old in screens(), new in screens()) {
        let (truth, copy) = count(&old, &new, Predicted::Valid(&new));
        let mut ratios = vec![truth.valid, truth.exact, truth.same_screen, truth.no_op()];
        ratios.extend([truth.precision, truth.recall, truth.f1(), truth.retention]);
        ratios.extend(truth.anchors);
        prop_assert!(ratios.iter().all(|ratio| ratio.right == ratio.of), "{:?}", truth);
        let (as_predictor, _) = count(&old, &new, Predicted::Valid(&old));
        prop_assert_eq!(as_predictor, copy);
    }

    #[test]
    fn counts_add_up_and_can_be_written_down(walk in prop::collection::vec((screens(), screens(), screens()), 0..6), split in 0..6usize) {
        let add = |metrics: &mut Metrics, (old, new, told): &(Screen, Screen, Screen)| {
            metrics.add(&Case {
                domain: Domain::Web, controls: &[], previous: old, truth: new,
                predicted: Predicted::Valid(told), facts: None, groups: &[],
            });
            metrics.add_closed(Domain::Web, 1, old, new, Predicted::Valid(told));
        };
        let (mut whole, mut one, mut other) = (Metrics::default(), Metrics::default(), Metrics::default());
        for (i, case) in walk.iter().enumerate() {
            add(&mut whole, case);
            add(if i < split { &mut one } else { &mut other }, case);
        }
        let mut merged = one.clone();
        merged.merge(&other);
        prop_assert_eq!(&merged, &whole);
        other.merge(&one);
        prop_assert_eq!(&other, &whole);
        let written = serde_json::to_string(&whole).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<Metrics>(&written).expect("what was written"), whole);
    }
}
