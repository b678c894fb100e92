//! How fast reference environments walk, on one core: `cargo run --release -p diorama-truth --example
//! speed [STEPS]`. A told step includes choosing and spelling the action, reading it back, and
//! printing the observation; a packed one the delta's text.

#![allow(clippy::print_stdout)] // it is what the example is for

use diorama_truth::{Seed, Telling, Walk};
use diorama_world::{
    Domain,
    delta::{self, State},
};
use std::{env, hint::black_box, time::Instant};

/// Steps in each world.
const LENGTH: usize = 100;

fn main() {
    let steps: usize = env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000);
    println!("{:16} {:>12} {:>12} {:>12}   steps/s", "", "bare", "told", "packed");
    for domain in Domain::ALL {
        for &dialect in domain.dialects() {
            let worlds = steps.div_ceil(LENGTH) as u64;
            let rate = |walk: &dyn Fn(u64)| {
                let start = Instant::now();
                (0..worlds).for_each(walk);
                (worlds as usize * LENGTH) as f64 / start.elapsed().as_secs_f64()
            };
            let bare = rate(&|seed| {
                let mut walk = Walk::new(domain, seed, &[]);
                for _ in 0..LENGTH {
                    let action = walk.suggest();
                    walk.step(&action);
                    black_box(walk.environment().screen());
                }
            });
            let told = rate(&|seed| {
                let mut telling = Telling::new(dialect, seed, &[]);
                for _ in 0..LENGTH {
                    black_box(telling.step());
                    black_box(telling.observation());
                }
            });
            let packed = rate(&|seed| _ = pack(domain, seed));
            println!("{:16} {bare:12.0} {told:12.0} {packed:12.0}", dialect.name());
        }
    }
}

/// Walks a world and writes its deltas.
fn pack(domain: Domain, seed: u64) -> Option<usize> {
    let mut walk = Walk::new(domain, seed, &[]);
    let mut suggestions = Seed::new(seed, "pack");
    let at = walk.environment();
    let mut state = State::new(at.facts().clone(), at.screen()).ok()?;
    let mut letters = 0;
    for _ in 0..LENGTH {
        let action = walk.environment().suggest(&mut suggestions);
        walk.step(&action);
        let at = walk.environment();
        let typed = delta::typed(&action);
        let delta = delta::diff(&state, at.facts(), at.screen())?;
        letters += delta.print(&state, &typed).len();
        state = delta::apply(&state, &delta).ok()?;
    }
    Some(letters)
}
