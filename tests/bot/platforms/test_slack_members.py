"""What Slack says of a member decides what they may do; what it does not say is a right that they do not have."""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.members import KEPT_FOR, Members

MODERATORS = frozenset({"S1", "S2"})


class Workspace(AsyncWebClient):
    """A workspace's Web API: what a test says of its members and groups."""

    def __init__(self, user: dict[str, Any], groups: dict[str, list[str]] | None = None) -> None:
        super().__init__("xoxb-1")
        self.user: dict[str, Any] | None = user
        self.groups = groups or {}
        self.failures: dict[str, deque[Exception]] = {"users.info": deque(), "usergroups.users.list": deque()}
        self.asked: list[str] = []

    async def api_call(self, api_method: str, *, params: dict[str, Any], **_: object) -> dict[str, Any]:  # type: ignore[override]
        """Answer as Slack does, where the library would send it a request."""
        self.asked.append(" ".join([api_method, *(str(one) for one in params.values() if one is not None)]))
        if self.failures[api_method]:
            raise self.failures[api_method].popleft()
        if api_method == "users.info":
            return {"ok": True, "user": self.user}
        if params["usergroup"] not in self.groups:
            raise refusal("no_such_subteam")
        return {"ok": True, "users": self.groups[params["usergroup"]]}


class Enterprise:
    """Workspaces by their ids."""

    def __init__(self, **clients: Workspace) -> None:
        self.clients = clients

    def client(self, team: str) -> Workspace:
        return self.clients[team]

    async def find(self, team: str) -> Workspace | None:
        return self.clients.get(team)


def refusal(error: str) -> SlackApiError:
    body = {"ok": False, "error": error}
    return SlackApiError("Slack refused", body)  # type: ignore[no-untyped-call]  # the library has no types there


def user(team: str = "T1", **fields: object) -> dict[str, Any]:
    """Return a member as users.info describes one, without any right."""
    return {"id": "U1", "team_id": team, "is_admin": False, "is_owner": False, "is_primary_owner": False, **fields}


def members_of(workspace: Workspace, clock: list[float] | None = None) -> Members:
    now = clock or [0.0]
    return Members(Enterprise(T1=workspace), MODERATORS, lambda: now[0])


@pytest.mark.parametrize(
    ("described", "runs"),
    [
        (user(is_admin=True), True),
        (user(is_owner=True), True),
        (user(is_primary_owner=True), True),
        (user(), False),
        (user(is_admin="true"), False),
        (user(is_app_user=True, is_bot=True), False),
        (user("T9", is_admin=True), False),
        (user("T9", is_admin=True, enterprise_user={"teams": ["T8", "T1"]}), True),
        (user("T9", is_admin=True, enterprise_user={"teams": ["T8"]}), False),
        (user("T9", enterprise_user={"teams": ["T1"]}), False),
        (user(is_admin=True, enterprise_user=None), True),
        ({"is_admin": True, "is_owner": True}, False),
        ({}, False),
    ],
)
async def test_admins_and_owners_of_the_workspace_run_it(described: dict[str, Any], runs: bool) -> None:
    actor, complete = await members_of(Workspace(described)).actor("T1", "C1", "U1")
    assert (actor.runs_the_community, complete) == (runs, True)
    assert (*actor.thread,) == ("slack", "T1", "C1", "U1")


async def test_who_slack_says_nothing_of_runs_nothing() -> None:
    workspace = Workspace(user())
    workspace.user = None
    actor, complete = await members_of(workspace).actor("T1", "C1", "U1")
    assert (actor.runs_the_community, actor.groups, complete) == (False, frozenset(), True)


async def test_it_is_the_member_who_gives_the_command_that_is_asked_for() -> None:
    workspace = Workspace(user(), {"S1": ["U7", "U1"], "S2": ["U7"]})
    actor, complete = await members_of(workspace).actor("T1", "C1", "U1")
    assert workspace.asked == ["users.info U1", "usergroups.users.list S1", "usergroups.users.list S2"]
    assert (actor.groups, actor.runs_the_community, complete) == (frozenset({"S1"}), False, True)


async def test_of_who_runs_the_workspace_no_group_is_asked_for() -> None:
    workspace = Workspace(user(is_owner=True), {"S1": ["U1"]})
    actor, _ = await members_of(workspace).actor("T1", "C1", "U1")
    assert actor.groups == frozenset()
    assert workspace.asked == ["users.info U1"]


async def test_a_group_is_asked_for_again_after_a_minute_and_rights_each_time() -> None:
    clock = [0.0]
    workspace = Workspace(user(), {"S1": ["U1"], "S2": []})
    members = members_of(workspace, clock)
    for second, asked in ((0.0, 3), (KEPT_FOR - 1, 1), (KEPT_FOR, 3), (2 * KEPT_FOR - 1, 1)):
        clock[0] = second
        workspace.asked.clear()
        actor, _ = await members.actor("T1", "C1", "U1")
        assert len(workspace.asked) == asked
        assert actor.groups == {"S1"}
    workspace.groups["S1"] = []
    clock[0] = 2 * KEPT_FOR
    actor, _ = await members.actor("T1", "C1", "U1")
    assert actor.groups == frozenset()


async def test_the_groups_of_one_workspace_say_nothing_of_another() -> None:
    here, there = Workspace(user(), {"S1": ["U1"]}), Workspace(user("T2"), {"S1": []})
    members = Members(Enterprise(T1=here, T2=there), MODERATORS, lambda: 0.0)
    assert (await members.actor("T1", "C1", "U1"))[0].groups == {"S1"}
    assert (await members.actor("T2", "C1", "U1"))[0].groups == frozenset()


async def test_a_group_that_the_workspace_does_not_know_holds_nobody() -> None:
    workspace = Workspace(user(), {"S2": ["U1"]})
    members = members_of(workspace)
    for _ in range(2):
        actor, complete = await members.actor("T1", "C1", "U1")
        assert (actor.groups, complete) == (frozenset({"S2"}), True)
    assert workspace.asked.count("usergroups.users.list S1") == 1


@pytest.mark.parametrize("failure", [refusal("fatal_error"), aiohttp.ClientConnectionError("gone"), TimeoutError()])
async def test_what_slack_does_not_say_is_no_right_and_is_asked_for_again(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    workspace = Workspace(user(is_admin=True), {"S1": ["U1"], "S2": []})
    members = members_of(workspace)
    workspace.failures["users.info"].append(failure)
    actor, complete = await members.actor("T1", "C1", "U1")
    assert (actor.runs_the_community, actor.groups, complete) == (False, frozenset({"S1"}), False)
    why = "fatal_error" if isinstance(failure, SlackApiError) else type(failure).__name__
    (said,) = [record.getMessage() for record in caplog.records]
    assert said == f"Slack did not answer users.info ({why}): a command for moderators was refused for it."
    actor, complete = await members.actor("T1", "C1", "U1")
    assert (actor.runs_the_community, complete) == (True, True)


@pytest.mark.parametrize("failure", [refusal("fatal_error"), aiohttp.ClientConnectionError("gone"), TimeoutError()])
async def test_groups_that_slack_does_not_tell_are_none_and_are_asked_for_again(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    workspace = Workspace(user(), {"S1": ["U1"], "S2": ["U1"]})
    members = members_of(workspace)
    workspace.failures["usergroups.users.list"].append(failure)
    actor, complete = await members.actor("T1", "C1", "U1")
    assert (actor.runs_the_community, actor.groups, complete) == (False, frozenset(), False)
    why = "fatal_error" if isinstance(failure, SlackApiError) else type(failure).__name__
    (said,) = [record.getMessage() for record in caplog.records]
    assert said == f"Slack did not answer usergroups.users.list ({why}): a command for moderators was refused for it."
    actor, complete = await members.actor("T1", "C1", "U1")
    assert (actor.groups, complete) == (frozenset({"S1", "S2"}), True)
