//! The Content Security Policy of the built pages.
//!
//! Each page states its policy itself, since it is to be hosted without special headers. Trunk
//! writes a script into the pages that it builds; its hash is what allows it, so that nothing else
//! that finds its way into a page runs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest, Sha256};

use crate::workspace;

/// Where a policy lists what may run.
const SCRIPTS: &str = "script-src 'self'";

/// Adds the hashes of the scripts that stand in pages to those pages' policies; a page without a
/// policy is refused.
pub fn allow_inline_scripts(dist: &Path) -> Result<()> {
    for file in workspace::files_below(dist)? {
        if file.extension().is_some_and(|it| it == "html") {
            let text = fs::read_to_string(&file)?;
            let text = allowed(&text).with_context(|| file.display().to_string())?;
            fs::write(&file, text)?;
        }
    }
    Ok(())
}

fn allowed(page: &str) -> Result<String> {
    if !page.contains("http-equiv=\"Content-Security-Policy\"") || !page.contains(SCRIPTS) {
        bail!("the page has no Content Security Policy with {SCRIPTS}");
    }
    let mut sources = SCRIPTS.to_owned();
    for script in inline_scripts(page) {
        let hash = BASE64_STANDARD.encode(Sha256::digest(script.as_bytes()));
        sources.push_str(&format!(" 'sha256-{hash}'"));
    }
    Ok(page.replacen(SCRIPTS, &sources, 1))
}

/// What stands between `<script …>` without a `src` and `</script>`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains(" src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'wasm-unsafe-eval'">"#;

    #[test]
    fn scripts_that_stand_in_the_page_are_allowed_by_hash() {
        // The hash is that of `printf "alert(1)" | openssl dgst -sha256 -binary | base64`.
        let page = format!("{POLICY}<script>alert(1)</script><script src=\"a.js\"></script>");
        let allowed = allowed(&page).unwrap();
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(allowed.contains(&format!("script-src 'self' {hash} 'wasm-unsafe-eval'")));
        assert_eq!(allowed.matches("sha256-").count(), 1);
    }

    #[test]
    fn a_page_without_a_policy_is_refused() {
        assert!(allowed("<script>alert(1)</script>").is_err());
    }
}
