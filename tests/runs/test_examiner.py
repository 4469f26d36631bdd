"""Does it make a difference to the rows which process examines an answer, and what if that process is lost?"""

import asyncio
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm.planted import faultless, planted_text
from pydantic import BaseModel
from toy_runs import lines

from extract import prompts
from extract.documents import open_sources
from extract.examination import Examined, examine
from extract.jsonl import decoded
from extract.llm.spending import Spending
from extract.models import Model
from extract.pipeline import examined_here
from extract.records import Answer, Problem, Request
from extract.runs import Plan, examining, run_documents
from extract.runs.examined import from_bytes, to_bytes
from extract.runs.examiner import Examiner
from extract.schema import ClaimsAndFigures, Item, Quote
from extract.settings import DEFAULT, Settings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no second process where sockets are not handed on")


def spoiled(text: str, number: int) -> str:
    """Return an answer in which something is wrong, another thing for each number."""
    answer = faultless(text)
    figure, claim = answer["figures"][0], answer["claims"][0]
    match number % 8:
        case 0:
            figure["value"] += "0"
        case 1:
            figure["quote"] = "9,999 tonnes of nothing"
        case 2:
            claim["statement"] = "It exported 77 million tonnes \udcff – 公斤."
        case 3:
            claim["kind"] = "gossip"
        case 4:
            return json.dumps(answer)[:-90]
        case 5:
            return "I cannot read this."
        case 6:
            figure["unit"] = None
            claim["quote"] = claim["quote"].replace("exported", "has exported")
        case _:
            pass
    return json.dumps(answer)


class Served:
    """Answers as a server does; a re-ask is answered without a fault, or once more with one."""

    def __init__(self, meanwhile: Callable[[int], None] = lambda _count: None) -> None:
        self.spending = Spending()
        self._meanwhile = meanwhile
        self._count = 0

    async def ask(self, request: Request) -> Answer:
        await asyncio.sleep(0.002)
        self._count += 1
        self._meanwhile(self._count)
        number = sum(map(ord, request.text))
        again = request.reask is not None and number % 3
        return Answer(json.dumps(faultless(request.text)) if again else spoiled(request.text, number), "openai/m")


def rows(folder: Path, examiner: Examiner, count: int = 120, served: Served | None = None) -> list[dict[str, Any]]:
    folder.mkdir(exist_ok=True)
    source = folder / "documents.jsonl"
    texts = [planted_text(number, length=400) for number in range(count)]
    source.write_text("\n".join(json.dumps({"id": f"{at:03}", "text": one}) for at, one in enumerate(texts)), "utf-8")
    served = served or Served()
    model = Model("openai/m", "", served.ask, spending=served.spending)
    plan = Plan(prompts.load(prompts.BUILT_IN), ClaimsAndFigures, model, DEFAULT, (str(source),))
    asyncio.run(run_documents(open_sources(plan.sources), plan, folder / "run", 8, examiner=examiner))
    found = lines(folder / "run" / "results.jsonl")
    for row in found:
        del row["document"]["source"]
    return sorted(found, key=lambda row: str(row["document"]["id"]))


def never(_spent: float, _elapsed: float) -> bool:
    """Keep the work in one process."""
    return False


def at_once(_spent: float, _elapsed: float) -> bool:
    """Start another process for the first answer."""
    return True


def slowly(seconds: float) -> Any:
    """Return what examines here after a while, so that the other process is ready meanwhile."""

    async def here(request: Request, answer: Answer, settings: Settings) -> Examined:
        await asyncio.sleep(seconds)
        return await examined_here(request, answer, settings)

    return here


@pytest.fixture(scope="module")
def in_one_process(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return rows(tmp_path_factory.mktemp("one"), Examiner(wanted=never))


def test_rows_are_the_same_whichever_process_examines(tmp_path: Path, in_one_process: list[dict[str, Any]]) -> None:
    examiner = Examiner(slowly(0.05), wanted=at_once)
    assert rows(tmp_path / "two", examiner) == in_one_process
    assert examiner.moved > 20
    statuses = {row["status"] for row in in_one_process}
    assert {"ok", "truncated", "invalid"} <= statuses, "the answers lack variety"
    assert any(row["call"]["reask"] for row in in_one_process)


def test_a_process_that_dies_costs_no_row(tmp_path: Path, in_one_process: list[dict[str, Any]]) -> None:
    def killed(count: int) -> None:
        beside = examiner.process
        if count > 40 and beside is not None and examiner.moved:
            beside.kill()

    examiner = Examiner(slowly(0.05), wanted=at_once)
    assert rows(tmp_path / "killed", examiner, served=Served(killed)) == in_one_process
    assert 0 < examiner.moved < 120
    assert examiner.process is not None
    assert examiner.process.returncode == -signal.SIGKILL


def test_the_process_ends_with_the_run(tmp_path: Path) -> None:
    examiner = Examiner(slowly(0.05), wanted=at_once)
    rows(tmp_path / "ended", examiner, 40)
    assert examiner.process is not None
    assert examiner.process.returncode == 0


def test_a_process_that_does_not_end_is_killed() -> None:
    async def stopped() -> None:
        examiner = Examiner(wanted=at_once, patience=0.1)
        await asked_once(examiner)
        assert examiner.process is not None
        examiner.process.send_signal(signal.SIGSTOP)
        await examiner.close()
        assert examiner.process.returncode == -signal.SIGKILL

    asyncio.run(stopped())


async def asked_once(examiner: Examiner, root: type[BaseModel] = ClaimsAndFigures) -> Examined:
    text = planted_text(1)
    return await examiner(Request((), text, None, root), Answer(json.dumps(faultless(text)), "openai/m"), DEFAULT)


def test_what_the_cache_had_is_examined_here() -> None:
    async def cached() -> None:
        examiner = Examiner(wanted=at_once)
        text = planted_text(1)
        answer = Answer(json.dumps(faultless(text)), "openai/m", cached=True)
        for _ in range(3):
            await examiner(Request((), text, None, ClaimsAndFigures), answer, DEFAULT)
        assert examiner.process is None

    asyncio.run(cached())


def test_another_process_is_started_where_examining_takes_long_on_more_than_one_core() -> None:
    asked: list[tuple[float, float]] = []

    async def measured() -> None:
        examiner = Examiner(slowly(0.01), wanted=lambda *given: bool(asked.append(given)))
        await asked_once(examiner)
        await asked_once(examiner)
        assert examiner.process is None

    asyncio.run(measured())
    (first, elapsed), (both, all_of_it) = asked
    assert first == elapsed >= 0.01
    assert both >= first + 0.01
    assert all_of_it >= both


class Sighting(Item):
    """An item of a user's own, in a module that another process could import."""

    words: Quote


class Sightings(BaseModel):
    """A root of a user's own."""

    sightings: list[Sighting]


def test_a_class_of_the_users_own_is_examined_where_it_was_made() -> None:
    async def asked() -> None:
        examiner = Examiner(wanted=at_once)
        await asked_once(examiner, Sightings)
        assert examiner.process is None

    asyncio.run(asked())


def test_a_process_that_stands_still_is_given_up(tmp_path: Path, in_one_process: list[dict[str, Any]]) -> None:
    def stopped(_count: int) -> None:
        if examiner.process is not None and examiner.moved:
            examiner.process.send_signal(signal.SIGSTOP)

    examiner = Examiner(slowly(0.05), wanted=at_once, longest_wait=0.3)
    assert rows(tmp_path / "still", examiner, served=Served(stopped)) == in_one_process
    assert examiner.process is not None
    assert examiner.process.returncode == -signal.SIGKILL


def test_what_keeps_the_process_from_starting_costs_no_row(
    tmp_path: Path, in_one_process: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-python"))
    examiner = Examiner(wanted=at_once)
    assert rows(tmp_path / "never", examiner) == in_one_process
    assert (examiner.process, examiner.moved) == (None, 0)


def test_files_of_the_current_directory_do_not_stand_in_for_modules(
    tmp_path: Path, in_one_process: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("extract", "pydantic", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hostile')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend("")
    examiner = Examiner(slowly(0.05), wanted=at_once)
    assert rows(tmp_path / "run", examiner) == in_one_process
    assert examiner.moved > 20


def test_the_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import asyncio, sys, time\n"
        f"sys.path[:0] = {[str(Path(__file__).parent.parent), str(Path(__file__).parent)]!r}\n"
        "from test_examiner import Examiner, asked_once, at_once\n"
        "async def main():\n"
        "    examiner = Examiner(wanted=at_once)\n"
        "    await asked_once(examiner)\n"
        "    print(examiner.process.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n",
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 30
    while _runs(pid):
        assert time.monotonic() < deadline, "the process outlives the one that started it"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text("utf-8").rpartition(")")[2].split()[0] == "Z")


# --- what the two say to each other --------------------------------------------------------------------------


def said(messages: Iterable[bytes]) -> list[bytes]:
    """Return what is answered to the messages, the introduction's first."""
    sent = bytearray()
    examining.serve(io.BytesIO(b"".join(map(examining.framed, messages))), sent.extend)
    heard = []
    while sent:
        end = examining.SIZE + int.from_bytes(sent[: examining.SIZE], "big")
        heard.append(bytes(sent[examining.SIZE : end]))
        del sent[:end]
    return heard


def test_each_question_is_answered_in_turn() -> None:
    text = planted_text(3)
    answers = [spoiled(text, number) for number in range(8)]
    questions = [examining.question(text, one, "2022-06-21") for one in answers]
    first, *found = said([examining.introduction(ClaimsAndFigures, DEFAULT), *questions])
    assert first == examining.READY
    expected = [examine(text, one, ClaimsAndFigures, published="2022-06-21") for one in answers]
    assert [from_bytes(one) for one in found] == expected


def test_a_class_that_is_another_one_there_is_refused() -> None:
    name, version, hashed, settings = decoded(examining.introduction(ClaimsAndFigures, DEFAULT))
    for named in ([name, version, "0" * 64], [name, "0.0.0", hashed], ["Nothing", version, hashed], [None] * 3):
        assert said([json.dumps([*named, settings]).encode()]) == [examining.FAILED]


def test_what_cannot_be_examined_there_is_left_to_whoever_asks() -> None:
    broken = [json.dumps(["text", None, None]).encode(), b"[]", b"{"]
    answered = said([examining.introduction(ClaimsAndFigures, DEFAULT), *broken])
    assert answered == [examining.READY] + [examining.FAILED] * 3


def test_a_message_that_breaks_off_ends_the_service() -> None:
    sent = bytearray()
    whole = examining.framed(examining.introduction(ClaimsAndFigures, DEFAULT))
    for end in (0, 2, len(whole) - 1):
        examining.serve(io.BytesIO(whole[:end]), sent.extend)
    assert not sent


@given(st.integers(0, 10_000), st.lists(st.tuples(st.text(), st.text(), st.text(), st.none() | st.text()), max_size=3))
def test_an_examined_answer_comes_back_as_it_was(number: int, problems: list[tuple[str, str, str, Any]]) -> None:
    text = planted_text(number)
    examined = examine(text, spoiled(text, random.Random(number).randrange(8)), ClaimsAndFigures)
    more = Examined(
        examined.items,
        {"note": problems and problems[0][0]},
        tuple(Problem(*one) for one in problems),
        examined.parsed,
        examined.complete,
        number,
    )
    assert from_bytes(to_bytes(more)) == more
