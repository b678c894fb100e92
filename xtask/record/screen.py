"""A virtual desktop: its screen, its user's folder, and what shows on it."""

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

SESSION = pathlib.Path(__file__).with_name("session.py").read_text(encoding="utf-8")
COLUMNS = "tag\tname\ttext\tclass\tdescription\tposition (top-left x&y)\tsize (w&h)"
# The folder the programs see as their user's; recordings call the one it lies in `home`. The path
# is always the same, since the width of what shows it depends on its length.
HOME = pathlib.Path("/tmp/diorama/wren")
SIZE = (1280, 800)


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
    text = re.sub(r"^diorama$", "home", text.replace(str(HOME.parent), "/home"))
    text = re.sub(r"^\d\d:\d\d$", "10:00", text)
    return re.sub(r"Free space: .*", "Free space: 8.0 GiB (Total: 16.0 GiB)", text)


def observation(rows):
    """What shows, as the dialect has it. What this machine keeps beside is not for recordings."""
    beside = set(os.listdir(HOME.parent.parent)) - {HOME.parent.name}
    if any(row.text in beside or row.name in beside for row in rows):
        raise RuntimeError("the machine's own files show")
    return "\n".join([COLUMNS, *map(str, rows)])


def clear_home():
    """Removes the user's folder; programs that are about to end may still write to it."""
    while HOME.parent.exists():
        shutil.rmtree(HOME.parent, ignore_errors=True)
        time.sleep(0.1)


def settle_home(draw):
    """Makes the user's folder with some files; they are old, so that no clock shows."""
    clear_home()
    HOME.mkdir(parents=True)
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
