//! Measures how fast a canonical screen of 30 nodes is dressed and printed, per dialect:
//! `cargo run --release -p diorama-world --example dress`.

use diorama_world::{Dialect, Node, Role, Screen, screen::Header};
use std::{hint::black_box, time::Instant};

const ROUNDS: u32 = 20_000;

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
        let start = Instant::now();
        for _ in 0..ROUNDS {
            black_box(dialect.print(&dialect.dress(black_box(&screen))));
        }
        let each = start.elapsed() / ROUNDS;
        // A measuring program prints.
        #[allow(clippy::print_stdout)]
        {
            println!("{dialect:>16}: {:.1} µs", each.as_secs_f64() * 1e6);
        }
    }
}
