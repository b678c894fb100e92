//! How sure a model was of a step.

use crate::page::say::{say, say_with, to_say};
use diorama_world::timeline::Place;
use yew::prelude::*;

use crate::{
    beside::CALIBRATION_ERROR,
    page::{
        draw::UNSURE,
        state::{
            Open, State,
            engine::DEFAULT_NAME,
            walk::{Origin, Prediction, Told, Walk},
        },
    },
};

/// From this on a step counts as sure.
const SURE: f32 = 0.9;

/// What the number means.
const MEANING: &str = to_say("How likely the model itself finds its whole answer");

/// What a model that speaks `delta` told of a place.
fn told(walk: &Walk, place: Place) -> Option<&Told> {
    match &walk.sight(place).origin {
        Origin::Predicted(Prediction { told, .. }) => told.as_ref(),
        Origin::Recorded(_) | Origin::Reference(_) | Origin::Linked(_) | Origin::Edited(_) => None,
    }
}

/// Whether the model was unsure of a place.
pub fn is_unsure(walk: &Walk, place: Place) -> bool {
    told(walk, place).is_some_and(|told| is_low(told.sure))
}

/// Whether a probability is low.
pub fn is_low(sure: f32) -> bool {
    sure < UNSURE
}

/// The nodes at a place that the model spoke of, and how sure it was of each.
pub fn nodes(walk: &Walk, place: Place) -> &[(usize, f32)] {
    told(walk, place).map_or(&[][..], |told| &told.nodes)
}

/// A probability as people read it.
pub fn percent(sure: f32) -> String {
    match sure {
        0.995.. => say("over 99 %").to_owned(),
        _ if sure < 0.01 => say("under 1 %").to_owned(),
        _ => format!("{:.0} %", sure * 100.0),
    }
}

/// A word and a number: `sure 97 %`.
fn words(sure: f32) -> String {
    let word = match sure {
        SURE.. => say("sure"),
        UNSURE.. => say("fairly sure"),
        _ if sure < 0.01 => say("unsure,"),
        _ => say("unsure"),
    };
    format!("{word} {}", percent(sure))
}

/// How sure the model was of a place, in a word and a number that explain themselves when pointed
/// at.
pub fn sure(walk: &Walk, place: Place) -> Html {
    told(walk, place).map(|told| badge(told.sure)).unwrap_or_default()
}

/// A word, a number, and a thin bar.
pub fn badge(sure: f32) -> Html {
    let class = classes!("sure", is_low(sure).then_some("low"));
    let style = format!("--sure:{:.0}%", sure * 100.0);
    html! { <span {class} {style} title={say(MEANING)}>{ words(sure) }</span> }
}

/// What the number means, and how far it is to be trusted.
fn meaning(calibration_error: Option<f32>) -> String {
    let meaning = say_with(
        "{1}: of the steps that it gives this number, about as many should be right.",
        &[&say(MEANING)],
    );
    match calibration_error {
        Some(error) => say_with(
            "{1} On held-out synthetic worlds the number was off by {2} in 100 on average \
             (expected calibration error {3}, says the model card); far from those worlds it \
             tells less.",
            &[&meaning, &format!("{:.0}", error * 100.0), &format!("{error:.3}")],
        ),
        None => say_with("{1} How well this model knows that is not known here.", &[&meaning]),
    }
}

/// How sure the model was of the step shown, with what that means beneath.
pub fn explained(state: &State, open: &Open) -> Html {
    let here = open.walk.here();
    let Some(told) = told(&open.walk, here) else { return Html::default() };
    let by_default = state.default.is_some()
        && open.walk.timeline().step(here).is_some_and(|step| step.by == DEFAULT_NAME);
    html! {
        <details class="meaning">
            <summary>{ badge(told.sure) }</summary>
            <p class="muted">{ meaning(CALIBRATION_ERROR.filter(|_| by_default)) }</p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_and_a_number() {
        assert_eq!(words(1.0), "sure over 99 %");
        assert_eq!(words(0.97), "sure 97 %");
        assert_eq!(words(0.75), "fairly sure 75 %");
        assert_eq!(words(0.41), "unsure 41 %");
        assert_eq!(words(0.0004), "unsure, under 1 %");
        assert_eq!(words(f32::NAN), "unsure NaN %");
    }

    #[test]
    fn how_well_a_model_knows_is_said_where_it_is_known() {
        assert!(meaning(Some(0.04)).contains("off by 4 in 100"));
        assert!(meaning(Some(0.04)).contains("expected calibration error 0.040"));
        assert!(meaning(None).contains("not known"));
        // The page that is published has a model with a card.
        let error = CALIBRATION_ERROR.unwrap();
        assert!(error > 0.0 && error < 0.5);
    }
}
