//! How sure a model was of a step.

use diorama_world::timeline::Place;
use yew::prelude::*;

use crate::page::{
    draw::UNSURE,
    state::walk::{Origin, Prediction, Told, Walk},
};

/// From this on a step counts as sure.
const SURE: f32 = 0.9;

/// What the number means.
pub const MEANING: &str = "How likely the model itself finds its whole answer. Of the steps that it \
    gives this number, about as many should be right. It has learned synthetic worlds only; far \
    from those it is less sure, and rightly.";

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
        0.995.. => "over 99 %".to_owned(),
        _ if sure < 0.01 => "under 1 %".to_owned(),
        _ => format!("{:.0} %", sure * 100.0),
    }
}

/// A word and a number: `sure 97 %`.
fn words(sure: f32) -> String {
    let word = match sure {
        SURE.. => "sure",
        UNSURE.. => "fairly sure",
        _ if sure < 0.01 => "unsure,",
        _ => "unsure",
    };
    format!("{word} {}", percent(sure))
}

/// How sure the model was of a place, in a word and a number that explain themselves when pointed
/// at.
pub fn sure(walk: &Walk, place: Place) -> Html {
    told(walk, place).map(|told| badge(told.sure)).unwrap_or_default()
}

/// A word and a number.
pub fn badge(sure: f32) -> Html {
    let class = classes!("sure", (sure < UNSURE).then_some("low"));
    html! { <span {class} title={MEANING}>{ words(sure) }</span> }
}

/// The same with its meaning beneath, for the inspector.
pub fn explained(walk: &Walk, place: Place) -> Html {
    let Some(told) = told(walk, place) else { return Html::default() };
    html! {
        <details class="meaning">
            <summary>{ badge(told.sure) }</summary>
            <p class="muted">{ MEANING }</p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_word_and_a_number() {
        assert_eq!(words(1.0), "sure over 99 %");
        assert_eq!(words(0.97), "sure 97 %");
        assert_eq!(words(0.75), "fairly sure 75 %");
        assert_eq!(words(0.41), "unsure 41 %");
        assert_eq!(words(0.0004), "unsure, under 1 %");
        assert_eq!(words(f32::NAN), "unsure NaN %");
    }
}
