import asyncio
import json
import threading
from pathlib import Path

import pytest

from bot.channels import Channels, Presence
from bot.errors import AlreadyRunning, NotAllowed, NotKept, ReloadBroke, ReloadFailed
from bot.library import Library
from bot.moderation import Actor, AuditLog, Moderation
from bot.phrases import phrases
from index.embedding import Encoder
from tests.conftest import open_library

MEMBER = Actor("discord", "guild-1", "channel-2", "member-3")
OWNER = Actor("discord", "guild-1", "channel-2", "member-4", runs_the_community=True)
HELPER = Actor("slack", "team-1", "channel-2", "member-5", groups=frozenset({"other", "moderators"}))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("The ferry will run again in April.\n", encoding="utf-8")
    return path


@pytest.fixture
def reloading(tmp_path: Path, source: Path, encoder: Encoder) -> Library:
    return open_library(tmp_path / "data", encoder, source)


@pytest.fixture
def moderation(reloading: Library, tmp_path: Path) -> Moderation:
    return Moderation(reloading, AuditLog(tmp_path / "log" / "audit.jsonl"), frozenset({"moderators"}))


def entries(tmp_path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (tmp_path / "log" / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


def test_who_may(moderation: Moderation) -> None:
    assert moderation.may_moderate(OWNER)
    assert moderation.may_moderate(HELPER)
    assert not moderation.may_moderate(MEMBER)
    nobody_named = Moderation(None, None)  # type: ignore[arg-type]
    assert not nobody_named.may_moderate(HELPER)


def test_a_reload_is_done_and_recorded(moderation: Moderation, reloading: Library, tmp_path: Path) -> None:
    before = reloading.snapshot
    done = moderation.reload(HELPER)
    assert reloading.snapshot is done.snapshot is not before
    (entry,) = entries(tmp_path)
    assert entry.pop("when").endswith("+00:00")
    assert entry == {
        "who": "member-5",
        "where": "slack/team-1/channel-2",
        "what": "reload",
        "result": f"done: snapshot {done.snapshot.manifest.id}",
    }


def test_others_are_refused_and_recorded(moderation: Moderation, reloading: Library, tmp_path: Path) -> None:
    before = reloading.snapshot
    with pytest.raises(NotAllowed):
        moderation.reload(MEMBER)
    assert reloading.snapshot is before
    assert entries(tmp_path)[0]["result"] == "refused: not a moderator"


def test_a_second_reload_is_refused_while_the_first_runs(moderation: Moderation, tmp_path: Path) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def progress(_what: str, _done: int, _total: int) -> None:
        inside.set()
        assert go_on.wait(30)

    first = threading.Thread(target=moderation.reload, args=(OWNER, progress))
    first.start()
    assert inside.wait(30)
    with pytest.raises(AlreadyRunning):
        moderation.reload(HELPER)
    go_on.set()
    first.join()
    moderation.reload(HELPER)
    assert [e["result"].split(":")[0] for e in entries(tmp_path)] == ["refused", "done", "done"]


def test_a_failed_reload_says_why_and_leaves_the_old_one(
    moderation: Moderation, reloading: Library, source: Path, tmp_path: Path
) -> None:
    before = reloading.snapshot
    source.write_bytes(b"")
    with pytest.raises(ReloadFailed) as caught:
        moderation.reload(OWNER)
    assert "no paragraph was found" in str(caught.value.values["reason"])
    assert reloading.snapshot is before
    assert entries(tmp_path)[0]["result"].startswith("failed: report.txt: no paragraph")
    source.write_text("It runs.\n", encoding="utf-8")
    moderation.reload(OWNER)
    assert reloading.snapshot.passages[0].text == "It runs."


def test_an_unforeseen_failure_is_told_without_its_details(
    moderation: Moderation,
    reloading: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = reloading.snapshot

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("bot.library.build_snapshot", broken)
    with pytest.raises(ReloadBroke) as caught:
        moderation.reload(OWNER)
    number = caught.value.values["reference"]
    assert caplog.text.count(f"(reference {number})") == 1
    assert "secret detail" in caplog.text
    assert entries(tmp_path)[-1]["result"] == f"failed: ZeroDivisionError (reference {number})"
    assert "secret" not in phrases()(ReloadBroke.phrase, **caught.value.values)
    assert reloading.snapshot is before


def test_an_audit_log_that_cannot_be_written_stops_nothing(
    reloading: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    moderation = Moderation(reloading, AuditLog(tmp_path / "file" / "audit.jsonl"))
    moderation.reload(OWNER)
    assert "could not be written" in caplog.text


def test_a_reload_that_the_end_of_the_process_cuts_off_is_recorded(moderation: Moderation, tmp_path: Path) -> None:
    def stop(_what: str, _done: int, _total: int) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        moderation.reload(OWNER, stop)
    assert entries(tmp_path)[0]["result"].startswith("given up")


def test_a_channel_is_set_by_moderators_only_and_what_fails_is_recorded(tmp_path: Path) -> None:
    moderation = Moderation(None, AuditLog(tmp_path / "log" / "audit.jsonl"), frozenset({"moderators"}))  # type: ignore[arg-type]
    channels = Channels(tmp_path / "channels.json")
    with pytest.raises(NotAllowed):
        moderation.set_channel(MEMBER, channels, Presence.STAYS_OUT, None)
    assert channels.of(MEMBER.thread).presence is Presence.ANSWERS
    assert moderation.set_channel(HELPER, channels, Presence.STAYS_OUT, True).private
    (tmp_path / "channels.json.new").mkdir()
    with pytest.raises(NotKept):
        moderation.set_channel(HELPER, channels, Presence.ANSWERS, None)
    assert channels.of(HELPER.thread).presence is Presence.STAYS_OUT
    assert [(e["what"], e["result"]) for e in entries(tmp_path)] == [
        ("channel", "refused: not a moderator"),
        ("channel", "done: stays-out, private"),
        ("channel", "failed: not written"),
    ]
