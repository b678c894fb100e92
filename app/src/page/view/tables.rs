//! Tables of facts, as text and as fields.

use crate::page::say::{say, say_with};
use crate::page::state::form::{Form, RowForm, TableForm, Touch};
use diorama_world::facts::{Cell, Column, Kind, Table};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A row as it is shown.
pub struct Line<'a> {
    /// Its number.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<Held<'a>>,
    /// Whether it was not there before.
    pub new: bool,
    /// Whether it was taken out.
    pub gone: bool,
}

/// A cell as it is shown.
pub struct Held<'a> {
    /// What it holds, or what was typed that it cannot hold.
    pub text: Result<String, String>,
    /// What it held before, where that is something else.
    pub was: Option<&'a Cell>,
}

impl Held<'_> {
    fn text(&self) -> &str {
        let (Ok(text) | Err(text)) = &self.text;
        text
    }
}

/// The tables of a form.
pub fn form(form: &Form, touch: &Callback<Touch>) -> Html {
    let tables = form.tables.iter().enumerate();
    tables.map(|(index, table)| one(index, form, table, touch)).collect()
}

fn one(index: usize, form: &Form, table: &TableForm, touch: &Callback<Touch>) -> Html {
    let was = form.before().facts.table(&table.name);
    let lines = table.rows.iter().take(table.shown).map(|row| line(row, was));
    let lines: Vec<Line<'_>> = lines.collect();
    let toggle = touch.reform(move |()| Touch::Open(index));
    if !table.open {
        return shown(&table.name, &table.columns, &lines, 0, Some(toggle));
    }
    let more = table.rows.len().saturating_sub(table.shown);
    let long = long(&table.columns, was);
    let rows = (1..)
        .zip(&lines)
        .map(|(position, line)| fields((index, table), &long, (position, line), touch));
    html! {
        <section class="facts changing" key={table.name.clone()}>
            { heading(&table.name, 0, Some(toggle), true) }
            <div class="scroller">
                <table>
                    { head(&table.columns, true) }
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <div class="buttons">
                <button type="button" class="quiet" onclick={touch.reform(move |_| Touch::Add(index))}>
                    { say_with("Add a row to {1}", &[&table.name]) }</button>
                if more > 0 {
                    <button type="button" class="quiet"
                        onclick={touch.reform(move |_| Touch::More(index))}>
                        { say_with("Show more of {1} rows", &[&more]) }</button>
                }
            </div>
        </section>
    }
}

fn line<'a>(row: &RowForm, was: Option<&'a Table>) -> Line<'a> {
    let was = was.and_then(|table| table.row(row.number));
    let cells = row.cells.iter().enumerate().map(|(at, cell)| {
        let before = was.and_then(|row| row.cells.get(at));
        Held {
            text: cell.as_ref().map(ToString::to_string).map_err(String::clone),
            was: before.filter(|was| cell.as_ref() != Ok(was)),
        }
    });
    Line { number: row.number, cells: cells.collect(), new: was.is_none(), gone: row.gone }
}

/// A table as text. `went` rows are no longer there; `open` makes it fields, where that can be.
pub fn shown(
    name: &str,
    columns: &[Column],
    lines: &[Line<'_>],
    went: usize,
    open: Option<Callback<()>>,
) -> Html {
    let rows = lines.iter().map(|line| {
        let cells = line.cells.iter().map(|cell| {
            let title = cell.was.map(|was| say_with("was {1}", &[&was]));
            html! {
                <td class={cell.was.map(|_| "changed")} {title}>
                    { cell.text() }
                    if cell.was.is_some() { <span class="sr">{ say(" (changed)") }</span> }
                </td>
            }
        });
        html! {
            <tr class={classes!(line.new.then_some("added"), line.gone.then_some("out"))}>
                { for cells }
            </tr>
        }
    });
    html! {
        <section class="facts" key={name.to_owned()}>
            { heading(name, went, open, false) }
            <div class="scroller" tabindex="0" role="group" aria-label={name.to_owned()}>
                <table>
                    { head(columns, false) }
                    <tbody>
                        { for rows }
                        if lines.is_empty() {
                            <tr><td class="muted" colspan={columns.len().max(1).to_string()}>
                                { say("empty") }</td></tr>
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn heading(name: &str, went: usize, open: Option<Callback<()>>, is_open: bool) -> Html {
    html! {
        <h3>{ name }
            if went > 0 { <span class="went">{ say_with("− {1} removed", &[&went]) }</span> }
            if let Some(open) = open {
                <button type="button" class="quiet" aria-expanded={is_open.to_string()}
                    aria-label={say_with("Change {1}", &[&name])} onclick={open.reform(|_| ())}>
                    { if is_open { say("Done") } else { say("Change") } }</button>
            }
        </h3>
    }
}

fn head(columns: &[Column], fields: bool) -> Html {
    html! {
        <thead><tr>
            { for columns.iter().map(|it| html! { <th scope="col">{ &it.name }</th> }) }
            if fields { <th scope="col"><span class="sr">{ say("Row") }</span></th> }
        </tr></thead>
    }
}

/// Which columns hold texts of several lines. What is typed does not change that: a field that became
/// another would lose the focus.
fn long(columns: &[Column], was: Option<&Table>) -> Vec<bool> {
    let rows = was.map(Table::rows).unwrap_or_default();
    let has = |at: usize| {
        rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| cell.text().contains('\n')))
    };
    (0..columns.len()).map(has).collect()
}

/// A row as fields, with a way to take it out or put it back.
fn fields(
    (table, form): (usize, &TableForm),
    long: &[bool],
    (position, line): (usize, &Line<'_>),
    touch: &Callback<Touch>,
) -> Html {
    let row = line.number;
    let cells = form.columns.iter().zip(long).zip(&line.cells).enumerate();
    let cells = cells.map(|(at, ((column, long), cell))| {
        let label = say_with("{1}, row {2}", &[&column.name, &position]);
        let touch = touch.clone();
        let write = Callback::from(move |text: String| {
            touch.emit(Touch::Cell { table, row, column: at, text });
        });
        html! {
            <td class={cell.was.map(|_| "changed")}>
                { field((column.kind, *long), label, cell, line.gone, write) }
            </td>
        }
    });
    let (sign, label) = if line.gone { ("↺", say("Put back")) } else { ("×", say("Remove")) };
    let label = say_with("{1} row {2} of {3}", &[&label, &position, &form.name]);
    html! {
        <tr key={row} class={classes!(line.new.then_some("added"), line.gone.then_some("out"))}>
            { for cells }
            <td class="acts">
                <button type="button" class="quiet round" aria-label={label.clone()} title={label}
                    onclick={touch.reform(move |_| Touch::Remove { table, row })}>{ sign }</button>
            </td>
        </tr>
    }
}

/// A cell as a field.
fn field(
    (kind, long): (Kind, bool),
    label: String,
    cell: &Held<'_>,
    disabled: bool,
    write: Callback<String>,
) -> Html {
    let text = cell.text().to_owned();
    if kind == Kind::Flag {
        let checked = text == "yes";
        let flip = write.reform(move |_: Event| if checked { "no" } else { "yes" }.to_owned());
        return html! {
            <input type="checkbox" aria-label={label} {checked} {disabled} onchange={flip} />
        };
    }
    let oninput = Callback::from(move |event: InputEvent| {
        let line = event.target_dyn_into::<HtmlInputElement>().map(|field| field.value());
        let lines = || event.target_dyn_into::<HtmlTextAreaElement>().map(|field| field.value());
        if let Some(text) = line.or_else(lines) {
            write.emit(text);
        }
    });
    if long {
        return html! { <textarea rows="3" aria-label={label} value={text} {disabled} {oninput} /> };
    }
    let wrong = cell.text.is_err();
    let size = text.chars().count().clamp(4, 24).to_string();
    html! {
        <>
            <input type="text" aria-label={label} {size} value={text} {disabled} {oninput}
                aria-invalid={wrong.then_some("true")}
                inputmode={(kind == Kind::Number).then_some("numeric")} />
            if wrong { <small class="slip" role="alert">{ say("Not a whole number") }</small> }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct NewTableProps {
    /// Where the table goes.
    pub touch: Callback<Touch>,
}

/// A field for a new table.
#[component(NewTable)]
pub fn new_table(props: &NewTableProps) -> Html {
    let field = use_node_ref();
    let add = {
        let (field, touch) = (field.clone(), props.touch.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                touch.emit(Touch::Table(field.value()));
                field.set_value("");
            }
        })
    };
    html! {
        <div class="pair new-table">
            <label>{ say("A new table and its columns") }
                <input ref={field} type="text" autocomplete="off"
                    placeholder={say("contacts: name, phone, age #, starred ?")} />
            </label>
            <button type="button" onclick={add}>{ say("Add the table") }</button>
            <small>{ say("A column holds text; with # a whole number, with ? yes or no, with * a word that \
                the world knows.") }</small>
        </div>
    }
}
