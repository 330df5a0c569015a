import asyncio

import pytest

from bot.errors import Restarting
from bot.in_flight import InFlight
from tests.waiting import SECONDS


async def serve(in_flight: InFlight, work: asyncio.Future[str] | float, told: list[str]) -> None:
    async def wait() -> str:
        if isinstance(work, float):
            await asyncio.sleep(work)
            return "answered"
        return await work

    with in_flight.request() as request:
        try:
            told.append(await request.work(wait()))
        except Restarting:
            told.append("restarting")


async def test_what_is_under_way_gets_its_time() -> None:
    in_flight, told, answer = InFlight(), list[str](), asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(in_flight, answer, told))
    await asyncio.sleep(0)
    assert len(in_flight) == 1
    closing = asyncio.create_task(in_flight.finish(30))
    await asyncio.sleep(0)
    assert not closing.done()
    answer.set_result("answered")
    await asyncio.wait_for(asyncio.gather(closing, serving), SECONDS)
    assert told == ["answered"]
    assert len(in_flight) == 0


async def test_what_takes_too_long_is_told_and_its_work_is_cancelled_and_cleans_up() -> None:
    in_flight, told, cleaned = InFlight(), list[str](), list[str]()

    async def endless() -> str:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append("cleaned")
        return "never"

    async def one() -> None:
        with in_flight.request() as request:
            try:
                await request.work(endless())
            except Restarting:
                told.append("restarting")

    serving = asyncio.gather(*(one() for _ in range(20)))
    await asyncio.sleep(0)
    await in_flight.finish(1.05)
    await serving
    assert told == ["restarting"] * 20
    assert cleaned == ["cleaned"] * 20


async def test_what_comes_while_closing_is_told_at_once() -> None:
    in_flight, told = InFlight(), list[str]()
    await in_flight.finish(1.0)
    await serve(in_flight, 60.0, told)
    assert told == ["restarting"]


async def test_what_was_acknowledged_just_before_is_still_served() -> None:
    in_flight, told, answer = InFlight(settling=5.0), list[str](), asyncio.get_running_loop().create_future()
    closing = asyncio.create_task(in_flight.finish(10))
    await asyncio.sleep(0)
    answer.set_result("answered")
    await serve(in_flight, answer, told)
    assert told == ["answered"]
    closing.cancel()


async def test_an_error_of_the_work_is_the_request_s() -> None:
    async def broken() -> str:
        raise ZeroDivisionError

    with InFlight().request() as request, pytest.raises(ZeroDivisionError):
        await request.work(broken())


async def test_a_request_that_is_cancelled_cancels_its_work() -> None:
    in_flight, told, answer = InFlight(), list[str](), asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(in_flight, answer, told))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    await asyncio.sleep(0)
    assert answer.cancelled()
    assert len(in_flight) == 0
