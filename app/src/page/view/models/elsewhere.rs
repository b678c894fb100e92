//! Models from elsewhere: a file, an address, a repository of Hugging Face.

use crate::page::say::say;
use crate::page::state::Msg;
use crate::protocol::ModelSource;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

/// Where a model from elsewhere goes.
#[derive(Properties, PartialEq)]
pub struct ElsewhereProps {
    /// Where wishes go.
    pub send: Callback<Msg>,
    /// Where a file goes.
    pub give: Callback<File>,
}

/// A file, an address, a repository.
#[component(FromElsewhere)]
pub fn from_elsewhere(props: &ElsewhereProps) -> Html {
    let url = use_node_ref();
    let repository = use_node_ref();
    let revision = use_node_ref();
    let path = use_node_ref();
    let text = |field: &NodeRef| {
        field.cast::<HtmlInputElement>().map(|it| it.value().trim().to_owned()).unwrap_or_default()
    };
    let choose = {
        let give = props.give.clone();
        Callback::from(move |event: Event| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            if let Some(file) = field.and_then(|it| it.files()).and_then(|files| files.get(0)) {
                give.emit(file);
            }
        })
    };
    let open_url = {
        let (send, url) = (props.send.clone(), url.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let url = text(&url);
            send.emit(Msg::Look(ModelSource::Url { url, sha256: None }));
        })
    };
    let open_repository = {
        let (send, fields) =
            (props.send.clone(), (repository.clone(), revision.clone(), path.clone()));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (repository, revision, file) = (text(&fields.0), text(&fields.1), text(&fields.2));
            let revision = if revision.is_empty() { "main".to_owned() } else { revision };
            let source = ModelSource::HuggingFace { repository, revision, file, hub: None };
            send.emit(Msg::Look(source));
        })
    };
    html! {
        <div class="elsewhere">
            <label class="drop">
                <input type="file" accept=".gguf" onchange={choose} aria-label={say("Choose a GGUF file")} />
                <span>{ say("Drop a GGUF file anywhere on the page, or choose one. It is read where it lies.") }</span>
            </label>
            <form onsubmit={open_url}>
                <label>{ say("Address") }
                    <input ref={url} type="url" required=true placeholder="https://…/model.gguf" />
                </label>
                <button type="submit">{ say("Look") }</button>
            </form>
            <form onsubmit={open_repository}>
                <label>{ say("Hugging Face repository") }
                    <input ref={repository} type="text" required=true placeholder="owner/name"
                        pattern="[^/]+/[^/]+" spellcheck="false" />
                </label>
                <label>{ say("Revision") }
                    <input ref={revision} type="text" placeholder="main" spellcheck="false" />
                </label>
                <label>{ say("File") }
                    <input ref={path} type="text" required=true placeholder="model.gguf"
                        spellcheck="false" />
                </label>
                <button type="submit">{ say("Look") }</button>
            </form>
        </div>
    }
}
