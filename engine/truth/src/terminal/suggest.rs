//! What could be typed: mostly sensible, at times wrong.

use super::{
    disk,
    state::{self, HOSTS, Waits},
};
use crate::{Seed, World, words};
use diorama_world::{Action, action::Keys, facts::Row};

/// Something to type now.
pub(super) fn suggest(world: &World, seed: &mut Seed) -> Action {
    if seed.one_in(8) {
        return Action::Wait;
    }
    let typed = |text: &str| Keys { keystrokes: text.to_owned(), wait: 100 };
    let keys = match state::waits(world) {
        Waits::Command => match seed.below(24) {
            0 => vec![typed("C-c")],
            1 => vec![typed("C-l")],
            2 => vec![typed("C-d")],
            // A command without Enter, and Enter for it.
            3 | 4 => vec![typed(&command(world, seed))],
            5 => vec![typed("\n")],
            6 => {
                let two = [command(world, seed) + "\n", command(world, seed) + "\n"];
                two.iter().map(|text| typed(text)).collect()
            }
            _ => vec![typed(&(command(world, seed) + "\n"))],
        },
        Waits::Rest => match seed.below(3) {
            0 => vec![typed("C-c")],
            1 => vec![typed(&format!("{}'\n", words::thing(seed)))],
            _ => vec![typed(&format!("{}\"\n", words::thing(seed)))],
        },
        Waits::Input => match seed.below(5) {
            0 => vec![typed("C-c")],
            1 => vec![typed("C-d")],
            2 => vec![typed("EOF\n")],
            _ => vec![typed(&(words::sentence(seed) + "\n"))],
        },
        Waits::Network => match seed.below(4) {
            0 => vec![typed("C-c")],
            1 => vec![typed("\n")],
            _ => return Action::Wait,
        },
        Waits::More => match seed.below(4) {
            0 => vec![typed("q")],
            1 => vec![typed("\n")],
            _ => vec![typed(" ")],
        },
    };
    Action::Keystrokes { keys }
}

/// A path as somebody would type it: of a row, mostly the short way.
fn shown(world: &World, row: &Row) -> String {
    let path = disk::path(row);
    let folder = state::folder(world);
    let inside = format!("{}/", folder.trim_end_matches('/'));
    path.strip_prefix(&inside).map_or_else(|| path.clone(), str::to_owned)
}

/// A file or folder that is near, as somebody would type it; at times one that is not there.
fn some(world: &World, seed: &mut Seed, folders: bool) -> String {
    let folder = state::folder(world);
    let fits = |row: &&Row| disk::is_folder(row) == folders;
    let here: Vec<&Row> = disk::list(world, folder).into_iter().filter(fits).collect();
    let all: Vec<&Row> = disk::rows(world).iter().filter(fits).collect();
    let from = if here.is_empty() || seed.one_in(4) { &all } else { &here };
    match seed.below(10) {
        0 => words::word(seed, 1) + if folders { "" } else { ".txt" },
        _ => seed.choose(from).map_or_else(|| "missing".to_owned(), |row| shown(world, row)),
    }
}

/// A word from a file.
fn word_in(world: &World, seed: &mut Seed, name: &str) -> String {
    let text = disk::read(world, &disk::absolute(state::folder(world), name)).unwrap_or_default();
    let words: Vec<&str> = text.split([' ', '\n', ',', '=']).filter(|w| !w.is_empty()).collect();
    match seed.choose(&words) {
        Some(word) if !seed.one_in(6) && word.chars().all(char::is_alphanumeric) => {
            (*word).to_owned()
        }
        _ => words::word(seed, 1),
    }
}

fn new_name(seed: &mut Seed) -> String {
    format!("{}.{}", words::word(seed, 1), seed.pick(&["txt", "md", "log"]))
}

pub(super) fn command(world: &World, seed: &mut Seed) -> String {
    let first = simple(world, seed);
    match seed.below(16) {
        0 => format!("{first} && {}", simple(world, seed)),
        1 => format!("{first} || {}", simple(world, seed)),
        2 => format!("{first}; echo $?"),
        3 => format!("{first} | wc -l"),
        4 => format!("{first} 2>/dev/null"),
        _ => first,
    }
}

fn simple(world: &World, seed: &mut Seed) -> String {
    // Where something is wrong with the network, it is asked more often.
    let ailing = ["flaky-api", "offline", "slow-network"].iter().any(|name| world.has(name));
    if ailing && seed.one_in(3) {
        return network(world, seed);
    }
    match seed.below(8) {
        0..=2 => looking(world, seed),
        3 | 4 => filtering(world, seed),
        5 | 6 => changing(world, seed),
        _ => about(world, seed),
    }
}

fn looking(world: &World, seed: &mut Seed) -> String {
    match seed.below(14) {
        0..=2 => "ls".to_owned(),
        3 => format!("ls {}", some(world, seed, true)),
        4 => seed.pick(&["ls -l", "ls -a", "ls -la", "ls *.txt", "ls -1", "ls /"]).to_owned(),
        5 => "pwd".to_owned(),
        6 | 7 => format!("cd {}", some(world, seed, true)),
        8 => seed.pick(&["cd ..", "cd", "cd -", "cd /", "cd /tmp"]).to_owned(),
        9 => format!("find . -name '*.{}'", seed.pick(&["txt", "md", "log", "conf", "csv"])),
        10 => format!("find {} -type f", some(world, seed, true)),
        11 => format!("stat {}", some(world, seed, false)),
        12 => seed.pick(&["du -s", "du", "df", "df -h"]).to_owned(),
        _ => format!("[ -f {} ] && echo yes", some(world, seed, false)),
    }
}

fn filtering(world: &World, seed: &mut Seed) -> String {
    let file = some(world, seed, false);
    match seed.below(16) {
        0..=4 => format!("cat {file}"),
        5 => format!("head -n {} {file}", 1 + seed.below(3)),
        6 => format!("tail -n {} {file}", 1 + seed.below(3)),
        7 => format!("wc {file}"),
        8 => format!("wc -l {file}"),
        9 | 10 => format!("grep {} {file}", word_in(world, seed, &file)),
        11 => format!(
            "grep -{} {} {file}",
            seed.pick(&["n", "c", "v", "i"]),
            word_in(world, seed, &file)
        ),
        12 => format!("sort {file}"),
        13 => format!("sort {file} | uniq -c"),
        14 => format!("cut -d, -f{} {file}", 1 + seed.below(3)),
        _ => format!("cat {file} | tr a-z A-Z"),
    }
}

fn changing(world: &World, seed: &mut Seed) -> String {
    let file = some(world, seed, false);
    match seed.below(18) {
        0..=2 => format!("echo \"{}\" > {}", words::sentence(seed), new_name(seed)),
        3 | 4 => format!("echo \"{}\" >> {file}", words::deed(seed)),
        5 => format!("touch {}", new_name(seed)),
        6 | 7 => format!("mkdir {}", seed.pick(&["data", "docs", "new", "tmp", "old", "a/b"])),
        8 => format!("mkdir -p {}/{}", some(world, seed, true), words::word(seed, 1)),
        9 => format!("rmdir {}", some(world, seed, true)),
        10 | 11 => format!("rm {file}"),
        12 => format!("rm -r {}", some(world, seed, true)),
        13 => format!("cp {file} {}", new_name(seed)),
        14 => format!("cp {file} {}", some(world, seed, true)),
        15 => format!("mv {file} {}", new_name(seed)),
        16 => format!("chmod {} {file}", seed.pick(&["+x", "600", "755", "u-w", "999"])),
        _ => match seed.below(4) {
            0 => format!("cat > {} << EOF", new_name(seed)),
            1 => format!("sudo rm {file}"),
            2 => format!("echo '{}", words::deed(seed)),
            _ => format!("cat > {}", new_name(seed)),
        },
    }
}

fn about(world: &World, seed: &mut Seed) -> String {
    let name = seed.pick(&["NAME", "COLOUR", "PLACE", "N"]);
    match seed.below(12) {
        0 => format!("export {name}={}", words::word(seed, 1)),
        1 => format!("{name}={}", words::word(seed, 1)),
        2 | 3 => format!("echo ${name}"),
        4 => "echo $?".to_owned(),
        5 => seed.pick(&["env", "whoami", "hostname", "history", "uname", "true", "false"]).into(),
        6 => format!("which {}", seed.pick(&["ls", "cd", "python", "grep", "vim"])),
        7 => seed.pick(&["clear", "exit", "unset NAME", "echo $HOME"]).to_owned(),
        8 => format!(
            "{} {}",
            seed.pick(&["sl", "gti", "vim", "python", "./run.sh"]),
            words::word(seed, 1)
        ),
        9 => format!("seq {} | tail -n 2", 1 + seed.below(12)),
        _ => network(world, seed),
    }
}

fn network(world: &World, seed: &mut Seed) -> String {
    let rows = world.facts.table(HOSTS).map_or(&[][..], |table| table.rows());
    let (host, page) = match seed.choose(rows) {
        Some(row) if !seed.one_in(5) => {
            (row.cells[0].text().to_owned(), row.cells[2].text().to_owned())
        }
        _ => (words::host(seed), String::new()),
    };
    match seed.below(5) {
        0 => format!("ping -c 1 {host}"),
        1 => format!("curl http://{host}/{page} -o {}", new_name(seed)),
        2 => format!("curl -s http://{host}/"),
        _ => format!("curl http://{host}/{page}"),
    }
}
