"""A result as BCF, 3.0 and 2.1: a topic for each fact, whose viewpoint selects its elements.

Made with bcf-client; what it would take from clock and chance (times, GUIDs) is fixed here, so that the same result
gives the same bytes. A result has no coordinates: the camera looks at the origin, the selection says what to zoom to.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import bcf.v2.model
import bcf.v2.topic
import bcf.v2.visinfo
import bcf.v3.model
import bcf.v3.topic
import bcf.v3.visinfo
import numpy as np
from bcf.geometry import camera_vectors_from_target_position
from bcf.xml_parser import XmlParserSerializer
from xsdata.models.datatype import XmlDateTime

from ifcdelta.result.colours import COLOURS
from ifcdelta.writers.text import one_line
from ifcdelta.writers.topics import Topic, topics_of

_AUTHOR: Final = "ifcdiff"
_STATUS: Final = "Open"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""What ZIP can say; BCF wants a time of creation, and a result has none."""
_CREATED: Final = XmlDateTime(*_EARLIEST, offset=0)
_ORIGIN: Final = np.zeros(3)
_FROM: Final = np.array((-25.0, -25.0, 20.0))
"""Metres from the origin: from above, south-west."""


class _Archive:
    """A ZIP file, as bcf-client writes to one, that tells no time of the run and no system."""

    def __init__(self, archive: ZipFile) -> None:
        self._zip = archive

    def writestr(self, name: str | ZipInfo, contents: bytes | str) -> None:
        """Add a file."""
        info = ZipInfo(str(name), _EARLIEST)
        info.create_system = 0
        self._zip.writestr(info, contents, ZIP_DEFLATED)


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write BCF 3.0."""
    topics, xml = list(topics_of(result)), XmlParserSerializer()
    with ZipFile(stream, "w") as file:
        archive = _Archive(file)
        archive.writestr("bcf.version", xml.serialize(bcf.v3.model.Version(version_id="3.0")))
        archive.writestr("extensions.xml", xml.serialize(_extensions(topics)))
        for number, topic in enumerate(topics):
            _add(topic, _markup_3_0(topic, number, result), bcf.v3, xml, archive)


def write_2_1(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write BCF 2.1."""
    xml = XmlParserSerializer()
    with ZipFile(stream, "w") as file:
        archive = _Archive(file)
        archive.writestr("bcf.version", xml.serialize(bcf.v2.model.Version(version_id="2.1", detailed_version="2.1")))
        for number, topic in enumerate(topics_of(result)):
            _add(topic, _markup_2_1(topic, number, result), bcf.v2, xml, archive)


def _add(topic: Topic, markup: Any, version: ModuleType, xml: XmlParserSerializer, archive: _Archive) -> None:
    """Write a topic; `version` is bcf.v2 or bcf.v3."""
    handler = version.topic.TopicHandler(Path(topic.guid), xml)
    handler.markup = markup
    if topic.elements:
        handler.add_visinfo_handler(version.visinfo.VisualizationInfoHandler(_view(topic, version), xml_handler=xml))
    handler.save(archive)


def _markup_3_0(topic: Topic, number: int, result: Mapping[str, Any]) -> bcf.v3.model.Markup:
    model = bcf.v3.model
    return model.Markup(
        header=model.Header(files=model.HeaderFiles(file=[model.File(filename=name) for name in _files(result)])),
        topic=model.Topic(
            labels=model.TopicLabels(label=list(topic.labels)) if topic.labels else None,
            **_described(topic, number),
        ),
    )


def _markup_2_1(topic: Topic, number: int, result: Mapping[str, Any]) -> bcf.v2.model.Markup:
    model = bcf.v2.model
    return model.Markup(
        header=model.Header(file=[model.HeaderFile(filename=name) for name in _files(result)]),
        topic=model.Topic(labels=list(topic.labels), **_described(topic, number)),
    )


def _described(topic: Topic, number: int) -> dict[str, Any]:
    """Return what a topic of both versions has."""
    return {
        "guid": topic.guid,
        "topic_type": topic.kind,
        "topic_status": _STATUS,
        "title": topic.title,
        "index": number,
        "description": topic.description,
        "creation_date": _CREATED,
        "creation_author": _AUTHOR,
    }


def _files(result: Mapping[str, Any]) -> list[str]:
    return [one_line(result[side]["file"]) for side in ("old", "new")]


def _view(topic: Topic, version: ModuleType) -> Any:
    """Return a viewpoint that selects the topic's elements, in the colour of their kind."""
    model, visinfo = version.model, version.visinfo
    components = visinfo.build_components(*topic.elements)
    if topic.kind in COLOURS:
        listed = components.selection.component
        is_3_0 = version is bcf.v3
        held = (
            {"components": model.ComponentColoringColorComponents(component=listed)}
            if is_3_0
            else {"component": listed}
        )
        components.coloring = model.ComponentColoring(
            color=[model.ComponentColoringColor(color=COLOURS[topic.kind].upper(), **held)]
        )
    camera = visinfo.build_camera_from_vectors(*camera_vectors_from_target_position(_ORIGIN, _FROM))
    return model.VisualizationInfo(guid=topic.viewpoint, components=components, perspective_camera=camera)


def _extensions(topics: Iterable[Topic]) -> bcf.v3.model.Extensions:
    """Return what BCF 3.0 wants declared: every type, status, label and user of the topics."""
    model = bcf.v3.model
    return model.Extensions(
        topic_types=model.ExtensionsTopicTypes(topic_type=sorted({each.kind for each in topics})),
        topic_statuses=model.ExtensionsTopicStatuses(topic_status=[_STATUS]),
        priorities=model.ExtensionsPriorities(),
        topic_labels=model.ExtensionsTopicLabels(
            topic_label=sorted({label for each in topics for label in each.labels})
        ),
        users=model.ExtensionsUsers(user=[_AUTHOR]),
        snippet_types=model.ExtensionsSnippetTypes(),
        stages=model.ExtensionsStages(),
    )
