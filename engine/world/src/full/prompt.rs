//! What the model is told about a world. Short: small models read slowly and forget early.

use crate::{Dialect, Scenario, scenario::Table};

/// Role, format, rules, then the hidden state and what is in force.
pub(super) fn system(scenario: &Scenario) -> String {
    let mut text = about(scenario.dialect).to_owned();
    if !scenario.facts.is_empty() {
        text += "\n\nHidden state, which the screens show and actions change:";
    }
    for table in &scenario.facts {
        text += "\n";
        text += &facts(table);
    }
    if !scenario.controls.is_empty() {
        text += "\n\nConditions in force, which always hold:";
    }
    for control in &scenario.controls {
        text += "\n- ";
        text += control;
    }
    text
}

/// A table, a row a line.
fn facts(table: &Table) -> String {
    let mut text = format!("{}: {}", table.name, table.columns.join(" | "));
    for row in &table.rows {
        text += "\n- ";
        text += &row.join(" | ");
    }
    text
}

/// Role, format and rules of a dialect.
fn about(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::AndroidJson => {
            "You simulate an Android phone. The user acts on it; you answer with the whole screen \
             that follows, one element a line, numbered from 0:\n\
             [ 0] | android.widget.Button | text=\"OK\" res=\"app:id/ok\" | \
             bounds=[40,60][400,160] | clickable\n\
             Then come the class, its text, hint, desc and res, the bounds [left,top][right,bottom] \
             on 1080x2400 pixels, and flags: clickable, scrollable, focused, checkable, checked, \
             disabled.\n\
             Copy every line that the action does not change. Typed text becomes the text of its \
             field. While a dialog is open, only its elements are listed. An action that can do \
             nothing changes nothing."
        }
        Dialect::WebPlaywright => {
            "You simulate a website in a browser driven by Playwright. The user acts; you answer \
             as the browser tool does: the code it ran, the page's URL and title, and the \
             accessibility snapshot:\n\
             - link \"Help\" [ref=e2] [cursor=pointer]:\n  - /url: /help\n\
             - textbox \"Name\" [active] [ref=e3]: Ada\n\
             Indentation shows nesting. An element keeps its ref while it stays on the page; new \
             elements get new refs.\n\
             Copy every line that the action does not change. Typed text stands after the colon of \
             its field. Wrong input is answered by the page with a message. A link leads to its URL \
             and a new page."
        }
        Dialect::OsA11y => {
            "You simulate a Linux desktop, 1280x800 pixels. The user acts with pyautogui; you \
             answer with the accessibility tree that follows: a table with tabs between the cells \
             and one element a row:\n\
             push-button\tSave\t\"\"\t\t\t(600, 400)\t(90, 34)\n\
             The columns are named in the first row. The text column holds what an element \
             contains, or \"\". Position is the top left corner. A click at a point inside an \
             element acts on it.\n\
             Copy every row that the action does not change. A dialog's rows come after those of \
             its window. An action that can do nothing changes nothing."
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
    }
}
