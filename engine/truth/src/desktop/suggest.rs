//! What could be done on a desktop.

use super::programs;
use crate::{Seed, World, ui, words};
use diorama_world::{Action, Domain, Node, Role, Screen, layout};

/// Keys that mean something on every desktop or in some program.
const KEYS: [&str; 16] = [
    "Alt+Tab",
    "Alt+Tab",
    "Alt+F4",
    "Control+s",
    "Control+s",
    "Control+n",
    "Control+o",
    "Control+w",
    "Escape",
    "Enter",
    "F5",
    "Delete",
    "Meta",
    "Meta",
    "Meta+ArrowLeft",
    "Meta+ArrowUp",
];

/// Something to do, that can be done with a mouse and keys.
pub(super) fn suggest(world: &World, screen: &Screen, seed: &mut Seed) -> Action {
    let mut placed = None;
    for _ in 0..4 {
        let action = idea(world, screen, seed);
        let mut reachable =
            |node: &usize| reachable(placed.get_or_insert_with(|| lay(screen)), *node);
        if action.targets().iter().all(&mut reachable) {
            return action;
        }
    }
    Action::Press { key: "Alt+Tab".to_owned() }
}

fn idea(world: &World, screen: &Screen, seed: &mut Seed) -> Action {
    match ui::suggest(screen, world, seed) {
        // The panel is there for going elsewhere, which is not done all the time.
        Some(Action::Click { node: node @ 1.. })
            if screen.nodes[node].parent == Some(0) && !seed.one_in(3) =>
        {
            inside(screen, seed).unwrap_or(Action::Click { node })
        }
        // Few people close windows as often as there are buttons for it.
        Some(Action::Click { node }) if screen.nodes[node].name == "Close" && !seed.one_in(4) => {
            own(world, screen, seed)
        }
        Some(Action::Click { node } | Action::LongPress { node })
            if screen.nodes[node].role == Role::ListItem && seed.one_in(2) =>
        {
            Action::DoubleClick { node }
        }
        Some(Action::LongPress { node }) => Action::Click { node },
        // What has the focus is typed into.
        Some(Action::Click { node })
            if screen.nodes[node].role == Role::TextBox
                && screen.nodes[node].states.focused
                && !seed.one_in(4) =>
        {
            let text = if screen.nodes[node].name.is_empty() {
                words::thing(seed)
            } else {
                words::word(seed, 2)
            };
            typing(world, &screen.nodes[node], (node, text), seed)
        }
        Some(Action::Type { node: Some(node), text, .. }) => {
            typing(world, &screen.nodes[node], (node, text), seed)
        }
        Some(action) => action,
        None => own(world, screen, seed),
    }
}

/// Typing a text into a box. It goes on where the text ends: names and commands are done then, texts
/// go on with a word or a line.
fn typing(world: &World, field: &Node, (node, text): (usize, String), seed: &mut Seed) -> Action {
    let press = |keys: &[&str], seed: &mut Seed| Action::Press { key: seed.pick(keys).to_owned() };
    let typed = |text, submit| Action::Type { node: Some(node), text, submit };
    match (field.value.is_some(), field.name.as_str()) {
        (false, "") => typed(text, false),
        (true, "") => typed(format!("{}{text}", seed.pick(&[" ", "\n"])), false),
        (false, prompt) if prompt.ends_with('$') => {
            typed(programs::terminal::idea(world, seed), !seed.one_in(4))
        }
        (false, _) => typed(text, seed.one_in(4)),
        (true, _) => press(&["Enter", "Enter", "Enter", "Backspace", "Escape"], seed),
    }
}

/// A click on something in the window in front.
fn inside(screen: &Screen, seed: &mut Seed) -> Option<Action> {
    let front = screen.nodes.iter().rposition(|node| node.role == Role::Window)?;
    let clickable = |&i: &usize| {
        let node = &screen.nodes[i];
        node.states.clickable && !node.states.disabled && !node.states.focused
    };
    // Its first child closes it.
    let nodes: Vec<usize> = (front + 2..screen.nodes.len()).filter(clickable).collect();
    seed.choose(&nodes).map(|&node| Action::Click { node })
}

/// Something that is done on desktops only.
fn own(world: &World, screen: &Screen, seed: &mut Seed) -> Action {
    let frames: Vec<usize> =
        (0..screen.nodes.len()).filter(|&i| screen.nodes[i].role == Role::Window).collect();
    match seed.below(6) {
        // The menu, when nothing is open; else windows behind are brought to the front, and moved.
        _ if frames.is_empty() => Action::Click { node: 1 },
        0 if frames.len() > 1 => Action::Click { node: frames[seed.below(frames.len() - 1)] },
        1 => {
            let node = frames[seed.below(frames.len())];
            let others: Vec<usize> = frames.into_iter().filter(|&other| other != node).collect();
            let panel = seed.one_in(3);
            let onto = seed.choose(&others).filter(|_| !panel);
            Action::Drag { node, onto: onto.copied().unwrap_or(0) }
        }
        2 => Action::Type { node: None, text: typed(world, screen, seed), submit: seed.one_in(3) },
        _ => Action::Press { key: seed.pick(&KEYS).to_owned() },
    }
}

/// What somebody would type without pointing at anything.
fn typed(world: &World, screen: &Screen, seed: &mut Seed) -> String {
    let has = |fits: &dyn Fn(&str) -> bool| screen.nodes.iter().any(|node| fits(&node.name));
    if has(&|name| name == "=") {
        let operator = seed.pick(&["+", "-", "*", "/"]);
        format!("{}{operator}{}", seed.between(0, 20), seed.between(0, 9))
    } else if has(&|name| name.ends_with('$')) {
        programs::terminal::idea(world, seed)
    } else {
        words::thing(seed)
    }
}

/// The screen with its nodes in their places.
fn lay(screen: &Screen) -> Screen {
    let mut placed = screen.clone();
    layout::place(&mut placed, Domain::Os);
    placed
}

/// Whether a click in the middle of a node, or on a window's title, is for that node.
fn reachable(placed: &Screen, node: usize) -> bool {
    let Some(bounds) = placed.nodes.get(node).and_then(|node| node.bounds) else { return false };
    let (x, y) = match placed.nodes[node].role {
        Role::Window => (bounds.center().0, bounds.y + 10),
        _ => bounds.center(),
    };
    layout::hit(placed, Domain::Os, x, y) == Some(node)
}
