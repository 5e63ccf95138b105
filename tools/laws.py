"""Writes docs/laws.md from the law files: who is covered, how deep, what is not verified, what is coming."""

from collections.abc import Iterable, Iterator
from datetime import date

from policy_gen.deriving.jurisdiction import Jurisdiction, coming
from policy_gen.describing import statutes
from policy_gen.describing.statutes import Rule
from policy_gen.records.law import PRACTICES
from policy_gen.records.provision import Sure
from policy_gen.rim import lawbook

HEAD = """\
# The law layer

<!-- Made from consumer_laws/ by `make docs`; a change here is lost. -->

Name the countries that you sell to, and no page promises less there than customers are owed:

```yaml
sells_to: [US, KR, DE]
effective: 2026-12-01
```

- Where the law gives a customer more than your supplier and you do, the page says what the law says, apart from your
  own terms, and `check` says what that costs you (`COV006`).
- A promise of yours that is less than the law gives is an error at its line, with the article and lawful words.
- `policy-gen explain shop.yaml` names the article of every right; `policy-gen laws KR` shows all that is known of a
  law.
- The page holds no address. Where a law wants one, `check` says where it must stand and which link is missing.

It is not legal advice, and no lawyer has signed it. A file holds what was found by its review date: rules that were
read in the law's own text, rules that others report, and rules from memory. All of them apply; the last two are listed
below, for somebody who knows that law to look at. What the layer does not know, it does not check: taxes, customs,
product safety, privacy, and the law of services and digital goods. A country without a file is a warning (`LAW002`),
never silence.
"""


def text() -> str:
    """The text of docs/laws.md."""
    laws = [lawbook.jurisdiction(id) for id in lawbook.shipped()]
    day = max(law.reviewed for law in laws)
    parts = [HEAD, *_covered(laws, day), *_habits(laws), *_ends(laws, day), *_coming(laws, day), *_open(laws, day)]
    return "\n".join(parts).rstrip() + "\n"


def _covered(laws: Iterable[Jurisdiction], day: date) -> Iterator[str]:
    yield "## Who is covered\n"
    yield f"As the law stands on {day}. Depth `specific`: the jurisdiction's own rules were worked through; `generic`:"
    yield "its main rules only. Read: the share of its rules that were read in the law's own text.\n"
    yield "| code | jurisdiction | depth | reviewed | rules | read |\n|---|---|---|---|---|---|"
    for law in laws:
        found = statutes.rules(law, day)
        cells = (f"`{law.id.upper()}`", law.name, law.depth, law.reviewed, len(found), f"{statutes.share(found)} %")
        yield _row(cells)
    yield ""
    for line in statutes.borrowed(lawbook.members(), lawbook.shipped()):
        yield f"- {line}"
    yield ""


def _habits(laws: Iterable[Jurisdiction]) -> Iterator[str]:
    yield "## What the laws say of ten habits\n"
    yield "no: a page must not say it. if: only under a condition, which `policy-gen laws` names. yes: nothing against"
    yield "it. An empty cell: nothing was found.\n"
    names = {name: meaning.partition(":")[0] for name, meaning in PRACTICES.items()}
    yield "\n".join(f"- {meaning}" for meaning in PRACTICES.values()) + "\n"
    yield f"| law | {' | '.join(names.values())} |\n|---{'|---' * len(names)}|"
    said = {"unlawful": "no", "condition": "if", "lawful": "yes"}
    for law in laws:
        cells = [said[law.practices[name][0].verdict] if name in law.practices else "" for name in names]
        yield _row((f"`{law.id.upper()}`", *cells))
    yield ""


def _ends(laws: Iterable[Jurisdiction], day: date) -> Iterator[str]:
    yield "## Times that end later than they say\n"
    yield "- `rolls`: a last day on a weekend or a public holiday moves to the next working day."
    yield "- `soon_enough`: the least time to tell of a fault; later than that, it depends on what is reasonable.\n"
    yield "Where neither stands, the law was not read to say so, and a time ends on its last day.\n"
    yield "| law | right | rule | what it says | article |\n|---|---|---|---|---|"
    for law in laws:
        for rule in statutes.rules(law, day):
            if rule.name in ("rolls", "soon_enough"):
                yield _row((f"`{law.id.upper()}`", rule.part, f"`{rule.name}`", rule.value, rule.law.article))
    yield ""


def _coming(laws: Iterable[Jurisdiction], day: date) -> Iterator[str]:
    yield f"## What is known to change after {day}\n"
    changes = [f"- {one.since}, `{law.id.upper()}`: `{one.key}` ({one.article})" for law, one in coming(laws, day)]
    yield from changes or ["Nothing."]
    yield ""


def _open(laws: Iterable[Jurisdiction], day: date) -> Iterator[str]:
    yield "## What is not verified\n"
    yield "Rules that were not read in the law's own text; what a member shares with its union stands with the union."
    for law in laws:
        own = [rule for rule in statutes.rules(law, day) if rule.law.jurisdiction == law.id]
        doubtful = {
            sure: [_name(rule) for rule in own if rule.law.confidence == sure] for sure in (Sure.SECONDARY, Sure.MEMORY)
        }
        if any(doubtful.values()):
            yield f"\n### {law.name} (`{law.id.upper()}`)\n"
            yield from (f"- {HOW[sure]}: {', '.join(names)}" for sure, names in doubtful.items() if names)


HOW = {Sure.SECONDARY: "as others report it", Sure.MEMORY: "from memory"}


def _name(rule: Rule) -> str:
    return f"`{rule.part}.{rule.name}`".replace("`.", "`").replace("not for", f"not for: {rule.value}")


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
