//! What the page fetches from its own folder: the worlds and the list of models.

use super::state::{World, shelf::Offer};
use diorama_world::{Scenario, Trace};
use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Most worlds that are fetched.
const MOST_WORLDS: usize = 64;

/// A line of the list of worlds; the rest of it is for readers that fetch worlds one by one.
#[derive(Deserialize)]
struct Entry {
    id: String,
    /// Whether a recording lies beside it.
    recorded: bool,
}

/// The worlds beside the page, in the order they are listed.
pub async fn worlds() -> Result<Vec<World>, String> {
    let list: Vec<Entry> = json("scenarios/index.json").await?;
    // All are asked for before the first answer is awaited.
    let asked: Vec<_> = list
        .iter()
        .take(MOST_WORLDS)
        .map(|Entry { id, recorded }| {
            let scenario = ask(&format!("scenarios/{id}.json"));
            let trace = recorded.then(|| ask(&format!("scenarios/{id}.trace.json")));
            (id, scenario, trace)
        })
        .collect();
    let mut worlds = Vec::with_capacity(asked.len());
    for (id, scenario, trace) in asked {
        let scenario = Scenario::from_json(&answer(scenario).await?)
            .map_err(|error| format!("The world “{id}” cannot be read: {error}."))?;
        // A world whose recording cannot be had is a world all the same.
        let trace = match trace {
            Some(trace) => answer(trace).await.ok().and_then(|it| Trace::from_json(&it).ok()),
            None => None,
        };
        worlds.push(World { scenario, trace });
    }
    Ok(worlds)
}

/// The models beside the page.
pub async fn beside() -> Result<Vec<Offer>, String> {
    json("models/index.json").await.map_err(|_| "No models lie beside this page.".to_owned())
}

async fn json<T: DeserializeOwned>(path: &str) -> Result<T, String> {
    let text = answer(ask(path)).await?;
    read(&text).map_err(|error| format!("{path} cannot be read: {error}."))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text)
}

/// Sends a request; the answer is awaited by [`answer`].
fn ask(path: &str) -> Result<JsFuture, String> {
    let window = web_sys::window().ok_or("There is no window.")?;
    Ok(JsFuture::from(window.fetch_with_str(path)))
}

async fn answer(request: Result<JsFuture, String>) -> Result<String, String> {
    let lost = |_: JsValue| "The page's own files cannot be reached. Reload the page.".to_owned();
    let response: Response = request?.await.and_then(JsCast::dyn_into).map_err(lost)?;
    if !response.ok() {
        return Err(format!("{} is missing ({}).", response.url(), response.status()));
    }
    let text = JsFuture::from(response.text().map_err(lost)?).await.map_err(lost)?;
    text.as_string().ok_or_else(|| "The answer is not text.".to_owned())
}
