"""What a model is made of that needs no download and no training: 0.5 MB of random weights, in llama's architecture.

A constant component of the embeddings acts as a bias on each token, so that random strings and lists come to an end.
usage: python make_tiny_gguf.py OUT.gguf [SEED=1]
"""

import string
import sys

import gguf
import numpy as np

WIDTH, LAYERS, HEADS, FEED_FORWARD, CONTEXT = 64, 2, 4, 128, 65_536
SPACE = "\u2581"
TEMPLATE = (
    "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\n' + (m['content'] or '') + '<|im_end|>\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{'<|im_start|>assistant\n'}}{% endif %}"
)
KIND = gguf.TokenType
TOKENS = [
    ("<unk>", KIND.UNKNOWN, 0.0),
    ("<s>", KIND.CONTROL, 0.0),
    ("</s>", KIND.CONTROL, 0.0),
    *((f"<0x{byte:02X}>", KIND.BYTE, -1e6) for byte in range(256)),
    ("<|im_start|>", KIND.CONTROL, 0.0),
    ("<|im_end|>", KIND.CONTROL, 0.0),
    *((char, KIND.NORMAL, -float(at)) for at, char in enumerate([SPACE, *map(chr, range(33, 127))], start=1)),
]
BIAS = {
    **dict.fromkeys(string.ascii_lowercase, 1.0),
    **dict.fromkeys(string.digits, 0.5),
    **dict.fromkeys("[:,", 2.0),
    **dict.fromkeys("{}]", 3.5),  # of lists, every second one has an item at least
    **dict.fromkeys(["<|im_end|>", "</s>"], 6.0),
    '"': 3.0,
    SPACE: 0.0,
}


def add_tokens(writer: gguf.GGUFWriter) -> None:
    """Write the vocabulary: every byte and every printable ASCII character."""
    words, kinds, scores = zip(*TOKENS, strict=True)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(list(words))
    writer.add_token_scores(list(scores))
    writer.add_token_types(list(kinds))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(words.index("<|im_end|>"))
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)


def add_shape(writer: gguf.GGUFWriter) -> None:
    """Write what llama.cpp must know of the architecture."""
    writer.add_name("tiny-random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(TOKENS))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)


def add_weights(writer: gguf.GGUFWriter, seed: int) -> None:
    """Write random weights, the bias of each token in the first column of the output."""
    chance = np.random.default_rng(seed)

    def drawn(*shape: int, scale: float = 0.02) -> np.ndarray:
        return (chance.standard_normal(shape) * scale).astype(np.float32)

    embedding = drawn(len(TOKENS), WIDTH, scale=0.05)
    embedding[:, 0] = 1.0
    writer.add_tensor("token_embd.weight", embedding)
    square = {name: (WIDTH, WIDTH) for name in ("attn_q", "attn_k", "attn_v", "attn_output")}
    wide = {"ffn_gate": (FEED_FORWARD, WIDTH), "ffn_up": (FEED_FORWARD, WIDTH), "ffn_down": (WIDTH, FEED_FORWARD)}
    for layer in range(LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(WIDTH, np.float32))
        for name, shape in {**square, **wide}.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", drawn(*shape))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    output = drawn(len(TOKENS), WIDTH, scale=0.3)
    bias = np.array([BIAS.get(word, -6.0) for word, _, _ in TOKENS], np.float32)
    output[:, 0] = bias / np.sqrt(WIDTH)  # the normalised hidden state has about sqrt(WIDTH) there
    writer.add_tensor("output.weight", output)


def write(path: str, seed: int) -> None:
    """Write the model."""
    writer = gguf.GGUFWriter(path, "llama")
    add_shape(writer)
    add_tokens(writer)
    add_weights(writer, seed)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)  # of seed 0, most lists are empty
