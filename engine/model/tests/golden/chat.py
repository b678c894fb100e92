#!/usr/bin/env python3
"""Renders conversations with the chat templates of the test vocabularies, as `transformers` does.

    pip install jinja2==3.1.6
    python3 chat.py VOCABULARIES SMOLLM2.gguf

VOCABULARIES is the folder of vocabularies.py, SMOLLM2.gguf the test model. Writes chat.json: for
each file and each conversation of chat-conversations.json the text, or what the template refuses
with. The environment (trimmed blocks, `raise_exception`, `strftime_now`, `tojson`) is that of
`transformers.utils.chat_template_utils`; today is 7 March 2026.
"""

import datetime
import json
import pathlib
import struct
import sys

from jinja2.exceptions import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = pathlib.Path(__file__).parent


def environment():
    def refuse(message):
        raise TemplateError(message)

    def to_json(value, ensure_ascii=False, indent=None):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)

    jinja = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
    )
    jinja.filters["tojson"] = to_json
    jinja.globals["raise_exception"] = refuse
    jinja.globals["strftime_now"] = datetime.date(2026, 3, 7).strftime
    return jinja


def metadata(path):
    """A file's metadata. The reader of the package gguf takes minutes for a vocabulary."""
    file = path.open("rb")

    def number(kind):
        return struct.unpack("<" + kind, file.read(struct.calcsize("<" + kind)))[0]

    def value(kind):
        if kind == 8:
            return file.read(number("Q")).decode()
        if kind == 9:
            kind, count = number("I"), number("Q")
            return [value(kind) for _ in range(count)]
        return number("BbHhIif?  Qqd"[kind])

    assert file.read(4) == b"GGUF" and number("I") == 3
    number("Q")
    return {value(8): value(number("I")) for _ in range(number("Q"))}


def template(path):
    """A file's template, and the texts of the tokens that begin and end a text."""
    entries = metadata(path)

    def token(key):
        index = entries.get(f"tokenizer.ggml.{key}_token_id")
        return "" if index is None else entries["tokenizer.ggml.tokens"][index]

    return entries["tokenizer.chat_template"], token("bos"), token("eos")


def render(source, bos, eos, conversation):
    variables = dict(conversation, bos_token=bos, eos_token=eos)
    try:
        return {"text": environment().from_string(source).render(variables)}
    except TemplateError as error:
        return {"refused": str(error)}


def main():
    vocabularies, smollm2 = map(pathlib.Path, sys.argv[1:])
    files = {"smollm2": smollm2}
    for name in ["llama3", "qwen2", "qwen3", "gemma3"]:
        files[name] = vocabularies / f"{name}.gguf"
    conversations = json.loads((HERE / "chat-conversations.json").read_text())
    goldens = {}
    for name, path in files.items():
        parts = template(path)
        goldens[name] = [render(*parts, conversation) for conversation in conversations]
    (HERE / "chat.json").write_text(json.dumps(goldens, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
