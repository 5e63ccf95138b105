"""Keeps docs/findings.md true: its words are written there by hand, levels and examples are filled in by `make docs`.

A finding is added as a heading with its code, what it means, an empty block (```text) and what to do. The example is
the text of `tests/wrong/<code>*.txt`; where no questionnaire raises the code it is written by hand and stays as it is.
"""

import re
from pathlib import Path

from policy_gen.findings import KINDS

ROOT = Path(__file__).parent.parent
PAGE = "docs/findings.md"

_LEVEL = r"\*\*(?:Error|Warning|Note)\*\*: [^\n]*\n\n"
SECTION = re.compile(
    rf"### (?P<code>[A-Z]{{3}}\d{{3}})\n\n(?P<level>{_LEVEL})?(?P<meaning>[^`#][^\n]*\n(?:[^\n]+\n)*)\n"
    r"```text\n(?P<example>(?:(?!```)[^\n]*\n)*)```\n\n"
    r"\*\*What to do:\*\* (?P<mend>[^\n]+\n(?:[^\n]+\n)*)"
)
"""A code's section: a paragraph of meaning, an example, a paragraph that says what to do."""


def page() -> str:
    """The text of docs/findings.md: the words that it has, with the levels and examples of today."""
    return SECTION.sub(_filled, (ROOT / PAGE).read_text(encoding="utf-8"))


def example_of(code: str) -> str | None:
    """What `check` prints for the first wrong file of a code, as if it were `shop.yaml`; None where there is none."""
    files = (ROOT / "tests" / "wrong").glob(f"{code}*.txt")
    for file in sorted(files, key=lambda file: file.stem):
        for paragraph in file.read_text(encoding="utf-8").strip("\n").split("\n\n"):
            if paragraph.split("\n")[0].endswith(f"[{code}]"):
                return paragraph.replace(f"{file.stem}.yaml", "shop.yaml") + "\n"
    return None


def _filled(section: re.Match[str]) -> str:
    code, kind = section["code"], KINDS.get(section["code"])
    level = f"**{kind.level.capitalize()}**: {kind.meaning}.\n\n" if kind else section["level"]
    return (
        f"### {code}\n\n{level or ''}{section['meaning']}\n"
        f"```text\n{example_of(code) or section['example']}```\n\n"
        f"**What to do:** {section['mend']}"
    )
