"""Which key does what, on the buttons, on the help screen and in the script?"""

import re
from importlib.resources import files

import pytest

from extract.review_page.keys import BY_NAME, KEYS, PARTS

RESERVED = {
    "Backspace", "Delete", "Tab", "Enter", " ", "Space", "F1", "F3", "F5", "F6", "F11", "F12", "/", "'", "Alt",
    *(f"Control+{letter}" for letter in "acdfhjklnoprstuvwxz0123456789"), "Home", "End", "PageUp", "PageDown",
}  # fmt: skip
"""What browsers, or people who move without a mouse, use for something else."""


def pressed() -> list[str]:
    return [one for key in KEYS for one in key.keys]


def test_no_key_does_two_things() -> None:
    assert len(pressed()) == len(set(pressed()))
    assert len(BY_NAME) == len(KEYS)


def test_no_key_is_one_that_browsers_keep_for_themselves() -> None:
    assert not {one.lower() for one in RESERVED} & {one.lower() for one in pressed()}


def test_only_saving_takes_a_second_key() -> None:
    assert [key.name for key in KEYS if any("+" in one for one in key.keys)] == ["save"]


@pytest.mark.parametrize(
    ("pressed", "name"),
    [
        ("1", "first"), ("2", "second"), ("3", "both"), ("4", "neither"), ("e", "edit"), ("s", "skip"), ("u", "undo"),
        ("r", "redo"), ("c", "comment"), ("f", "flag"), ("n", "undecided"), ("j", "next"), ("ArrowRight", "next"),
        ("k", "previous"), ("ArrowLeft", "previous"), (".", "whole"), ("b", "alike"), ("?", "help"),
        ("Escape", "leave"), ("Control+Enter", "save"),
    ],
)  # fmt: skip
def test_the_keys_are_those_of_the_manual(pressed: str, name: str) -> None:
    assert pressed in BY_NAME[name].keys


def test_two_keys_for_one_thing_stand_side_by_side() -> None:
    assert BY_NAME["next"].data == "j ArrowRight"
    assert BY_NAME["next"].aria == "J ArrowRight"


def test_every_key_has_a_place_on_the_help_screen() -> None:
    assert {key.where for key in KEYS} == set(PARTS)


def test_the_script_holds_no_table_of_its_own() -> None:
    script = (files("extract.review_page") / "static" / "review.js").read_text(encoding="utf-8")
    script = script.replace('"X-Extract-Fragment": "1"', "")
    said = set(re.findall(r"""["'`]([^"'`\s]{1,14})["'`]""", script))
    assert said & set(pressed()) <= {"Escape", "Control+Enter"}  # what works in fields too
