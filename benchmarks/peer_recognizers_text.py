"""What numbers does recognizers-text read in each sentence, and how long does it take?

Runs under the interpreter of an environment of its own: a JSON string a line on standard input, a JSON object a line
on standard output. Percentages, currencies, dimensions, temperatures, ages and durations are taken first, then the
plain numbers that none of them nor a date covers.
"""

import json
import sys
import time
import warnings

warnings.simplefilter("ignore")

import recognizers_suite as suite  # noqa: E402  (its modules warn at import)


def main() -> None:
    read("It costs 3 dollars and weighs 2 kg.")  # loads its patterns
    for line in sys.stdin:
        text = json.loads(line)
        start = time.process_time()
        try:
            answer = read(text)
        except Exception as error:  # noqa: BLE001 (a peer's crash is one of its answers)
            answer = {"values": [], "units": [], "error": repr(error)}
        print(json.dumps(answer | {"seconds": time.process_time() - start}))


def read(text: str) -> dict:
    """The values and units of one sentence, without those inside another."""
    english = suite.Culture.English
    recognizers = (
        suite.recognize_percentage,
        suite.recognize_currency,
        suite.recognize_dimension,
        suite.recognize_temperature,
        suite.recognize_age,
        suite.recognize_datetime,
        suite.recognize_number,
    )
    taken: list[tuple[int, int]] = []
    values: list[float] = []
    units: list[str] = []
    for recognize in recognizers:
        for result in recognize(text, english):
            if any(result.start <= end and start <= result.end for start, end in taken):
                continue
            taken.append((result.start, result.end))
            value = number(result)
            if value is not None:
                values.append(value)
                units.append((result.resolution or {}).get("unit") or result.type_name)
    return {"values": values, "units": units}


def number(result) -> float | None:
    """The value of a result; of dates and times only a duration has one, in the unit of its TIMEX."""
    resolution = result.resolution or {}
    if result.type_name == "datetimeV2.duration":
        return duration(resolution["values"][0]["timex"])
    if result.type_name.startswith("datetimeV2") or resolution.get("value") is None:
        return None
    return float(str(resolution["value"]).rstrip("%"))


def duration(timex: str) -> float | None:
    """P45Y is 45, PT30M is 30."""
    digits = timex.lstrip("PT").rstrip("SMHDWYE")
    try:
        return float(digits)
    except ValueError:
        return None


main()
