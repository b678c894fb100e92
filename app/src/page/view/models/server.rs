//! A server as predictor.

use super::{address, pace};
use crate::page::say::{say, say_with};
use crate::page::state::{
    Msg, State,
    remote::{Connected, MAX_TOKENS, Remote, RemoteMsg, Wish},
    truth::Predictor,
};
use crate::protocol::remote::{Key, Server};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The server that predicts, and the way to one.
pub fn server(state: &State, send: &Callback<Msg>) -> Html {
    let about = match &state.remote {
        Remote::Off(None) => Html::default(),
        Remote::Off(Some(why)) => {
            html! { <div class="notice bad" role="alert"><p>{ why }</p></div> }
        }
        Remote::Connecting(wish) => html! {
            <div class="look buttons" role="status">
                <span>{ say_with("Asking {1}…", &[&wish.server.host]) }</span>
                { button(say("Cancel"), Msg::Remote(RemoteMsg::Disconnect), send) }
            </div>
        },
        Remote::Connected(it) => connected(it, state.predictor() == Predictor::Server, send),
    };
    html! {
        <section class="group">
            <h3>{ say("A server") }</h3>
            <p class="muted">
                { say("vLLM, SGLang, llama.cpp’s server, or any other that speaks the interface of OpenAI. \
                   It is asked nothing before you press Connect; then each step sends it the world and \
                   the steps so far.") }
            </p>
            { about }
            <ServerForm send={send.clone()} />
        </section>
    }
}

fn button(label: &'static str, msg: Msg, send: &Callback<Msg>) -> Html {
    html! {
        <button type="button" onclick={send.reform(move |_| msg.clone())}>{ label }</button>
    }
}

fn connected(it: &Connected, predicts: bool, send: &Callback<Msg>) -> Html {
    let choose = send.reform(|event: Event| {
        let list = event.target_dyn_into::<HtmlSelectElement>();
        Msg::Remote(RemoteMsg::Model(list.map(|it| it.value()).unwrap_or_default()))
    });
    // A name that was typed may be one that the server does not list.
    let typed = (!it.models.contains(&it.model)).then_some(&it.model);
    html! {
        <section class="loaded" aria-label={say("Server")}>
            <p><b>{ it.called() }</b>{ say_with(" at {1}", &[&it.server.host]) }
                { if predicts { say(" predicts.") } else { say(" is connected.") } }</p>
            if it.models.len() > 1 {
                <label>{ say("Model") }
                    <select onchange={choose}>
                        { for typed.into_iter().chain(&it.models).map(|name| html! {
                            <option value={name.clone()} selected={*name == it.model}>{ name }</option>
                        }) }
                    </select>
                </label>
            }
            if let Some(it) = it.pace { <p class="muted">{ pace(it) }</p> }
            <div class="buttons">
                if !predicts { { button(say("Use"), Msg::Prefer(Predictor::Server), send) } }
                { button(say("Disconnect"), Msg::Remote(RemoteMsg::Disconnect), send) }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ServerFormProps {
    send: Callback<Msg>,
}

/// Where a server is, and how it is asked. What is typed stays while it is asked.
#[component(ServerForm)]
fn server_form(props: &ServerFormProps) -> Html {
    // What the address comes to; the person sees which host will be asked before they press.
    let named = use_state(|| None::<Server>);
    let [place, key, model, limit] =
        [use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref()];
    let text =
        |field: &NodeRef| field.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default();
    let oninput = {
        let (named, place) = (named.clone(), place.clone());
        Callback::from(move |_: InputEvent| named.set(address::server(&text(&place))))
    };
    let onsubmit = {
        let (send, named) = (props.send.clone(), named.clone());
        let fields = [key.clone(), model.clone(), limit.clone()];
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(server) = (*named).clone() else { return };
            let [key, model, limit] = fields.each_ref().map(text);
            if let Some(field) = fields[0].cast::<HtmlInputElement>() {
                field.set_value("");
            }
            let model = Some(model.trim().to_owned()).filter(|it| !it.is_empty());
            let max_tokens = limit.parse().unwrap_or(MAX_TOKENS);
            let wish = Wish { server, key: Key::read(&key), model, max_tokens };
            send.emit(Msg::Remote(RemoteMsg::Connect(Box::new(wish))));
        })
    };
    let label = named.as_ref().map(|it| say_with("Connect to {1}", &[&it.host]));
    html! {
        <div class="elsewhere">
            <form {onsubmit}>
                <label class="wide">{ say("Server address") }
                    <input ref={place} type="text" name="server" inputmode="url" required=true
                        placeholder="http://localhost:8000" spellcheck="false" autocapitalize="off"
                        {oninput} />
                </label>
                // Not a password to the browser: it would offer to keep it.
                <label>{ say("Key, if it wants one") }
                    <input ref={key} type="text" class="secret" autocomplete="off" spellcheck="false"
                        autocapitalize="off" placeholder={say("kept until you leave")} />
                </label>
                <label>{ say("Model") }
                    <input ref={model} type="text" placeholder={say("the first it lists")}
                        spellcheck="false" autocapitalize="off" autocomplete="off" />
                </label>
                <label>{ say("Longest reply in tokens") }
                    <input ref={limit} type="number" min="1" max="1000000"
                        value={MAX_TOKENS.to_string()} />
                </label>
                <button type="submit" class="primary" disabled={named.is_none()}>
                    { label.unwrap_or_else(|| say("Connect").to_owned()) }
                </button>
            </form>
        </div>
    }
}
