//! What could be done on a desktop.

use crate::{Seed, World, ui};
use diorama_world::{Action, Domain, Role, Screen, layout};

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
    let mut placed = screen.clone();
    layout::place(&mut placed, Domain::Os);
    for _ in 0..4 {
        let action = idea(world, screen, seed);
        let reachable = |node: &usize| reachable(&placed, *node);
        if action.targets().iter().all(reachable) {
            return action;
        }
    }
    Action::Press { key: "Alt+Tab".to_owned() }
}

fn idea(world: &World, screen: &Screen, seed: &mut Seed) -> Action {
    match ui::suggest(screen, world, seed) {
        // Few people close windows as often as there are buttons for it.
        Some(Action::Click { node }) if screen.nodes[node].name == "Close" && !seed.one_in(4) => {
            own(screen, seed)
        }
        Some(Action::Click { node } | Action::LongPress { node })
            if screen.nodes[node].role == Role::ListItem && seed.one_in(2) =>
        {
            Action::DoubleClick { node }
        }
        Some(Action::LongPress { node }) => Action::Click { node },
        // Typing goes on where the text ends: names are done then, texts go on with a word or line.
        Some(Action::Type { node: Some(node), text, submit })
            if screen.nodes[node].value.is_some() =>
        {
            if screen.nodes[node].name.is_empty() {
                let text = format!("{}{text}", seed.pick(&[" ", "\n"]));
                Action::Type { node: Some(node), text, submit }
            } else {
                Action::Press { key: seed.pick(&["Enter", "Backspace", "Escape"]).to_owned() }
            }
        }
        Some(action) => action,
        None => own(screen, seed),
    }
}

/// Something that is done on desktops only.
fn own(screen: &Screen, seed: &mut Seed) -> Action {
    let frames: Vec<usize> =
        (0..screen.nodes.len()).filter(|&i| screen.nodes[i].role == Role::Window).collect();
    match seed.below(6) {
        // The menu's button, when nothing is open; else a window is moved or brought to the front.
        0 if frames.is_empty() => Action::Click { node: 1 },
        0 => Action::Click { node: frames[seed.below(frames.len())] },
        1 if !frames.is_empty() => {
            let node = frames[seed.below(frames.len())];
            let others: Vec<usize> = frames.into_iter().filter(|&other| other != node).collect();
            let panel = seed.one_in(3);
            let onto = seed.choose(&others).filter(|_| !panel);
            Action::Drag { node, onto: onto.copied().unwrap_or(0) }
        }
        2 => Action::Type { node: None, text: crate::words::sentence(seed), submit: false },
        _ => Action::Press { key: seed.pick(&KEYS).to_owned() },
    }
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
