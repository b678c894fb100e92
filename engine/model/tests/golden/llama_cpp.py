#!/usr/bin/env python3
"""Writes what llama.cpp makes of the test model and of tiny models of each architecture.

    pip install gguf numpy xllamacpp
    python3 llama_cpp.py smollm2 PATH/SmolLM2-135M-Instruct.Q4_1.gguf
    python3 llama_cpp.py tiny

`smollm2` writes smollm2.json: for each of ../prompts.json its token ids, and for each of the 48
greedy tokens after it the five best with their log probabilities, best first. smollm2-f32.json has
the same for the model's weights stored as F32, with an F32 cache: llama.cpp rounds what it
multiplies quantized weights with to 8 bits, and this is what it computes without. `tiny` writes
NAME.gguf for each architecture (random weights, see tiny_models.py) and NAME.json: a sequence of
tokens, and the eight best tokens after each, computed from F32 in the same way.
"""

import contextlib
import json
import sys
import tempfile
import urllib.request
from pathlib import Path

import gguf
import numpy as np
import xllamacpp

import tiny_models

HERE = Path(__file__).parent
# An ordinary word in all vocabularies.
WORD = 285
F32 = xllamacpp.ggml_type.GGML_TYPE_F32


class LlamaCpp:
    """A model in llama.cpp on the CPU, one sequence at a time."""

    def __init__(self, path, exact_cache=False):
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_gpu_layers = 0
        params.n_ctx = 2048
        params.n_parallel = 1
        params.cpuparams.n_threads = 1
        params.cpuparams_batch.n_threads = 1
        params.warmup = False
        params.verbosity = -1
        if exact_cache:
            params.cache_type_k = params.cache_type_v = F32
        self.server = xllamacpp.Server(params)

    def ask(self, endpoint, question):
        """Posts JSON to the server within this process."""
        request = urllib.request.Request(
            f"{self.server.listening_address}/{endpoint}",
            json.dumps(question).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def tokenize(self, text):
        """Token ids of a text; control tokens in it count as such."""
        question = {"content": text, "add_special": True, "parse_special": True}
        return self.ask("tokenize", question)["tokens"]

    def best(self, tokens, count):
        """The ids and log probabilities of the best next tokens, best first."""
        # The probabilities are those before sampling. What is sampled does not matter, but it must
        # be a whole word: without text there is no answer.
        question = {
            "prompt": tokens,
            "n_predict": 1,
            "n_probs": count,
            "logit_bias": [[WORD, 1000.0]],
        }
        answer = self.ask("completion", question)
        best = answer["completion_probabilities"][0]["top_logprobs"]
        return [[entry["id"], round(entry["logprob"], 4)] for entry in best]


def write(name, value):
    """Writes JSON with one line for each innermost list of entries."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (HERE / name).write_text(text.replace(',{"', ',\n{"') + "\n")
    print(name, len(text), "bytes")


def greedy(model):
    goldens = []
    for prompt in json.loads((HERE.parent / "prompts.json").read_text()):
        prompt_tokens = model.tokenize(prompt["text"])
        best = []
        for _ in range(48):
            tokens = [entry[0][0] for entry in best]
            best.append(model.best(prompt_tokens + tokens, 5))
        goldens.append({"name": prompt["name"], "prompt_tokens": prompt_tokens, "best": best})
    return goldens


def store_as_f32(path, to):
    """Copies a model with all its weights as F32."""
    file = gguf.GGUFReader(path)
    writer = gguf.GGUFWriter(to, file.get_field("general.architecture").contents())
    for field in file.fields.values():
        if not field.name.startswith(("GGUF.", "general.")):
            writer.add_key_value(field.name, field.contents(), field.types[0], field.types[-1])
    for tensor in file.tensors:
        numbers = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        writer.add_tensor(tensor.name, numbers.reshape(tensor.shape[::-1]).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@contextlib.contextmanager
def exact(path):
    """The model with its weights stored as F32, and an F32 cache."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "f32.gguf"
        store_as_f32(path, copy)
        yield LlamaCpp(copy, exact_cache=True)


def smollm2(path):
    write("smollm2.json", greedy(LlamaCpp(path)))
    with exact(path) as model:
        write("smollm2-f32.json", greedy(model))


def tiny():
    for name, build in tiny_models.ALL.items():
        path = HERE / f"{name}.gguf"
        tokens = build(path)
        with exact(path) as model:
            best = [model.best(tokens[: end + 1], 8) for end in range(len(tokens))]
        write(f"{name}.json", {"tokens": tokens, "best": best})


if __name__ == "__main__":
    if sys.argv[1:2] == ["smollm2"] and len(sys.argv) == 3:
        smollm2(sys.argv[2])
    elif sys.argv[1:] == ["tiny"]:
        tiny()
    else:
        sys.exit(__doc__)
