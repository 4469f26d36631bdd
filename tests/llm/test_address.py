"""Which server is asked, and how are its secrets kept out of what is written?"""

import pytest

from extract.errors import StopRun, UsageError
from extract.llm.server import OPENAI, Server, server_named


def test_the_option_comes_before_the_environment_and_openai_last() -> None:
    environment = {"OPENAI_BASE_URL": "http://two/v1", "OPENAI_API_KEY": "k"}
    assert server_named("http://one/v1/", environment=environment).base_url == "http://one/v1"
    assert server_named(None, environment=environment) == Server("http://two/v1", "k")
    assert server_named(None, environment={"OPENAI_BASE_URL": ""}).base_url == OPENAI


@pytest.mark.parametrize("url", ["ftp://a/v1", "localhost:8000", "http://", "http://a:0/v1", "http://a:port/v1", "//a"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match=r"--base-url .* is no address of a server; write http"):
        server_named(url, environment={})


def test_openai_without_a_key_stops_and_others_are_sent_a_placeholder() -> None:
    with pytest.raises(StopRun, match="OPENAI_API_KEY is not set") as raised:
        Server().key()
    assert raised.value.kind == "authentication"
    assert Server("http://127.0.0.1:8000/v1").key() == "none"
    assert Server(api_key="sk-1").key() == "sk-1"


def test_the_key_is_not_shown_by_the_server_s_own_words() -> None:
    assert "sk-secret-1" not in repr(Server(api_key="sk-secret-1"))


@pytest.mark.parametrize("url", ["https://ann:hunter22@models.example/v1", "https://models.example/v1?key=hunter22"])
def test_an_address_that_holds_secrets_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match=r"the base URL of models\.example holds more than an address") as raised:
        Server(url)
    assert "hunter22" not in str(raised.value)


def test_what_a_server_says_is_cut_to_one_line_after_secrets_are_taken_out() -> None:
    told = Server(api_key="sk-secret-1").told("x" * 295 + " sk-secret-1" + "y" * 500)
    assert told == "x" * 295 + " [key…"
    assert Server(api_key="no").told("no way") == "no way"  # too short to be a secret


def test_a_key_is_sent_without_the_line_break_of_the_file_that_it_came_from() -> None:
    assert server_named(None, environment={"OPENAI_API_KEY": " sk-1234567890\n"}).key() == "sk-1234567890"
    assert server_named(None, environment={"OPENAI_API_KEY": "\n"}).api_key is None


@pytest.mark.parametrize("key", ["sk-12\n345678", "sk-12\x00345678", "sk-\u00e91234567"])
def test_a_key_that_cannot_be_sent_is_told_without_it(key: str) -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY holds a character that no key has") as raised:
        server_named("http://a/v1", environment={"OPENAI_API_KEY": key})
    assert "345678" not in str(raised.value)
