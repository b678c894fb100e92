//! A search engine: a field for the query, results to open, and the pages behind them.

use super::{
    Parts, TextWorldProps,
    lines::{Line, Lines},
};
use diorama_world::Action;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The parts of the view.
pub fn parts(props: &TextWorldProps, lines: &Lines<'_>) -> Parts {
    let above = html! {
        <Field asked={asked(props)} busy={props.busy} act={props.act.clone()} />
    };
    let inside = if lines.is_blank() {
        html! { <p class="nothing">{ "Nothing was found yet. Ask for something." }</p> }
    } else {
        html! { <div class="found">{ for blocks(lines).iter().map(|it| block(it, props)) }</div> }
    };
    ("Search", above, inside, Html::default())
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
                <article class={title.new.then_some("new")}>
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
                html! { <h4 class={line.new.then_some("new")}>{ text.to_owned() }</h4> }
            }
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
    let start = line.find("http")?;
    let address = line[start..].split_whitespace().next()?;
    Some(address.trim_end_matches([')', ']', '>', '.', ',', ';']))
}

/// A line whose addresses can be opened.
fn linked(line: &str, props: &TextWorldProps) -> Html {
    match address_in(line).filter(|it| it.contains("://")) {
        Some(address) => {
            let (before, after) = line.split_once(address).unwrap_or((line, ""));
            html! { <>{ before.to_owned() }{ link(address, address, props) }{ after.to_owned() }</> }
        }
        None => html! { { line.to_owned() } },
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
            <input ref={field} type="text" value={props.asked.clone()} aria-label="Query or address"
                placeholder="Ask for something" autocomplete="off" spellcheck="false" />
            <button type="submit" class="primary">{ "Search" }</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::{address_in, called};

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
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(address_in("   https://a.example/b"), Some("https://a.example/b"));
        assert_eq!(address_in("see (http://a.example/b)."), Some("http://a.example/b"));
        assert_eq!(address_in("nothing here"), None);
    }
}
