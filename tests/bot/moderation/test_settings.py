"""Settings: shown, changed, taken back; each community's and channel's its own; nothing half written."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest

from bot.channels import ChannelRules, CommunityRules, Presence
from bot.moderation.faults import ArgumentUnknown, NotAChoice, NotANumber, NotASwitch, NothingAtHand
from bot.phrases import LANGUAGES, phrases
from bot.state.faults import StateError
from tests.bot.moderation.conftest import ANNA, BO, Office, facts


async def test_what_holds_is_shown_and_what_the_operator_set_is_said_so(office: Office) -> None:
    shown = facts(await office.type("settings"))
    assert shown["In this channel"] == "Answer commands, mentions and replies"
    assert shown["A member may ask"] == "6 questions a minute (set by the bot's operator)"
    assert shown["Language"] == "Each member's own"
    for language in LANGUAGES:
        office.say = phrases(language)
        assert len(facts(await office.type("settings"))) == len(shown)


async def test_settings_are_changed_and_taken_back(office: Office) -> None:
    done = await office.type(
        "settings stays-out private:yes private-default:yes cooldown-member:0 cooldown-channel:9 language:zh-hant "
        "notices:yes"
    )
    assert done.tone == "done"
    assert facts(done)["A member may ask"] == (
        "as often as they like (before: 6 questions a minute (set by the bot's operator))"
    )
    settings = office.state.settings
    assert settings.channel(ANNA.thread) == ChannelRules(Presence.STAYS_OUT, private=True)
    assert settings.channel(replace(ANNA, channel="channel-2").thread) == ChannelRules(private=True)
    assert settings.community("discord:guild-1") == CommunityRules(0, 9, "zh-Hant", private=True, notices="channel-1")
    assert settings.channel(BO.thread) == ChannelRules()
    assert settings.community("discord:guild-2") == CommunityRules()
    assert "Changes on the web are told" in facts(await office.type("settings"))
    assert (await office.log())[-2] == (
        "settings",
        "done: presence=stays-out, private=True, cooldown_member=0, cooldown_channel=9, language=zh-Hant, "
        "private=True, notices=channel-1",
    )
    await office.press(done, "Undo")
    assert settings.community("discord:guild-1") == CommunityRules()
    assert settings.channel(ANNA.thread).presence is Presence.ANSWERS
    assert not settings.channel(ANNA.thread).private
    off = await office.type("settings notices:no")
    assert off.lead == office.say("settings-same")


async def test_a_channel_whose_own_setting_is_taken_back_follows_the_community_again(office: Office) -> None:
    settings = office.state.settings
    undone = await office.press(await office.type("settings private:yes"), "Undo")
    await office.type("settings private-default:yes")
    assert settings.channel(ANNA.thread).private
    await office.type("settings private-default:no")
    assert not settings.channel(ANNA.thread).private
    await office.press(undone, "Undo")
    assert settings.channel(ANNA.thread).private
    assert not settings.channel(replace(ANNA, channel="channel-2").thread).private


async def test_bad_values_change_nothing(office: Office) -> None:
    for typed, error in (
        ("settings presence:loud", NotAChoice),
        ("settings private:maybe", NotASwitch),
        ("settings cooldown-member:6001", NotANumber),
        ("settings cooldown-member:-1", NotANumber),
        ("settings cooldown-channel:many", NotANumber),
        ("settings language:tlh private:yes", NotAChoice),
    ):
        with pytest.raises(error) as caught:
            await office.type(typed)
        assert office.say(caught.value.phrase, **caught.value.values)
    with pytest.raises(ArgumentUnknown):
        await office.desk.run(ANNA, "settings", {"colour": "red"}, office.say)
    assert office.state.settings.channel(ANNA.thread) == ChannelRules()


async def test_a_database_that_refuses_leaves_the_old_settings(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.type("settings cooldown-member:3")
    refusing = patch.object(office.state.audit, "append", side_effect=[StateError("The disk is full."), None])
    with refusing, pytest.raises(NothingAtHand):
        await office.type("settings stays-out cooldown-member:5")
    assert "The disk is full." in caplog.text
    assert office.state.settings.channel(ANNA.thread) == ChannelRules()
    assert office.state.settings.community("discord:guild-1").cooldown_member == 3
    await office.state.settings.open()
    assert office.state.settings.channel(ANNA.thread) == ChannelRules()
