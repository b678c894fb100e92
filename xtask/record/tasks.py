"""Walks through the task pages of MiniWoB."""

import functools
import http.server
import importlib.util
import pathlib
import re
import threading

from browser import Browser, look, perform
from walk import Walk
from wander import FIELDS, INTERACTIVE, anything

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
FINISHING = ["Submit", "Login", "Log in", "Search", "Save", "OK", "Ok", "Done"]


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
def port():
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


def walk_through(task, id, draw):
    """A walk through a task of MiniWoB: what the task names, and some that it does not."""
    walk = Walk(
        id=id,
        title=f"MiniWoB, {task}",
        summary="A small task page, recorded in Chromium.",
        domain="web",
        dialect="web-playwright",
        source="miniwob 1.1.0 (MIT) in Chromium, through @playwright/mcp 0.0.83",
    )
    with Browser({"miniwob.test": port()}) as browser:
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
    if mentioned:
        return "browser_click", mentioned[0], {}
    if finishing and draw.random() < 0.6:
        return "browser_click", finishing[0], {}
    return None


def plans():
    """The walks."""
    for tasks, held_out in [(TASKS, False), (HELD_OUT_TASKS, True)]:
        for task in tasks:
            yield f"miniwob-{task}", held_out, functools.partial(walk_through, task)
