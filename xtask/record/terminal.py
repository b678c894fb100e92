"""Records walks through a shell: bash on a terminal of 40 lines and 120 columns."""

import codecs
import fcntl
import functools
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import termios

import pyte

from commands import HOME, WORDS, command, settle_home
from walk import Walk, record

LINES, COLUMNS = 40, 120
PROMPT = "wren@box:"


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
        user = (
            {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
        )
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


def terminal(id, draw):
    """A walk through a shell."""
    files = settle_home(draw)
    said = subprocess.run(["bash", "--version"], capture_output=True, text=True, check=True)
    version = said.stdout.split("\n")[0]
    walk = Walk(
        id=id,
        title="Shell over some files",
        summary="A shell in a folder of orders, notes and logs, recorded on a terminal.",
        domain="terminal",
        dialect="terminal",
        source=f"{version} and coreutils (GPL-3.0-or-later)",
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
    if shell.shown().endswith("\n>"):
        return draw.choice([["C-c"], [f"cat {draw.choice(WORDS)}'\n"]])
    if not shell.waits():
        return draw.choice([["C-c"], ["C-c"], [f"{draw.choice(WORDS)}\n"], ["C-d"]])
    if draw.random() < 0.1:
        # Typed, but not sent yet; the next keys go on from here.
        return [command(draw), "C-c"] if draw.random() < 0.5 else ["\n"]
    many = 2 if draw.random() < 0.15 else 1
    return [command(draw) + "\n" for _ in range(many)]


def plans():
    for number in range(1, 21):
        yield f"shell-{number}", number > 14, functools.partial(terminal)


if __name__ == "__main__":
    record(list(plans()), __doc__)
