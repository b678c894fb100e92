//! Other futures of the step that is shown: drawn when they are asked for, to look at and to take.

use super::{numbers::plural, sure::badge};
use crate::page::say::{say, say_with};
use crate::page::{
    apart::{brief, verdict},
    draw::StillProps,
    state::{
        Msg, Open, State,
        act::capitalised,
        futures::{At, DRAWS, Drawing, FutureMsg, Other, Others},
        walk::{Kind, View},
    },
};
use diorama_world::{Domain, Screen, diff::diff};
use std::rc::Rc;
use yew::prelude::*;

/// The list, and the button that draws.
pub fn futures(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let Some(others) = open.others() else { return Html::default() };
    let ready = state.can_draw();
    if !ready && others.rows.is_empty() {
        return Html::default();
    }
    let shown = open.walk.screen(open.walk.here());
    let domain = open.world.scenario.domain;
    html! {
        <section class="futures" aria-label={say("Other futures")}>
            <div class="futures-head">
                <h3>{ say("Other futures") }</h3>
                { draws(&others, ready, send) }
            </div>
            if let Drawing::Failed(why) = others.drawing {
                <p class="problems" role="alert">{ why }</p>
            }
            if others.draws > 0 {
                <p class="muted">{ came(&others) }</p>
            }
            if !others.rows.is_empty() {
                <ol>
                    { for others.rows.iter().enumerate().map(|(at, row)| {
                        draw_row(at + 1, row, shown, domain, send)
                    }) }
                </ol>
            }
        </section>
    }
}

/// The button that draws some, or stops.
fn draws(others: &Others<'_>, ready: bool, send: &Callback<Msg>) -> Html {
    let press = |msg| send.reform(move |_: MouseEvent| Msg::Future(msg));
    if let Drawing::Asked { left, .. } = others.drawing {
        return html! {
            <>
                <span class="muted">
                    <span class="pulse" aria-hidden="true" />
                    { say_with("{1} of {2}", &[&(DRAWS - left + 1), &DRAWS]) }
                </span>
                <button type="button" onclick={press(FutureMsg::Stop)}>{ say("Stop drawing") }</button>
            </>
        };
    }
    if !ready {
        return Html::default();
    }
    let label = if others.draws == 0 {
        say_with("Draw {1}", &[&DRAWS])
    } else {
        say_with("Draw {1} more", &[&DRAWS])
    };
    html! {
        <button type="button" onclick={press(FutureMsg::Draw)}
            title={say("Have the model answer the same action again, by chance; the timeline stays as it is")}>
            { label }
        </button>
    }
}

/// How the draws came out.
fn came(others: &Others<'_>) -> String {
    let Others { draws, same, .. } = others;
    if draws == same {
        return say_with(
            "{1}: all the same as what is shown.",
            &[&plural(*draws as usize, say("draw"), say("draws"))],
        );
    }
    say_with(
        "{1}, {2} the same as what is shown.",
        &[&plural(*draws as usize, say("draw"), say("draws")), &same],
    )
}

fn draw_row(
    number: usize,
    row: &Other<'_>,
    shown: Option<&Rc<Screen>>,
    domain: Domain,
    send: &Callback<Msg>,
) -> Html {
    let press = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    let buttons = match row.at {
        At::Timeline(place) => html! {
            <button type="button" aria-label={say_with("Go to future {1}", &[&number])}
                onclick={press(Msg::Visit(place))}>{ say("Go there") }</button>
        },
        At::Drawn(at, looked) => {
            let (label, look) = if looked {
                (say("Stop looking"), FutureMsg::Leave)
            } else {
                (say("Look"), FutureMsg::Look(at))
            };
            html! {
                <>
                    <button type="button" aria-pressed={looked.to_string()}
                        aria-label={say_with("{1} at future {2}", &[&label, &number])}
                        onclick={press(Msg::Future(look))}>{ label }</button>
                    <button type="button" aria-label={say_with("Take future {1}", &[&number])}
                        onclick={press(Msg::Future(FutureMsg::Take(at)))}>{ say("Take") }</button>
                </>
            }
        }
    };
    let looked = matches!(row.at, At::Drawn(_, true));
    let (line, apart) = match (row.view, shown) {
        (View::Drawn { screen, diff, .. }, Some(shown)) => {
            let (shown, other) = (Rc::clone(shown), Rc::clone(screen));
            (capitalised(&verdict(diff, domain)), html! { <Apart {shown} {other} {domain} /> })
        }
        (View::Drawn { diff, .. }, None) => (capitalised(&verdict(diff, domain)), Html::default()),
        (View::Unreadable, _) => (format!("{}.", Kind::Failed.word()), Html::default()),
    };
    html! {
        <li class={classes!("future", looked.then_some("looked"))}>
            <p>
                <b>{ line }</b>
                { row.prediction.told.as_ref().map(|told| badge(told.sure)).unwrap_or_default() }
                if row.draws > 0 {
                    <span class="muted">{ plural(row.draws as usize, say("draw"), say("draws")) }</span>
                }
            </p>
            { apart }
            <div class="buttons">{ buttons }</div>
        </li>
    }
}

/// Two screens that follow the same action.
#[derive(Properties, PartialEq)]
struct ApartProps {
    shown: Rc<Screen>,
    other: Rc<Screen>,
    domain: Domain,
}

/// How another future differs from the one that is shown. A component, so that screens are compared
/// once.
#[component(Apart)]
fn apart(props: &ApartProps) -> Html {
    let ApartProps { shown, other, domain } = props;
    let line = brief(shown, other, &diff(shown, other), domain.is_drawn());
    let line =
        if line.is_empty() { say("the same screen; the facts differ").to_owned() } else { line };
    html! { <p class="muted">{ say("Differs: ") }{ line }</p> }
}

/// The future that is looked at, to stand in the place of the world.
pub fn preview(open: &Open) -> Option<StillProps> {
    let (_, future) = open.preview()?;
    let screen = Rc::clone(open.future_screen(future)?);
    let domain = open.world.scenario.domain;
    let (diff, line) = match &future.view {
        View::Drawn { diff, .. } => (Rc::clone(diff), verdict(diff, domain)),
        View::Unreadable => (Rc::default(), Kind::Failed.word().to_owned()),
    };
    let sure = future.prediction.told.as_ref().map(|told| told.nodes.clone());
    let label = say_with("Preview of another future: {1}", &[&line]).into();
    Some(StillProps { domain, screen, diff, sure: sure.unwrap_or_default(), label })
}

/// What the strip above the world says while a future is looked at.
pub fn notice(open: &Open, send: &Callback<Msg>) -> Option<Html> {
    let (number, future) = open.preview()?;
    let what = match &future.view {
        View::Drawn { diff, .. } => capitalised(&verdict(diff, open.world.scenario.domain)),
        View::Unreadable => say("It cannot be drawn.").to_owned(),
    };
    let press = |msg| send.reform(move |_: MouseEvent| Msg::Future(msg));
    Some(html! {
        <div class="notice preview" role="status">
            <p><b>{ say("Preview of another future. ") }</b>{ what }{ say(" The timeline is as it was.") }</p>
            <button type="button" class="primary" onclick={press(FutureMsg::Take(number))}>
                { say("Take it") }
            </button>
            <button type="button" onclick={press(FutureMsg::Leave)}>{ say("Back to the timeline") }</button>
        </div>
    })
}
