"""What tests show of texts: characters that HTML, the eye or an offset loses, and the text that `toy_gold` labels."""

from toy_gold import labelled

HARD = [
    *("a", "Z", "5", " ", "\n", "\t", "\r", "\r\n", "\x00", "\x1b", "\x7f", "\x85", "\xad", "e\u0301", "\u0301"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2066", "\u2069", "\u2028", "\ufeff", "\ud83d", "\udc00"),
    *("\U0001f4b6", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\ufe0f", "\u4e2d"),
    *(
        "\u0645\u06cc\u200c\u062e",
        "<b>",
        "&amp;",
        "&#13;",
        '"',
        "'",
        "</mark>",
        "<!--",
        ". The ",
        "\U000e0041",
        "\uffff",
    ),
]


def labelled_text() -> str:
    """Return a text that has the words of all labels at their places."""
    letters = list("so it is and so it was. " * 21)
    for one in (one for many in labelled().values() for one in many):
        letters[one["span"][0] : one["span"][1]] = one["quote"]
    return "".join(letters)
