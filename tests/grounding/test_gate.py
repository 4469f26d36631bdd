import pytest

from extract.grounding.gate import Wording, difference
from extract.quantities import expressions


def differs(stated: str, quoted: str, *, blind: bool = False) -> str | None:
    """Compare two wordings; a blind reader sees no numbers."""
    return difference(*(Wording(text, () if blind else expressions(text)) for text in (stated, quoted)))


@pytest.mark.parametrize(
    ("stated", "quoted"),
    [
        ("output rose 5%", "production rose 5 percent"),
        ("7 billion yuan", "7 billion yuan in all"),
        ("it paid 4,338.7 billion yuan", "it has paid 4338.7 billion yuan"),
        ("6.45 million metric tons", "6.45 million tonnes"),
        ("without loss", "with no loss"),
        ("does not go", "doesn't go"),
        ("more than 30 firms", "over 30 firms"),
        ("5 MW of wind", "5 MW wind"),
        ("sold in May", "sold"),
    ],
)
def test_the_same_is_said_in_other_words(stated: str, quoted: str) -> None:
    assert differs(stated, quoted) is None


@pytest.mark.parametrize(
    ("stated", "quoted", "reason"),
    [
        ("sold for $4.2 billion", "sold for $9.2 billion", "the text says $4.2 billion, the quote says $9.2 billion"),
        ("grew 5%", "grew", "the text says 5%, the quote says nothing of it"),
        ("grew", "grew 5%", "the text says nothing of it, the quote says 5%"),
        ("5% and 5%", "5%", "the text says 5%, the quote says nothing of it"),
        ("at 10:30", "at 10:45", "the text says 10:30, the quote says 10:45"),
        ("did not go", "did go", "the text says not, the quote says nothing of it"),
        ("didn’t go", "did go", "the text says not, the quote says nothing of it"),
        ("non-ferrous", "ferrous", "the text says not, the quote says nothing of it"),
        ("output rose", "output fell", "the text says rose, the quote says fell"),
        ("output fell", "output rose", "the text says fell, the quote says rose"),
        ("less than half", "more than half", "the text says less, the quote says more"),
        ("until spring", "after spring", "the text says until, the quote says after"),
        ("held in May", "held in June", "the text says May, the quote says Jun"),
        ("sold", "sold in May", "the text says nothing of it, the quote says May"),
    ],
)
def test_the_difference_is_named(stated: str, quoted: str, reason: str) -> None:
    assert differs(stated, quoted) == reason


@pytest.mark.parametrize(
    ("stated", "quoted"),
    [
        ("4.2 tons", "9.2 tons"),
        ("4,200 tons", "4,900 tons"),
        ("a fall of -3", "a fall of 3"),
        ("a fall of −3", "a fall of +3"),
        ("4 million", "4 billion"),
        ("10² m", "102 m"),
        ("5½", "5"),
        ("20 MW", "20 mW"),
        ("20 GW", "20 GWh"),
        ("5 m", "5 M"),
        ("yuan per kWh", "yuan per MWh"),
    ],
)
def test_a_difference_is_seen_even_where_the_reader_sees_no_number(stated: str, quoted: str) -> None:
    assert differs(stated, quoted, blind=True)


@pytest.mark.parametrize(("stated", "quoted"), [("3−5 tons", "3-5 tons"), ("−3 tons", "-3 tons"), ("−$3", "-$3")])
def test_dashes_and_minus_signs_are_the_same(stated: str, quoted: str) -> None:
    assert differs(stated, quoted, blind=True) is None
