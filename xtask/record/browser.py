"""Chromium, driven through the browser tools of the npm package @playwright/mcp, and the tools'
answers as observations."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

# What the set-up names.
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
SERVER = os.environ["PLAYWRIGHT_MCP"]

# Pages see a clock that starts at a fixed time, and no animations.
CLOCK = """
const start = Date.UTC(2025, 2, 14, 10, 0, 0), loaded = performance.now(), Real = Date;
const now = () => start + Math.floor(performance.now() - loaded);
window.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(now()); }
  static now() { return now(); }
};
addEventListener('DOMContentLoaded', () => { if (window.jQuery) jQuery.fx.off = true; });
"""

ELEMENT = re.compile(
    r"""^\s*-\ '?(?P<kind>[a-z]+)(?:\ "(?P<name>(?:[^"\\]|\\.)*)")?(?P<attributes>(?:\ \[[^]]*\])*)
        '?(?::\ (?P<text>.*))?:?$""",
    re.VERBOSE,
)


@dataclass
class Element:
    """A line of a snapshot."""

    kind: str
    name: str
    text: str
    ref: str
    attributes: str
    options: list

    @property
    def clickable(self):
        return "cursor=pointer" in self.attributes

    @property
    def disabled(self):
        return "[disabled]" in self.attributes


class Refused(Exception):
    """The browser could not do what was asked; what it said."""


class Browser:
    """A browser with one tab. Its requests for the hosts `ports` names go to this machine."""

    def __init__(self, ports):
        self.folder = tempfile.TemporaryDirectory(prefix="diorama-record-")
        rules = ", ".join(f"MAP {host}:80 127.0.0.1:{port}" for host, port in ports.items())
        config = {
            "browser": {
                "isolated": True,
                "launchOptions": {
                    "headless": True,
                    "executablePath": CHROMIUM,
                    "chromiumSandbox": False,
                    "args": [f"--host-resolver-rules={rules}"],
                },
                "contextOptions": {"locale": "en-GB", "timezoneId": "UTC"},
            },
            "outputDir": self.folder.name,
        }
        for name, content in [("config.json", json.dumps(config)), ("clock.js", CLOCK)]:
            with open(f"{self.folder.name}/{name}", "w", encoding="utf-8") as file:
                file.write(content)
        self.process = subprocess.Popen(
            ["node", SERVER, "--config", f"{self.folder.name}/config.json"]
            + ["--init-script", f"{self.folder.name}/clock.js", "--timeout-action", "1500"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.calls = 0
        client = {"name": "diorama", "version": "0"}
        self.request("initialize", protocolVersion="2024-11-05", capabilities={}, clientInfo=client)
        self.send({"method": "notifications/initialized"})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.folder.cleanup()

    def send(self, message):
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()

    def request(self, method, **parameters):
        self.calls += 1
        self.send({"id": self.calls, "method": method, "params": parameters})
        for line in self.process.stdout:
            message = json.loads(line)
            if message.get("id") == self.calls:
                return message["result"]
        raise RuntimeError("the browser's server ended")

    def tool(self, name, **arguments):
        """Calls a tool; gives the sections of its answer."""
        answer = self.request("tools/call", name=name, arguments=arguments)
        text = "\n".join(part.get("text", "") for part in answer["content"])
        if answer.get("isError"):
            raise Refused(text)
        parts = re.split(r"^### (.*)\n", text, flags=re.MULTILINE)
        return {title: body.rstrip("\n") for title, body in zip(parts[1::2], parts[2::2])}

    def evaluate(self, function):
        """Runs JavaScript in the page."""
        result = self.tool("browser_evaluate", function=function).get("Result", "undefined")
        return None if result == "undefined" else json.loads(result)

    def do(self, name, **arguments):
        """Calls a tool; gives the answer as one text, with the snapshot itself where the answer
        names a file that has it."""
        sections = self.tool(name, **arguments)
        shown = {key: sections[key] for key in ["Ran Playwright code"] if key in sections}
        if "Snapshot" in sections or "Modal state" in sections:
            sections = self.tool("browser_snapshot")
            for key in ["Modal state", "Page", "Snapshot"]:
                if key in sections:
                    shown[key] = sections[key]
        return "\n".join(f"### {title}\n{body}" for title, body in shown.items())

    def snapshot(self):
        """The elements on the page, and its text."""
        text = self.tool("browser_snapshot").get("Snapshot", "")
        return elements(text)


def elements(snapshot):
    """Reads the lines of a snapshot that have references."""
    found = []
    for line in snapshot.split("\n"):
        match = ELEMENT.match(line)
        if not match:
            continue
        name = json.loads(f'"{match["name"]}"') if match["name"] else ""
        ref = re.search(r"\[ref=(\w+)\]", match["attributes"])
        if match["kind"] == "option" and not ref:
            for element in reversed(found):
                if element.kind in ("combobox", "listbox"):
                    element.options.append(name)
                    break
        if ref:
            text = (match["text"] or "").strip('"')
            found.append(Element(match["kind"], name, text, ref[1], match["attributes"], []))
    return found


def spelled(tool, element=None, **arguments):
    """An action as agents write it."""
    given = []
    if element:
        label = f"{element.name or element.text} {element.kind}".strip()
        given += [("element", label), ("ref", element.ref)]
    given += arguments.items()
    written = [f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in given]
    return f"{tool}({', '.join(written)})"


def perform(browser, walk, tool, element=None, **arguments):
    """Does an action and notes it, unless the browser refuses."""
    target = {"element": element.kind, "target": element.ref} if element else {}
    try:
        observation = browser.do(tool, **target, **arguments)
    except Refused:
        return
    walk.step(spelled(tool, element, **arguments), observation)


def look(browser, walk):
    """The elements on the page. Some answers do not show the page: where there are elements that
    were not shown yet, asks for it, as agents do."""
    observations = [walk.first] + [step["observation"] for step in walk.steps]
    texts = (text if isinstance(text, str) else "\n".join(text) for text in observations[::-1])
    seen = {element.ref for element in elements(next(t for t in texts if "### Snapshot" in t))}
    shown = browser.snapshot()
    if any(element.ref not in seen for element in shown):
        perform(browser, walk, "browser_snapshot")
        shown = browser.snapshot()
    return shown
