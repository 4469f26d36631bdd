"""`extract compare`: verdicts and errors as exit codes, outputs, baselines from other commits."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from weakened import a_thousandfold_first_value, run_rules, without_every_fourth_figure

from extract.cli import commands

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "gold"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with runs of the rule model, as it is and made worse, and with gold."""
    folder = tmp_path_factory.mktemp("compared")
    run_rules(folder / "rules")
    run_rules(folder / "weak", without_every_fourth_figure)
    run_rules(folder / "slipped", a_thousandfold_first_value)
    shutil.copytree(GOLD, folder / "gold")
    return folder


def compare(folder: Path, arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(commands, ["compare", *arguments])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["rules", "rules"], 0, "PASS (exit 0)"),
        (["rules", "slipped"], 1, "REGRESSION (exit 1): new scale ×10^3 error in figures.value"),
        (["rules", "weak"], 2, "INCONCLUSIVE (exit 2): figures.correct.f1 moved by"),
        (["weak", "rules"], 2, "INCONCLUSIVE (exit 2)"),
        (["rules", "weak", "--inconclusive", "pass"], 0, "INCONCLUSIVE (exit 0)"),
        (["rules", "weak", "--inconclusive", "fail"], 1, "INCONCLUSIVE (exit 1)"),
        (["rules", "slipped", "--inconclusive", "pass"], 1, "REGRESSION"),
        (["rules,rules", "weak,weak"], 2, "moved by"),
        (["rules", "weak,weak"], 2, "1 against 2 samples"),
        (["rules", "rules,weak"], 3, "rules, weak are no samples of one model"),
    ],
)
def test_the_exit_code_is_the_verdict(
    arguments: list[str], code: int, said: str, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = compare(runs, arguments, monkeypatch)
    assert (done.exit_code, done.stderr) == (code, "")
    assert said in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument"),
        (["rules"], "1 runs are named; name RUN_A and RUN_B"),
        (["rules", "weak", "slipped"], "3 runs are named"),
        (["rules", "nowhere"], "nowhere holds no run"),
        (["rules", "rules,nowhere"], "nowhere holds no run"),
        (["rules", "weak", "--gold", "nowhere"], "nowhere holds no gold"),
        (["rules", "weak", "--policy", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["rules", "weak", "--policy", "wrong.toml"], "wrong.toml: unknown key 'metrics'"),
        (["rules", "weak", "--policy", "unknown.toml"], "a metric 'figures.f1' that the runs lack"),
        (["rules", "weak", "--policy", "measure.toml"], "unknown critical field 'figures.measure'"),
        (["rules", "weak", "--format", "pdf"], "'pdf' is not one of"),
        (["rules", "weak", "--frobnicate"], "No such option"),
        (["rules", "weak", "--write", "summary.md"], "'summary.md' names no output; write FORMAT=FILE"),
        (["rules", "weak", "--write", "json=no/such/folder"], "no/such/folder cannot be written"),
        (["rules", "weak", "--inconclusive", "maybe"], "'maybe' is not one of"),
        (["rules", "weak", "--schema", "no.such:Model"], "no.such"),
        (["weak", "--baseline-ref", "HEAD"], "'HEAD' names no folder of a commit"),
        (["rules", "weak", "--baseline-ref", "HEAD:rules"], "name RUN_B alone"),
    ],
)
def test_every_error_exits_with_4_and_says_what_to_do(
    arguments: list[str], said: str, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (runs / "wrong.toml").write_text("[metrics]\n", encoding="utf-8")
    (runs / "measure.toml").write_text('[slips]\nfields = ["figures.measure"]\n', encoding="utf-8")
    (runs / "unknown.toml").write_text('[[metric]]\nname = "figures.f1"\n', encoding="utf-8")
    done = compare(runs, arguments, monkeypatch)
    assert done.exit_code == 4
    assert said in done.stderr
    assert done.stdout == "" or "--write" in arguments


def test_a_broken_line_of_a_run_is_an_error_and_no_verdict(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = runs / "broken"
    shutil.copytree(runs / "rules", broken)
    (broken / "results.jsonl").write_text('{"document"\n{}\n', encoding="utf-8")
    assert compare(runs, ["rules", "broken"], monkeypatch).exit_code == 4


def test_a_fault_of_the_toolkit_is_no_verdict_either(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = runs / "lacking"
    shutil.copytree(runs / "rules", lacking)
    manifest = json.loads((lacking / "run.json").read_text(encoding="utf-8"))
    del manifest["prompt"]["name"]
    (lacking / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = compare(runs, ["rules", "lacking"], monkeypatch)
    assert done.exit_code == 4
    assert "unexpected KeyError; please report it" in done.stderr


def test_help_is_no_error() -> None:
    done = CliRunner().invoke(commands, ["compare", "--help"])
    assert done.exit_code == 0
    assert "4 on any error" in " ".join(done.stdout.split())


# --- outputs ---------------------------------------------------------------------------------------------------


def test_one_call_writes_every_output(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"text": "t.txt", "json": "c.json", "markdown": "s.md", "junit": "j.xml"}
    files = [f"--write={format_}={tmp_path / name}" for format_, name in names.items()]
    done = compare(runs, ["rules", "slipped", "--format", "github", *files], monkeypatch)
    assert done.stdout.startswith("::error title=extract compare::REGRESSION")
    assert "file=gold/000_4a73ba692c7c5bb0.jsonl,line=" in done.stdout
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["verdict"] == "regression"
    assert (tmp_path / "s.md").read_text(encoding="utf-8").startswith("### ❌ REGRESSION")
    assert (tmp_path / "j.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert (tmp_path / "t.txt").read_text(encoding="utf-8").startswith("REGRESSION (exit 1)")


def test_the_docs_show_what_comparing_with_the_weakened_rules_prints(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    shown = page.split("```text\n")[1].split("```")[0]
    printed = compare(runs, ["rules", "weak"], monkeypatch).stdout
    pattern = "[^\n]*".join(map(re.escape, shown.split("...")))  # for what changes with every prompt and version
    text = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    assert re.fullmatch(pattern, text), f"put this into docs/comparing.md, hashes as `...`:\n{text}"


# --- what cannot be compared -----------------------------------------------------------------------------------


def changed(runs: Path, name: str, old: str, new: str, file: str = "results.jsonl") -> str:
    """Copy the run of the rules with one text replaced."""
    shutil.copytree(runs / "rules", runs / name)
    path = runs / name / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return name


def test_a_run_over_another_text_is_invalid(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = json.loads((runs / "rules" / "results.jsonl").read_text(encoding="utf-8").splitlines()[0])
    name = changed(runs, "other-text", first["document"]["sha256"], "f" * 64)
    done = compare(runs, ["rules", name], monkeypatch)
    assert done.exit_code == 3
    assert f"other-text read other texts than gold labels ({first['document']['id']})" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("part", "key", "chance"),
    [
        ("prompt", "text", True),
        ("prompt", "fingerprint", False),
        ("versions", "extract-toolkit", False),
        ("model", "base_url", False),
    ],
)
def test_what_differs_is_called_chance_only_where_nothing_else_differs(
    part: str, key: str, chance: bool, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"made-{part}-{key}"
    shutil.copytree(runs / "rules", runs / name)
    manifest = json.loads((runs / name / "run.json").read_text(encoding="utf-8"))
    manifest[part][key] = "0" * 64
    (runs / name / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = compare(runs, ["rules", name], monkeypatch)
    assert ("what differs is chance" in " ".join(done.stdout.split())) is chance


def test_the_number_of_the_sample_is_chance_and_the_temperature_is_not(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, setting in (("again", {"sample": 1}), ("hotter", {"temperature": 1.0})):
        shutil.copytree(runs / "rules", runs / name)
        manifest = json.loads((runs / name / "run.json").read_text(encoding="utf-8"))
        manifest["model"]["settings"] |= setting
        (runs / name / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "what differs is chance" in " ".join(compare(runs, ["rules", "again"], monkeypatch).stdout.split())
    assert "what differs is chance" not in " ".join(compare(runs, ["rules", "hotter"], monkeypatch).stdout.split())


def test_a_run_with_another_schema_is_invalid_unless_one_is_named(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = json.loads((runs / "rules" / "run.json").read_text(encoding="utf-8"))
    name = changed(runs, "other-schema", manifest["response_model"]["hash"], "0" * 64, "run.json")
    done = compare(runs, ["rules", name], monkeypatch)
    assert done.exit_code == 3
    assert "has changed since other-schema" in " ".join(done.stdout.split())
    named = compare(runs, ["rules", name, "--schema", manifest["response_model"]["name"]], monkeypatch)
    assert named.exit_code == 0


# --- a baseline from another commit ----------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(runs: Path, tmp_path: Path) -> Path:
    """Return a repository whose first commit holds gold and a baseline, and beside them a new run."""
    for name in ("gold", "rules"):
        shutil.copytree(runs / name, tmp_path / name)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "baseline")
    git(tmp_path, "tag", "base")
    shutil.rmtree(tmp_path / "rules")
    shutil.copytree(runs / "slipped", tmp_path / "new")
    return tmp_path


def test_the_baseline_is_read_from_the_base_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = compare(repository, ["new", "--baseline-ref", "base:rules"], monkeypatch)
    assert done.exit_code == 1
    assert "A base:rules: prompt claims-and-figures@" in done.stdout


def test_the_baseline_is_found_from_a_folder_of_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["../new", "--baseline-ref", "base:rules", "--gold", "../gold"]
    (repository / "deep").mkdir()
    done = compare(repository / "deep", arguments, monkeypatch)
    assert (done.exit_code, done.stderr) == (1, "")


@pytest.mark.parametrize("to", ["/etc/passwd", "run.json"])
def test_a_baseline_with_a_symbolic_link_is_refused_in_one_line(
    to: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(repository / "new", repository / "linked")
    (repository / "linked" / "link").symlink_to(to)
    git(repository, "add", "linked")
    git(repository, "commit", "-q", "-m", "linked")
    done = compare(repository, ["new", "--baseline-ref", "HEAD:linked"], monkeypatch)
    assert done.exit_code == 4
    assert "holds a symbolic link, 'link'; commit the file itself" in done.stderr
    assert done.stderr.count("\n") == 1


def test_several_samples_are_read_from_the_base_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = compare(repository, ["new", "--baseline-ref", "base:rules,rules"], monkeypatch)
    assert "A base:rules, base:rules: prompt" in done.stdout


def test_gold_that_has_changed_since_the_baseline_is_invalid(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = next((repository / "gold").glob("*.jsonl"))
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = compare(repository, ["new", "--baseline-ref", "base:rules"], monkeypatch)
    assert done.exit_code == 3
    assert "gold has changed since base:rules" in " ".join(done.stdout.split())


def test_gold_that_the_base_commit_lacks_is_invalid(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "gold").rename(repository / "labels")
    done = compare(repository, ["new", "--baseline-ref", "base:rules", "--gold", "labels"], monkeypatch)
    assert done.exit_code == 3


def test_a_folder_without_labels_in_the_base_commit_is_other_gold(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(repository / "gold", repository / "labels")
    git(repository, "rm", "-q", "-r", "--cached", "gold")
    shutil.rmtree(repository / "gold")
    (repository / "gold").mkdir()
    (repository / "gold" / "README").write_text("no labels yet", encoding="utf-8")
    git(repository, "add", "gold")
    git(repository, "commit", "-q", "-m", "no labels")
    shutil.copytree(repository / "labels", repository / "gold", dirs_exist_ok=True)
    done = compare(repository, ["new", "--baseline-ref", "HEAD:rules"], monkeypatch)
    assert done.exit_code == 3


def test_without_git_the_error_says_what_to_do(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = compare(repository, ["new", "--baseline-ref", "base:rules"], monkeypatch)
    assert done.exit_code == 4
    assert "git, which is not installed" in done.stderr


def test_gold_outside_of_the_repository_is_taken_as_it_is(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = compare(repository, ["new", "--baseline-ref", "base:rules", "--gold", str(GOLD)], monkeypatch)
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nowhere:rules", "git knows no commit 'nowhere' here; fetch it"),
        ("base:nowhere", "has no folder 'nowhere'"),
        ("--output=x:rules", "names no folder of a commit"),
        ("base:../rules", "has no folder '../rules'"),
        ("base:nowhere", "(git: fatal: "),
        ("nowhere:rules", "git: fatal: "),
        ("base:rules,", "names no folder of a commit"),
        ("base:/", "names no folder of a commit"),
        ("base:rules,/,rules", "names no folder of a commit"),
    ],
)
def test_a_baseline_that_is_not_there_is_an_error(
    reference: str, said: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = compare(repository, ["new", f"--baseline-ref={reference}"], monkeypatch)
    assert done.exit_code == 4
    assert said in done.stderr
