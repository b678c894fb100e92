//! Tools over small tables, as servers of the Model Context Protocol have them: list, get, create,
//! update, delete, search, each with a schema that calls are checked against.

mod call;
mod entity;
mod suggest;

use crate::{
    Seed, World,
    session::{self, Answer, Refused, Service, Turn},
    words,
};
use diorama_world::{
    Action, Dialect, Domain, Facts,
    facts::{Cell, Column, Kind, Table},
};
use entity::{ENTITIES, Entity};

/// Table of the server's name; it has one row.
const SERVER: &str = "server";

/// A server of tools.
pub(crate) struct Tools;

/// The facts of a seed: two or three tables, and how their tools are called.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "tools");
    let mut server = Table::new(SERVER, [Column::new("name", Kind::Text)]);
    server.push([Cell::from(words::word(seed, 2))]);
    let mut tables = vec![session::table(seed), server];
    let count = 2 + seed.below(2);
    for i in seed.some(count, ENTITIES.len()) {
        tables.push(ENTITIES[i].table(seed));
    }
    Facts { tables }
}

/// The entities that a world has.
fn entities(world: &World) -> impl Iterator<Item = &'static Entity> {
    ENTITIES.iter().filter(|entity| world.facts.table(entity.many).is_some())
}

impl Service for Tools {
    const DOMAIN: Domain = Domain::Mcp;
    const DIALECT: Dialect = Dialect::Mcp;

    fn greet(world: &World) -> Vec<String> {
        let table = world.facts.table(SERVER);
        let name = table.and_then(|table| table.rows().first()).map(|row| row.cells[0].text());
        let tables: Vec<&str> = entities(world).map(|entity| entity.many).collect();
        vec![
            format!("Connected to {}: {}", name.unwrap_or("server"), tables.join(", ")),
            "Call list_tools to see what there is.".to_owned(),
        ]
    }

    fn answer(turn: &mut Turn<'_>, action: &Action) -> Answer {
        let Action::Call { tool, arguments } = action else { return Err(Refused::Nothing) };
        call::answer(turn, tool, arguments)
    }

    fn suggest(world: &World, seed: &mut Seed) -> Action {
        suggest::suggest(world, seed)
    }

    fn task(world: &World) -> String {
        let tables: Vec<&str> = entities(world).map(|entity| entity.many).collect();
        format!("Keep these up to date: {}.", tables.join(", "))
    }
}

#[cfg(test)]
mod tests;
