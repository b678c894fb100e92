//! Where the focus is, and what is scrolled into view.

use super::state::Spot;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement};

/// The strip's list of steps.
const STEPS: &str = ".steps";
/// The step that is shown, in it.
const STEP: &str = ".steps [aria-current]";
/// How much of what lies beside the step is shown with it, in pixels.
const BESIDE: f64 = 48.0;

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// What has the focus; none where it is nowhere in particular.
fn focused() -> Option<Element> {
    document()?.active_element().filter(|it| it.tag_name() != "BODY")
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot have the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Puts the focus somewhere.
pub fn put(spot: Spot) {
    match spot {
        Spot::Line => {
            let line = document().and_then(|it| it.get_element_by_id("action-line"));
            focus(line.clone());
            if let Some(line) = line.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) {
                line.select();
            }
        }
        Spot::Step if focused().is_none() => focus(find(STEP)),
        Spot::Step => {}
    }
}

/// Scrolls the strip to the step that is shown whenever the window gets another size.
pub fn keep_step_shown() -> Option<Closure<dyn FnMut()>> {
    let resized = Closure::<dyn FnMut()>::new(show_step);
    web_sys::window()?.set_onresize(Some(resized.as_ref().unchecked_ref()));
    Some(resized)
}

/// Scrolls the strip to the step that is shown, and lets the focus follow if it is on another.
pub fn show_step() {
    let (Some(steps), Some(step)) = (find(STEPS), find(STEP)) else { return };
    if focused().is_some_and(|it| it != step && steps.contains(Some(&it))) {
        focus(Some(step.clone()));
    }
    let (outer, inner) = (steps.get_bounding_client_rect(), step.get_bounding_client_rect());
    let by = |from: f64, to: f64, start: f64, end: f64, beside: f64| {
        let back = (start - beside - from).min(0.0);
        let on = (end + beside - to).max(0.0);
        // What is larger than the strip is shown from its start.
        (if back < 0.0 { back } else { on }) as i32
    };
    let across = by(outer.left(), outer.right(), inner.left(), inner.right(), BESIDE);
    let down = by(outer.top(), outer.bottom(), inner.top(), inner.bottom(), 4.0);
    steps.set_scroll_left(steps.scroll_left() + across);
    steps.set_scroll_top(steps.scroll_top() + down);
}
