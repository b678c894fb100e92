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
use diorama_world::Scenario;
use player::{PlayError, Player, Seen};

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
        ToTruth::Make(recipe) => made(player::make(recipe)),
        ToTruth::Begin(scenario) => made(player::begin(*scenario)),
        ToTruth::Step { id, scenario, deeds } => match player.play(&scenario, &deeds) {
            Ok(Seen { observation, facts, keyframe, slip }) => {
                FromTruth::Stepped { id, observation, facts, keyframe, slip }
            }
            Err(error) => FromTruth::Failed { id: Some(id), message: error.to_string() },
        },
        ToTruth::Grade { id, scenario, deeds, prediction } => {
            match grade::grade(player, &scenario, &deeds, &prediction) {
                Ok((grade, Seen { observation, facts, keyframe, .. })) => {
                    FromTruth::Graded { id, grade, observation, facts, keyframe }
                }
                Err(error) => FromTruth::Failed { id: Some(id), message: error.to_string() },
            }
        }
        ToTruth::Score { id, scenario, steps } => match player::score(*scenario, &steps) {
            Ok(score) => FromTruth::Scored { id, score },
            Err(error) => FromTruth::Failed { id: Some(id), message: error.to_string() },
        },
    }
}

fn made(world: Result<(Scenario, String), PlayError>) -> FromTruth {
    match world {
        Ok((scenario, keyframe)) => FromTruth::Made { scenario: Box::new(scenario), keyframe },
        Err(error) => FromTruth::Failed { id: None, message: error.to_string() },
    }
}
