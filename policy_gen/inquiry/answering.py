"""A supplier's replies on their way into a store's files: each into its place, with its source, and nothing else moved.

The replies are taken one after another in the order of the questions, and the files are read anew after each: what one
reply settles (whether the supplier answers for something at all) decides where the next one goes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from policy_gen.findings import Refused, finding
from policy_gen.inquiry.editing import Content, add, put
from policy_gen.inquiry.numbered import About, First, Form, Question
from policy_gen.inquiry.places import Known, Place, asked, lies_in, places
from policy_gen.inquiry.replies import Meant, Reply
from policy_gen.provenance import Confidence
from policy_gen.reading import read
from policy_gen.records.markets import Market
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.reasons import Reason
from policy_gen.records.stated import Path, dotted
from policy_gen.records.supplier import Profile, SupplierAnswers, When
from policy_gen.records.vocabulary import Condition, Coverage, Remedy
from policy_gen.source import Source, parse

TITLE = "A message from the supplier"


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a file as it is or may become, with the line ends that it has, and the name that places show."""

    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Files:
    """A questionnaire and the profile that it names, if it names one.

    `sold_to` is where the store sells to, `way` leads to the supplier's answers in the questionnaire.
    """

    questionnaire: Draft
    profile: Draft | None = None
    sold_to: tuple[Market, ...] = ()
    way: Path = ("supplier",)

    @property
    def known(self) -> Known:
        """What the files say."""
        answers = supplier_at(_questionnaire(self.questionnaire), self.way)
        return Known(answers if isinstance(answers, SupplierAnswers) else None, self.record, self.sold_to, self.way)

    @property
    def record(self) -> Profile | None:
        """The profile's facts."""
        return _profile(self.profile) if self.profile else None

    def edited(self, in_profile: bool, edit: Callable[[str], str]) -> "Files":
        """The files after an edit of one of them."""
        if in_profile and self.profile:
            return replace(self, profile=replace(self.profile, text=edit(self.profile.text)))
        return replace(self, questionnaire=replace(self.questionnaire, text=edit(self.questionnaire.text)))


def ways(questionnaire: Questionnaire) -> dict[str, Path]:
    """The way to what stands of each supplier, by the name of its profile or its own; one that comes again counts."""
    places: list[Path] = [("suppliers", number, "supplier") for number in range(len(questionnaire.suppliers))]
    places = places or [("supplier",)]
    names = [_name(supplier_at(questionnaire, way)) for way in places]
    again = (names[:number].count(name) for number, name in enumerate(names))
    return {
        f"{name} {before + 1}" if before else name: way for name, before, way in zip(names, again, places, strict=True)
    }


def _name(supplier: str | SupplierAnswers | None) -> str:
    if isinstance(supplier, SupplierAnswers):
        return supplier.profile or supplier.name or "supplier"
    return supplier or "supplier"


def supplier_at(questionnaire: Questionnaire, way: Path) -> str | SupplierAnswers | None:
    """What stands of a supplier at a place of a questionnaire: its profile's name, or own answers."""
    return questionnaire.suppliers[int(way[1])].supplier if len(way) > 1 else questionnaire.supplier


# Kept, as several questions are asked of a text between two edits.
@lru_cache(maxsize=2)
def _questionnaire(draft: Draft) -> Questionnaire:
    return read(Questionnaire, _source(draft))


@lru_cache(maxsize=2)
def _profile(draft: Draft) -> Profile:
    return read(Profile, _source(draft))


def _source(draft: Draft) -> Source:
    return parse(draft.text, draft.file)


@dataclass(frozen=True, slots=True)
class Change:
    """What a reply did: the place, what stood there and what stands there now."""

    reply: Reply
    file: str
    key: str
    old: str
    new: str

    @property
    def line(self) -> str:
        """The change as people read it."""
        return f"{self.reply.question.number}: {self.file}: {self.key}: {self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class Answered:
    """The files with the replies, what that changed, and what became of the other replies, in words."""

    files: Files
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def answered(files: Files, replies: Sequence[Reply], day: date) -> Answered:
    """The files after some replies that came on a day; raises Refused where a source of that name is another's."""
    before = files
    changes: list[Change] = []
    notes: list[str] = []
    open_before = {one.question: one.reasons for one in asked(files.known)}
    for reply in replies:
        found = places(reply.question, files.known)
        # A reply to an open question says nothing about the reasons that the question was not asked for.
        is_open = reply.question in open_before
        chosen = [place for place in found if place.is_open] if is_open else list(found)
        usable = [place for place in chosen if not place.is_pending]
        wanted = [place for place in usable if _stands(place, reply) != reply.meant]
        if not is_open and len(wanted) < len(usable):
            # It stands where it was asked for: the same message a second time changes nothing.
            wanted = []
        if not wanted:
            notes.append(_why_not(reply, bool(chosen), bool(usable)))
        changes += [_change(files, place, reply) for place in wanted]
        # In a profile from its end, as a rule that is put in changes the numbers of those behind it.
        for place in reversed(wanted) if any(place.in_profile for place in wanted) else wanted:
            files = _written(files, place, reply, _id(place, day))
    if files.profile and files.profile is not before.profile:
        files = _with_source(files, day)
    return Answered(files, tuple(changes), tuple(notes))


def _why_not(reply: Reply, is_asked: bool, is_usable: bool) -> str:
    number = reply.question.number
    if not is_asked:
        return f"the reply to {number} was left out: there is no place for it, or other replies leave none"
    if not is_usable:
        return f"the reply to {number} was left out: whether the supplier answers for it at all is not known yet"
    return f"the reply to {number} says what stands there already"


def _stands(place: Place, reply: Reply) -> Meant | None:
    """What stands at a place, in the form of a reply; None where nothing is known or it differs by reason."""
    if reply.question.about is About.COVERED and place.term.known is not None:
        covered = place.term.known is Coverage.COVERED
        if reply.question.form is Form.WORD:
            return str(place.term.known)
        said = set(reply.meant)
        # The same where all of the rule's reasons are said to be what the rule says of them.
        is_same = said >= {*place.reasons} if covered else not said & {*place.reasons}
        return reply.meant if is_same else None
    known = place.term.known
    return None if known is None else _form(known)


def _form(known: Any) -> Meant:
    return tuple(map(str, known)) if isinstance(known, tuple) else str(known).removeprefix("until ")


def _change(files: Files, place: Place, reply: Reply) -> Change:
    source = files.profile if place.in_profile and files.profile else files.questionnaire
    is_named = not place.reasons or place.path[-1] in (*place.reasons, "accepted")
    key = dotted(place.path) + ("" if is_named else f" ({', '.join(place.reasons)})")
    old = str(place.term.value) if place.term.known is None else _said(_form(place.term.known))
    new = _said(reply.meant)
    if reply.question.about is About.COVERED:
        parts = {coverage: reasons for coverage, reasons in _parted(place, reply).items() if reasons}
        new = "; ".join(f"{one}: {', '.join(reasons)}" if len(parts) > 1 else one for one, reasons in parts.items())
    return Change(reply, source.file, key, old, new)


def _said(meant: Meant) -> str:
    return meant if isinstance(meant, str) else ", ".join(meant) or "none"


# --- Writing ---------------------------------------------------------------------------------------------


def _id(place: Place, day: date) -> str:
    """The name of the source: in a profile that of a record, in a store's own answers one that says what it is."""
    name = f"message_{day:%Y_%m_%d}"
    return name if place.in_profile else f"supplier_{name}"


def _written(files: Files, place: Place, reply: Reply, id: str) -> Files:
    question = reply.question
    if question.about is About.COVERED:
        return files.edited(True, _coverage(files, place, reply, id))
    if place.is_new:
        entry = _entry(question, place, reply.meant, id)
        return files.edited(True, lambda text: add(text, place.path, entry))
    is_cited = place.in_profile and files.record is not None and lies_in(files.record, place.path[:-1]) == (id,)
    value = _inline(question, reply.meant)
    content: Content = value if is_cited else f"{{value: {value}, source: {id}}}"
    if place.others:
        # One answer for all reasons is from now on one for each, and the others keep theirs.
        kept = _inline(question, _form(place.term.known))
        cited = f"{{value: {kept}, source: {_list(place.term.source)}}}" if place.term.source else kept
        content = dict.fromkeys(place.others, cited) | dict.fromkeys(place.reasons, content)
    return files.edited(place.in_profile, lambda text: put(text, place.path, content))


def _entry(question: Question, place: Place, meant: Meant, id: str) -> dict[str, Content]:
    """A new rule or entry of a list with an answer in it."""
    content: Content = _inline(question, meant)
    for key in reversed(question.key):
        content = {key: content}
    head: dict[str, Content] = {"reasons": _list(place.reasons)} if place.reasons else {}
    if question.about is About.LIMIT:
        head = {"what": "returns"}
    return {**head, **(content if isinstance(content, dict) else {}), "source": id}


def _coverage(files: Files, place: Place, reply: Reply, id: str) -> Callable[[str], str]:
    """The edit that says for which of a place's reasons the supplier answers."""
    parts = _parted(place, reply)
    return _new_rules(place, parts, id) if place.is_new else _split(files, place, parts, id)


def _parted(place: Place, reply: Reply) -> dict[Coverage, tuple[Reason, ...]]:
    """A place's reasons by whether the supplier answers for them."""
    if isinstance(reply.meant, str):
        said = place.reasons if reply.meant == Coverage.COVERED else ()
    else:
        said = tuple(reason for reason in place.reasons if reason in reply.meant)
    others = tuple(reason for reason in place.reasons if reason not in said)
    return {Coverage.COVERED: said, Coverage.NOT_COVERED: others}


def _new_rules(place: Place, parts: dict[Coverage, tuple[Reason, ...]], id: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        for coverage, reasons in parts.items():
            if reasons:
                text = add(text, place.path, _covering(coverage, reasons, id))
        return text

    return edit


def _covering(coverage: Coverage, reasons: Iterable[Reason], id: str) -> dict[str, Content]:
    refused: dict[str, Content] = {"covered": coverage.value} if coverage is Coverage.NOT_COVERED else {}
    return {"reasons": _list(reasons), **refused, "source": id}


def _split(files: Files, place: Place, parts: dict[Coverage, tuple[Reason, ...]], id: str) -> Callable[[str], str]:
    """The edit of a rule that is there: it keeps what it says for some of its reasons, others get a rule behind it."""
    number = int(place.path[1])
    rule = files.record.returns[number] if files.record else None
    if rule is None:
        raise AssertionError("there is no profile whose rule could be split")
    rest = tuple(reason for reason in rule.reasons if reason not in place.reasons)
    # The facts of the rule matter to reasons that nobody asked about, else to those that the supplier answers for.
    kept = None if rest else next(coverage for coverage, reasons in parts.items() if reasons)
    when = _when(rule.when)

    def edit(text: str) -> str:
        for coverage, reasons in reversed(parts.items()):
            if reasons and coverage is not kept:
                new = _covering(coverage, reasons, id)
                text = add(text, ("returns",), {"reasons": new.pop("reasons"), **when, **new}, after=number)
        remaining = rest if kept is None else parts[kept]
        if remaining != rule.reasons:
            text = put(text, ("returns", number, "reasons"), _list(remaining))
        return text if kept is None else put(text, place.path, f"{{value: {kept}, source: {id}}}")

    return edit


def _when(when: When) -> dict[str, Content]:
    """The condition of a rule, to be repeated on one line."""
    asked = {name: getattr(when, name) for name in When.model_fields if getattr(when, name)}
    parts = {name: _text(value) if isinstance(value, str) else f"[{', '.join(map(_text, value))}]"
             for name, value in asked.items()}  # fmt: skip
    return {"when": f"{{{', '.join(f'{name}: {part}' for name, part in parts.items())}}}"} if parts else {}


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"


def _inline(question: Question, meant: Meant) -> str:
    """An answer as YAML on one line."""
    if isinstance(meant, str):
        return _text(meant) if question.form is Form.TEXT else meant
    if question.form is Form.STEPS:
        return _list(map(_text, meant))
    return _list(meant) if meant or question.words in (Condition, First, Remedy) else "none"


def _text(text: str) -> str:
    """A text in quotes, so that nothing in it means anything to YAML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _with_source(files: Files, day: date) -> Files:
    """The files whose profile has a record of the message."""
    id = f"message_{day:%Y_%m_%d}"
    there = files.record.sources.get(id) if files.record else None
    if there is None:
        record: Content = {"title": TITLE, "confidence": Confidence.SUPPLIER_MESSAGE.value, "checked": day.isoformat()}
        return files.edited(True, lambda text: put(text, ("sources", id), record))
    if (there.confidence, there.checked) != (Confidence.SUPPLIER_MESSAGE, day) and files.profile:
        message = f"`{id}` is the name of another source already"
        raise Refused(
            [finding("ANS005", message, "give that source another name", _source(files.profile).key(("sources", id)))]
        )
    return files
