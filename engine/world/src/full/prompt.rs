//! What the model is told about a world. Short: small models read slowly and forget early.

use super::about::about;
use crate::{Dialect, Scenario, facts::Table};

/// Role, format, rules, then the hidden state and what is in force.
pub(super) fn system(scenario: &Scenario) -> String {
    let mut text = about(scenario.dialect).to_owned();
    if !scenario.facts.is_empty() {
        text += "\n\nHidden state:";
    }
    for table in &scenario.facts.tables {
        text += "\n";
        text += &facts(table);
    }
    if !scenario.controls.is_empty() {
        text += "\n\nConditions, always in force:";
    }
    for control in &scenario.controls {
        text += "\n- ";
        text += &control.text();
    }
    text
}

/// A table, a row a line; line ends within a cell are written `\n`.
fn facts(table: &Table) -> String {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut text = format!("{}: {}", table.name, columns.join(" | "));
    for row in table.rows() {
        let cells: Vec<String> =
            row.cells.iter().map(|cell| cell.to_string().replace('\n', "\\n")).collect();
        text += "\n- ";
        text += &cells.join(" | ");
    }
    text
}

/// What every observation of the scenario begins with, as far as the first one does.
pub(super) fn beginning(scenario: &Scenario) -> &str {
    let begins = |text: &&str| scenario.first.starts_with(*text);
    let usual: &[&'static str] = match scenario.dialect {
        Dialect::AndroidJson => &["[ 0] |"],
        Dialect::AndroidPhone | Dialect::AndroidDroidbot => {
            &["**Current Phone State:**\n• **App:** "]
        }
        Dialect::WebPlaywright => &["### Ran Playwright code\n```js\nawait page.", "### Page\n"],
        Dialect::WebAxtree => &["RootWebArea '"],
        Dialect::OsA11y => return columns(&scenario.first),
        Dialect::Terminal | Dialect::Mcp | Dialect::Search | Dialect::Swe => &[],
    };
    usual.iter().copied().find(begins).unwrap_or_default()
}

/// The line that names the columns, with its end.
fn columns(first: &str) -> &str {
    let end = first.find('\n').map_or(0, |end| end + 1);
    if first.starts_with("tag\t") { &first[..end] } else { "" }
}
