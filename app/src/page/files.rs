//! Files that a person chose or dropped on the page: what kind of thing they are, and their text.

use diorama_world::link::MAX_LINK;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// How a file that carries a link ends.
pub const LINK: &str = ".txt";

/// Whether a file carries a link; any other is taken for a model.
pub fn is_link(file: &File) -> bool {
    file.name().to_lowercase().ends_with(LINK)
}

/// The link in a file, or why there is none in a sentence.
pub async fn link(file: File) -> Result<String, String> {
    // An address may stand before it.
    if file.size() > (2 * MAX_LINK) as f64 {
        return Err("This file is too large to be a Diorama link.".to_owned());
    }
    let text = JsFuture::from(file.text()).await.ok();
    text.and_then(|text| text.as_string()).ok_or_else(|| "This file cannot be read.".to_owned())
}
