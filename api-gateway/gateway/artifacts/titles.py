"""What a file that is made of a result is called: `ARC 2026-11-17 to 2026-11-24 changes`. Knows no HTTP."""

from pathlib import PurePath
from typing import Final

from contract.filenames import called, plain_name
from contract.names import own_result_name
from gateway.jobs.queue import JobRecord

_LONGEST: Final = 60
"""Characters of a model's name that a title has."""
_SUFFIX: Final = ".json"


def title_of(record: JobRecord) -> str:
    """Return a plain file name without a suffix: as the request names its result, else by the models and their days."""
    own = own_result_name(record.id)
    if record.output_file != own or record.old_file is None or record.new_file is None:
        return PurePath(record.output_file).stem
    old, new = (PurePath(called(name)).stem[:_LONGEST] for name in (record.old_file, record.new_file))
    days = f" {' to '.join(map(str, record.meta.days))}" if old == new and record.meta.days else ""
    title = f"{old if old == new else f'{old} to {new}'}{days} changes"
    return plain_name(f"{title}{_SUFFIX}", _SUFFIX).removesuffix(_SUFFIX)
