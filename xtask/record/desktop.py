"""Records walks through desktop programs: a text editor, a calculator, a file manager."""

import functools
import re
import subprocess

from goals import GOALS
from screen import Desktop, observation
from walk import Walk, record

KEYS = {"enter": "Return", "esc": "Escape", "tab": "Tab", "backspace": "BackSpace"}
KEYS |= {"delete": "Delete", "up": "Up", "down": "Down", "left": "Left", "right": "Right"}
KEYS |= {"home": "Home", "end": "End", "f2": "F2"}


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
    # Not the menus: one that is open takes the keys that were meant for others.
    buttons = [r for r in rows if r.tag.endswith(("button", "menu-item", "icon", "text"))]
    kind = draw.choices(["click", "press", "write", "scroll", "sleep"], [7, 4, 2, 2, 1])[0]
    if kind == "click" and buttons:
        return "click", draw.choice(buttons)
    if kind == "scroll":
        return "scroll", draw.choice([-5, 5]), draw.choice(rows)
    if kind == "write":
        return "write", draw.choice(["salt", "12", "heron"])
    if kind == "sleep":
        return ("sleep",)
    return "press", draw.choice(["tab", "down", "enter", "esc", "right"])


def resolved(step, rows):
    """The action of a step on what shows; None where it cannot be done."""
    what, *given = step
    if what not in ("click", "doubleClick", "rightClick"):
        return step
    tag, name = given
    # Names of menu items end in the space that their shortcuts take.
    fitting = [row for row in rows if row.tag == tag and name in (row.name.strip(), row.text)]
    return (what, fitting[-1]) if fitting else None


def desktop(goal, id, draw):
    """A walk through a program towards a goal, with some steps aside."""
    task, program, steps = GOALS[goal]
    package = ["dpkg-query", "-W", "-f=${Version}", program[0]]
    version = subprocess.run(package, capture_output=True, text=True, check=True).stdout
    walk = Walk(
        id=id,
        title=f"{goal.split('-')[0].capitalize()}, {goal.split('-')[1]}",
        summary=f"{program[0].capitalize()}, recorded through its accessibility tree.",
        domain="os",
        dialect="os-a11y",
        source=f"{program[0]} {version} of Debian (GPL-2.0-or-later), through AT-SPI",
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
