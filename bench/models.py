"""The real model that is measured on, if it is here."""

import os
from pathlib import Path
from typing import Final

from rich.console import Console

MODEL: Final = Path(os.environ.get("IFC_TEST_DATA", "")) / "models" / "revit2012_janesville_restaurant.ifc"


def is_here(model: Path, console: Console, measurement: str) -> bool:
    """Tell whether a model is here; if it is not, say that nothing is measured."""
    if not model.exists():
        console.print(f"{measurement}: not measured: {model.name} is not in the folder that IFC_TEST_DATA names")
    return model.exists()
