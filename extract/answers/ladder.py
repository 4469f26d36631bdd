"""Which JSON an answer holds: strict, fenced, inside prose, cut off, or broken and mended; the first rung that bears.

Nothing is closed that was cut, except the brackets around what is whole: a cut item is left over, never completed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from extract.answers.brackets import Block, blocks, fenced, last_whole
from extract.answers.repair import mend
from extract.answers.strict_json import decode, without_lone_surrogates
from extract.records import Problem

THOUGHT, THOUGHT_END = "<think>", "</think>"
MOST_BLOCKS = 20
"""Bracketed parts of a text that are looked into by the slower rungs, from the last."""


@dataclass(frozen=True, slots=True)
class Root:
    """The object that holds the items, and what had to be done to get at it."""

    fields: dict[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an answer."""

    root: Root | None = None
    """None where nothing could be read."""
    rest: str | None = None
    """What a cut answer has after its last whole part; None where nothing is missing."""
    in_list: bool = False
    """Whether the rest stands where the next element of a list would."""


AsRoot: TypeAlias = Callable[[Any], Root | None]
"""Finds the object that holds the items in a value, if the value is an answer at all."""


def read(answer: str, as_root: AsRoot) -> Reading:
    """Return what the answer holds; a rung is tried only where those above it bear nothing.

    An answer that was thought about first is what stands after the thought; of several, the last one counts.
    """
    text = without_lone_surrogates(answer).strip().removeprefix("\ufeff")
    whole = _strict([_inside_string(text)], as_root)
    if whole is not None:
        return Reading(whole)
    text = _after_thought(text)
    parts = blocks(text)
    closed = [block for block in parts if block.closed][-MOST_BLOCKS:]
    cut = [block for block in parts if not block.closed]
    found = (
        _strict(fenced(text), as_root)
        or _strict([block.text for block in parts if block.closed], as_root)
        or _lenient([block.text for block in closed], as_root)
    )
    if found is not None:
        return Reading(found)
    return _cut(cut, as_root) or _mended(closed, as_root) or _mended_cut(cut, as_root) or Reading()


def _inside_string(text: str) -> str:
    """Return what an answer holds that is itself a JSON string: some servers encode twice."""
    if not text.startswith('"'):
        return text
    try:
        inner = decode(text)
    except ValueError:
        return text
    return str(inner)


def _after_thought(text: str) -> str:
    if THOUGHT_END in text:
        return text.rpartition(THOUGHT_END)[2]
    return "" if text.lstrip().startswith(THOUGHT) else text


def _strict(
    candidates: list[str] | tuple[str, ...], as_root: AsRoot, *, control_characters: bool = False
) -> Root | None:
    """Return the last candidate that is an answer, noting where there are others that differ."""
    found = []
    for candidate in candidates:
        try:
            value = decode(candidate, control_characters=control_characters)
        except ValueError:
            continue
        root = as_root(value)
        if root is not None:
            found.append(root)
    if not found:
        return None
    last = found[-1]
    if all(root.fields == last.fields for root in found):
        return last
    return _noted(last, Problem("several-answers", "", f"the model gave {len(found)} answers; the last one was read"))


def _lenient(candidates: list[str], as_root: AsRoot) -> Root | None:
    root = _strict(candidates, as_root, control_characters=True)
    return root and _noted(root, Problem("repaired-json", "", "strings with raw line breaks or tabs were accepted"))


def _cut(candidates: list[Block], as_root: AsRoot) -> Reading | None:
    for block in candidates:
        cut = last_whole(block.text)
        nothing = block.deep or cut.whole == "[]"  # a bracket in prose is no empty answer
        root = None if nothing else _strict([cut.whole], as_root, control_characters=True)
        if root is not None:
            return Reading(root, cut.rest, cut.in_list)
    return None


def _mended(candidates: list[Block], as_root: AsRoot) -> Reading | None:
    for block in reversed(candidates):
        mended = mend(block)
        root = None if mended is None else as_root(mended[0])
        if mended is not None and root is not None:
            return Reading(_noted(root, *mended[1]))
    return None


def _mended_cut(candidates: list[Block], as_root: AsRoot) -> Reading | None:
    """Mend a broken answer that was cut as well: where it was cut cannot be told, so its last element is left over."""
    reading = _mended([replace(block, text=block.text.rstrip(" \n\r\t,")) for block in candidates], as_root)
    if reading is None or reading.root is None or not reading.root.fields:
        return None
    fields = dict(reading.root.fields)
    name, last = fields.popitem()
    if isinstance(last, list) and last:
        fields[name] = last[:-1]
        return Reading(replace(reading.root, fields=fields), str(last[-1]), in_list=True)
    return Reading(replace(reading.root, fields=fields), f"{name}: {last}")


def _noted(root: Root, *problems: Problem) -> Root:
    return replace(root, problems=(*root.problems, *problems))
