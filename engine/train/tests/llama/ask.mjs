// What llama.cpp makes of a model file: tokens of texts, and the tokens that it writes greedily.
//
//     node ask.mjs NODE_MODULES QUESTION.json > ANSWERS.json
//
// The question is {model, cache, limit, prompts: [{texts, whole, tokens}]}. For each prompt the answer
// has `texts`, the tokens of each of the texts without special tokens; `whole`, those of a text with
// special tokens; and `written`, what follows the prompt's tokens: up to `limit`, with the token that
// ends it.

import fs from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";
import {pathToFileURL} from "node:url";

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(require.resolve("node-llama-cpp")));

const {model: modelPath, cache, limit, prompts} = JSON.parse(fs.readFileSync(file, "utf8"));
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath});
const longest = Math.max(...prompts.map(({tokens}) => tokens.length));
const context = await model.createContext({
    contextSize: longest + limit,
    threads: 1,
    flashAttention: false,
    experimentalKvCacheKeyType: cache,
    experimentalKvCacheValueType: cache,
});
const sequence = context.getSequence();

async function greedy(tokens) {
    await sequence.clearHistory();
    const written = [];
    for await (const token of sequence.evaluate(tokens, {temperature: 0, yieldEogToken: true})) {
        written.push(token);
        if (written.length === limit || model.isEogToken(token)) break;
    }
    return written;
}

const answers = [];
for (const {texts, whole, tokens} of prompts)
    answers.push({
        texts: texts.map((text) => model.tokenize(text, false)),
        whole: model.tokenize(whole, true),
        written: await greedy(tokens),
    });
process.stdout.write(JSON.stringify(answers));
await llama.dispose();
