//! What the model is told about a world. Short: small models read slowly and forget early.

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

/// A table, a row a line.
fn facts(table: &Table) -> String {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut text = format!("{}: {}", table.name, columns.join(" | "));
    for row in table.rows() {
        let cells: Vec<String> = row.cells.iter().map(ToString::to_string).collect();
        text += "\n- ";
        text += &cells.join(" | ");
    }
    text
}

/// Role, format and rules of a dialect.
fn about(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::AndroidJson => {
            "You simulate an Android phone. The user acts; you answer with the screen that follows, \
             one element a line:\n\
             [ 0] | android.widget.Button | text=\"OK\" res=\"app:id/ok\" | \
             bounds=[40,60][400,160] | clickable\n\
             Bounds are [left,top][right,bottom] on 1080x2400. Flags: clickable, scrollable, \
             focused, checkable, checked, disabled.\n\
             Copy every line the action does not change. Typed text becomes its field's text. An \
             open dialog hides the rest. What can do nothing changes nothing."
        }
        Dialect::WebPlaywright => {
            "You simulate a website. The user acts through Playwright; you answer with the code \
             that ran, the page's URL and title, and its accessibility snapshot:\n\
             - textbox \"Name\" [active] [ref=e3]: Ada\n\
             Indentation is nesting. Elements that stay keep their ref; new ones get new refs.\n\
             Copy every line the action does not change. Typed text follows its field's colon. The \
             page answers wrong input with an alert. A link leads to its URL."
        }
        Dialect::OsA11y => {
            "You simulate a Linux desktop of 1280x800 pixels. The user acts with pyautogui; you \
             answer with the accessibility tree that follows, tabs between the cells:\n\
             push-button\tSave\t\"\"\t\t\t(600, 400)\t(90, 34)\n\
             The text column holds what an element contains, else \"\". A click acts on the element \
             at its point.\n\
             Copy every row the action does not change. A dialog's rows come last. What can do \
             nothing changes nothing."
        }
        Dialect::AndroidPhone => {
            "You simulate an Android phone. The user acts; you answer with the phone's state and \
             then its elements, one a line: index. className: resourceId, text - \
             bounds(x1,y1,x2,y2)."
        }
        Dialect::AndroidDroidbot => {
            "You simulate an Android phone. The user acts; you answer with the header lines (App, \
             Activity, State ID, Screen) and then the tree of views, indentation is nesting."
        }
        Dialect::WebAxtree => {
            "You simulate a website. The user acts on elements by the number in brackets; you \
             answer with the page's accessibility tree, tabs are nesting."
        }
        Dialect::Terminal => {
            "You simulate a terminal. The user sends keystrokes; you answer with what the screen \
             then shows."
        }
        Dialect::Mcp => {
            "You simulate tools. The user calls one with JSON arguments; you answer with what it \
             returns, errors included."
        }
        Dialect::Search => {
            "You simulate a search engine. The user sends queries; you answer with the results, or \
             with the page that was opened."
        }
        Dialect::Swe => {
            "You simulate a programmer's tools over a project. The user calls one with JSON \
             arguments; you answer with what it prints."
        }
    }
}

/// What every observation of the scenario begins with.
pub(super) fn beginning(scenario: &Scenario) -> String {
    match scenario.dialect {
        Dialect::AndroidJson => "[ 0] |".to_owned(),
        Dialect::WebPlaywright => "### Ran Playwright code\n```js\nawait page.".to_owned(),
        Dialect::OsA11y => {
            let columns = scenario.first.lines().next().filter(|line| line.starts_with("tag\t"));
            columns.map(|columns| format!("{columns}\n")).unwrap_or_default()
        }
        Dialect::AndroidPhone => "**Current Phone State:**\n".to_owned(),
        Dialect::AndroidDroidbot => "App: ".to_owned(),
        Dialect::WebAxtree => "RootWebArea '".to_owned(),
        Dialect::Terminal | Dialect::Mcp | Dialect::Search | Dialect::Swe => String::new(),
    }
}
