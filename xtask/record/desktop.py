"""Records walks through desktop programs: a text editor, a calculator, a file manager."""

import functools
import json
import os
import pathlib
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import time

from walk import Walk, record

SESSION = pathlib.Path(__file__).with_name("session.py").read_text(encoding="utf-8")
COLUMNS = "tag\tname\ttext\tclass\tdescription\tposition (top-left x&y)\tsize (w&h)"
# The folder the programs see as their user's, and what it is called in the recordings. One path,
# since the width of what shows it depends on its length.
HOME, SHOWN_HOME = pathlib.Path("/tmp/diorama-home"), "/home/wren"
SIZE = (1280, 800)
KEYS = {"enter": "Return", "esc": "Escape", "tab": "Tab", "backspace": "BackSpace"}
KEYS |= {"delete": "Delete", "up": "Up", "down": "Down", "left": "Left", "right": "Right"}
KEYS |= {"home": "Home", "end": "End", "f2": "F2", "f10": "F10"}


class Desktop:
    """A virtual screen with a window manager and a message bus of its own."""

    def __init__(self, draw):
        self.processes = []
        settle_home(draw)
        user = {"user": "nobody", "group": "nogroup"} if os.getuid() == 0 else {}
        read, write = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
        self.begin(server, pass_fds=[write], **user)
        os.close(write)
        with os.fdopen(read) as display:
            self.display = ":" + display.readline().strip()
        environment = {
            "PATH": os.environ["PATH"],
            "DISPLAY": self.display,
            "HOME": str(HOME),
            "USER": "wren",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "XDG_RUNTIME_DIR": str(HOME / ".run"),
            "GTK_MODULES": "gail:atk-bridge",
            "GTK_RECENT_FILES_ENABLED": "0",
        }
        given = {"env": environment, "cwd": HOME, **user}
        self.begin(["openbox"], stdout=subprocess.DEVNULL, **given)
        bus = "/usr/libexec/at-spi-bus-launcher --launch-immediately >&2 &"
        command = f"{bus} exec /usr/bin/python3 -c {shlex.quote(SESSION)}"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.session = self.begin(["dbus-run-session", "sh", "-c", command], **pipes, **given)

    def begin(self, command, **given):
        """Starts a program, which with those that it starts itself can be ended as a group."""
        given = {"stderr": subprocess.DEVNULL, "start_new_session": True, **given}
        process = subprocess.Popen(command, **given)
        self.processes.append(process)
        return process

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
        clear_home()

    def ask(self, *request):
        self.session.stdin.write(shlex.join(request) + "\n")
        self.session.stdin.flush()
        return json.loads(self.session.stdout.readline())

    def look(self):
        """The rows on the screen."""
        return [Row(*row) for row in self.ask("look")]

    def do(self, *arguments):
        """Has xdotool do something."""
        environment = {"PATH": os.environ["PATH"], "DISPLAY": self.display}
        subprocess.run(["xdotool", *map(str, arguments)], env=environment, check=True)


class Row:
    """An element that shows."""

    def __init__(self, tag, name, text, kind, description, x, y, width, height):
        self.tag, self.name, self.text = tag, masked(name), masked(text)
        self.kind, self.description = kind, masked(description)
        self.x, self.y, self.width, self.height = x, y, width, height

    @property
    def middle(self):
        return self.x + self.width // 2, self.y + self.height // 2

    def __str__(self):
        flat = lambda cell: re.sub(r"[\t\r\n]", " ", cell)
        text = self.text.replace("\t", " ").replace("\ufffc", "")
        if not text or '"' in text:
            text = '"{}"'.format(text.replace('"', '""'))
        cells = [self.tag, flat(self.name), text, flat(self.kind), flat(self.description)]
        places = [f"({self.x}, {self.y})", f"({self.width}, {self.height})"]
        return "\t".join(cells + places)


def masked(text):
    """A text without what differs each time: the folder, the size of the disk, the clock."""
    text = text.replace(str(HOME), SHOWN_HOME).replace(HOME.name, "wren")
    text = re.sub(r"^\d\d:\d\d$", "10:00", text)
    return re.sub(r"Free space: .*", "Free space: 8.0 GiB (Total: 16.0 GiB)", text)


def observation(rows):
    return "\n".join([COLUMNS, *map(str, rows)])


def clear_home():
    """Removes the user's folder; programs that are about to end may still write to it."""
    while HOME.exists():
        shutil.rmtree(HOME, ignore_errors=True)
        time.sleep(0.1)


def settle_home(draw):
    """Makes the user's folder with some files; they are old, so that no clock shows."""
    clear_home()
    HOME.mkdir()
    (HOME / ".run").mkdir(mode=0o700)
    for folder in ["Documents", "Pictures", "Recipes"]:
        (HOME / folder).mkdir()
    lines = ["Sow the beans.", "Call Tomas.", 'The word for it is "dusk".', "Two eggs, salt."]
    lines += ["Return the ladder.", "Bus 14 leaves at ten past.", "Ask Ines about the key."]
    names = ["notes.txt", "plan.txt", "Documents/letter.txt", "Recipes/bread.txt", "list.txt"]
    for name in draw.sample(names[1:], 3) + names[:1]:
        text = "\n".join(draw.sample(lines, draw.randint(1, 4))) + "\n"
        (HOME / name).write_text(text, encoding="utf-8")
    for path in [HOME, *HOME.rglob("*")]:
        os.utime(path, (1741946400, 1741946400))
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(path, nobody.pw_uid, nobody.pw_gid)


def python(text):
    """A string as Python has it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def perform(desktop, walk, what, *given):
    """Does an action and notes it with what shows then, which it gives."""
    if what in ("click", "doubleClick", "rightClick"):
        x, y = given[0].middle
        button = {"click": ["1"], "doubleClick": ["--repeat", "2", "--delay", "80", "1"]}
        desktop.do("mousemove", x, y, "click", *button.get(what, ["3"]))
        action = f"pyautogui.{what}({x}, {y})"
    elif what == "write":
        for part in re.split(r"(\n)", given[0]):
            desktop.do(*(["key", "Return"] if part == "\n" else ["type", "--delay", "25", part]))
        action = f"pyautogui.write({python(given[0])})"
    elif what in ("press", "hotkey"):
        desktop.do("key", "+".join(KEYS.get(key, key) for key in given))
        action = f"pyautogui.{what}({', '.join(map(python, given))})"
    elif what == "scroll":
        clicks, row = given
        x, y = row.middle
        button = "4" if clicks > 0 else "5"
        desktop.do("mousemove", x, y, "click", "--repeat", str(abs(clicks)), button)
        action = f"pyautogui.scroll({clicks}, {x}, {y})"
    else:
        action = "time.sleep(1)"
    rows = desktop.look()
    walk.step(action, observation(rows))
    return rows


def anything(rows, draw):
    """Some action or other; some of them do nothing."""
    buttons = [r for r in rows if r.tag.endswith(("button", "menu", "menu-item", "icon", "text"))]
    kind = draw.choices(["click", "press", "write", "scroll", "sleep"], [7, 4, 2, 2, 1])[0]
    if kind == "click" and buttons:
        return "click", draw.choice(buttons)
    if kind == "scroll":
        return "scroll", draw.choice([-5, 5]), draw.choice(rows)
    if kind == "write":
        return "write", draw.choice(["salt", "12", "heron"])
    if kind == "sleep":
        return ("sleep",)
    return "press", draw.choice(["tab", "down", "enter", "esc", "right", "f10"])


# Programs and what to do in them. A step is what pyautogui does, with the element it is done to,
# as (tag, name or text), or with its text and keys.
GOALS = {
    "editor-write": (
        "Write two lines into a new file and save it as today.txt.",
        ["mousepad"],
        [
            ("write", "Sow the beans.\n"),
            ("write", 'Ask for "Ines".'),
            ("hotkey", "ctrl", "s"),
            ("hotkey", "ctrl", "a"),
            ("write", "today.txt"),
            ("click", "push-button", "Save"),
        ],
    ),
    "editor-undo": (
        "Add a line to notes.txt, undo it, and do it again.",
        ["mousepad", f"{HOME}/notes.txt"],
        [
            ("hotkey", "ctrl", "end"),
            ("write", "Feed the cat."),
            ("hotkey", "ctrl", "z"),
            ("click", "menu", "Edit"),
            ("click", "menu-item", "Redo"),
            ("hotkey", "ctrl", "s"),
        ],
    ),
    "editor-find": (
        "Find a word in notes.txt.",
        ["mousepad", f"{HOME}/notes.txt"],
        [
            ("hotkey", "ctrl", "f"),
            ("write", "the"),
            ("press", "enter"),
            ("press", "esc"),
            ("click", "menu", "Search"),
            ("click", "menu-item", "Find and Replace..."),
            ("press", "esc"),
        ],
    ),
    "editor-close": (
        "Close the editor without saving what was written.",
        ["mousepad"],
        [
            ("write", "Nothing worth keeping"),
            ("hotkey", "ctrl", "w"),
            ("click", "push-button", "Cancel"),
            ("hotkey", "ctrl", "w"),
            ("press", "esc"),
            ("click", "menu", "File"),
            ("press", "down"),
        ],
    ),
    "editor-select": (
        "Turn the text of notes.txt into capitals.",
        ["mousepad", f"{HOME}/notes.txt"],
        [
            ("click", "menu", "Edit"),
            ("click", "menu-item", "Select All"),
            ("click", "menu", "Edit"),
            ("click", "menu", "Convert"),
            ("press", "esc"),
            ("press", "delete"),
            ("hotkey", "ctrl", "z"),
        ],
    ),
    "calculator-add": (
        "Work out 78 + 5.",
        ["galculator"],
        [
            ("click", "toggle-button", "7"),
            ("click", "toggle-button", "8"),
            ("click", "toggle-button", "+"),
            ("click", "toggle-button", "5"),
            ("click", "toggle-button", "="),
            ("click", "toggle-button", "C"),
        ],
    ),
    "calculator-zero": (
        "Divide 9 by nothing and see what it says.",
        ["galculator"],
        [
            ("press", "9"),
            ("click", "toggle-button", "/"),
            ("click", "toggle-button", "0"),
            ("click", "toggle-button", "="),
            ("click", "toggle-button", "AC"),
        ],
    ),
    "calculator-memory": (
        "Keep 6 in memory, then take its square root.",
        ["galculator"],
        [
            ("click", "toggle-button", "6"),
            ("click", "toggle-button", "MS"),
            ("click", "toggle-button", "AC"),
            ("click", "toggle-button", "MR"),
            ("click", "toggle-button", "sqrt"),
            ("press", "backspace"),
        ],
    ),
    "calculator-menu": (
        "Look into the menus of the calculator.",
        ["galculator"],
        [
            ("click", "menu", "View"),
            ("press", "right"),
            ("press", "esc"),
            ("click", "menu", "Edit"),
            ("click", "menu-item", "Preferences"),
            ("press", "esc"),
        ],
    ),
    "files-open": (
        "Look into two folders and go back.",
        ["pcmanfm", str(HOME)],
        [
            ("doubleClick", "icon", "Documents"),
            ("click", "push-button", "Parent Folder"),
            ("doubleClick", "icon", "Recipes"),
            ("click", "push-button", "Previous Folder"),
            ("click", "icon", "notes.txt"),
        ],
    ),
    "files-new": (
        "Make a folder named Garden, then try to make it again.",
        ["pcmanfm", str(HOME)],
        [
            ("click", "menu", "File"),
            ("press", "esc"),
            ("hotkey", "ctrl", "shift", "n"),
            ("write", "Garden"),
            ("press", "enter"),
            ("hotkey", "ctrl", "shift", "n"),
            ("write", "Garden"),
            ("press", "enter"),
        ],
    ),
    "files-rename": (
        "Rename notes.txt to thoughts.txt.",
        ["pcmanfm", str(HOME)],
        [
            ("click", "icon", "notes.txt"),
            ("press", "f2"),
            ("hotkey", "ctrl", "a"),
            ("write", "thoughts.txt"),
            ("press", "enter"),
            ("rightClick", "icon", "thoughts.txt"),
            ("press", "esc"),
        ],
    ),
    "files-delete": (
        "Delete the pictures' folder.",
        ["pcmanfm", str(HOME)],
        [
            ("click", "icon", "Pictures"),
            ("hotkey", "shift", "delete"),
            ("press", "esc"),
            ("hotkey", "shift", "delete"),
            ("press", "enter"),
            ("hotkey", "ctrl", "h"),
        ],
    ),
}


def resolved(step, rows):
    """The action of a step on what shows; None where it cannot be done."""
    what, *given = step
    if what not in ("click", "doubleClick", "rightClick"):
        return step
    tag, name = given
    fitting = [row for row in rows if row.tag == tag and name in (row.name, row.text)]
    return (what, fitting[-1]) if fitting else None


def desktop(goal, id, draw):
    """A walk through a program towards a goal, with some steps aside."""
    task, program, steps = GOALS[goal]
    version = os.environ.get("VERSION_" + program[0], "")
    walk = Walk(
        id=id,
        title=f"{goal.split('-')[0].capitalize()}, {goal.split('-')[1]}",
        summary=f"{program[0].capitalize()}, recorded through its accessibility tree.",
        domain="os",
        dialect="os-a11y",
        source=f"{program[0]} {version}".strip() + " (Debian 12), through AT-SPI",
        task=task,
    )
    with Desktop(draw) as screen:
        screen.ask("start", *program)
        rows = screen.look()
        walk.first = observation(rows)
        for step in steps:
            if draw.random() < 0.2:
                rows = perform(screen, walk, *anything(rows, draw))
            rows = perform(screen, walk, *(resolved(step, rows) or anything(rows, draw)))
    return walk


def plans():
    for goal in GOALS:
        yield f"{goal}-1", False, functools.partial(desktop, goal)
    for goal in ["editor-write", "editor-close", "calculator-memory", "files-new"]:
        yield f"{goal}-2", True, functools.partial(desktop, goal)


if __name__ == "__main__":
    record(list(plans()), __doc__)
