//! Parts of forms: fields, what can be chosen, and what is wrong with it.

use super::{Dialog, Do, View, view::Added};
use diorama_world::Role;

impl View<'_> {
    /// Adds a text box that holds what was typed into the field, at first nothing.
    pub fn field(&mut self, field: &'static str, name: impl Into<String>) -> Added<'_> {
        self.field_of(field, name, "")
    }

    /// Adds a text box that holds what was typed into the field, at first `start`.
    pub fn field_of(
        &mut self,
        field: &'static str,
        name: impl Into<String>,
        start: &str,
    ) -> Added<'_> {
        let value = self.held(field, start);
        let focused = self.surface.focus == Some(field);
        let added = self.add(Role::TextBox, name).clickable();
        added.node.states.focused = focused;
        added.hand.field = Some(field);
        added.hand.click = Do::Focus(field);
        if value.is_empty() { added } else { added.value(value) }
    }

    /// Adds a combo box that holds what was chosen for the field, at first `start`. A click asks
    /// which of the options it should be.
    pub fn combo(
        &mut self,
        field: &'static str,
        name: &str,
        options: &[&str],
        start: &str,
    ) -> Added<'_> {
        let value = self.held(field, start);
        let mut dialog = Dialog::new(name, "");
        for option in options {
            dialog = dialog.button(*option, Do::Fill(field, (*option).to_owned()));
        }
        let added = self.add(Role::ComboBox, name).clickable().value(value);
        added.hand.field = Some(field);
        added.hand.options = options.iter().map(|&option| option.to_owned()).collect();
        added.hand.click = Do::Ask(Box::new(dialog));
        added
    }

    /// Adds a text box that holds what was typed, at first `start`, and what is wrong with it.
    pub fn input(&mut self, field: &'static str, name: impl Into<String>, start: &str) {
        self.field_of(field, name, start);
        self.flaw_of(field);
    }

    /// Adds a combo box with its options inside; one is chosen without a dialog.
    pub fn select(
        &mut self,
        field: &'static str,
        name: impl Into<String>,
        options: &[&str],
        start: &str,
    ) {
        let value = self.held(field, start);
        let chosen = value.clone();
        let combo = self.nodes.len();
        self.within(Role::ComboBox, name, |view| {
            for &option in options {
                view.add(Role::Option, option).selected(option == chosen);
            }
        });
        self.nodes[combo].value = Some(value);
        self.nodes[combo].states.clickable = true;
        self.hands[combo].field = Some(field);
        self.hands[combo].options = options.iter().map(|&option| option.to_owned()).collect();
        self.flaw_of(field);
    }

    /// Adds radio buttons, one an option.
    pub fn radios(&mut self, field: &'static str, name: &str, options: &[&str], start: &str) {
        let value = self.held(field, start);
        self.within(Role::Group, name, |view| {
            for &option in options {
                let does = Do::Fill(field, option.to_owned());
                view.add(Role::Radio, option).checked(option == value).does(does);
            }
        });
        self.flaw_of(field);
    }

    /// Adds a check box whose state is stored with the rest of the form: `yes` or `no`.
    pub fn tick(&mut self, field: &'static str, name: impl Into<String>, start: bool) {
        let on = self.held(field, if start { "yes" } else { "no" }) == "yes";
        let other = if on { "no" } else { "yes" };
        self.check_box(name, on).does(Do::Fill(field, other.to_owned()));
    }

    fn flaw_of(&mut self, field: &str) {
        if let Some(text) = self.flaw(field) {
            self.add(Role::Alert, text);
        }
    }
}
