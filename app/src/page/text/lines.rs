//! The lines of an observation, with what each is and whether it is new.

use super::TextWorldProps;
use diorama_world::{Node, Screen};
use yew::prelude::*;

/// Most lines that are shown.
const MOST: usize = 3_000;

/// The lines to show: those of the screen, or of the next one as far as it is written.
pub struct Lines<'a> {
    screen: &'a Screen,
    /// What the step did to each line; empty where nothing or everything is new.
    news: Vec<News>,
}

/// A line.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// The line exactly.
    pub text: &'a str,
    /// What it is, in the dialect's word.
    pub kind: &'a str,
    /// What the step did to it.
    pub news: News,
}

/// What a step did to a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum News {
    #[default]
    None,
    Added,
    Changed,
}

impl<'a> Lines<'a> {
    /// The lines that a world shows.
    pub fn new(props: &'a TextWorldProps) -> Self {
        let (screen, diff) = match &props.partial {
            Some(partial) => (partial, None),
            None => (&props.screen, Some(&props.diff)),
        };
        let mut news = Vec::new();
        if let Some(diff) = diff.filter(|diff| !diff.new_screen) {
            news = vec![News::None; screen.nodes.len()];
            let changed = diff.changed.iter().filter(|it| !it.moved_only());
            let changed = changed.map(|it| (it.new, News::Changed));
            let added = diff.added.iter().map(|&at| (at, News::Added));
            for (index, what) in added.chain(changed) {
                if let Some(slot) = news.get_mut(index) {
                    *slot = what;
                }
            }
        }
        Self { screen, news }
    }

    /// The lines, the first [`MOST`] of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Line<'a>> + ExactSizeIterator {
        let news = self.news.clone();
        let line = move |(at, node): (usize, &'a Node)| Line {
            text: &node.name,
            kind: &node.kind,
            news: news.get(at).copied().unwrap_or_default(),
        };
        self.screen.nodes[..self.screen.nodes.len().min(MOST)].iter().enumerate().map(line)
    }

    /// All lines as one text.
    pub fn text(&self) -> String {
        let names: Vec<&str> = self.screen.nodes.iter().map(|node| node.name.as_str()).collect();
        names.join("\n")
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.screen.nodes.iter().all(|node| node.name.trim().is_empty())
    }
}

impl Line<'_> {
    /// The line as it is, set in the style of its kind.
    pub fn plain(&self) -> Html {
        html! { <div class={self.classes()}>{ self.text.to_owned() }{ "\n" }</div> }
    }

    /// The line's classes.
    pub fn classes(&self) -> Classes {
        let kind: String = self.kind.chars().filter(char::is_ascii_alphabetic).collect();
        classes!("l", format!("l-{kind}"), self.mark())
    }

    /// The classes of what the step did to the line.
    pub fn mark(&self) -> Classes {
        match self.news {
            News::None => classes!(),
            News::Added => classes!("new"),
            News::Changed => classes!("new", "set"),
        }
    }
}
