"""What a result says of one edit, and whether that is right. Knows no edit's making and no engine."""

from dataclasses import dataclass
from typing import Any, Final

TOLD: Final = ("added", "deleted", "changed", "matched", "model")
SILENT: Final = "silent"
FAILED: Final = "failed"


@dataclass(frozen=True)
class Verdict:
    """What became of one edit."""

    model: str
    what: str
    """Class and attribute."""
    way: str
    """What was done."""
    before: str
    after: str
    said: str
    """told, unknown, unseen, equivalent, silent or failed: the first of these that holds."""
    noise: str
    """The rule of noise that covers the edit, or nothing."""
    same_content: bool
    """Whether both files have one fingerprint."""
    detail: str
    """What was said, in short."""
    invented: tuple[str, ...] = ()
    """GlobalIds of elements that are told and do not hang on the edited instance."""

    @property
    def fault(self) -> str:
        """Return what is wrong with it, or nothing."""
        if self.said == FAILED:
            return "FAILED"
        if self.invented:
            return "INVENTED"
        if self.noise:
            return "" if self.said in {SILENT, "equivalent"} and self.same_content else "NOISE TOLD"
        if self.said == SILENT:
            return "SILENT"
        return "SAME CONTENT" if self.same_content else ""


def said(result: dict[str, Any]) -> str:
    """Return under what a result accounts for a difference."""
    coverage = result["coverage"]
    if any(result[name] for name in TOLD):
        return "told"
    return next((name for name in ("unknown", "unseen", "equivalent") if coverage.get(name)), SILENT)


def detail(result: dict[str, Any]) -> str:
    """Return in short what a result tells of."""
    coverage = result["coverage"]
    changed = sorted({key for changes in result["changed"].values() for key in changes})
    counts = [f"{name} {len(result[name])}" for name in ("added", "deleted", "matched") if result[name]]
    model = [f"model {name}" for name in result["model"]]
    rest = [f"{name} {coverage[name]}" for name in ("unseen", "equivalent") if coverage.get(name)]
    unknown = sorted(
        {f"unknown {aspect}: {why}" for each in coverage["unknown"].values() for aspect, why in each.items()}
    )
    return "; ".join((*counts, *changed, *model, *unknown, *rest))[:400]


def elements(result: dict[str, Any]) -> set[str]:
    """Return the GlobalIds of all elements that a result tells of."""
    matched = {guid for each in result["matched"] for guid in (each["old"], each["new"])}
    return {*result["added"], *result["deleted"], *result["changed"], *matched, *result["coverage"]["unknown"]}
