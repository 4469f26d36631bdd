"""What is a run of digits and marks, where it is no plain number?"""

import pytest

from extract.quantities.digits import read_cluster


@pytest.mark.parametrize("word", ["1,23-45", "5-1,23", "3-1,2,3"])
def test_a_range_with_a_malformed_end_is_a_code(word: str) -> None:
    assert read_cluster(word).kind == "code"
