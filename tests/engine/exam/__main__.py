"""`python -m tests.engine.exam --seeds 3 --engines delta,ifcopenshell`: sit the exam and print the table.

Faults go to stderr as they are found; the exit code is 1 where the project's own engine has any.
"""

import argparse
import sys
from itertools import chain

from tests.engine.exam.engines import ENGINES
from tests.engine.exam.questions import of_buildings, of_real_models
from tests.engine.exam.sitting import Sheet, sit
from tests.engine.exam.table import markdown


def main() -> int:
    """Sit the exam and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.engine.exam", description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="how many generated buildings to ask about")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--engines", default="delta", help=f"comma-separated, of {', '.join(ENGINES)}")
    parser.add_argument("--real", action="store_true", help="ask about the real models too, where they are")
    parser.add_argument("--only", default="", help="only rows that contain this")
    parser.add_argument("--quiet", action="store_true", help="do not tell the other engines' faults")
    chosen = parser.parse_args()
    engines = chosen.engines.split(",")
    seeds = range(chosen.first_seed, chosen.first_seed + chosen.seeds)
    sheet = Sheet()

    def tell(fault: str) -> None:
        if fault.startswith("## delta") or not chosen.quiet:
            sys.stderr.write(f"{fault}\n")

    questions = chain.from_iterable([*map(of_buildings, seeds), *([of_real_models()] if chosen.real else [])])
    sit((each for each in questions if chosen.only in each[1].row), engines, sheet, tell)
    sys.stdout.write(f"{markdown(sheet.scores, sheet.asked, engines)}\n")
    return int(any(not each["delta"].is_perfect for each in sheet.scores.values() if "delta" in each))


if __name__ == "__main__":
    sys.exit(main())
