//! Opening a new world: a kind, a seed, and what is to be out of the ordinary.

use super::worlds::{DOMAINS, Words};
use crate::{
    page::state::{Msg, truth::Making},
    protocol::truth::Recipe,
};
use diorama_world::{
    Control, Dialect, Domain,
    control::{self, Definition, Named},
};
use std::collections::BTreeMap;
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
    /// The controls that are on, by name, with the values of their parameters.
    controls: BTreeMap<&'static str, Vec<i64>>,
}

impl Draft {
    fn domain(&self) -> Domain {
        self.dialect.domain()
    }

    /// The recipe, once the seed is a number. Controls that can do nothing here are left out.
    fn recipe(&self) -> Option<Recipe> {
        let seed = self.seed.trim().parse().ok()?;
        let controls = control::of(self.domain()).filter_map(|definition| {
            let values = self.controls.get(definition.name)?;
            let given = definition.parameters.iter().map(|it| it.name).zip(values.iter().copied());
            Named::new(definition.name, given).ok().map(Control::Named)
        });
        Some(Recipe { dialect: self.dialect, seed, controls: controls.collect() })
    }
}

/// The form.
#[component(Form)]
pub fn form(props: &FormProps) -> Html {
    let draft = use_state(|| Draft {
        dialect: Domain::Android.dialects()[0],
        seed: any_seed(),
        controls: BTreeMap::new(),
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
    html! {
        <form class="make" {onsubmit}>
            <fieldset class="kinds">
                <legend>{ "Kind" }</legend>
                { for DOMAINS.iter().map(|words| kind(words, draft.domain(), &change)) }
            </fieldset>
            <div class="pair">
                <label>{ "Seed" }
                    <input type="text" inputmode="numeric" required=true pattern="\\s*[0-9]{1,19}\\s*"
                        title="A whole number; the same seed always makes the same world"
                        autocomplete="off" value={draft.seed.clone()} oninput={seed} />
                </label>
                <button type="button" onclick={another}>{ "Another seed" }</button>
                { dialects(draft.dialect, &change) }
            </div>
            <fieldset class="switches">
                <legend>{ "Out of the ordinary" }</legend>
                { for control::of(draft.domain()).map(|it| switch(it, &draft, &change)) }
            </fieldset>
            if let Making::Failed(why) = &props.making {
                <p class="slip" role="alert">{ why }</p>
            }
            <div class="buttons">
                <button type="submit" class="primary" disabled={props.making == Making::Asked}>
                    { if props.making == Making::Asked { "Making it…" } else { "Open the world" } }
                </button>
                <p class="muted">{ "A reference environment plays it: synthetic, and the same for the \
                    same seed." }</p>
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
            <span><b>{ words.one }</b><small class="muted">{ words.what }</small></span>
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
        <label>{ "Dialect" }
            <select {onchange}>
                { for dialects.iter().map(|it| html! {
                    <option value={it.name()} selected={*it == chosen}>{ it.name() }</option>
                }) }
            </select>
        </label>
    }
}

/// A control: a switch, what it tells a model, and fields for its parameters while it is on.
fn switch(
    definition: &'static Definition,
    draft: &Draft,
    change: &(impl Fn(&dyn Fn(&mut Draft)) + Clone + 'static),
) -> Html {
    let values = draft.controls.get(definition.name);
    let usual = || definition.parameters.iter().map(|it| it.usual).collect::<Vec<_>>();
    let flip = {
        let change = change.clone();
        Callback::from(move |_: Event| {
            change(&|draft| {
                if draft.controls.remove(definition.name).is_none() {
                    draft.controls.insert(definition.name, usual());
                }
            });
        })
    };
    let text = (definition.text)(&values.cloned().unwrap_or_else(usual));
    let parameters =
        values.map(|values| {
            definition.parameters.iter().zip(values).enumerate().map(|(at, (parameter, value))| {
            let change = change.clone();
            let oninput = Callback::from(move |event: InputEvent| {
                let field = event.target_dyn_into::<HtmlInputElement>();
                let value = field.and_then(|it| it.value().parse::<i64>().ok());
                if let Some(value) = value {
                    let value = value.clamp(parameter.least, parameter.most);
                    change(&|draft| {
                        if let Some(slot) = draft
                            .controls
                            .get_mut(definition.name)
                            .and_then(|values| values.get_mut(at))
                        {
                            *slot = value;
                        }
                    });
                }
            });
            html! {
                <label class="parameter">{ parameter.title }
                    <input type="number" min={parameter.least.to_string()}
                        max={parameter.most.to_string()} value={value.to_string()} {oninput} />
                </label>
            }
        })
        .collect::<Html>()
        });
    html! {
        <div class={classes!("switch-row", values.map(|_| "on"))}>
            <label>
                <input type="checkbox" role="switch" checked={values.is_some()} onchange={flip} />
                <span><b>{ definition.title }</b><small class="muted">{ text }</small></span>
            </label>
            { parameters.unwrap_or_default() }
        </div>
    }
}

/// A seed at random.
fn any_seed() -> String {
    format!("{:.0}", (js_sys::Math::random() * SEEDS).floor())
}
