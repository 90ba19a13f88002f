"""A GGUF of the LLaMA architecture as a checkpoint of transformers: weights with 32 bits, configuration, tokenizer.

transformers can read a GGUF but not write again what it has read.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from safetensors.torch import save_file

PARTS = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
         "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
         "ffn_down": "mlp.down_proj", "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
WHOLE = {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight",
         "output.weight": "lm_head.weight"}
CONTROL = 3  # type of a token


def unpermuted(weight: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp keeps the rows of queries and keys in pairs for its rotation; transformers keeps halves."""
    rows = weight.shape[0] // heads // 2
    return weight.reshape(heads, rows, 2, weight.shape[1]).swapaxes(1, 2).reshape(weight.shape)


def name_of(tensor: str) -> str | None:
    """In transformers; None for what it does not keep."""
    if tensor in WHOLE:
        return WHOLE[tensor]
    block = tensor.split(".")
    if block[0] != "blk" or block[2] not in PARTS:
        return None
    return f"model.layers.{block[1]}.{PARTS[block[2]]}.weight"


def config_of(field: Any, vocabulary: int, tied: bool) -> dict[str, Any]:
    """config.json, out of the keys of the GGUF."""
    heads = field("llama.attention.head_count")
    return {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": vocabulary,
            "hidden_size": field("llama.embedding_length"), "intermediate_size": field("llama.feed_forward_length"),
            "num_hidden_layers": field("llama.block_count"), "num_attention_heads": heads,
            "num_key_value_heads": field("llama.attention.head_count_kv"), "hidden_act": "silu",
            "max_position_embeddings": field("llama.context_length"),
            "rms_norm_eps": float(field("llama.attention.layer_norm_rms_epsilon")),
            "rope_theta": float(field("llama.rope.freq_base")), "tie_word_embeddings": tied,
            "bos_token_id": field("tokenizer.ggml.bos_token_id"), "eos_token_id": field("tokenizer.ggml.eos_token_id")}


def write_tokenizer(field: Any, folder: Path) -> None:
    """Pairs of bytes, as SmolLM has them: digits alone, then the words of GPT-2. Raises ValueError for another kind."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    if field("tokenizer.ggml.model") != "gpt2" or field("tokenizer.ggml.pre") != "smollm":
        raise ValueError("the tokenizer of this GGUF is not SmolLM's: give --base a folder of transformers instead")
    tokens = field("tokenizer.ggml.tokens")
    merges = [tuple(merge.split(" ")) for merge in field("tokenizer.ggml.merges")]
    made = Tokenizer(models.BPE(vocab={token: i for i, token in enumerate(tokens)}, merges=merges))
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True),
                                                  pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    made.decoder = decoders.ByteLevel()
    kinds = field("tokenizer.ggml.token_type")
    made.add_special_tokens([AddedToken(token, special=True) for token, kind in zip(tokens, kinds, strict=True)
                             if kind == CONTROL])
    made.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": tokens[field("tokenizer.ggml.bos_token_id")],
        "eos_token": tokens[field("tokenizer.ggml.eos_token_id")]}))


def unpack(file: Path, folder: Path) -> None:
    """Raises ValueError where the file is of another architecture."""
    reader = GGUFReader(file)

    def field(key: str) -> Any:
        found = reader.fields.get(key)
        if found is None:
            raise ValueError(f"{file}: it says nothing of {key}")
        return found.contents()

    if field("general.architecture") != "llama":
        raise ValueError(f"{file} is of the architecture {field('general.architecture')}, llama is wanted")
    heads = {"attn_q": field("llama.attention.head_count"), "attn_k": field("llama.attention.head_count_kv")}
    weights = {}
    for tensor in reader.tensors:
        name = name_of(tensor.name)
        if name is None:
            continue
        weight = np.array(dequantize(tensor.data, tensor.tensor_type), np.float32)
        part = tensor.name.split(".")[-2]
        weights[name] = torch.from_numpy((unpermuted(weight, heads[part]) if part in heads else weight).copy())
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(field, folder)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    tied = "lm_head.weight" not in weights
    (folder / "config.json").write_text(json.dumps(config_of(field, len(weights[WHOLE["token_embd.weight"]]), tied)))
