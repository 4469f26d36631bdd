"""How much CPU does `extract eval --prompt … --model …` take on 200 documents whose answers are cached?

    python benchmarks/evaluate.py [--documents 200] [--rounds 5] [--characters N]

The documents are copies of the seeds, each with a line of its own at its end and with gold of its own: articles of
2,000 to 4,400 characters with 35 items on average or, with `--characters`, their first N characters. The answers are
gold's items, every ninth left out and every seventh value of a figure off by a factor of 1,000, so that grounding,
verification, re-asks and every part of the scores have something to do. They come into the cache through the batch
commands, as answers of a batch would. Printed are the CPU seconds of the whole process, start-up included, best first.
"""

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
MODEL = "openai/bench"
LISTS = {"claim": "claims", "figure": "figures"}
OWN_KEYS = ("type", "start", "end", "alternatives", "optional", "unlabelled", "provenance", "note")


def marker(number: int) -> str:
    """Return the line that tells one copy from the others."""
    return f"Copy {number:04d}."


def write_documents(folder: Path, count: int, characters: int | None = None) -> dict[str, str]:
    """Write texts and gold into the folder and return each copy's answer by its marker."""
    answers = {}
    golds = sorted((ROOT / "gold").glob("*.jsonl"))
    for number in range(count):
        gold = golds[number % len(golds)]
        header, *items = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
        text = (ROOT / "seeds" / f"{gold.stem}.txt").read_text(encoding="utf-8")[:characters].rstrip("\n")
        items = [item for item in items if item["end"] <= len(text)]
        text = f"{text}\n\n{marker(number)}"
        name = f"{number:04d}_{gold.stem}"
        header |= {"id": name, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
        lines = [json.dumps(record, ensure_ascii=False) for record in (header, *items)]
        (folder / "gold" / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        answers[marker(number)] = json.dumps(answer_of(items, number), ensure_ascii=False)
    return answers


def answer_of(items: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """Return gold as a model would have answered it, some items left out and some values wrong."""
    answer: dict[str, Any] = {name: [] for name in LISTS.values()}
    for place, item in enumerate(items, start=number):
        if place % 9 == 0:
            continue
        said = {key: value for key, value in item.items() if key not in OWN_KEYS}
        if place % 7 == 0 and said.get("value") is not None:
            said["value"] += "000"
        answer[LISTS[item["type"]]].append(said)
    return answer


def fill_cache(folder: Path, answers: dict[str, str]) -> None:
    """Answer batch files until nothing is asked any more; a flagged answer is asked about once again."""
    for sitting in range(3):
        requests = folder / f"requests-{sitting}"
        extract("batch", "write", "texts", "--model", MODEL, "--out", requests.name, folder=folder)
        files = sorted(requests.glob("requests-*.jsonl"))
        if not files:
            return
        output = requests / "output.jsonl"
        asked = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        output.write_text("".join(f"{json.dumps(reply(one, answers))}\n" for one in asked), encoding="utf-8")
        extract("batch", "collect", str(output), folder=folder)
    raise SystemExit("the batches still ask; the answers do not reach the cache")


def reply(asked: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """Return the line of a batch's output that answers a request."""
    told = "".join(message["content"] for message in asked["body"]["messages"])
    (content,) = (answer for mark, answer in answers.items() if mark in told)
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    body = {
        "id": "bench",
        "object": "chat.completion",
        "created": 0,
        "model": "bench",
        "choices": [choice],
        "usage": {"prompt_tokens": len(told) // 4, "completion_tokens": len(content) // 4, "total_tokens": 0},
    }
    return {"custom_id": asked["custom_id"], "response": {"status_code": 200, "body": body}, "error": None}


def extract(*arguments: str, folder: Path) -> str:
    """Return what the command prints, run in the folder with a cache of its own."""
    environment = {**os.environ, "EXTRACT_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "extract", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"extract {' '.join(arguments)} exits {done.returncode}: {done.stderr}")
    return done.stdout


def seconds_of(folder: Path) -> tuple[float, str]:
    """Return the CPU seconds of one evaluation, user and system, with what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = extract("eval", "--model", MODEL, "--prompt", "claims-and-figures", "texts", folder=folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def main() -> None:
    """Print the CPU seconds of each round, the best first, and the table of one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--characters", type=int)
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("texts", "gold"):
            (folder / name).mkdir()
        fill_cache(folder, write_documents(folder, options.documents, options.characters))
        rounds = [seconds_of(folder) for _ in range(options.rounds)]
    print(rounds[0][1])
    print(f"{options.documents} documents, CPU seconds: {', '.join(f'{one:.2f}' for one, _ in sorted(rounds))}")


if __name__ == "__main__":
    main()
