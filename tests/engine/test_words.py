"""Changes in words: what each is called, and how its values read."""

from collections.abc import Callable
from typing import Any

import pytest

from ifcdelta.relations import RELATIONS
from ifcdelta.result.relation_words import relation_words
from ifcdelta.result.rows import Row, rows_of
from ifcdelta.result.spelling import sides, spelt
from ifcdelta.result.words import (
    TextRow,
    differing,
    equivalent_line,
    headline,
    line_of,
    sentence,
    text_row,
    text_rows,
    text_rows_of_model,
)

SAME_NAME = {
    "old": {"guid": "a", "class": "IfcGroup", "name": "G"},
    "new": {"guid": "b", "class": "IfcGroup", "name": "G"},
}


def lines_of(key: str, change: Any, units: Any = None) -> list[str]:
    return list(map(line_of, differing(text_rows(key, change, units or {}))))


@pytest.mark.parametrize(
    ("moved", "distance", "told"),
    [
        ([0.25, 0.0, 0.0], 0.25, "moved 250 mm: X +250"),
        ([0.0, -0.0005, 0.0], 0.0005, "moved 0.5 mm: Y \u22120.5"),
        ([12.3456, 0.0, -100.0], 100.759, "moved 100.759 m: X +12.3456, Z \u2212100"),
    ],
)
def test_a_move(moved: list[float], distance: float, told: str) -> None:
    assert lines_of("placement_changed", {"moved": moved, "distance": distance, "rotated": 0.0}) == [told]


def test_what_an_element_took_along() -> None:
    change = {"moved": [0.0, 9.9, 0.0], "distance": 9.9, "rotated": 90.0, "carried": 1200}
    told = "moved 9900 mm: Y +9900, rotated 90°, took 1,200 elements along"
    assert lines_of("placement_changed", change) == [told]
    assert [each.note for each in rows_of("placement_changed", {**change, "carried": 1, "rotated": 0.0})] == [
        "took 1 element along"
    ] * 2


def test_a_placement_that_came_or_went() -> None:
    change = {"moved": [0.0, 0.0, 0.0], "distance": 0.0, "rotated": 0.0, "placed": {"old": False, "new": True}}
    assert lines_of("placement_changed", change) == ["has no placement in the old model"]
    assert list(rows_of("placement_changed", change)) == [Row("placement", "placed", False, True)]


@pytest.mark.parametrize("name", ["old", "new", "from"])
def test_a_set_may_be_called_as_a_side_is(name: str) -> None:
    change = {name: {name: {"old": 1, "new": 2}}}
    assert lines_of("properties_changed", change) == [f"{name}.{name}: 1 → 2"]


def test_a_set_is_told_apart_from_its_field_whatever_they_are_called() -> None:
    (row,) = text_rows("properties_changed", {"A.b": {"c.d": {"old": 1, "new": 2}}})
    assert row == TextRow("property", "A.b", "c.d", "1", "2", "")


@pytest.mark.parametrize(
    ("old", "new", "unit", "told"),
    [
        (0.2, 0.25, "m", ("200 mm", "250 mm")),
        (0.2, 12.5, "m", ("0.2 m", "12.5 m")),
        (None, 0.2, "m", ("—", "200 mm")),
        (30.0, 35.0, "°", ("30°", "35°")),
        (0.24, None, "W/(m²·K)", ("0.24 W/(m²·K)", "—")),
        ([0.1, 0.2], {"lower": 0.1, "upper": 0.3}, "m", ("100 mm, 200 mm", "lower: 100 mm, upper: 300 mm")),
        ([[1.0, 0.0], [0.0, 1.0]], [], "", ("(1, 0), (0, 1)", "(empty)")),
        (2600123.4, 2600121.9, "", ("2600123.4", "2600121.9")),
        (999999.7, 2024, "", ("1000000", "2024")),
        (1.00000001, 1.00000002, "W", ("1.00000001 W", "1.00000002 W")),
        ([1.00000001, 2.0], [1.00000002, 2.0], "m", ("1.00000001 m, 2.0 m", "1.00000002 m, 2.0 m")),
        ("1", 1, "", ('"1"', "1")),
        (True, "true", "", ("true", '"true"')),
        ("", None, "", ("(empty)", "—")),
        ({"value": 12.5, "unit": "EUR"}, {"value": 13.0, "unit": "EUR"}, "", ("12.5 EUR", "13 EUR")),
    ],
)
def test_a_value_reads_the_same_everywhere(old: Any, new: Any, unit: str, told: tuple[str, str]) -> None:
    assert sides(old, new, unit) == told
    assert sides(new, old, unit) == told[::-1]


def test_numbers_that_say_the_same_are_not_told_in_more_digits() -> None:
    assert sides(0.1 + 0.2, 0.1 + 0.2) == ("0.3", "0.3")


def test_two_of_one_name_are_told_apart() -> None:
    old, new = lines_of("aggregate_changed", SAME_NAME)[0].removeprefix("aggregate: ").split(" → ")
    assert old != new
    (value,) = rows_of("aggregate_changed", SAME_NAME)
    assert value.cells()[2] != value.cells()[3]


def test_a_null_is_told_from_nothing_at_all() -> None:
    assert lines_of("properties_changed", {"A": {"b": {"new": None}}}) == ["A.b: — → (no value)"]


def test_units_stand_with_each_side() -> None:
    change = {"A": {"b": {"old": 0.2, "new": 0.3}, "c": {"new": 30.0}, "e": {"old": 1.0, "from": "type"}}}
    units = {"property": {"A": {"b": "m", "c": "°"}}}
    assert lines_of("properties_changed", change, units) == [
        "A.b: 200 mm → 300 mm",
        "A.c: — → 30°",
        "A.e: 1 → — (from its type)",
    ]
    elevation = {"Elevation": {"old": 2.7, "new": 3.0}}
    assert lines_of("attributes_changed", elevation, {"attributes": {"Elevation": "m"}}) == [
        "Elevation: 2700 mm → 3000 mm"
    ]


def test_cells_hold_numbers_and_rows_the_same_in_words() -> None:
    value = Row("property", "b", 0.2, 0.25, "m", "from its type", "A")
    assert value.cells() == ("property", "A.b", 0.2, 0.25, "m", "from its type")
    assert text_row(value) == TextRow("property", "A", "b", "200 mm", "250 mm", "from its type")


def test_order_of_keys_does_not_matter() -> None:
    one = {"system": "S", "code": "27", "name": "Roofs"}
    other = dict(reversed(one.items()))
    for each in (one, other):
        assert lines_of("classification_changed", {"added": [each], "removed": []}) == [
            "classification: — → S 27 Roofs"
        ]


def test_one_member_in_place_of_another_is_one_row() -> None:
    one, other, third = ({"guid": str(n), "class": "IfcZone", "name": f"Zone {n}"} for n in range(3))
    assert lines_of("group_changed", {"added": [one], "removed": [other]}) == ["group: IfcZone Zone 1 → IfcZone Zone 0"]
    assert lines_of("group_changed", {"added": [one], "removed": [other, third]}) == [
        "group: IfcZone Zone 1 → —",
        "group: IfcZone Zone 2 → —",
        "group: — → IfcZone Zone 0",
    ]


def layers(*members: tuple[Any, float], **more: Any) -> dict[str, Any]:
    told = [{"class": "IfcMaterialLayer", "material": material, "thickness": metres} for material, metres in members]
    return {"class": "IfcMaterialLayerSet", "name": "Outer wall", "layers": told, **more}


def material_rows(old: Any, new: Any) -> list[tuple[str | None, str]]:
    return [(row.old, row.new) for row in text_rows("material_changed", {"old": old, "new": new})]


def test_what_sets_two_materials_apart_that_read_the_same_is_told_by_itself() -> None:
    old, new = (layers(({"name": "Brick", "category": each}, 0.1)) for each in ("masonry", "clay"))
    assert lines_of("material_changed", {"old": old, "new": new}) == ["layers 1 material category: masonry → clay"]


def test_each_layer_faces_the_one_that_it_was() -> None:
    old = layers(("Brick", 0.175), ("Render", 0.015))
    new = layers(("Plaster", 0.01), ("Brick", 0.175), ("Render", 0.02))
    assert material_rows(old, new) == [
        ("—", "Plaster 10 mm"),
        ("Brick 175 mm", "Brick 175 mm"),
        ("Render 15 mm", "Render 20 mm"),
    ]
    assert lines_of("material_changed", {"old": old, "new": new}) == [
        "material: — → Plaster 10 mm",
        "material: Render 15 mm → Render 20 mm",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, "Concrete", [("—", "Concrete")]),
        (
            {
                "class": "IfcMaterialConstituentSet",
                "constituents": [{"class": "IfcMaterialConstituent", "material": "Steel", "fraction": 0.25}],
            },
            {
                "class": "IfcMaterialProfileSet",
                "profiles": [
                    {
                        "class": "IfcMaterialProfile",
                        "material": "Steel",
                        "profile": {"class": "IfcIShapeProfileDef", "ProfileName": "HEA 200"},
                    }
                ],
            },
            [("Steel 25 %", "Steel HEA 200")],
        ),
    ],
)
def test_a_material(old: Any, new: Any, told: list[tuple[str, str]]) -> None:
    assert material_rows(old, new) == told


@pytest.mark.timeout(20)
def test_a_material_of_very_many_layers_takes_no_long_time() -> None:
    assert len(material_rows(layers(*[("A", 0.1)] * 9000), layers(*[("A", 0.1)] * 9001))) == 9001


def test_a_shape() -> None:
    change = {
        "cause": ["shape", "openings"],
        "volume": {"old": 2.769, "new": 2.6025},
        "bbox": {"old": [[0, 0, 0], [5, 0.3, 2.75]], "new": [[0, 0, 0], [12, 0.3, 2.75]]},
        "openings": [{"guid": "1", "change": "moved"}, {"guid": "2", "change": "moved"}],
    }
    assert lines_of("geometry_changed", change) == [
        "shape changed",
        "2 openings moved (1, 2)",
        "volume: 2.769 m³ → 2.6025 m³",
        "size: 5 × 0.3 × 2.75 m → 12 × 0.3 × 2.75 m",
    ]
    (size,) = (each for each in rows_of("geometry_changed", change) if each.field == "size")
    assert size.cells()[2:5] == ("5 × 0.3 × 2.75", "12 × 0.3 × 2.75", "m")


def test_a_size_that_differs_by_rounding_alone_is_not_told() -> None:
    change = {"cause": ["shape"], "bbox": {"old": [[0, 0, 0], [0.3, 1, 1]], "new": [[0, 0, 0], [0.1 + 0.2, 1, 1]]}}
    assert lines_of("geometry_changed", change) == ["shape changed"]


def test_what_the_engine_does_not_tell_how() -> None:
    assert lines_of("type_changed", True) == ["type changed"]


def test_the_gist_is_the_first_of_each_aspect() -> None:
    rows = [
        *text_rows("attributes_changed", {"Name": {"old": "a", "new": "b"}, "Tag": {"new": "1"}}),
        *text_rows("placement_changed", {"moved": [0.25, 0, 0], "distance": 0.25, "rotated": 0}),
    ]
    assert headline(rows) == "Name: a → b, 1 more · moved 250 mm: X +250"
    shape = {"cause": ["shape"], "volume": {"old": 1.0, "new": 2.0}, "openings": [{"guid": "1", "change": "moved"}]}
    assert headline(text_rows("geometry_changed", shape)) == "shape changed, 1 opening moved, volume: 1 m³ → 2 m³"
    assert headline([]) == ""


def test_the_model_s_parts_are_in_words() -> None:
    model = {"true_north": {"old": 0.0, "new": 30.5}, "units": {"LENGTHUNIT": {"old": "METRE", "new": "MILLIMETRE"}}}
    assert list(text_rows_of_model(model)) == [
        TextRow("true north", "", "", "0", "30.5", ""),
        TextRow("units", "", "LENGTHUNIT", "METRE", "MILLIMETRE", ""),
    ]


@pytest.mark.parametrize("spell", [spelt, lambda value: sides(value, None)[0]])
def test_a_text_is_left_as_it_is(spell: Callable[[Any], str]) -> None:
    assert spell("<b>\x00 1,5 —") == "<b>\x00 1,5 —"


@pytest.mark.parametrize(
    ("counts", "model", "unknown", "told"),
    [
        (
            (0, 0, 0, 0),
            {},
            {},
            "No element was added, deleted or changed; 5 unchanged; everything asked for was compared.",
        ),
        (
            (2, 0, 1, 1),
            {},
            {"a": {}},
            (
                "1 element changed in data only; 2 rooms are new; 5 unchanged; 1 GlobalId re-issued; "
                "1 could not be compared in full."
            ),
        ),
        (
            (0, 1200, 0, 3000),
            {"true_north": {}, "units": {}},
            {"a": {}},
            (
                "1,200 rooms are gone; 5 unchanged; 3,000 GlobalIds re-issued; the model itself changed in true north "
                "and units; 1 could not be compared in full."
            ),
        ),
    ],
)
def test_the_sentence(counts: tuple[int, int, int, int], model: Any, unknown: Any, told: str) -> None:
    added, deleted, in_data, matched = counts
    element = {"class": "IfcSpace", "name": None, "tag": None, "type": None, "storey": None}
    guids = {"added": [f"a{n}" for n in range(added)], "deleted": [f"d{n}" for n in range(deleted)]}
    result = {
        "summary": {"matched": matched, "unchanged": 5, "by_effect": {"data": in_data}},
        "elements": dict.fromkeys((*guids["added"], *guids["deleted"]), element),
        "model": model,
        "coverage": {"unknown": unknown},
    }
    assert sentence({**result, **guids}) == told


def test_what_relationships_tie_to_reads_by_what_they_make_of_the_element() -> None:
    tie = {"relation": "IfcRelFillsElement", "guid": "g", "class": "IfcOpeningElement", "name": "O1"}
    assert lines_of("connections_changed", {"added": [], "removed": [tie], "changed": []}) == [
        "fills: IfcOpeningElement O1 → —"
    ]
    boundary = {"relation": "IfcRelSpaceBoundary", "guid": "g", "class": "IfcWall", "name": "W1"}
    changed = {**boundary, "values": {"area": {"old": 6.0, "new": 7.5}}, "shape": "changed"}
    virtual = {"relation": "IfcRelSpaceBoundary", "guid": None, "class": None, "name": None}
    assert lines_of("boundaries_changed", {"added": [virtual], "removed": [], "changed": [changed]}) == [
        "bounded by: — → (no element)",
        "bounded by W1 area: 6 m² → 7.5 m²",
        "bounded by W1 shape changed",
    ]
    own = {**tie, "relation": "IfcRelOfAnotherSchema"}
    assert lines_of("connections_changed", {"added": [own], "removed": [], "changed": []}) == [
        "IfcRelOfAnotherSchema: — → IfcOpeningElement O1"
    ]


def test_every_relationship_that_is_told_by_its_class_has_words() -> None:
    told = {each.name for each in RELATIONS if each.aspect in {"connection", "boundary", "assignment"}}
    assert [name for name in sorted(told) if relation_words(name) == name] == []


def style(red: float, transparency: float = 0.0, **more: Any) -> dict[str, Any]:
    colour = {"class": "IfcColourRgb", "Red": red, "Green": 0.5, "Blue": 0.0}
    shading = {"class": "IfcSurfaceStyleShading", "SurfaceColour": colour, "Transparency": transparency}
    return {"class": "IfcSurfaceStyle", "Name": "Brick", "Side": "BOTH", "Styles": [shading], **more}


def test_a_style_reads_by_its_name_colour_and_transparency() -> None:
    assert lines_of("appearance_changed", {"styles": {"old": [style(1.0)], "new": [style(0.0, 0.25)]}}) == [
        "styles: Brick #ff8000 → Brick #008000 25 % transparent"
    ]
    (line,) = lines_of("appearance_changed", {"styles": {"old": [style(1.0)], "new": [style(1.0, Side="POSITIVE")]}})
    assert line.startswith("styles: Name: Brick, Side: ")
    model = {"materials": {"Clay.style": {"old": [style(1.0)], "new": [[style(0.0)], [style(0.5)]]}}}
    assert [line_of(row) for row in text_rows_of_model(model)] == [
        "Clay.style: Brick #ff8000 → Brick #008000, Brick #808000"
    ]


def test_what_is_beside_the_body_and_how_it_looks() -> None:
    assert lines_of("representations_changed", {"Axis": "added"}) == ["Axis added"]
    assert lines_of("appearance_changed", {"layers": {"old": ["A-WALL"], "new": ["A-DEMO"]}}) == [
        "layers: A-WALL → A-DEMO"
    ]


def test_what_is_written_otherwise_and_means_the_same() -> None:
    assert equivalent_line({"coverage": {}}) == equivalent_line({"coverage": {"equivalent": {}}}) == ""
    assert equivalent_line({"coverage": {"equivalent": {"another unit": 1}}}) == (
        "1 instance of both files is written otherwise and found to mean the same: another unit 1"
    )
    assert equivalent_line({"coverage": {"equivalent": {"another unit": 30, "within tolerance": 1200}}}) == (
        "1,230 instances of both files are written otherwise and found to mean the same: "
        "within tolerance 1,200, another unit 30"
    )
