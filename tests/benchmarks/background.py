"""Counts in how many paragraphs of general English each stem stands: `index/retrieval/data/background.tsv`.

    python -m tests.benchmarks.background ../shared/data/reading/shifts_*.json.gz

Data: SQuADShifts (Miller, Krauth, Recht and Schmidt 2020, CC BY 4.0): paragraphs of Wikipedia, of Reddit and of Amazon
reviews. The table holds counts only, of stems that at least five paragraphs hold.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from index.retrieval.stemming import stems

OUT = Path(__file__).parents[2] / "index" / "retrieval" / "data" / "background.tsv"
FEWEST = 5


def main(paths: list[Path]) -> None:
    """Count the stems of the SQuAD files at `paths` and write the table."""
    found: Counter[str] = Counter()
    count = 0
    for path in paths:
        for article in json.loads(gzip.decompress(path.read_bytes()))["data"]:
            for paragraph in article["paragraphs"]:
                found.update(set(stems(paragraph["context"])))
                count += 1
    rows = sorted((stem, number) for stem, number in found.items() if number >= FEWEST)
    head = [
        "# In how many paragraphs a stem stands; the stem of no letters is the number of all paragraphs.",
        "# Counted by tests/benchmarks/background.py from SQuADShifts (Miller et al. 2020, CC BY 4.0).",
        f"\t{count}",
    ]
    OUT.write_text("\n".join([*head, *(f"{stem}\t{number}" for stem, number in rows)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
