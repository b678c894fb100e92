//! The timeline as a strip: the tree of steps, and the ways to walk it.

use super::sure;
use crate::page::state::{
    Msg, Phase, State,
    truth::Predictor,
    walk::{Kind, Origin},
};
use diorama_world::timeline::Place;
use yew::prelude::*;

/// The strip.
pub fn strip(state: &State, send: &Callback<Msg>) -> Html {
    let Some(open) = state.open() else { return html! { <footer class="strip" /> } };
    let timeline = open.walk.timeline();
    let here = open.walk.here();
    let branch = timeline.branch(here);
    let busy = matches!(open.phase, Phase::Predicting(_));
    let reference = state.predictor() == Predictor::Reference;
    // The reference environment says the same every time.
    let settled = reference && matches!(open.walk.sight(here).origin, Origin::Reference(_));
    let (label, again) = if reference {
        ("Ask the reference", "See what the reference environment does here (r)")
    } else {
        ("Resample", "Ask the model for another answer to this step (r)")
    };
    let lanes = open.walk.lanes();
    let button = |label: &'static str, sign: &'static str, off: bool, msg: Msg| {
        html! {
            <button type="button" class="quiet" disabled={off} title={label} aria-label={label}
                onclick={send.reform(move |_| msg.clone())}>{ sign }</button>
        }
    };
    let predicting = match &open.phase {
        Phase::Predicting(it) => Some((it.ask.from, open.walk.spoken(it.ask.from, &it.ask.action))),
        _ => None,
    };
    html! {
        <footer class="strip" aria-label="Timeline">
            <div class="walk">
                { button("One step back (z)", "◀", busy || here == Place::START, Msg::Undo) }
                { button("One step on (y)", "▶", busy || timeline.following(here).is_none(), Msg::Redo) }
                if open.next_recorded().is_some() {
                    <button type="button" class="quiet wide" disabled={busy}
                        title="Take the recording's next step (n)"
                        onclick={send.reform(|_| Msg::Play)}>{ "Next recorded" }</button>
                }
                if here != Place::START && !settled {
                    <button type="button" class="quiet wide" disabled={busy}
                        title={again}
                        onclick={send.reform(|_| Msg::Resample)}>{ label }</button>
                }
            </div>
            <ol class="steps">
                { for timeline.places().map(|place| {
                    let at = lanes[place.number()];
                    let sight = open.walk.sight(place);
                    let kind = sight.kind();
                    let action = timeline.step(place).map_or("The start", |step| &step.action);
                    let class = classes!(
                        "step",
                        class(kind),
                        sure::is_unsure(&open.walk, place).then_some("unsure"),
                        (place == here).then_some("here"),
                        graded(open.is_exact(place)).0,
                        (!branch.contains(&place)).then_some("aside"),
                        (at.column == 0).then_some("first"),
                    );
                    let up = timeline.parent(place).map_or(0, |p| at.lane - lanes[p.number()].lane);
                    let style = format!(
                        "grid-column:{};grid-row:{};--up:{up}", at.column + 1, at.lane + 1
                    );
                    html! {
                        <li key={place.number()} {class} {style}>
                            <button type="button" disabled={busy}
                                aria-current={(place == here).then_some("step")}
                                title={format!("{action} ({})", kind.word())}
                                onclick={send.reform(move |_| Msg::Visit(place))}>
                                <span class="bead" aria-hidden="true" />
                                <span class="name">{ if place == Place::START { "start" } else { &sight.spoken } }</span>
                                <span class="sr">{ kind.word() }{ graded(open.is_exact(place)).1 }</span>
                            </button>
                        </li>
                    }
                }) }
                if let Some((from, action)) = predicting {
                    <li class="step coming" key="coming"
                        style={format!("grid-column:{};grid-row:{}", lanes[from.number()].column + 2,
                            coming_lane(state, from) + 1)}>
                        <span class="bead" aria-hidden="true" />
                        <span class="name">{ action }</span>
                    </li>
                }
            </ol>
        </footer>
    }
}

/// The lane a step after `from` will stand in.
fn coming_lane(state: &State, from: Place) -> usize {
    let Some(open) = state.open() else { return 0 };
    let lanes = open.walk.lanes();
    if open.walk.timeline().children(from).next().is_some() {
        lanes.iter().map(|lane| lane.lane).max().unwrap_or(0) + 1
    } else {
        lanes[from.number()].lane
    }
}

/// A class and a word for a step that was held against the truth.
fn graded(exact: Option<bool>) -> (Option<&'static str>, &'static str) {
    match exact {
        Some(true) => (Some("right"), ", right"),
        Some(false) => (Some("wrong"), ", wrong"),
        None => (None, ""),
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Recorded => "recorded",
        Kind::Predicted => "predicted",
        Kind::Reference => "reference",
        Kind::Stopped => "stopped",
        Kind::Failed => "failed",
    }
}
