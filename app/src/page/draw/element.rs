//! One node as a real element: a button, a field, a switch, by its role.

use super::{
    hands,
    icon::{icon, strokes},
    traits::{is_secret, is_titled, label, own_text, prompt},
};
use diorama_world::{Domain, Node, Role, Screen, number::decimal};
use yew::prelude::*;

/// The marks that a node carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// What the step did to it.
    pub news: News,
    /// Whether the model was unsure of it.
    pub unsure: bool,
    /// Whether something is told of it while it is pointed at or has the focus.
    pub told: bool,
}

/// What a step did to a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum News {
    #[default]
    None,
    Added,
    Changed,
}

/// A node to draw as an element.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // independent facts, each with its own look
pub struct Piece<'a> {
    /// The screen it is on.
    pub screen: &'a Screen,
    /// The kind of world.
    pub domain: Domain,
    /// Index of the node.
    pub index: usize,
    /// Whether it answers clicks.
    pub acts: bool,
    /// Whether it shows its own text.
    pub text: bool,
    /// What happened to it.
    pub mark: Mark,
    /// Whether the recording acts on it next.
    pub next: bool,
    /// Whether its box has room for one line only.
    pub one: bool,
}

impl Piece<'_> {
    fn node(&self) -> &Node {
        &self.screen.nodes[self.index]
    }

    fn classes(&self) -> Classes {
        let states = self.node().states;
        let mut classes = classes!("n", role_class(self.node().role));
        let kind: String = self.node().kind.chars().filter(char::is_ascii_alphanumeric).collect();
        if self.domain == Domain::Web && kind.len() <= 24 {
            classes.push(format!("k-{kind}"));
        }
        let flags = [
            (self.acts, "acts"),
            (!self.acts, "still"),
            (self.mark.news == News::Added, "added"),
            (self.mark.news == News::Changed, "changed"),
            (self.mark.unsure, "unsure"),
            (self.mark.told, "told"),
            (self.next, "next"),
            (self.one, "one"),
            (states.focused, "focused"),
            (states.selected, "selected"),
            (states.disabled, "disabled"),
            (states.checked == Some(true), "on"),
        ];
        for (set, class) in flags {
            if set {
                classes.push(class);
            }
        }
        classes
    }

    /// What it is called, and what it shows where that is another text: whoever speaks to the page
    /// says what they see.
    fn called(&self) -> String {
        let called = label(self.screen, self.index);
        let shown = own_text(self.node());
        if called.contains(shown) { called } else { [&*called, ", ", shown].concat() }
    }

    /// Where it stands what is told of the node.
    fn told(&self) -> Option<String> {
        self.mark.told.then(|| hands::told(self.index))
    }

    /// The element, with `style` for its place and `inside` for the nodes it holds.
    pub fn draw(&self, style: Option<String>, inside: Html) -> Html {
        let holds = inside != Html::default();
        match self.node().role {
            Role::TextBox if self.acts || self.node().states.disabled => self.field(style),
            Role::Slider | Role::ProgressBar => self.bar(style),
            _ if self.acts => self.button(style, inside, holds),
            _ => self.plain(style, inside),
        }
    }

    /// A text field. What is typed becomes an action with Enter; see `act`.
    fn field(&self, style: Option<String>) -> Html {
        let node = self.node();
        let value = own_value(node);
        let prompt = prompt(node).to_owned();
        let called = label(self.screen, self.index);
        let called = if called.is_empty() { "Field".to_owned() } else { called };
        let tall = match (node.bounds, self.domain) {
            (Some(bounds), Domain::Os) => bounds.height > 60,
            (Some(bounds), _) => bounds.height > 320,
            (None, _) => value.contains('\n') || node.attribute("multiline").is_some(),
        };
        let index = self.index.to_string();
        let disabled = node.states.disabled;
        // In flow nothing else says what a field is called.
        let above = (node.bounds.is_none() && !node.name.is_empty()).then(|| called.clone());
        let secret = is_secret(node);
        let kind = if secret { "password" } else { "text" };
        // Only a field of one line hides what it holds.
        let field = if tall && !secret {
            html! {
                <textarea class={self.classes()} {style} data-node={index} aria-label={called}
                    aria-describedby={self.told()}
                    placeholder={prompt} {value} {disabled} spellcheck="false" />
            }
        } else {
            html! {
                <input class={self.classes()} {style} type={kind} data-node={index}
                    aria-label={called} aria-describedby={self.told()} placeholder={prompt} {value} {disabled}
                    autocomplete="off" spellcheck="false" />
            }
        };
        match above {
            Some(above) => html! {
                <div class="labelled"><span aria-hidden="true">{ above }</span>{ field }</div>
            },
            None => field,
        }
    }

    /// A slider or a progress bar; its value is shown, a person changes it by acting.
    fn bar(&self, style: Option<String>) -> Html {
        let node = self.node();
        let role = if node.role == Role::Slider { "slider" } else { "progressbar" };
        let part = decimal(own_text(node).trim().trim_end_matches('%'));
        let part = part.map(|value| if value <= 1.0 { value * 100.0 } else { value.min(100.0) });
        html! {
            <div class={self.classes()} {style} {role} data-node={self.index.to_string()}
                tabindex={(self.acts || self.mark.told).then_some("0")}
                aria-describedby={self.told()}
                aria-label={label(self.screen, self.index)} aria-valuemin="0" aria-valuemax="100"
                aria-valuenow={part.map(|part| part.to_string())}>
                <span class="bar"><span style={format!("width:{}%", part.unwrap_or(0.0))} /></span>
            </div>
        }
    }

    /// Anything that answers clicks. A plain button where nothing is nested, else a box with the
    /// same role and keys, since buttons may not hold other controls.
    fn button(&self, style: Option<String>, inside: Html, holds: bool) -> Html {
        let node = self.node();
        let role = button_role(node.role);
        let checked = match node.states.checked {
            Some(checked) => Some(if checked { "true" } else { "false" }),
            None if matches!(node.role, Role::CheckBox | Role::Switch | Role::Radio) => {
                Some("false")
            }
            None => None,
        };
        let selected = (node.role == Role::Tab || node.role == Role::Option)
            .then_some(if node.states.selected { "true" } else { "false" });
        // A choice always says whether it is open.
        let expanded = match (node.states.expanded, node.role) {
            (true, _) => Some("true"),
            (false, Role::ComboBox) => Some("false"),
            _ => None,
        };
        let called = self.called();
        let called = if called.is_empty() { node.kind.clone() } else { called };
        let index = self.index.to_string();
        let mut classes = self.classes();
        let face = self.face(&mut classes);
        if holds {
            return html! {
                <div class={classes} {style} role={role} tabindex="0" data-node={index}
                    aria-label={called} aria-checked={checked} aria-selected={selected}
                    aria-expanded={expanded} aria-describedby={self.told()}>
                    { face }{ inside }
                </div>
            };
        }
        html! {
            <button type="button" class={classes} {style} role={role} data-node={index}
                aria-label={called} aria-checked={checked} aria-selected={selected}
                aria-expanded={expanded} aria-describedby={self.told()}>
                { face }
            </button>
        }
    }

    /// What is seen of a control: its text, a switch, a drawing.
    fn face(&self, classes: &mut Classes) -> Html {
        let node = self.node();
        let text = if self.text { own_text(node) } else { "" };
        let sign = match node.role {
            Role::Switch => html! { <span class="sign switch" aria-hidden="true" /> },
            Role::CheckBox => html! { <span class="sign check" aria-hidden="true" /> },
            Role::Radio => html! { <span class="sign radio" aria-hidden="true" /> },
            Role::ComboBox => html! { <span class="sign choice" aria-hidden="true" /> },
            _ => Html::default(),
        };
        if self.pictured() {
            // A small picture is its drawing; a large one also says its name beneath.
            let large = node.bounds.is_some_and(|bounds| bounds.height > self.large());
            let strokes = strokes(&node.name);
            if strokes.is_some() {
                classes.push("pictured");
            }
            let text = if large || strokes.is_none() { text } else { "" };
            return html! {
                <>
                    if let Some(strokes) = strokes { { icon(strokes) } }
                    if !text.is_empty() { <span class="t">{ text.to_owned() }</span> }
                </>
            };
        }
        html! { <>if !text.is_empty() { <span class="t">{ text.to_owned() }</span> }{ sign }</> }
    }

    /// Whether a node is a picture.
    fn pictured(&self) -> bool {
        let node = self.node();
        node.role == Role::Image || node.kind.contains("Image")
    }

    /// Height from which a picture has room for its name, in the domain's pixels.
    fn large(&self) -> i32 {
        if self.domain == Domain::Os { 60 } else { 170 }
    }

    /// What does not answer clicks: texts, pictures, boxes.
    fn plain(&self, style: Option<String>, inside: Html) -> Html {
        let node = self.node();
        let text = if self.text { own_text(node).to_owned() } else { String::new() };
        let index = self.index.to_string();
        let (role, named): (Option<&'static str>, bool) = match node.role {
            Role::Heading => (Some("heading"), false),
            Role::Image => (Some("img"), true),
            Role::Dialog => (Some("dialog"), true),
            Role::Alert => (Some("alert"), false),
            Role::List => (Some("list"), false),
            Role::ListItem => (Some("listitem"), false),
            Role::Separator => (Some("separator"), false),
            Role::Switch | Role::CheckBox | Role::Radio => (Some(button_role(node.role)), true),
            _ => (None, false),
        };
        let level =
            (node.role == Role::Heading).then(|| node.attribute("level").unwrap_or("2").to_owned());
        let checked = role
            .filter(|role| matches!(*role, "switch" | "checkbox" | "radio"))
            .map(|_| if node.states.checked == Some(true) { "true" } else { "false" });
        let called = named.then(|| self.called());
        let disabled = node.states.disabled.then_some("true");
        let mut classes = self.classes();
        let titled = is_titled(node, self.text) && node.bounds.is_some();
        let text = if titled { node.name.clone() } else { text };
        if titled {
            classes.push("titled");
        }
        let signed = matches!(
            node.role,
            Role::Switch | Role::CheckBox | Role::Radio | Role::ComboBox | Role::Image
        );
        let face = if signed {
            self.face(&mut classes)
        } else if text.is_empty() {
            Html::default()
        } else {
            html! { <span class="t">{ text }</span> }
        };
        html! {
            <div class={classes} {style} {role} data-node={index} data-level={level.clone()}
                aria-level={level} aria-label={called} aria-checked={checked}
                aria-disabled={disabled} tabindex={self.mark.told.then_some("0")}
                aria-describedby={self.told()}>
                { face }{ inside }
            </div>
        }
    }
}

/// What a field holds.
fn own_value(node: &Node) -> String {
    node.value.clone().unwrap_or_default()
}

fn button_role(role: Role) -> &'static str {
    match role {
        Role::CheckBox => "checkbox",
        Role::Switch => "switch",
        Role::Radio => "radio",
        Role::Link => "link",
        Role::Tab => "tab",
        Role::MenuItem => "menuitem",
        Role::Option => "option",
        Role::ComboBox => "combobox",
        _ => "button",
    }
}

fn role_class(role: Role) -> &'static str {
    match role {
        Role::Added => "r-added",
        Role::Alert => "r-alert",
        Role::Button => "r-button",
        Role::Cell => "r-cell",
        Role::CheckBox => "r-check",
        Role::ComboBox => "r-choice",
        Role::Dialog => "r-dialog",
        Role::Group => "r-group",
        Role::Heading => "r-heading",
        Role::Image => "r-image",
        Role::Link => "r-link",
        Role::List => "r-list",
        Role::ListItem => "r-item",
        Role::Menu => "r-menu",
        Role::MenuItem => "r-menuitem",
        Role::Option => "r-option",
        Role::Panel => "r-panel",
        Role::Paragraph => "r-paragraph",
        Role::ProgressBar => "r-progress",
        Role::Prompt => "r-prompt",
        Role::Radio => "r-radio",
        Role::Removed => "r-removed",
        Role::Row => "r-row",
        Role::ScrollBar => "r-scrollbar",
        Role::Separator => "r-line",
        Role::Slider => "r-slider",
        Role::Switch => "r-switch",
        Role::Tab => "r-tab",
        Role::TabList => "r-tabs",
        Role::Table => "r-table",
        Role::Text => "r-text",
        Role::TextBox => "r-field",
        Role::ToolBar => "r-toolbar",
        Role::Window => "r-window",
    }
}
