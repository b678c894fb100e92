// Tokenizes the texts of tokenization-texts.json with llama.cpp and writes the ids to
// tokenization.json, which the tests compare with.
//
//     npm install --prefix TOOLS node-llama-cpp@3.22.1
//     python3 vocabularies.py --out VOCABULARIES
//     NODE_PATH=TOOLS/node_modules node tokenization.mjs VOCABULARIES SMOLLM2.gguf
//
// VOCABULARIES is the folder of vocabularies.py, SMOLLM2.gguf the test model. Two further
// pre-tokenizers, qwen35 and llama.cpp's default, are tried on the vocabularies of qwen3 and gpt2:
// copies of these files with another name in `tokenizer.ggml.pre`.

import fs from "node:fs";
import {createRequire} from "node:module";
import os from "node:os";
import path from "node:path";
import {pathToFileURL} from "node:url";

const require = createRequire(path.join(process.env.NODE_PATH ?? ".", "x.js"));
const {getLlama} = await import(pathToFileURL(require.resolve("node-llama-cpp")).href);

const here = import.meta.dirname;
const [vocabularies, smollm2] = process.argv.slice(2);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "tokenization-"));

/** A copy of a vocabulary with another pre-tokenizer, its name as long as the old one or not. */
function renamed(name, pre) {
    const bytes = fs.readFileSync(path.join(vocabularies, `${name}.gguf`));
    const key = Buffer.from("tokenizer.ggml.pre");
    const at = bytes.indexOf(key) + key.length + 4;
    const length = Number(bytes.readBigUInt64LE(at));
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(pre.length));
    const file = path.join(scratch, `${name}-${pre}.gguf`);
    const rest = bytes.subarray(at + 8 + length);
    fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, at), size, Buffer.from(pre), rest]));
    return file;
}

const files = {smollm2};
for (const name of ["gpt2", "llama2", "llama3", "qwen2", "qwen3", "gemma3"])
    files[name] = path.join(vocabularies, `${name}.gguf`);
files["qwen3 qwen35"] = renamed("qwen3", "qwen35");
files["gpt2 default"] = renamed("gpt2", "default");

const texts = JSON.parse(fs.readFileSync(path.join(here, "tokenization-texts.json"), "utf8"));
const llama = await getLlama({gpu: false, build: "never"});
const lines = [];
for (const [name, modelPath] of Object.entries(files)) {
    const model = await llama.loadModel({modelPath, vocabOnly: true});
    const ids = (special) => texts.map((text) => model.tokenize(text, special));
    const plain = ids(false);
    // What a text gives when special tokens are parsed, only where that differs.
    const parsed = Object.fromEntries(
        ids(true)
            .map((tokens, index) => [index, tokens])
            .filter(([index, tokens]) => String(tokens) !== String(plain[index]))
    );
    lines.push(`${JSON.stringify(name)}: ${JSON.stringify({plain, parsed})}`);
    await model.dispose();
}
fs.writeFileSync(path.join(here, "tokenization.json"), `{\n${lines.join(",\n")}\n}\n`);
fs.rmSync(scratch, {recursive: true});
await llama.dispose();
