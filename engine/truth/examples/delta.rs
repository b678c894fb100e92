//! What walks come to in the `delta` protocol, and what that costs:
//! `cargo run --release -p diorama-truth --example delta`.

#![allow(clippy::print_stdout)] // it is what the example is for

use diorama_truth::Walk;
use diorama_world::{
    Domain, Facts, Screen,
    delta::{
        self, Context, Delta, State,
        grammar::{BitSet, TokenTrie},
    },
};
use std::{hint::black_box, time::Instant};

const STEPS: usize = 3000;

struct Step {
    before: State,
    typed: Vec<String>,
    facts: Facts,
    screen: Screen,
    delta: Delta,
    text: String,
}

fn main() {
    for domain in Domain::ALL {
        report(domain, Walk::new(domain, 1, &[]));
    }
}

fn report(domain: Domain, mut walk: Walk) {
    let start = walk.environment();
    let Ok(mut context) = Context::new(domain, &[], start.facts(), start.screen()) else { return };
    println!("{domain}: keyframe of {} bytes", context.to_string().len());
    let mut steps = Vec::new();
    let (mut renewed, mut shown) = (0, 0);
    for _ in 0..STEPS {
        let action = walk.suggest();
        if context.act(&action).is_err() {
            continue;
        }
        walk.step(&action);
        let now = walk.environment();
        let before = context.state().clone();
        shown += now.screen().nodes.len();
        if let Some(delta) = delta::diff(&before, now.facts(), now.screen()) {
            let typed = delta::typed(&action);
            let text = delta.print(&before, &typed);
            let (facts, screen) = (now.facts().clone(), now.screen().clone());
            steps.push(Step { before, typed, facts, screen, delta, text });
        }
        renewed += usize::from(!matches!(context.show(now.facts(), now.screen()), Ok(true)));
        if context.steps() > 20 {
            context.renew();
        }
    }
    let bytes: usize = steps.iter().map(|step| step.text.len()).sum();
    let unchanged = steps.iter().filter(|step| step.delta.is_empty()).count();
    let count = steps.len().max(1);
    println!(
        "  {count} deltas of {} bytes, {} nodes a screen; {unchanged} change nothing; {renewed} cannot be told",
        bytes / count,
        shown / count,
    );
    let time = |what: &str, f: &dyn Fn(&Step)| {
        let start = Instant::now();
        steps.iter().for_each(f);
        println!("  {what} {:.1} µs", start.elapsed().as_secs_f64() * 1e6 / count as f64);
    };
    time("diff", &|s| _ = black_box(delta::diff(&s.before, &s.facts, &s.screen)));
    time("print", &|s| _ = black_box(s.delta.print_to(&s.before, &s.facts, &s.typed)));
    time("apply", &|s| _ = black_box(delta::apply(&s.before, &s.delta)));
    time("read and apply", &|s| _ = black_box(delta::parse(&s.text, &s.before, &s.typed)));
    masks(&steps);
}

/// Pieces of the texts themselves, as many as a small vocabulary has, stand for tokens.
fn masks(steps: &[Step]) {
    let mut vocabulary: Vec<Vec<u8>> = (0..=255).map(|byte| vec![byte]).collect();
    for piece in steps.iter().flat_map(|step| step.text.split_inclusive([' ', '\n', '.'])) {
        for length in [2, 3, 4, piece.len()] {
            vocabulary.extend(piece.as_bytes().get(..length).map(<[u8]>::to_vec));
        }
    }
    vocabulary.sort();
    vocabulary.dedup();
    vocabulary.truncate(4096);
    let tokens = vocabulary.iter().enumerate().map(|(id, bytes)| (id as u32, bytes.as_slice()));
    let Ok(trie) = TokenTrie::new(tokens) else { return };
    let mut mask = BitSet::new();
    let (mut masks, mut worst, mut start) = (0, 0.0f64, Instant::now());
    let all = start;
    for step in steps.iter().step_by(steps.len() / 60 + 1) {
        let mut acceptor = delta::grammar::Acceptor::new(&step.before, &step.typed);
        for byte in step.text.bytes() {
            start = Instant::now();
            trie.mask(&acceptor, &mut mask);
            worst = worst.max(start.elapsed().as_secs_f64());
            masks += 1;
            acceptor.accept(byte);
        }
    }
    let mean = all.elapsed().as_secs_f64() * 1e6 / f64::from(masks.max(1));
    println!("  mask of {} tokens {mean:.0} µs, at most {:.0} µs", vocabulary.len(), worst * 1e6);
}
