//! What a server is asked.

use diorama_model::Sampling;
use diorama_world::full::Message;
use serde_json::{Map, Value, json};

/// Parameters that some servers refuse; they do without them then.
const DISPENSABLE: [&str; 5] = ["top_k", "stream_options", "seed", "top_p", "temperature"];
/// The limit of a reply's length under the name that every server of our kind knows, and under the
/// one that `OpenAI`'s own wants for its newer models.
const LIMIT: &str = "max_tokens";
const NEWER_LIMIT: &str = "max_completion_tokens";

/// The body of a request for a chat completion.
#[derive(Debug, Clone, PartialEq)]
pub struct Request(Map<String, Value>);

impl Request {
    /// Asks `model` to go on with a conversation. A greedy choice needs no other parameters, and
    /// those that change nothing are left out.
    pub fn new(model: &str, messages: &[Message], sampling: Sampling, max_tokens: u32) -> Self {
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| {
            body.insert(name.to_owned(), value);
        };
        put("model", model.into());
        put("messages", json!(messages));
        put("stream", true.into());
        put("stream_options", json!({ "include_usage": true }));
        put(LIMIT, max_tokens.into());
        put("temperature", decimal(sampling.temperature));
        if sampling.temperature > 0.0 {
            put("top_p", decimal(sampling.top_p));
            put("seed", sampling.seed.into());
            if sampling.top_k > 0 {
                put("top_k", sampling.top_k.into());
            }
        }
        Self(body)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Asks without what a server complains of; says whether there was such a thing.
    pub fn yield_to(&mut self, complaint: &str) -> bool {
        if complaint.contains(NEWER_LIMIT)
            && let Some(limit) = self.0.remove(LIMIT)
        {
            self.0.insert(NEWER_LIMIT.to_owned(), limit);
            return true;
        }
        let named = |name: &&str| complaint.contains(name) && self.0.contains_key(*name);
        match DISPENSABLE.into_iter().find(named) {
            Some(name) => self.0.remove(name).is_some(),
            None => false,
        }
    }
}

/// A number as it was written: 0.6, where its nearest double is longer.
fn decimal(number: f32) -> Value {
    json!((f64::from(number) * 1e4).round() / 1e4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(sampling: Sampling) -> Request {
        let message = Message { role: "user".into(), content: "Hi".into() };
        Request::new("m", &[message], sampling, 64)
    }

    fn varied() -> Sampling {
        Sampling { temperature: 0.6, top_k: 20, top_p: 0.95, min_p: 0.0, seed: 3 }
    }

    #[test]
    fn the_first_draw_is_greedy_and_the_others_vary_as_the_reference_does() {
        let body: Value = serde_json::from_str(&request(Sampling::default()).text()).unwrap();
        assert_eq!(
            body,
            json!({
                "model": "m", "messages": [{ "role": "user", "content": "Hi" }], "stream": true,
                "stream_options": { "include_usage": true }, "max_tokens": 64, "temperature": 0.0,
            })
        );
        let text = request(varied()).text();
        for part in [r#""temperature":0.6"#, r#""top_p":0.95"#, r#""top_k":20"#, r#""seed":3"#] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_a_server_refuses_is_left_out_once() {
        let mut request = request(varied());
        assert!(request.yield_to("Unrecognized request argument supplied: top_k"));
        assert!(!request.text().contains("top_k"));
        assert!(!request.yield_to("Unrecognized request argument supplied: top_k"));
        assert!(request.yield_to("Use 'max_completion_tokens' instead of 'max_tokens'."));
        assert!(request.text().contains(r#""max_completion_tokens":64"#));
        assert!(!request.yield_to("The model is overloaded."));
        // What is too long stays too long.
        assert!(!request.yield_to("max_tokens is larger than the context"));
    }
}
