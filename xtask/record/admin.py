"""Walks through the admin of Django over a small library."""

import functools
import pathlib
import re
import subprocess
import sys

from browser import Browser, look, perform
from walk import Walk
from wander import anything

HERE = pathlib.Path(__file__).parent

# What to do in the admin: the task, the page it starts on, and the steps: (what, kind of element,
# what its name matches, text).
GOALS = {
    "sign-in": (
        "Sign in as wren with the password harbour42.",
        "/admin/",
        [
            ("type", "textbox", "Username", "wren"),
            ("type", "textbox", "Password", "harbour 42"),
            ("click", "button", "Log in", None),
            ("type", "textbox", "Username", "wren"),
            ("type", "textbox", "Password", "harbour42"),
            ("click", "button", "Log in", None),
        ],
    ),
    "add-author": (
        "Add the author Edda Moreau from Iceland, born in 1931.",
        "/admin/",
        [
            ("click", "link", "Authors", None),
            ("click", "link", "Add author", None),
            ("type", "textbox", "Name", "Edda Moreau"),
            ("click", "button", "Save and add another", None),
            ("type", "textbox", "Name", "Edda Moreau"),
            ("type", "textbox", "Country", "Iceland"),
            ("type", "spinbutton", "Year of birth", "1931"),
            ("click", "button", "Save", None),
        ],
    ),
    "add-book": (
        "Add a book about nature by any author.",
        "/admin/library/book/",
        [
            ("click", "link", "Add book", None),
            ("click", "button", "Save", None),
            ("type", "textbox", "Title", "The Tide Tables"),
            ("select", "combobox", "Author", None),
            ("select", "combobox", "Genre", "Nature"),
            ("click", "checkbox", "Reference only", None),
            ("click", "button", "Save", None),
        ],
    ),
    "search": (
        "Find the books about salt.",
        "/admin/library/book/",
        [
            ("type", "textbox", "", "Salt"),
            ("click", "button", "Search", None),
            ("click", "link", "Novel", None),
            ("click", "link", "total", None),
        ],
    ),
    "delete": (
        "Delete the first author of the list.",
        "/admin/library/author/",
        [
            ("click", "checkbox", "Select this object", None),
            ("select", "combobox", "Action", "Delete selected authors"),
            ("click", "button", "Go", None),
            ("click", "button", "Yes, I’m sure", None),
        ],
    ),
    "loans": (
        "Note that a book came back.",
        "/admin/library/loan/",
        [
            ("click", "link", "No", None),
            ("click", "checkbox", "", None),
            ("click", "button", "Save", None),
            ("click", "link", "All", None),
            ("click", "link", "Due", None),
        ],
    ),
    "edit-author": (
        "Correct the year in which an author was born.",
        "/admin/library/author/",
        [
            ("click", "link", "^[A-Z][a-z]+ [A-Z][a-z]+$", None),
            ("type", "spinbutton", "Year of birth", "-4"),
            ("click", "button", "Save", None),
            ("type", "spinbutton", "Year of birth", "1902"),
            ("click", "button", "Save and continue editing", None),
            ("click", "link", "History", None),
        ],
    ),
    "not-there": (
        "Look for a page that is not there, and go back to the list of users.",
        "/admin/",
        [
            ("go", "", "/admin/library/author/999/change/", None),
            ("go", "", "/admin/nothing/", None),
            ("back", "", "", None),
            ("click", "link", "Users", None),
            ("click", "link", "wren", None),
        ],
    ),
}


def walk_through(goal, id, draw):
    """A walk through Django's admin towards a goal, with some steps aside."""
    task, path, steps = GOALS[goal]
    walk = Walk(
        id=id,
        title=f"Django's admin, {goal}",
        summary="The administration of a small library, recorded in Chromium.",
        domain="web",
        dialect="web-playwright",
        source="Django 5.2.19 (BSD-3-Clause) in Chromium, through @playwright/mcp 0.0.83",
        task=task,
    )
    command = [sys.executable, "-m", "library.serve", str(draw.random())]
    server = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline())
        with Browser({"library.test": port}) as browser:
            if goal != "sign-in":
                sign_in(browser)
            walk.first = browser.do("browser_navigate", url=f"http://library.test{path}")
            pursue(browser, walk, draw, list(steps))
    finally:
        server.terminate()
        server.wait()
    return walk


def sign_in(browser):
    """Signs in before the walk begins."""
    browser.do("browser_navigate", url="http://library.test/admin/")
    for step in GOALS["sign-in"][2][3:]:
        tool, element, arguments = resolved(step, browser.snapshot(), None)
        browser.do(tool, element=element.kind, target=element.ref, **arguments)


def pursue(browser, walk, draw, steps):
    """Goes through the steps that can be done where they can be done; one time in five something
    else is done first."""
    for step in steps:
        shown = look(browser, walk)
        if draw.random() < 0.2:
            tool, element, arguments = anything(shown, draw)
            perform(browser, walk, tool, element, **arguments)
            shown = look(browser, walk)
        choice = resolved(step, shown, draw)
        if not choice:
            # The step aside may have left the page.
            perform(browser, walk, "browser_navigate_back")
            shown = look(browser, walk)
            choice = resolved(step, shown, draw) or anything(shown, draw)
        tool, element, arguments = choice
        perform(browser, walk, tool, element, **arguments)


def resolved(step, shown, draw):
    """The action of a step on the page that is shown; None where it cannot be done."""
    what, kind, name, text = step
    if what == "go":
        return "browser_navigate", None, {"url": f"http://library.test{name}"}
    if what == "back":
        return "browser_navigate_back", None, {}
    fitting = [e for e in shown if e.kind == kind and re.search(name, e.name)]
    fitting.sort(key=lambda e: e.name != name)
    if not fitting:
        return None
    element = fitting[0]
    if what == "type":
        return "browser_type", element, {"text": text}
    if what == "select":
        if not element.options:
            return None
        return "browser_select_option", element, {"values": [text or draw.choice(element.options)]}
    return "browser_click", element, {}


def plans():
    """The walks."""
    for goal in GOALS:
        for number, held_out in [("1", False), ("2", goal in ("delete", "loans", "sign-in"))]:
            yield f"library-{goal}-{number}", held_out, functools.partial(walk_through, goal)
