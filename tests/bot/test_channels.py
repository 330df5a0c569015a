import json
from pathlib import Path

import pytest

from bot.channels import ChannelRules, Channels, Presence
from bot.conversation import Thread
from bot.errors import ConfigurationError, NotKept, OnlyMentioned, StaysOut

HERE = Thread("discord", "guild", "channel", "ann")
QUIET = ChannelRules(Presence.STAYS_OUT, private=True)


def test_what_is_set_holds_for_everybody_in_the_channel_and_after_a_restart(tmp_path: Path) -> None:
    channels = Channels(tmp_path / "data" / "channels.json")
    assert channels.of(HERE) == ChannelRules(Presence.ANSWERS, private=False)
    assert channels.change(HERE, private=True) == ChannelRules(Presence.ANSWERS, private=True)
    assert channels.change(HERE, Presence.STAYS_OUT) == QUIET
    for read in (channels, Channels(tmp_path / "data" / "channels.json")):
        assert read.of(HERE._replace(member="bob")) == QUIET
        assert read.of(HERE._replace(channel="channel/17.5")) == QUIET
        assert read.of(HERE._replace(channel="other")) == ChannelRules()
        assert read.of(HERE._replace(community="other")) == ChannelRules()
        assert read.of(HERE._replace(platform="slack")) == ChannelRules()


def test_a_channel_set_back_is_not_kept(tmp_path: Path) -> None:
    channels = Channels(tmp_path / "channels.json")
    channels.change(HERE, Presence.MENTIONED, private=True)
    channels.change(HERE, Presence.ANSWERS, private=False)
    assert json.loads((tmp_path / "channels.json").read_text()) == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": {"presence": "shouts", "private": false}}', b"\xff\xfe"])
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "channels.json"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"channels\.json.*Correct the file, or delete it"):
        Channels(path)
    assert path.read_bytes() == content


def test_where_it_cannot_be_written_the_old_settings_hold(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "channels.json.new").mkdir()
    channels = Channels(tmp_path / "channels.json")
    with pytest.raises(NotKept):
        channels.change(HERE, Presence.STAYS_OUT)
    assert channels.of(HERE) == ChannelRules()
    assert "could not be written" in caplog.text


def test_the_rules_say_who_is_answered() -> None:
    ChannelRules(Presence.ANSWERS).check(mentioned=False)
    ChannelRules(Presence.MENTIONED).check(mentioned=True)
    with pytest.raises(OnlyMentioned):
        ChannelRules(Presence.MENTIONED).check(mentioned=False)
    with pytest.raises(StaysOut):
        ChannelRules(Presence.STAYS_OUT).check(mentioned=True)
