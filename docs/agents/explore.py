"""Explores a world breadth first: does everything that each new screen offers, each time from the
place where it is offered. Says at the end how many screens it saw; see ../agents.md.

    diorama play --world phone --steps 60 --agent exec "python3 explore.py"
"""

import json
import sys
from collections import deque

seen = set()  # observations
moves = deque()  # what is still to be done: place and action

for line in sys.stdin:
    told = json.loads(line)
    if told["done"]:
        break
    if "error" in told:
        print("refused:", told["error"], file=sys.stderr)
    if told["observation"] not in seen:
        seen.add(told["observation"])
        moves.extend((told["place"], action) for action in told["actions"])
    if not moves:
        break
    place, action = moves[0]
    if place == told["place"]:
        moves.popleft()
        say = {"action": action}
    else:
        say = {"fork": place}
    print(json.dumps(say), flush=True)

print(f"{len(seen)} screens", file=sys.stderr)
