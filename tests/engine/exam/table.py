"""The scores of the exam as a table in Markdown, the engines side by side. Knows no engine."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.engine.exam.score import Score

Sheet = Mapping[str, Mapping[str, Score]]
"""By row and engine."""


def markdown(sheet: Sheet, asked: Mapping[str, int], engines: Sequence[str]) -> str:
    """Return the table: for each row how often it was asked and each engine's score."""
    head = ["asked about", "times", *(f"{engine}: {what}" for engine in engines for what in _COLUMNS)]
    lines = [_line(head), _line(["---", *("--:" for _ in head[1:])])]
    for row, scores in sheet.items():
        lines.append(_line([row, str(asked[row]), *_cells(scores, engines)]))
    lines.append(_line(["**sum**", str(sum(asked.values())), *_cells(_sum(sheet), engines)]))
    return "\n".join(lines)


_COLUMNS = ("hits", "misses", "inventions", "wrong values", "no result")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(scores: Mapping[str, Score], engines: Sequence[str]) -> Iterator[str]:
    for engine in engines:
        score = scores[engine]
        faults = (score.misses, score.inventions, score.wrong, score.unfinished)
        yield from (str(score.hits), *(str(len(each)) for each in faults))


def _sum(sheet: Sheet) -> Mapping[str, Score]:
    total: dict[str, Score] = defaultdict(Score)
    for scores in sheet.values():
        for engine, score in scores.items():
            total[engine].add(score)
    return total
