"""The root of all errors."""

from contract.errors import ErrorCode, ServiceError


def test_the_detail_is_one_line_whatever_is_in_it() -> None:
    error = ServiceError(ErrorCode.BAD_FILTER, "A sentence.", "at\n\t* DOT\r\nforged line \x1b[31mred\u2028\u202eend")
    assert error.detail == "at * DOT forged line [31mred end"
