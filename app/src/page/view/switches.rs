//! Controls as switches: each with what it tells a model, and fields for its parameters while it is
//! on.

use crate::page::state::form::Touch;
use diorama_world::{
    Domain,
    control::{self, Definition, Named},
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The controls that do something in a domain, and those that are on all the same.
pub fn switches(domain: Domain, on: &[Named], touch: &Callback<Touch>) -> Html {
    let all = control::ALL.into_iter();
    all.filter_map(|definition| {
        let named = on.iter().find(|named| named.definition().name == definition.name);
        let offered = named.is_some() || definition.domains.contains(&domain);
        offered.then(|| switch(definition, named, touch))
    })
    .collect()
}

fn switch(definition: &'static Definition, named: Option<&Named>, touch: &Callback<Touch>) -> Html {
    let usual: Vec<i64> = definition.parameters.iter().map(|it| it.usual).collect();
    let values = named.map_or(usual.as_slice(), Named::values);
    let text = (definition.text)(values);
    let flip = touch.reform(|_: Event| Touch::Switch(definition.name));
    let parameters = definition.parameters.iter().zip(values).enumerate();
    let parameters = parameters.map(|(at, (parameter, value))| {
        let touch = touch.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            if let Some(value) = field.and_then(|it| it.value().parse().ok()) {
                touch.emit(Touch::Parameter { control: definition.name, parameter: at, value });
            }
        });
        html! {
            <label class="parameter">{ parameter.title }
                <input type="number" min={parameter.least.to_string()}
                    max={parameter.most.to_string()} value={value.to_string()} {oninput} />
            </label>
        }
    });
    html! {
        <div class={classes!("switch-row", named.map(|_| "on"))}>
            <label>
                <input type="checkbox" role="switch" checked={named.is_some()} onchange={flip} />
                <span><b>{ definition.title }</b><small class="muted">{ text }</small></span>
            </label>
            if named.is_some() { { for parameters } }
        </div>
    }
}
