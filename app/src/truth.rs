//! The worker that plays the reference environments. It is small, starts when the first step is
//! asked of it, and answers at once. A panic is posted to the page and closes the worker.

mod grade;
mod player;

use crate::{
    protocol::{
        VERSION,
        truth::{FromTruth, ToTruth},
    },
    wire,
};
use player::{Player, Seen};
use wasm_bindgen::closure::Closure;
use web_sys::MessageEvent;

/// Starts the worker: listens, and says that it is ready.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        wire::post(&FromTruth::Panicked { message: panic.to_string() });
        wire::scope().close();
    }));
    let mut player = Player::default();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let answer = match wire::read::<ToTruth>(&event) {
            Ok(message) => answer(&mut player, message),
            Err(error) => FromTruth::Failed { id: None, message: error.to_string() },
        };
        wire::post(&answer);
    });
    wire::scope().set_onmessage(Some(wasm_bindgen::JsCast::unchecked_ref(listener.as_ref())));
    listener.forget();
    wire::post(&FromTruth::Ready { version: VERSION });
}

fn answer(player: &mut Player, message: ToTruth) -> FromTruth {
    match message {
        ToTruth::Make(recipe) => match player::make(recipe) {
            Ok((scenario, keyframe)) => FromTruth::Made { scenario: Box::new(scenario), keyframe },
            Err(error) => FromTruth::Failed { id: None, message: error.to_string() },
        },
        ToTruth::Step { id, scenario, actions } => match player.play(&scenario, &actions) {
            Ok(Seen { observation, facts, keyframe }) => {
                FromTruth::Stepped { id, observation, facts, keyframe }
            }
            Err(error) => FromTruth::Failed { id: Some(id), message: error.to_string() },
        },
        ToTruth::Grade { id, scenario, actions, prediction } => {
            match grade::grade(player, &scenario, &actions, &prediction) {
                Ok((grade, Seen { observation, facts, keyframe })) => {
                    FromTruth::Graded { id, grade, observation, facts, keyframe }
                }
                Err(error) => FromTruth::Failed { id: Some(id), message: error.to_string() },
            }
        }
    }
}
