"""Tiny models with random weights, one for each architecture.

They write nonsense, but every part of their architecture matters for it: biases and norms are far
from 0 and 1, attention is as sharp as in a trained model, windows are shorter than the sequence,
and the tensors are of all types.
"""

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

VOCABULARY = 288
SEQUENCE = 40

# ggml's layout of the K types: bytes of a block, offsets of its half-precision scales, and the
# root mean square of a weight when all other bits are random and the scales are 1.
K_TYPES = {
    Type.Q4_K: (144, [0, 2], 320.0),
    Type.Q5_K: (176, [0, 2], 640.0),
    Type.Q6_K: (210, [208], 1360.0),
}


class Builder:
    """Writes a model file tensor by tensor."""

    def __init__(self, path, architecture, seed, width, layers, heads, kv_heads, head_width, hidden):
        self.rng = np.random.default_rng(seed)
        self.writer = gguf.GGUFWriter(path, architecture)
        self.width = width
        self.layers = layers
        writer = self.writer
        writer.add_block_count(layers)
        writer.add_context_length(4096)
        writer.add_embedding_length(width)
        writer.add_feed_forward_length(hidden)
        writer.add_head_count(heads)
        writer.add_head_count_kv(kv_heads)
        writer.add_key_length(head_width)
        writer.add_value_length(head_width)
        writer.add_layer_norm_rms_eps(1e-5)
        writer.add_vocab_size(VOCABULARY)
        # llama.cpp wants a vocabulary, and byte tokens in it.
        names = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
        kinds = [gguf.TokenType.UNKNOWN] + 2 * [gguf.TokenType.CONTROL] + 256 * [gguf.TokenType.BYTE]
        words = VOCABULARY - len(names)
        writer.add_tokenizer_model("llama")
        writer.add_token_list(names + [f"word{word}" for word in range(words)])
        writer.add_token_scores([0.0] * len(names) + [-1.0 - word for word in range(words)])
        writer.add_token_types(kinds + [gguf.TokenType.NORMAL] * words)

    def vector(self, name, length, mean, deviation):
        """F32 numbers around `mean`."""
        numbers = self.rng.normal(mean, deviation, length).astype(np.float32)
        self.writer.add_tensor(name, numbers)

    def norm(self, name, length):
        self.vector(f"{name}.weight", length, 1.0, 0.3)

    def matrix(self, name, outputs, inputs, kind, gain=1.0):
        """Weights that keep the size of what they are multiplied with, times `gain`."""
        deviation = gain / np.sqrt(inputs)
        if kind in K_TYPES:
            size, scales, unit = K_TYPES[kind]
            count = outputs * inputs // 256
            blocks = self.rng.integers(0, 256, (count, size), dtype=np.uint8)
            for offset in scales:
                scale = self.rng.uniform(0.8, 1.2, count) * deviation / unit
                # Minima centre the weights: half of the codes' range below 0.
                centred = scale * (7.5 if kind == Type.Q4_K else 15.5) if offset == 2 else scale
                blocks[:, offset : offset + 2] = (
                    centred.astype(np.float16).view(np.uint8).reshape(count, 2)
                )
            data = blocks.reshape(outputs, -1)
        else:
            numbers = self.rng.normal(0.0, deviation, (outputs, inputs)).astype(np.float32)
            data = gguf.quants.quantize(numbers, kind)
        self.writer.add_tensor(f"{name}.weight", data, raw_dtype=kind)

    def layer(self, index, queries, keys, hidden, kinds):
        """The matrices and norms that all architectures have; `kinds` for the seven matrices."""
        block, width = f"blk.{index}", self.width
        self.norm(f"{block}.attn_norm", width)
        self.norm(f"{block}.ffn_norm", width)
        shapes = {
            "attn_q": (queries, width, 2.0),
            "attn_k": (keys, width, 2.0),
            "attn_v": (keys, width, 1.0),
            "attn_output": (width, queries, 1.0),
            "ffn_gate": (hidden, width, 1.5),
            "ffn_up": (hidden, width, 1.0),
            "ffn_down": (width, hidden, 1.0),
        }
        for (name, (outputs, inputs, gain)), kind in zip(shapes.items(), kinds):
            self.matrix(f"{block}.{name}", outputs, inputs, kind, gain)

    def finish(self, embedding, head=None):
        """Writes the file and returns a sequence of tokens to read."""
        # Gemma multiplies the rows by the square root of the width.
        self.matrix("token_embd", VOCABULARY, self.width, embedding, 2.5)
        self.norm("output_norm", self.width)
        if head is not None:
            self.matrix("output", VOCABULARY, self.width, head, 2.5)
        self.writer.write_header_to_file()
        self.writer.write_kv_data_to_file()
        self.writer.write_tensors_to_file()
        self.writer.close()
        return [1, *self.rng.integers(3, VOCABULARY, SEQUENCE - 1).tolist()]


def llama(path):
    """Biases, factors on the frequencies, linear context extension, a shared head."""
    width, heads, kv_heads, head_width, hidden = 256, 4, 2, 32, 96
    builder = Builder(path, "llama", 1, width, 2, heads, kv_heads, head_width, hidden)
    builder.writer.add_rope_dimension_count(head_width)
    builder.writer.add_rope_freq_base(5000.0)
    builder.writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    builder.writer.add_rope_scaling_factor(2.0)
    builder.vector("rope_freqs.weight", head_width // 2, 2.0, 0.4)
    kinds = [
        [Type.Q4_K, Type.Q6_K, Type.Q5_K, Type.Q5_1, Type.Q4_K, Type.Q5_K, Type.Q8_0],
        [Type.Q5_K, Type.Q4_1, Type.Q6_K, Type.Q4_0, Type.Q4_K, Type.Q4_K, Type.Q5_0],
    ]
    for index in range(2):
        builder.layer(index, heads * head_width, kv_heads * head_width, hidden, kinds[index])
        for name, length in {
            "attn_q": heads * head_width,
            "attn_k": kv_heads * head_width,
            "attn_v": kv_heads * head_width,
            "attn_output": width,
            "ffn_gate": hidden,
            "ffn_up": hidden,
            "ffn_down": width,
        }.items():
            builder.vector(f"blk.{index}.{name}.bias", length, 0.0, 0.5)
    return builder.finish(Type.Q4_K)


def qwen2(path):
    """Biases on query, key and value; a head of its own."""
    width, heads, kv_heads, head_width, hidden = 128, 4, 2, 32, 128
    builder = Builder(path, "qwen2", 2, width, 2, heads, kv_heads, head_width, hidden)
    builder.writer.add_rope_freq_base(1_000_000.0)
    kinds = [
        [Type.Q5_1, Type.F32, Type.Q4_1, Type.F16, Type.Q4_0, Type.Q8_0, Type.Q5_1],
        [Type.BF16, Type.Q8_0, Type.F16, Type.Q4_1, Type.Q5_0, Type.Q4_0, Type.Q4_1],
    ]
    for index in range(2):
        builder.layer(index, heads * head_width, kv_heads * head_width, hidden, kinds[index])
        for name, length in {"attn_q": heads, "attn_k": kv_heads, "attn_v": kv_heads}.items():
            builder.vector(f"blk.{index}.{name}.bias", length * head_width, 0.0, 0.5)
    return builder.finish(Type.Q5_0, Type.Q8_0)


def qwen3(path):
    """Heads of a width of their own, with norms; a shared head."""
    width, heads, kv_heads, head_width, hidden = 256, 3, 1, 64, 64
    builder = Builder(path, "qwen3", 3, width, 2, heads, kv_heads, head_width, hidden)
    builder.writer.add_rope_freq_base(1_000_000.0)
    kinds = [
        [Type.Q4_K, Type.Q5_K, Type.Q6_K, Type.Q4_0, Type.Q6_K, Type.Q4_K, Type.Q8_0],
        [Type.Q5_K, Type.Q4_K, Type.Q5_K, Type.Q4_1, Type.Q4_K, Type.Q6_K, Type.Q8_0],
    ]
    for index in range(2):
        builder.layer(index, heads * head_width, kv_heads * head_width, hidden, kinds[index])
        builder.norm(f"blk.{index}.attn_q_norm", head_width)
        builder.norm(f"blk.{index}.attn_k_norm", head_width)
    return builder.finish(Type.Q4_K)


def gemma3(path):
    """Five layers that see a window of 8 and one that sees all, with frequencies of its own."""
    width, heads, kv_heads, head_width, hidden = 64, 4, 2, 32, 64
    builder = Builder(path, "gemma3", 4, width, 6, heads, kv_heads, head_width, hidden)
    builder.writer.add_sliding_window(8)
    builder.writer.add_rope_freq_base(1_000_000.0)
    builder.writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    builder.writer.add_rope_scaling_factor(8.0)
    kinds = [Type.Q8_0, Type.Q5_1, Type.F16, Type.Q5_0, Type.Q4_1, Type.Q8_0, Type.BF16]
    for index in range(6):
        # Each layer begins elsewhere in the list.
        builder.layer(
            index,
            heads * head_width,
            kv_heads * head_width,
            hidden,
            kinds[index:] + kinds[:index],
        )
        builder.norm(f"blk.{index}.attn_q_norm", head_width)
        builder.norm(f"blk.{index}.attn_k_norm", head_width)
        builder.norm(f"blk.{index}.post_attention_norm", width)
        builder.norm(f"blk.{index}.post_ffw_norm", width)
    return builder.finish(Type.Q8_0)


ALL = {"llama": llama, "qwen2": qwen2, "qwen3": qwen3, "gemma3": gemma3}
