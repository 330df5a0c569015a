import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message

from bot.phrases import phrases

ROOT = Path(__file__).resolve().parent.parent.parent
ENGLISH = ROOT / "prompts" / "en"


def ids(folder: Path) -> list[str]:
    entries = [e for file in folder.glob("*.ftl") for e in FluentParser().parse(file.read_text("utf-8")).body]
    assert not [e for e in entries if isinstance(e, Junk)]
    return [e.id.name for e in entries if isinstance(e, Message)]


def test_every_file_parses_and_no_id_stands_twice() -> None:
    found = ids(ENGLISH)
    assert len(found) == len(set(found))


def test_every_phrase_is_used_and_every_used_one_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    literal = set(re.findall(r"[\"']([a-z]+(?:-[a-z]+)*)[\"']", code))
    made = re.findall(r"f[\"']([a-z-]+-\{[^\"' ]*)[\"']", code)
    patterns = [re.compile(re.sub(r"\{[^}]*\}", "[a-z-]+", one)) for one in made]
    unused = [i for i in ids(ENGLISH) if i not in literal and not any(p.fullmatch(i) for p in patterns)]
    assert unused == []


def test_values_stand_in_their_places_without_marks_that_nobody_sees() -> None:
    assert phrases()("speakers-line-plain", name="Zhu Min", count=2) == "Zhu Min (2)"


def test_values_are_never_read_as_fluent() -> None:
    assert phrases()("speakers-line-plain", name="{ $count } {", count=2) == "{ $count } { (2)"


def test_a_missing_phrase_or_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrases()("no-such-phrase")
    with pytest.raises(KeyError):
        phrases()("speakers-line-plain", name="Zhu Min")


def test_a_value_too_long_for_fluent_is_cut_and_does_not_fail() -> None:
    said = phrases()("where", article="title " * 1_000, number="4")
    assert said.startswith("title title ")
    assert said.endswith("…, paragraph 4")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("yue-Hans", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("ZH-cn", "zh-Hans"),
        ("en-GB", "en"),
        ("en-US", "en"),
        ("fr", "en"),
        ("zhuang", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_member_s_locale_chooses_the_language(locale: str | None, language: str) -> None:
    assert phrases(locale).language == language


def test_a_language_is_read_once_however_many_locales_ask_for_it() -> None:
    assert phrases("zh-TW") is phrases("zh-HK")
    assert phrases("xx-1") is phrases("xx-2") is phrases()
