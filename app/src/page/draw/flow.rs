//! Screens without bounds: the nodes flow as the tree has them.

use super::{
    element::{Mark, News, Piece},
    ghost::{Ghost, Spot},
    hands,
    layout::MAX_DRAWN,
    traits::{acts, own_text},
};
use crate::page::say::say_with;
use diorama_world::{Domain, Role, Screen};
use yew::prelude::*;

/// Deepest nesting that is drawn; what lies deeper is drawn at this depth.
const MAX_NESTED: usize = 40;

/// A tree being drawn.
struct Flow<'a> {
    screen: &'a Screen,
    children: Vec<Vec<usize>>,
    marks: &'a [Mark],
    next: Option<usize>,
    ghosts: &'a [Ghost],
}

/// Draws a screen whose nodes have no bounds.
pub fn flow(screen: &Screen, marks: &[Mark], next: Option<usize>, ghosts: &[Ghost]) -> Html {
    let mut children = vec![Vec::new(); screen.nodes.len()];
    let mut depth = vec![0; screen.nodes.len()];
    let mut top = Vec::new();
    for (index, node) in screen.nodes.iter().enumerate().take(MAX_DRAWN) {
        // A child comes after its parent; anything else is drawn at the top.
        let mut parent = node.parent.filter(|&parent| parent < index);
        while let Some(deep) = parent.filter(|&parent| depth[parent] >= MAX_NESTED) {
            parent = screen.nodes[deep].parent.filter(|&above| above < deep);
        }
        match parent {
            Some(parent) => {
                depth[index] = depth[parent] + 1;
                children[parent].push(index);
            }
            None => top.push(index),
        }
    }
    let flow = Flow { screen, children, marks, next, ghosts };
    let left_out = screen.nodes.len().saturating_sub(MAX_DRAWN);
    html! {
        <div class="flow">
            { flow.nodes(None, &top) }
            if left_out > 0 {
                <p class="nothing">{ say_with("{1} more nodes are not drawn.", &[&left_out]) }</p>
            }
        </div>
    }
}

impl Flow<'_> {
    /// The nodes that a node holds, with what is gone from between them.
    fn nodes(&self, parent: Option<usize>, nodes: &[usize]) -> Html {
        let gone = |after: Option<usize>| {
            let spot = Spot::Flow { parent, after };
            self.ghosts.iter().filter(move |it| it.spot == spot).map(|it| it.draw(None))
        };
        let nodes = nodes.iter().flat_map(|&at| [self.node(at)].into_iter().chain(gone(Some(at))));
        gone(None).chain(nodes).collect()
    }

    fn misses(&self, index: usize) -> bool {
        let held = Some(index);
        self.ghosts.iter().any(|it| matches!(it.spot, Spot::Flow { parent, .. } if parent == held))
    }

    fn node(&self, index: usize) -> Html {
        let node = &self.screen.nodes[index];
        let children = &self.children[index];
        if node.role == Role::ComboBox && self.has_options(index) {
            return self.choice(index);
        }
        // A wrapper that says nothing and does nothing adds nothing to the drawing.
        let plain = node.role == Role::Group && node.name.is_empty() && node.kind == "generic";
        if plain && !node.states.clickable && children.len() == 1 && !self.misses(index) {
            return self.node(children[0]);
        }
        let says = !children.iter().any(|&child| self.says(child, 4));
        let piece = Piece {
            screen: self.screen,
            domain: Domain::Web,
            index,
            acts: acts(node, Domain::Web),
            text: says,
            mark: self.marks.get(index).copied().unwrap_or_default(),
            next: self.next == Some(index),
            one: false,
        };
        let inside = if children.is_empty() && !self.misses(index) {
            Html::default()
        } else {
            self.nodes(Some(index), children)
        };
        let style = self.in_a_row(index).then(|| "--row:1".to_owned());
        if let Some(style) = style {
            return html! { <div class="row" {style}>{ piece.draw(None, inside) }</div> };
        }
        piece.draw(None, inside)
    }

    /// Whether a node or what it holds says something.
    fn says(&self, index: usize, depth: usize) -> bool {
        !own_text(&self.screen.nodes[index]).is_empty()
            || (depth > 0 && self.children[index].iter().any(|&child| self.says(child, depth - 1)))
    }

    /// Whether a container holds only small things, which stand side by side.
    fn in_a_row(&self, index: usize) -> bool {
        let children = &self.children[index];
        let node = &self.screen.nodes[index];
        node.role == Role::Group
            && node.kind == "generic"
            && (2..=8).contains(&children.len())
            && children.iter().all(|&child| self.is_small(child))
    }

    fn is_small(&self, index: usize) -> bool {
        let node = &self.screen.nodes[index];
        let small = matches!(
            node.role,
            Role::Button
                | Role::CheckBox
                | Role::ComboBox
                | Role::Image
                | Role::Link
                | Role::Radio
                | Role::Switch
                | Role::Text
                | Role::TextBox
        );
        small && own_text(node).chars().count() <= 40
    }

    fn has_options(&self, index: usize) -> bool {
        self.children[index].iter().any(|&child| self.screen.nodes[child].role == Role::Option)
    }

    /// A choice whose options are known, as the browser's own.
    fn choice(&self, index: usize) -> Html {
        let node = &self.screen.nodes[index];
        let options = self.children[index].iter().filter_map(|&child| {
            let option = &self.screen.nodes[child];
            (option.role == Role::Option).then(|| {
                html! { <option selected={option.states.selected}>{ option.name.clone() }</option> }
            })
        });
        let mark = self.marks.get(index).copied().unwrap_or_default();
        let classes = classes!(
            "n",
            "r-choice",
            "acts",
            (mark.news == News::Changed).then_some("changed"),
            (mark.news == News::Added).then_some("added"),
            mark.unsure.then_some("unsure"),
            mark.told.then_some("told"),
            (self.next == Some(index)).then_some("next"),
        );
        html! {
            <select class={classes} data-node={index.to_string()} aria-label={node.name.clone()}
                aria-describedby={mark.told.then(|| hands::told(index))}
                disabled={node.states.disabled}>
                { for options }
            </select>
        }
    }
}
