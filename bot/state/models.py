"""The tables: what is kept of communities, their libraries, their settings, and what members asked.

The community leads every primary key, foreign key and unique constraint, so that a database that is spread over
machines can be spread by it. Times are in UTC. Members are keyed hashes (`bot.state.members`); moderators, who act in
office, are named by their ids.
"""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime.datetime]):
    """A moment with its zone, in UTC also where the database keeps no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, _dialect: Dialect) -> datetime.datetime | None:
        """Return what is written: `value` in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a zone cannot be kept.")
        return value.astimezone(datetime.UTC)

    def process_result_value(self, value: datetime.datetime | None, _dialect: Dialect) -> datetime.datetime | None:
        """Return what was read, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


class Base(DeclarativeBase):
    """What all tables have in common: how their constraints are named, so that a migration can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime.datetime: UtcDateTime(), dict[str, Any]: JSON(), bytes: LargeBinary()}  # noqa: RUF012 - SQLAlchemy reads it from the class


_KEY = String(200)
_ID = String(32)


def _of_community() -> Mapped[str]:
    """Return the column that leads a table's primary key."""
    return mapped_column(_KEY, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True)


class CommunityRow(Base):
    """A Discord server, a Slack workspace or the terminal, by its key (`Thread.community_key`).

    `snapshot` is the number of the snapshot of its own library that answers; None: the default library answers. `gone`
    is since when the bot is not in it (`bot.departures`); None: it is.
    """

    __tablename__ = "community"
    __table_args__ = (
        ForeignKeyConstraint(["id", "snapshot"], ["snapshot.community", "snapshot.number"], use_alter=True),
    )

    id: Mapped[str] = mapped_column(_KEY, primary_key=True)
    since: Mapped[datetime.datetime]
    snapshot: Mapped[int | None]
    gone: Mapped[datetime.datetime | None]


class SourceRow(Base):
    """The bytes of a source as they came, and what came with them. Never changed: another version is another row.

    `address`, `etag` and `last_modified` are those of a web source.
    """

    __tablename__ = "source"

    community: Mapped[str] = _of_community()
    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str]
    data: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str | None]
    address: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    added: Mapped[datetime.datetime]
    added_by: Mapped[str]


class SnapshotRow(Base):
    """One state of a community's library: what made it, and by whom.

    `index_id` is the id of the built index (`Manifest.id`), `what` the command, `about` what it was given.
    """

    __tablename__ = "snapshot"

    community: Mapped[str] = _of_community()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index_id: Mapped[str]
    made: Mapped[datetime.datetime]
    made_by: Mapped[str]
    what: Mapped[str]
    about: Mapped[dict[str, Any]]


class SnapshotSourceRow(Base):
    """A source of a snapshot, at its place from 0 on, with the corrections (`index.corrections.Corrections`)."""

    __tablename__ = "snapshot_source"
    __table_args__ = (
        ForeignKeyConstraint(["community", "snapshot"], ["snapshot.community", "snapshot.number"], ondelete="CASCADE"),
        ForeignKeyConstraint(["community", "source"], ["source.community", "source.id"]),
        Index(None, "community", "source"),
    )

    community: Mapped[str] = _of_community()
    snapshot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(_ID)
    corrections: Mapped[dict[str, Any]]


class SettingRow(Base):
    """What moderators set for a channel, or, where `channel` is empty, for the whole community."""

    __tablename__ = "setting"

    community: Mapped[str] = _of_community()
    channel: Mapped[str] = mapped_column(_KEY, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON())


class AuditRow(Base):
    """An act of moderation: who, where, when, what, and how it ended. `actor` is the moderator's id, in the open."""

    __tablename__ = "audit"

    community: Mapped[str] = _of_community()
    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    at: Mapped[datetime.datetime]
    actor: Mapped[str]
    channel: Mapped[str]
    what: Mapped[str]
    result: Mapped[str]


class ExchangeRow(Base):
    """A question and the reply (as `bot.recall` abridges it).

    `member` is the hash of who asked, `conversation` that of in which conversation; None: before there was any.
    """

    __tablename__ = "exchange"
    __table_args__ = (Index(None, "community", "at"), Index(None, "member"))

    community: Mapped[str] = _of_community()
    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    at: Mapped[datetime.datetime]
    member: Mapped[str] = mapped_column(String(64))
    conversation: Mapped[str | None] = mapped_column(String(64))
    question: Mapped[str]
    reply: Mapped[dict[str, Any]]


class VerdictRow(Base):
    """What one member, by their hash, thinks of a reply."""

    __tablename__ = "verdict"
    __table_args__ = (
        ForeignKeyConstraint(["community", "exchange"], ["exchange.community", "exchange.id"], ondelete="CASCADE"),
        Index(None, "member"),
    )

    community: Mapped[str] = _of_community()
    exchange: Mapped[str] = mapped_column(_ID, primary_key=True)
    member: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime.datetime]
    helpful: Mapped[bool]
    complaint: Mapped[str | None]
    remark: Mapped[str]


class GapRow(Base):
    """That the articles did not answer an exchange, and why."""

    __tablename__ = "gap"
    __table_args__ = (
        ForeignKeyConstraint(["community", "exchange"], ["exchange.community", "exchange.id"], ondelete="CASCADE"),
    )

    community: Mapped[str] = _of_community()
    exchange: Mapped[str] = mapped_column(_ID, primary_key=True)
    reason: Mapped[str]


class SecretRow(Base):
    """A secret of the whole installation, such as the key of `bot.state.members`; `community` is the default library's.

    Only a database that several processes share holds any: a single process keeps its own in the data folder.
    """

    __tablename__ = "secret"

    community: Mapped[str] = _of_community()
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[bytes]


class SeenRow(Base):
    """Something that a platform may deliver more than once, by whatever names it, until nobody asks for it again."""

    __tablename__ = "seen"
    __table_args__ = (Index(None, "until"),)

    community: Mapped[str] = _of_community()
    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    until: Mapped[datetime.datetime]


class AskedRow(Base):
    """Which of the bot's messages answers the message `key` of a member, whose hash is `member`, until when.

    `edited` is the newest edit of the question that any process knows of, `answer` names the bot's message; both as the
    platform does. `exchange` is the id of what was answered, empty where that is not kept.
    """

    __tablename__ = "asked"
    __table_args__ = (Index(None, "member"), Index(None, "until"))

    community: Mapped[str] = _of_community()
    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    member: Mapped[str] = mapped_column(String(64))
    edited: Mapped[str]
    withdrawn: Mapped[bool]
    answer: Mapped[str | None]
    exchange: Mapped[str] = mapped_column(_ID)
    until: Mapped[datetime.datetime]


class InstallationRow(Base):
    """That the bot is installed in a workspace, by whom, as what, and its token there, encrypted."""

    __tablename__ = "installation"

    community: Mapped[str] = _of_community()
    at: Mapped[datetime.datetime]
    by: Mapped[str]
    bot: Mapped[dict[str, Any]]
    token: Mapped[bytes]


class LeaseRow(Base):
    """That one of the bot's processes, the `holder`, does something that only one may do, until it no longer says so.

    `about` is what all of them must agree on, such as into how many shards a platform's servers are divided.
    """

    __tablename__ = "lease"

    community: Mapped[str] = _of_community()
    name: Mapped[str] = mapped_column(_KEY, primary_key=True)
    holder: Mapped[str] = mapped_column(_ID)
    until: Mapped[datetime.datetime]
    about: Mapped[int]
