//! A software project: files with line numbers, differences, test results; and the tools that show
//! them.

use super::{
    Parts, TextWorldProps, call,
    lines::{Line, Lines},
};
use yew::prelude::*;

/// The parts of the view.
pub fn parts(props: &TextWorldProps, lines: &Lines<'_>) -> Parts {
    let inside = html! {
        <>
            { call::made(props) }
            <div class="result">
                if lines.is_blank() {
                    <p class="nothing">{ "Nothing came back." }</p>
                } else {
                    <pre>{ for lines.iter().map(code) }</pre>
                }
            </div>
        </>
    };
    ("Project", call::composer(props), inside, Html::default())
}

/// A line: its number in a margin, where it has one, and its text.
fn code(line: Line<'_>) -> Html {
    if let Some((number, text)) = numbered(line.text) {
        return html! {
            <div class={classes!(line.classes(), "numbered")}>
                <span class="number">{ number.to_owned() }</span>
                <span>{ text.to_owned() }{ "\n" }</span>
            </div>
        };
    }
    let (sign, said) = match line.kind {
        "context" => ("", ""),
        "added" => ("+", "added"),
        "removed" => ("−", "removed"),
        _ => {
            let class = classes!(line.classes(), outcome(line.text));
            return html! { <div {class}>{ line.text.to_owned() }{ "\n" }</div> };
        }
    };
    html! {
        <div class={classes!(line.classes(), "numbered")}>
            <span class="number" aria-hidden="true">{ sign }</span>
            if !said.is_empty() { <span class="sr">{ said }{ ": " }</span> }
            <span>{ line.text.get(1..).unwrap_or_default().to_owned() }{ "\n" }</span>
        </div>
    }
}

/// The number and the text of a line that a tool numbered, as `cat -n` does or with a mark: `3→x`,
/// `3: x`, `3 | x`, `3  x`.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at(end);
    let mark =
        ["\t", "→", " | ", "| ", "|", ": ", "  "].into_iter().find(|mark| rest.starts_with(mark));
    match mark {
        Some(mark) if !number.is_empty() && number.len() <= 6 => {
            Some((number, &rest[mark.len()..]))
        }
        _ => None,
    }
}

/// How a test went, where the line says that.
fn outcome(line: &str) -> Option<&'static str> {
    let says = |word: &str| line.split([' ', ',', '=']).any(|it| it == word);
    if says("FAILED") || says("failed") || says("ERROR") || says("[fail]") {
        Some("failed")
    } else if says("PASSED") || says("passed") || says("ok") || says("[pass]") {
        Some("passed")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{numbered, outcome};

    #[test]
    fn numbers_are_told_from_text() {
        assert_eq!(numbered("     3\tlet x"), Some(("3", "let x")));
        assert_eq!(numbered("12→"), Some(("12", "")));
        assert_eq!(numbered("12| a"), Some(("12", "a")));
        assert_eq!(numbered("  7 |     x"), Some(("7", "    x")));
        assert_eq!(numbered("   7      x"), Some(("7", "    x")));
        assert_eq!(numbered("7: "), Some(("7", "")));
        assert_eq!(numbered("2026-11-22"), None);
        assert_eq!(numbered("3 passed"), None);
        assert_eq!(numbered(""), None);
    }

    #[test]
    fn test_results_are_told_apart() {
        assert_eq!(outcome("tests/test_sum.py::test_total FAILED"), Some("failed"));
        assert_eq!(outcome("=== 3 passed in 0.01s ==="), Some("passed"));
        assert_eq!(outcome("1 failed, 2 passed"), Some("failed"));
        assert_eq!(outcome("def total(items):"), None);
    }
}
