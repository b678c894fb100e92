//! The desktop, acted on as people do.

use diorama_truth::Walk;
use diorama_world::{Action, Dialect, Domain, Role, layout};

/// A click by coordinates is for the node that is drawn there.
#[test]
fn clicks_in_the_middle_of_nodes_are_for_them() {
    let mut clicked = 0;
    for seed in 0..40 {
        let mut walk = Walk::new(Domain::Os, seed, &[]).expect("there is a desktop");
        for _ in 0..40 {
            let screen = Dialect::OsA11y.dress(walk.environment().screen());
            let nodes = screen.nodes.iter().enumerate();
            let top = nodes.clone().rfind(|(_, node)| node.role == Role::Window);
            let top = top.map_or(0, |(top, _)| top);
            let menu = nodes.clone().any(|(_, node)| node.role == Role::Menu);
            for (index, node) in nodes.filter(|(_, node)| layout::acts(node)) {
                let (x, y) = node.bounds.expect("it was laid out").center();
                let click = format!("pyautogui.click({x}, {y})");
                let read = Dialect::OsA11y.read_action(&click, &screen);
                // What lies in windows behind may be covered, and an open menu covers windows.
                if index > top && !menu || index < 6 && node.parent == Some(0) {
                    let name = &node.name;
                    assert_eq!(read, Ok(Action::Click { node: index }), "{name}: {screen:#?}");
                    clicked += 1;
                }
            }
            let action = walk.suggest();
            let spelled = Dialect::OsA11y.spell(&action, &screen);
            let spelled = spelled.unwrap_or_else(|error| panic!("{action:?}: {error}"));
            assert_eq!(Dialect::OsA11y.read_action(&spelled, &screen), Ok(action.clone()));
            walk.step(&action);
        }
    }
    assert!(clicked > 5000, "{clicked}");
}
