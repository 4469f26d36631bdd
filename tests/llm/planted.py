"""What a faultless model says about documents that were written for it: their items are known from their words."""

import random
import re
from typing import Any

_MAKERS = ("mill", "quarry", "foundry", "brewery", "dairy", "port", "mine", "refinery", "shipyard", "orchard")
_GOODS = ("steel", "gravel", "copper", "barley", "butter", "timber", "coal", "cement", "cotton", "fruit")
_WHO = ("Residents", "Teachers", "Fishermen", "Two of the councillors", "Engineers from the coast", "Visitors")
_DID = ("asked for a second bridge", "welcomed the new timetable", "spoke against the plan", "kept a garden behind it")
_WHEN = ("last winter", "before the rain came", "in 2019", "after a long restoration", "while the valley stayed dry")
_PARAGRAPH = 4
"""Sentences."""
_SENTENCE = re.compile(r"The (\w+) exported ((\d+) tonnes) of (\w+)(?=\.)")
_DOCUMENT = re.compile(r"<document>\n?(.*?)\n?</document>", re.DOTALL)


def planted_text(number: int, pairs: int = 4, length: int = 0) -> str:
    """Return document `number`, of at least `length` characters: a claim with a figure in it for each of `pairs`."""
    choices = random.Random(number)
    makers, goods = choices.sample(_MAKERS, pairs), choices.sample(_GOODS, pairs)
    tonnes = choices.sample(range(102, 988), pairs)
    sentences = [f"The {a} exported {n} tonnes of {b}." for a, n, b in zip(makers, tonnes, goods, strict=True)]
    while sum(map(len, sentences)) + len(sentences) < length:
        who, did, when = choices.choice(_WHO), choices.choice(_DID), choices.choice(_WHEN)
        sentences.insert(choices.randint(0, len(sentences)), f"{who} of the {choices.choice(makers)} {did} {when}.")
    starts = range(0, len(sentences), _PARAGRAPH)
    return "\n\n".join(" ".join(sentences[start : start + _PARAGRAPH]) for start in starts)


def faultless(text: str) -> dict[str, Any]:
    """Return the whole answer about a planted text, as the built-in response model has it."""
    found = list(_SENTENCE.finditer(text))
    return {"claims": [_claim(one) for one in found], "figures": [_figure(one) for one in found]}


def document_in(messages: list[dict[str, Any]]) -> str:
    """Return the document that a conversation is about, the empty string where there is none."""
    for message in messages:
        found = _DOCUMENT.findall(str(message.get("content") or "")) if message.get("role") == "user" else []
        if found:
            return str(found[-1])
    return ""


def _claim(one: re.Match[str]) -> dict[str, Any]:
    subject = f"the {one[1]}"
    return {
        "quote": one[0],
        "statement": f"{one[0]}.",
        "subject": subject,
        "speaker": None,
        "kind": "fact",
        "period": None,
    }


def _figure(one: re.Match[str]) -> dict[str, Any]:
    return {
        "quote": one[2],
        "value": one[3],
        "upper": None,
        "unit": "t",
        "comparator": "=",
        "trend": "level",
        "status": "actual",
        "measure": f"exports of {one[4]}",
        "entity": f"the {one[1]}",
        "period": None,
    }
