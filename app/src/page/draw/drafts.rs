//! What was typed into fields and not entered yet. Drawing puts into a field what the world says it
//! holds; a field that still holds what it held then gets its typed text back.

use super::traits::label;
use diorama_world::{Role, Screen};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// Most drafts that are kept.
const MOST: usize = 32;

/// The drafts of a drawing. A copy is the same drafts.
#[derive(Clone, Default)]
pub struct Drafts(Rc<RefCell<Vec<Draft>>>);

/// A text that was typed into a field.
struct Draft {
    /// What the field is called.
    field: String,
    /// What it held, as the world says.
    held: String,
    /// What was typed.
    text: String,
}

fn held(screen: &Screen, node: usize) -> String {
    screen.nodes.get(node).and_then(|node| node.value.clone()).unwrap_or_default()
}

impl Drafts {
    /// Keeps what stands in a field now.
    pub fn keep(&self, screen: &Screen, node: usize, text: String) {
        let field = label(screen, node);
        self.drop(screen, node);
        let held = held(screen, node);
        let mut drafts = self.0.borrow_mut();
        if text != held && drafts.len() < MOST {
            drafts.push(Draft { field, held, text });
        }
    }

    /// Forgets what was typed into a field: it was entered.
    pub fn drop(&self, screen: &Screen, node: usize) {
        let field = label(screen, node);
        self.0.borrow_mut().retain(|draft| draft.field != field);
    }

    /// What was typed into a field, if it still holds what it held then.
    fn of(&self, screen: &Screen, node: usize) -> Option<String> {
        let (field, held) = (label(screen, node), held(screen, node));
        let drafts = self.0.borrow();
        let draft = drafts.iter().find(|draft| draft.field == field && draft.held == held)?;
        Some(draft.text.clone())
    }

    /// Gives the fields of a drawing their typed texts back.
    pub fn restore(&self, drawing: &Element, screen: &Screen) {
        if self.0.borrow().is_empty() {
            return;
        }
        let fields = screen.nodes.iter().enumerate().filter(|(_, it)| it.role == Role::TextBox);
        for (node, _) in fields {
            let found = drawing.query_selector(&format!("[data-node=\"{node}\"]")).ok().flatten();
            let (Some(element), Some(text)) = (found, self.of(screen, node)) else { continue };
            // Set only where it differs, so that the caret stays where it is.
            if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
                if field.value() != text {
                    field.set_value(&text);
                }
            } else if let Some(field) = element.dyn_ref::<HtmlTextAreaElement>()
                && field.value() != text
            {
                field.set_value(&text);
            }
        }
    }
}
