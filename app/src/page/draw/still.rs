//! A screen to look at, not to act on: a future that is not on the timeline, the true screen beside a
//! predicted one.

use super::Drawing;
use crate::page::text::TextWorld;
use diorama_world::{Domain, Screen, diff::Diff};
use std::rc::Rc;
use yew::prelude::*;

/// What is shown.
#[derive(Clone, Properties, PartialEq)]
pub struct StillProps {
    /// The kind of world.
    pub domain: Domain,
    /// The screen.
    pub screen: Rc<Screen>,
    /// How it differs from the one that it is shown beside or after.
    pub diff: Rc<Diff>,
    /// Nodes that the model spoke of, and how sure it was of each.
    pub sure: Vec<(usize, f32)>,
    /// What it is, for people who do not see it.
    pub label: AttrValue,
}

/// A screen to look at. What it says is told elsewhere, so one label is all that is read of it.
#[component(Still)]
pub fn still(props: &StillProps) -> Html {
    let StillProps { domain, screen, diff, sure, .. } = props;
    let (domain, screen, diff) = (*domain, Rc::clone(screen), Rc::clone(diff));
    let act = Callback::noop();
    let drawing = if domain.is_drawn() {
        html! {
            <Drawing {domain} {screen} {diff} sure={sure.clone()} place={0} partial={None}
                next={None} busy={false} {act} point={Callback::noop()} />
        }
    } else {
        html! {
            <TextWorld {domain} {screen} {diff} place={0} partial={None} last={None}
                typed={Rc::default()} tools={Rc::default()} busy={false} {act} />
        }
    };
    html! {
        <div class="still-world" role="img" aria-label={props.label.clone()}>
            <div class="inert" inert={true}>{ drawing }</div>
        </div>
    }
}
