"""One pass over the bytes of a STEP file (ISO 10303-21:2016, clause 5 and 6): instances, references, hashes of the rest.

Everything here is compiled. It knows the syntax and a table of type names, but no schema and no meaning.

An instance's own hash covers its type and arguments but not the references' targets. Comments and white space do not
count; reals and integers enter by their decimal value, strings by their bytes (escapes of the same character that are
spelt otherwise are another string: a candidate more), keywords in upper case.
"""

from typing import Final

import numpy as np

from ifcdelta.compiled import compiled, mix, step

DONE: Final = 0
FULL: Final = 1
"""An output array is too short: call again with longer ones."""
CUT_OFF: Final = 2
"""The file ends inside a statement."""
DAMAGED: Final = 3
"""Neither instance nor keyword where a statement begins, or an instance that does not end as one."""

TABLE_SIZE: Final = 8192
"""Slots for type names by hash: a power of two, more than four times the names of the largest IFC schema."""
MOST_TYPES: Final = 4096
"""Type names of a schema and unknown ones together."""

_ONE: Final = np.uint64(1)
_BYTE: Final = np.uint64(8)
_SEVEN: Final = np.uint64(7)
_TEN: Final = np.uint64(10)
_EMPTY: Final = np.uint64(0)
_STRING: Final = np.uint64(0x5354_5249_4E47)
_NUMBER: Final = np.uint64(0x4E55_4D42_4552)
_NEGATIVE: Final = np.uint64(0x2D)
_WORD: Final = np.uint64(0x574F_5244)
_LONGEST_MANTISSA: Final = 18
_MOST_EXPONENT: Final = 1_000_000_000
_MOST_ID: Final = (1 << 62) // 10


@compiled
def blank(data, at, end):  # type: ignore[no-untyped-def]
    """Return where the next token begins, past white space and comments; `end` inside an open comment."""
    while at < end:
        if data[at] <= 32:
            at += 1
        elif data[at] == 47 and at + 1 < end and data[at + 1] == 42:  # /*
            at += 2
            while at + 1 < end and not (data[at] == 42 and data[at + 1] == 47):
                at += 1
            at = min(at + 2, end)
        else:
            break
    return at


@compiled
def quoted(data, at, end, state):  # type: ignore[no-untyped-def]
    """Hash a string from behind its opening mark (' or "); return where it is over (-1: never) and the state."""
    mark = data[at - 1]
    word, count = _EMPTY, _EMPTY
    while at < end:
        sign = data[at]
        at += 1
        if sign == mark:
            if at >= end or data[at] != mark:
                return at, mix(mix(state, word), count ^ _STRING ^ (np.uint64(mark) << np.uint64(56)))
            at += 1
        word = (word << _BYTE) | np.uint64(sign)
        count += _ONE
        if count & _SEVEN == _EMPTY:
            state = mix(state, word)
            word = _EMPTY
    return -1, state


@compiled
def keyword(data, at, end, state):  # type: ignore[no-untyped-def]
    """Hash letters, digits, _, - and ! in upper case; return where they are over and the state."""
    word, count = _EMPTY, _EMPTY
    while at < end:
        sign = data[at]
        if 97 <= sign <= 122:
            sign -= np.uint8(32)
        elif not (65 <= sign <= 90 or 48 <= sign <= 57 or sign in (95, 45, 33)):
            break
        word = (word << _BYTE) | np.uint64(sign)
        count += _ONE
        if count & _SEVEN == _EMPTY:
            state = mix(state, word)
            word = _EMPTY
        at += 1
    return at, mix(mix(state, word), count ^ _WORD)


@compiled
def exponent_of(data, at, end):  # type: ignore[no-untyped-def]
    """Read what follows an E; return where it is over and its value."""
    is_negative = at < end and data[at] == 45
    if at < end and data[at] in (43, 45):
        at += 1
    exponent = 0
    while at < end and 48 <= data[at] <= 57:
        exponent = min(exponent * 10 + (data[at] - 48), _MOST_EXPONENT)
        at += 1
    return at, -exponent if is_negative else exponent


@compiled
def number(data, at, end, state):  # type: ignore[no-untyped-def]
    """Hash an integer or real by its value: sign, digits without outer zeros, power of ten; return its end and the state."""
    is_negative = data[at] == 45
    if data[at] in (43, 45):
        at += 1
    mantissa, zeros, digits, power, is_fraction = _EMPTY, 0, 0, 0, False
    while at < end:
        sign = data[at]
        if sign == 46 and not is_fraction:
            is_fraction = True
        elif sign == 48:
            zeros += 1 if digits else 0
            power -= 1 if is_fraction else 0
        elif 49 <= sign <= 57:
            for _ in range(zeros):
                state, mantissa, digits = _digit(state, mantissa, digits, _EMPTY)
            state, mantissa, digits = _digit(state, mantissa, digits, np.uint64(sign - 48))
            zeros = 0
            power -= 1 if is_fraction else 0
        else:
            break
        at += 1
    if at < end and data[at] in (69, 101):
        at, exponent = exponent_of(data, at + 1, end)
        power += exponent
    if digits == 0:
        return at, mix(state, _NUMBER)
    state = mix(state, mantissa)
    state = mix(state, np.uint64(power + zeros) ^ _NUMBER)
    return at, step(state, np.uint8(45)) if is_negative else state


@compiled
def _digit(state, mantissa, digits, digit):  # type: ignore[no-untyped-def]
    if digits and digits % _LONGEST_MANTISSA == 0:
        state = mix(state, mantissa ^ _WORD)
        mantissa = _EMPTY
    return state, mantissa * _TEN + digit, digits + 1


@compiled
def step_id(data, at, end):  # type: ignore[no-untyped-def]
    """Read the digits of an instance name; return where they are over and the number (-1: none, or beyond 2**62)."""
    number_, first = 0, at
    while at < end and 48 <= data[at] <= 57:
        if number_ > _MOST_ID:
            number_ = -1
        elif number_ >= 0:
            number_ = number_ * 10 + (data[at] - 48)
        at += 1
    return at, number_ if at > first else -1


@compiled
def token(data, at, end, state):  # type: ignore[no-untyped-def]
    """Hash one token that is no reference, comma or bracket; return where it is over (-1: never) and the state."""
    sign = data[at]
    if sign in (39, 34):
        return quoted(data, at + 1, end, state)
    if 48 <= sign <= 57 or sign in (43, 45):
        return number(data, at, end, state)
    if 65 <= sign <= 90 or 97 <= sign <= 122 or sign in (33, 95):
        return keyword(data, at, end, state)
    return at + 1, step(state, sign)


@compiled
def arguments(data, at, end, state, skipped, unordered, refs, attributes, count):  # type: ignore[no-untyped-def]
    """Scan an instance's arguments from their opening bracket.

    `skipped` and `unordered` have a bit for each attribute that does not enter the hash, or is a set. References go to
    `refs` and, with their attribute's index, to `attributes`, from `count` on. Returns where the arguments are over
    (-1: never), the state, the identity (the hash of a skipped first attribute), the new `count`.
    """
    depth, attribute, bit, identity = 0, 0, _ONE, _EMPTY
    while at < end and count < refs.size:
        sign = data[at]
        is_heard = skipped & bit == _EMPTY
        is_set = unordered & bit != _EMPTY and depth > 1
        if sign <= 32 or sign == 47:
            after = blank(data, at, end)
            at = after if after > at else at + 1
        elif sign == 35 and at + 1 < end and 48 <= data[at + 1] <= 57:
            at, refs[count] = step_id(data, at + 1, end)
            attributes[count] = min(attribute, 255)
            count += 1
            state = step(state, sign) if is_heard and not is_set else state
        elif sign == 40:
            depth += 1
            at += 1
            state = step(state, sign) if is_heard else state
        elif sign == 41:
            depth -= 1
            at += 1
            if depth == 0:
                return at, mix(state, _WORD), identity, count
            state = step(state, sign) if is_heard else state
        elif sign == 44:
            at += 1
            if depth == 1:
                attribute += 1
                bit = bit << _ONE if attribute < 63 else _EMPTY
                state = step(state, sign)
            elif is_heard and not is_set:
                state = step(state, sign)
        elif sign == 59:
            return -2, state, identity, count
        else:
            first = at
            at, heard = token(data, at, end, state if is_heard else _NUMBER)
            if is_heard:
                state = heard
            elif attribute == 0 and sign == 39 and at - first > 2:
                identity = heard
            if at < 0:
                return -1, state, identity, count
    return -1, state, identity, count


@compiled
def statement(data, at, end):  # type: ignore[no-untyped-def]
    """Return where a statement that is no instance is over, behind its semicolon; -1 where the file ends in it."""
    while at < end:
        sign = data[at]
        if sign == 59:
            return at + 1
        if sign in (39, 34):
            at, _ = quoted(data, at + 1, end, _EMPTY)
            if at < 0:
                return -1
        elif sign == 47:
            at = max(blank(data, at, end), at + 1)
        else:
            at += 1
    return -1


@compiled
def slot_of(hashes, kinds, name):  # type: ignore[no-untyped-def]
    """Return the slot of a type name in the open-addressed table: its own or the free one where it belongs."""
    slot = np.int64(name & np.uint64(TABLE_SIZE - 1))
    while kinds[slot] >= 0 and hashes[slot] != name:
        slot = (slot + 1) & (TABLE_SIZE - 1)
    return slot


@compiled
def scan(data, hashes, kinds, masks, known, out, refs, attributes, statements):  # type: ignore[no-untyped-def]
    """Scan a whole file.

    `hashes`/`kinds` are the table of type names, `masks` uint64[types, 2] the skipped and the unordered attributes,
    `known` the number of names in it. `out` is (ids, starts, ends, types, own hashes, identities, first references),
    `refs` and `attributes` hold the references, `statements` int64[m, 2] the spans of what is no instance.
    Returns (state, offset, instances, references, statements, types); types from `known` on are not in the schema, in
    the order of their first instances.
    """
    ids, starts, ends, types, own, identities, first_refs = out
    at, end, rows, count, others = 0, data.size, 0, 0, 0
    while True:
        at = blank(data, at, end)
        if at >= end:
            return DONE, at, rows, count, others, known
        if rows + 1 >= ids.size or count >= refs.size or others >= len(statements) or known >= MOST_TYPES:
            return FULL, at, rows, count, others, known
        start = at
        if data[at] != 35:
            at = statement(data, at, end)
            if at < 0:
                return CUT_OFF, start, rows, count, others, known
            statements[others, 0], statements[others, 1] = start, at
            others += 1
            continue
        at, ids[rows] = step_id(data, at + 1, end)
        at = blank(data, at, end)
        if ids[rows] < 0 or (at < end and data[at] != 61):
            return DAMAGED, start, rows, count, others, known
        at = blank(data, at + 1, end)
        at, name = keyword(data, at, end, _EMPTY)
        at = blank(data, at, end)
        slot = slot_of(hashes, kinds, name)
        if kinds[slot] < 0:
            hashes[slot], kinds[slot] = name, known
            known += 1
        kind = kinds[slot]
        first_refs[rows] = count
        if at < end and data[at] != 40:
            return DAMAGED, start, rows, count, others, known
        at, state, identity, count = arguments(
            data, at, end, name, masks[kind, 0], masks[kind, 1], refs, attributes, count
        )
        if count >= refs.size:
            return FULL, start, rows, count, others, known
        if at < 0:
            return CUT_OFF if at == -1 else DAMAGED, start, rows, count, others, known
        ends[rows] = at
        at = blank(data, at, end)
        if at >= end or data[at] != 59:
            return CUT_OFF if at >= end else DAMAGED, start, rows, count, others, known
        at += 1
        starts[rows], types[rows], own[rows], identities[rows] = start, kind, state, identity
        rows += 1
        first_refs[rows] = count
