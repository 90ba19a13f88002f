"""An adapter on a base of the LLaMA architecture; where PyTorch is."""

from pathlib import Path

import pytest

numpy = pytest.importorskip("numpy")
torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
pytest.importorskip("peft")
tokenizers = pytest.importorskip("tokenizers")

from nightjar.train import words  # noqa: E402
from nightjar.train.batches import table  # noqa: E402
from nightjar.train.fit import Course, Fit  # noqa: E402
from nightjar.train.gguf_base import unpermuted  # noqa: E402
from nightjar.train.given import GivenCausal  # noqa: E402

TEXT = "Bb Ua La Oa Ca Fa Ra ; Bd Ua La Oa Ca Fa Ra"


def base(folder: Path) -> Path:
    """A LLaMA of random weights that knows our words."""
    torch.manual_seed(1)
    known = ["<unk>", "<s>", "</s>", *vocabulary_of(words.alpaca("patterns").before + words.alpaca("patterns").after),
             *words.candle_words(), words.PART, *words.FAMILIES, *words.DIRECTIONS]
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel({word: i for i, word in enumerate(dict.fromkeys(known))},
                                                            unk_token="<unk>"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    text = transformers.PreTrainedTokenizerFast(tokenizer_object=made, bos_token="<s>", eos_token="</s>")
    text.save_pretrained(folder)
    transformers.LlamaForCausalLM(transformers.LlamaConfig(
        vocab_size=made.get_vocab_size(), hidden_size=32, intermediate_size=32, num_hidden_layers=3,
        num_attention_heads=2, num_key_value_heads=2, bos_token_id=1, eos_token_id=2)).save_pretrained(folder)
    return folder


def vocabulary_of(text: str) -> list[str]:
    return text.split()


def test_only_the_last_layers_of_a_base_learn(tmp_path: Path) -> None:
    learner = GivenCausal(base(tmp_path), 2, (4, 1), torch.device("cpu"))
    before = {name: value.clone() for name, value in learner.module.state_dict().items()}
    rows = table("patterns", [{"input": TEXT, "response": "long", "trail": ["none", "long"]}] * 8, {"long": 1})
    Fit(learner, [rows], rows, tmp_path, Course(steps=5, batch=4, rate=1e-2, warm=1)).run()
    changed = {name for name, value in learner.module.state_dict().items() if not torch.equal(value, before[name])}
    assert changed and all("lora_" in name and ".layers.2." in name for name in changed)


def test_prompts_of_other_lengths_beside_it_change_no_answer(tmp_path: Path) -> None:
    learner = GivenCausal(base(tmp_path), 1, None, torch.device("cpu"))
    row = {"input": TEXT, "response": "long", "trail": ["none"]}
    alone = table("patterns", [row], {})
    tokens = learner.tokens(alone)
    wider = numpy.concatenate([tokens, numpy.full((1, 7), -1, numpy.int32)], 1)
    with torch.no_grad():
        one = learner.scores(alone, tokens, numpy.array([0]))
        other = learner.scores(alone, wider, numpy.array([0]))
    assert torch.allclose(one, other, atol=1e-5)


def test_labels_that_begin_alike_are_refused(tmp_path: Path) -> None:
    learner = GivenCausal(base(tmp_path), 1, None, torch.device("cpu"))
    with pytest.raises(ValueError, match="same token"):
        learner.first_tokens(("strange", "stranger"))


def test_rows_of_queries_are_put_back_as_they_were() -> None:
    weight = numpy.arange(8 * 3, dtype=numpy.float32).reshape(8, 3)
    heads = 2
    kept = weight.reshape(heads, 2, 2, 3).swapaxes(1, 2).reshape(8, 3)  # as convert_hf_to_gguf.py permutes
    assert numpy.array_equal(unpermuted(kept, heads), weight)
