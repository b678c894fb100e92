//! The truth beside a prediction: what the reference environment shows after the same actions, how it
//! differs, and how good the model's steps are beside saying that nothing changes.

use super::{
    futures::preview,
    list::{Pair, TRUTH, list},
    numbers::plural,
    stage::Scene,
};
use crate::page::say::{say, say_with};
use crate::page::{
    draw::StillProps,
    state::{
        Msg, Open, Phase, State, Tab,
        grades::{Score, Shown, Standing, Sum, True, TruthMsg},
        truth::Truth,
        walk::{Kind, View},
    },
};
use crate::protocol::truth::Grade;
use diorama_world::{Screen, diff::Verdict, metrics::Ratio, timeline::Place};
use std::rc::Rc;
use yew::prelude::*;

/// The tab.
pub fn truth(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    if open.world.scenario.reference.is_none() {
        return html! {
            <p class="muted">
                { say("This world has no reference environment, so there is no truth to hold a prediction \
                   against.") }
            </p>
        };
    }
    if matches!(open.phase, Phase::Predicting(_)) {
        return html! { <p class="muted">{ say("The next screen is being written.") }</p> };
    }
    html! {
        <>
            { step(state, open, send) }
            { walk(open) }
            { apart(open) }
        </>
    }
}

/// The step that is shown.
fn step(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let here = open.walk.here();
    match open.standing() {
        Standing::Settled => {
            let words = match open.walk.sight(here).kind() {
                _ if here == Place::START => say("The start is true: predictions begin here."),
                Kind::Reference => {
                    say("The reference environment (synthetic) played this step: it is the truth.")
                }
                Kind::Edited => say(
                    "A person changed what is so here. The truth goes on from that, as the model does.",
                ),
                _ => say("This step was recorded; no model predicted it."),
            };
            html! { <p>{ words }</p> }
        }
        Standing::Failed(why) => html! {
            <><p class="verdict">{ say("Not known") }</p><p class="muted">{ why }</p></>
        },
        Standing::Graded(grade, Some(truth)) => {
            let drawn = open.world.scenario.domain.is_drawn();
            graded(state, drawn, grade, truth, send)
        }
        Standing::Open | Standing::Graded(_, None) => asked(state, send),
    }
}

/// The truth is on its way, or cannot come.
fn asked(state: &State, send: &Callback<Msg>) -> Html {
    let words = match &state.truth {
        Truth::Broken(why) => {
            return html! {
                <>
                    <p class="verdict">{ say("The reference environment stopped") }</p>
                    <p class="muted">{ why }</p>
                    <button type="button" onclick={send.reform(|_| Msg::RestartTruth)}>
                        { say("Start it again") }
                    </button>
                </>
            };
        }
        Truth::Off | Truth::Starting(_) => say("The reference environment is being fetched…"),
        Truth::Up => say("The reference environment answers…"),
    };
    html! { <p class="muted" role="status">{ words }</p> }
}

/// The screen that a person sees at a place; nothing where the reply cannot be drawn.
fn predicted(open: &Open) -> Option<&Rc<Screen>> {
    match &open.walk.sight(open.walk.here()).view {
        View::Drawn { screen, .. } => Some(screen),
        View::Unreadable => None,
    }
}

fn graded(state: &State, drawn: bool, grade: Grade, truth: &True, send: &Callback<Msg>) -> Html {
    let exact = grade.predictor.exact;
    html! {
        <>
            <p class="verdict">{ verdict(grade, truth, drawn) }</p>
            if let Some(words) = facts(grade) { <p class="muted">{ words }</p> }
            { choice(state.watch.shown, send) }
            <div class="buttons">
                <button type="button" class={(!exact).then_some("primary")}
                    onclick={send.reform(|_| Msg::Truth(TruthMsg::Take))}>
                    { say("Continue from the truth") }
                </button>
            </div>
        </>
    }
}

/// How the predicted screen and the true one differ, one thing a line, and the true text.
fn apart(open: &Open) -> Html {
    let Standing::Graded(grade, Some(truth)) = open.standing() else { return Html::default() };
    let drawn = open.world.scenario.domain.is_drawn();
    let nothing = Rc::new(Screen::default());
    let old = predicted(open).unwrap_or(&nothing);
    let pair = Pair { old, new: &truth.screen, diff: &truth.apart, drawn, sure: &[] };
    html! {
        <>
            if !grade.predictor.exact {
                <h3>{ say("From predicted to true") }</h3>
                { list(&pair, &TRUTH) }
            }
            <details>
                <summary>{ say("The true text") }</summary>
                <pre class="raw" tabindex="0" aria-label={say("True observation")}>
                    { truth.observation.clone() }
                </pre>
            </details>
        </>
    }
}

/// How far the prediction is from the truth, in one line.
fn verdict(grade: Grade, truth: &True, drawn: bool) -> String {
    if grade.predictor.exact {
        return say("Exactly the true screen").to_owned();
    }
    let (one, several) =
        if drawn { (say("node"), say("nodes")) } else { (say("line"), say("lines")) };
    match truth.apart.verdict() {
        Verdict::NewScreen => say("Another screen than the true one").to_owned(),
        Verdict::Changed(count) => {
            say_with("{1} differ from the true screen", &[&plural(count, one, several)])
        }
        Verdict::Header => say("Only the header differs from the true one").to_owned(),
        Verdict::Unchanged => say("Not quite the true screen").to_owned(),
    }
}

/// Whether the hidden state is right, where it was predicted.
fn facts(grade: Grade) -> Option<&'static str> {
    Some(match (grade.facts?, grade.predictor.exact) {
        (true, _) => say("The facts that the model keeps are right."),
        (false, true) => {
            say("The facts that the model keeps are wrong, though nobody sees it yet.")
        }
        (false, false) => say("The facts that the model keeps are wrong, too."),
    })
}

/// How the true screen is shown.
fn choice(shown: Shown, send: &Callback<Msg>) -> Html {
    let choices = [
        (Shown::Beside, say("Side by side")),
        (Shown::Predicted, say("Predicted")),
        (Shown::True, say("True")),
    ];
    html! {
        <fieldset class="segments" title={say("Predicted or true, in place")}>
            <legend class="sr">{ say("Show") }</legend>
            { for choices.into_iter().map(|(choice, name)| html! {
                <label>
                    <input type="radio" name="shown" checked={shown == choice}
                        onchange={send.reform(move |_| Msg::Truth(TruthMsg::Show(choice)))} />
                    <span>{ name }</span>
                </label>
            }) }
        </fieldset>
    }
}

/// The walk that leads here.
fn walk(open: &Open) -> Html {
    let score = open.score();
    if score.steps == 0 {
        return Html::default();
    }
    let last = match open.standing() {
        Standing::Graded(grade, _) => Some(Sum::from(grade.predictor)),
        _ => None,
    };
    let yes = |count: usize| if count > 0 { say("yes") } else { say("no") }.to_owned();
    let of = |count: usize| say_with("{1} of {2}", &[&count, &score.steps]);
    let row = |name: &'static str, step: &dyn Fn(&Sum) -> String, all: &dyn Fn(&Sum) -> String| {
        html! {
            <tr>
                <th scope="row">{ name }</th>
                <td>{ last.as_ref().map_or_else(|| "–".to_owned(), step) }</td>
                <td>{ all(&score.predictor) }</td>
                <td>{ all(&score.copy) }</td>
            </tr>
        }
    };
    let (f1, precision) = (|it: &Sum| share(it.f1()), |it: &Sum| share(it.precision));
    let recall = |it: &Sum| share(it.recall);
    html! {
        <section class="score">
            <h3>{ say("This walk") }</h3>
            <p>{ sentence(&score) }</p>
            <div class="scroller" tabindex="0" role="group" aria-label={say("Scores")}>
                <table>
                    <thead><tr>
                        <th scope="col"><span class="sr">{ say("Measure") }</span></th>
                        <th scope="col">{ say("Step") }</th>
                        <th scope="col">{ say("Walk") }</th>
                        <th scope="col">{ say("“Nothing changes”") }</th>
                    </tr></thead>
                    <tbody>
                        { row(say("Exact screen"), &|it| yes(it.exact), &|it| of(it.exact)) }
                        { row(say("Change or none"), &|it| yes(it.no_op), &|it| of(it.no_op)) }
                        { row(say("Changed lines, F1"), &f1, &f1) }
                        { row("– precision", &precision, &precision) }
                        { row("– recall", &recall, &recall) }
                    </tbody>
                </table>
            </div>
            { notes(&score) }
        </section>
    }
}

/// The walk in words.
fn sentence(score: &Score) -> String {
    let Score { steps, predictor, copy, in_a_row, .. } = score;
    let row = if *in_a_row > 1 && in_a_row < steps {
        say_with(" The last {1} in a row do.", &[&in_a_row])
    } else {
        String::new()
    };
    say_with(
        "{1} of {2} exactly the true screen.{3} Predicting each time that nothing changes would be \
         right in {4}.",
        &[
            &predictor.exact,
            &plural(*steps, say("predicted step shows"), say("predicted steps show")),
            &row,
            &copy.exact,
        ],
    )
}

fn notes(score: &Score) -> Html {
    html! {
        <>
            if score.waiting > 0 {
                <p class="muted">{ say_with("{1} more to be graded.", &[&score.waiting]) }</p>
            }
            if let Some(left) = score.left {
                <p class="muted">
                    { say_with("The walk left the truth {1} ago. Both have played the same actions since, as \
                        they are spelled, and these may have met other things.", &[&plural(left, say("step"), say("steps"))]) }
                </p>
            }
        </>
    }
}

/// A share in percent.
fn share(ratio: Ratio) -> String {
    ratio.per_mille().map_or_else(|| "–".to_owned(), |mille| format!("{} %", (mille + 5) / 10))
}

/// What stands on the stage besides the world: another future in its place, the true screen beside it
/// or in its place.
pub fn scene(state: &State, open: &Open) -> Scene {
    if let Some(preview) = preview(open) {
        return Scene::Instead(preview, "preview");
    }
    match open.standing() {
        Standing::Graded(_, Some(truth)) if state.tab == Tab::Truth => {
            let (shown, back) = (true_screen(open, truth), Rc::clone(&truth.back));
            match state.watch.shown {
                Shown::Beside => Scene::Beside(shown, back),
                Shown::Predicted => Scene::Against(back),
                Shown::True => Scene::Instead(shown, "true"),
            }
        }
        _ => Scene::Alone,
    }
}

fn true_screen(open: &Open, truth: &True) -> StillProps {
    StillProps {
        domain: open.world.scenario.domain,
        screen: Rc::clone(&truth.screen),
        diff: Rc::clone(&truth.apart),
        sure: Vec::new(),
        label: say("The true screen").into(),
    }
}
