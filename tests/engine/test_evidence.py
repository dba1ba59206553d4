"""What is no evidence of identity: a mark that many have for their Tag, a place where many stand, a shared name."""

import pytest

from tests.engine.models import Model, global_id, told_both_ways

Part = tuple[str, str, str, tuple[float, float, float]]
"""GlobalId's name, Name, Tag and place."""


def parts(*named: Part, class_: str = "IfcBeam") -> Model:
    model = Model()
    for guid, name, tag, at in named:
        part = model.element(class_, guid, Tag=tag)
        part.Name = name
        part.ObjectPlacement = model.place(at, model.storey.ObjectPlacement)
        model.box(part, (0.2 + at[0] / 100, 0.2, 3.0))
    return model


KEPT: tuple[Part, ...] = tuple((f"kept {at}", f"B{at}", f"T{at}", (0.0, 0.0, 0.0)) for at in range(4))


def paired(old: Model, new: Model) -> list[tuple[str, str]]:
    return [(each["old"], each["new"]) for each in told_both_ways(old, new)["matched"]]


def test_a_mark_in_tag_that_others_keep_pairs_nothing() -> None:
    kept = ("kept", "P", "M1", (1.0, 0.0, 0.0))
    old = parts(kept, ("gone", "P", "M1", (2.0, 0.0, 0.0)))
    new = parts(kept, ("come", "P", "M1", (20.0, 0.0, 0.0)))
    assert paired(old, new) == []


def test_a_tag_that_nobody_else_has_pairs() -> None:
    kept = ("kept", "P", "M1", (1.0, 0.0, 0.0))
    old = parts(kept, ("gone", "P", "M2", (2.0, 0.0, 0.0)))
    new = parts(kept, ("come", "Q", "M2", (20.0, 0.0, 0.0)))
    assert paired(old, new) == [(global_id("gone"), global_id("come"))]


@pytest.mark.parametrize("tags", [("", ""), ("T8", "T9")])
def test_a_place_where_others_stand_pairs_nothing(tags: tuple[str, str]) -> None:
    old = parts(*KEPT, ("gone", "B8", tags[0], (0.0, 0.0, 0.0)))
    new = parts(*KEPT, ("come", "B9", tags[1], (0.0, 0.0, 0.0)))
    assert paired(old, new) == []


def test_a_place_of_its_own_pairs() -> None:
    old = parts(*KEPT, ("gone", "B8", "", (5.0, 0.0, 0.0)))
    new = parts(*KEPT, ("come", "B9", "", (5.0, 0.0, 0.0)))
    assert paired(old, new) == [(global_id("gone"), global_id("come"))]


def test_different_tags_speak_against_a_pair() -> None:
    old = parts(*KEPT, ("gone", "B8", "T8", (5.0, 0.0, 0.0)))
    new = parts(*KEPT, ("come", "B8", "T9", (5.0, 0.0, 0.0)))
    assert paired(old, new) == []


def test_tags_that_were_all_issued_anew_say_nothing() -> None:
    old = parts(("a", "B", "T1", (1.0, 0.0, 0.0)), ("b", "C", "T2", (2.0, 0.0, 0.0)))
    new = parts(("c", "B", "T3", (1.0, 0.0, 0.0)), ("d", "C", "T4", (2.0, 0.0, 0.0)))
    assert len(paired(old, new)) == 2


def test_a_type_whose_name_others_keep_pairs_nothing() -> None:
    models = []
    for extra in ("gone", "come"):
        model = Model()
        for guid in ("first", "second", extra):
            model.type("IfcWallType", guid, PredefinedType="STANDARD").Name = "400 x 800"
        models.append(model)
    assert paired(*models) == []
