"""Where JSON begins and ends in a text, and where a cut one was last whole; linear in the text's length."""

import re
from dataclasses import dataclass

DEEPEST = 100
"""Levels of nesting that are followed; an answer has three or four."""

# A string always matches, closed or cut off, so that no place is read twice.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_BRACKET = re.compile(_STRING + r"|[{}\[\]]", re.DOTALL)
_BRACKET_OR_COMMA = re.compile(_STRING + r"|[{}\[\],]", re.DOTALL)
_OPENING = re.compile(r"[{\[]")
_CLOSING = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Block:
    """An outermost pair of brackets with what it holds."""

    text: str
    closed: bool
    deep: bool = False
    """Nested beyond `DEEPEST`: nothing more is looked for in it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a cut text is whole, with its brackets closed, and what is left over."""

    whole: str
    rest: str
    in_list: bool
    """Whether the rest stands where the next element of a list would."""


def fenced(text: str) -> tuple[str, ...]:
    """Return what stands between pairs of code fences, the language's name left out.

    >>> fenced("So: ```json\\n{}\\n``` and ```[]```")
    ('{}', '[]')
    """
    inside = text.split("```")[1::2]
    return tuple(re.sub(r"\A\s*[A-Za-z0-9]*\s*(?=[{\[])", "", part).strip() for part in inside)


def blocks(text: str) -> tuple[Block, ...]:
    """Return the outermost bracketed parts of the text in order; the last may be cut off.

    >>> blocks('See {this}: [1, "]"] and {"a": ')
    (Block(text='{this}', closed=True, deep=False), Block(text='[1, "]"]', closed=True, deep=False), \
Block(text='{"a": ', closed=False, deep=False))
    """
    found = []
    position = 0
    while opening := _OPENING.search(text, position):
        block = _block(text, opening.start())
        found.append(block)
        position = opening.start() + len(block.text)
    return tuple(found)


def _block(text: str, start: int) -> Block:
    depth = 0
    deep = False
    for token in _BRACKET.finditer(text, start):
        mark = token[0]
        if mark in _CLOSING:
            depth += 1
            deep = deep or depth > DEEPEST
        elif mark in ("}", "]"):
            depth -= 1
            if depth == 0:
                return Block(text[start : token.end()], closed=True, deep=deep)
    return Block(text[start:], closed=False, deep=deep)


def last_whole(text: str) -> Cut:
    """Return the text up to its last whole element or field, closed; the text begins with a bracket and is cut off.

    Only fields of the root and elements of its lists count as whole: an item that was cut is never closed.

    >>> last_whole('{"claims": [{"a": 1}, {"a": [2], "b')
    Cut(whole='{"claims": [{"a": 1}]}', rest=', {"a": [2], "b', in_list=True)
    """
    stack: list[str] = []
    end, closing, in_list = 0, "", False
    for token in _BRACKET_OR_COMMA.finditer(text):
        mark = token[0]
        if mark in _CLOSING:
            stack.append(mark)
        elif mark in ("}", "]"):
            stack.pop()
        elif mark != ",":
            continue
        if stack in (["{"], ["["], ["{", "["]):
            end = token.start() if mark == "," else token.end()
            closing = "".join(_CLOSING[opened] for opened in reversed(stack))
            in_list = stack[-1] == "["
    return Cut(text[:end] + closing, text[end:], in_list)
