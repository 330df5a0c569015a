"""The systems that `tests.benchmarks.peers` compares, each run in a process of its own.

    python -m tests.benchmarks.peer_systems build|ask SYSTEM MODEL WORK INDEXES

WORK is a file of JSON lines, a `Work` each. `build` makes an index of each in the folder INDEXES and prints how long
that took; `ask` opens them and answers: it prints a line as soon as the first question is answered, and another after
all. Each of the others is used as its own pages show it. Nothing heavy is imported above, so that a process holds what
its system needs, and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

_FOUND = 5
"""How many passages a question is answered with; the first is judged."""

Answering = Callable[[str], str]
"""From a question to the text of the passage that is found first, empty where none is."""


class Work(NamedTuple):
    """An article to index and ask: its file, its paragraphs, and the questions, one at least."""

    source: str
    paragraphs: list[str]
    questions: list[str]


class System(ABC):
    """A system with its model loaded."""

    @abstractmethod
    def __init__(self, model: str) -> None:
        """Load the embedding model, a folder of sentence-transformers' (for this bot a name as well)."""

    @abstractmethod
    def build(self, work: Work, folder: Path) -> None:
        """Index an article, and keep the index in `folder`."""

    @abstractmethod
    def open(self, folder: Path) -> Answering:
        """Return what answers from the index in `folder`."""


class Retrieved(System):
    """This bot, up to the passage that all of its evidence puts first."""

    def __init__(self, model: str) -> None:
        from index.embedding import Encoder

        self._encoder = Encoder.load(model)

    def build(self, work: Work, folder: Path) -> None:
        from index.archive import Archive
        from index.snapshot import build_snapshot
        from index.sources import read_source

        Archive(folder).save(build_snapshot([read_source(Path(work.source))], self._encoder))

    def open(self, folder: Path) -> Answering:
        from index.archive import Archive
        from tests.searching import search

        snapshot = Archive(folder).load(self._encoder.name)

        def answer(question: str) -> str:
            found = search(snapshot.retriever, question, self._encoder.embed_question(question))
            return snapshot.passages[found[0]].text

        return answer


class Answered(Retrieved):
    """This bot, the whole way of a question: understood, retrieved, read, ranked, and cited with who speaks."""

    def open(self, folder: Path) -> Answering:
        from bot.answering import reply_to
        from bot.conversation import Conversation
        from index.archive import Archive

        snapshot = Archive(folder).load(self._encoder.name)

        def answer(question: str) -> str:
            shown = reply_to(question, Conversation(), snapshot, self._encoder, threshold=0).shown
            return shown[0].passage.text if shown else ""

        return answer


class Txtai(System):
    """txtai with dense vectors alone."""

    hybrid: ClassVar[bool] = False

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        loaded: dict[str, Any] = {}  # kept for all indexes
        self._new = partial(Embeddings, path=model, content=True, hybrid=self.hybrid, gpu=False, models=loaded)

    def build(self, work: Work, folder: Path) -> None:
        embeddings = self._new()
        embeddings.index(work.paragraphs)
        embeddings.save(str(folder))

    def open(self, folder: Path) -> Answering:
        embeddings = self._new()
        embeddings.load(str(folder))
        return lambda question: str(embeddings.search(question, _FOUND)[0]["text"])


class TxtaiHybrid(Txtai):
    """txtai with dense vectors and BM25."""

    hybrid = True


class LangChain(System):
    """LangChain's FAISS store."""

    def __init__(self, model: str) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings

        self._embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})

    def build(self, work: Work, folder: Path) -> None:
        from langchain_community.vectorstores import FAISS

        FAISS.from_texts(work.paragraphs, self._embeddings).save_local(str(folder))

    def open(self, folder: Path) -> Answering:
        from langchain_community.vectorstores import FAISS

        store = FAISS.load_local(str(folder), self._embeddings, allow_dangerous_deserialization=True)
        return lambda question: str(store.similarity_search(question, k=_FOUND)[0].page_content)


class LlamaIndex(System):
    """LlamaIndex with its own vector store."""

    def __init__(self, model: str) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._model = HuggingFaceEmbedding(model_name=model, device="cpu")

    def build(self, work: Work, folder: Path) -> None:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        index = VectorStoreIndex([TextNode(text=text) for text in work.paragraphs], embed_model=self._model)
        index.storage_context.persist(str(folder))

    def open(self, folder: Path) -> Answering:
        from llama_index.core import StorageContext, load_index_from_storage

        storage = StorageContext.from_defaults(persist_dir=str(folder))
        retriever = load_index_from_storage(storage, embed_model=self._model).as_retriever(similarity_top_k=_FOUND)
        return lambda question: str(retriever.retrieve(question)[0].node.get_content())


class Haystack(System):
    """Haystack with its document store in memory. Its embedders share a model, which the first of them loads."""

    def __init__(self, model: str) -> None:
        from haystack.utils import ComponentDevice

        self._settings = {"model": model, "device": ComponentDevice.from_str("cpu"), "progress_bar": False}

    def build(self, work: Work, folder: Path) -> None:
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        documents = [Document(content=text) for text in work.paragraphs]
        store.write_documents(SentenceTransformersDocumentEmbedder(**self._settings).run(documents)["documents"])
        store.save_to_disk(str(folder))

    def open(self, folder: Path) -> Answering:
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

        store = InMemoryDocumentStore.load_from_disk(str(folder))
        pipeline = Pipeline()
        pipeline.add_component("embedder", SentenceTransformersTextEmbedder(**self._settings))
        pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=_FOUND))
        pipeline.connect("embedder.embedding", "retriever.query_embedding")

        def answer(question: str) -> str:
            found = pipeline.run({"embedder": {"text": question}})
            return str(found["retriever"]["documents"][0].content)

        return answer


SYSTEMS: dict[str, type[System]] = {
    "retrieved": Retrieved,
    "answered": Answered,
    "txtai": Txtai,
    "txtai-hybrid": TxtaiHybrid,
    "langchain": LangChain,
    "llamaindex": LlamaIndex,
    "haystack": Haystack,
}


def main(step: str, name: str, model: str, work: Path, indexes: Path) -> None:
    """Take one step with one system; figures go to standard output as JSON."""
    todo = [Work(**json.loads(line)) for line in work.read_text(encoding="utf-8").splitlines()]
    with redirect_stdout(sys.stderr):  # libraries print too
        system = SYSTEMS[name](model)
        if step == "build":
            build(system, todo, indexes)
        else:
            ask(system, todo, indexes)


def build(system: System, todo: Sequence[Work], indexes: Path) -> None:
    """Index every article and tell how many seconds that took; the first is indexed once before, to warm up."""
    indexes.mkdir()
    system.build(todo[0], indexes / "warm")
    started = time.perf_counter()
    for number, work in enumerate(todo):
        system.build(work, indexes / str(number))
    _tell(seconds=time.perf_counter() - started)


def ask(system: System, todo: Sequence[Work], indexes: Path) -> None:
    """Answer the first question and tell; then answer all, each article's first one once more, and tell again."""
    system.open(indexes / "0")(todo[0].questions[0])
    used = resource.getrusage(resource.RUSAGE_SELF)
    kilobytes = used.ru_maxrss if sys.platform == "linux" else used.ru_maxrss / 1024
    _tell(processor=used.ru_utime + used.ru_stime, memory=kilobytes / 1000)
    taken, found = [], []
    processor = 0.0
    for number, work in enumerate(todo):
        answer = system.open(indexes / str(number))
        answer(work.questions[0])
        before = time.process_time()
        for question in work.questions:
            started = time.perf_counter()
            found.append(answer(question))
            taken.append(time.perf_counter() - started)
        processor += time.process_time() - before
    _tell(taken=taken, processor=processor / len(taken), found=found)


def _tell(**figures: object) -> None:
    print(json.dumps(figures), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]))
