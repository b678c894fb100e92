//! What this device offers to models, and where they run.

use super::super::numbers::bytes;
use crate::page::say::{say, say_with};
use crate::page::state::{Msg, State, engine::Engine};
use crate::protocol::{ExecutorChoice, Gpu};
use yew::prelude::*;

/// The GPU, and where models run.
pub fn device(state: &State, send: &Callback<Msg>) -> Html {
    let words = match &state.engine {
        Engine::Off | Engine::Starting { .. } => say("Looking at this device…").to_owned(),
        Engine::Broken { .. } => say("The worker is not running.").to_owned(),
        Engine::Up(up) => gpu_words(&up.gpu),
    };
    let choices = [
        (ExecutorChoice::Auto, say("Automatic")),
        (ExecutorChoice::Gpu, "GPU"),
        (ExecutorChoice::Cpu, "CPU"),
    ];
    html! {
        <section class="device" aria-label={say("This device")}>
            <p>
                if offline() {
                    <b>{ say("You are offline: models on this device and files still load. ") }</b>
                }
                { words }
            </p>
            <fieldset class="segments">
                <legend>{ say("Run on") }</legend>
                { for choices.into_iter().map(|(choice, name)| html! {
                    <label>
                        <input type="radio" name="executor" checked={state.executor == choice}
                            onchange={send.reform(move |_| Msg::Executor(choice))} />
                        <span>{ name }</span>
                    </label>
                }) }
            </fieldset>
        </section>
    }
}

/// Whether the browser knows that there is no network.
fn offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

fn gpu_words(gpu: &Gpu) -> String {
    match gpu {
        Gpu::Hardware(adapter) => {
            say_with("GPU: {1}. Buffers up to {2}.", &[&adapter.name, &bytes(adapter.max_buffer)])
        }
        Gpu::Software(adapter) => say_with(
            "The only GPU here is a software one ({1}), so the CPU does it: it is faster.",
            &[&adapter.name],
        ),
        Gpu::Missing { reason } => {
            let reason = reason.trim_end_matches('.');
            say_with("There is no GPU to use, so the CPU does it. {1}.", &[&reason])
        }
    }
}
