//! Measures how fast a canonical screen of 30 nodes is dressed and printed, per dialect:
//! `cargo run --release -p diorama-world --example dress`.

use diorama_world::{Dialect, Node, Role, Screen, screen::Header};
use std::{hint::black_box, time::Instant};

const ROUNDS: u32 = 1_000;

fn main() {
    let roles = [Role::Group, Role::Text, Role::Button, Role::TextBox, Role::ListItem];
    let node = |i: usize| Node {
        parent: Some(i / 5 * 5).filter(|&first| first < i),
        role: roles[i % 5],
        name: format!("Shopping list {i}"),
        ..Node::default()
    };
    let app = Some("org.example.notes".to_owned());
    let header = Header { app, title: Some("Notes".to_owned()), ..Header::default() };
    let screen = Screen { header, nodes: (0..30).map(node).collect(), ..Screen::default() };
    for dialect in Dialect::ALL {
        let dressed = dialect.dress(&screen);
        let dress = micros(|| _ = black_box(dialect.dress(black_box(&screen))));
        let print = micros(|| _ = black_box(dialect.print(black_box(&dressed))));
        // A measuring program prints.
        #[allow(clippy::print_stdout)]
        {
            println!("{dialect:>16}: dress {dress:5.1} µs, print {print:5.1} µs");
        }
    }
}

/// The shortest of several means: what it takes when nothing else runs.
fn micros(work: impl Fn()) -> f64 {
    let mean = || {
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| work());
        start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
    };
    (0..20).map(|_| mean()).fold(f64::INFINITY, f64::min)
}
