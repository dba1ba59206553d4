"""`python -m contract.schema FILE` writes the JSON Schema of the result file."""

import json
import sys
from pathlib import Path

from contract.result import json_schema

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(json_schema(), indent=2, sort_keys=True) + "\n", encoding="utf-8")
