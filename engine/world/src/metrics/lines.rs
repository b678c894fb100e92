//! A screen as lines, and lines compared as bags: how often each occurs, not where.

use crate::{Node, Screen, screen::States};

/// A line of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line<'a> {
    /// App, title or address, by number.
    Header(u8, &'a str),
    /// A node.
    Node {
        depth: usize,
        role: u8,
        name: &'a str,
        value: Option<&'a str>,
        hint: Option<&'a str>,
        states: u16,
    },
}

/// The lines of a screen, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lines<'a>(Vec<Line<'a>>);

/// Lines sorted, so that bags can be compared.
#[derive(Debug, Clone)]
pub(super) struct Bag<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    pub fn of(screen: &'a Screen) -> Self {
        let header = [&screen.header.app, &screen.header.title, &screen.header.url];
        let header =
            (0..).zip(header).filter_map(|(n, text)| Some(Line::Header(n, text.as_deref()?)));
        let nodes = screen.nodes.iter().enumerate().map(|(i, node)| line(screen.depth(i), node));
        Self(header.chain(nodes).collect())
    }

    pub fn bag(&self) -> Bag<'a> {
        let mut lines = self.0.clone();
        lines.sort_unstable();
        Bag(lines)
    }
}

fn line(depth: usize, node: &Node) -> Line<'_> {
    Line::Node {
        depth,
        role: node.role as u8,
        name: &node.name,
        value: node.value.as_deref(),
        hint: node.hint.as_deref(),
        states: bits(node.states),
    }
}

fn bits(states: States) -> u16 {
    let States {
        clickable,
        long_clickable,
        scrollable,
        focused,
        disabled,
        selected,
        expanded,
        password,
        checked,
    } = states;
    let flags = [
        clickable,
        long_clickable,
        scrollable,
        focused,
        disabled,
        selected,
        expanded,
        password,
        checked.is_some(),
        checked == Some(true),
    ];
    flags.into_iter().fold(0, |bits, flag| bits << 1 | u16::from(flag))
}

impl Bag<'_> {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What is in both, as often as it is in both.
    pub fn common(&self, other: &Self) -> Self {
        self.split(other).0
    }

    /// What is in this one and not in the other.
    pub fn without(&self, other: &Self) -> Self {
        self.split(other).1
    }

    fn split(&self, other: &Self) -> (Self, Self) {
        let (mut common, mut rest) = (Vec::new(), Vec::new());
        let mut others = other.0.iter().peekable();
        for line in &self.0 {
            while others.next_if(|other| *other < line).is_some() {}
            let found = others.next_if(|other| *other == line).is_some();
            if found { &mut common } else { &mut rest }.push(*line);
        }
        (Self(common), Self(rest))
    }
}
