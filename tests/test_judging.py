"""What is judged right or wrong in a pair, and what is no value at all?"""

import pytest
from pydantic import ValidationError

from extract.labels import GoldItem
from extract.records import Span
from extract.schema import Figure
from extract.scoring.judging import Judge


@pytest.mark.parametrize("field", ["unit", "measure"])
def test_a_word_of_a_run_that_is_none_is_refused(field: str) -> None:
    gold = GoldItem("figure", Span(0, 1), "7", {field: "t"})

    with pytest.raises(ValidationError, match="valid string"):
        Judge(Figure).judged(gold, {field: {"a": 1}})
