"""The names of views are the same in every room."""

from contract.change_table import ChangeKind
from contract.view import KINDS, SHAPES, Form, Part, View
from ifcdelta.writers import WRITERS
from ifcdelta.writers.entries import Kind


def test_every_form_has_its_writer_and_its_kind_of_file() -> None:
    assert WRITERS.keys() == set(Form) == KINDS.keys()


def test_every_view_is_a_form_the_table_or_shapes() -> None:
    forms = {View(form) for form in Form if form is not Form.JSON}
    assert forms | {View.TABLE} | set(SHAPES.values()) == set(View)
    assert SHAPES.keys() == set(Part)


def test_changes_are_of_the_same_kinds_in_the_same_order() -> None:
    assert [kind.value for kind in ChangeKind] == [kind.value for kind in Kind]
