"""`python -m ifcdelta.warm`: compile the fast pass once, where an image or a checkout is built. Compares nothing.

numba keeps compiled code in `__pycache__` beside the modules, or in NUMBA_CACHE_DIR, for any processor of the
architecture (see `hashing`), so that what is built on one machine runs on another. It compiles again where a module's
time stamp is another or the folder is not found: a job would then wait ten seconds.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np

from ifcdelta.index.carried import count_carried
from ifcdelta.index.element_hashes import element_hashes
from ifcdelta.index.table import read_index
from ifcdelta.narrow.cut import cut
from ifcdelta.shape.mesh import Mesh, same

_SMALL: Final = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPROJECT('0000000000000000000001',$,$,$,$,$,$,$,$);
#2=IFCCARTESIANPOINT((0.,1.5E-1,-2.));
#3=IFCAXIS2PLACEMENT3D(#2,$,$);
#4=IFCLOCALPLACEMENT($,#3);
#5=IFCWALL('0000000000000000000005',$,'\\X2\\00E9\\X0\\',$,$,#4,$,$,.STANDARD.);
#6=IFCRELAGGREGATES('0000000000000000000006',$,$,$,#1,(#5));
ENDSEC;
END-ISO-10303-21;
"""


def warm() -> None:
    """Run all compiled functions on a small model."""
    with tempfile.TemporaryDirectory(prefix="ifcdelta-") as folder:
        path = Path(folder) / "small.ifc"
        path.write_text(_SMALL, encoding="ascii")
        index = read_index(path)
        cut(index, element_hashes(index).rows)
        count_carried(index, [5], [], [1])
    corner = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    same(Mesh(corner, np.array([[0, 1, 2]], np.int32)), Mesh(corner, np.array([[1, 2, 0]], np.int32)), 0.0)


if __name__ == "__main__":
    begun = time.perf_counter()
    warm()
    sys.stdout.write(f"compiled in {time.perf_counter() - begun:.1f} s\n")
