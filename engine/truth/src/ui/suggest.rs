//! What could be done on a screen: mostly sensible, at times useless.

use crate::{Seed, World, words};
use diorama_world::{Action, Node, Role, Screen, action::Direction, facts::Kind};

/// Something to do on a screen that apps of the toolkit drew: clicks and typing mostly, at times
/// something that does nothing. `None` where the environment should say something of its own
/// (going back, opening an app): about once in eight times.
pub fn suggest(screen: &Screen, world: &World, seed: &mut Seed) -> Option<Action> {
    let nodes = || screen.nodes.iter().enumerate();
    let that = |fits: &dyn Fn(&Node) -> bool| -> Vec<usize> {
        nodes().filter(|(_, node)| fits(node)).map(|(i, _)| i).collect()
    };
    let boxes = || that(&|node| node.role == Role::TextBox && !node.states.disabled);
    // A field that is being typed into is not clicked again, as long as there is something else.
    let click = |seed: &mut Seed| {
        let acts = |node: &Node| node.states.clickable && !node.states.disabled;
        let others = that(&|node| acts(node) && !node.states.focused);
        let from = if others.is_empty() { that(&acts) } else { others };
        seed.choose(&from).map(|&node| Action::Click { node })
    };
    let action = match seed.below(24) {
        0..=2 => return None,
        // Useless: a node that does nothing, or that is disabled.
        3 => Action::Click {
            node: *seed.choose(&that(&|node| !node.states.clickable || node.states.disabled))?,
        },
        4 => Action::Scroll {
            node: None,
            direction: if seed.one_in(2) { Direction::Down } else { Direction::Up },
        },
        5 => Action::LongPress { node: *seed.choose(&that(&|node| node.states.clickable))? },
        6 => Action::Wait,
        7 => Action::Press { key: "Enter".to_owned() },
        8 if !that(&|node| node.role == Role::Option).is_empty() => {
            let node = *seed.choose(&that(&|node| node.role == Role::ComboBox))?;
            let options: Vec<usize> = screen.children(Some(node)).collect();
            let option = screen.nodes[*seed.choose(&options)?].name.clone();
            Action::Select { node, option }
        }
        8..=11 => {
            // Empty fields first: that is how forms get filled in.
            let empty = that(&|node| {
                node.role == Role::TextBox && node.value.is_none() && !node.states.disabled
            });
            // What was typed is seldom typed over.
            if empty.is_empty() && !seed.one_in(3) {
                return click(seed);
            }
            let from = if empty.is_empty() { boxes() } else { empty };
            let node = *seed.choose(&from)?;
            let text = text_for(&screen.nodes[node].name, world, seed);
            Action::Type { node: Some(node), text, submit: false }
        }
        _ => return click(seed),
    };
    Some(action)
}

/// Something a person might type into a field of that name.
fn text_for(label: &str, world: &World, seed: &mut Seed) -> String {
    let label = label.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if says(&["search", "find", "filter"]) {
        return known_word(world, seed).unwrap_or_else(|| words::word(seed, 1));
    }
    // What only the facts know: mostly right.
    let secrets: [(&[&str], &str); 3] = [
        (&["user", "login"], "user"),
        (&["password", "again"], "password"),
        (&["coupon"], "coupon"),
    ];
    let secret = secrets.into_iter().find(|(labels, _)| says(labels)).filter(|_| !seed.one_in(4));
    if let Some(known) = secret.and_then(|(_, column)| known(world, column, seed)) {
        return known;
    }
    if says(&["title"])
        && seed.one_in(5)
        && let Some(known) = known(world, "title", seed)
    {
        return known;
    }
    if says(&["file", "folder"]) {
        let ending = if says(&["file"]) { ".txt" } else { "" };
        words::word(seed, 1) + ending
    } else if says(&["phone", "number"]) {
        words::phone(seed)
    } else if says(&["time"]) {
        words::time(seed)
    } else if says(&["mail"]) {
        format!("{}@{}", words::word(seed, 1), words::host(seed))
    } else if says(&["user", "login"]) {
        words::word(seed, 2)
    } else if says(&["name", "author", "contact"]) {
        words::person(seed)
    } else if says(&["message", "comment", "note", "text", "reply", "description", "body"]) {
        words::sentence(seed)
    } else if says(&["price", "amount", "minutes", "age"]) {
        seed.between(1, 60).to_string()
    } else if says(&["quantity"]) {
        seed.between(0, 4).to_string()
    } else {
        words::thing(seed)
    }
}

/// What stands in a column of that name.
fn known(world: &World, column: &str, seed: &mut Seed) -> Option<String> {
    let tables = &world.facts.tables;
    let found: Vec<_> =
        tables.iter().filter_map(|table| Some((table, table.column(column)?))).collect();
    let &(table, column) = seed.choose(&found)?;
    Some(seed.choose(table.rows())?.cells[column].text().to_owned())
}

/// The beginning of a word that stands in the facts, for searching.
fn known_word(world: &World, seed: &mut Seed) -> Option<String> {
    let table = seed.choose(&world.facts.tables)?;
    let column = table.columns.iter().position(|column| column.kind == Kind::Text)?;
    let text = seed.choose(table.rows())?.cells[column].text();
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = seed.choose(&words)?;
    let letters = 2 + seed.below(4);
    Some(word.chars().take(letters).collect())
}
