"""Whether numbers are read in every form that news writes them in: digits, words, fractions, scales, signs, money."""

from decimal import Decimal

import pytest

from extract.quantities import figures

Reading = tuple[str | None, str | None, str | None]


def readings(text: str) -> list[Reading]:
    def plain(value: Decimal | None) -> str | None:
        return None if value is None else format(value.normalize(), "f")

    return [(plain(q.value), plain(q.upper), q.unit) for q in figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit"),
    [
        # digits and their grouping
        ("It cost 12,34,567 rupees.", "1234567", None, "INR"),
        ("It cost 1'234'567 francs.", "1234567", None, "CHF"),
        ("It has 1\u00a0234\u202f567 people.", "1234567", None, "count"),
        ("It has 12 345 678 people.", "12345678", None, "count"),
        ("It has 10 000 people.", "10000", None, "count"),
        ("It grew .5 percent.", "0.5", None, "%"),
        ("It weighs 1.5e3 kg.", "1500", None, "kg"),
        ("It weighs 6.02 x 10^-2 kg.", "0.0602", None, "kg"),
        ("It weighs 5e-1 kg.", "0.5", None, "kg"),
        ("It hit 97..8%.", None, None, "%"),
        ("It hit 1,23,4567 yuan.", None, None, "CNY"),
        # signs
        ("It was −5.3%.", "-5.3", None, "%"),
        ("It was minus 5 degrees Celsius.", "-5", None, "Cel"),
        ("It lost -$5 million.", "-5000000", None, "USD"),
        ("The result was $(1.2) million.", "-1200000", None, "USD"),
        ("It moved plus or minus 3 percentage points.", "3", None, "pp"),
        # words
        ("It was one hundred and five point three percent.", "105.3", None, "%"),
        ("It was two million five hundred thousand tons.", "2500000", None, "t"),
        ("Three and a half billion dollars went.", "3500000000", None, "USD"),
        ("It took two-and-a-half years.", "2.5", None, "a"),
        ("It took an hour and a half.", "1.5", None, "h"),
        ("It took half an hour.", "0.5", None, "h"),
        ("It took three quarters of an hour.", "0.75", None, "h"),
        ("It took 4 1/2 hours.", "4.5", None, "h"),
        ("It took 2½ hours.", "2.5", None, "h"),
        ("A quarter of a million people came.", "250000", None, "count"),
        ("Half a dozen people came.", "6", None, "count"),
        ("It took two decades.", "20", None, "a"),
        # scales
        ("It made 30 ten thousand yuan.", "300000", None, "CNY"),
        ("It made 5.6 hundred million yuan.", "560000000", None, "CNY"),
        ("It is a hundred-billion-yuan park.", "100000000000", None, "CNY"),
        ("It cost Rs 1.5 lakh crore.", "1500000000000", None, "INR"),
        ("It made €3.4bn.", "3400000000", None, "EUR"),
        ("It owes $3k.", "3000", None, "USD"),
        ("It has 5m tonnes.", "5000000", None, "t"),
        ("It is 5m tall.", "5", None, "m"),
        ("It has 10k users.", "10000", None, "count"),
        # fractions, multiples
        ("Two-thirds of it went.", "66.67", None, "%"),
        ("One in four left.", "25", None, "%"),
        ("Three out of five left.", "60", None, "%"),
        ("One in 40,000 has it.", "0.0025", None, "%"),
        ("It rose sixfold.", "6", None, "times"),
        ("It is 2.3 times as big.", "2.3", None, "times"),
        ("It halved.", "50", None, "%"),
        ("Rates rose half a point.", "0.5", None, "pp"),
        # ranges
        ("It costs US$89 to $93 billion.", "89000000000", "93000000000", "USD"),
        ("It costs 5 to 10 cents.", "0.05", "0.1", "USD"),
        ("It grew 5%-6%.", "5", "6", "%"),
        ("It grew 24.2 to 33 percent.", "24.2", "33", "%"),
        ("Two or three people came.", "2", "3", "count"),
        ("It spans from 3 to 5 kilometres.", "3", "5", "km"),
        # money
        ("It paid HK$2 million.", "2000000", None, "HKD"),
        ("It paid RMB 3.2 billion.", "3200000000", None, "CNY"),
        ("A Chinese firm paid ¥500.", "500", None, "CNY"),
        ("It paid ¥500.", "500", None, "JPY"),
        ("It paid 500 pesos.", "500", None, None),
        ("It costs 95p.", "0.95", None, "GBP"),
        ("It paid 9,000 pounds in rent.", "9000", None, "GBP"),
        ("It weighs 9,000 pounds.", "9000", None, "lb"),
        ("It paid 5 billion won.", "5000000000", None, "KRW"),
        ("It paid $5-a-share.", "5", None, "USD/share"),
        # rates
        ("It makes 2,000 tons of steel a year.", "2000", None, "t/a"),
        ("Each uses 142 litres per person per day.", "142", None, "L/d"),
        ("It does 17 km/s.", "17", None, "km/s"),
        ("It sees 90 patients a day.", "90", None, "count/d"),
    ],
)
def test_a_number_is_read_in_each_of_its_forms(
    text: str, value: str | None, upper: str | None, unit: str | None
) -> None:
    assert readings(text) == [(value, upper, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "In the text that is 1.234.567,8 euros it cost 4.338 euros.",
        "It lost 1.234,5 euros, then 4.338 euros.",
    ],
)
def test_a_document_that_proves_decimal_commas_is_read_with_them(text: str) -> None:
    assert readings(text)[-1] == ("4338", None, "EUR")


def test_brackets_are_no_minus_where_the_document_does_not_write_losses_so() -> None:
    assert readings("It paid 7 billion yuan ($1.05 billion).")[-1] == ("1050000000", None, "USD")


@pytest.mark.parametrize(
    "text",
    [
        "It was the first of three quarters of 2023.",
        "The 1990s and the mid-30s passed.",
        "On the 5th of May and on 6 May it opened.",
        "Between May 3 and 4 it closed.",
        "It starts at 9 a.m., 10 o'clock and 1500 GMT.",
        "See page 3, No. 12, Article 5 and Section 230.",
        "The A380, the F-16, 5G and Covid-19 were named.",
        "They won 3-1 after a 2-2 draw.",
        "Call 0800 555 111 or +44 20 7946 0958.",
        "Item 12345678 is at http://a.b/p/341416.html or a1@b2.c3.",
        "It invoked “one country, two systems” again.",
        "No one saw one another.",
        "The top three went on.",
        "The Group of 77 met.",
        "Zero tolerance was shown.",
        "The 24/7 line and the 4x4 car.",
        "1. Opening remarks [2]",
        "In 1815 and during 2019-20 it shut.",
        "The Big Four met the Seven Sisters of the coast.",
        "The nine-to-five job is gone.",
        "The 737-800 landed.",
        "He fired a 9mm pistol.",
        "One day it will end.",
        "They voted nine to four to go.",
    ],
)
def test_what_only_looks_like_a_figure_stays_out(text: str) -> None:
    assert readings(text) == []
