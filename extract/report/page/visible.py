"""How do characters show that a browser would swallow, or obey?"""

import re

# C0 and C1 controls but tab and line breaks, DEL, bidirectional embeddings, overrides and isolates, lone surrogates.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return the text with every character spelled out that would vanish, reorder its surroundings or break UTF-8.

    What is left of bidirectional text is the letters' own direction.

    >>> visible("a\\0b \\u202efdp.exe"), visible("two\\nlines")
    ('a⟨U+0000⟩b ⟨U+202E⟩fdp.exe', 'two\\nlines')
    """
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)
