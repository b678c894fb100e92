//! A search engine: a field for the query, results to open, and the pages behind them.

use super::{
    Parts, TextWorldProps,
    call::call,
    lines::{Line, Lines},
};
use crate::page::say::{say, say_with};
use diorama_world::Action;
use serde_json::Map;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The parts of the view.
pub fn parts(props: &TextWorldProps, lines: &Lines<'_>) -> Parts {
    let above = html! {
        <Field asked={asked(props)} busy={props.busy} act={props.act.clone()} />
    };
    let inside = if lines.is_blank() {
        html! { <p class="nothing">{ say("Nothing was found yet. Ask for something.") }</p> }
    } else {
        html! { <div class="found">{ for blocks(lines).iter().map(|it| block(it, props)) }</div> }
    };
    (say("Search"), above, inside, Html::default())
}

/// What was asked to get here.
fn asked(props: &TextWorldProps) -> String {
    match &props.last {
        Some(Action::Query { queries }) => queries.join(" | "),
        _ => String::new(),
    }
}

/// Lines that belong together.
enum Block<'a> {
    /// A result.
    Found { title: Line<'a>, address: Option<&'a str>, rest: Vec<Line<'a>> },
    /// A line of a page.
    Line(Line<'a>),
}

fn blocks<'a>(lines: &Lines<'a>) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for line in lines.iter() {
        match (line.kind, blocks.last_mut()) {
            // On a page a link stands on one line with its address.
            ("title", _) if address_in(line.text).is_some() => blocks.push(Block::Line(line)),
            ("title", _) => {
                blocks.push(Block::Found { title: line, address: None, rest: Vec::new() });
            }
            ("url", Some(Block::Found { address: address @ None, .. })) => {
                *address = address_in(line.text);
            }
            ("snippet", Some(Block::Found { rest, .. })) => rest.push(line),
            _ if line.text.trim().is_empty() => {}
            _ => blocks.push(Block::Line(line)),
        }
    }
    blocks
}

fn block(block: &Block<'_>, props: &TextWorldProps) -> Html {
    match block {
        Block::Found { title, address, rest } => {
            let name = called(title.text);
            let heading = match address {
                Some(address) => link(name, address, props),
                None => html! { <b>{ name.to_owned() }</b> },
            };
            html! {
                <article class={title.mark()}>
                    <h4>{ heading }</h4>
                    if let Some(address) = address { <p class="address">{ (*address).to_owned() }</p> }
                    { for rest.iter().map(|line| {
                        let text = line.text.trim().trim_start_matches("Snippet: ");
                        html! { <p>{ text.to_owned() }</p> }
                    }) }
                </article>
            }
        }
        Block::Line(line) => match line.kind {
            "heading" => {
                let text = line.text.trim_start_matches('#').trim();
                match leaf(text) {
                    Some((_, 1)) => Html::default(),
                    Some((page, pages)) => turning(page, pages, props),
                    None => {
                        html! { <h4 class={line.mark()}>{ text.to_owned() }</h4> }
                    }
                }
            }
            "url" => html! { <p class="address">{ line.text.trim().to_owned() }</p> },
            _ => html! { <p class={line.classes()}>{ linked(line.text, props) }</p> },
        },
    }
}

/// A title without its number.
fn called(title: &str) -> &str {
    let text = title.trim().trim_start_matches("Title: ").trim_start_matches('[');
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == text.len() {
        return text;
    }
    rest.trim_start_matches(['.', ']']).trim_start()
}

/// The address in a line.
fn address_in(line: &str) -> Option<&str> {
    let start = line.find("https://").or_else(|| line.find("http://"))?;
    let address = line[start..].split_whitespace().next()?;
    Some(address.trim_end_matches([')', ']', '>', '.', ',', ';']))
}

/// A line; one with an address leads there.
fn linked(line: &str, props: &TextWorldProps) -> Html {
    match address_in(line) {
        Some(address) => {
            let name = named(line, address);
            link(if name.is_empty() { address } else { name }, address, props)
        }
        None => html! { { line.to_owned() } },
    }
}

/// What a link is called that stands before its address: `[1] Lamp oil: https://…`.
fn named<'a>(line: &'a str, address: &str) -> &'a str {
    let before = line.split_once(address).map_or("", |(before, _)| before);
    let before = before.trim_end_matches([' ', ':', '(', '<', '-']).trim_start();
    let before = before.trim_start_matches("Link ").trim_start_matches("-> ");
    let bare = before.trim_start_matches(['[', ']', ':', '.', ' ']);
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.trim_start_matches([']', ':', '.', ' '])
}

/// Which of how many pages of results this is, from the line that says so.
fn leaf(heading: &str) -> Option<(usize, usize)> {
    let (page, pages) = heading.strip_prefix("Page ")?.split_once(" of ")?;
    Some((page.parse().ok()?, pages.parse().ok()?))
}

/// Turning the pages of results.
fn turning(page: usize, pages: usize, props: &TextWorldProps) -> Html {
    let turn = |label: &'static str, tool: &'static str, there: bool| {
        let act = props.act.clone();
        html! {
            <button type="button" disabled={props.busy || !there}
                onclick={move |_| act.emit(call(tool, Map::new()))}>{ label }</button>
        }
    };
    html! {
        <nav class="buttons" aria-label={say("Pages of results")}>
            { turn(say("Previous page"), "previous_page", page > 1) }
            { turn(say("Next page"), "next_page", page < pages) }
            <span class="muted">{ say_with("Page {1} of {2}", &[&page, &pages]) }</span>
        </nav>
    }
}

fn link(name: &str, address: &str, props: &TextWorldProps) -> Html {
    let (act, target) = (props.act.clone(), address.to_owned());
    let open = move |_: MouseEvent| act.emit(Action::Open { target: target.clone() });
    html! {
        <button type="button" role="link" class="open" title={address.to_owned()}
            disabled={props.busy} onclick={open}>{ name.to_owned() }</button>
    }
}

#[derive(Properties, PartialEq)]
struct FieldProps {
    /// What was asked to get here.
    asked: String,
    busy: bool,
    act: Callback<Action>,
}

/// The field for the query.
#[component(Field)]
fn field(props: &FieldProps) -> Html {
    let field = use_node_ref();
    let onsubmit = {
        let (act, field, busy) = (props.act.clone(), field.clone(), props.busy);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let query = field.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default();
            let query = query.trim();
            if busy || query.is_empty() {
                return;
            }
            act.emit(if query.starts_with("http://") || query.starts_with("https://") {
                Action::Open { target: query.to_owned() }
            } else {
                Action::Query { queries: vec![query.to_owned()] }
            });
        })
    };
    html! {
        <form class="query" role="search" {onsubmit}>
            <input ref={field} type="text" value={props.asked.clone()} aria-label={say("Query or address")}
                placeholder={say("Ask for something")} autocomplete="off" spellcheck="false" />
            <button type="submit" class="primary">{ say("Search") }</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::{address_in, called, leaf, named};

    #[test]
    fn titles_are_called_without_their_numbers() {
        for (title, name) in [
            ("1. Lamp oil", "Lamp oil"),
            ("[12] Lamp oil", "Lamp oil"),
            ("Title: Lamp oil", "Lamp oil"),
            ("Lamp oil", "Lamp oil"),
        ] {
            assert_eq!(called(title), name);
        }
    }

    #[test]
    fn links_of_a_page_are_called_what_stands_before_their_address() {
        let address = "https://a.example/oil";
        for line in [
            "[3] Lamp oil: https://a.example/oil",
            "Link 3: Lamp oil (https://a.example/oil)",
            "-> 3 Lamp oil https://a.example/oil",
        ] {
            assert_eq!(address_in(line), Some(address));
            assert_eq!(named(line, address), "Lamp oil");
        }
        assert_eq!(leaf("Page 2 of 5"), Some((2, 5)));
        assert_eq!(leaf("Pages"), None);
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(address_in("   https://a.example/b"), Some("https://a.example/b"));
        assert_eq!(address_in("see (http://a.example/b)."), Some("http://a.example/b"));
        assert_eq!(address_in("nothing here"), None);
    }
}
