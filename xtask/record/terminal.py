"""Records walks through a shell: bash on a terminal of 40 lines and 120 columns."""

import codecs
import fcntl
import functools
import json
import os
import pathlib
import pty
import select
import shutil
import struct
import subprocess
import termios

import pyte

from walk import Walk, record

LINES, COLUMNS = 40, 120
# One path, since the prompt and the programs show it.
HOME = pathlib.Path("/tmp/app")
PROMPT = "wren@box:"
WORDS = "salt heron lantern orchard clay winter harbour ash letter tide".split()
PEOPLE = ["Ines", "Tomas", "Juna", "Oskar", "Marit", "Pavel", "Leila"]


class Terminal:
    """A shell and the screen it writes to."""

    def __init__(self):
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.stream = pyte.Stream(self.screen)
        self.over = False
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.end, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(HOME),
            "LANG": "C",
            "LC_ALL": "C",
            "TERM": "linux",
            "TZ": "UTC",
            "PS1": PROMPT + r"\w\$ ",
            "TIME_STYLE": "+",
            "HISTFILE": "",
        }
        # A shell of the user's own rights would show other prompts and errors to root.
        user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
        self.shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "--noediting"],
            stdin=there,
            stdout=there,
            stderr=there,
            cwd=HOME,
            env=environment,
            start_new_session=True,
            preexec_fn=take_terminal,
            **user,
        )
        os.close(there)
        self.settle()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.end)
        self.shell.wait(timeout=10)

    def press(self, keystrokes):
        """Types; `C-c` is Control and C."""
        control = len(keystrokes) == 3 and keystrokes.startswith("C-")
        keys = chr(ord(keystrokes[2]) & 31) if control else keystrokes.replace("\n", "\r")
        os.write(self.end, keys.encode())
        self.settle()

    def settle(self):
        """Shows what comes until nothing has come for a while: briefly where a prompt waits."""
        quiet = 0.0
        while quiet < (0.3 if self.waits() else 1.0):
            ready, _, _ = select.select([self.end], [], [], 0.1)
            if not ready:
                quiet += 0.1
                continue
            quiet = 0.0
            try:
                self.stream.feed(self.decoder.decode(os.read(self.end, 65536)))
            except OSError:  # the shell ended
                self.over = True
                return

    def waits(self):
        """Whether the cursor stands at a prompt."""
        line = self.screen.display[self.screen.cursor.y][: self.screen.cursor.x]
        return line.startswith(PROMPT) and line.endswith("$ ")

    def shown(self):
        """The screen, without the spaces that end its lines and the empty lines that end it."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip("\n")


def take_terminal():
    """Gives the new session its terminal, so that keys interrupt."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def settle_home(draw):
    """Makes a folder with some files; gives what they say, by path."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    files = {}
    rows = [
        f"{number},{draw.choice(PEOPLE)},{draw.choice(WORDS)},{draw.randint(1, 90)}"
        for number in range(1, draw.randint(6, 14))
    ]
    files["orders.csv"] = "\n".join(["id,name,item,price", *rows]) + "\n"
    events = ["started", "saved", "WARN slow disk", "ERROR no answer", "closed"]
    log = [
        f"2025-03-14 10:{draw.randint(10, 59)} {draw.choice(events)}"
        for _ in range(draw.randint(5, 20))
    ]
    files["logs/app.log"] = "\n".join(sorted(log)) + "\n"
    files["README.md"] = f"# {draw.choice(WORDS).capitalize()}\n\nRun `make` to build.\n"
    files["src/main.sh"] = '#!/bin/bash\necho "hello, $1"\n'
    files["src/lib.sh"] = "greet() {\n    echo hello\n}\n"
    for name in draw.sample(WORDS, 3):
        lines = [f"{draw.choice(PEOPLE)} {draw.choice(WORDS)}" for _ in range(draw.randint(1, 5))]
        files[f"notes/{name}.txt"] = "\n".join(lines) + "\n"
    for path, text in files.items():
        (HOME / path).parent.mkdir(exist_ok=True)
        (HOME / path).write_text(text)
    for path in [HOME, *HOME.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        if os.getuid() == 0:
            shutil.chown(path, "nobody", "nogroup")
    return files


def commands(draw):
    """A command for the files that are there, now and then with a mistake in it."""
    files = sorted(str(p.relative_to(HOME)) for p in HOME.rglob("*") if p.is_file())
    folders = sorted(str(p.relative_to(HOME)) for p in HOME.rglob("*") if p.is_dir())
    file = draw.choice(files) if draw.random() < 0.9 else "missing.txt"
    folder, word = draw.choice(folders), draw.choice(WORDS)
    # Programs look for files from wherever the shell is.
    file, folder = f"~/{file}", f"~/{folder}"
    number = draw.randint(2, 40)
    return draw.choice(
        [
            "pwd",
            "ls",
            f"ls -go {folder}",
            "ls -a ~",
            f"cd {folder}",
            "cd ..",
            "cd",
            f"cat {file}",
            f"cat -n {file}",
            f"head -n 3 {file}",
            f"tail -n 2 {file}",
            f"wc {file}",
            f"wc -l ~/*/*.txt",
            f"grep -n {draw.choice(PEOPLE)} ~/orders.csv",
            "grep -c ERROR ~/logs/app.log",
            f"grep -r {word} ~/notes",
            "cut -d, -f2 ~/orders.csv | sort | uniq -c | sort -rn",
            "sort -t, -k4 -n ~/orders.csv | tail -n 3",
            "awk -F, 'NR > 1 { sum += $4 } END { print sum }' ~/orders.csv",
            f"sed 's/{draw.choice(PEOPLE)}/Wren/' {file}",
            f"sed -i 's/hello/{word}/' {file}",
            f"tr a-z A-Z < {file}",
            "find ~ -name '*.txt' | sort",
            f"mkdir {folder}/{word}",
            f"mkdir -p ~/{word}/deep/er",
            f"rmdir {folder}",
            f"touch ~/{word}.tmp",
            f"cp {file} ~/{word}.bak",
            f"mv {file} {folder}",
            f"rm {file}",
            f"rm {folder}",
            f"rm -r {folder}",
            f"echo {word} >> {file}",
            f"echo '{draw.choice(PEOPLE)} {word}' > ~/{word}.txt",
            f"name={draw.choice(PEOPLE)}",
            'echo "hello, $name"',
            "echo $?",
            f"echo $(({number} * {draw.randint(3, 99)}))",
            f"for i in 1 2 3; do echo $i {word}; done",
            f"for f in ~/notes/*; do wc -l < $f; done",
            f"bash ~/src/main.sh {word}",
            "~/src/main.sh",
            "chmod +x ~/src/main.sh",
            f"diff ~/README.md {file}",
            f"seq 1 {number}",
            f"seq {number} | paste -sd+",
            f"test -f {file} && echo yes || echo no",
            f"printf '%5.2f|%s\\n' {number} {word}",
            f"sl {word}",
            f"cat ~/{word}",
            "cat /etc/shadow",
            f"ls {folder}/nothing",
            "clear",
            f"grep {word}",
            "sleep 60",
            "cat",
            f"echo {word} |",
            "echo 'not closed",
        ]
    )


def terminal(id, draw):
    """A walk through a shell."""
    files = settle_home(draw)
    walk = Walk(
        id=id,
        title="Shell over some files",
        summary="A shell in a folder of orders, notes and logs, recorded on a terminal.",
        domain="terminal",
        dialect="terminal",
        source="GNU bash and coreutils of Debian 12 (GPL-3.0-or-later)",
        task="Find out what is in the folder and tidy it up.",
        facts=[
            {
                "name": "files",
                "columns": ["path", "text"],
                "rows": [[f"{HOME}/{path}", text] for path, text in sorted(files.items())],
            }
        ],
    )
    try:
        with Terminal() as shell:
            walk.first = shell.shown()
            for _ in range(draw.randint(8, 12)):
                if shell.over:
                    break
                keys = keystrokes(shell, draw)
                for one in keys:
                    if not shell.over:
                        shell.press(one)
                pressed = [{"keystrokes": one, "duration": 0.1} for one in keys]
                walk.step(json.dumps(pressed, separators=(",", ":")), shell.shown())
    finally:
        shutil.rmtree(HOME)
    return walk


def keystrokes(shell, draw):
    """What is typed next: a command, or whatever ends a program that waits for more."""
    if not shell.waits():
        return draw.choice([["C-c"], ["C-c"], [f"{draw.choice(WORDS)}\n"], ["C-d"]])
    if draw.random() < 0.1:
        # Typed, but not sent yet; the next keys go on from here.
        return [commands(draw), "C-c"] if draw.random() < 0.5 else ["\n"]
    many = 2 if draw.random() < 0.15 else 1
    return [commands(draw) + "\n" for _ in range(many)]


def plans():
    for number in range(1, 21):
        yield f"shell-{number}", number > 14, functools.partial(terminal)


if __name__ == "__main__":
    record(list(plans()), __doc__)
