//! Arbitrary facts, screens and actions, full of what the spelling has to escape.

use diorama_world::{
    Action, Control, Domain, Facts, Node, Role, Screen,
    action::{Direction, Keys},
    control,
    facts::{Cell, Column, Kind, Table},
    screen::{Header, States},
};
use proptest::prelude::*;

/// Texts that look like the protocol's own words, and others.
pub fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        " ",
        "Ada",
        "Ada Byron",
        "on",
        "focus",
        "button",
        "Button",
        "text",
        " :=",
        ":=",
        " :?",
        "$t",
        "$",
        "\\",
        "|",
        " | ",
        "a\nb",
        "line one\nline two\nline three",
        "\r",
        ".",
        "5",
        ".5",
        "Ünï “quoted”",
        "same",
        "new",
        "$n0",
        "Message Ada Byron",
        "foo)",
        "\\.",
        "a_b",
        "no title",
    ]);
    prop_oneof![
        4 => odd.clone().prop_map(str::to_owned),
        2 => (odd.clone(), odd.clone()).prop_map(|(a, b)| format!("{a} {b}")),
        1 => (odd.clone(), odd).prop_map(|(a, b)| format!("{a}{b}")),
        1 => "\\PC{0,8}",
        1 => any::<String>(),
    ]
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::Text, Role::Button, Role::List, Role::TextBox, Role::Group])
}

fn states() -> impl Strategy<Value = States> {
    let flags = prop::collection::vec(prop::bool::weighted(0.2), 8);
    let checked = prop::option::weighted(0.3, any::<bool>());
    (flags, checked).prop_map(|(flags, checked)| States {
        clickable: flags[0],
        long_clickable: flags[1],
        scrollable: flags[2],
        focused: flags[3],
        disabled: flags[4],
        selected: flags[5],
        expanded: flags[6],
        password: flags[7],
        checked,
    })
}

pub fn node() -> impl Strategy<Value = Node> {
    let option = || prop::option::weighted(0.3, text());
    (role(), text(), option(), option(), states()).prop_map(|(role, name, value, hint, states)| {
        Node { role, name, value, hint, states, ..Node::default() }
    })
}

/// A screen whose nodes go up and down by chance.
pub fn screen() -> impl Strategy<Value = Screen> {
    let option = || prop::option::of(text());
    let nodes = prop::collection::vec((node(), 0usize..4), 0..12);
    (nodes, option(), option(), option()).prop_map(|(nodes, app, title, url)| {
        let mut open: Vec<usize> = Vec::new();
        let nodes = nodes.into_iter().enumerate().map(|(index, (node, up))| {
            open.truncate(open.len().saturating_sub(up));
            let parent = open.last().copied();
            open.push(index);
            Node { parent, ..node }
        });
        let nodes = nodes.collect();
        let header = Header { app, title, url, ..Header::default() };
        Screen { nodes, header, ..Screen::default() }
    })
}

fn cell(kind: Kind) -> BoxedStrategy<Cell> {
    match kind {
        Kind::Text | Kind::Word => text().prop_map(Cell::Text).boxed(),
        Kind::Number => prop_oneof![any::<i64>(), -3i64..3].prop_map(Cell::Number).boxed(),
        Kind::Flag => any::<bool>().prop_map(Cell::Flag).boxed(),
    }
}

/// The columns of the tables that facts have here.
const TABLES: [(&str, &[(&str, Kind)]); 3] = [
    ("contacts", &[("name", Kind::Text), ("phone", Kind::Word), ("starred", Kind::Flag)]),
    ("c d", &[("odd name*", Kind::Text), ("n", Kind::Number)]),
    ("notes", &[("body", Kind::Text)]),
];

fn table(index: usize) -> impl Strategy<Value = Table> {
    let (name, columns) = TABLES[index];
    let cells: Vec<_> = columns.iter().map(|(_, kind)| cell(*kind)).collect();
    let rows = prop::collection::vec((cells, any::<bool>()), 0..5);
    rows.prop_map(move |rows| {
        let columns = columns.iter().map(|(name, kind)| Column::new(*name, *kind));
        let mut table = Table::new(name, columns);
        let mut gone = Vec::new();
        for (cells, kept) in rows {
            let number = table.push(cells);
            gone.extend((!kept).then_some(number));
        }
        for number in gone {
            table.remove(number);
        }
        table
    })
}

pub fn facts() -> impl Strategy<Value = Facts> {
    (table(0), table(1), table(2)).prop_map(|(a, b, c)| Facts { tables: vec![a, b, c] })
}

pub fn typed() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..3)
}

pub fn controls() -> impl Strategy<Value = Vec<Control>> {
    let named = prop::sample::select(control::ALL.to_vec()).prop_map(|definition| {
        let least = definition.parameters.iter().map(|p| (p.name, p.least));
        let named = control::Named::new(definition.name, least).expect("a control");
        Control::Named(named)
    });
    prop::collection::vec(prop_oneof![named, text().prop_map(Control::Text)], 0..4)
}

pub fn domain() -> impl Strategy<Value = Domain> {
    prop::sample::select(Domain::ALL.to_vec())
}

/// Actions on a screen of at least one node.
pub fn action(nodes: usize) -> impl Strategy<Value = Action> {
    let node = move || 0..nodes.max(1);
    let one = prop_oneof![
        node().prop_map(|node| Action::Click { node }),
        (node(), node()).prop_map(|(node, onto)| Action::Drag { node, onto }),
        (prop::option::of(node()), text(), any::<bool>())
            .prop_map(|(node, text, submit)| Action::Type { node, text, submit }),
        prop::collection::vec((node(), text()), 0..3).prop_map(|fields| Action::Fill { fields }),
        (node(), text()).prop_map(|(node, option)| Action::Select { node, option }),
        (node(), any::<bool>()).prop_map(|(node, on)| Action::Check { node, on }),
        prop::option::of(node())
            .prop_map(|node| Action::Scroll { node, direction: Direction::Left }),
        text().prop_map(|key| Action::Press { key }),
        text().prop_map(|target| Action::Open { target }),
        text().prop_map(|text| Action::Raw { text }),
        prop::collection::vec(text(), 0..3).prop_map(|queries| Action::Query { queries }),
        prop::collection::vec((text(), prop::sample::select(vec![0, 100, 2500])), 0..3).prop_map(
            |keys| {
                let keys = keys.into_iter().map(|(keystrokes, wait)| Keys { keystrokes, wait });
                Action::Keystrokes { keys: keys.collect() }
            }
        ),
        (text(), prop::collection::vec((text(), text()), 0..3), any::<u8>()).prop_map(
            |(tool, pairs, number)| {
                let pairs = pairs.into_iter().map(|(name, text)| (name, text.into()));
                let mut arguments: serde_json::Map<_, _> = pairs.collect();
                if number > 99 {
                    let value = serde_json::json!({"list | of": [number, "a\n", null]});
                    arguments.insert("more".to_owned(), value);
                }
                Action::Call { tool, arguments }
            }
        ),
        Just(Action::CloseTab { tab: None }),
        (0usize..20).prop_map(|tab| Action::SelectTab { tab }),
        Just(Action::Back),
        Just(Action::Finish),
    ];
    let one = one.boxed();
    prop_oneof![
        9 => one.clone(),
        1 => prop::collection::vec(one, 0..3).prop_map(|actions| Action::Sequence { actions }),
    ]
}
