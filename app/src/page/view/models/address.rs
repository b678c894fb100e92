//! The address of a server, as people type it.

use crate::protocol::remote::Server;
use web_sys::Url;

/// The server that an address names: `localhost:8000`, `https://example.org/v1`, or the address that
/// a step goes to. `None` if it is no address, or one with a name and a password in it, which browsers
/// do not ask.
pub fn server(typed: &str) -> Option<Server> {
    let typed = typed.trim();
    let url = Url::new(&format!("{}{typed}", scheme(typed))).ok()?;
    let plain = url.username().is_empty() && url.password().is_empty();
    if !plain || !matches!(url.protocol().as_str(), "http:" | "https:") {
        return None;
    }
    let base = format!("{}{}", url.origin(), base(&url.pathname()));
    Some(Server { base, host: url.host() })
}

/// What stands before an address that says nothing of it: servers on this machine and on numbers
/// mostly have no certificate.
fn scheme(typed: &str) -> &'static str {
    if typed.contains("://") {
        ""
    } else if typed.starts_with("localhost") || typed.starts_with(|c: char| c.is_ascii_digit()) {
        "http://"
    } else {
        "https://"
    }
}

/// The path that all questions begin with: what people copy may be longer, or leave it out.
fn base(path: &str) -> &str {
    let ends = ["/chat/completions", "/models"];
    let path = path.trim_end_matches('/');
    let path = ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    if path.is_empty() { "/v1" } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_guessed_where_none_is_said() {
        assert_eq!(scheme("localhost:8000"), "http://");
        assert_eq!(scheme("192.168.0.7:8000/v1"), "http://");
        assert_eq!(scheme("example.org"), "https://");
        assert_eq!(scheme("http://example.org"), "");
    }

    #[test]
    fn all_that_people_copy_leads_to_the_same_base() {
        for path in ["", "/", "/v1", "/v1/", "/v1/models", "/v1/chat/completions"] {
            assert_eq!(base(path), "/v1");
        }
        assert_eq!(base("/api/v1/"), "/api/v1");
        assert_eq!(base("/v1beta/openai/"), "/v1beta/openai");
    }
}
