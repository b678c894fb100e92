//! Sharing: the link of the open walk, and what embeds it elsewhere.

mod snippets;

use super::numbers::plural;
use crate::page::say::{say, say_with};
use crate::page::{
    copy::copy,
    place,
    state::{
        Msg, Open, Over, State,
        share::{LONGEST, Made, Scope, Sharing},
    },
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The sheet's content.
pub fn share(state: &State, send: &Callback<Msg>) -> Html {
    let (Some(open), Some(sharing)) = (state.open(), &state.sharing) else {
        return html! { <p class="muted">{ say("No world is open.") }</p> };
    };
    html! {
        <div class="share">
            <p class="muted">
                { say("A link holds the walk itself, in the part of the address that browsers keep to \
                   themselves: no server has it. It opens to the same screens anywhere, without a model.") }
            </p>
            { scope(open, sharing, send) }
            { made(open, sharing) }
            <button type="button" class="to-files" title={say("Export this walk (x)")}
                onclick={send.reform(|_| Msg::Over(Over::Export))}>
                { say("Pictures, a replay, rows: export it as a file") }
            </button>
        </div>
    }
}

/// How much is told, where there is a choice.
fn scope(open: &Open, sharing: &Sharing, send: &Callback<Msg>) -> Html {
    if open.walk.timeline().following(open.walk.here()).is_none() {
        return Html::default();
    }
    let choices = [(Scope::Here, say("Up to this step")), (Scope::Branch, say("Whole branch"))];
    html! {
        <fieldset class="segments">
            <legend>{ say("Share") }</legend>
            { for choices.into_iter().map(|(choice, name)| html! {
                <label>
                    <input type="radio" name="scope" checked={sharing.scope == choice}
                        onchange={send.reform(move |_| Msg::Share(choice))} />
                    <span>{ name }</span>
                </label>
            }) }
        </fieldset>
    }
}

fn made(open: &Open, sharing: &Sharing) -> Html {
    let steps = plural(sharing.steps, say("step"), say("steps"));
    match &sharing.link {
        Made::Asked(_) => html! { <p role="status">{ say("Making the link…") }</p> },
        Made::Failed(why) => html! {
            <p class="slip" role="alert">{ why }{ say(" A link to fewer steps may do: go back some and share again.") }</p>
        },
        Made::Here(link) => {
            let address = place::address_of(link);
            let length = address.chars().count();
            if length > LONGEST {
                return file(&open.world.scenario.id, link, length);
            }
            html! {
                <>
                    <Snippets address={Rc::<str>::from(address)} link={Rc::clone(link)}
                        title={open.world.scenario.title.clone()} />
                    <p class="muted">{ say_with("{1} characters for {2}.", &[&length, &steps]) }</p>
                </>
            }
        }
    }
}

/// A link that is too long to be passed on as one.
fn file(id: &str, link: &Rc<str>, length: usize) -> Html {
    html! {
        <>
            <p role="status">
                { say_with("As a link this walk has {1} characters, and more than {2} are cut by many \
                    programs. As a file it arrives whole: drop it on a Diorama page, or choose it under \
                    “Choose a world”.", &[&length, &LONGEST]) }
            </p>
            // Letters, digits, hyphens and underscores: nothing in a link needs escaping.
            <a class="button primary" download={format!("{id}.diorama.txt")}
                href={format!("data:text/plain,{link}")}>{ say("Download the file") }</a>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SnippetsProps {
    /// The link with the page's address before it.
    address: Rc<str>,
    /// The link.
    link: Rc<str>,
    /// The world's name.
    title: String,
}

/// What became of a press on a button.
#[derive(Clone, Copy, PartialEq)]
enum Pressed {
    /// It was copied: the number of the snippet.
    Copied(usize),
    /// It could not be copied and is selected.
    Selected,
    /// It stands in the address bar.
    Shown,
}

impl Pressed {
    fn words(self) -> &'static str {
        match self {
            Self::Copied(_) => say("Copied."),
            Self::Selected => say("This browser did not copy it. It is selected: press Ctrl C."),
            Self::Shown => say("The link is in the address bar."),
        }
    }
}

/// The link as people pass it on, each with a button that copies it.
#[component(Snippets)]
fn snippets(props: &SnippetsProps) -> Html {
    let pressed = use_state(|| None);
    use_effect_with(Rc::clone(&props.address), {
        let pressed = pressed.clone();
        move |_| pressed.set(None)
    });
    let frame = snippets::widget(&props.link, &props.title);
    let badge = snippets::badge(&props.address);
    let rows = [
        (say("Link"), props.address.to_string()),
        (say("To embed: HTML"), frame),
        (say("Badge: Markdown"), badge),
    ];
    let show = {
        let (link, pressed) = (Rc::clone(&props.link), pressed.clone());
        Callback::from(move |_: MouseEvent| {
            if place::show(&link) {
                pressed.set(Some(Pressed::Shown));
            }
        })
    };
    html! {
        <>
            { for rows.into_iter().enumerate().map(|(at, (name, text))| {
                let pressed = pressed.clone();
                let copied = *pressed == Some(Pressed::Copied(at));
                let done = Callback::from(move |worked| {
                    let outcome = if worked { Pressed::Copied(at) } else { Pressed::Selected };
                    pressed.set(Some(outcome));
                });
                html! { <Snippet {name} {text} {copied} {done} /> }
            }) }
            <div class="buttons">
                <button type="button" onclick={show}>{ say("Put it in the address bar") }</button>
                <a href={crate::page::address("how-to-embed.html")} target="_blank" rel="noopener">
                    { say("How to embed") }
                </a>
                <p class="muted" role="status">{ pressed.map_or("", Pressed::words) }</p>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SnippetProps {
    name: &'static str,
    text: AttrValue,
    /// Whether it was copied last.
    copied: bool,
    /// Whether a press on its button copied it.
    done: Callback<bool>,
}

/// A text to be copied.
#[component(Snippet)]
fn snippet(props: &SnippetProps) -> Html {
    let field = use_node_ref();
    let onclick = {
        let (field, text, done) = (field.clone(), props.text.clone(), props.done.clone());
        Callback::from(move |_: MouseEvent| {
            let (field, text, done) = (field.clone(), text.to_string(), done.clone());
            spawn_local(async move {
                let worked = copy(text).await;
                if let Some(field) = field.cast::<HtmlTextAreaElement>().filter(|_| !worked) {
                    // A field that cannot have the focus cannot be copied from by hand either.
                    let _ = field.focus();
                    field.select();
                }
                done.emit(worked);
            });
        })
    };
    let word = if props.copied { say("Copied") } else { say("Copy") };
    html! {
        <div class="snippet">
            <label>
                <span>{ props.name }</span>
                <textarea ref={field} readonly=true rows="2" spellcheck="false"
                    value={props.text.clone()} />
            </label>
            <button type="button" {onclick} aria-label={format!("{word}: {}", props.name)}>
                { word }
            </button>
        </div>
    }
}
