import asyncio
import time

import pytest

from tests.benchmarks.platforms import BLOCKED, LoopWatch


def test_what_holds_the_event_loop_is_named_and_timed() -> None:
    async def sleeps() -> None:
        await asyncio.sleep(0.1)
        time.sleep(0.3)  # noqa: ASYNC251 - it holds the loop, and its thread does not run meanwhile

    def works() -> None:
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass

    async def both() -> None:
        asyncio.get_running_loop().call_soon(works)
        await sleeps()

    with pytest.MonkeyPatch.context() as patch:
        watch = LoopWatch(patch)
        asyncio.run(both())
    ours = {block.what.rpartition(".")[2]: block for block in watch.blocks}
    assert ours["works"].running >= 0.1
    assert ours["both"].seconds >= 0.3 > ours["both"].running
    assert watch.longest.seconds >= 0.3
    assert all(block.seconds > BLOCKED for block in watch.blocks)
    assert watch.count > len(watch.blocks)
    asyncio.run(both())
    assert len(ours) == len({block.what for block in watch.blocks}), "what comes afterwards is not watched"
