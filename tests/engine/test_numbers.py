"""Numbers in a file are hashed as the doubles that they mean, which Python's `float` makes of them too."""

import math
import struct
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ifcdelta.index.fingerprint import fingerprints
from tests.engine.test_index import index_of

_EXACT = Context(prec=1200)
_HARD = (
    *("0.", "-0.", "0.0E5", "1.", "+1.", "-1.", "1.E0", "0000001.5", "1.500000000000000000000000000", "0.1", "1.E-1"),
    *("9007199254740993.", "9007199254740992.99999999999999999999", "9007199254740993.00000000000000000001"),
    *("1.7976931348623157E308", "1.7976931348623158E308", "1.7976931348623159E308", "1.8E308", "1.E400", "1.E99999999"),
    *("2.2250738585072014E-308", "2.2250738585072011E-308", "4.9E-324", "2.4703282292062327E-324", "1.E-400"),
    *("2.4703282292062328E-324", "6.631236846766476E-316", "3.2378839133029012895883524125015321748630E-319"),
    *(
        "0." + "0" * 900 + "1E900",
        "1" + "0" * 400 + ".E-400",
        "8." + "9" * 30,
        "1." + "0" * 900 + "1",
        "7.E22",
        "1.E23",
    ),
    *("9214843084008499.", "3.8459820305848325E-17", "89255.0E-22", "104308485241983990666713401708072175773.E-165"),
)


def _bits(value: float) -> int:
    return int(struct.unpack("<q", struct.pack("<d", value + 0.0))[0])


def _hashes(folder: Path, spelt: list[str]) -> list[int]:
    body = "".join(f"#{at}=IFCCARTESIANPOINT(({each}));\n" for at, each in enumerate(spelt, 1))
    return [int(each) for each in fingerprints(index_of(folder, body))]


def _assert_read_as_python_reads(folder: Path, spelt: list[str]) -> None:
    """Assert that numbers have one hash where they mean one double, and others where they mean others."""
    spelt = sorted(spelt, key=float)
    found = _hashes(folder, spelt)
    for (one, mine), (other, its) in pairwise(zip(spelt, found, strict=True)):
        assert (mine == its) == (_bits(float(one)) == _bits(float(other))), (one, other)


def _written(value: Decimal) -> str:
    text = f"{value:E}"
    return text if "." in text else text.replace("E", ".E")


def _around(value: float) -> list[str]:
    """Return a double in 17 digits, both its neighbours, and the halfway points with what is a little off them."""
    near = [math.nextafter(value, -math.inf), value, math.nextafter(value, math.inf)]
    near = [each for each in near if math.isfinite(each)]
    spelt = [_written(Decimal(repr(each))) for each in near]
    for one, other in pairwise(near):
        half = (Fraction(one) + Fraction(other)) / 2
        exact = _EXACT.divide(Decimal(half.numerator), Decimal(half.denominator))
        spelt += [_written(each) for each in (exact, _EXACT.next_plus(exact), _EXACT.next_minus(exact))]
        spelt += [_written(Context(prec=digits).plus(exact)) for digits in (17, 18, 19, 20, 25)]
    return spelt


def test_hard_numbers(tmp_path: Path) -> None:
    _assert_read_as_python_reads(tmp_path, [*_HARD, *(f"-{each}" for each in _HARD if each[0] not in "+-")])


@settings(max_examples=60)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=20, max_size=200))
def test_halfway_points_of_any_doubles(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    _assert_read_as_python_reads(
        tmp_path_factory.mktemp("numbers"), [text for each in values for text in _around(each)]
    )


@settings(max_examples=60)
@given(st.lists(st.from_regex(r"[-+]?[0-9]{1,30}\.[0-9]{0,30}(E[-+]?[0-9]{1,3})?", fullmatch=True), min_size=20))
def test_any_digits(tmp_path_factory: pytest.TempPathFactory, spelt: list[str]) -> None:
    again = [_written(Decimal(repr(float(each)))) for each in spelt if math.isfinite(float(each))]
    _assert_read_as_python_reads(tmp_path_factory.mktemp("numbers"), spelt + again)


def test_many_random_doubles_in_17_and_20_digits(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    values = random.integers(0, 0x7FF0 << 48, 40_000, np.int64).view(np.float64).tolist()
    spelt = [_written(Decimal(f"{each:.{digits}e}")) for each in values for digits in (16, 19)]
    _assert_read_as_python_reads(tmp_path, spelt)


def test_an_integer_is_the_real_of_its_value_as_far_as_doubles_are_exact(tmp_path: Path) -> None:
    same = _hashes(tmp_path, ["7", "7.", "007", "9007199254740992", "9007199254740992.", "0", "-0", "0."])
    assert same[0] == same[1] == same[2]
    assert same[3] == same[4]
    assert same[5] == same[6] == same[7]
    large = [str((1 << 53) + 1), str((1 << 53) + 2), "-" + str((1 << 53) + 1), "1" + "0" * 30, "1" + "0" * 29 + "1"]
    assert len(set(_hashes(tmp_path, large))) == len(large)
