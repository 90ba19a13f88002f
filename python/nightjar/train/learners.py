"""The three families as things that learn: tokens of prompts, and the loss of a batch.

A learner answers with scores over the labels behind a prompt: ln P(label) but for a constant.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nightjar.train import vocabulary, words
from nightjar.train.batches import Table


@dataclass(frozen=True)
class Size:
    """Of a model from scratch."""

    width: int
    heads: int
    inner: int
    layers: int
    candles: int = 6


class Learner(Protocol):
    """One of a family."""

    module: nn.Module  # what learns and is kept in checkpoints
    busy: nn.Module    # the part of it that is worth compiling

    def prompt(self, task: str) -> words.Prompt: ...
    def tokens(self, table: Table) -> np.ndarray: ...
    def loss(self, table: Table, tokens: np.ndarray, rows: np.ndarray, shift: Tensor) -> Tensor: ...
    def scores(self, table: Table, tokens: np.ndarray, rows: np.ndarray) -> Tensor: ...
    def save(self, folder: Path) -> None: ...


def on(device: torch.device, array: np.ndarray) -> Tensor:
    return torch.from_numpy(array.astype(np.int64)).to(device)


class Own:
    """What models with a vocabulary of ours share: every word is a token, every window is of one length."""

    def __init__(self, folder: Path, file: str, size: Size, device: torch.device) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / file
        self.size, self.device = size, device
        if not self.file.exists():
            (vocabulary.write_unigram if file == "spiece.model" else vocabulary.write_pairs)(self.file)
        self.pieces = vocabulary.read(self.file)
        self.rows = vocabulary.padded(self.pieces.vocab_size())
        self.label = {task: torch.tensor([self.piece(label) for label in labels], device=device)
                      for task, labels in words.LABELS.items()}

    def piece(self, word: str) -> int:
        ids = self.pieces.encode(word)
        if len(ids) != 1:
            raise ValueError(f"\"{word}\" is {len(ids)} tokens")
        return int(ids[0])

    def candle_tokens(self, texts: list[str], candles: int) -> np.ndarray:
        """int16 [rows, candles * 8 - 1]: the last candles of each."""
        of = {word: self.piece(word) for word in [*words.candle_words(), words.PART]}
        length = candles * (words.CANDLE + 1) - 1
        return np.array([[of[word] for word in text.split(" ")[-length:]] for text in texts], np.int16)

    def adjusted(self, logits: Tensor, task: str, shift: Tensor) -> Tensor:
        """Logits with what the drawing has made more or less frequent."""
        return logits.float().index_add(-1, self.label[task], shift.expand(len(logits), -1))


class SmallT5(Own):
    """T5 v1.1 from scratch (Raffel et al. 2020): gated GELU, head of its own.

    The families of earlier candles are read off the encoder by a layer that is not exported: the encoder learns from
    each candle, not from the last alone.
    """

    def __init__(self, folder: Path, size: Size, trail: float, device: torch.device) -> None:
        from transformers import T5Config, T5ForConditionalGeneration
        super().__init__(folder, "spiece.model", size, device)
        self.trail = trail
        self.model = T5ForConditionalGeneration(T5Config(
            vocab_size=self.rows, d_model=size.width, d_kv=size.width // size.heads, d_ff=size.inner,
            num_layers=size.layers, num_decoder_layers=1, num_heads=size.heads, feed_forward_proj="gated-gelu",
            tie_word_embeddings=False, dropout_rate=0.0, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
            relative_attention_num_buckets=128))  # distances up to four candles are told apart one by one
        with torch.no_grad():
            self.model.lm_head.weight.mul_(size.width ** -0.5)  # else the first answers are certain, and wrong
        self.busy = self.model
        self.ears = nn.Linear(size.width, len(words.FAMILIES))
        self.module = nn.ModuleList([self.model, self.ears]).to(device)

    def prompt(self, task: str) -> words.Prompt:
        return words.short(task)

    def tokens(self, table: Table) -> np.ndarray:
        candles = self.candle_tokens(table.text, self.size.candles)
        first = np.full((len(candles), 1), self.piece(words.SHORT[table.task]), np.int16)
        return np.concatenate([first, candles, np.ones_like(first)], 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        start = torch.zeros(len(x), 1, dtype=torch.long, device=self.device)
        out = self.model(input_ids=x, decoder_input_ids=start, use_cache=False)
        return out.logits[:, 0], out.encoder_last_hidden_state

    def loss(self, table: Table, tokens: np.ndarray, rows: np.ndarray, shift: Tensor) -> Tensor:
        logits, hidden = self.forward(on(self.device, tokens[rows]))
        truth = self.label[table.task][on(self.device, table.label[rows])]
        loss = cross_entropy(self.adjusted(logits, table.task, shift), truth)
        if self.trail == 0 or table.trail[rows[0], 0] < 0:
            return loss
        ends = torch.arange(self.size.candles, device=self.device) * (words.CANDLE + 1) + words.CANDLE
        heard = self.ears(hidden[:, ends[2:]]).float()
        told = on(self.device, table.trail[rows][:, -self.size.candles:][:, 2:])
        return loss + self.trail * cross_entropy(heard.flatten(0, 1), told.flatten())

    def scores(self, table: Table, tokens: np.ndarray, rows: np.ndarray) -> Tensor:
        return self.forward(on(self.device, tokens[rows]))[0].float().log_softmax(-1)[:, self.label[table.task]]

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)


class SmallPhi(Own):
    """Phi-3 from scratch (Abdin et al. 2024).

    Rows are longer than what the model sees later, and the family is asked for behind every candle: a row teaches as
    often as it has candles.
    """

    def __init__(self, folder: Path, size: Size, device: torch.device) -> None:
        from transformers import Phi3Config, Phi3ForCausalLM
        super().__init__(folder, "tokenizer.model", size, device)
        self.model = Phi3ForCausalLM(Phi3Config(
            vocab_size=self.rows, hidden_size=size.width, intermediate_size=size.inner, num_hidden_layers=size.layers,
            num_attention_heads=size.heads, num_key_value_heads=size.heads, max_position_embeddings=512,
            original_max_position_embeddings=512, bos_token_id=1, eos_token_id=2, pad_token_id=2,
            tie_word_embeddings=False, sliding_window=None, attn_implementation="eager"))
        self.module = self.model.to(device)
        self.busy = self.model.model

    def prompt(self, task: str) -> words.Prompt:
        return words.short_causal(task)

    def tokens(self, table: Table) -> np.ndarray:
        candles = self.candle_tokens(table.text, (len(table.text[0]) + 3) // (3 * words.CANDLE + 2))
        start = np.array([[1, self.piece(words.SHORT[table.task])]], np.int16).repeat(len(candles), 0)
        end = np.full((len(candles), 1), self.piece(words.PART), np.int16)
        return np.concatenate([start, candles, end], 1)

    def hidden(self, x: Tensor) -> Tensor:
        return self.model.model(input_ids=x, use_cache=False).last_hidden_state

    def loss(self, table: Table, tokens: np.ndarray, rows: np.ndarray, shift: Tensor) -> Tensor:
        hidden = self.hidden(on(self.device, tokens[rows]))
        label = self.label[table.task]
        last = self.adjusted(self.model.lm_head(hidden[:, -1]), table.task, shift)
        loss = cross_entropy(last, label[on(self.device, table.label[rows])])
        if table.trail[rows[0], 0] < 0:
            return loss
        told = label[on(self.device, table.trail[rows][:, 2:-1])]
        marks = torch.arange(2, table.trail.shape[1] - 1, device=self.device) * (words.CANDLE + 1) + words.CANDLE + 2
        before = self.model.lm_head(hidden[:, marks]).float()
        return loss + cross_entropy(before.flatten(0, 1), told.flatten())

    def scores(self, table: Table, tokens: np.ndarray, rows: np.ndarray) -> Tensor:
        length = self.size.candles * (words.CANDLE + 1)
        x = np.concatenate([tokens[rows][:, :2], tokens[rows][:, -length:]], 1)
        logits = self.model.lm_head(self.hidden(on(self.device, x))[:, -1])
        return logits.float().log_softmax(-1)[:, self.label[table.task]]

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
