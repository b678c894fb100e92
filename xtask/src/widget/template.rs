//! Pages with gaps: `{{name}}` in a file is filled with text, which stays text.

use anyhow::{Context, Result, bail};

use crate::picture::escaped;

/// Fills every gap of a template. A gap without a text, and a text without a gap, are mistakes.
pub fn fill(template: &str, texts: &[(&str, &str)]) -> Result<String> {
    let mut page = String::with_capacity(template.len());
    let mut used = vec![false; texts.len()];
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").context("a gap has no end")?;
        let at = texts.iter().position(|(given, _)| *given == name);
        let at = at.with_context(|| format!("nothing is given for the gap {name}"))?;
        page.push_str(before);
        page.push_str(&escaped(texts[at].1));
        used[at] = true;
        rest = after;
    }
    page.push_str(rest);
    if let Some(at) = used.iter().position(|used| !used) {
        bail!("the page has no gap {}", texts[at].0);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts_and_gaps_are_all_filled() {
        let filled = fill("<p title=\"{{a}}\">{{b}}{{a}}</p>", &[("a", "\"x"), ("b", "<b>")]);
        assert_eq!(filled.unwrap(), "<p title=\"&quot;x\">&lt;b&gt;&quot;x</p>");
        assert!(fill("{{a}}", &[]).is_err());
        assert!(fill("", &[("a", "")]).is_err());
        assert!(fill("{{a", &[("a", "")]).is_err());
    }
}
