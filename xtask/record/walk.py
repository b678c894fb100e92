"""What the drivers share: seeded walks, and the files they are written to."""

import argparse
import json
import pathlib
import random
from dataclasses import dataclass, field


@dataclass
class Walk:
    """A walk through a running program, being recorded."""

    id: str
    title: str
    summary: str
    domain: str
    dialect: str
    source: str
    held_out: bool = False
    task: str = ""
    facts: list = field(default_factory=list)
    first: str = ""
    steps: list = field(default_factory=list)

    def step(self, action, observation):
        """Notes what was done and what was shown then."""
        self.steps.append({"action": lines(action), "observation": lines(observation)})

    def write(self, folder):
        """Writes the scenario and, beside it, the trace."""
        folder = folder / ("held-out" if self.held_out else "train")
        folder.mkdir(parents=True, exist_ok=True)
        scenario = {
            "id": self.id,
            "title": self.title,
            "summary": self.summary,
            "domain": self.domain,
            "dialect": self.dialect,
            "task": self.task,
            "facts": self.facts,
            "first": lines(self.first),
        }
        if not self.facts:
            del scenario["facts"]
        trace = {"scenario": self.id, "source": self.source, "steps": self.steps}
        for name, content in [(f"{self.id}.json", scenario), (f"{self.id}.trace.json", trace)]:
            text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
            (folder / name).write_text(text, encoding="utf-8")


def lines(text):
    """A text as the files have it: several lines are a list."""
    return text.split("\n") if "\n" in text else text


def record(plans, description):
    """Records the walks that the command line asks for. A plan is (id, held out, function); the
    function gets the identifier and random numbers of the walk's own, and gives the walk."""
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", default="", help="only walks whose names contain this")
    arguments = arguments.parse_args()
    if not arguments.only:
        for old in arguments.out.glob("*/*.json"):
            old.unlink()
    for id, held_out, play in plans:
        if arguments.only not in id:
            continue
        walk = play(id, random.Random(f"{arguments.seed}/{id}"))
        walk.held_out = held_out
        walk.write(arguments.out)
        print(f"{id}: {len(walk.steps)} steps", flush=True)
