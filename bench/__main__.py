"""`python -m bench [NAME …]`: runs the named measurements, or all of them."""

import argparse
from typing import Final

from bench import engine, page, polling, reexport, start, worst_case

MEASUREMENTS: Final = {
    "start": start.main,
    "polling": polling.main,
    "page": page.main,
    "worst-case": worst_case.main,
    "re-export": reexport.main,
    "engine": engine.main,
}


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the service.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASUREMENTS)}; default: all")
    names = parser.parse_args().names
    unknown = set(names) - MEASUREMENTS.keys()
    if unknown:
        parser.error(f"no measurement {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    for name in names or MEASUREMENTS:
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main()
