//! The models that a server lists.

use super::words::is_hidden;
use serde::Deserialize;
use serde_json::Value;

/// Most models that are offered, and the longest name in bytes.
const MOST: usize = 200;
const LONGEST: usize = 200;

/// The names in the answer to `GET …/models`, in the server's order; `None` if it is no such answer.
/// Names that could not be told from others on a page are left out.
pub fn names(body: &str) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct List {
        data: Vec<Value>,
    }
    let list: List = serde_json::from_str(body).ok()?;
    let mut names: Vec<String> = Vec::new();
    for model in list.data {
        let Some(name) = model.get("id").and_then(Value::as_str) else { continue };
        let fits = !name.trim().is_empty() && name.len() <= LONGEST && !name.contains(is_hidden);
        if fits && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        if names.len() == MOST {
            break;
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_once_and_only_those_that_can_be_read() {
        let body = r#"{"object":"list","data":[{"id":"Qwen/A"},{"id":"Qwen/A"},{"id":"b\u202ec"},
            {"id":""},{"id":7},{},null,{"id":"/models/x.gguf","meta":{}}]}"#;
        assert_eq!(names(body), Some(vec!["Qwen/A".to_owned(), "/models/x.gguf".to_owned()]));
        assert_eq!(names(r#"{"data":[]}"#), Some(Vec::new()));
        for body in ["", "<html>", "[]", r#"{"data":{}}"#, r#"{"models":[]}"#] {
            assert_eq!(names(body), None, "{body}");
        }
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let many: Vec<String> = (0..10_000).map(|n| format!(r#"{{"id":"{n}"}}"#)).collect();
        let body = format!(r#"{{"data":[{}]}}"#, many.join(","));
        assert_eq!(names(&body).unwrap().len(), MOST);
        let body = format!(r#"{{"data":[{{"id":"{}"}}]}}"#, "x".repeat(LONGEST + 1));
        assert_eq!(names(&body), Some(Vec::new()));
    }
}
