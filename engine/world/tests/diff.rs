//! The difference of screens: what people would say changed, and sums that always hold.

use diorama_world::{
    Dialect, Node, Screen,
    diff::{Field, Verdict, diff},
    screen::Bounds,
};
use proptest::prelude::*;

fn android(lines: &[&str]) -> Screen {
    Dialect::AndroidJson.parse(&lines.join("\n"), false).expect("a screen")
}

#[test]
fn a_row_put_in_leaves_the_others_as_they_are() {
    let old = android(&[
        r#"[ 0] | android.widget.TextView | text="Contacts" | bounds=[0,0][900,100]"#,
        r#"[ 1] | android.widget.TextView | text="Ada" res="p:id/name" | bounds=[0,100][900,200]"#,
        r#"[ 2] | android.widget.TextView | text="Eve" res="p:id/name" | bounds=[0,200][900,300]"#,
    ]);
    let new = android(&[
        r#"[ 0] | android.widget.TextView | text="Contacts" | bounds=[0,0][900,100]"#,
        r#"[ 1] | android.widget.TextView | text="Ada" res="p:id/name" | bounds=[0,100][900,200]"#,
        r#"[ 2] | android.widget.TextView | text="Bob" res="p:id/name" | bounds=[0,200][900,300]"#,
        r#"[ 3] | android.widget.TextView | text="Eve" res="p:id/name" | bounds=[0,300][900,400]"#,
    ]);
    let diff = diff(&old, &new);
    assert_eq!((diff.added.as_slice(), diff.removed.as_slice()), ([2].as_slice(), [].as_slice()));
    assert_eq!(diff.changed.len(), 1);
    assert!(diff.changed[0].moved_only());
    assert_eq!(diff.verdict(), Verdict::Changed(1));
    assert_eq!(diff.verdict().to_string(), "1 node changed");
}

#[test]
fn typing_changes_the_value_of_a_field() {
    let old = android(&[r#"[ 3] | android.widget.EditText | text="Name" hint="Name""#]);
    let new = android(&[r#"[ 4] | android.widget.EditText | text="Mira" hint="Name" | focused"#]);
    let diff = diff(&old, &new);
    assert_eq!(diff.changed[0].fields, [Field::Value, Field::States]);
    assert_eq!(diff.verdict().to_string(), "1 node changed");
}

#[test]
fn references_tell_nodes_of_a_page_apart() {
    let page = |url: &str, body: &str| {
        let text = format!("### Page\n- Page URL: {url}\n### Snapshot\n```yaml\n{body}\n```");
        Dialect::WebPlaywright.parse(&text, false).expect("a screen")
    };
    let old = page("http://a.example/", "- alert [ref=e1]: Wait\n- button \"Go\" [ref=e2]");
    let new = page("http://a.example/", "- alert [ref=e1]: Done\n- button \"Go\" [ref=e2]");
    let same_page = diff(&old, &new);
    assert_eq!(same_page.changed[0].fields, [Field::Name]);
    assert_eq!(same_page.kept, 1);
    let moved = page("http://b.example/", "- link \"x\" [ref=e1]\n- alert [ref=e2]: Hello");
    let other = diff(&old, &moved);
    assert!(other.header);
    assert_eq!(other.verdict(), Verdict::NewScreen);
}

#[test]
fn a_node_that_stands_elsewhere_is_the_same_node() {
    let old = android(&[
        r#"[ 0] | a.TextView | text="first""#,
        r#"[ 1] | a.TextView | text="second""#,
        r#"[ 2] | a.TextView | text="third""#,
    ]);
    let new = android(&[
        r#"[ 0] | a.TextView | text="third""#,
        r#"[ 1] | a.TextView | text="first""#,
        r#"[ 2] | a.TextView | text="second""#,
    ]);
    assert_eq!(diff(&old, &new).verdict(), Verdict::Unchanged);
}

#[test]
fn long_screens_are_compared_in_bounded_time() {
    let screen = |from: usize| Screen {
        nodes: (from..from + 19_000)
            .map(|i| Node { kind: "label".into(), name: format!("row {i}"), ..Node::default() })
            .collect(),
        ..Screen::default()
    };
    let diff = diff(&screen(0), &screen(1000));
    assert_eq!((diff.removed.len(), diff.added.len(), diff.kept), (1000, 1000, 18_000));
}

fn node() -> impl Strategy<Value = Node> {
    let kind = prop::sample::select(vec!["label", "button"]);
    let name = prop::sample::select(vec!["", "a", "b", "c", "d"]);
    let id = prop::option::of(prop::sample::select(vec!["p:id/x", "p:id/y"]));
    (kind, name, id, prop::option::of(0..4i32), prop::option::of("[xyz]")).prop_map(
        |(kind, name, id, place, value)| Node {
            kind: kind.to_owned(),
            name: name.to_owned(),
            value,
            bounds: place.map(|y| Bounds { x: 0, y, width: 5, height: 1 }),
            attributes: id.map(|id| ("res".to_owned(), id.to_owned())).into_iter().collect(),
            ..Node::default()
        },
    )
}

fn screen() -> impl Strategy<Value = Screen> {
    prop::collection::vec(node(), 0..14).prop_map(|nodes| Screen { nodes, ..Screen::default() })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_screen_does_not_differ_from_itself(screen in screen()) {
        let diff = diff(&screen, &screen);
        prop_assert_eq!(diff.verdict(), Verdict::Unchanged);
        prop_assert_eq!(diff.kept, screen.nodes.len());
    }

    #[test]
    fn every_node_is_accounted_for_once(old in screen(), new in screen()) {
        let diff = diff(&old, &new);
        let both = diff.kept + diff.changed.len();
        prop_assert_eq!(both + diff.removed.len(), old.nodes.len());
        prop_assert_eq!(both + diff.added.len(), new.nodes.len());
        for changed in &diff.changed {
            prop_assert!(!diff.removed.contains(&changed.old) && !diff.added.contains(&changed.new));
            prop_assert!(!changed.fields.is_empty());
        }
    }
}
