"""How does hostile text stand where only plain text may: in one line of a terminal, a cell, an attribute?"""


def one_line(text: str) -> str:
    """Return the text fit for one line of a terminal: what would move the cursor or colour the screen spelled out.

    >>> one_line("two\\nlines, \\x1b[31mred")
    'two lines, \\\\x1b[31mred'
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in " ".join(text.split())
    )
