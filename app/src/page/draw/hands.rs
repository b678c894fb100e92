//! From pointer and keys to actions. One listener each for the whole drawing: which node is meant
//! stands on the element as `data-node`.

use super::{
    drafts::Drafts,
    layout::layout,
    roles::describe,
    traits::{acts, can_be_pointed_at},
    was::Was,
};
use diorama_world::{Action, Domain, Role, Screen};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, EventTarget, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// How long a press must last to be a long one, in milliseconds: as on phones.
const LONG_PRESS: i32 = 500;
/// How long a click waits for the second half of a double click, in milliseconds.
const DOUBLE_CLICK: i32 = 240;

/// What turns events on the drawing into actions.
#[derive(Clone)]
pub struct Hands {
    /// The screen that is acted on.
    pub screen: Rc<Screen>,
    /// The kind of world.
    pub domain: Domain,
    /// Where actions go.
    pub act: Callback<Action>,
    /// Where words about the node under the pointer go.
    pub point: Callback<Pointed>,
    /// What was typed and not entered.
    pub drafts: Drafts,
    /// What is told of nodes while they are pointed at or have the focus.
    pub was: Rc<Vec<Was>>,
}

/// What the pointer or the focus is on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pointed {
    /// The node in a few words; empty for none.
    pub words: String,
    /// What is told of it, beside it.
    pub tip: Option<Tip>,
}

/// Something told of a node, and where on the page it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Tip {
    /// The words.
    pub words: String,
    /// Where the node begins, as a part of the page's width.
    pub across: f64,
    /// Its upper edge, in pixels of the page.
    pub top: f64,
    /// Its lower edge.
    pub bottom: f64,
}

/// Identifier of the element that says what is told of a node.
pub fn told(node: usize) -> String {
    format!("was-{node}")
}

thread_local! {
    /// Set when a press became a long one, so that the click that ends it does nothing.
    static PRESSED: Cell<bool> = const { Cell::new(false) };
    /// Number of the newest thing that waits; what waits under an older number is off.
    static LATER: Cell<u64> = const { Cell::new(0) };
}

impl Hands {
    /// A click: on a control its action; on anything else the node that lies there. Fields take
    /// the click for themselves, to be typed into.
    pub fn click(&self) -> Callback<MouseEvent> {
        let hands = self.clone();
        Callback::from(move |event: MouseEvent| {
            if PRESSED.take() {
                return;
            }
            let node = node_at(event.target()).or_else(|| hands.hit(&event));
            let Some(node) = node else { return };
            let Some(it) = hands.screen.nodes.get(node) else { return };
            let active = acts(it, hands.domain);
            let typed = it.role == Role::TextBox && active;
            let nameless = hands.domain == Domain::Web && it.reference.is_none();
            let idle = !active && (nameless || !can_be_pointed_at(it));
            if typed || idle || is_select(event.target()) {
                return;
            }
            let act = hands.act.clone();
            let click = move || act.emit(Action::Click { node });
            // On a desktop a click may turn out to be the first half of a double click; one made
            // with a key (`detail` 0) cannot.
            if hands.domain == Domain::Os && event.detail() > 0 {
                later(DOUBLE_CLICK, click);
            } else {
                click();
            }
        })
    }

    /// A double click, on a desktop.
    pub fn double_click(&self) -> Callback<MouseEvent> {
        let hands = self.clone();
        Callback::from(move |event: MouseEvent| {
            if hands.domain == Domain::Os
                && let Some(node) = hands.under(&event)
            {
                LATER.set(LATER.get() + 1);
                hands.act.emit(Action::DoubleClick { node });
            }
        })
    }

    /// The other mouse button: a long press on a phone, a double click on a desktop.
    pub fn context_menu(&self) -> Callback<MouseEvent> {
        let hands = self.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(node) = hands.under(&event) else { return };
            match hands.domain {
                Domain::Android => {
                    event.prevent_default();
                    hands.act.emit(Action::LongPress { node });
                }
                Domain::Os => {
                    event.prevent_default();
                    hands.act.emit(Action::DoubleClick { node });
                }
                Domain::Web | Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {}
            }
        })
    }

    /// A press that lasts is a long one, on a phone.
    pub fn press(&self) -> Callback<PointerEvent> {
        let hands = self.clone();
        Callback::from(move |event: PointerEvent| {
            PRESSED.set(false);
            if hands.domain != Domain::Android || event.button() != 0 {
                return;
            }
            let Some(node) = hands.under(&event) else { return };
            let act = hands.act.clone();
            later(LONG_PRESS, move || {
                PRESSED.set(true);
                act.emit(Action::LongPress { node });
            });
        })
    }

    /// Letting go before a press is a long one.
    pub fn release(&self) -> Callback<PointerEvent> {
        let phone = self.domain == Domain::Android;
        Callback::from(move |_| {
            if phone {
                LATER.set(LATER.get() + 1);
            }
        })
    }

    /// Something is typed into a field: kept until it is entered.
    pub fn input(&self) -> Callback<InputEvent> {
        let hands = self.clone();
        Callback::from(move |event: InputEvent| {
            if let (Some(node), Some(text)) = (node_at(event.target()), field_text(event.target()))
            {
                hands.drafts.keep(&hands.screen, node, text);
            }
        })
    }

    /// Another option of a choice.
    pub fn change(&self) -> Callback<Event> {
        let hands = self.clone();
        Callback::from(move |event: Event| {
            let node = node_at(event.target());
            let select = event.target().and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
            if let (Some(node), Some(select)) = (node, select) {
                hands.act.emit(Action::Select { node, option: select.value() });
            }
        })
    }

    /// Keys in a field: Enter types what it holds, with Shift it also presses Enter there. Enter
    /// and Space press boxes that act as buttons.
    pub fn key(&self) -> Callback<KeyboardEvent> {
        let hands = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(node) = node_at(event.target()) else { return };
            if event.is_composing() {
                return;
            }
            let key = event.key();
            if let Some(text) = field_text(event.target()) {
                event.stop_propagation();
                if key == "Enter" {
                    event.prevent_default();
                    let submit = event.shift_key() || hands.submits(node);
                    hands.drafts.drop(&hands.screen, node);
                    let text = hands.newly_typed(node, text);
                    hands.act.emit(Action::Type { node: Some(node), text, submit });
                } else if key == "Escape" {
                    hands.point.emit(Pointed::default());
                    blur(event.target());
                }
                return;
            }
            if key == "Escape" {
                hands.point.emit(Pointed::default());
            }
            let boxed = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .is_some_and(|element| element.tag_name() == "DIV");
            if boxed && (key == "Enter" || key == " ") {
                event.prevent_default();
                hands.act.emit(Action::Click { node });
            }
        })
    }

    /// Whether Enter in a field also presses Enter in the world, as in a search field on the web.
    fn submits(&self, node: usize) -> bool {
        self.screen.nodes.get(node).is_some_and(|node| node.kind == "searchbox")
    }

    /// What was typed. On a desktop keys go to the end of what stands there already; elsewhere
    /// typing replaces it.
    fn newly_typed(&self, node: usize, text: String) -> String {
        let before = self.screen.nodes.get(node).and_then(|node| node.value.as_deref());
        match (self.domain, before.and_then(|before| text.strip_prefix(before))) {
            (Domain::Os, Some(added)) => added.to_owned(),
            _ => text,
        }
    }

    /// Words about what the pointer is on.
    pub fn hover(&self) -> Callback<MouseEvent> {
        let hands = self.clone();
        Callback::from(move |event: MouseEvent| {
            let node = node_at(event.target()).or_else(|| hands.hit(&event));
            hands.point.emit(hands.pointed(node, event.target()));
        })
    }

    /// The pointer left.
    pub fn leave(&self) -> Callback<MouseEvent> {
        let point = self.point.clone();
        Callback::from(move |_| point.emit(Pointed::default()))
    }

    /// Words about what has the focus.
    pub fn focus(&self) -> Callback<FocusEvent> {
        let hands = self.clone();
        Callback::from(move |event: FocusEvent| {
            if let Some(node) = node_at(event.target()) {
                hands.point.emit(hands.pointed(Some(node), event.target()));
            }
        })
    }

    /// The focus left.
    pub fn blur(&self) -> Callback<FocusEvent> {
        let point = self.point.clone();
        Callback::from(move |_| point.emit(Pointed::default()))
    }

    /// What is said of a node and of the element that is pointed at.
    fn pointed(&self, node: Option<usize>, target: Option<EventTarget>) -> Pointed {
        let words = node.map(|node| describe(&self.screen, node)).unwrap_or_default();
        Pointed { words, tip: self.tip(target) }
    }

    /// What is told of an element's node, or of the one that holds it.
    fn tip(&self, target: Option<EventTarget>) -> Option<Tip> {
        let element: Element = target?.dyn_into().ok()?;
        let element = element.closest(".told").ok()??;
        let node: usize = element.get_attribute("data-node")?.parse().ok()?;
        let words = self.was.iter().find(|it| it.node == node)?.words.clone();
        let edges = element.get_bounding_client_rect();
        let width = f64::from(element.owner_document()?.document_element()?.client_width());
        let across = (edges.left() / width).clamp(0.0, 1.0);
        Some(Tip { words, across, top: edges.top(), bottom: edges.bottom() })
    }

    /// The node under the pointer, unless it is a field, where presses and double clicks choose
    /// text.
    fn under(&self, event: &MouseEvent) -> Option<usize> {
        let node = node_at(event.target()).or_else(|| self.hit(event))?;
        let it = self.screen.nodes.get(node)?;
        (it.role != Role::TextBox || !acts(it, self.domain)).then_some(node)
    }

    /// The smallest node under the pointer, where no element took the event: what does not act
    /// lets clicks through.
    fn hit(&self, event: &MouseEvent) -> Option<usize> {
        let target: Element = event.target()?.dyn_into().ok()?;
        let frame = target.closest("[data-frame]").ok()??.get_bounding_client_rect();
        let layout = layout(&self.screen, self.domain);
        let part = |at: i32, from: f64, size: f64| (f64::from(at) - from) / size.max(1.0);
        let x = part(event.client_x(), frame.left(), frame.width()) * f64::from(layout.width);
        let y = part(event.client_y(), frame.top(), frame.height()) * f64::from(layout.height);
        let under = layout.boxes.iter().filter(|b| b.bounds.contains(x as i32, y as i32));
        under.min_by_key(|b| b.bounds.area()).map(|b| b.node)
    }
}

/// Does something after so many milliseconds, unless [`LATER`] moves on before.
fn later(milliseconds: i32, what: impl FnOnce() + 'static) {
    let turn = LATER.get() + 1;
    LATER.set(turn);
    let then = Closure::once_into_js(move || {
        if LATER.get() == turn {
            what();
        }
    });
    let window = web_sys::window();
    // Without a timer there are no long presses and no clicks on a desktop; browsers have one.
    let _ = window.map(|window| {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(
            then.unchecked_ref(),
            milliseconds,
        )
    });
}

/// The node whose element, or one inside it, is the target.
fn node_at(target: Option<EventTarget>) -> Option<usize> {
    let element: Element = target?.dyn_into().ok()?;
    element.closest("[data-node]").ok()??.get_attribute("data-node")?.parse().ok()
}

/// What a field holds, if the target is one.
fn field_text(target: Option<EventTarget>) -> Option<String> {
    let target = target?;
    if let Some(field) = target.dyn_ref::<HtmlInputElement>() {
        return Some(field.value());
    }
    target.dyn_ref::<web_sys::HtmlTextAreaElement>().map(web_sys::HtmlTextAreaElement::value)
}

fn is_select(target: Option<EventTarget>) -> bool {
    target.is_some_and(|target| {
        target.dyn_ref::<Element>().is_some_and(|it| matches!(it.closest("select"), Ok(Some(_))))
    })
}

fn blur(target: Option<EventTarget>) {
    if let Some(element) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot lose the focus keeps it.
        let _ = element.blur();
    }
}
