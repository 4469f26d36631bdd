"""Who says a claim, whom it is about, and how it reads on its own."""

import pytest

from extract.rules.body import body_sentences
from extract.rules.claims import ReadClaim, claims


def read(text: str) -> list[ReadClaim]:
    return claims(text, None, body_sentences(text))


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Exports have risen.", [None]),
        ("Lina Berg, head of the office, said that exports rose.", ["Lina Berg, head of the office"]),
        ("“We want to grow again,” said Lina Berg, the mayor.", ["Lina Berg, the mayor"]),
        ("Exports have risen, the council announced on Monday.", ["council"]),
        ("According to the Chamber of Commerce, exports have risen.", ["Chamber of Commerce"]),
        ("According to the latest statistics, exports have risen.", [None]),
        ("It is reported that exports have risen.", [None]),
        ("Statistics show that exports have risen.", [None]),
        ("Our county is clear that trade should grow.", [None]),
        ("The reporter learned from the Trade Office (north) that exports have risen.", ["Trade Office"]),
        ("The reporter learned that exports have risen.", [None]),
        ("The mayor noted that exports rose and stressed that prices fell.", ["mayor", "mayor"]),
        ("The mayor welcomed the deal and stressed that prices will fall.", [None, "mayor"]),
        ("However, the mayor said that prices will fall.", ["mayor"]),
        ("This shows that prices will fall.", [None]),
        ("Stressed that prices will fall.", [None]),
        ("“We sold 90 boats”, said Lina Berg, 54, who runs a yard.", ["Lina Berg", None]),
        (
            "Lina Berg, the mayor, said that exports rose. Prices will fall, she added.",
            ["Lina Berg, the mayor", "Lina Berg"],
        ),
        ("Prices will fall, she added.", ["she"]),
        ("Exports shrank by 9 percent, the province claims.", ["province"]),
        ("The town's added value has risen.", [None]),
        ("The yard's industrial added value above 5 million francs increased.", [None]),
    ],
)
def test_a_claim_has_the_speaker_that_the_sentence_names(text: str, speakers: list[str | None]) -> None:
    assert [claim.speaker for claim in read(text)] == speakers


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Northport opened in May. It has three cranes.", ["Northport", "Northport"]),
        ("Ash County grew. The county sells tea.", ["Ash County", "Ash County"]),
        ("Ash County grew. The county's exports rose.", ["Ash County", "Ash County's exports"]),
        ("Ash County grew. Its exports rose.", ["Ash County", "Ash County's exports"]),
        (
            "Ash County grew. Trade in tea rose. Its exports fell.",
            ["Ash County", "Trade in tea", "Ash County's exports"],
        ),
        ("The city of Northport grew. The city sells tea.", ["Northport", "Northport"]),
        (
            "The North (national) Trade and Development Zone grew. The zone sells tea.",
            ["The North (national) Trade and Development Zone", "North (national) Trade and Development Zone"],
        ),
        ("Firms left the North Trade Zone. The trade zone sells tea.", ["Firms", "North Trade Zone"]),
        ("In Northport, the city opened a park.", ["Northport"]),
        ("Ash County in the north has grown.", ["Ash County"]),
        ("The mill, which opened in 1990, has closed.", ["The mill", "The mill"]),
        ("The firm owns a mill, which is small.", ["The firm", "a mill"]),
        ("Projects such as dams have begun.", ["Projects"]),
        ("Lina Berg, the mayor, said that exports rose. She wants to resign.", ["exports", "Lina Berg"]),
        ("Not only has the town built roads.", ["the town"]),
        ("The district sells tea. The firm makes paper.", ["The district", "The firm"]),
        ("Firms grew. The trade zone sells tea.", ["Firms", "The trade zone"]),
        ("Build roads.", ["the document"]),
        ("There are 20 rows of trees in the park.", ["20 rows of trees"]),
        ("There are trees.", ["trees"]),
        ("Ash County grew. Recently has expanded.", ["Ash County", "Ash County"]),
        ("- Ash County has grown.", ["Ash County"]),
        ("The mill closed. Norvia said it expects to cut costs.", ["The mill", "Norvia"]),
        ("“We want to grow again,” said Lina Berg, the mayor.", ["Lina Berg"]),
        ("Ash County grew. Norvia said that tea sold well and it sold wool.", ["Ash County", "tea", "tea"]),
        (
            "Ash has hills. Firms left Ash County. Trade in tea rose. Its exports fell.",
            ["Ash", "Firms", "Trade in tea", "Ash County's exports"],
        ),
    ],
)
def test_a_claim_is_about_its_subject_or_what_that_stands_for(text: str, subjects: list[str]) -> None:
    assert [claim.subject for claim in read(text)] == subjects


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Exports rose, and imports fell.", ["Exports rose.", "Imports fell."]),
        (
            "Ash County will build roads and expand trade.",
            ["Ash County will build roads.", "Ash County will expand trade."],
        ),
        (
            "Ash County has built roads and opened schools.",
            ["Ash County has built roads.", "Ash County has opened schools."],
        ),
        ("Ash County grew. It sells tea.", ["Ash County grew.", "Ash County sells tea."]),
        ("Trade grew, ranking first.", ["Trade grew.", "Trade ranks first."]),
        ("Trade grew, driven by the steel mills.", ["Trade grew.", "Trade was driven by the steel mills."]),
        ("The firm owns a mill, which is small.", ["The firm owns a mill.", "A mill is small."]),
        (
            "Trade grew. Build roads, and expand the port.",
            ["Trade grew.", "Trade will build roads.", "Trade will expand the port."],
        ),
        (
            "The implementation of the plan, to attract firms, build parks.",
            ["The implementation of the plan.", "The document will attract firms.", "The document will build parks."],
        ),
        ("Trade grew, steadily spurring growth.", ["Trade grew.", "Trade steadily spurs growth."]),
        ("Trade grew, quickly gladdening everyone.", ["Trade grew.", "Trade quickly gladdens everyone."]),
    ],
)
def test_a_statement_stands_on_its_own(text: str, statements: list[str]) -> None:
    assert [claim.statement for claim in read(text)] == statements


def test_an_adverb_between_commas_breaks_off_nothing() -> None:
    (claim,) = read("Output, however, dropped by 9 million kilos.")
    assert claim.statement == "Output, however, dropped by 9 million kilos."
    assert claim.subject == "Output"
