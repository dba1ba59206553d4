"""By what features are known that only one file has under their GlobalId: the host, as those that the other has are.

So that an opening which an exporter re-issued differs in nothing but what differs of it. Knows no element but hosts.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import FEATURE
from ifcdelta.index.table import Index, RowIds
from ifcdelta.relations import FEATURES
from ifcdelta.step.hashing import combine
from ifcdelta.step.scan import argument_of

_OF_A_HOST: Final = np.uint64(0x8E5FA1D37C2B4961)


def features_by_host(index: Index, own: RowIds, others: RowIds) -> RowIds:
    """Return what features are known by whose GlobalId, of those that are `own`, is not among the `others`."""
    features, hosts = _features(index)
    alone = ~np.isin(own.of(features), others.hashes) & (own.of(hosts) != 0)
    rows, places = np.unique(features[alone], return_index=True)
    return RowIds(rows, combine(own.of(hosts[alone][places]), np.full(rows.size, _OF_A_HOST, np.uint64)))


def _features(index: Index) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the rows of features, and of the host of each."""
    features: list[int] = []
    hosts: list[int] = []
    for relation in FEATURES:
        if relation.name not in index.table.names:
            continue
        of, to = index.table.ends(relation)
        for row in index.rows_of_any(relation.name).tolist():
            slots, targets = index.references(row)
            host, held = targets[argument_of(slots) == of], targets[argument_of(slots) == to]
            if host.size:
                features += held.tolist()
                hosts += [int(host[0])] * held.size
    rows, of_rows = np.array(features, np.int64), np.array(hosts, np.int64)
    is_feature = index.table.kinds[index.scan.types[rows]] & FEATURE > 0
    return rows[is_feature], of_rows[is_feature]
