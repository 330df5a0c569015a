"""Makes bot/questions/data/common_words.txt: English words that are no names, counted in SQuADShifts (CC BY 4.0).

python -m tests.benchmarks.common_words ../shared/data/reading/shifts_*.json.gz
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent.parent / "bot" / "questions" / "data" / "common_words.txt"
LEAST = 6  # occurrences in lower case
_HEADER = """# English words that are seldom written with a capital, counted in SQuADShifts (Miller et al. 2020,
# CC BY 4.0) by `python -m tests.benchmarks.common_words`.
"""
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")


def common_words(texts: Iterable[str]) -> list[str]:
    """Return the words of three letters or more that stand at least `LEAST` times, mostly in lower case, sorted."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.findall(text):
            (lower if word.islower() else capital)[word.lower()] += 1
    return sorted(w for w, n in lower.items() if len(w) > 2 and n >= LEAST and n > 2 * capital[w])


def main() -> None:
    """Count the files named on the command line."""
    texts = []
    for name in sys.argv[1:]:
        for article in json.loads(gzip.decompress(Path(name).read_bytes()))["data"]:
            texts += [paragraph["context"] for paragraph in article["paragraphs"]]
    TARGET.write_text(_HEADER + "".join(f"{word}\n" for word in common_words(texts)), encoding="utf-8")


if __name__ == "__main__":
    main()
