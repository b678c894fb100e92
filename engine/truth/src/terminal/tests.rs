//! Commands against what bash and the programs around it say.

use super::*;
use std::{fs, process::Command};

/// A terminal with a folder to work in.
fn terminal(controls: &[&str]) -> Terminal {
    let mut facts = facts(1);
    let shell = facts.table_mut(state::SHELL).unwrap();
    for (at, text) in [(At::User, "root"), (At::Host, "box"), (At::Folder, "/work")] {
        shell.set(0, at as usize, text.into());
    }
    shell.set(0, At::Rows as usize, 24.into());
    let files = facts.table_mut(disk::FILES).unwrap();
    files.push(["/", "work", "dir"].map(Into::into).into_iter().chain([755.into()]));
    for (name, text) in FILES {
        let mode: diorama_world::facts::Cell = 644.into();
        files.push(["/work".into(), name.into(), "file".into(), mode, text.into()]);
    }
    files.push(["/work".into(), "sub".into(), "dir".into(), 755.into(), "".into()]);
    files.push(["/work/sub".into(), "deep.txt".into(), "file".into(), 644.into(), "deep\n".into()]);
    Terminal::new(facts, &self::controls(controls))
}

/// The files in the folder.
const FILES: [(&str, &str); 5] = [
    ("a.txt", "one two\nthree\nfour\n"),
    ("b.txt", "pear\napple\npear\nfig\n"),
    ("n.txt", "10\n9\n100\n9\n"),
    ("t.csv", "name,count\nlamp,3\nbell,12\n"),
    ("open.txt", "no end"),
];

fn controls(names: &[&str]) -> Vec<Control> {
    names.iter().map(|name| Control::read(name).unwrap()).collect()
}

fn type_in(terminal: &mut Terminal, keys: &str) {
    let keys = vec![Keys { keystrokes: keys.to_owned(), wait: 0 }];
    terminal.step(&Action::Keystrokes { keys });
}

fn lines(terminal: &Terminal) -> Vec<&str> {
    terminal.screen().nodes.iter().map(|node| node.name.as_str()).collect()
}

/// What is on the screen after some keys.
#[track_caller]
fn shows(keys: &[&str], expected: &[&str]) {
    shows_under(&[], keys, expected);
}

#[track_caller]
fn shows_under(controls: &[&str], keys: &[&str], expected: &[&str]) {
    let mut terminal = terminal(controls);
    for keys in keys {
        type_in(&mut terminal, keys);
    }
    assert_eq!(lines(&terminal), expected, "{keys:?}");
}

#[test]
fn screens() {
    const P: &str = "root@box:/work# ";
    shows(&[], &[P]);
    shows(&["pwd\n"], &["root@box:/work# pwd", "/work", P]);
    shows(&["pw"], &["root@box:/work# pw"]);
    shows(&["pw", "d\n"], &["root@box:/work# pwd", "/work", P]);
    shows(&["pwx\u{7f}d\n"], &["root@box:/work# pwd", "/work", P]);
    shows(&["ls\n"], &["root@box:/work# ls", "a.txt  b.txt  n.txt  open.txt  sub  t.csv", P]);
    shows(&["nope", "C-c"], &["root@box:/work# nope^C", P]);
    shows(&["pwd\n", "C-l"], &[P]);
    shows(&["pwd\nclear\n"], &[P]);
    shows(&["cd sub\n"], &["root@box:/work# cd sub", "root@box:/work/sub# "]);
    shows(&["cat open.txt\n"], &["root@box:/work# cat open.txt", "no endroot@box:/work# "]);
    shows(&["echo 'a\n", "b'\n"], &["root@box:/work# echo 'a", "> b'", "a", "b", P]);
    shows(
        &["cat > new << EOF\n", "x y\nEOF\n", "cat new\n"],
        &[
            "root@box:/work# cat > new << EOF",
            "> x y",
            "> EOF",
            "root@box:/work# cat new",
            "x y",
            P,
        ],
    );
    shows(&["wc -l\n", "a\nb\n", "C-d"], &["root@box:/work# wc -l", "a", "b", "2", P]);
    shows(
        &["seq 30 | head -n 23\n"],
        &(1..=23)
            .map(|i| i.to_string())
            .chain([P.to_owned()])
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    );
    shows(
        &["echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
        &[
            "root@box:/work# echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "aaaaaaaaaaaaaaaaa",
        ],
    );
}

/// What each control does.
#[test]
fn controls_have_effects() {
    const P: &str = "root@box:/work# ";
    let prompt = |text: &str| format!("{P}{text}");
    let check = |controls: &[&str], command: &str, says: &[&str]| {
        let first = prompt(command);
        let mut expected = vec![first.as_str()];
        expected.extend(says);
        let line = format!("{command}\n");
        shows_under(controls, &[&line], &expected);
    };
    check(&["disk-full"], "echo x > new", &["bash: new: No space left on device", P]);
    check(
        &["disk-full"],
        "echo x >> a.txt",
        &["bash: echo: write error: No space left on device", P],
    );
    check(&["disk-full"], "rm a.txt", &[P]);
    check(&["read-only"], "rm a.txt", &["rm: cannot remove 'a.txt': Read-only file system", P]);
    check(&["read-only"], "touch x", &["touch: cannot touch 'x': Read-only file system", P]);
    check(&["permission-dialogs"], "touch x", &["touch: cannot touch 'x': Permission denied", P]);
    check(&["permission-dialogs"], "sudo touch x && rm x", &[P]);
    check(&["partial-save:cells=2"], "cp a.txt c && cat c", &["one two", "three", P]);
    check(&["forced-pagination:rows=2"], "cat a.txt", &["one two", "three", "--More--"]);
    check(
        &["unexpected-dialog:every=1"],
        "pwd",
        &["What is new: A new version was installed.", "/work", P],
    );
    check(&["slow-network:steps=2"], "ping x.example", &["Loading.."]);
    check(&["offline"], "ping x.example", &["ping: connect: Network is unreachable", P]);
    check(
        &["flaky-api:every=1"],
        "curl http://x.example/",
        &["curl: (22) The requested URL returned error: 500", P],
    );
    let mut slow = terminal(&["slow-network:steps=2"]);
    type_in(&mut slow, "ping x.example || pwd\n");
    slow.step(&Action::Wait);
    assert_eq!(lines(&slow).last(), Some(&"Loading."));
    slow.step(&Action::Wait);
    assert_eq!(lines(&slow)[1..], ["ping: x.example: Name or service not known", "/work", P]);
    let mut paged = terminal(&["forced-pagination:rows=2"]);
    type_in(&mut paged, "cat b.txt\n");
    type_in(&mut paged, " ");
    assert_eq!(lines(&paged)[1..], ["pear", "apple", "pear", "fig", P]);
}

/// What real bash says to the same commands, with nobody at a window. Left out is what differs by
/// design: dates, sizes of folders, who is signed in. `bash -c` names the line in its errors; that
/// is taken off.
#[test]
fn commands_agree_with_bash() {
    let has_bash = Command::new("bash").arg("--version").output().is_ok();
    if !has_bash {
        return;
    }
    let mut wrong = Vec::new();
    for (number, command) in include_str!("commands.txt").lines().enumerate() {
        let folder = std::env::temp_dir().join(format!("diorama-{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("sub")).unwrap();
        for (name, text) in FILES {
            fs::write(folder.join(name), text).unwrap();
        }
        fs::write(folder.join("sub/deep.txt"), "deep\n").unwrap();
        let script = format!("exec 2>&1; {command}");
        let output = Command::new("bash")
            .args(["--norc", "-c", &script])
            .current_dir(&folder)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        fs::remove_dir_all(&folder).unwrap();
        let theirs = String::from_utf8_lossy(&output.stdout)
            .replace("bash: line 1: ", "bash: ")
            .replace("bash: line 0: ", "bash: ");
        let mut terminal = terminal(&[]);
        let list = syntax::parse(command).unwrap();
        let ran = run::run(&mut terminal.world, &list, Given::default());
        assert!(ran.stop.is_none(), "{command}");
        let code = state::number(&terminal.world, At::Code);
        let theirs = (theirs, output.status.code().map_or(-1, i64::from));
        if theirs != (ran.text.clone(), code) {
            wrong.push(format!("{command}: bash {theirs:?}, here {:?}", (ran.text, code)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
