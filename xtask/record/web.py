"""Records walks through web pages: tasks of MiniWoB and the admin of Django."""

import functools
import http.server
import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import threading

from browser import Browser, look, perform
from walk import Walk, record

HERE = pathlib.Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SERVER = os.environ["PLAYWRIGHT_MCP"]

# Tasks of MiniWoB that are reproducible and made of ordinary elements; the second list is kept
# apart for evaluation.
TASKS = """
    click-button click-button-sequence click-checkboxes click-checkboxes-transfer
    click-collapsible-2 click-dialog click-link click-menu click-option click-scroll-list
    click-tab click-tab-2 choose-list enter-password enter-text enter-text-dynamic
    email-inbox focus-text-2 form-sequence login-user navigate-tree read-table search-engine
    multi-layouts
""".split()
HELD_OUT_TASKS = """
    click-checkboxes-soft click-dialog-2 choose-date form-sequence-2 login-user-popup
    social-media
""".split()

INTERACTIVE = """
    button checkbox combobox link listbox menuitem option radio searchbox slider spinbutton switch
    tab textbox treeitem
""".split()
FIELDS = ["textbox", "searchbox", "spinbutton"]
WORDS = ["heron", "12", "Ines", "salt", "2025-04-01", "0", "a longer line of words"]
FINISHING = ["Submit", "Login", "Log in", "Search", "Save", "OK", "Ok", "Done"]
KEYS = ["Tab", "Enter", "Escape", "ArrowDown", "ArrowUp", "Shift+Tab", "End", "a"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word, and no icon."""

    def do_GET(self):
        if self.path != "/favicon.ico":
            return super().do_GET()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@functools.cache
def miniwob_port():
    """Serves MiniWoB's pages; gives the port."""
    package = pathlib.Path(importlib.util.find_spec("miniwob").submodule_search_locations[0])
    handler = functools.partial(Quiet, directory=package / "html")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


# The episode does not end by itself; reward and time, which differ each time, are not shown.
START = """() => {
  const style = document.createElement('style');
  style.textContent = '#reward-display, #click-canvas { display: none !important }';
  document.head.append(style);
  core.EPISODE_MAX_TIME = 86400000;
  Math.seedrandom('%s');
  core.startEpisodeReal();
}"""
TASK = """() => {
  const asked = core.getUtterance();
  return typeof asked === 'string' ? asked : asked.utterance;
}"""


def miniwob(task, id, draw):
    """A walk through a task of MiniWoB: what the task names, and some that it does not."""
    walk = Walk(
        id=id,
        title=f"MiniWoB, {task}",
        summary="A small task page, recorded in Chromium.",
        domain="web",
        dialect="web-playwright",
        source="miniwob 1.1.0 (MIT) in Chromium, through @playwright/mcp 0.0.83",
    )
    with Browser(SERVER, CHROMIUM, {"miniwob.test": miniwob_port()}) as browser:
        opened = browser.do("browser_navigate", url=f"http://miniwob.test/miniwob/{task}.html")
        browser.evaluate(START % draw.random())
        walk.task = browser.evaluate(TASK)
        code = opened.split("### Page")[0]
        walk.first = code + browser.do("browser_snapshot")
        explore(browser, walk, draw, draw.randint(6, 9))
    return walk


def explore(browser, walk, draw, steps):
    """Does what the task seems to ask for, seven times in ten, else anything."""
    done, task = set(), walk.task
    quoted = re.findall(r'"([^"]+)"', task)
    for _ in range(steps * 2):
        if len(walk.steps) >= steps:
            return
        shown = look(browser, walk)
        covered = next((e for e in shown if e.text == "START"), None)
        choice = None
        if covered:
            # The task is over, and lies under what starts the next one.
            choice = "browser_click", covered, {}
        elif draw.random() < 0.7:
            choice = sensible(shown, task, quoted, done, draw)
        tool, element, arguments = choice or anything(shown, draw)
        perform(browser, walk, tool, element, **arguments)
        if covered:
            done, task = set(), browser.evaluate(TASK)
            quoted = re.findall(r'"([^"]+)"', task)
        elif element:
            done.add((element.kind, element.name or element.ref))


def sensible(shown, task, quoted, done, draw):
    """An action that the task names: fields first, then what is mentioned, then a button that
    ends the task."""
    fresh = [e for e in shown if (e.kind, e.name or e.ref) not in done and not e.disabled]
    fields = [e for e in fresh if e.kind in FIELDS and not e.text]
    if fields and quoted:
        return "browser_type", fields[0], {"text": quoted.pop(0)}
    for element in fresh:
        options = [option for option in element.options if option and option in task]
        if options:
            return "browser_select_option", element, {"values": [draw.choice(options)]}
    said = lambda e: e.name or e.text
    mentioned = [
        e
        for e in fresh
        if (e.kind in INTERACTIVE or e.clickable) and said(e)
        if re.search(rf"(?<!\w){re.escape(said(e))}(?!\w)", task, re.IGNORECASE)
        if said(e) not in FINISHING
    ]
    finishing = [e for e in fresh if said(e) in FINISHING]
    for candidates in [mentioned, finishing]:
        if candidates:
            return "browser_click", candidates[0], {}
    return None


def anything(shown, draw):
    """Some action or other; some of them do nothing."""
    active = [e for e in shown if (e.kind in INTERACTIVE or e.clickable) and not e.disabled]
    fields = [e for e in active if e.kind in FIELDS]
    lists = [e for e in active if e.options]
    kind = draw.choices(["click", "type", "select", "key", "useless", "wait"], [8, 4, 3, 3, 1, 1])
    match kind[0]:
        case "type" if fields:
            text = {"text": draw.choice(WORDS)}
            submit = {"submit": True} if draw.random() < 0.3 else {}
            return "browser_type", draw.choice(fields), {**text, **submit}
        case "select" if lists:
            element = draw.choice(lists)
            return "browser_select_option", element, {"values": [draw.choice(element.options)]}
        case "key":
            return "browser_press_key", None, {"key": draw.choice(KEYS)}
        case "wait":
            return "browser_wait_for", None, {"time": 1}
        case "useless" if shown:
            return "browser_click", draw.choice(shown), {}
        case _ if active:
            return "browser_click", draw.choice(active), {}
        case _:
            return "browser_press_key", None, {"key": "Tab"}


# What to do in the admin: what it is called, the page it starts on, and the steps: (what, kind of
# element, its name or a part of it, text).
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
            ("click", "button", "Run the selected action", None),
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
            ("click", "link", " ", None),
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


def library(goal, id, draw):
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
        with Browser(SERVER, CHROMIUM, {"library.test": port}) as browser:
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
    fitting = [e for e in shown if e.kind == kind and name in e.name]
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
    for tasks, held_out in [(TASKS, False), (HELD_OUT_TASKS, True)]:
        for task in tasks:
            yield f"miniwob-{task}", held_out, functools.partial(miniwob, task)
    for goal in GOALS:
        for number, held_out in [("1", False), ("2", goal in ("delete", "loans", "sign-in"))]:
            yield f"library-{goal}-{number}", held_out, functools.partial(library, goal)


if __name__ == "__main__":
    record(list(plans()), __doc__)
