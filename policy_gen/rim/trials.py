"""Cases as tests of a policy: each is decided, and what comes out otherwise than expected is told with both places."""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from policy_gen.decide import Verdict
from policy_gen.decide.answer import as_data
from policy_gen.decide.clock import FACTS
from policy_gen.findings import Finding, Refused, Span, finding
from policy_gen.pages import guard
from policy_gen.provenance import Answer, Fact, Law, Term
from policy_gen.reading import read
from policy_gen.records.cases import NOTHING, Case, CaseFile, Expected
from policy_gen.records.stated import Path as Way
from policy_gen.rim import files, inputs, judging
from policy_gen.rim.inputs import CASES, Inputs
from policy_gen.rim.judging import Asked
from policy_gen.source import Source

EXAMPLE = "write `cases:`, and below it a list of orders, each with what you `expect`"


STANDS_AT: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*FACTS, "on", "day", "product")},
    "delivered": ("delivered", "day"),
    "message": ("on", "day"),
}
"""Under which key of a case a fact may stand, by what an error calls it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A case where it stands."""

    case: Case
    source: Source
    way: Way

    def place(self, *keys: str) -> Span:
        """Where one of its answers stands."""
        return self.source.value((*self.way, *keys))


def tried(path: Path, known: Inputs, texts: MutableMapping[str, str]) -> Iterator[Finding]:
    """What the cases of a questionnaire find, its own and those of the files beside it; and what ails these files."""
    trials = [*_own(known)]
    for place in inputs.cases_beside(path):
        try:
            trials += _in_file(place, known, texts)
        except Refused as refused:
            yield from refused.findings
    for trial in trials:
        yield from _tried(trial, known)


def _own(known: Inputs) -> Iterator[Trial]:
    if known.cases is not None:
        source, cases = known.cases
        yield from (Trial(case, source, ("cases", number)) for number, case in enumerate(cases))


def _in_file(place: Path, known: Inputs, texts: MutableMapping[str, str]) -> Iterator[Trial]:
    """The cases of a file; raises Refused with what is wrong with it."""
    if not place.name.endswith(CASES):
        raise Refused([_misnamed(place)])
    try:
        source = files.read_source(place, texts=texts)
    except Refused as refused:
        raise Refused(_helped(found, _start(place)) for found in refused.findings) from None
    if wrong := guard.in_answers(source, known.guard):
        raise Refused(wrong)
    cases = read(CaseFile, source).cases
    yield from (Trial(case, source, ("cases", number)) for number, case in enumerate(cases))


def _start(place: Path) -> Span:
    return Span(str(place), 1, 1, 1)


def _misnamed(place: Path) -> Finding:
    name = Path(place.stem).stem + CASES
    return finding("CAS003", f'nobody reads the cases in "{place.name}"', f"name it `{name}`", _start(place))


def _helped(found: Finding, start: Span) -> Finding:
    """What is wrong with a file as a whole, at its start and with what a file of cases says."""
    is_without_keys = found.code == "YML007" and found.spans and found.spans[0].line == 1
    return replace(found, spans=found.spans or (start,), help=EXAMPLE if is_without_keys else found.help)


def _tried(trial: Trial, known: Inputs) -> Iterator[Finding]:
    case = trial.case
    try:
        verdict = judging.verdict(known.terms, _asked(case, known))
    except ValueError as error:
        help = "write the facts of an order as it could be"
        yield finding("CAS002", f'the case "{case.case}" can\'t be decided: {error}', help, *_at_fault(trial, error))
        return
    said, expected = as_data(verdict), _expected(case.expect)
    wrong = [name for name, wanted in expected.items() if _plain(said[name]) != _plain(wanted)]
    # Who gets nothing has no last day and no refund either: one finding is enough.
    for name in wrong[:1] if "entitled" in wrong else wrong:
        yield _differs(trial, name, expected[name], verdict)


def _at_fault(trial: Trial, error: ValueError) -> list[Span]:
    """The facts that an error speaks of, the first one first; of what nobody wrote, the case itself."""
    written = trial.case.model_fields_set
    words = dict.fromkeys(re.findall(r"[a-z]+", str(error)))
    names = (next((name for name in STANDS_AT.get(word, ()) if name in written), "") for word in words)
    return [trial.place(name) for name in dict.fromkeys(names) if name] or [trial.place("case")]


def _differs(trial: Trial, name: str, wanted: Any, verdict: Verdict) -> Finding:
    found = as_data(verdict)[name]
    message = f'the case "{trial.case.case}" expects `{name}: {_shown(wanted)}`, and it is `{_shown(found)}`'
    hangs_on = f"; it hangs on {', '.join(verdict.lacking)}" if verdict.lacking else ""
    help = f"write `{name}: {_shown(found)}` if that is right, or change what makes it so{hangs_on}"
    places = (span for term in _deciding(name, verdict) for span in _places(term))
    other = next(places, None)
    return finding("CAS001", message, help, trial.place("expect", name), *([other] if other else []))


def _deciding(name: str, verdict: Verdict) -> Iterator[Term[Any]]:
    """The terms that make an outcome what it is, the first one first."""
    match name:
        case "refund_by":
            yield from sorted(verdict.refund.terms, key=lambda term: verdict.clock.end(term.sure) != verdict.refund.by)
            yield from _values("refunds_within", verdict)
        case "claim_supplier_by":
            yield from [verdict.claim.term] if verdict.claim.term else []
        case "payer":
            # The store pays by the first that says so.
            terms = _values("return_postage", verdict)
            yield from sorted(terms, key=lambda term: term.value != verdict.payer)
        case "remedies":
            yield from _values(name, verdict)
        case _:
            yield from _ending(verdict)
    yield from [verdict.refused] if verdict.refused else []
    yield from (way.basis for way in verdict.ways)


def _values(name: str, verdict: Verdict) -> Iterator[Term[Any]]:
    yield from (term for way in verdict.ways for term in way.values.get(name, ()))


def _ending(verdict: Verdict) -> Iterator[Term[Any]]:
    """The times of the ways that decide: those of the way that lasts longest first, and the one that ends it."""
    for way in sorted(verdict.ways, key=lambda way: way.end != verdict.until):
        first = sorted(way.limits, key=lambda one: one.end.last.day)
        yield from [limit.term for limit in first] or [way.basis]


def _places(term: Term[Any]) -> Iterator[Span]:
    yield from (origin.span for origin in term.leaves() if isinstance(origin, Answer | Fact | Law))


def _asked(case: Case, known: Inputs) -> Asked:
    """The case as a question; days that count from delivery get their dates."""
    facts = {name: text for name in FACTS if (text := getattr(case, name)) is not None}
    on = case.on
    if case.day is not None:
        effective = known.terms.effective.known if known.terms.effective else None
        delivered = facts.setdefault("delivered", str(effective or ""))
        if not delivered:
            raise ValueError("the page has no first day from which `day` could count; write `delivered`")
        on = str(date.fromisoformat(delivered[:10]) + timedelta(days=case.day))
    return Asked(case.reason, case.market, on or "", facts, case.product, case.told, case.supplier or "")


def _expected(expect: Expected) -> Mapping[str, Any]:
    """What is looked at, in the words of the answer."""
    wanted = {name: getattr(expect, name) for name in type(expect).model_fields if name in expect.model_fields_set}
    return {name: None if value == NOTHING else value for name, value in wanted.items()}


def _plain(value: Any) -> Any:
    """A value that compares; the order of a list means nothing."""
    return sorted(map(str, value)) if isinstance(value, list | tuple) else value


def _shown(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
