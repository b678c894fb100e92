//! The facts of a seed: a machine with a few folders and files.

use super::state::{ENV, HISTORY, HOSTS, SHELL};
use crate::{Seed, words};
use diorama_world::{
    Facts,
    facts::{Cell, Column, Kind, Table},
};

fn table(name: &str, columns: &[(&str, Kind)]) -> Table {
    Table::new(name, columns.iter().map(|&(name, kind)| Column::new(name, kind)))
}

/// The facts of a seed.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "terminal");
    let user = if seed.one_in(2) { "root".to_owned() } else { words::word(seed, 1) };
    let home = if user == "root" { "/root".to_owned() } else { format!("/home/{user}") };
    let project = words::word(seed, 2);
    let place = match seed.below(4) {
        0 => home.clone(),
        1 => format!("/srv/{project}"),
        2 => format!("{home}/{project}"),
        _ => format!("/{project}"),
    };
    let mut files = Files::new();
    files.folder(&home);
    files.folder("/tmp");
    files.folder(&place);
    let folders = ["data", "docs", "logs", "notes", "old", "src", "backup", "conf"];
    let mut places = vec![place.clone()];
    for i in seed.some(1 + seed.clone().below(3), folders.len()) {
        let path = format!("{place}/{}", folders[i]);
        files.folder(&path);
        places.push(path);
    }
    for _ in 0..4 + seed.below(6) {
        let (name, content) = file(seed);
        let folder = seed.choose(&places).unwrap_or(&place).clone();
        files.file(&folder, &name, &content);
    }
    let host = words::word(seed, 1);
    let mut env =
        table(ENV, &[("name", Kind::Word), ("value", Kind::Text), ("exported", Kind::Flag)]);
    env.push([Cell::from("LANG"), "C".into(), true.into()]);
    if seed.one_in(2) {
        let value = words::word(seed, 2);
        env.push([
            Cell::from(seed.pick(&["EDITOR", "MODE", "TARGET", "STAGE"])),
            value.into(),
            true.into(),
        ]);
    }
    let mut tables = vec![shell(seed, &user, &host, &place), files.0, env, hosts(seed)];
    if seed.one_in(4) {
        tables.push(table(HISTORY, &[("command", Kind::Text)]));
    }
    Facts { tables }
}

pub(super) fn shell(seed: &mut Seed, user: &str, host: &str, folder: &str) -> Table {
    let columns = [
        ("user", Kind::Text),
        ("host", Kind::Text),
        ("folder", Kind::Text),
        ("code", Kind::Number),
        ("rows", Kind::Number),
        ("disk", Kind::Number),
        ("waits", Kind::Word),
        ("typed", Kind::Text),
        ("command", Kind::Text),
        ("text", Kind::Text),
        ("until", Kind::Text),
        ("left", Kind::Number),
    ];
    let rows = [12, 16, 20, 24][seed.below(4)];
    let disk = 64 * seed.between(2, 40);
    let mut shell = table(SHELL, &columns);
    let start: [Cell; 7] = [
        user.into(),
        host.into(),
        folder.into(),
        0.into(),
        rows.into(),
        disk.into(),
        "command".into(),
    ];
    shell.push(start);
    shell
}

pub(super) fn hosts(seed: &mut Seed) -> Table {
    let columns =
        [("name", Kind::Text), ("address", Kind::Text), ("page", Kind::Text), ("text", Kind::Text)];
    let mut hosts = table(HOSTS, &columns);
    for _ in 0..=seed.below(2) {
        let address = format!("192.0.2.{}", seed.between(1, 254));
        let page = seed.pick(&["", "status", "health", "version"]);
        let text = match page {
            "version" => format!("{}.{}.{}", seed.below(4), seed.below(10), seed.below(10)),
            "" => format!("<h1>{}</h1>", words::thing(seed)),
            _ => format!("{{\"{page}\": \"{}\"}}", seed.pick(&["ok", "busy", "down", "starting"])),
        };
        hosts.push([words::host(seed).into(), address.into(), page.into(), text.into()]);
    }
    hosts
}

/// Files while they are gathered.
pub(crate) struct Files(pub(crate) Table);

impl Files {
    /// None yet.
    pub fn new() -> Self {
        let columns = [
            ("folder", Kind::Text),
            ("name", Kind::Text),
            ("kind", Kind::Word),
            ("mode", Kind::Number),
            ("content", Kind::Text),
        ];
        Self(table(super::disk::FILES, &columns))
    }

    fn add(&mut self, folder: &str, name: &str, kind: &str, mode: i64, content: &str) {
        let known = |cells: &[Cell]| cells[0].text() == folder && cells[1].text() == name;
        if !self.0.rows().iter().any(|row| known(&row.cells)) {
            self.0.push([folder.into(), name.into(), kind.into(), mode.into(), content.into()]);
        }
    }

    /// A folder and those it is in.
    pub fn folder(&mut self, path: &str) {
        let ends = path.match_indices('/').skip(1).map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            let (folder, name) = super::disk::split(&path[..end]);
            self.add(folder, name, "dir", 755, "");
        }
    }

    /// A file.
    pub fn file(&mut self, folder: &str, name: &str, content: &str) {
        let program = content.starts_with("#!");
        let mode = if program { 755 } else { 644 };
        self.add(folder, name, "file", mode, content);
    }
}

/// A file's name and what it holds.
fn file(seed: &mut Seed) -> (String, String) {
    let stem = match seed.below(3) {
        0 => seed.pick(&["notes", "list", "plan", "report", "todo", "draft"]).to_owned(),
        _ => words::word(seed, 1),
    };
    let count = 1 + seed.below(6);
    let mut lines: Vec<String> = Vec::new();
    let end = match seed.below(6) {
        0 => {
            lines.push("item,count,price".to_owned());
            for _ in 0..count {
                lines.push(format!("{},{},{}", words::thing(seed), seed.below(50), seed.below(99)));
            }
            "csv"
        }
        1 => {
            let levels = ["INFO", "INFO", "WARN", "ERROR"];
            let says = ["started", "stopped", "connected", "timed out", "retried", "saved"];
            for _ in 0..count {
                let time = words::time(seed);
                let part = words::word(seed, 1);
                lines.push(format!("{time} {} {part} {}", seed.pick(&levels), seed.pick(&says)));
            }
            "log"
        }
        2 => {
            let keys = ["name", "port", "mode", "retries", "colour", "owner", "level"];
            for i in seed.some(count, keys.len()) {
                let value = match keys[i] {
                    "port" => seed.between(1024, 9999).to_string(),
                    "retries" => seed.below(9).to_string(),
                    _ => words::word(seed, 1),
                };
                lines.push(format!("{}={value}", keys[i]));
            }
            "conf"
        }
        3 => {
            lines.push("#!/bin/sh".to_owned());
            lines.push(format!("echo {}", words::thing(seed)));
            "sh"
        }
        4 => {
            // Some lines come twice, for those who sort and count.
            let names: Vec<String> = (0..3).map(|_| words::person(seed)).collect();
            for _ in 0..=count {
                lines.extend(seed.choose(&names).cloned());
            }
            "txt"
        }
        _ => {
            for _ in 0..count {
                lines.push(words::sentence(seed));
            }
            seed.pick(&["txt", "md"])
        }
    };
    (format!("{stem}.{end}"), lines.join("\n") + "\n")
}
