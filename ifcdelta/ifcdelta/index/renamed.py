"""What a file says once some of its objects are known by other GlobalIds: only what that makes another is hashed again.

So that elements that were found under another GlobalId differ in nothing but what differs of them. Reads no file.
"""

from dataclasses import replace

import numpy as np

from ifcdelta.index.content import ATTACHED, STANDS, Content, Hashes, Lacks, among
from ifcdelta.index.fingerprint import hash_again, own_ids
from ifcdelta.index.links import links_of
from ifcdelta.index.table import Index
from ifcdelta.step.hashing import combine


def said_renamed(
    before: Index, after: Index, both: tuple[Content, Content], lacking: tuple[Lacks, Lacks]
) -> tuple[Content, tuple[Lacks, Lacks]]:
    """Return what the first of two files says by its index `after`, and what each of both lacks then.

    `both` is what they said, the first by its index `before`; `lacking` what of each the other did not say.
    """
    content, other = both
    said, links = content.said.copy(), content.link_hashes.copy()
    rows = hash_again(before, after, said)
    own = own_ids(after)
    ids = own.of(rows)
    said[rows] = np.where(ids != 0, combine(ids, said[rows]), said[rows])
    stands, attached = rows[content.live[rows] == STANDS], rows[content.live[rows] == ATTACHED]
    places = np.flatnonzero(np.isin(content.link_rows, attached))
    known_as = said.copy()
    known_as[own.rows] = own.hashes
    links[places] = links_of(after, attached, known_as).hashes
    was = np.concatenate([content.said[stands], content.link_hashes[places]])
    now = replace(content, said=said, link_hashes=links)
    came = other.common(np.concatenate([said[stands], links[places]]))
    gone = np.setdiff1d(was, now.common(was))
    instances, of_links = lacking[0].instances.copy(), lacking[0].links.copy()
    instances[stands], of_links[places] = ~np.isin(said[stands], came), ~np.isin(links[places], came)
    return now, (Lacks(instances, of_links), _after(other, lacking[1], gone, came))


def _after(content: Content, lacking: Lacks, gone: Hashes, came: Hashes) -> Lacks:
    """Return what of a file the other lacks that does not say any more what is `gone`, and does say what `came`."""
    stands = content.live == STANDS
    instances = (lacking.instances | among(content.said, gone) & stands) & ~among(content.said, came)
    links = (lacking.links | among(content.link_hashes, gone)) & ~among(content.link_hashes, came)
    return Lacks(instances, links)
