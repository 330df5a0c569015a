import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import Junk, Message

from bot.phrases import LANGUAGES, phrases
from bot.platforms.slack.manifest import PATH as MANIFEST
from tests.error_messages import variables

ROOT = Path(__file__).resolve().parent.parent.parent
ENGLISH = ROOT / "prompts" / "en"
IN_ENGLISH_EVERYWHERE = {"slack-shortcut", "slack-add"}
"""What the app's manifest names: Slack shows those names to every member."""


def messages(folder: Path) -> list[Message]:
    entries = [e for file in sorted(folder.glob("*.ftl")) for e in FluentParser().parse(file.read_text("utf-8")).body]
    assert not [e for e in entries if isinstance(e, Junk)]
    return [e for e in entries if isinstance(e, Message)]


def ids(folder: Path) -> list[str]:
    return [message.id.name for message in messages(folder)]


def wording(message: Message) -> str:
    """Return a message without its variables: what a translator writes."""
    return re.sub(r"\{[^{}]*\}", "", FluentSerializer().serialize_entry(message).partition("=")[2])


def test_the_languages_are_the_folders() -> None:
    folders = {folder.name for folder in ENGLISH.parent.iterdir() if any(folder.glob("*.ftl"))}
    assert folders == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_parses_and_no_id_stands_twice(language: str) -> None:
    found = ids(ENGLISH.parent / language)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_language_has_the_phrases_of_english_with_the_same_variables(language: str) -> None:
    english = {message.id.name: set(variables(message)) for message in messages(ENGLISH)}
    translated = {message.id.name: set(variables(message)) for message in messages(ENGLISH.parent / language)}
    assert sorted(english.keys() - translated.keys()) == [], "not translated"
    assert sorted(translated.keys() - english.keys()) == [], "no longer in English"
    assert {name: found for name, found in translated.items() if found != english[name]} == {}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_phrase_was_left_in_english(language: str) -> None:
    """A translated phrase has a Chinese character or mark wherever the English one has a word."""
    english = {message.id.name: wording(message) for message in messages(ENGLISH)}
    left = [
        message.id.name
        for message in messages(ENGLISH.parent / language)
        if re.search(r"[a-z]", english[message.id.name]) and not re.search(r"[\u3000-\u9fff]", wording(message))
    ]
    assert set(left) <= IN_ENGLISH_EVERYWHERE
    for name in IN_ENGLISH_EVERYWHERE:
        assert phrases(language)(name) == phrases()(name)


def test_traditional_and_simplified_characters_are_not_mixed() -> None:
    for language, code in (("zh-Hant", "big5hkscs"), ("zh-Hans", "gb2312")):
        for message in messages(ENGLISH.parent / language):
            assert "".join(re.findall("[\u4e00-\u9fff]", wording(message))).encode(code) is not None, message.id.name


def test_plural_forms_and_numbers_work_in_every_language() -> None:
    for language in LANGUAGES:
        assert "3" in phrases(language)("list-lead", count=3)


COMMAND_NAME = re.compile(r"[-_\w]{1,32}")
"""Of Discord's rule that names of commands are letters, digits, hyphens and underscores, in lower case."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_descriptions_of_commands_are_what_discord_takes(language: str) -> None:
    say = phrases(language)
    commands = [i for i in ids(ENGLISH) if i.startswith("command-")]
    named = [i for i in commands if i.endswith("-name")]
    of_moderators = {i for i in named if i.startswith("command-index-") and i != "command-index-name"}
    options = {i for i in ids(ENGLISH) if re.fullmatch("option-.*-name", i)}
    for beside_each_other in (set(named) - of_moderators, of_moderators, options):
        names = [say(i) for i in beside_each_other]
        assert len(names) == len(set(names)) > 0
        assert all(COMMAND_NAME.fullmatch(name) and name == name.lower() for name in names)
    assert all(1 <= len(say(i)) <= 100 for i in commands)
    assert len(say("command-look-up")) <= 32  # the name of an entry in a message's menu


CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))


def test_every_phrase_that_is_asked_for_is_there() -> None:
    asked = set(re.findall(r"\bsay\(\s*[\"']([a-z]+(?:-[a-z]+)*)[\"']", CODE))
    assert len(asked) > 100
    assert asked - set(ids(ENGLISH)) == set()


def test_every_phrase_is_used() -> None:
    literal = set(re.findall(r"[\"']([a-z]+(?:-[a-z]+)*)[\"']", CODE))
    made = re.findall(r"f[\"']([a-z-]+-\{[^\"' ]*)[\"']", CODE)
    patterns = [re.compile(re.sub(r"\{[^}]*\}", "[a-z-]+", one)) for one in made]
    unused = [i for i in ids(ENGLISH) if i not in literal and not any(p.fullmatch(i) for p in patterns)]
    assert unused == []


def test_values_stand_in_their_places_without_marks_that_nobody_sees() -> None:
    assert phrases()("speakers-line-plain", name="Zhu Min", count=2) == "Zhu Min (2)"


def test_values_are_never_read_as_fluent() -> None:
    assert phrases()("speakers-line-plain", name="{ $count } {", count=2) == "{ $count } { (2)"


def test_no_sentence_is_about_the_digest_s_subject() -> None:
    said = [wording(message) for language in LANGUAGES for message in messages(ENGLISH.parent / language)]
    shown = "\n".join([*said, MANIFEST.read_text(encoding="utf-8")]).lower()
    assert [word for word in ("forum", "論壇", "论坛", "hong kong", "香港") if word in shown] == []


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
