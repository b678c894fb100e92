//! Long texts in JSON files people write: an array of lines, or one string.

use serde::{Deserialize, Deserializer, Serializer, ser::SerializeSeq};

pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if !text.contains('\n') {
        return serializer.serialize_str(text);
    }
    let mut lines = serializer.serialize_seq(Some(text.split('\n').count()))?;
    text.split('\n').try_for_each(|line| lines.serialize_element(line))?;
    lines.end()
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Text {
        Whole(String),
        Lines(Vec<String>),
    }
    Ok(match Text::deserialize(deserializer)? {
        Text::Whole(text) => text,
        Text::Lines(lines) => lines.join("\n"),
    })
}
