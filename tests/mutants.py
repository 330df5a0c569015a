"""Mutation testing: a small fault is put into a module, one at a time, and the tests are to notice each.

    python -m tests.mutants               all groups
    python -m tests.mutants permissions   one of them
    python -m tests.mutants snapshot --one-in 10

The faults are mutmut's. Each group of modules has its own tests, those that are fast; of a large group a share of the
faults is drawn, the same at every run. What mutmut made and found is left in `build/mutants/GROUP`: there
`mutmut results` names the faults that nobody noticed, and `mutmut show NAME` shows one.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
SEED = "2026"
# mutmut's codes; -11: the fault broke the process that tried it
_NOTICED, _UNNOTICED, _NO_TEST = frozenset({1, 3, -11}), frozenset({0}), frozenset({5, 33})
_ENDLESS = frozenset({24, -24, 36, 152, 255})
_APART = {"pool", "worker"}  # of attribution: processes, in whose tests nobody is attributed anything


@dataclass(frozen=True)
class Group:
    """Modules, the tests that are to notice faults in them, and one of how many faults is tried.

    `only` names the functions and methods that are meant, where a module holds others besides; `warm` says whether the
    tests need the models of `tests.warm`.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    one_in: int = 1
    only: frozenset[str] = frozenset()
    warm: bool = True


def _files(folder: str, names: str) -> list[Path]:
    return sorted((ROOT / folder).glob(names))


GROUPS = {
    "permissions": Group(
        (
            "bot/moderation/__init__.py",
            "bot/moderation/pending.py",
            "bot/moderation/desk.py",
            "bot/platforms/discord/members.py",
            "bot/platforms/slack/members.py",
        ),
        (
            "tests/bot/moderation/test_permissions.py",
            "tests/bot/moderation/test_pending.py",
            "tests/bot/platforms/test_discord_members.py",
            "tests/bot/platforms/test_slack_members.py",
        ),
        only=frozenset(
            "may_moderate let_delete make what carry_out take _forget _whose _may _audited run press complete "
            "thread_of thread_of_message after_answer _place actor_of actor_of_message only_for_member actor "
            "_runs_the_workspace _groups _members_of".split()
        ),
        warm=False,
    ),
    "snapshot": Group(
        ("index/snapshot.py", "index/snapshot_files.py"),
        (
            "tests/index/test_snapshot_building.py",
            "tests/index/test_snapshot_files.py",
            "tests/index/stores/test_many.py",
        ),
    ),
    "reader": Group(
        ("index/reading/context.py", "index/reading/inputs.py", "index/reading/reader.py"),
        (
            "tests/index/reading/test_context.py",
            "tests/index/reading/test_inputs.py",
            "tests/index/reading/test_marked_words.py",
            "tests/index/reading/test_reader.py",
        ),
    ),
    "libraries": Group(
        ("bot/libraries/libraries.py", "bot/libraries/serving.py", "bot/libraries/changes.py", "bot/libraries/rows.py"),
        (
            "tests/bot/libraries/test_libraries.py",
            "tests/bot/libraries/test_faults.py",
            "tests/bot/libraries/test_following.py",
            "tests/bot/libraries/test_reloading.py",
            "tests/bot/test_departures.py",
        ),
        one_in=10,
    ),
    "marks": Group(("index/attribution/marks.py",), ("tests/index/attribution/test_marks.py",), warm=False),
    "attribution": Group(
        tuple(f"index/attribution/{p.name}" for p in _files("index/attribution", "*.py") if p.stem not in _APART),
        tuple(
            f"tests/index/attribution/{p.name}"
            for p in _files("tests/index/attribution", "test_*.py")
            if p.stem.removeprefix("test_") not in _APART
        ),
        one_in=100,
    ),
}


def functions(module: str, only: frozenset[str] = frozenset()) -> Iterator[str]:
    """Return mutmut's names of the functions and methods of `module`, a path below the repository."""
    path = module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    for node in ast.parse((ROOT / module).read_text(encoding="utf-8")).body:
        within = node.body if isinstance(node, ast.ClassDef) else [node]
        mark = f"xǁ{node.name}ǁ" if isinstance(node, ast.ClassDef) else "x_"
        for one in within:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and (not only or one.name in only):
                yield f"{path}.{mark}{one.name}"


def drawn(group: Group) -> list[str]:
    """Return patterns of the names of the faults that are tried: every one has the same chance, whatever its number."""
    patterns = []
    for module in group.modules:
        for name in functions(module, group.only):
            if group.one_in == 1:
                patterns.append(f"{name}__mutmut_*")
                continue
            digits = len(str(group.one_in)) - 1
            number = random.Random(SEED + name).randrange(group.one_in)
            patterns += [f"{name}__mutmut_{number}", f"{name}__mutmut_*[0-9]{number:0{digits}}"]
    return patterns


def prepare(name: str, group: Group) -> Path:
    """Return a folder with the code, and with mutmut's settings for the group called `name`."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in ("bot", "index", "prompts", "tests"):
        (folder / part).symlink_to(ROOT / part)
    settings = {
        "source_paths": ["bot", "index", "prompts"],
        "only_mutate": list(group.modules),
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "--hypothesis-seed=0", *(["-p", "tests.warm"] * group.warm)],
        "pytest_add_cli_args_test_selection": list(group.tests),
        # Pools of threads do not survive a fork: no process that has run a test is forked.
        "process_isolation": "forkserver",
        "timeout_constant": 10.0,
        "use_git_change_detection": False,
        "on_dependency_change": "ignore",
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    pytest = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.pytest.ini_options]")[2]
    parts = "[tool.mutmut]", *lines, "", f"[tool.pytest.ini_options]{pytest.partition('[tool.coverage')[0]}"
    (folder / "pyproject.toml").write_text("\n".join(parts), encoding="utf-8")
    return folder


def outcomes(folder: Path) -> Counter[str]:
    """Return how many of the faults that were tried ended how."""
    found: Counter[str] = Counter()
    for meta in sorted((folder / "mutants").rglob("*.py.meta")):
        for fault, code in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code is None:
                continue
            kinds = {"noticed": _NOTICED, "unnoticed": _UNNOTICED, "no test": _NO_TEST, "endless": _ENDLESS}
            kind = next((kind for kind, codes in kinds.items() if code in codes), "odd")
            found[kind] += 1
            if kind != "noticed":
                print(f"  {kind}: {fault}")
    return found


def main() -> None:
    """Try the faults of the groups that were named, or of all, and print how many were noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)} (default: all)")
    parser.add_argument("--one-in", type=int, choices=(1, 10, 100), help="try one of so many faults")
    options = parser.parse_args()
    if unknown := set(options.groups) - GROUPS.keys():
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    for name in options.groups or GROUPS:
        group = replace(GROUPS[name], one_in=options.one_in) if options.one_in else GROUPS[name]
        folder = prepare(name, group)
        with (folder / "log.txt").open("w", encoding="utf-8") as log:
            command = [str(Path(sys.executable).with_name("mutmut")), "run", *drawn(group)]
            ended = subprocess.run(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, check=False)
        found = outcomes(folder)
        tried = found.total()
        if ended.returncode or not tried:
            sys.exit(f"{name}: mutmut did not come to its end; it said why in {folder.relative_to(ROOT)}/log.txt")
        noticed = found["noticed"] + found["endless"]
        print(
            f"{name}: {noticed} of {tried} noticed, {noticed / tried:.1%} (one in {group.one_in} was tried)", flush=True
        )


if __name__ == "__main__":
    main()
