//! Canonical screens are dressed, printed and read again without a loss that is not stated; a
//! screen can be switched from one dialect to another.

use diorama_world::{
    Dialect, Domain, Node, Role, Screen,
    dialect::MAX_DEPTH,
    screen::{Header, States},
};
use proptest::prelude::*;
use std::{fs, path::Path};

/// What a dialect shows of a canonical screen.
fn said(dialect: Dialect, canonical: &Screen) -> Screen {
    let printed = dialect.print(&dialect.dress(canonical));
    let read =
        dialect.parse(&printed, false).unwrap_or_else(|e| panic!("{dialect}: {e}\n{printed}"));
    assert!(read.nodes.iter().all(|n| n.spelling.is_none()), "{dialect}: {printed}\n{read:#?}");
    // An empty text is an empty line that belongs to no node.
    let odd = (&read.head, &read.end) != (&None, &None) && !printed.is_empty();
    assert!(!odd, "{dialect}: {printed}\n{read:#?}");
    read.canonical()
}

/// Roles that a dialect keeps apart.
fn roles(dialect: Dialect) -> Vec<Role> {
    use Role::{
        Alert, Button, Cell, CheckBox, ComboBox, Dialog, Group, Heading, Image, Link, List, Menu,
        MenuItem, Option, Panel, Paragraph, ProgressBar, Radio, Row, ScrollBar, Separator, Slider,
        Switch, Tab, TabList, Table, Text, TextBox, ToolBar, Window,
    };
    let both = [
        Alert,
        Button,
        CheckBox,
        ComboBox,
        Dialog,
        Group,
        Image,
        List,
        MenuItem,
        Panel,
        ProgressBar,
        Radio,
        Row,
        Separator,
        Slider,
        Switch,
        Tab,
        TabList,
        Table,
        Text,
        TextBox,
        ToolBar,
    ];
    let more: &[Role] = match dialect.domain() {
        Domain::Android => &[Option],
        Domain::Web => {
            &[Option, Cell, Heading, Link, Menu, Paragraph, ScrollBar, Window, Role::ListItem]
        }
        _ => &[Cell, Heading, Link, Menu, Paragraph, ScrollBar, Window, Role::ListItem],
    };
    both.iter().chain(more).copied().collect()
}

/// Whether elements of a role are checked or not.
fn checkable(role: Role) -> bool {
    matches!(role, Role::CheckBox | Role::Radio | Role::Switch)
}

/// Whether elements of a role are fields: they hold something.
fn holds(role: Role) -> bool {
    matches!(role, Role::TextBox | Role::ComboBox | Role::Slider | Role::ProgressBar)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Z][a-z]{1,6}( [a-z0-9]{1,5}){0,2}",
        1 => "[-a-z:# '\"\\\\\\[\\]{}&*!|=0-9.]{1,9}",
        1 => "\\PC{1,6}",
        1 => "[0-9.]{1,3}|true|no|~",
    ]
}

fn states() -> impl Strategy<Value = States> {
    any::<[bool; 6]>().prop_map(|[clickable, focused, disabled, selected, expanded, checked]| {
        States {
            clickable,
            focused,
            disabled,
            selected,
            expanded,
            checked: Some(checked),
            ..States::default()
        }
    })
}

/// Trees of nodes with everything set that any dialect says.
fn nodes(dialect: Dialect) -> impl Strategy<Value = Vec<Node>> {
    let role = prop::sample::select(roles(dialect));
    let node =
        (role, text(), prop::option::of(text()), prop::option::of(text()), states(), 0..4usize);
    let node = node.prop_map(|(role, name, value, hint, states, depth)| {
        let checked = states.checked.filter(|_| checkable(role));
        let value = value.filter(|_| holds(role));
        let hint = hint.filter(|hint| role == Role::TextBox && Some(hint) != value.as_ref());
        (
            depth,
            Node {
                role,
                name,
                value,
                hint,
                states: States { checked, ..states },
                ..Node::default()
            },
        )
    });
    prop::collection::vec(node, 1..12).prop_map(|nodes| {
        let mut open: Vec<usize> = Vec::new();
        let mut nested: Vec<Node> = Vec::new();
        for (depth, node) in nodes {
            open.truncate(depth);
            let parent = open.last().copied();
            open.push(nested.len());
            nested.push(Node { parent, ..node });
        }
        nested
    })
}

/// Leaves out what the dialect says nowhere.
fn within(dialect: Dialect, mut screen: Screen) -> Screen {
    for node in &mut screen.nodes {
        match dialect {
            Dialect::AndroidJson => node.parent = None,
            Dialect::OsA11y => {
                node.parent = None;
                node.hint = None;
                node.states = States::default();
            }
            Dialect::WebAxtree => node.hint = None,
            Dialect::AndroidPhone | Dialect::AndroidDroidbot => {
                // One text is told of each element.
                node.hint = None;
                if holds(node.role) {
                    node.name.clear();
                }
                if dialect == Dialect::AndroidPhone {
                    node.states = States::default();
                }
            }
            _ => {}
        }
    }
    let Header { app, title, url, .. } = screen.header;
    let window =
        screen.nodes.iter().rfind(|n| matches!(n.role, Role::Window | Role::Dialog | Role::Alert));
    screen.header = match dialect.domain() {
        Domain::Android if dialect == Dialect::AndroidJson => Header { app, ..Header::default() },
        Domain::Android => Header { app, title, ..Header::default() },
        Domain::Web => Header { title, url, ..Header::default() },
        _ => Header { title: window.map(|w| w.name.clone()), ..Header::default() },
    };
    screen
}

fn canonical(dialect: Dialect) -> impl Strategy<Value = Screen> {
    nodes(dialect).prop_map(move |nodes| {
        let header = Header {
            app: Some("org.example.notes".to_owned()),
            title: Some("All notes".to_owned()),
            url: Some("http://notes.example.org/all".to_owned()),
            ..Header::default()
        };
        within(dialect, Screen { header, nodes, ..Screen::default() })
    })
}

/// Whether a text stands in a field: it would be the field's value.
fn texts_in_fields(screen: &Screen) -> bool {
    screen.nodes.iter().any(|node| {
        let parent = node.parent.map(|parent| screen.nodes[parent].role);
        node.role == Role::Text && parent.is_some_and(holds)
    })
}

/// Screens of anything at all, also of what no dialect says.
fn anything() -> impl Strategy<Value = Screen> {
    canonical(Dialect::WebPlaywright).prop_flat_map(|screen| {
        let odd = "\\PC{0,4}|[ \\t\\r\\n\"]{0,3}";
        (Just(screen), prop::collection::vec((odd, prop::option::of(odd), any::<bool>()), 12))
            .prop_map(|(mut screen, odd)| {
                for (node, (name, value, replace)) in screen.nodes.iter_mut().zip(odd) {
                    if replace {
                        (node.name, node.value) = (name, value);
                    }
                }
                screen
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn android_json_says_canonical_screens(screen in canonical(Dialect::AndroidJson)) {
        prop_assert_eq!(said(Dialect::AndroidJson, &screen), screen);
    }

    #[test]
    fn android_phone_says_canonical_screens(screen in canonical(Dialect::AndroidPhone)) {
        prop_assert_eq!(said(Dialect::AndroidPhone, &screen), screen);
    }

    #[test]
    fn android_droidbot_says_canonical_screens(screen in canonical(Dialect::AndroidDroidbot)) {
        prop_assert_eq!(said(Dialect::AndroidDroidbot, &screen), screen);
    }

    #[test]
    fn web_playwright_says_canonical_screens(screen in canonical(Dialect::WebPlaywright)) {
        prop_assume!(!texts_in_fields(&screen));
        prop_assert_eq!(said(Dialect::WebPlaywright, &screen), screen);
    }

    #[test]
    fn web_axtree_says_canonical_screens(screen in canonical(Dialect::WebAxtree)) {
        prop_assert_eq!(said(Dialect::WebAxtree, &screen), screen);
    }

    #[test]
    fn os_a11y_says_canonical_screens(screen in canonical(Dialect::OsA11y)) {
        prop_assert_eq!(said(Dialect::OsA11y, &screen), screen);
    }

    #[test]
    fn lines_are_said(lines in prop::collection::vec("\\PC{0,20}|[-+@# $]{1,3}[a-z ]{0,9}", 1..9)) {
        let line = |name: &String| Node { name: name.clone(), ..Node::default() };
        let screen = Screen { nodes: lines.iter().map(line).collect(), ..Screen::default() };
        for dialect in [Dialect::Terminal, Dialect::Mcp, Dialect::Search, Dialect::Swe] {
            let dressed = dialect.dress(&screen);
            prop_assert_eq!(dialect.print(&dressed), lines.join("\n"));
            prop_assert_eq!(dialect.parse(&lines.join("\n"), false), Ok(dressed));
        }
    }

    /// What was said once is said again: nothing wanders.
    #[test]
    fn saying_is_settled_after_once(screen in anything()) {
        for dialect in Dialect::ALL {
            let printed = dialect.print(&dialect.dress(&screen));
            let once = dialect.read(&printed, false).screen.canonical();
            let again = dialect.read(&dialect.print(&dialect.dress(&once)), false).screen.canonical();
            prop_assert_eq!(&again, &once, "{}: {}", dialect, printed);
        }
    }
}

fn samples(dialect: Dialect) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(dialect.name());
    let files = fs::read_dir(folder).into_iter().flatten();
    let read = |path: &Path| fs::read_to_string(path).expect("a sample");
    files
        .map(|file| file.expect("a sample").path())
        .map(|p| (p.display().to_string(), read(&p)))
        .collect()
}

#[test]
fn samples_can_be_dressed_again() {
    for dialect in Dialect::ALL {
        for (path, text) in samples(dialect) {
            let screen = dialect.parse(&text, false).expect("a screen").canonical();
            let once = said(dialect, &screen);
            assert_eq!(said(dialect, &once), once, "{path}");
            assert_eq!(once.nodes.len(), screen.nodes.len(), "{path}");
        }
    }
}

#[test]
fn a_screen_switches_between_the_dialects_of_its_domain() {
    let named = |role, name: &str| Node { role, name: name.to_owned(), ..Node::default() };
    let nodes = vec![named(Role::Text, "Notes"), named(Role::Button, "New note")];
    let app = Some("org.example.notes".to_owned());
    let screen = Screen { nodes, header: Header { app, ..Header::default() }, ..Screen::default() };
    for domain in Domain::ALL {
        for &from in domain.dialects() {
            for &to in domain.dialects() {
                let names = |s: &Screen| s.nodes.iter().map(|n| n.name.clone()).collect::<Vec<_>>();
                let here = from.parse(&from.print(&from.dress(&screen)), false).expect("a screen");
                let there = to.parse(&to.print(&to.dress(&here.canonical())), false);
                assert_eq!(there.map(|s| names(&s)), Ok(names(&screen)), "{from} to {to}");
            }
        }
    }
}

#[test]
fn deep_trees_are_dressed() {
    let node =
        |i: usize| Node { parent: i.checked_sub(1), name: format!("n{i}"), ..Node::default() };
    let nodes = (0..MAX_DEPTH).map(node).collect();
    let screen = Screen { nodes, ..Screen::default() };
    for dialect in Dialect::ALL {
        assert_eq!(said(dialect, &screen).nodes.len(), MAX_DEPTH, "{dialect}");
    }
}

#[test]
fn resource_ids_follow_the_control_and_not_the_data() {
    let node = |role, name: &str| Node { role, name: name.to_owned(), ..Node::default() };
    let app = Some("org.example.notes".to_owned());
    let nodes = vec![
        node(Role::Button, "Save & close"),
        node(Role::Text, "Shopping for Ada"),
        Node { hint: Some("Title".to_owned()), ..node(Role::TextBox, "") },
    ];
    let screen = Screen { nodes, header: Header { app, ..Header::default() }, ..Screen::default() };
    let dressed = Dialect::AndroidJson.dress(&screen);
    let ids: Vec<_> = dressed.nodes.iter().filter_map(|n| n.attribute("res")).collect();
    assert_eq!(
        ids,
        [
            "org.example.notes:id/save_close_button",
            "org.example.notes:id/text",
            "org.example.notes:id/title_input",
        ]
    );
}
