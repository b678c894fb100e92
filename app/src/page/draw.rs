//! Drawing a screen: a phone, a browser or a desktop in one calm wireframe style, made only from
//! what the observation says.

mod drafts;
mod element;
mod flow;
mod frame;
mod ghost;
mod hands;
pub mod icon;
mod placed;
pub mod roles;
mod still;
pub mod thumbnail;
mod was;
pub mod words;

use crate::page::later::{self, Part};
pub use diorama_picture::traits;
use diorama_picture::{layout, strokes};
use diorama_world::{Action, Domain, Screen, diff::Diff};
use element::{Mark, News};
pub use ghost::Ghost;
pub use hands::Pointed;
use std::rc::Rc;
pub use still::{Still, StillProps};
pub use was::Was;
use yew::prelude::*;

/// Below this a step or a node looks unsure.
pub const UNSURE: f32 = 0.6;

/// What is drawn, and where its actions go.
#[derive(Properties, PartialEq)]
pub struct DrawingProps {
    /// The kind of world.
    pub domain: Domain,
    /// The screen as it stands.
    pub screen: Rc<Screen>,
    /// How it differs from the one before.
    pub diff: Rc<Diff>,
    /// The screen before, if something of it is to be told and shown.
    #[prop_or_default]
    pub before: Option<Rc<Screen>>,
    /// Nodes that the model spoke of, and how sure it was of each.
    #[prop_or_default]
    pub sure: Vec<(usize, f32)>,
    /// What tells and shows it.
    #[prop_or(Part::Here)]
    pub later: Part,
    /// Tells one drawn place from another, so that what changed glows once.
    pub place: usize,
    /// The next screen, as far as it is written.
    pub partial: Option<Rc<Screen>>,
    /// What the recording does next.
    pub next: Option<Action>,
    /// Whether the world answers now.
    pub busy: bool,
    /// What is done to the world.
    pub act: Callback<Action>,
    /// Tells what the pointer or the focus is on.
    pub point: Callback<Pointed>,
}

/// A drawn world that can be acted on.
#[component(Drawing)]
pub fn drawing(props: &DrawingProps) -> Html {
    let drafts = use_mut_ref(drafts::Drafts::default).borrow().clone();
    let sheets = use_node_ref();
    {
        let (drafts, sheets) = (drafts.clone(), sheets.clone());
        let screen = Rc::clone(&props.screen);
        // Every drawing puts into fields what the world says they hold.
        use_effect(move || {
            if let Some(sheets) = sheets.cast::<web_sys::Element>() {
                drafts.restore(&sheets, &screen);
            }
        });
    }
    let Past { told: was, gone } = Past::of(props);
    let marks = marks(&props.screen, &props.diff, &props.sure, &was);
    let told = was.iter().map(|Was { node, words }| {
        html! { <span id={hands::told(*node)}>{ words.clone() }</span> }
    });
    let told = html! { <div hidden=true>{ for told }</div> };
    let hands = hands::Hands {
        screen: Rc::clone(&props.screen),
        domain: props.domain,
        act: props.act.clone(),
        point: props.point.clone(),
        drafts,
        was: Rc::new(was),
    };
    let next = props.next.as_ref().and_then(target);
    let last = sheet(props.domain, &props.screen, &marks, next, &gone);
    let growing = props.partial.as_ref().map(|screen| {
        let marks = vec![Mark::default(); screen.nodes.len()];
        html! { <div class="sheet growing" key="growing">{ sheet(props.domain, screen, &marks, None, &[]) }</div> }
    });
    let header = props.partial.as_ref().map_or(&props.screen, |partial| partial);
    let classes = classes!("sheet", growing.is_some().then_some("beneath"));
    let sheets = html! {
        <div ref={sheets} class={classes!("sheets", props.busy.then_some("busy"))}
            aria-busy={props.busy.then_some("true")}
            onclick={hands.click()} ondblclick={hands.double_click()}
            onkeydown={hands.key()} oncontextmenu={hands.context_menu()}
            onpointerdown={hands.press()} onpointerup={hands.release()} onchange={hands.change()} oninput={hands.input()}
            onmouseover={hands.hover()} onmouseleave={hands.leave()}
            onfocusin={hands.focus()} onfocusout={hands.blur()}>
            <div class={classes} key={props.place}>{ last }</div>
            { growing }
            { told }
        </div>
    };
    frame::frame(props.domain, &header.header, next_kind(props.next.as_ref()), &props.act, sheets)
}

/// What there is of the screen before.
#[derive(Default)]
pub struct Past {
    /// What is told of nodes that are still there.
    pub told: Vec<Was>,
    /// Nodes that are not.
    pub gone: Vec<Ghost>,
}

impl Past {
    fn of(props: &DrawingProps) -> Self {
        later::here().map(|views| (views.past)(props)).unwrap_or_default()
    }
}

/// What is told and shown of the screen before; all that finds it out comes with the second part of the
/// page.
pub fn past(props: &DrawingProps) -> Past {
    let DrawingProps { domain, screen, diff, sure, .. } = props;
    let before = props.before.as_deref();
    let told = was::was(before, screen, diff, sure, *domain);
    Past { told, gone: ghost::ghosts(before, screen, diff, *domain) }
}

/// The nodes of a screen.
fn sheet(
    domain: Domain,
    screen: &Screen,
    marks: &[Mark],
    next: Option<usize>,
    ghosts: &[Ghost],
) -> Html {
    match domain {
        Domain::Web | Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {
            flow::flow(screen, marks, next, ghosts)
        }
        Domain::Android | Domain::Os => placed::placed(screen, domain, marks, next, ghosts),
    }
}

/// The marks of a screen's nodes. On a new screen everything is new: nothing is marked.
fn marks(screen: &Screen, diff: &Diff, sure: &[(usize, f32)], was: &[Was]) -> Vec<Mark> {
    let mut marks = vec![Mark::default(); screen.nodes.len()];
    for &(index, _) in sure.iter().filter(|(_, sure)| *sure < UNSURE) {
        if let Some(mark) = marks.get_mut(index) {
            mark.unsure = true;
        }
    }
    for it in was {
        if let Some(mark) = marks.get_mut(it.node) {
            mark.told = true;
        }
    }
    if diff.new_screen {
        return marks;
    }
    let changed = diff.changed.iter().filter(|c| !c.moved_only()).map(|c| (c.new, News::Changed));
    for (index, mark) in diff.added.iter().map(|&new| (new, News::Added)).chain(changed) {
        if let Some(slot) = marks.get_mut(index) {
            slot.news = mark;
        }
    }
    marks
}

/// The node an action is done to.
pub fn target(action: &Action) -> Option<usize> {
    action.targets().first().copied()
}

/// The control of the frame that the recording uses next.
fn next_kind(next: Option<&Action>) -> Option<frame::Control> {
    match next? {
        Action::Back => Some(frame::Control::Back),
        Action::Home => Some(frame::Control::Home),
        Action::Open { .. } => Some(frame::Control::Address),
        _ => None,
    }
}
