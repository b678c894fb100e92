//! The worker that plays the reference environments. It is small, starts when the first step is
//! asked of it, and answers at once. A panic is posted to the page and closes the worker.

mod player;

use crate::{
    protocol::{
        VERSION,
        truth::{FromTruth, ToTruth},
    },
    wire,
};
use player::{Player, Seen};

/// Starts the worker: listens, and says that it is ready.
pub fn start() {
    let mut player = Player::default();
    wire::serve(
        &FromTruth::Ready { version: VERSION },
        |message| FromTruth::Panicked { message },
        move |message: Result<ToTruth, String>| match message {
            Ok(message) => answer(&mut player, message),
            Err(message) => FromTruth::Failed { id: None, message },
        },
    );
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
    }
}
