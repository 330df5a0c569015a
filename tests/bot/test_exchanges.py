import sqlite3
from pathlib import Path

import pytest

from bot.conversation import Thread
from bot.errors import NotKept
from bot.exchanges import Complaint, Exchange, Exchanges, Kept, Verdict

ANN = Thread("discord", "guild", "channel", "ann")
BOB = ANN._replace(member="bob")
DAY = 86_400.0
SECRET = "where did the ferry sink in 1953"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("exchanges.db*"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_an_exchange_is_found_by_its_id_also_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    first = Exchanges(tmp_path / "data" / "exchanges.db", 30, clock)
    made = first.add(ANN, "when?", {"others": ["ü"]})
    first.close()
    again = Exchanges(tmp_path / "data" / "exchanges.db", 30, clock)
    assert again.get(made) == Exchange(made, ANN, clock.now, "when?", {"others": ["ü"]})
    assert again.get("another") is None


def test_ids_fit_a_button_and_are_never_alike(clock: Clock) -> None:
    kept = Exchanges(None, clock=clock)
    made = {kept.add(ANN, "q", {}) for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) <= 22 and one.replace("-", "").replace("_", "").isalnum() for one in made)


def test_what_is_old_goes_at_the_start_and_when_pruned(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "exchanges.db"
    kept = Exchanges(path, 30, clock)
    old = kept.add(ANN, SECRET, {})
    kept.judge(old, BOB, Verdict(helpful=True))
    clock.now += 29 * DAY
    new = kept.add(ANN, "q", {})
    kept.prune()
    assert kept.get(old) is not None
    clock.now += 2 * DAY
    kept.close()
    again = Exchanges(path, 30, clock)
    assert again.get(old) is None
    assert again.get(new) is not None
    assert again.kept("discord", "bob").verdicts == 0
    clock.now += 30 * DAY
    again.prune()
    assert again.get(new) is None


def test_without_days_nothing_is_written_and_what_was_is_deleted(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "exchanges.db"
    before = Exchanges(path, 30, clock)
    before.add(ANN, SECRET, {})
    before.close()
    kept = Exchanges(path, 0, clock)
    made = kept.add(ANN, "q", {})
    assert kept.get(made) is not None
    assert kept.kept("discord", "ann") == Kept(1, 0, clock.now, 0)
    assert list(tmp_path.iterdir()) == []


def test_memory_holds_no_more_than_the_newest(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr("bot.exchanges._MOST_IN_MEMORY", 3)
    kept = Exchanges(None, clock=clock)
    made = [kept.add(ANN, str(i), {}) for i in range(5)]
    assert [kept.get(one) is not None for one in made] == [False, False, True, True, True]


def test_a_member_who_is_forgotten_leaves_no_trace_in_the_file(tmp_path: Path, clock: Clock) -> None:
    kept = Exchanges(tmp_path / "exchanges.db", 30, clock)
    hers, his = kept.add(ANN, SECRET, {}), kept.add(BOB, "q", {})
    kept.judge(hers, BOB, Verdict(helpful=False, complaint=Complaint.OTHER, remark="bob's words"))
    kept.judge(his, ANN, Verdict(helpful=False, complaint=Complaint.MISSED, remark="it sank in the harbour"))
    assert SECRET.encode() in stored(tmp_path)
    assert kept.kept("discord", "ann") == Kept(1, 1, clock.now, 30)
    kept.forget("discord", "ann")
    assert kept.kept("discord", "ann") == Kept(0, 0, None, 30)
    assert kept.get(hers) is None
    assert kept.get(his) is not None
    assert kept.verdicts(his) == []
    assert kept.kept("discord", "bob") == Kept(1, 0, clock.now, 30)  # his opinion went with her question
    assert SECRET.encode() not in stored(tmp_path)
    assert b"harbour" not in stored(tmp_path)


def test_a_member_of_another_platform_with_the_same_id_keeps_everything(clock: Clock) -> None:
    kept = Exchanges(None, clock=clock)
    on_slack = kept.add(ANN._replace(platform="slack"), "q", {})
    kept.forget("discord", "ann")
    assert kept.get(on_slack) is not None


def test_each_member_has_one_opinion_of_an_answer_and_may_change_it(clock: Clock) -> None:
    kept = Exchanges(None, clock=clock)
    made = kept.add(ANN, "q", {})
    kept.judge(made, ANN, Verdict(helpful=True))
    clock.now += 1
    kept.judge(made, BOB, Verdict(helpful=False, complaint=Complaint.WRONG_SPEAKER, remark="x" * 5_000))
    clock.now += 1
    kept.judge(made, ANN, Verdict(helpful=False, complaint=Complaint.MISSED))
    assert kept.verdicts(made) == [
        Verdict(helpful=False, complaint=Complaint.WRONG_SPEAKER, remark="x" * 1_000),
        Verdict(helpful=False, complaint=Complaint.MISSED),
    ]


def test_an_opinion_of_what_is_not_kept_is_refused(clock: Clock) -> None:
    with pytest.raises(NotKept):
        Exchanges(None, clock=clock).judge("unknown", ANN, Verdict(helpful=True))


def test_what_is_dropped_is_gone_with_its_opinions(tmp_path: Path, clock: Clock) -> None:
    kept = Exchanges(tmp_path / "exchanges.db", 30, clock)
    made = kept.add(ANN, "q", {})
    kept.judge(made, BOB, Verdict(helpful=True))
    kept.drop(made)
    kept.drop(made)
    assert kept.get(made) is None
    assert kept.kept("discord", "bob").verdicts == 0


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to look like one" * 40, b"SQLite format 3\0"]
)
def test_a_damaged_file_is_left_alone_named_and_done_without(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    path = tmp_path / "exchanges.db"
    path.write_bytes(content)
    kept = Exchanges(path, 30, clock)
    assert str(path) in caplog.text
    assert "start again" in caplog.text
    made = kept.add(ANN, "q", {})
    assert kept.get(made) is not None
    assert kept.kept("discord", "ann").days == 0
    assert path.read_bytes() == content


def test_a_locked_file_stops_nothing(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.exchanges._PATIENCE", 0.05)
    path = tmp_path / "exchanges.db"
    kept = Exchanges(path, 30, clock)
    made = kept.add(ANN, "q", {})
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert kept.add(ANN, SECRET, {}) == ""
    with pytest.raises(NotKept):
        kept.forget("discord", "ann")
    assert "locked" in caplog.text
    assert SECRET not in caplog.text
    other.execute("ROLLBACK")
    other.close()
    assert kept.get(made) is not None
    assert kept.add(ANN, "q", {})
    kept.forget("discord", "ann")
    assert kept.get(made) is None


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    kept = Exchanges(tmp_path / "file" / "exchanges.db", 30, clock)
    assert kept.get(kept.add(ANN, "q", {})) is not None


def test_only_the_owner_of_the_process_can_read_the_file(tmp_path: Path, clock: Clock) -> None:
    Exchanges(tmp_path / "exchanges.db", 30, clock).close()
    assert (tmp_path / "exchanges.db").stat().st_mode & 0o077 == 0
