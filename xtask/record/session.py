"""What is on a desktop, by way of AT-SPI. Runs on the desktop's own message bus, with the
distribution's Python; reads requests from its input and answers each with a line of JSON:

    start PROGRAM ARGUMENT…   starts a program, answers with its process's number
    look                      answers with the elements that show, once they have come to rest
"""

import json
import shlex
import subprocess
import sys
import time

import pyatspi

# Elements that only hold others, unless they have something to say.
LAYOUT = """
    application filler icon layered-pane page-tab page-tab-list panel redundant-object scroll-pane
    separator split-pane table-cell viewport
""".split()
# How often in a row the tree has to be the same, how long to wait between, and how often at most.
SAME, PAUSE, LOOKS = 3, 0.15, 60


def text_of(node):
    try:
        return node.queryText().getText(0, -1)
    except NotImplementedError:
        return ""


def bounds_of(node):
    try:
        place = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    except NotImplementedError:
        return None
    return [place.x, place.y, place.width, place.height]


def attribute(node, key):
    pairs = (pair.split(":", 1) for pair in node.getAttributes())
    return next((value for name, value in pairs if name == key), "")


def rows(node, found):
    """Adds the row of a node and those of the nodes in it: what shows and has a size."""
    tag = node.getRoleName().replace(" ", "-")
    bounds = bounds_of(node)
    if bounds and node.getState().contains(pyatspi.STATE_SHOWING):
        if bounds[2] > 0 and bounds[3] > 0:
            text = text_of(node)
            if tag not in LAYOUT or node.name or text:
                row = [tag, node.name, text, attribute(node, "class"), node.description, *bounds]
                found.append(row)
    elif bounds and tag not in ("application", "page-tab"):
        return
    for child in node:
        if child is not None:
            rows(child, found)


def look():
    """The rows, once they are the same several times in a row."""
    last, same = None, 0
    for _ in range(LOOKS):
        time.sleep(PAUSE)
        found = []
        try:
            for application in pyatspi.Registry.getDesktop(0):
                rows(application, found)
        except Exception:  # elements vanish while they are asked: look again
            continue
        same = same + 1 if found == last else 1
        last = found
        if same >= SAME and found:
            break
    return last


for line in sys.stdin:
    request, *arguments = shlex.split(line)
    if request == "start":
        answer = subprocess.Popen(arguments, stdout=sys.stderr, stdin=subprocess.DEVNULL).pid
    else:
        answer = look()
    print(json.dumps(answer), flush=True)
