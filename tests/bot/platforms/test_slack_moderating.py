"""What moderators type, choose, press and attach on Slack reaches the desk, and what comes of it reaches them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest

from bot.assistant import Assistant
from bot.errors import NotAllowed
from bot.moderation import Actor
from bot.moderation.commands import INDEX_COMMANDS
from bot.moderation.desk import Desk as ModeratorsDesk
from bot.moderation.desk import render_commands
from bot.moderation.notice import Act, Attachment, Choice, Fact, Notice
from bot.phrases import LANGUAGES, Phrases, phrases
from bot.platforms.slack import long_work, platform
from bot.platforms.slack.files import is_slacks
from bot.platforms.slack.moderating import ADD
from index.snapshot import Progress
from index.sources.reading import MAX_BYTES
from tests.bot.platforms.slack_desk import Desk, button_of, buttons_of, open_desk
from tests.bot.platforms.slack_limits import blocks_as_text
from tests.bot.platforms.slack_payloads import ADMIN, BOT_USER, CHANNEL, CURATOR, MEMBER, STRANGER, TEAM
from tests.bot.platforms.slack_server import Failure

SAY = phrases()
ADDRESS = "https://news.example/a?b=1&c=2"
ANSWER = Notice("As you say.", (Fact("Held", "<!channel> two"),), acts=(Act("go:1", "Go on", "primary"),))


class Told(ModeratorsDesk):
    """A desk that answers what it is told, so that what arrives there can be judged; moderators alone may."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.calls: list[tuple[Actor, str, dict[str, object]]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def run(
        self,
        actor: Actor,
        command: str,
        arguments: Mapping[str, str | Attachment],
        say: Phrases,
        progress: Progress | None = None,
    ) -> Notice:
        self._check(actor)
        if not command:
            return render_commands(say)
        given = {name: await _bytes_of(value) for name, value in arguments.items()}
        return await self._done(actor, command, given, progress)

    async def press(
        self,
        actor: Actor,
        act: str,
        say: Phrases,  # noqa: ARG002 - the desk's signature
        progress: Progress | None = None,
    ) -> Notice:
        self._check(actor)
        return await self._done(actor, act, {}, progress)

    async def complete(self, actor: Actor, command: str, parameter: str, typed: str, say: Phrases) -> list[Choice]:
        assert say.language in LANGUAGES
        self._check(actor)
        return [Choice(f"{command} {parameter}", f"{actor.channel} {typed}")]

    def _check(self, actor: Actor) -> None:
        if not self.assistant.may_moderate(actor):
            raise NotAllowed

    async def _done(self, actor: Actor, what: str, given: dict[str, object], progress: Progress | None) -> Notice:
        self.calls.append((actor, what, given))
        if progress:
            progress("embedding", 3, 7)
        await self.may_go_on.wait()
        return ANSWER


async def _bytes_of(value: str | Attachment) -> object:
    return value if isinstance(value, str) else (value.name, value.size, value.content_type, await value.read())


@pytest.fixture
def told(assistant: Assistant) -> Told:
    made = Told(assistant)
    vars(assistant)["desk"] = made
    return made


@pytest.fixture
async def desk(told: Told) -> AsyncIterator[Desk]:
    async with open_desk(told.assistant) as desk:
        yield desk


# Typed words


@pytest.mark.parametrize(
    ("text", "command", "arguments"),
    [
        ("status", "status", {}),
        ("  LIST ", "list", {}),
        ("settings", "settings", {}),
        (f"add {ADDRESS}", "add", {"address": ADDRESS}),
        ("add https://news.example/a?b=1&amp;c=2", "add", {"address": ADDRESS}),
        ("add <https://news.example/a?b=1&amp;c=2|news.example>", "add", {"address": ADDRESS}),
        ("show 2:14", "show", {"passage": "2:14"}),
        (
            "correct 14 speaker: Ada &amp; Bo role: mayor",
            "correct",
            {"passage": "14", "speaker": "Ada & Bo", "role": "mayor"},
        ),
        ("settings private-default: yes", "settings", {"private-default": "yes"}),
    ],
)
async def test_typed_words_are_carried_out(
    desk: Desk, told: Told, text: str, command: str, arguments: Mapping[str, str]
) -> None:
    reply = await desk.reply_to(desk.server.command("/index", text, user=ADMIN))
    ((actor, what, given),) = told.calls
    assert (what, given) == (command, arguments)
    assert (actor.community, actor.channel, actor.member) == (TEAM, CHANNEL, ADMIN)
    assert reply["response_type"] == "ephemeral"
    assert "Held: <!channel> two" in blocks_as_text(reply)
    assert "<!channel>" not in reply["text"]


async def test_reload_is_the_short_form(desk: Desk, told: Told) -> None:
    await desk.reply_to(desk.server.command("/reload", user=CURATOR))
    assert [(actor.member, what) for actor, what, _ in told.calls] == [(CURATOR, "reload")]


async def test_a_command_that_slack_delivers_twice_is_carried_out_once(desk: Desk, told: Told) -> None:
    payload = desk.server.command("/index", "reload", user=ADMIN)
    await desk.give(payload)
    await desk.reply_to(desk.server.command("/index", "status", user=ADMIN))
    await desk.give(payload)
    await desk.platform.close()
    assert sorted(what for _, what, _ in told.calls) == ["reload", "status"]


# Windows


async def test_index_alone_lists_the_commands_with_a_button_for_each(desk: Desk, told: Told) -> None:
    reply = await desk.reply_to(desk.server.command("/index", user=ADMIN))
    for command in INDEX_COMMANDS:
        assert SAY(f"command-index-{command.name}") in blocks_as_text(reply)
        assert f"index-open-{command.name}" in buttons_of(reply)
    for name, method in (("history", "response_url"), ("remove", "views.open")):
        button = button_of(reply, f"index-open-{name}")
        await desk.reply_to(desk.server.action(button["action_id"], button["value"], user=ADMIN), method)
    assert [what for _, what, _ in told.calls] == ["history"]


async def test_the_window_for_correcting_brings_back_what_was_chosen(desk: Desk, told: Told) -> None:
    opened = await desk.reply_to(desk.server.command("/index", "correct", user=ADMIN), "views.open")
    values = {
        "index-give-correct-passage": {"selected_option": {"value": "2:14"}},
        "index-give-correct-speaker": {"selected_option": {"value": "Ada Obi"}},
        "index-give-correct-role": {"value": " mayor "},
        "index-give-correct-revert": {"selected_option": None},
    }
    await desk.reply_to(desk.server.submission(opened["view"], values, user=ADMIN))
    ((actor, what, given),) = told.calls
    assert (what, given) == ("correct", {"passage": "2:14", "speaker": "Ada Obi", "role": "mayor"})
    assert actor.channel == CHANNEL


async def test_settings_are_shown_first_and_changed_in_a_window(desk: Desk, told: Told) -> None:
    shown = await desk.reply_to(desk.server.command("/index", "settings", user=ADMIN))
    button = button_of(shown, "index-open-settings")
    opened = await desk.reply_to(desk.server.action(button["action_id"], button["value"], user=ADMIN), "views.open")
    values = {
        "index-give-settings-presence": {"selected_option": {"value": "stays-out"}},
        "index-give-settings-cooldown-member": {"value": "12"},
        "index-give-settings-notices": {"selected_option": {"value": "yes"}},
    }
    await desk.reply_to(desk.server.submission(opened["view"], values, user=ADMIN))
    assert told.calls[-1][1:] == ("settings", {"presence": "stays-out", "cooldown-member": "12", "notices": "yes"})


async def test_an_empty_window_stays_open_and_says_what_is_missing(desk: Desk, told: Told) -> None:
    opened = await desk.reply_to(desk.server.command("/index", "add", user=ADMIN), "views.open")
    async with desk.connected():
        answer = await desk.answer_to(desk.server.submission(opened["view"], {}, user=ADMIN))
    assert answer == {"response_action": "errors", "errors": {"index-give-add-address": SAY("slack-index-empty")}}
    assert told.calls == []


async def test_where_the_window_does_not_open_the_command_can_be_typed(desk: Desk) -> None:
    desk.server.failures["views.open"].append(Failure(error="expired_trigger_id"))
    reply = await desk.reply_to(desk.server.command("/index", "remove", user=ADMIN))
    assert "/index remove" in reply["text"]


async def test_menus_offer_what_the_desk_knows_and_names_that_it_does_not(desk: Desk) -> None:
    opened = await desk.reply_to(desk.server.command("/index", "correct", user=ADMIN), "views.open")
    async with desk.connected():
        found = {}
        for parameter in ("passage", "speaker"):
            payload = desk.server.options(f"index-give-correct-{parameter}", "Ada", user=ADMIN, view=opened["view"])
            found[parameter] = [one["value"] for one in (await desk.answer_to(payload))["options"]]
    assert found == {"passage": [f"{CHANNEL} Ada"], "speaker": [f"{CHANNEL} Ada", "Ada"]}


# Who may


@pytest.mark.parametrize("user", [MEMBER, STRANGER])
async def test_who_is_no_moderator_reads_what_is_needed(desk: Desk, told: Told, user: str) -> None:
    """By every way there is: words, windows, menus, buttons, shortcuts, also those of a moderator's messages."""
    window = (await desk.reply_to(desk.server.command("/index", "add", user=ADMIN), "views.open"))["view"]
    values = {"index-give-add-address": {"value": ADDRESS}}
    server = desk.server
    payloads = [
        server.command("/index", user=user),
        server.command("/index", "add", user=user),
        server.command("/reload", user=user),
        server.command("/index", "drop", user=user),
        *(server.command("/index", f"{command.name} 1", user=user) for command in INDEX_COMMANDS),
        server.submission(window, values, user=user),
        server.action("index-act-0", f"{CHANNEL}:go:1", user=user),
        server.action("index-open-history", f"{CHANNEL}:history", user=user),
        server.action("index-open-add", f"{CHANNEL}:add", user=user),
        server.shortcut(ADD, "<https://news.example>", user=user),
    ]
    for payload in payloads:
        reply = await desk.reply_to(payload)
        assert SAY("error-not-allowed-needed-slack") in reply["text"]
        assert not reply.get("replace_original")
    assert told.calls == []
    assert len(server.sent("views.open")) == 1
    async with desk.connected():
        asked = server.options("index-give-correct-speaker", "Ada", user=user, view=window)
        assert await desk.answer_to(asked) == {"options": []}


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
async def test_where_slack_does_not_say_who_it_is_nobody_may(desk: Desk, told: Told, method: str) -> None:
    user = ADMIN if method == "users.info" else CURATOR
    await desk.reply_to(desk.server.command("/sources", user=user))  # by which the member's language is known
    desk.server.failures[method].append(Failure(error="missing_scope"))
    reply = await desk.reply_to(desk.server.command("/index", "status", user=user))
    assert reply["text"] == SAY("error-not-allowed-unchecked", needed=SAY("error-not-allowed-needed-slack"))
    assert told.calls == []


async def test_a_groups_members_are_asked_for_once_a_minute(desk: Desk) -> None:
    for _ in range(3):
        await desk.reply_to(desk.server.command("/index", "status", user=MEMBER))
    assert len(desk.server.sent("usergroups.users.list")) == 1
    assert len([asked for asked in desk.server.sent("users.info") if "include_locale" not in asked]) == 3


# Buttons


async def test_a_press_takes_the_place_of_the_notice(desk: Desk, told: Told) -> None:
    shown = await desk.reply_to(desk.server.command("/index", "status", user=ADMIN, channel="C7"))
    button = button_of(shown, "index-act-0")
    done = await desk.reply_to(desk.server.action("index-act-0", button["value"], user=ADMIN, channel="D-ADMIN"))
    assert (done["replace_original"], done["response_type"]) == (True, "ephemeral")
    actor, act, _ = told.calls[-1]
    assert (act, actor.channel, actor.community) == ("go:1", "C7", TEAM)


# What nobody asked for


async def test_a_notice_is_shown_in_the_channel_that_moderators_chose(desk: Desk) -> None:
    async with desk.connected():
        await desk.platform.tell(TEAM, "C8", ANSWER, SAY)
        await desk.platform.tell("T9", "C8", ANSWER, SAY)
        desk.server.absent_from.add("C9")
        await desk.platform.tell(TEAM, "C9", ANSWER, SAY)
    posted, refused = desk.server.sent("chat.postMessage")
    assert (posted["channel"], refused["channel"]) == ("C8", "C9")
    assert button_of(posted, "index-act-0")["value"] == "C8:go:1"


# Progress


@pytest.fixture
def quick_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_work, "AT_ONCE", 0.2)
    monkeypatch.setattr(long_work, "BETWEEN_EDITS", 0.05)


@pytest.mark.usefixtures("quick_reports")
async def test_long_work_reports_by_editing_one_direct_message(desk: Desk, told: Told) -> None:
    told.may_go_on.clear()
    await desk.give(desk.server.command("/index", "reload", user=ADMIN))
    await desk.server.until(lambda: desk.server.sent("chat.update"))
    (posted,) = desk.server.sent("chat.postMessage")
    assert posted["channel"] == ADMIN
    assert desk.server.sent("chat.update")[0]["text"] == SAY("reload-embedding", done=3, total=7)
    pointer = desk.server.sent("response_url")[0]
    assert (pointer["text"], pointer["response_type"]) == (SAY("slack-index-started"), "ephemeral")

    told.may_go_on.set()
    await desk.server.until(lambda: "As you say." in desk.server.sent("chat.update")[-1]["text"])
    shown = desk.server.sent("chat.update")[-1]
    assert len({(edit["channel"], edit["ts"]) for edit in desk.server.sent("chat.update")}) == 1
    assert button_of(shown, "index-act-0")["value"] == f"{CHANNEL}:go:1"


@pytest.mark.usefixtures("quick_reports")
async def test_long_work_of_a_button_reports_in_its_message(desk: Desk, told: Told) -> None:
    place = ("D-UADMIN", "1800000000.000001")
    desk.server.messages[place] = {}
    told.may_go_on.clear()
    press = desk.server.action("index-act-0", f"{CHANNEL}:go:1", user=ADMIN, channel=place[0], message_ts=place[1])
    await desk.give(press)
    await desk.server.until(lambda: len(desk.server.sent("chat.update")) > 1)
    told.may_go_on.set()
    await desk.server.until(lambda: "As you say." in desk.server.sent("chat.update")[-1]["text"])
    assert {(edit["channel"], edit["ts"]) for edit in desk.server.sent("chat.update")} == {place}
    assert not desk.server.sent("chat.postMessage")
    assert not desk.server.sent("response_url")


@pytest.mark.usefixtures("quick_reports")
async def test_long_work_of_a_private_button_takes_the_buttons_away_meanwhile(desk: Desk, told: Told) -> None:
    told.may_go_on.clear()
    await desk.give(desk.server.action("index-act-0", f"{CHANNEL}:go:1", user=ADMIN))
    await desk.server.until(lambda: desk.server.sent("chat.update"))
    (pointer,) = desk.server.sent("response_url")
    assert (pointer["text"], pointer["replace_original"]) == (SAY("slack-index-started"), True)
    assert not buttons_of(pointer)
    told.may_go_on.set()
    await desk.server.until(lambda: "As you say." in desk.server.sent("chat.update")[-1]["text"])


@pytest.mark.usefixtures("quick_reports")
async def test_long_work_reports_to_the_command_where_direct_messages_are_off(desk: Desk, told: Told) -> None:
    told.may_go_on.clear()
    desk.server.failures["chat.postMessage"].append(Failure(error="messages_tab_disabled"))
    started = await desk.reply_to(desk.server.command("/index", "reload", user=ADMIN))
    assert started["text"] == SAY("slack-index-started-here")
    told.may_go_on.set()
    await desk.server.until(lambda: len(desk.server.sent("response_url")) == 2)
    assert "As you say." in desk.server.sent("response_url")[1]["text"]


@pytest.mark.usefixtures("quick_reports")
async def test_long_work_that_the_end_of_the_process_cuts_off_says_so(
    desk: Desk, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "CLOSING_TIME", 1.2)
    told.may_go_on.clear()
    await desk.give(desk.server.command("/index", "reload", user=ADMIN))
    await desk.server.until(lambda: desk.server.sent("chat.update"))
    await desk.platform.close()
    assert desk.server.sent("chat.update")[-1]["text"] == SAY("error-restarting")


# Files


async def test_a_file_of_the_window_is_read_with_the_bots_token(desk: Desk, told: Told) -> None:
    opened = await desk.reply_to(desk.server.command("/index", "add", user=ADMIN), "views.open")
    file = desk.server.file("Ada Obi said so. é".encode(), "Bericht.txt")
    values = {"index-give-add-file": {"type": "file_input", "files": [file]}}
    await desk.reply_to(desk.server.submission(opened["view"], values, user=ADMIN))
    data = "Ada Obi said so. é".encode()
    assert told.calls[-1][1:] == ("add", {"file": ("Bericht.txt", len(data), "text/plain", data)})


async def test_the_shortcut_adds_the_file_or_the_address_of_a_message(desk: Desk, told: Told) -> None:
    file = desk.server.file(b"Words.")
    await desk.reply_to(desk.server.shortcut(ADD, "See <https://news.example|this>", user=ADMIN, files=[file]))
    assert told.calls[-1][1:] == ("add", {"file": ("report.txt", 6, "text/plain", b"Words.")})
    link = f"<@{BOT_USER}> see <https://news.example/a?b=1&amp;c=2|news>, <https://news.example/a?b=1&amp;c=2>"
    await desk.reply_to(desk.server.shortcut(ADD, link, user=ADMIN))
    assert told.calls[-1][1:] == ("add", {"address": ADDRESS})


async def test_the_shortcut_says_where_there_is_nothing_or_too_much_to_add(desk: Desk, told: Told) -> None:
    two = [desk.server.file(b"One."), desk.server.file(b"Two.")]
    for text, files, phrase in (
        ("no link here <@U1>", [], "slack-add-nothing"),
        ("", two, "slack-add-several"),
        ("<https://a.example> <https://b.example>", [], "slack-add-several"),
    ):
        reply = await desk.reply_to(desk.server.shortcut(ADD, text, user=ADMIN, files=files))
        assert reply["text"] == SAY(phrase)
    assert told.calls == []


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"mode": "tombstone"}, "slack-file-gone"),
        ({"mode": "hidden_by_limit"}, "slack-file-gone"),
        ({"mode": "external", "is_external": True}, "slack-file-elsewhere"),
        ({"size": MAX_BYTES + 1}, "slack-file-too-large"),
        ({"size": 7}, "slack-file-refused"),  # as where Slack shows the page to log in instead
        ({"url_private_download": "https://files.slack.com.evil.example/F1/a.txt"}, "slack-file-refused"),
        ({"url_private_download": "http://files.slack.com/F1/a.txt"}, "slack-file-refused"),
        ({"url_private_download": "file:///etc/passwd"}, "slack-file-refused"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why(
    desk: Desk, told: Told, changes: dict[str, object], phrase: str
) -> None:
    file = desk.server.file(b"Words.") | changes
    reply = await desk.reply_to(desk.server.shortcut(ADD, "", user=ADMIN, files=[file]))
    assert reply["text"] == SAY(phrase, megabytes=MAX_BYTES // 1_000_000)
    assert told.calls == []


@pytest.mark.parametrize(
    ("failure", "phrase"),
    [
        (Failure(status=302, headers={"Location": "https://evil.example/take-the-token"}), "slack-file-refused"),
        (Failure(status=403), "slack-file-refused"),
        (Failure(status=503), "slack-file-failed"),
        (Failure(status=429), "slack-file-failed"),
    ],
)
async def test_a_file_that_slack_does_not_hand_out_says_why(desk: Desk, failure: Failure, phrase: str) -> None:
    desk.server.failures["file"].append(failure)
    reply = await desk.reply_to(desk.server.shortcut(ADD, "", user=ADMIN, files=[desk.server.file(b"Words.")]))
    assert reply["text"] == SAY(phrase)
    assert len(desk.server.reads) == 1


async def test_a_file_that_is_larger_than_it_says_is_not_read_to_its_end(desk: Desk) -> None:
    file = desk.server.file(b"x" * (MAX_BYTES + 1)) | {"size": None}
    reply = await desk.reply_to(desk.server.shortcut(ADD, "", user=ADMIN, files=[file]))
    assert reply["text"] == SAY("slack-file-too-large", megabytes=MAX_BYTES // 1_000_000)


async def test_a_file_of_another_workspace_is_asked_for(desk: Desk, told: Told) -> None:
    known = desk.server.file(b"Words.")
    told_of = {"id": known["id"], "file_access": "check_file_info", "mode": "file_access"}
    await desk.reply_to(desk.server.shortcut(ADD, "", user=ADMIN, files=[told_of]))
    assert told.calls[-1][2]["file"] == ("report.txt", 6, "text/plain", b"Words.")
    gone = await desk.reply_to(desk.server.shortcut(ADD, "", user=ADMIN, files=[told_of | {"id": "F0"}]))
    assert gone["text"] == SAY("slack-file-gone")


@pytest.mark.parametrize(
    ("address", "api", "is_there"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.txt", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/files-pri/T1-F1/a.txt", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:9/api/files/a.txt", "http://127.0.0.1:9/api/", True),
        ("https://files.slack.com/a.txt", "http://127.0.0.1:9/api/", False),
        ("http://127.0.0.1:10/a.txt", "http://127.0.0.1:9/api/", False),
        ("http://files.slack.com/a.txt", "https://slack.com/api/", False),
        ("https://files.slack.com:8443/a.txt", "https://slack.com/api/", False),
        ("https://files.slack.com@evil.example/a.txt", "https://slack.com/api/", False),
        ("https://u:p@files.slack.com/a.txt", "https://slack.com/api/", False),
        ("https://files.slack.com.evil.example/a.txt", "https://slack.com/api/", False),
        ("https://evil.example/files.slack.com", "https://slack.com/api/", False),
        ("//files.slack.com/a.txt", "https://slack.com/api/", False),
        ("https://files.slack.com\\@evil.example/", "https://slack.com/api/", False),
        ("https://[::1", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
def test_the_token_goes_to_slacks_file_host_alone(address: str, api: str, is_there: bool) -> None:
    assert is_slacks(address, api) is is_there
