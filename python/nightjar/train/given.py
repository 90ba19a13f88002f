"""Checkpoints that others have made: Flan-T5, Phi, and LLaMA with LoRA (Hu et al. 2021), in the Alpaca template."""

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nightjar.train import words
from nightjar.train.batches import Table
from nightjar.train.learners import on

ALL_PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def base_folder(base: Path, out: Path) -> Path:
    """A checkpoint as transformers reads it: the folder itself, or what a GGUF holds, written into out/base."""
    if base.is_dir():
        return base
    from nightjar.train.gguf_base import unpack
    folder = out / "base"
    if not (folder / "config.json").exists():
        unpack(base, folder)
    return folder


class Given:
    """What they share: a tokenizer of their own, prompts of several lengths, filled up at the end.

    The runtime reads what is before the candles, what comes then, and the label apart from each other; so does this.
    """

    model: nn.Module

    def __init__(self, base: Path, candles: int, device: torch.device) -> None:
        from transformers import AutoTokenizer
        self.text = AutoTokenizer.from_pretrained(base)
        self.candles, self.device = candles, device
        self.label = {task: torch.tensor(self.first_tokens(labels), device=device)
                      for task, labels in words.LABELS.items()}

    def ids(self, text: str) -> list[int]:
        return list(self.text(text, add_special_tokens=False)["input_ids"])

    def first_tokens(self, labels: tuple[str, ...]) -> list[int]:
        """Raises ValueError where two labels begin with the same token: the model could not tell them apart at once."""
        first = [self.ids(label)[0] for label in labels]
        if len(set(first)) < len(first):
            raise ValueError(f"two of {', '.join(labels)} begin with the same token of this vocabulary")
        return first

    def prompt(self, task: str) -> words.Prompt:
        return words.alpaca(task)

    def framed(self, before: list[int], rest: list[int]) -> list[int]:
        raise NotImplementedError

    def tokens(self, table: Table) -> np.ndarray:
        """int32 [rows, longest]; -1 where there is none."""
        prompt = self.prompt(table.task)
        before = self.ids(prompt.before)
        all_ids = [self.framed(before, self.ids(words.last_candles(text, self.candles) + prompt.after))
                   for text in table.text]
        out = np.full((len(all_ids), max(map(len, all_ids))), -1, np.int32)
        for row, ids in zip(out, all_ids, strict=True):
            row[:len(ids)] = ids
        return out

    def answer(self, x: Tensor, there: Tensor) -> Tensor:
        """Logits of what follows the prompt."""
        raise NotImplementedError

    def logits(self, tokens: np.ndarray, rows: np.ndarray) -> Tensor:
        x = on(self.device, tokens[rows])
        there = x >= 0
        return self.answer(x.clamp(min=0), there).float()

    def loss(self, table: Table, tokens: np.ndarray, rows: np.ndarray, shift: Tensor) -> Tensor:
        label = self.label[table.task]
        logits = self.logits(tokens, rows)
        logits = logits.index_add(-1, label, shift.expand(len(logits), -1))
        return cross_entropy(logits, label[on(self.device, table.label[rows])])

    def scores(self, table: Table, tokens: np.ndarray, rows: np.ndarray) -> Tensor:
        return self.logits(tokens, rows).log_softmax(-1)[:, self.label[table.task]]

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)  # type: ignore[operator]
        self.text.save_pretrained(folder)


class GivenT5(Given):
    """Sequence to sequence; all weights learn."""

    def __init__(self, base: Path, candles: int, device: torch.device) -> None:
        from transformers import T5ForConditionalGeneration
        super().__init__(base, candles, device)
        self.model = self.module = self.busy = T5ForConditionalGeneration.from_pretrained(base).to(device)

    def framed(self, before: list[int], rest: list[int]) -> list[int]:
        return [*before, *rest, self.text.eos_token_id]

    def answer(self, x: Tensor, there: Tensor) -> Tensor:
        start = torch.full((len(x), 1), self.model.config.decoder_start_token_id, device=self.device)
        out = self.model(input_ids=x, attention_mask=there.long(), decoder_input_ids=start, use_cache=False)
        return out.logits[:, 0]


class GivenCausal(Given):
    """Phi, all weights; or, with `lora` (rank, layers), LLaMA with adapters on its last layers: the rest is left alone,
    and no gradient is carried below."""

    def __init__(self, base: Path, candles: int, lora: tuple[int, int] | None, device: torch.device) -> None:
        from transformers import AutoModelForCausalLM
        super().__init__(base, candles, device)
        begins = json.loads(self.text.backend_tokenizer.to_str())["post_processor"]
        self.start = [self.text.bos_token_id] if begins else []
        self.model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
        if lora is not None:
            from peft import LoraConfig, get_peft_model
            count = self.model.config.num_hidden_layers
            self.model = get_peft_model(self.model, LoraConfig(
                r=lora[0], lora_alpha=2 * lora[0], lora_dropout=0.0, target_modules=ALL_PROJECTIONS,
                layers_to_transform=list(range(max(0, count - lora[1]), count)), task_type="CAUSAL_LM"))
        self.model = self.module = self.busy = self.model.to(device)

    def framed(self, before: list[int], rest: list[int]) -> list[int]:
        return [*self.start, *before, *rest]

    def answer(self, x: Tensor, there: Tensor) -> Tensor:
        # Only what stands before the answer is asked of the head: its vocabulary is large.
        inner = self.model.get_base_model() if hasattr(self.model, "get_base_model") else self.model
        hidden = inner.model(input_ids=x, attention_mask=there.long(), use_cache=False).last_hidden_state
        return inner.lm_head(hidden[torch.arange(len(x), device=self.device), there.sum(1) - 1])
