//! What could be called: mostly sensible, at times wrong.

use super::{
    entities,
    entity::{Deed, Entity, Field},
};
use crate::{Seed, World, session::look, words};
use diorama_world::{Action, facts::Cell};
use serde_json::{Map, Value};

/// Something to call now.
pub(super) fn suggest(world: &World, seed: &mut Seed) -> Action {
    let call = |tool: String, arguments| Action::Call { tool, arguments };
    let entities: Vec<&'static Entity> = entities(world).collect();
    let Some(&entity) = seed.choose(&entities) else {
        return call("list_tools".to_owned(), Map::new());
    };
    let deed = match seed.below(16) {
        0..=3 => Deed::List,
        4..=6 => Deed::Get,
        7..=9 => Deed::Create,
        10 | 11 => Deed::Update,
        12 => Deed::Delete,
        _ => Deed::Search,
    };
    let tool = deed.tool(entity, look(world));
    match seed.below(24) {
        0 => return call("list_tools".to_owned(), Map::new()),
        1 => {
            let arguments = [("name".to_owned(), Value::from(tool))].into_iter().collect();
            return call("describe_tool".to_owned(), arguments);
        }
        2 => return call(format!("{}_{tool}", words::word(seed, 1)), Map::new()),
        _ => {}
    }
    let mut arguments = Map::new();
    for field in deed.fields(entity) {
        // Sometimes a needed one is forgotten, and often an optional one.
        if seed.one_in(if field.needed { 16 } else { 2 })
            || field.name == "cursor" && !seed.one_in(3)
        {
            continue;
        }
        arguments.insert(field.name.to_owned(), value(world, entity, &field, seed));
    }
    if seed.one_in(20) {
        arguments.insert(words::word(seed, 1), true.into());
    }
    call(tool, arguments)
}

fn value(world: &World, entity: &Entity, field: &Field, seed: &mut Seed) -> Value {
    let rows = world.facts.table(entity.many).map_or(&[][..], |table| table.rows());
    if seed.one_in(20) {
        return [Value::from(words::word(seed, 1)), 999.into(), true.into()][seed.below(3)].clone();
    }
    match field.name {
        "id" => match seed.choose(rows) {
            Some(row) if !seed.one_in(8) => row.number.into(),
            _ => 40.into(),
        },
        "cursor" => seed.between(1, 6).into(),
        "query" => {
            let cells = seed.choose(rows).map_or(&[][..], |row| &row.cells);
            let text = seed.choose(cells).map(Cell::to_string).unwrap_or_default();
            let words: Vec<&str> = text.split_whitespace().collect();
            match seed.choose(&words) {
                Some(word) if !seed.one_in(5) => (*word).into(),
                _ => words::word(seed, 1).into(),
            }
        }
        _ => match field.holds.make(seed) {
            Cell::Text(text) => text.into(),
            Cell::Number(number) => number.into(),
            Cell::Flag(flag) => flag.into(),
        },
    }
}
