//! Opening a new world: a kind, a seed, and what is to be out of the ordinary.

use super::{
    switches::switches,
    worlds::{DOMAINS, Words},
};
use crate::page::say::say;
use crate::{
    page::state::{
        Msg,
        form::{Touch, flip, tune},
        truth::Making,
    },
    protocol::truth::Recipe,
};
use diorama_world::{Control, Dialect, Domain, control::Named};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Seeds that the page proposes are below this: short enough to tell a friend.
const SEEDS: f64 = 10_000.0;

/// What a new world is made from, and what became of the last wish.
#[derive(Properties, PartialEq)]
pub struct FormProps {
    /// The new world on its way.
    pub making: Making,
    /// Where the wish goes.
    pub send: Callback<Msg>,
}

/// What is chosen so far.
#[derive(Clone, PartialEq)]
struct Draft {
    dialect: Dialect,
    seed: String,
    /// The controls that are on.
    controls: Vec<Named>,
}

impl Draft {
    fn domain(&self) -> Domain {
        self.dialect.domain()
    }

    /// The recipe, once the seed is a number. Controls that can do nothing here are left out.
    fn recipe(&self) -> Option<Recipe> {
        let seed = self.seed.trim().parse().ok()?;
        let acts = |named: &&Named| named.definition().domains.contains(&self.domain());
        let controls = self.controls.iter().filter(acts).cloned().map(Control::Named).collect();
        Some(Recipe { dialect: self.dialect, seed, controls })
    }
}

/// The form.
#[component(Form)]
pub fn form(props: &FormProps) -> Html {
    let draft = use_state(|| Draft {
        dialect: Domain::Android.dialects()[0],
        seed: any_seed(),
        controls: Vec::new(),
    });
    let change = {
        let draft = draft.clone();
        move |change: &dyn Fn(&mut Draft)| {
            let mut new = (*draft).clone();
            change(&mut new);
            draft.set(new);
        }
    };
    let onsubmit = {
        let (draft, send) = (draft.clone(), props.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(recipe) = draft.recipe() {
                send.emit(Msg::Make(recipe));
            }
        })
    };
    let busy = props.making == Making::Asked;
    let seed = {
        let change = change.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                change(&|draft| draft.seed = field.value());
            }
        })
    };
    let another = {
        let change = change.clone();
        Callback::from(move |_: MouseEvent| change(&|draft| draft.seed = any_seed()))
    };
    let touch = {
        let change = change.clone();
        Callback::from(move |touch: Touch| {
            change(&|draft| match touch {
                Touch::Switch(name) => flip(&mut draft.controls, name),
                Touch::Parameter { control, parameter, value } => {
                    tune(&mut draft.controls, control, parameter, value);
                }
                _ => {}
            });
        })
    };
    html! {
        <form class="make" {onsubmit}>
            <fieldset class="kinds">
                <legend>{ say("Kind") }</legend>
                { for DOMAINS.iter().map(|words| kind(words, draft.domain(), &change)) }
            </fieldset>
            <div class="pair">
                <label>{ say("Seed") }
                    <input type="text" inputmode="numeric" required=true pattern="\\s*[0-9]{1,19}\\s*"
                        title={say("A whole number; the same seed always makes the same world")}
                        autocomplete="off" value={draft.seed.clone()} oninput={seed} />
                </label>
                <button type="button" onclick={another}>{ say("Another seed") }</button>
                { dialects(draft.dialect, &change) }
            </div>
            <fieldset class="switches">
                <legend>{ say("Out of the ordinary") }</legend>
                { switches(draft.domain(), &draft.controls, &touch) }
            </fieldset>
            if let Making::Failed(why) = &props.making {
                <p class="slip" role="alert">{ why }</p>
            }
            <div class="buttons">
                <button type="submit" class="primary" aria-disabled={busy.then_some("true")}>
                    { if busy { say("Making it…") } else { say("Open the world") } }
                </button>
                <p class="muted">{ say("A reference environment plays it: synthetic, and the same for the \
                    same seed.") }</p>
            </div>
        </form>
    }
}

fn kind(
    words: &'static Words,
    chosen: Domain,
    change: &(impl Fn(&dyn Fn(&mut Draft)) + Clone + 'static),
) -> Html {
    let change = change.clone();
    let domain = words.domain;
    let onchange = Callback::from(move |_: Event| {
        change(&|draft| draft.dialect = domain.dialects()[0]);
    });
    html! {
        <label>
            <input type="radio" name="kind" checked={domain == chosen} {onchange} />
            <span><b>{ say(words.one) }</b><small class="muted">{ say(words.what) }</small></span>
        </label>
    }
}

/// The dialects to choose from, where there are several.
fn dialects(chosen: Dialect, change: &(impl Fn(&dyn Fn(&mut Draft)) + Clone + 'static)) -> Html {
    let dialects = chosen.domain().dialects();
    if dialects.len() < 2 {
        return Html::default();
    }
    let change = change.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(dialect) = select.and_then(|it| it.value().parse().ok()) {
            change(&|draft| draft.dialect = dialect);
        }
    });
    html! {
        <label>{ say("Dialect") }
            <select {onchange}>
                { for dialects.iter().map(|it| html! {
                    <option value={it.name()} selected={*it == chosen}>{ it.name() }</option>
                }) }
            </select>
        </label>
    }
}

/// A seed at random.
fn any_seed() -> String {
    format!("{:.0}", (js_sys::Math::random() * SEEDS).floor())
}
