"""What models read and answer: the words of encoding 1 and the prompts.

The words are those of ``src/infer/candle_text.hpp``; nothing here makes them out of prices.
"""

from dataclasses import dataclass

ENCODING = 1
FIELDS = {"B": 8, "U": 9, "L": 9, "O": 14, "C": 14, "F": 14, "R": 9}
CANDLE = len(FIELDS)
PART = ";"
FAMILIES = ("soldiers", "star", "continuation", "piercing", "hammer", "shooting", "engulfing", "inside", "hikkake",
            "doji", "long", "spinning", "none")
DIRECTIONS = ("up", "down", "flat")
LABELS = {"patterns": FAMILIES, "direction": DIRECTIONS}
INSTRUCTIONS = {"patterns": "Name the candle pattern at the end.", "direction": "Which barrier comes first?"}
SHORT = {"patterns": "pattern:", "direction": "direction:"}


def candle_words() -> list[str]:
    """All words of a candle: a capital and a letter."""
    return [field + chr(ord("a") + value) for field, values in FIELDS.items() for value in range(values)]


def last_candles(text: str, candles: int) -> str:
    """The last ones of a window: the words of a candle do not depend on how many stand before it."""
    parts = text.split(f" {PART} ")
    if len(parts) < candles:
        raise ValueError(f"a window of {len(parts)} candles, {candles} are wanted")
    return f" {PART} ".join(parts[-candles:])


@dataclass(frozen=True)
class Prompt:
    """What stands before and behind the candles, and what stands before a label."""

    before: str
    after: str
    label: str

    def of(self, text: str) -> str:
        return self.before + text + self.after


def alpaca(task: str) -> Prompt:
    """The template with an input of Taori et al. 2023, github.com/tatsu-lab/stanford_alpaca."""
    return Prompt("Below is an instruction that describes a task, paired with an input that provides further context. "
                  "Write a response that appropriately completes the request.\n\n"
                  f"### Instruction:\n{INSTRUCTIONS[task]}\n\n### Input:\n", "\n\n### Response:\n", "")


def short(task: str) -> Prompt:
    """For models whose words are ours: every token costs time."""
    return Prompt(SHORT[task], "", "")


def short_causal(task: str) -> Prompt:
    """The family follows each candle's mark, so that a model can be asked behind every candle of a window."""
    return Prompt(SHORT[task], f" {PART}", "")
