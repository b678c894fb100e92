//! Answering calls.

use super::{
    entities,
    entity::{Deed, Entity, Field, Holds},
};
use crate::{
    World,
    session::{ALLOW, Answer, REFRESH, Refused, SIGN_IN, Turn, WAIT},
    text::cut,
};
use diorama_world::{
    control::Effect,
    facts::{Cell, Row},
};
use serde_json::{Map, Value, json};

/// Most rows of a table.
const MAX_ROWS: usize = 40;
/// Longest text of a field, in bytes.
const MAX_TEXT: usize = 200;

/// The tool of a name.
pub(super) fn find(world: &World, tool: &str) -> Option<(&'static Entity, Deed)> {
    let look = crate::session::look(world);
    entities(world)
        .flat_map(|entity| Deed::ALL.map(|deed| (entity, deed)))
        .find(|(entity, deed)| deed.tool(entity, look) == tool)
}

/// Answers a call.
pub(super) fn answer(turn: &mut Turn<'_>, tool: &str, arguments: &Map<String, Value>) -> Answer {
    match tool {
        "list_tools" => return Ok(list_tools(turn)),
        "describe_tool" => return describe(turn, arguments),
        _ => {}
    }
    let found = find(turn.world, tool);
    let (entity, deed) = found.ok_or_else(|| format!("unknown tool \"{}\"", cut(tool, 60)))?;
    let given = check(&deed.fields(entity), arguments)?;
    turn.request()?;
    turn.permit(entity.many)?;
    match deed {
        Deed::List => list(turn, entity, "", &given),
        Deed::Search => {
            let query =
                given.first().and_then(Option::as_ref).map_or("", Cell::text).to_lowercase();
            list(turn, entity, &query, &given[1..])
        }
        Deed::Get => {
            let row = row(turn, entity, &given)?.clone();
            turn.open();
            Ok(print(&record(entity, &row), turn.look()))
        }
        Deed::Create => {
            let cells = given.into_iter().zip(entity.fields).map(|(cell, field)| {
                cell.unwrap_or_else(|| match field.holds {
                    Holds::One(words) => Cell::from(words[0]),
                    Holds::Number(least, _) => Cell::from(least),
                    holds => Cell::empty(holds.kind()),
                })
            });
            create(turn, entity, cells.collect())
        }
        Deed::Update => update(turn, entity, given),
        Deed::Delete => {
            let number = row(turn, entity, &given)?.number;
            turn.save(entity.many)?;
            if let Some(table) = turn.world.facts.table_mut(entity.many) {
                table.remove(number);
            }
            Ok(print(&[format!("\"deleted\":{number}")], turn.look()))
        }
    }
}

fn create(turn: &mut Turn<'_>, entity: &Entity, cells: Vec<Cell>) -> Answer {
    let effect = turn.save(entity.many)?;
    let kept = if let Some(Effect::Keep { cells }) = effect { cells } else { cells.len() };
    let table = turn.world.facts.table_mut(entity.many).ok_or(Refused::Nothing)?;
    if table.rows().len() >= MAX_ROWS {
        return Err(format!("quota exceeded: at most {MAX_ROWS} {}", entity.many).into());
    }
    let number = table.push(cells.into_iter().take(kept));
    let made = table.row(number).ok_or(Refused::Nothing)?;
    let lines = print(&record(entity, made), turn.look());
    if effect == Some(Effect::Hide) {
        turn.world.hide(entity.many, number);
    }
    Ok(lines)
}

fn update(turn: &mut Turn<'_>, entity: &Entity, given: Vec<Option<Cell>>) -> Answer {
    let number = row(turn, entity, &given)?.number;
    let changes: Vec<(usize, Cell)> = given
        .into_iter()
        .skip(1)
        .enumerate()
        .filter_map(|(column, cell)| Some((column, cell?)))
        .collect();
    if changes.is_empty() {
        return Err("nothing to update".to_owned().into());
    }
    let effect = turn.save(entity.many)?;
    let kept = if let Some(Effect::Keep { cells }) = effect { cells } else { changes.len() };
    let table = turn.world.facts.table_mut(entity.many).ok_or(Refused::Nothing)?;
    for (column, cell) in changes.into_iter().take(kept) {
        table.set(number, column, cell);
    }
    let row = table.row(number).ok_or(Refused::Nothing)?;
    let lines = print(&record(entity, row), turn.look());
    Ok(lines)
}

/// The row that the first of what was given names.
fn row<'t>(
    turn: &'t Turn<'_>,
    entity: &Entity,
    given: &[Option<Cell>],
) -> Result<&'t Row, Refused> {
    let id = given.first().and_then(Option::as_ref).map_or(-1, Cell::number);
    let table = turn.world.facts.table(entity.many).ok_or(Refused::Nothing)?;
    let row = u32::try_from(id).ok().and_then(|number| table.row(number));
    row.ok_or_else(|| Refused::Error(format!("{} {id} not found", entity.one)))
}

/// Lists the rows that have a text in one of their fields, from a cursor on.
fn list(turn: &mut Turn<'_>, entity: &Entity, query: &str, given: &[Option<Cell>]) -> Answer {
    let from = given.first().and_then(Option::as_ref).map_or(0, Cell::number) as usize;
    let world = &*turn.world;
    let rows = world.facts.table(entity.many).map_or(&[][..], |table| table.rows());
    let fits = |row: &&Row| {
        world.shows(entity.many, row.number)
            && row.cells.iter().any(|cell| cell.to_string().to_lowercase().contains(query))
    };
    let rows: Vec<String> =
        rows.iter().filter(fits).map(|row| object(&record(entity, row))).collect();
    let total = rows.len();
    if from > total {
        return Err(format!("cursor {from} is out of range").into());
    }
    let shown = turn.shown(total);
    let next = (from + shown < total).then_some(from + shown);
    let look = turn.look();
    turn.open();
    let page: Vec<String> = rows.into_iter().skip(from).take(shown).collect();
    let end = next.map(|next| format!("next_cursor: {next}"));
    Ok(match look {
        0 => {
            let what = if total == 1 { entity.one } else { entity.many };
            std::iter::once(format!("{total} {what}")).chain(page).chain(end).collect()
        }
        1 => {
            let last = page.len().saturating_sub(1);
            let comma = |i: usize| if i < last { "," } else { "" };
            let inner = page.iter().enumerate().map(|(i, row)| format!("  {row}{}", comma(i)));
            std::iter::once("[".to_owned())
                .chain(inner)
                .chain(["]".to_owned()])
                .chain(end)
                .collect()
        }
        _ if page.is_empty() => vec![format!("No {} found.", entity.many)],
        _ => page.into_iter().map(|row| format!("- {row}")).chain(end).collect(),
    })
}

/// A row as the members of a JSON object, in the order of the fields.
fn record(entity: &Entity, row: &Row) -> Vec<String> {
    let cells = entity.fields.iter().zip(&row.cells).map(|(field, cell)| {
        let value = match cell {
            Cell::Text(text) => Value::from(text.as_str()),
            Cell::Number(number) => (*number).into(),
            Cell::Flag(flag) => (*flag).into(),
        };
        format!("\"{}\":{value}", field.name)
    });
    std::iter::once(format!("\"id\":{}", row.number)).chain(cells).collect()
}

/// An object as the look prints it: on one line, or a member a line.
fn print(members: &[String], look: usize) -> Vec<String> {
    if look != 1 {
        return vec![object(members)];
    }
    let last = members.len().saturating_sub(1);
    let comma = |i: usize| if i < last { "," } else { "" };
    let inner = members
        .iter()
        .enumerate()
        .map(|(i, member)| format!("  {}{}", member.replacen(':', ": ", 1), comma(i)));
    std::iter::once("{".to_owned()).chain(inner).chain(["}".to_owned()]).collect()
}

fn object(members: &[String]) -> String {
    format!("{{{}}}", members.join(","))
}

/// What a call gives, one a field; an error for what does not fit.
fn check(fields: &[Field], arguments: &Map<String, Value>) -> Result<Vec<Option<Cell>>, String> {
    if let Some(name) = arguments.keys().find(|name| !fields.iter().any(|f| f.name == *name)) {
        return Err(format!("unknown field \"{}\"", cut(name, 60)));
    }
    fields
        .iter()
        .map(|field| match arguments.get(field.name) {
            None | Some(Value::Null) if field.needed => {
                Err(format!("missing required field \"{}\"", field.name))
            }
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(field, value).map(Some),
        })
        .collect()
}

/// The cell that a value makes.
fn read(field: &Field, value: &Value) -> Result<Cell, String> {
    let name = field.name;
    match (field.holds, value) {
        (Holds::Text(_), Value::String(text)) if text.is_empty() => {
            Err(format!("\"{name}\" must not be empty"))
        }
        (Holds::Text(_), Value::String(text)) if text.len() > MAX_TEXT => {
            Err(format!("\"{name}\" is longer than {MAX_TEXT} bytes"))
        }
        (Holds::Text(_), Value::String(text)) => Ok(text.as_str().into()),
        (Holds::Text(_), _) => Err(format!("\"{name}\" must be a string")),
        (Holds::One(words), value) => {
            let known = value.as_str().filter(|text| words.contains(text));
            let known =
                known.ok_or_else(|| format!("\"{name}\" must be one of {}", words.join(", ")));
            known.map(Cell::from)
        }
        (Holds::Number(least, most), value) => match value.as_i64() {
            None => Err(format!("\"{name}\" must be an integer")),
            Some(number) if (least..=most).contains(&number) => Ok(number.into()),
            Some(_) if most == i64::MAX => Err(format!("\"{name}\" must be at least {least}")),
            Some(_) => Err(format!("\"{name}\" must be {least} to {most}")),
        },
        (Holds::Flag, Value::Bool(flag)) => Ok((*flag).into()),
        (Holds::Flag, _) => Err(format!("\"{name}\" must be true or false")),
    }
}

/// All tools with what they take.
fn list_tools(turn: &Turn<'_>) -> Vec<String> {
    let look = turn.look();
    let own = entities(turn.world).flat_map(|entity| {
        Deed::ALL.map(|deed| {
            let fields: Vec<String> = deed
                .fields(entity)
                .iter()
                .map(|field| format!("{}{}", field.name, if field.needed { "" } else { "?" }))
                .collect();
            format!("{}({})", deed.tool(entity, look), fields.join(", "))
        })
    });
    let others = [
        "describe_tool(name)".to_owned(),
        format!("{SIGN_IN}()"),
        format!("{ALLOW}(name)"),
        format!("{REFRESH}()"),
        format!("{WAIT}()"),
    ];
    own.chain(others).collect()
}

/// The schema of a tool.
fn describe(turn: &Turn<'_>, arguments: &Map<String, Value>) -> Answer {
    let name = arguments.get("name").ok_or_else(|| "missing required field \"name\"".to_owned())?;
    let name = name.as_str().ok_or_else(|| "\"name\" must be a string".to_owned())?;
    let found = find(turn.world, name);
    let (entity, deed) = found.ok_or_else(|| format!("unknown tool \"{}\"", cut(name, 60)))?;
    let fields = deed.fields(entity);
    let mut lines = vec![format!("{{\"name\":\"{name}\",\"inputSchema\":{{\"type\":\"object\",")];
    lines.push("\"properties\":{".to_owned());
    for (i, field) in fields.iter().enumerate() {
        let schema = match field.holds {
            Holds::Text(_) => format!("\"type\":\"string\",\"maxLength\":{MAX_TEXT}"),
            Holds::One(words) => format!("\"enum\":{}", json!(words)),
            Holds::Number(least, i64::MAX) => format!("\"type\":\"integer\",\"minimum\":{least}"),
            Holds::Number(least, most) => {
                format!("\"type\":\"integer\",\"minimum\":{least},\"maximum\":{most}")
            }
            Holds::Flag => "\"type\":\"boolean\"".to_owned(),
        };
        let comma = if i + 1 < fields.len() { "," } else { "" };
        lines.push(format!("  \"{}\":{{{schema}}}{comma}", field.name));
    }
    let needed: Vec<&str> = fields.iter().filter(|f| f.needed).map(|f| f.name).collect();
    lines.push(format!("}},\"required\":{},\"additionalProperties\":false}}}}", json!(needed)));
    Ok(lines)
}
