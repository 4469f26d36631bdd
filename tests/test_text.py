import pytest

from extract.text import fold, paragraphs, sentences


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Output rose 3.5 percent to 4,338.7 billion yuan.",
        "Jingfeng New Materials Co., Ltd. received a loan.",
        "BEIJING, Aug. 8, 2024, saw rain.",
        "Mr. Smith met Dr. J. R. Jones in Washington, D.C. yesterday.",
        "The U.S. Department of Energy paid.",
        "A U.S.-based firm won.",
        "It is the No. 1 project.",
        "See fig. 3 and pp. 4 to 5.",
        "Some, e.g. coal, i.e. fuel, remain.",
        "See www.x.cn and https://a.b/c.D?E=f.G for more.",
        "Write to Some.Body@x.com.cn today.",
        "Open Report.PDF or archive.tar.gz now.",
        "Steel, coal, etc. are sold.",
        "It rose ... and fell.",
        "Growth of 224 points ......",
        "At 9 a.m. on Monday it opened.",
        "1. Introduction",
        "Version 2.0.1 is out.",
        "The firm (Sun Corp.) grew.",
        "Price: $1.05.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert words(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One rose. Two fell.", ["One rose.", "Two fell."]),
        ("Shanxi industry.Combined with it.", ["Shanxi industry.", "Combined with it."]),
        ("It grew by 30%.The rest fell.", ["It grew by 30%.", "The rest fell."]),
        ("and “three circles”.In Shanxi", ["and “three circles”.", "In Shanxi"]),
        ('He said "no." She left.', ['He said "no."', "She left."]),
        ("He said “yes.” Then left.", ["He said “yes.”", "Then left."]),
        ("Steel, coal, etc. The rest is sold.", ["Steel, coal, etc.", "The rest is sold."]),
        ("It is in the U.S. The plan holds.", ["It is in the U.S.", "The plan holds."]),
        ("It ended in 2023. Output fell.", ["It ended in 2023.", "Output fell."]),
        ("It ended in 2023.Output fell.", ["It ended in 2023.", "Output fell."]),
        ("It fell... Then it rose.", ["It fell...", "Then it rose."]),
        ("Title\nBody here", ["Title", "Body here"]),
        ("Title\r\n\r\n Body", ["Title", "Body"]),
        ("Why? Because! So.", ["Why?", "Because!", "So."]),
        ("产值增长。出口下降！好", ["产值增长。", "出口下降！", "好"]),
        ("Really?Yes it is.", ["Really?", "Yes it is."]),
        ("He won industry. combined they lost.", ["He won industry.", "combined they lost."]),
        ("The industry.2023 was good.", ["The industry.", "2023 was good."]),
        ("See a@b.cn. Then go.", ["See a@b.cn.", "Then go."]),
        ("Is it no. The end.", ["Is it no.", "The end."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_are_split_where_they_end(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_sentences_of_hostile_text_take_linear_time() -> None:
    for text in ("." * 200_000, ". " * 100_000, "a." * 100_000, '"' * 200_000, "\x00\ud800." * 50_000, "@a." * 60_000):
        assert all(0 <= start < end <= len(text) for start, end in sentences(text))


def test_paragraphs_stand_between_blank_lines() -> None:
    text = " One.\nStill one.\r\n \r\nTwo.\n\n\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One.\nStill one.", "Two."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a  b\n\tc", "a b c"),
        ("a\u00a0b", "a b"),
        ("a\r\nb", "a b"),
        ("“so”", '"so"'),
        ("it’s", "it's"),
        ("3–5", "3-5"),
        ("−5", "-5"),
        ("The City", "the city"),
        ("Straße", "STRASSE"),
        ("ﬁnal", "final"),
        ("cafe\u0301", "café"),
        ("CAFÉ", "cafe\u0301"),
        ("in\u00addustry", "industry"),
        ("in\u200bdustry", "industry"),
        ("a \u200b b", "a b"),
        ("e\u0301X\u0301Y", "éx\u0301y"),
        ("２０ GW", "20 GW"),
        ("…", "..."),
        ("한", "\u1112\u1161\u11ab"),
        ("5 µm", "5 μm"),
    ],
)
def test_spelling_folds_away(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mW", "MW"),
        ("10 Mt", "10 mt"),
        ("kWh", "KWH"),
        ("5 M", "5 m"),
        ("5T", "5t"),
        ("20 °C", "20 °c"),
        ("10²", "102"),
        ("½", "1/2"),
        ("3½", "31/2"),
        ("①", "1"),
        ("10㎡", "10m2"),
        ("㎿", "㎽"),
        ("Ⅳ", "IV"),
        ("4.2", "4,2"),
        ("10 000", "10000"),
        ("5 Ω", "5 ω"),
    ],
)
def test_numbers_and_units_do_not_fold_away(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("A  “B”  c", '"b"', "“B”"),
        ("x ß y", "ss", "ß"),
        ("a ﬁne day", "fine", "ﬁne"),
        ("the cafe\u0301 in\u00addustry", "industry", "in\u00addustry"),
        ("the cafe\u0301 here", "café", "cafe\u0301"),
        ("İstanbul grew", "grew", "grew"),
        ("a\r\n\r\nb c", "b c", "b c"),
        ("\u200ba\u200b b", "a", "a"),
        ("20 GWh  of", "GWh of", "GWh  of"),
    ],
)
def test_a_folded_span_leads_back_to_the_original(text: str, part: str, original: str) -> None:
    folded = fold(text)
    start = folded.text.index(part)
    span = folded.span(start, start + len(part))
    assert text[span.start : span.end] == original


def test_half_of_a_ligature_leads_back_to_the_whole() -> None:
    folded = fold("a ﬀ b")
    assert folded.text == "a ff b"
    assert folded.span(2, 3) == folded.span(3, 4) == (2, 3)
