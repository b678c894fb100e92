#!/usr/bin/env python3
"""Writes quants.gguf: what the reference Python package makes of every tensor type.

    pip install gguf numpy && python3 quants.py

For each type T the file holds `T.stored` (blocks of that type) and `T.numbers` (F32: what
gguf.quants reads out of them). For types that gguf can write the blocks are what it makes of the
tensor `values`; for the K types they are random. The metadata have an entry of every value type.
"""

from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

# ggml's layout of the K types: (bytes of a block, offsets of its half-precision scales).
K_TYPES = {Type.Q4_K: (144, [0, 2]), Type.Q5_K: (176, [0, 2]), Type.Q6_K: (210, [208])}
SIMPLE_TYPES = [
    Type.F32, Type.F16, Type.BF16, Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0,
]


def random_k_blocks(rng, quant_type, count):
    """Random bytes, with scales as real files have them."""
    size, scales = K_TYPES[quant_type]
    blocks = rng.integers(0, 256, (count, size), dtype=np.uint8)
    for offset in scales:
        scale = rng.uniform(-0.02, 0.02, count).astype(np.float16)
        blocks[:, offset : offset + 2] = scale.view(np.uint8).reshape(count, 2)
    return blocks.reshape(1, -1)


def metadata(writer):
    """One entry of every value type."""
    writer.add_uint8("of.u8", 200)
    writer.add_int8("of.i8", -100)
    writer.add_uint16("of.u16", 60_000)
    writer.add_int16("of.i16", -30_000)
    writer.add_uint32("of.u32", 4_000_000_000)
    writer.add_int32("of.i32", -2_000_000_000)
    writer.add_float32("of.f32", 0.1)
    writer.add_bool("of.bool", True)
    writer.add_string("of.string", "Ġhéllo 日本")
    writer.add_uint64("of.u64", 2**64 - 1)
    writer.add_int64("of.i64", -(2**63))
    writer.add_float64("of.f64", 0.1)
    writer.add_array("of.strings", ["a", "", "Ġthe"])
    writer.add_array("of.ints", [1, -2, 3])
    writer.add_array("of.floats", [0.5, -1.5])
    writer.add_array("of.bools", [True, False])
    writer.add_array("of.bytes", bytes([1, 2, 255]))


def main():
    rng = np.random.default_rng(1)
    writer = gguf.GGUFWriter(Path(__file__).with_name("quants.gguf"), "golden")
    metadata(writer)

    # Blocks of ordinary weights, of one sign, of a constant, and of zeros.
    values = rng.normal(0, 0.05, (1, 256)).astype(np.float32)
    values[0, 128:160] = np.abs(values[0, 128:160])
    values[0, 160:192] = -np.abs(values[0, 160:192])
    values[0, 192:224] = 0.25
    values[0, 224:256] = 0
    writer.add_tensor("values", values)

    stored = {}
    for quant_type in SIMPLE_TYPES:
        blocks = np.ascontiguousarray(gguf.quants.quantize(values, quant_type)).view(np.uint8)
        stored[quant_type] = blocks
    for quant_type in K_TYPES:
        stored[quant_type] = random_k_blocks(rng, quant_type, 2)
    for quant_type, blocks in stored.items():
        numbers = gguf.quants.dequantize(blocks, quant_type).astype(np.float32)
        writer.add_tensor(f"{quant_type.name}.stored", blocks, raw_dtype=quant_type)
        writer.add_tensor(f"{quant_type.name}.numbers", numbers)

    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
