//! Files that a person chose or dropped on the page: what kind of thing they are, and their text.

use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// How files that carry a link or a world end.
pub const TEXTS: [&str; 4] = [".txt", ".json", ".jsonl", ".yaml"];

/// Longest such file in bytes; the desk has limits of its own.
const LONGEST: f64 = 8_388_608.0;

/// Whether a file carries a link or a world; any other is taken for a model.
pub fn is_text(file: &File) -> bool {
    let name = file.name().to_ascii_lowercase();
    TEXTS.iter().any(|end| name.ends_with(end))
}

/// The text of a file, or why there is none in a sentence.
pub async fn text(file: File) -> Result<String, String> {
    if file.size() > LONGEST {
        return Err("This file is too large to be a world.".to_owned());
    }
    let text = JsFuture::from(file.text()).await.ok();
    text.and_then(|text| text.as_string()).ok_or_else(|| "This file cannot be read.".to_owned())
}
