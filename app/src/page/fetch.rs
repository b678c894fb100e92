//! What the page is opened with: its worlds, its default model, and the list of models beside it.

use super::{
    address,
    state::{World, shelf::Offer},
};
use crate::{
    beside::{Bundled, DEFAULT_MODEL, WORLDS},
    protocol::ModelSource,
};
use diorama_world::{Scenario, Trace};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The worlds in the page. A test reads them all; a page whose own worlds are broken says so.
pub fn worlds() -> Result<Vec<World>, String> {
    let world = |bundled: &Bundled| {
        let scenario = Scenario::from_json(bundled.scenario).map_err(|error| error.to_string())?;
        let trace = bundled.trace.and_then(|trace| Trace::from_json(trace).ok());
        Ok(World { scenario, trace, keyframe: bundled.keyframe.map(str::to_owned) })
    };
    WORLDS.iter().map(world).collect()
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
    let none = |_: JsValue| "No other models lie beside this page.".to_owned();
    let window = web_sys::window().ok_or("There is no window.")?;
    let asked = JsFuture::from(window.fetch_with_str("models/index.json"));
    let response: Response = asked.await.and_then(JsCast::dyn_into).map_err(none)?;
    let text = JsFuture::from(response.text().map_err(none)?).await.map_err(none)?;
    let text = text.as_string().filter(|_| response.ok()).unwrap_or_default();
    serde_json::from_str(&text).map_err(|_| none(JsValue::NULL))
}
