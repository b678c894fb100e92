//! Doing an action to what was drawn.

use super::{Do, Hand, Manners, Stage, view::Drawn};
use diorama_world::{Action, action::Direction};

/// Most letters that typing piles up in one field.
const MAX_TYPED: usize = 240;

/// Does an action that means the same on a phone, in a browser and in a window; `place` is the
/// surface it goes to where it names no node. Says whether it was one of those. What can do nothing
/// changes nothing.
pub fn act(stage: &mut Stage<'_>, drawn: &Drawn, place: usize, action: &Action) -> bool {
    let surface = &mut *stage.surface;
    surface.toast = None;
    surface.flaws.clear();
    if surface.loading > 0 {
        surface.loading -= 1;
        return true;
    }
    let hand = |node: usize| -> Option<&Hand> {
        let enabled = drawn.screen.nodes.get(node).is_some_and(|node| !node.states.disabled);
        drawn.hands.get(node).filter(|_| enabled)
    };
    match action {
        Action::Click { node } | Action::DoubleClick { node } => {
            // A button that does nothing still closes its dialog.
            let acts = drawn.screen.nodes.get(*node).is_some_and(|node| node.states.clickable);
            if let (true, Some(hand)) = (acts, hand(*node)) {
                match (&hand.double, action) {
                    (Do::Nothing, _) | (_, Action::Click { .. }) => hand.click.clone().run(stage),
                    (double, _) => double.clone().run(stage),
                }
            }
        }
        Action::LongPress { node } | Action::RightClick { node } => {
            match hand(*node).map(|hand| &hand.long) {
                None | Some(Do::Nothing) => {}
                Some(does) => does.clone().run(stage),
            }
        }
        Action::Type { node, text, submit } => {
            let field = match node {
                Some(node) => {
                    hand(*node).and_then(|hand| hand.field.filter(|_| hand.options.is_empty()))
                }
                None => surface.focus.filter(|_| surface.dialog.is_none()),
            };
            match field {
                Some(field) => write(stage, drawn, place, (field, text)),
                None if node.is_none() => press_letters(stage, drawn, place, text),
                None => {}
            }
            if *submit && (field.is_some() || node.is_none()) {
                enter(stage, drawn, place);
            }
        }
        Action::Fill { fields } => {
            for (node, text) in fields {
                let Some(hand) = hand(*node) else { continue };
                let on = drawn.screen.nodes[*node].states.checked;
                match (hand.field, on) {
                    (Some(field), _) if hand.options.is_empty() || hand.options.contains(text) => {
                        stage.surface.fill(field, text.clone());
                    }
                    (None, Some(on)) if on != (text == "true") => hand.click.clone().run(stage),
                    _ => {}
                }
            }
        }
        Action::Check { node, on } => {
            let checked = drawn.screen.nodes.get(*node).and_then(|node| node.states.checked);
            if let (Some(hand), true) = (hand(*node), checked == Some(!on)) {
                hand.click.clone().run(stage);
            }
        }
        Action::Select { node, option } => {
            if let Some((field, options)) =
                hand(*node).and_then(|hand| Some((hand.field?, &hand.options)))
                && options.contains(option)
            {
                surface.fill(field, option.clone());
            }
        }
        Action::Press { key } if drawn.key(place, key).is_some() => {
            if let Some(does) = drawn.key(place, key) {
                does.clone().run(stage);
            }
        }
        Action::Press { key } if key == "Enter" => enter(stage, drawn, place),
        Action::Press { key } if key == "Backspace" => {
            if let Some(field) = surface.focus {
                let mut text = drawn.held(place, field).to_owned();
                text.pop();
                surface.fill(field, text);
            }
        }
        Action::Scroll { direction, .. } if surface.dialog.is_none() => {
            scroll(stage, drawn, place, *direction);
        }
        _ => return false,
    }
    true
}

/// Presses the keys of a text that is typed where no field has the focus.
fn press_letters(stage: &mut Stage<'_>, drawn: &Drawn, place: usize, text: &str) {
    for letter in text.chars().take(MAX_TYPED) {
        match drawn.key(place, letter.encode_utf8(&mut [0; 4])) {
            Some(does) if !stage.surface.covered() => does.clone().run(stage),
            _ => return,
        }
    }
}

/// Enter: what a key does, else what a field is submitted to.
fn enter(stage: &mut Stage<'_>, drawn: &Drawn, place: usize) {
    if let Some(does) = drawn.key(place, "Enter") {
        does.clone().run(stage);
    } else if let (Some(_), None) = (stage.surface.focus, &stage.surface.dialog) {
        match drawn.submits.get(place) {
            None | Some(Do::Nothing) => {}
            Some(does) => does.clone().run(stage),
        }
    }
}

/// Types a text into a field.
fn write(stage: &mut Stage<'_>, drawn: &Drawn, place: usize, (field, text): (&'static str, &str)) {
    let surface = &mut *stage.surface;
    let before = if surface.manners == Manners::Desk { drawn.held(place, field) } else { "" };
    if before.len() + text.len() <= MAX_TYPED || before.is_empty() {
        surface.fill(field, before.to_owned() + text);
    }
    surface.scroll_to(0);
    surface.focus = Some(field);
}

/// Scrolls the list by as many rows as it shows. Pulling a phone's down at its top brings it up to
/// date.
fn scroll(stage: &mut Stage<'_>, drawn: &Drawn, place: usize, direction: Direction) {
    let Some(extent) = drawn.extents.get(place).copied().flatten() else { return };
    let top = stage.surface.top().top;
    match direction {
        Direction::Down if top + extent.shown < extent.rows => {
            let most = extent.rows - extent.shown;
            stage.surface.scroll_to((top + extent.shown).min(most));
        }
        Direction::Up if top == 0 && stage.surface.manners == Manners::Touch => {
            stage.world.refresh();
        }
        Direction::Up => stage.surface.scroll_to(top.saturating_sub(extent.shown)),
        _ => {}
    }
}
