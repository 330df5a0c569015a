import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from index.embedding import Embedding, EmbeddingModel, Encoder
from index.errors import ModelError
from tests.index.test_batching import until


def test_vectors_are_normalised_and_near_for_near_meanings(encoder: Encoder) -> None:
    passages = encoder.encode_passages(["The ferry will run again in April.", "The bakery burnt down."])
    question = encoder.encode_questions(["When does the boat start?"])[0]
    assert passages.shape == (2, encoder.dimension) == (2, 384)
    assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    assert passages[0] @ question > passages[1] @ question


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)


def test_progress_counts_every_text(encoder: Encoder) -> None:
    counted: list[int] = []
    encoder.encode_passages([f"Sentence {i}." for i in range(40)], counted.append)
    assert sum(counted) == 40
    assert len(counted) > 1


def test_threads_may_share_a_model(encoder: Encoder) -> None:
    texts = [f"Question number {i}, which is {'long ' * i}" for i in range(8)]
    alone = encoder.encode_questions(texts)
    together: dict[int, np.ndarray] = {}

    def encode(i: int) -> None:
        together[i] = encoder.encode_questions([texts[i]])[0]

    threads = [Thread(target=encode, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert np.allclose(np.stack([together[i] for i in range(8)]), alone, atol=1e-4)


def test_questions_of_the_same_moment_are_embedded_together_to_the_same_vectors(encoder: Encoder) -> None:
    texts = [
        "When does the boat start?",
        "Who is she?",
        "香港的渡輪何時恢復?",
        "Who said that loans are too dear for mills?",
    ]
    batches, embedded = together(encoder, texts)
    assert [sorted(batch) for batch in batches] == [["Why?"], sorted(texts)]
    for text, made in zip(texts, embedded, strict=True):
        alone = encoder.embed_question(text)
        assert np.abs(alone.pooled - made.pooled).max() < 1e-6
        assert np.abs(alone.tokens - made.tokens).max() < 1e-5
        assert np.array_equal(alone.spans, made.spans)


def test_a_long_question_does_not_make_short_ones_wait_for_its_padding(encoder: Encoder) -> None:
    long = "What did she say about the ferry " + "and the harbour " * 40 + "?"
    batches, _ = together(encoder, ["Who?", long, "When?", "誰說的?"])
    assert sorted(len(batch) for batch in batches) == [1, 1, 3]
    assert [long] in batches


def together(encoder: Encoder, texts: Sequence[str]) -> tuple[list[list[str]], list[Embedding]]:
    """Embed `texts` while another question is being embedded, and return the batches and what was made of `texts`."""
    model = Holding(encoder._model)
    held_up = Encoder(model, encoder.name)
    with ThreadPoolExecutor(1 + len(texts)) as threads:
        threads.submit(held_up.embed_question, "Why?")
        until(lambda: len(model.batches), 1)
        asked = [threads.submit(held_up.embed_question, text) for text in texts]
        until(lambda: len(held_up._questions._waiting), len(texts))
        model.go_on.set()
    return model.batches, [one.result() for one in asked]


class Holding(EmbeddingModel):
    """A model that embeds only when it is let, and tells what its batches were."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self.dimension, self.question_prompt = model.dimension, model.question_prompt
        self.passage_prompt = model.passage_prompt
        self.batches: list[list[str]] = []
        self.go_on = threading.Event()

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        self.batches.append(list(texts))
        assert self.go_on.wait(60)
        return self._model.embed(texts, prompt)


def test_a_folder_that_holds_no_model_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="EMBEDDING_MODEL"):
        Encoder.load(str(tmp_path))


def test_tokens_stand_where_their_spans_say(encoder: Encoder) -> None:
    for text in ("When does the boat start?", "香港的渡輪將於四月恢復。", "Cafés  in Málaga"):
        for embedding in (encoder.embed_question(text), *encoder.embed_passages([text])):
            assert embedding.tokens.shape == (len(embedding.spans), encoder.dimension)
            pieces = [text[start:end] for start, end in embedding.spans]
            assert "".join("".join(pieces).split()) == "".join(text.split())


def test_one_pass_gives_the_vector_that_pooling_alone_gives(encoder: Encoder) -> None:
    texts = ["It rained.", "The ferry will run again in April, said the mayor of the town.", "Loans."]
    pooled = np.stack([embedding.pooled for embedding in encoder.embed_passages(texts)])
    assert np.allclose(pooled, encoder.encode_passages(texts), atol=1e-4)
    assert np.allclose(encoder.embed_question(texts[0]).pooled, encoder.encode_questions(texts[:1])[0], atol=1e-4)


def test_a_text_over_the_limit_is_cut_and_its_tokens_with_it(encoder: Encoder) -> None:
    embedding = encoder.embed_passages(["The ferry will run. " * 300])[0]
    assert 500 < len(embedding.tokens) < 512
    assert embedding.spans[-1, 1] < 3000


def test_questions_in_other_languages_are_near_the_english_passage(encoder: Encoder) -> None:
    passages = encoder.encode_passages(["The ferry will run again in April.", "The bakery burnt down."])
    for question in (
        "渡輪什麼時候恢復?",
        "渡轮什么时候恢复?",
        "Quand le ferry reprendra-t-il ?",
        "フェリーはいつ再開しますか",
    ):
        ferry, bakery = passages @ encoder.encode_questions([question])[0]
        assert ferry > bakery, question


def test_another_model_is_used_with_the_prompts_of_its_own_configuration(tmp_path: Path) -> None:
    tiny = tiny_model(tmp_path / "tiny")
    plain = Encoder.load(str(tiny))
    settings = json.loads((tiny / "config_sentence_transformers.json").read_text())
    settings["prompts"] = {"query": "query: ", "document": "passage: "}
    (tiny / "config_sentence_transformers.json").write_text(json.dumps(settings))
    prompted = Encoder.load(str(tiny))
    assert prompted.name == str(tiny)
    assert np.allclose(prompted.encode_questions(["boats"]), plain.encode_questions(["query: boats"]), atol=1e-5)
    assert np.allclose(prompted.encode_passages(["boats"]), plain.encode_passages(["passage: boats"]), atol=1e-5)
    embedding = prompted.embed_question("boats run")
    assert [("boats run")[start:end] for start, end in embedding.spans] == ["boats", "run"]
    assert np.allclose(embedding.pooled, plain.encode_questions(["query: boats run"])[0], atol=1e-5)


def tiny_model(folder: Path) -> Path:
    """Write a sentence-transformers model of random weights and eight words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "boats", "run"]
    base = folder.with_name("base")
    BertTokenizer(vocab={word: i for i, word in enumerate(words)}).save_pretrained(base)
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    BertModel(config).save_pretrained(base)
    SentenceTransformer(modules=[Transformer(str(base)), Pooling(8)], device="cpu").save(str(folder))
    return folder
