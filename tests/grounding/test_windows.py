from extract.grounding.windows import MOST_CHARACTERS, Index, Window, similarity

TEXT = "the mill in the north made paper. the mill in the south made glass, and 40 people work there."


def windows(text: str, quote: str, least: float = 0.6) -> list[str]:
    found = Index(text, [quote]).windows(quote, least)
    assert [window.similarity for window in found] == sorted((window.similarity for window in found), reverse=True)
    return [text[window.start : window.end] for window in found]


def test_the_best_window_comes_first_and_has_whole_words() -> None:
    assert windows(TEXT, "the mills in the south made glass") == [
        "the mill in the south made glass",
        "the mill in the north made paper",
    ]


def test_the_text_may_have_another_word_at_either_edge() -> None:
    assert windows(TEXT, "a mill in the south made glass", 0.85) == ["the mill in the south made glass"]
    assert windows(TEXT, "the mill in the south made steel", 0.85) == ["the mill in the south made glass"]


def test_signs_at_the_edges_belong_to_the_window() -> None:
    text = "it grew by $4.2 billion (up 5%) that year"
    assert windows(text, "$4.2 billion (and up 5%)")[0] == "$4.2 billion (up 5%)"


def test_a_window_over_many_more_words_is_still_near() -> None:
    words = [f"word{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(60)]
    assert windows(" x ".join(words), " ".join(words))


def test_a_quote_without_words_or_of_too_many_characters_has_no_window() -> None:
    assert windows(TEXT, "?!") == []
    assert windows("word " * 2_000, "word " * (MOST_CHARACTERS // 5 + 1)) == []


def test_words_of_a_script_without_spaces_are_found() -> None:
    text = "去年全省工业总产值达到两千亿元，比上年增长百分之五。出口下降。"
    assert windows(text, "全省工业总产值达两千亿元")[0].startswith("全省工业总产值达到")


def test_similarity_is_twice_the_shared_part_over_both_lengths() -> None:
    assert similarity("abcd", "abxd") == 2 * 3 / 8
    assert Window(0, 4, 0.75).similarity == 0.75
