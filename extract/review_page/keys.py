"""Which key does what? The one table: buttons, the help screen and the script all take it from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Where: TypeAlias = Literal["decide", "say", "move", "form"]
"""The part of the help screen that a key belongs to."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does, with the button that does it for a mouse."""

    name: str
    keys: tuple[str, ...]
    """As the browser names them in `KeyboardEvent.key`, with `Control+` before them where it is held."""
    label: str
    """What stands on the button."""
    does: str
    """What the help screen says."""
    where: Where
    action: str = ""
    """What the script does; nothing where the button is a link."""
    verdict: str = ""

    @property
    def data(self) -> str:
        """Return the keys as `data-key` holds them."""
        return " ".join(self.keys)

    @property
    def aria(self) -> str:
        """Return the keys as `aria-keyshortcuts` holds them.

        >>> BY_NAME["next"].aria
        'J ArrowRight'
        """
        return " ".join(key.upper() if key.isalpha() and len(key) == 1 else key for key in self.keys)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the keys as a person reads them.

        >>> BY_NAME["next"].shown, BY_NAME["save"].shown
        (('j', '→'), ('Ctrl+Enter',))
        """
        return tuple(_SHOWN.get(key, key) for key in self.keys)


_SHOWN = {"ArrowRight": "→", "ArrowLeft": "←", "Escape": "Esc", "Control+Enter": "Ctrl+Enter"}

KEYS: tuple[Key, ...] = (
    Key("first", ("1",), "A is right", "Side A is right", "decide", "decide", "a"),
    Key("second", ("2",), "B is right", "Side B is right", "decide", "decide", "b"),
    Key("both", ("3",), "Both", "Both sides are right", "decide", "decide", "both"),
    Key(
        "neither",
        ("4",),
        "Neither",
        "Neither side is right; nothing is put in their place",
        "decide",
        "decide",
        "neither",
    ),
    Key("edit", ("e",), "Edit", "Write what belongs there", "decide"),
    Key("skip", ("s",), "Skip", "Leave it for later; it comes back last", "decide", "decide", "skip"),
    Key(
        "alike",
        ("b",),
        "Same difference",
        "Decide all open items with the same difference together, where there are others",
        "decide",
    ),
    Key("undo", ("u",), "Undo", "Take your last decision or remark back, as often as you like", "decide", "undo"),
    Key("redo", ("r",), "Redo", "Bring back what you undid last", "decide", "redo"),
    Key("comment", ("c",), "Comment", "Write a comment; it decides nothing", "say", "open", "comment"),
    Key("flag", ("f",), "Flag", "Flag that the guidelines do not settle this", "say", "open", "flag"),
    Key("undecided", ("n",), "Next open", "Go to the next item that is not decided", "move"),
    Key("next", ("j", "ArrowRight"), "Next", "Go to the next item", "move"),
    Key("previous", ("k", "ArrowLeft"), "Previous", "Go to the item before", "move"),
    Key("whole", (".",), "Whole document", "Show the whole document, or the words around alone", "move"),
    Key("help", ("?",), "Keys", "Show this page", "move"),
    Key("leave", ("Escape",), "Close", "Leave a field, a form or this page", "form", "leave"),
    Key("save", ("Control+Enter",), "Save", "Save the form", "form", "save"),
)
BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}

PARTS: Mapping[Where, str] = {
    "decide": "Decide",
    "say": "Say something about it",
    "move": "Move",
    "form": "In a form",
}
"""The parts of the help screen, in its order."""
