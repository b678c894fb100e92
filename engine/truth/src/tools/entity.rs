//! What the tables hold, and what the tools over them are called.

use crate::{Seed, words};
use diorama_world::facts::{Cell, Column, Kind, Table};

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    /// Any text, made so.
    Text(fn(&mut Seed) -> String),
    /// One of these.
    One(&'static [&'static str]),
    /// A number in a range.
    Number(i64, i64),
    /// Yes or no.
    Flag,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub name: &'static str,
    pub holds: Holds,
    /// Whether a new row needs it.
    pub needed: bool,
}

/// Something that a table has rows of.
#[derive(Debug)]
pub(super) struct Entity {
    pub one: &'static str,
    pub many: &'static str,
    pub fields: &'static [Field],
}

const fn field(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, needed: false }
}

const fn needed(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, needed: true }
}

/// All there can be.
pub(super) static ENTITIES: [Entity; 6] = [
    Entity {
        one: "contact",
        many: "contacts",
        fields: &[
            needed("name", Holds::Text(words::person)),
            needed("phone", Holds::Text(words::phone)),
            field("city", Holds::Text(|seed| words::capital(&words::word(seed, 2)))),
            field("favourite", Holds::Flag),
        ],
    },
    Entity {
        one: "event",
        many: "events",
        fields: &[
            needed("title", Holds::Text(words::deed)),
            needed("day", Holds::One(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])),
            needed("time", Holds::Text(words::time)),
            field("minutes", Holds::Number(5, 240)),
        ],
    },
    Entity {
        one: "ticket",
        many: "tickets",
        fields: &[
            needed("title", Holds::Text(words::sentence)),
            field("status", Holds::One(&["open", "blocked", "closed"])),
            field("priority", Holds::Number(1, 5)),
            field("owner", Holds::Text(words::person)),
        ],
    },
    Entity {
        one: "order",
        many: "orders",
        fields: &[
            needed("item", Holds::Text(words::thing)),
            needed("quantity", Holds::Number(1, 99)),
            field("status", Holds::One(&["new", "paid", "shipped", "returned"])),
            field("gift", Holds::Flag),
        ],
    },
    Entity {
        one: "room",
        many: "rooms",
        fields: &[
            needed("name", Holds::Text(|seed| words::capital(&words::word(seed, 2)))),
            needed("seats", Holds::Number(1, 80)),
            field("floor", Holds::Number(0, 9)),
            field("booked", Holds::Flag),
        ],
    },
    Entity {
        one: "book",
        many: "books",
        fields: &[
            needed("title", Holds::Text(|seed| format!("The {}", words::thing(seed)))),
            needed("author", Holds::Text(words::person)),
            field("shelf", Holds::Number(1, 40)),
            field("lent", Holds::Flag),
        ],
    },
];

/// What a tool does with an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    List,
    Get,
    Create,
    Update,
    Delete,
    Search,
}

impl Deed {
    pub const ALL: [Self; 6] =
        [Self::List, Self::Get, Self::Create, Self::Update, Self::Delete, Self::Search];

    fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Get => "get",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Search => "search",
        }
    }

    /// Name of the tool, as the look has it.
    pub fn tool(self, entity: &Entity, look: usize) -> String {
        let word = self.word();
        let many = matches!(self, Self::List | Self::Search);
        match look {
            0 => format!("{word}_{}", if many { entity.many } else { entity.one }),
            1 => format!("{}_{word}", entity.many),
            _ => format!("{}.{word}", entity.one),
        }
    }

    /// The fields that a call may give.
    pub fn fields(self, entity: &Entity) -> Vec<Field> {
        let id = needed("id", Holds::Number(0, i64::MAX));
        let query = needed("query", Holds::Text(|seed| words::word(seed, 1)));
        let cursor = field("cursor", Holds::Number(0, i64::MAX));
        match self {
            Self::List => vec![cursor],
            Self::Get | Self::Delete => vec![id],
            Self::Create => entity.fields.to_vec(),
            Self::Update => {
                let optional = entity.fields.iter().map(|f| Field { needed: false, ..*f });
                std::iter::once(id).chain(optional).collect()
            }
            Self::Search => vec![query, cursor],
        }
    }
}

impl Holds {
    /// The kind of column.
    pub fn kind(self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::One(_) => Kind::Word,
            Self::Number(..) => Kind::Number,
            Self::Flag => Kind::Flag,
        }
    }

    /// A value.
    pub fn make(self, seed: &mut Seed) -> Cell {
        match self {
            Self::Text(make) => make(seed).into(),
            Self::One(words) => seed.pick(words).into(),
            Self::Number(least, most) => seed.between(least, most).into(),
            Self::Flag => seed.one_in(3).into(),
        }
    }
}

impl Entity {
    /// The table, with some rows.
    pub fn table(&self, seed: &mut Seed) -> Table {
        let columns = self.fields.iter().map(|field| Column::new(field.name, field.holds.kind()));
        let mut table = Table::new(self.many, columns);
        for _ in 0..2 + seed.below(5) {
            table.push(self.fields.iter().map(|field| field.holds.make(seed)).collect::<Vec<_>>());
        }
        table
    }
}
