"""Vocabularies of our own: each word is one piece, so that windows are short.

Nothing is learned from text: pieces and scores are written down, in the protocol buffer of sentencepiece.
"""

from collections.abc import Sequence
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto

from nightjar.train import words

SPACE = "\u2581"


def vocabulary_words() -> list[str]:
    """Everything that our prompts and labels are made of."""
    labels = [label for task in words.LABELS.values() for label in task]
    return [*words.candle_words(), words.PART, *words.SHORT.values(), *labels]


def _model(kind: int, heads: Sequence[tuple[str, int]], pieces: dict[str, float], special: dict[str, int]) -> bytes:
    """A model of sentencepiece; `heads`: pieces with a type of their own; `pieces`: the others with their scores."""
    model = proto.ModelProto()
    for text, what in heads:
        model.pieces.add(piece=text, score=0.0, type=what)
    for text, score in pieces.items():
        model.pieces.add(piece=text, score=score, type=proto.ModelProto.SentencePiece.NORMAL)
    model.trainer_spec.model_type = kind
    model.trainer_spec.vocab_size = len(model.pieces)
    model.trainer_spec.byte_fallback = kind == proto.TrainerSpec.BPE
    for name, number in special.items():
        setattr(model.trainer_spec, name, number)
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    model.normalizer_spec.escape_whitespaces = True
    return bytes(model.SerializeToString())


def letters() -> list[str]:
    """Of all words, and the space; each is a piece, so that no text of ours is unknown."""
    return [SPACE, *sorted({letter for word in vocabulary_words() for letter in word})]


def write_unigram(path: Path) -> None:
    """As T5 has it: pad, end, unknown; the likeliest pieces win, and a word is likelier than its letters."""
    kinds = proto.ModelProto.SentencePiece
    pieces = {SPACE + word: -1.0 for word in vocabulary_words()} | {letter: -20.0 for letter in letters()}
    heads = [("<pad>", kinds.CONTROL), ("</s>", kinds.CONTROL), ("<unk>", kinds.UNKNOWN)]
    special = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    path.write_bytes(_model(proto.TrainerSpec.UNIGRAM, heads, pieces, special))


def write_pairs(path: Path) -> None:
    """As LLaMA and Phi-3 have it: bytes for what is unknown, and pieces that are merged two by two, earlier ones first.

    Each word can be put together from its start, and in no other way.
    """
    kinds = proto.ModelProto.SentencePiece
    merged = dict.fromkeys((SPACE + word)[:end] for word in vocabulary_words() for end in range(2, len(word) + 2))
    by_length = sorted(merged, key=len)
    pieces = {text: -float(rank) for rank, text in enumerate([*by_length, *letters()])}
    heads = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    heads += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    special = {"unk_id": 0, "bos_id": 1, "eos_id": 2, "pad_id": -1}
    path.write_bytes(_model(proto.TrainerSpec.BPE, heads, pieces, special))


def read(path: Path) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def padded(size: int, to: int = 32) -> int:
    """Rows of an embedding: matrices of round sizes are faster."""
    return (size + to - 1) // to * to
