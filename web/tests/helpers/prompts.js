// The prompts whose continuations are known from llama.cpp.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.js';
