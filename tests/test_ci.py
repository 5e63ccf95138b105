"""What a store runs in its own repository: the action, the hooks, and the workflows of docs/ci.md, step by step."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.outside.tools import actionlint, shellcheck
from tests.runner import ACTION, GIT, MERCHANT, OURS, Job, Ran, data, git, scripts
from tests.shops import ROOT
from tests.stores import TEXTS, done, profile_says, run, store, supplier_gets_worse, tree

PAGE = Path("output/shop/refund-policy.en.md")
WHEELS = Path(sys.prefix, "wheels")
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS), "PIP_CONFIG_FILE": os.devnull}
ZIZMOR = (str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "--persona", "auditor")
EXAMPLES = dict(
    re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
)
WORKFLOWS = {name: text for name, text in EXAMPLES.items() if "/workflows/" in name}
CHECK, PUBLISH, WATCH = WORKFLOWS.values()
HASH = re.compile(r"[\w./-]+@[0-9a-f]{40}")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store").mkdir()
    monkeypatch.chdir(tmp_path / "store")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but Python, as the action's first step puts it onto the PATH."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, python: Path) -> Path:
    """The folder that a first run of the action, without any network, puts onto the PATH."""
    job = Job(tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("temp"), [python], OFFLINE)
    ran = job.action()
    assert ran.is_good, ran.log
    assert (ran.log, ran.summary) == ("", "")
    return Path((job.temp / "PATH").read_text("utf-8").strip())


@pytest.fixture
def job(tmp_path: Path, installed: Path, python: Path) -> Job:
    (tmp_path / "temp").mkdir()
    return Job(Path(), tmp_path / "temp", [python], OFFLINE, {"github.token": "a token"}, installed)


# --- A store's repository ----------------------------------------------------------------------------------


def committed(message: str) -> None:
    git(Path(), "add", "--all")
    git(Path(), "commit", "--quiet", "--message", message)


def published(**others: Any) -> None:
    """A store whose pages are built and committed on main."""
    done("build", store(**others), *TEXTS)
    git(Path(), "init", "--quiet", "--initial-branch", "main")
    committed("Our pages")


def proposed(message: str) -> None:
    """Commits what is there to a branch, and checks out what GitHub checks out: its merge into main."""
    git(Path(), "checkout", "--quiet", "-B", "change")
    committed(message)
    git(Path(), "checkout", "--quiet", "--detach", "main")
    git(Path(), "merge", "--quiet", "--no-ff", "--no-edit", "change")


def checked(job: Job, **inputs: str) -> Ran:
    """The action on what is checked out."""
    return job.action(questionnaires="shop.yaml", on="2026-12-10", **inputs)


def rows(summary: str, effect: str) -> list[list[str]]:
    """The cells of the rows of changes that have this effect, without marks."""
    lines = [line.replace("\\", "") for line in summary.splitlines() if line.startswith("| ")]
    cells = [[cell.strip(" *") for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] == effect]


# --- The action ------------------------------------------------------------------------------------------------------


def test_a_supplier_that_gives_less_fails_until_a_later_date_and_the_pages_are_built(job: Job) -> None:
    published(sells_to=["AU"])
    first = tree(PAGE.parent)
    assert "within **13 days** after delivery" in PAGE.read_text("utf-8")
    supplier_gets_worse()
    proposed("The supplier gives less")

    ran = checked(job)
    assert not ran.is_good
    worse = {(market, where): (term, change) for _, market, term, change, where, _ in rows(ran.summary, "worse")}
    term, change = worse["AU", "short_version, something_wrong"]
    assert (term.partition(" ")[0], change) == ("report_within", "13 → 8 days after delivery")
    term, change = worse["AU", "cancellation, refunds, short_version"]
    assert (term, change) == ("refunds_within (cancellation)", "20 → 30 business days after cancellation")
    assert "supplier aliexpress: report_within 15 → 10 days" in ran.summary.replace("\\", "")
    assert f"    {PAGE}: changed: supplier_profiles/aliexpress.yaml\n" in ran.summary
    assert "**This can't be published yet.**" in ran.summary
    error, _ = ran.annotations("error")
    assert error.startswith("::error file=shop.yaml,line=")
    assert "title=CHG001::customers get less" in error

    store(sells_to=["AU"], effective="2027-01-15")
    done("build", "shop.yaml", *TEXTS)
    proposed("From January on")
    ran = checked(job)
    assert ran.is_good, ran.log
    assert len(rows(ran.summary, "worse")) == len(worse)
    assert "can't be published" not in ran.summary
    assert "less time to tell us: 13 days → 8 days" in PAGE.read_text("utf-8")
    assert done("at", "shop.yaml", "2027-01-14").encode() == first[PAGE.name]


def test_building_anew_without_the_lock_hides_nothing_from_what_main_promises(job: Job) -> None:
    published()
    supplier_gets_worse()
    Path("shop.lock.json").unlink()
    done("build", "shop.yaml", *TEXTS, "--overwrite")
    assert run("check", "shop.yaml").exit_code == 0
    proposed("The supplier gives less")
    ran = checked(job)
    assert not ran.is_good
    assert "title=CHG001" in ran.log
    assert rows(ran.summary, "worse")


def test_a_published_lock_that_is_gone_is_an_error(job: Job) -> None:
    published()
    git(Path(), "rm", "--quiet", "shop.lock.json")
    proposed("Tidy up")
    ran = checked(job)
    assert not ran.is_good
    assert ran.annotations("error")[:1] == [
        '::error::"shop.lock.json" was published and is gone; restore it, as it knows what customers were promised'
    ]


def test_pages_that_were_not_built_fail_and_changes_for_the_better_alone_do_not(job: Job) -> None:
    published()
    better = {"damaged": {"report_within": "30 days after delivery"}}
    store(promise=better)
    proposed("A promise")
    ran = checked(job)
    assert not ran.is_good
    assert ran.annotations("error") == ['::error::the pages of "shop.yaml" are not what it gives; build them anew']
    assert [change for *_, change, _, _ in rows(ran.summary, "better")] == ["13 → 30 days after delivery"]
    done("build", "shop.yaml", *TEXTS)
    proposed("A promise, and its page")
    ran = checked(job)
    assert ran.is_good
    assert rows(ran.summary, "better")


def test_nothing_changed_says_so(job: Job) -> None:
    published()
    Path("README.md").write_text("Our store\n", "utf-8")
    proposed("A greeting")
    ran = checked(job)
    assert ran.is_good
    assert ran.summary.split("\n") == ["## `shop.yaml`", "", "Nothing changed for customers.", "", ""]


def test_notice_counts_from_the_day_that_is_given(job: Job) -> None:
    published()
    supplier_gets_worse()
    done("build", store(effective="2026-12-20", notice="14 days"), *TEXTS)
    proposed("The supplier gives less")
    assert "title=CHG002" in checked(job).log
    assert job.action(questionnaires="shop.yaml", on="2026-12-06").is_good


def test_a_first_page_has_nothing_to_be_compared_with(job: Job) -> None:
    git(Path(), "init", "--quiet", "--initial-branch", "main")
    Path("README.md").write_text("Our store\n", "utf-8")
    committed("A beginning")
    done("build", store(), *TEXTS)
    proposed("Our pages")
    ran = checked(job)
    assert ran.is_good, ran.log
    assert "Nothing was published from this questionnaire yet." in ran.summary


def test_every_questionnaire_is_looked_at_and_one_that_cannot_be_read_fails(job: Job) -> None:
    published()
    Path("my shop.yml").write_text("store: 1\n", "utf-8")
    proposed("Another store")
    ran = job.action(questionnaires="my shop.yml\n\nshop.yaml\n")
    assert not ran.is_good
    assert [line for line in ran.summary.splitlines() if line.startswith("##")] == [
        "## `my shop.yml`",
        "## `shop.yaml`",
    ]
    assert ran.summary.count("can't be published") == 1
    assert ran.annotations("error file=my shop.yml")


def test_strict_lets_warnings_fail(job: Job) -> None:
    published()
    Path("README.md").write_text("Our store\n", "utf-8")
    proposed("A greeting")
    assert "title=LAW001" in checked(job).annotations("warning")[0]
    assert not checked(job, strict="true").is_good


TRAP = '"; touch trapped; $(touch trapped) `touch trapped` $HOME'


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"strict": "yes"}, "strict is neither true nor false"),
        ({"strict": TRAP}, "strict is neither true nor false"),
        ({"pdf": TRAP}, "pdf is neither true nor false"),
        ({"base": "HEAD^^^"}, "the commit to compare with is not here"),
        ({"base": "--help"}, "the commit to compare with is not here"),
        ({"base": TRAP}, "the commit to compare with is not here"),
        ({"questionnaires": TRAP, "output": TRAP, "on": TRAP}, ""),
    ],
)
def test_what_it_cannot_do_is_told_and_no_input_is_run(job: Job, inputs: dict[str, str], told: str) -> None:
    published()
    if "pdf" in inputs:
        job.installed = None
    ran = job.action(**{"questionnaires": "shop.yaml", "base": "HEAD", **inputs})
    assert not ran.is_good
    assert not told or told in ran.annotations("error")[0]
    assert {*inputs} <= {*data(ACTION.read_text("utf-8"))["inputs"]}
    assert not list(Path().rglob("trapped"))


def test_only_policy_gen_comes_onto_the_path(installed: Path) -> None:
    assert [path.name for path in installed.iterdir()] == ["policy-gen"]


# --- The workflows of docs/ci.md -------------------------------------------------------------------------------------


def test_the_workflow_for_pull_requests_checks_what_is_proposed(job: Job) -> None:
    published()
    supplier_gets_worse()
    proposed("The supplier gives less")
    ran = job.workflow(CHECK)
    assert not ran.is_good
    assert rows(ran.summary, "worse")


def test_an_upgrade_shows_what_its_facts_change(job: Job) -> None:
    published(supplier="aliexpress", effective=None)
    known = Path("shop.lock.json")
    state = json.loads(known.read_text("utf-8"))
    shutil.rmtree("supplier_profiles")
    state["tool"] = "0.0.9"
    # The earlier version knew of a longer window, and had a profile that said so.
    text = json.dumps(state).replace("13 days after delivery", "23 days after delivery").replace('"15 days', '"25 days')
    known.write_text(text, "utf-8")
    committed("Built with an earlier version")
    Path("README.md").write_text("The hash of the newer one\n", "utf-8")
    proposed("Upgrade policy-gen")
    ran = job.workflow(CHECK)
    (row,) = (row for row in rows(ran.summary, "worse") if row[2].startswith("report_within"))
    assert row[3] == "23 → 13 days after delivery"
    assert "supplier aliexpress: report_within 25 → 15 days" in row[5]
    assert "shipped with policy-gen 0.1.0" in row[5]


def test_main_is_built_and_committed_when_it_is_stale_and_left_alone_when_not(job: Job, tmp_path: Path) -> None:
    published()
    git(Path(), "clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    git(Path(), "remote", "add", "origin", str(tmp_path / "origin.git"))
    (tmp_path / "gh").mkdir()
    stub = tmp_path / "gh" / "gh"
    stub.write_text('#!/bin/sh\necho "gh $* with $GH_TOKEN"\n', "utf-8")
    stub.chmod(0o755)
    job.programs.append(tmp_path / "gh")

    ran = job.workflow(PUBLISH)
    assert ran.is_good, ran.log
    assert "gh auth" not in ran.log

    store(promise={"damaged": {"report_within": "30 days after delivery"}})
    committed("A promise, made on GitHub's site")
    ran = job.workflow(PUBLISH)
    assert ran.is_good, ran.log
    assert "gh auth setup-git with a token" in ran.log
    last = git(tmp_path / "origin.git", "log", "-1", "--format=%an: %s", "main").strip()
    assert last == "github-actions[bot]: Build the pages"
    changed = git(Path(), "show", "--name-only", "--format=", "HEAD").split()
    assert {"shop.lock.json", str(PAGE), str(PAGE.with_suffix(".pdf"))} == {*changed} & {
        "shop.lock.json", "shop.yaml", str(PAGE), str(PAGE.with_suffix(".pdf")),
    }  # fmt: skip
    assert run("build", "shop.yaml", "--check").exit_code == 0

    supplier_gets_worse()
    committed("Less, and no later date")
    ran = job.workflow(PUBLISH)
    assert not ran.is_good
    assert "[CHG001]" in ran.log
    assert git(tmp_path / "origin.git", "log", "-1", "--format=%s", "main").strip() == "Build the pages"


def test_every_week_old_facts_fail_and_coming_law_is_shown(job: Job) -> None:
    published(sells_to=["US"])
    ran = job.workflow(WATCH)
    assert re.search(r"^    (FROM|no change)", ran.summary)
    assert "title=" in ran.log
    profile_says("checked: 2026-11-23", "checked: 2020-11-23")
    ran = job.workflow(WATCH)
    assert not ran.is_good
    assert "    aliexpress: checked more than 180 days before" in ran.summary


# --- The hooks -------------------------------------------------------------------------------------------------------


def _hooks(folder: Path) -> str:
    """Our checkout as a repository of hooks; the commit that a store names."""
    for name in ("policy_gen", "consumer_laws", "shop_platforms", "supplier_profiles", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Hooks")
    return git(folder, "rev-parse", "HEAD").strip()


def test_the_hooks_of_the_docs_stop_a_commit_that_is_not_right(tmp_path: Path, python: Path) -> None:
    (tmp_path / "hooks").mkdir()
    commit = _hooks(tmp_path / "hooks")
    published()
    config = EXAMPLES[".pre-commit-config.yaml"].replace("https://github.com/OWNER/policy-gen", str(tmp_path / "hooks"))
    Path(".pre-commit-config.yaml").write_text(re.sub("0{40}", commit, config), "utf-8")
    committed("Hooks")
    environment = {
        **GIT, **MERCHANT, **OFFLINE, "HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PATH": os.pathsep.join([str(python), os.defpath]),
    }  # fmt: skip

    def hooked(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--color=never", *arguments]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stdout + ran.stderr

    code, said = hooked("--all-files")
    assert (code, said.count("Passed")) == (0, 2), said

    supplier_gets_worse()
    git(Path(), "add", "--all")
    code, said = hooked()
    assert (code, said.count("Failed")) == (1, 2), said
    assert "[CHG001]" in said
    assert f"{PAGE}: changed: supplier_profiles/aliexpress.yaml" in said

    git(Path(), "checkout", "--quiet", "HEAD", "--", ".")
    PAGE.write_text("another promise", "utf-8")
    git(Path(), "add", "--all")
    code, said = hooked()
    assert (code, said.count("Failed"), said.count("Skipped")) == (1, 1, 1), said
    assert f"{PAGE}: it is not the file that was built" in said


# --- Under the eyes of others ----------------------------------------------------------------------------------------


def _laid_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def _said(command: list[str], folder: Path) -> tuple[int, str]:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


WRONG = CHECK.replace("questionnaires: |\n", "questionnaire: |\n").replace(
    "    steps:\n", "    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n"
)


def test_the_page_has_a_workflow_for_each_occasion() -> None:
    assert [Path(name).name for name in WORKFLOWS] == ["check-pages.yml", "publish-pages.yml", "watch-pages.yml"]
    assert {*EXAMPLES} - {*WORKFLOWS} == {".github/dependabot.yml", ".pre-commit-config.yaml"}
    assert (ROOT / "docs" / "ci.md").read_text("utf-8").count("```yaml") == len(EXAMPLES)


def test_zizmor_finds_nothing_in_the_action_and_the_examples(tmp_path: Path) -> None:
    files = {**EXAMPLES, "action.yml": ACTION.read_text("utf-8")}
    code, said = _said([*ZIZMOR, "."], _laid_out(tmp_path / "clean", files))
    assert code == 0, said
    assert said.count("completed") == len(files)
    code, said = _said([*ZIZMOR, "."], _laid_out(tmp_path / "wrong", {".github/workflows/wrong.yml": WRONG}))
    assert code != 0
    assert "template-injection" in said


def test_actionlint_finds_nothing_in_the_workflows(tmp_path: Path) -> None:
    code, said = _said(actionlint(), _laid_out(tmp_path / "clean", WORKFLOWS))
    assert (code, f"Checking {len(WORKFLOWS)} workflow" in said) == (0, True), said
    code, said = _said(actionlint(), _laid_out(tmp_path / "wrong", {".github/workflows/wrong.yml": WRONG}))
    assert code == 1
    assert "is potentially untrusted" in said


def test_shellcheck_finds_nothing_in_any_shell_of_ours(tmp_path: Path) -> None:
    steps = [step for text in (ACTION.read_text("utf-8"), *WORKFLOWS.values()) for step in scripts(text)]
    assert len(steps) == 7
    files = {f"{number}.bash": f"#!/bin/bash\n{step}" for number, step in enumerate(steps)}
    for name in ("tools/ci/check", "tools/ci/install", "tools/environment", "tools/system-packages", ".ci/run"):
        files[name] = (ROOT / name).read_text("utf-8")
    code, said = _said([shellcheck(), *files], _laid_out(tmp_path, files))
    assert code == 0, said
    code, said = _said([shellcheck(), "wrong"], _laid_out(tmp_path, {"wrong": "#!/bin/sh\nrm $1\n"}))
    assert code == 1


@pytest.mark.parametrize("text", [ACTION.read_text("utf-8"), *WORKFLOWS.values()], ids=["action.yml", *WORKFLOWS])
def test_every_action_is_pinned_by_a_full_hash_and_no_expression_stands_in_a_script(text: str) -> None:
    uses = re.findall(r"uses: (\S+)(.*)", text)
    assert uses
    assert all(HASH.fullmatch(name) and re.fullmatch(r" # v\d+\.\d+\.\d+", version) for name, version in uses)
    assert all("${{" not in step for step in scripts(text))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_only_the_workflow_on_main_may_write_and_none_knows_a_secret(name: str) -> None:
    text = WORKFLOWS[name]
    (job,) = data(text)["jobs"].values()
    granted = {"top": data(text)["permissions"], "job": job.get("permissions")}
    writes = name.endswith("publish-pages.yml")
    assert granted == (
        {"top": {}, "job": {"contents": "write"}} if writes else {"top": {"contents": "read"}, "job": None}
    )
    assert "secrets." not in text
    checkout = next(step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["persist-credentials"] == "false"
    assert any(step.get("uses", "").startswith(OURS) for step in job["steps"])
    assert ("github.token" in text) == writes


def test_the_page_lists_the_inputs_of_the_action() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.MULTILINE)
    inputs = data(ACTION.read_text("utf-8"))["inputs"]
    assert [name for name, _ in rows] == list(inputs)
    assert all(f"`{one['default']}`" in dict(rows)[name] for name, one in inputs.items() if one["default"])
