"""The verdicts of the random exam as tables in Markdown, and its faults at length. Knows no engine."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.engine.random_edits.judge import Verdict

_SAID = ("told", "unknown", "unseen", "equivalent", "silent")
_FAULTS = ("SILENT", "INVENTED", "SAME CONTENT", "NOISE TOLD", "FAILED")
_SUM = "**sum**"


def report(verdicts: Sequence[Verdict]) -> str:
    """Return all that there is to know: what was said by model, by class and attribute, and every fault."""
    by_what = _table("class.attribute", verdicts, lambda each: each.what)
    not_told = [each for each in verdicts if each.said in {"unseen", "unknown"} and not each.noise]
    alike = sorted((each for each in verdicts if each.said == "equivalent"), key=lambda each: each.what)
    noise = [each for each in verdicts if each.noise]
    parts = {
        "By model": _table("model", verdicts, lambda each: each.model),
        "Faults": "\n".join(faults(verdicts)) or "none",
        "Found to mean the same": "\n".join(map(_at_length, alike)),
        "Not told, by class and attribute": _table("class.attribute: way", not_told, lambda v: f"{v.what}: {v.way}"),
        "Noise, by rule": _table("rule: class.attribute", noise, lambda each: f"{each.noise}: {each.what}"),
        "By class and attribute": by_what,
    }
    return "\n\n".join(f"## {head}\n\n{text}" for head, text in parts.items())


def by_model(verdicts: Iterable[Verdict]) -> str:
    """Return the table by model."""
    return _table("model", verdicts, lambda each: each.model)


def faults(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Yield each fault with its model and the instance before and after."""
    for each in sorted(verdicts, key=lambda each: (each.fault, each.what, each.model)):
        if each.fault:
            yield f"{each.fault} {_at_length(each)}"


def _at_length(each: Verdict) -> str:
    noise = f" [noise: {each.noise}]" if each.noise else ""
    content = " (contents equal)" if each.same_content else ""
    said = f"{each.said}{content}: {each.detail} {' '.join(each.invented[:5])}".rstrip()
    return f"{each.model}: {each.what}, {each.way}{noise}\n  - {each.before}\n  + {each.after}\n  = {said}"


def _table(head: str, verdicts: Iterable[Verdict], key: Callable[[Verdict], str]) -> str:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in verdicts:
        for name in (key(each), _SUM):
            counts[name][each.said] += 1
            counts[name][each.fault] += 1
            counts[name]["edits"] += 1
    columns = ("edits", *_SAID, *_FAULTS)
    lines = [_line((head, *columns)), _line(("---", *("--:" for _ in columns)))]
    names = sorted(counts, key=lambda each: (each == _SUM, each))
    lines += [_line((name, *(str(counts[name][column] or "") for column in columns))) for name in names]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
