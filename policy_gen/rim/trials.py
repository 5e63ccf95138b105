"""Cases as tests of a policy: each is decided, and what comes out otherwise than expected is told with both places."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
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
from policy_gen.rim import files, judging
from policy_gen.rim.inputs import CASES, Inputs, name_of
from policy_gen.rim.judging import Asked
from policy_gen.source import Source


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
    """What the cases of a questionnaire find, its own and those of the files beside it."""
    for trial in (*_own(known), *_beside(path, known, texts)):
        yield from _tried(trial, known)


def _own(known: Inputs) -> Iterator[Trial]:
    if known.cases is not None:
        source, cases = known.cases
        yield from (Trial(case, source, ("cases", number)) for number, case in enumerate(cases))


def _beside(path: Path, known: Inputs, texts: MutableMapping[str, str]) -> Iterator[Trial]:
    """The cases of `shop.cases.yaml` and of `shop.anything.cases.yaml`; raises Refused with what is wrong with them."""
    name = name_of(path)
    folder = path.parent
    for place in sorted({folder / f"{name}{CASES}", *folder.glob(f"{name}.*{CASES}")}):
        if place.is_file():
            source = files.read_source(place, texts=texts)
            if wrong := guard.in_answers(source, known.guard):
                raise Refused(wrong)
            cases = read(CaseFile, source).cases
            yield from (Trial(case, source, ("cases", number)) for number, case in enumerate(cases))


def _tried(trial: Trial, known: Inputs) -> Iterator[Finding]:
    case = trial.case
    try:
        verdict = judging.verdict(known.terms, _asked(case, known))
    except ValueError as error:
        help = "write the facts of an order as it could be"
        yield finding("CAS002", f'the case "{case.case}" can\'t be decided: {error}', help, trial.place("case"))
        return
    said, expected = as_data(verdict), _expected(case.expect)
    wrong = [name for name, wanted in expected.items() if _plain(said[name]) != _plain(wanted)]
    # Who gets nothing has no last day and no refund either: one finding is enough.
    for name in wrong[:1] if "entitled" in wrong else wrong:
        yield _differs(trial, name, expected[name], verdict)


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
            yield from verdict.refund.terms
        case "claim_supplier_by":
            yield from [verdict.claim.term] if verdict.claim.term else []
        case "remedies" | "payer":
            said = "return_postage" if name == "payer" else name
            yield from (term for way in verdict.ways for term in way.values.get(said, ()))
    yield from (limit.term for way in verdict.ways for limit in way.limits)
    yield from [verdict.refused] if verdict.refused else []
    yield from (way.basis for way in verdict.ways)


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
