//! The keyboard, wherever the focus is.

use super::{
    focus,
    say::to_say,
    state::{
        Msg, Over, Spot, Tab,
        tree::{Move, Way},
    },
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::Callback;

/// Keys and what they do.
type Keys = &'static [(&'static str, &'static str)];

/// The keys and what they do in groups, as the sheet lists them.
pub const KEYS: [(&str, Keys); 4] = [
    (
        to_say("The world"),
        &[
            ("Enter", to_say("Press the focused control, or type what a field holds")),
            ("Shift Enter", to_say("Type what a field holds and press Enter there")),
            ("/", to_say("Go to the action line")),
            ("n", to_say("Next step of the recording")),
            ("r", to_say("Ask the predictor again")),
        ],
    ),
    (
        to_say("The timeline"),
        &[
            ("z  ←", to_say("One step back")),
            ("y  →", to_say("One step on")),
            ("↑  ↓", to_say("To the branch above or below")),
            ("Home  End", to_say("To the start, to the end of the branch")),
            ("space", to_say("Play the branch from here, or pause")),
            ("c", to_say("Compare with another step; then the keys above walk both")),
        ],
    ),
    (
        to_say("The step shown"),
        &[
            ("f", to_say("Go back and do something else there")),
            ("p", to_say("Pin it, or let it go")),
            ("e  F2", to_say("Name it")),
            ("Delete", to_say("Delete it and all that follows")),
            ("u", to_say("Undo delete")),
        ],
    ),
    (
        to_say("The page"),
        &[
            ("w", to_say("Choose a world")),
            ("o", to_say("Open a new world")),
            ("m", to_say("Predictors")),
            ("s", to_say("Share this walk")),
            ("x", to_say("Export it as a file")),
            ("1 – 6", to_say("Changes, Text, Facts, Controls, Truth, Speed")),
            ("Escape", to_say("Stop, or leave what was begun")),
            ("?", to_say("This list")),
        ],
    ),
];

/// Which keys are free where the focus is.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // independent facts
struct Free {
    /// Left and right: not among tabs.
    across: bool,
    /// Up, down, Home and End: not where something scrolls.
    down: bool,
    /// Space: nowhere but among the steps, and where nothing has the focus.
    space: bool,
    /// Delete: not in a drawn world.
    delete: bool,
    /// Backspace: among the steps only.
    backspace: bool,
}

impl Free {
    fn at(target: Option<&Element>) -> Self {
        let inside =
            |selector: &str| target.is_some_and(|it| matches!(it.closest(selector), Ok(Some(_))));
        let nowhere = target.is_none_or(|it| it.tag_name() == "BODY");
        let across = !inside("[role=tablist], [role=slider]");
        let down = across && !inside(".panel, .glass, .sides, pre");
        let steps = inside(".steps");
        let (space, delete) = (steps || nowhere, !inside(".frame"));
        Self { across, down, space, delete, backspace: steps }
    }
}

/// Listens to keys on the whole page.
pub fn listen(send: Callback<Msg>) -> Option<Closure<dyn FnMut(KeyboardEvent)>> {
    let document = web_sys::window()?.document()?;
    let page = document.clone();
    let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // While a dialog is open the browser's own keys hold, wherever the focus is.
        if matches!(page.query_selector("dialog[open]"), Ok(Some(_))) {
            return;
        }
        let inside = |selector: &str| {
            target.as_ref().is_some_and(|it| matches!(it.closest(selector), Ok(Some(_))))
        };
        if inside("input, textarea, select") {
            if event.key() == "Escape"
                && let Some(field) = target.and_then(|it| it.dyn_into::<HtmlElement>().ok())
            {
                // A field that cannot lose the focus keeps it.
                let _ = field.blur();
            }
            return;
        }
        if event.key() == "/" {
            event.prevent_default();
            focus::put(Spot::Line);
        } else if let Some(msg) = meaning(&event.key(), Free::at(target.as_ref())) {
            event.prevent_default();
            send.emit(msg);
        }
    });
    let added =
        document.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    added.ok().map(|()| listener)
}

/// What a key means.
fn meaning(key: &str, free: Free) -> Option<Msg> {
    let walk = |way| Msg::Tree(Move::Walk(way));
    let msg = match key {
        "z" => Msg::Undo,
        "y" => Msg::Redo,
        "ArrowLeft" if free.across => Msg::Undo,
        "ArrowRight" if free.across => Msg::Redo,
        "ArrowUp" if free.down => walk(Way::Above),
        "ArrowDown" if free.down => walk(Way::Below),
        "Home" if free.down => walk(Way::First),
        "End" if free.down => walk(Way::Last),
        " " if free.space => Msg::Tree(Move::Autoplay),
        "Delete" if free.delete => Msg::Tree(Move::Delete),
        "Backspace" if free.backspace => Msg::Tree(Move::Delete),
        "p" => Msg::Tree(Move::Pin),
        "e" | "F2" => Msg::Tree(Move::Rename),
        "f" => Msg::Tree(Move::Fork),
        "c" => Msg::Tree(Move::Compare),
        "u" => Msg::Tree(Move::Restore),
        "n" => Msg::Play,
        "r" => Msg::Resample,
        "w" => Msg::Over(Over::Worlds),
        "o" => Msg::Over(Over::Make),
        "m" => Msg::Over(Over::Models),
        "s" => Msg::Over(Over::Share),
        "x" => Msg::Over(Over::Export),
        "?" => Msg::Over(Over::Keys),
        "Escape" => Msg::Stop,
        digit => {
            let index = digit.parse::<usize>().ok()?.checked_sub(1)?;
            Msg::Tab(*Tab::ALL.get(index)?)
        }
    };
    Some(msg)
}

#[cfg(test)]
mod tests {
    use super::{Free, KEYS, meaning};

    const ALL: Free = Free { across: true, down: true, space: true, delete: true, backspace: true };

    #[test]
    fn every_key_of_the_list_means_something() {
        let keys =
            KEYS.iter().flat_map(|(_, keys)| keys.iter()).flat_map(|(keys, _)| keys.split("  "));
        for key in keys {
            let pressed = match key {
                "←" => "ArrowLeft",
                "→" => "ArrowRight",
                "↑" => "ArrowUp",
                "↓" => "ArrowDown",
                "space" => " ",
                "1 – 6" => "6",
                // The drawing and the action line know these.
                "Enter" | "Shift Enter" | "/" => continue,
                key => key,
            };
            assert!(meaning(pressed, ALL).is_some(), "{key}");
        }
        assert_eq!(meaning("7", ALL), None);
    }

    #[test]
    fn keys_that_belong_to_what_has_the_focus_are_left_to_it() {
        let none =
            Free { across: false, down: false, space: false, delete: false, backspace: false };
        for key in ["ArrowLeft", "ArrowDown", "Home", "End", " ", "Delete", "Backspace"] {
            assert!(meaning(key, ALL).is_some(), "{key}");
            assert_eq!(meaning(key, none), None, "{key}");
        }
    }
}
