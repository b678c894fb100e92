//! What the page is opened with, its default model, and what lies beside it: worlds, and the list of
//! models.

use super::{
    address,
    state::{World, shelf::Offer},
};
use crate::page::say::{say, say_with};
use crate::{
    beside::{Bundled, Card, DEFAULT_MODEL, WORLDS},
    protocol::ModelSource,
};
use diorama_world::{Scenario, Trace};
use std::future::Future;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The worlds in the page: the first of its list. A test reads it; a page whose own world is broken
/// says so.
pub fn worlds() -> Result<Vec<World>, String> {
    let Bundled { scenario, trace, keyframe } = WORLDS.1;
    let world = world(scenario, trace, keyframe.map(str::to_owned));
    Ok(vec![world.ok_or(say("The page's own world is broken."))?])
}

/// A world from beside the page.
pub async fn listed(card: &Card) -> Result<World, String> {
    let id = &card.id;
    // All are on their way before the first is waited for.
    let scenario = text(&format!("scenarios/{id}.json"));
    let trace = (card.steps > 0).then(|| text(&format!("scenarios/{id}.trace.json")));
    let keyframe = card.keyframe.then(|| text(&format!("keyframes/{id}.txt")));
    let came = async {
        let scenario = scenario.await?;
        // What should be there and is not is a failure, what should not be there is none.
        let trace = match trace {
            Some(trace) => Some(trace.await?),
            None => None,
        };
        let keyframe = match keyframe {
            Some(keyframe) => Some(keyframe.await?),
            None => None,
        };
        world(&scenario, trace.as_deref(), keyframe).filter(|it| it.scenario.id == *id)
    };
    came.await.ok_or_else(|| {
        say_with("“{1}” could not be fetched. Check the connection and try again.", &[&card.title])
    })
}

fn world(scenario: &str, trace: Option<&str>, keyframe: Option<String>) -> Option<World> {
    let scenario = Scenario::from_json(scenario).ok()?;
    let trace = trace.and_then(|trace| Trace::from_json(trace).ok());
    Some(World { scenario, trace, keyframe })
}

/// Where the default model is.
pub fn default_model() -> Option<ModelSource> {
    DEFAULT_MODEL.map(|model| ModelSource::Url {
        url: address(&format!("models/{}", model.file)),
        sha256: Some(model.sha256.to_owned()),
    })
}

/// The other models beside the page.
pub async fn beside() -> Result<Vec<Offer>, String> {
    let list = text("models/index.json").await;
    let list = list.and_then(|list| serde_json::from_str(&list).ok());
    list.ok_or_else(|| say("No other models lie beside this page.").to_owned())
}

/// A text file beside the page, asked for at once.
pub(super) fn text(path: &str) -> impl Future<Output = Option<String>> + use<> {
    let asked = web_sys::window()
        .map(|window| JsFuture::from(window.fetch_with_str(&super::widget::at(path))));
    async {
        let response: Response = asked?.await.ok()?.dyn_into().ok()?;
        let text = JsFuture::from(response.text().ok()?).await.ok()?;
        text.as_string().filter(|_| response.ok())
    }
}
