//! The facts of a seed: an encyclopedia whose articles speak of each other.

use super::{ARTICLES, LINES, VISIT};
use crate::{Seed, session, words};
use diorama_world::{
    Facts,
    facts::{Cell, Column, Kind, Table},
};

/// What an article is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Town,
    Person,
    Thing,
    River,
    Festival,
}

/// The facts of a seed.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "search");
    let host = words::host(seed);
    let columns = [("title", Kind::Text), ("address", Kind::Text)];
    let mut articles = Table::new(ARTICLES, columns.map(|(name, kind)| Column::new(name, kind)));
    let mut subjects: Vec<(About, String)> = Vec::new();
    for i in 0..8 + seed.below(7) {
        let all = [About::Town, About::Person, About::Thing, About::River, About::Festival];
        // There is always a town and a person for the others to be tied to.
        let about = if i < 2 { all[i] } else { all[seed.below(all.len())] };
        let title = name(about, seed);
        if !subjects.iter().any(|(_, known)| *known == title) {
            articles.push([Cell::from(title.as_str()), address(&host, &title).into()]);
            subjects.push((about, title));
        }
    }
    let columns = [("article", Kind::Number), ("text", Kind::Text), ("link", Kind::Number)];
    let mut lines = Table::new(LINES, columns.map(|(name, kind)| Column::new(name, kind)));
    for (number, (about, title)) in subjects.iter().enumerate() {
        let count = 3 + seed.below(3);
        for (text, link) in describe(*about, title, &subjects, seed).into_iter().take(count) {
            let link = link.map_or(-1, |link| link as i64);
            lines.push([Cell::from(number as i64), text.into(), link.into()]);
        }
    }
    let columns = [("query", Kind::Text), ("page", Kind::Number), ("open", Kind::Text)];
    let mut visit = Table::new(VISIT, columns.map(|(name, kind)| Column::new(name, kind)));
    visit.push([]);
    Facts { tables: vec![session::table(seed), articles, lines, visit] }
}

/// The address of a title.
pub(super) fn address(host: &str, title: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let slug: String = title.chars().map(letter).collect();
    format!("https://{host}/{slug}")
}

fn name(about: About, seed: &mut Seed) -> String {
    match about {
        About::Town => words::capital(&words::word(seed, 2)),
        About::Person => words::person(seed),
        About::Thing => format!("{} {}", words::capital(&words::word(seed, 1)), {
            seed.pick(&["lamp", "bell", "clock", "lantern", "drum", "kettle", "compass", "mirror"])
        }),
        About::River => format!("{} River", words::capital(&words::word(seed, 1))),
        About::Festival => format!("Festival of {}", words::capital(&words::word(seed, 1))),
    }
}

/// Another subject of a kind, with its number.
fn other<'s>(
    about: About,
    title: &str,
    subjects: &'s [(About, String)],
    seed: &mut Seed,
) -> Option<(usize, &'s str)> {
    let fitting: Vec<(usize, &str)> = subjects
        .iter()
        .enumerate()
        .filter(|(_, (kind, name))| *kind == about && name != title)
        .map(|(number, (_, name))| (number, name.as_str()))
        .collect();
    seed.choose(&fitting).copied()
}

/// What an article says, each line with the number of the article that it leads to.
fn describe(
    about: About,
    title: &str,
    subjects: &[(About, String)],
    seed: &mut Seed,
) -> Vec<(String, Option<usize>)> {
    let year = 1200 + 10 * seed.below(80);
    let count = 100 * (2 + seed.below(90));
    let thing = words::thing(seed);
    let mut lines = Vec::new();
    let mut plain = |text: String| lines.push((text, None));
    match about {
        About::Town => {
            plain(format!("{title} is a town of {count} people."));
            plain(format!("It was founded in {year}."));
        }
        About::Person => {
            let trade = seed.pick(&["painter", "baker", "potter", "singer", "sailor", "doctor"]);
            plain(format!("{title} was a {trade}, born in {year}."));
            plain(format!("A {thing} was always near."));
        }
        About::Thing => {
            plain(format!("The {title} was made in {year}."));
            plain(format!("There are {} of them.", 2 + seed.below(60)));
        }
        About::River => {
            plain(format!("The {title} is {} kilometres long.", 10 + seed.below(400)));
            plain(format!("It has had a bridge since {year}."));
        }
        About::Festival => {
            let season = seed.pick(&["spring", "summer", "autumn", "winter"]);
            plain(format!("The {title} is held every {season}."));
            plain(format!("Everybody brings a {thing}."));
        }
    }
    let relations: &[(About, &str)] = match about {
        About::Town => &[
            (About::River, "It lies on the"),
            (About::Person, "Its best known citizen was"),
            (About::Festival, "It is known for the"),
        ],
        About::Person => &[
            (About::Town, "Lived and worked in"),
            (About::Thing, "Is remembered for the"),
            (About::Person, "Learned from"),
        ],
        About::Thing => &[
            (About::Person, "It was invented by"),
            (About::Town, "The oldest one stands in"),
            (About::Festival, "It is carried at the"),
        ],
        About::River => &[(About::Town, "It flows through"), (About::Person, "It was mapped by")],
        About::Festival => &[
            (About::Town, "It takes place in"),
            (About::Thing, "It begins with the"),
            (About::Person, "It was first held for"),
        ],
    };
    for (kind, says) in relations {
        if let Some((number, name)) = other(*kind, title, subjects, seed) {
            lines.push((format!("{says} {name}."), Some(number)));
        }
    }
    lines
}
