//! Saving files: a script that comes when it is first needed draws those that are pictures and gives
//! them to the browser.

use super::{
    address,
    say::{say, say_with},
    state::{
        Msg,
        export::{ExportMsg, Saved},
    },
};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// Where the script is.
const SCRIPT: &str = "export.js";
/// What it makes itself known as.
const NAME: &str = "dioramaExport";

#[wasm_bindgen]
extern "C" {
    /// `save` of `web/export/export.js`.
    #[wasm_bindgen(js_namespace = dioramaExport, js_name = save, catch)]
    async fn save_file(file: &str) -> Result<JsValue, JsValue>;
}

/// Saves a file of a name, which is [`crate::protocol::desk::exports::File`] as JSON; says what became
/// of it.
pub fn save(name: String, file: String, send: Callback<Msg>) {
    spawn_local(async move {
        send.emit(Msg::Export(ExportMsg::Saved(saved(name, &file).await)));
    });
}

async fn saved(name: String, file: &str) -> Result<Saved, String> {
    let failed = |why: &str| say_with("“{1}” could not be saved: {2}.", &[&name, &why]);
    script().await.map_err(|_| failed(say("what draws and saves could not be fetched")))?;
    let bytes = save_file(file).await.map_err(|error| {
        let message = error.dyn_ref::<js_sys::Error>().map(|it| String::from(it.message()));
        failed(&message.unwrap_or_else(|| say("the browser refused").to_owned()))
    })?;
    Ok(Saved { bytes: bytes.as_f64().unwrap_or_default() as u64, name })
}

/// Has the script fetched and run, once.
async fn script() -> Result<(), JsValue> {
    if Reflect::has(&js_sys::global(), &NAME.into())? {
        return Ok(());
    }
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let script = document.create_element("script")?;
    script.set_attribute("type", "module")?;
    script.set_attribute("src", &address(SCRIPT))?;
    let came = Promise::new(&mut |resolve: Function, reject: Function| {
        for (event, then) in [("load", resolve), ("error", reject)] {
            // Cannot fail: the element is new, and the events are known.
            let _ = script.add_event_listener_with_callback(event, &then);
        }
    });
    if let Some(head) = document.document_element() {
        head.append_child(&script)?;
    }
    let came = JsFuture::from(came).await;
    // One that did not come is asked for again the next time.
    script.remove();
    came.map(drop)
}
