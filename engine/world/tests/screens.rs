//! Screens that no text stood for print as text that reads as the same screen.

use diorama_world::{
    Dialect, Node, Role, Screen,
    screen::{Bounds, States},
};
use proptest::prelude::*;

fn bounds() -> impl Strategy<Value = Bounds> {
    (-50..3000i32, -50..3000i32, 0..2000i32, 0..2000i32).prop_map(|(x, y, width, height)| Bounds {
        x,
        y,
        width,
        height,
    })
}

/// Text with whatever the dialects give a meaning to.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-a-z:# '\"\\\\\\[\\]{}&*!|=0-9.\\n]{0,9}",
        "\\PC{0,6}",
        "[0-9.]{1,3}",
        "true|no|~"
    ]
}

fn states() -> impl Strategy<Value = States> {
    any::<[bool; 5]>().prop_map(|[clickable, focused, disabled, selected, expanded]| States {
        clickable,
        focused,
        disabled,
        selected,
        expanded,
        ..States::default()
    })
}

fn check(dialect: Dialect, nodes: Vec<Node>) -> Result<(), TestCaseError> {
    let screen = Screen { nodes, ..Screen::default() };
    let printed = dialect.print(&screen);
    let read = dialect
        .parse(&printed, false)
        .map_err(|e| TestCaseError::fail(format!("{e}\n{printed}")))?;
    let roleless = |nodes: &[Node]| -> Vec<Node> {
        nodes.iter().map(|n| Node { role: Role::default(), ..n.clone() }).collect()
    };
    prop_assert_eq!(roleless(&read.nodes), roleless(&screen.nodes), "{}", printed);
    Ok(())
}

fn android() -> impl Strategy<Value = Vec<Node>> {
    let kind = prop::sample::select(vec!["android.widget.TextView", "android.widget.EditText"]);
    let checked = prop::option::of(any::<bool>());
    let hint = prop::option::of(text());
    let node = (kind, text(), hint, states(), checked, prop::option::of(bounds()), "[a-z:/]{1,5}");
    let node = node.prop_map(|(kind, text, hint, states, checked, bounds, id)| {
        let typed = kind.ends_with("EditText");
        // The text of an empty field is its hint, so the hint cannot have been typed.
        let value = (typed && Some(&text) != hint.as_ref()).then(|| text.clone());
        Node {
            kind: kind.to_owned(),
            name: if typed { String::new() } else { text },
            value,
            hint,
            states: States { checked, ..states },
            bounds,
            attributes: vec![("res".to_owned(), id)],
            ..Node::default()
        }
    });
    prop::collection::vec(node, 1..6).prop_map(|mut nodes| {
        for (i, node) in nodes.iter_mut().enumerate() {
            node.reference = Some(i.to_string());
        }
        nodes
    })
}

fn web() -> impl Strategy<Value = Vec<Node>> {
    let kind = prop::sample::select(vec!["button", "textbox", "generic", "paragraph", "checkbox"]);
    let value = prop::option::of(text());
    let url = prop::option::of(text());
    let node = (kind, text(), value, url, states(), any::<bool>(), 0..4usize);
    let node = node.prop_map(|(kind, name, value, url, states, checked, depth)| {
        let node = Node {
            kind: kind.to_owned(),
            name,
            hint: value.clone().filter(|_| kind == "textbox" && checked),
            value: value.filter(|_| kind == "textbox"),
            states: States { checked: (kind == "checkbox").then_some(checked), ..states },
            attributes: url.map(|url| ("/url".to_owned(), url)).into_iter().collect(),
            ..Node::default()
        };
        (depth, node)
    });
    prop::collection::vec(node, 1..8).prop_map(|nodes| {
        let mut open: Vec<usize> = Vec::new();
        let nested = |(i, (depth, node)): (usize, (usize, Node))| {
            open.truncate(depth);
            let parent = open.last().copied();
            open.push(i);
            Node { parent, reference: Some(format!("e{i}")), ..node }
        };
        nodes.into_iter().enumerate().map(nested).collect()
    })
}

fn os() -> impl Strategy<Value = Vec<Node>> {
    let kind = prop::sample::select(vec!["push-button", "label", "text", "frame"]);
    let value = prop::option::of(text().prop_filter("empty is none", |text| !text.is_empty()));
    let name = text().prop_map(|name| name.replace('\n', " "));
    let class = prop::option::of("[a-z]{1,5}");
    (prop::collection::vec((kind, name, value, class, bounds()), 1..6)).prop_map(|nodes| {
        let node = |(kind, name, value, class, bounds): (&str, _, _, Option<String>, _)| Node {
            kind: kind.to_owned(),
            name,
            value,
            bounds: Some(bounds),
            attributes: class.map(|class| ("class".to_owned(), class)).into_iter().collect(),
            ..Node::default()
        };
        nodes.into_iter().map(node).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn android_screens_read_as_they_were(nodes in android()) {
        check(Dialect::AndroidJson, nodes)?;
    }

    #[test]
    fn web_screens_read_as_they_were(nodes in web()) {
        check(Dialect::WebPlaywright, nodes)?;
    }

    #[test]
    fn os_screens_read_as_they_were(nodes in os()) {
        check(Dialect::OsA11y, nodes)?;
    }
}
