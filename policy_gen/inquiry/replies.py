"""Reading a supplier's replies: numbered lines among others, in any of the languages that a message is written in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from policy_gen.findings import Finding, Span, finding
from policy_gen.inquiry.numbered import BY_NUMBER, Form, Question
from policy_gen.records.reasons import Reason
from policy_gen.records.scalars import Cutoff, FeeText, Text, Time
from policy_gen.records.vocabulary import RefundTo
from policy_gen.source import quote

Meant = str | tuple[str, ...]
"""What a reply says, as a supplier's file writes it: one text, or several."""

_LINE = re.compile(r"\s*(?P<number>[0-9]{1,3})\s*[:：.)）、]\s*(?P<said>\S.*?)\s*")
_LISTED = re.compile(r"\s*[,、;/+&]\s*")
_JOINED = re.compile(r"\s*(?:\band\b|\bor\b|以及|和|或|및|와 |과 |또는)\s*")
_CHOICES = re.compile(r"[\s?？:：]*(?:\([^()]*\)|（[^（）]*）)?\s*")
_RANGE = r"([0-9]{1,4})(?:(?:-|–|~|至|到|to)([0-9]{1,4}))?"
_SINCE = re.compile(r"\b(?:of|since|following)\b")


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said to a question, and where."""

    question: Question
    meant: Meant
    span: Span


@dataclass(frozen=True, slots=True)
class Replies:
    """What a text holds: the replies in the order of their questions, and what is wrong with others.

    `skipped` are the numbers of replies that say that nobody knows, `ignored` the lines that are no replies.
    """

    replies: tuple[Reply, ...]
    skipped: tuple[int, ...]
    ignored: tuple[int, ...]
    findings: tuple[Finding, ...]


class _Unclear(Exception):
    """A reply that says nothing that the question asks for; carries the code, the message and the help."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The words of replies in several languages: `labels` are the words files of the messages."""

    labels: tuple[Mapping[str, Any], ...]

    def read(self, text: str, file: str) -> Replies:
        """The replies in a text, whose places are shown as those of `file`."""
        replies: dict[int, Reply] = {}
        skipped: list[int] = []
        ignored: list[int] = []
        findings: list[Finding] = []
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
            found = self._said(line)
            if found is None:
                ignored += [number] if line.strip() else []
                continue
            asked, said, column = found
            span = Span(file, number, column + 1, column + 1 + len(said))
            if self._is(said, "unknown"):
                skipped.append(asked)
                continue
            reply = self._reply(asked, said, span)
            if isinstance(reply, Reply):
                reply = _only_one(reply, replies.get(asked))
            if isinstance(reply, Finding):
                findings.append(reply)
            else:
                replies[asked] = reply
        ordered = tuple(replies[number] for number in sorted(replies))
        return Replies(ordered, tuple(skipped), tuple(ignored), tuple(findings))

    def _said(self, line: str) -> tuple[int, str, int] | None:
        """The number, the text and the column of a reply; None where a line is something else."""
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        said, start = match["said"], match.start("said")
        # Many people write behind the question: what follows the question mark and the choices is the reply.
        mark = max(said.rfind("?"), said.rfind("？"))
        if mark >= 0 and len(said) > 2:
            behind = _CHOICES.match(said, mark)
            start += behind.end() if behind else 0
            said = said[behind.end() :] if behind else ""
        return (int(match["number"]), said, start) if said else None

    def _reply(self, number: int, said: str, span: Span) -> Reply | Finding:
        question = BY_NUMBER.get(number)
        if question is None:
            help = f"a number from 1 to {max(BY_NUMBER)}, as the message has it"
            return finding("ANS001", f"there is no question {number}", help, span)
        try:
            return Reply(question, self._meant(question, said), span)
        except _Unclear as unclear:
            code, message, help = unclear.args
            return finding(code, f"{number} ({question.name}): {message}", help, span)

    def _meant(self, question: Question, said: str) -> Meant:
        match question.form:
            case Form.TIME:
                return _written(Time, self._as_english(said))
            case Form.CUTOFF:
                stage = self._word(question, self._plain(said))
                return stage or _written(Cutoff, self._as_english(said))
            case Form.FEE:
                no_fee = self._is(said, "none") or self._is(said, "no")
                return _written(FeeText, "none" if no_fee else _fee(said))
            case Form.WORD:
                return self._word(question, said) or _no_word(question, said)
            case Form.WORDS:
                return self._words(question, said)
            case Form.STEPS:
                return tuple(_written(Text, step) for step in re.split(r"\s*(?:>|→|›)\s*", said) if step)
            case Form.TEXT:
                return _written(Text, said)

    def _words(self, question: Question, said: str) -> tuple[str, ...]:
        if question.words is not RefundTo and (self._is(said, "none") or self._is(said, "no")):
            return ()
        found: list[str] = []
        for part in filter(None, _LISTED.split(_folded(said))):
            words = self._joined(question, part)
            found += words or [self._word(question, one) or _no_word(question, one) for one in _JOINED.split(part)]
        return tuple(dict.fromkeys(found)) or (_no_word(question, said),)

    def _joined(self, question: Question, said: str) -> list[str]:
        """The words that an "and" or "or" joins, of which some hold one themselves; none where one is not known."""
        whole = self._word(question, said)
        for joint in () if whole else _JOINED.finditer(said):
            first = self._word(question, said[: joint.start()])
            others = self._joined(question, said[joint.end() :]) if first else []
            if others:
                return [first, *others]
        return [whole] if whole else []

    def _word(self, question: Question, said: str) -> str:
        """The word that was said, in any language; empty where it is none of the question's."""
        if question.yes and self._is(said, "yes"):
            return question.yes
        if question.no and self._is(said, "no"):
            return question.no
        words = _words_of(question)
        known = {_folded(word.replace("_", " ")): word.value for word in words}
        for labels in self.labels:
            own = labels["words"].get(group(question.words), {}) if question.words else {}
            known |= {_folded(own[word.value]): word.value for word in words if word.value in own}
        return known.get(_folded(said.replace("_", " ")), "")

    def _is(self, said: str, kind: str) -> bool:
        """Whether somebody said yes, no, none or unknown."""
        return _folded(said) in {_folded(word) for labels in self.labels for word in labels["replies"][kind]}

    def _plain(self, said: str) -> str:
        """The words without those around them that say that something ends then."""
        said = _folded(said)
        for start in self._all("before"):
            said = said.removeprefix(start).lstrip()
        for end in self._all("behind"):
            said = said.removesuffix(end).rstrip()
        return said

    def _as_english(self, said: str) -> str:
        """A time in the words that answers are written in."""
        said = self._plain(said)
        units, events = self._pairs("units"), self._pairs("events")
        after = "|".join(map(re.escape, self._all("after")))
        event = f"(?:({_any(events)})({after}))?"
        match = re.fullmatch(f"{event}{_RANGE}({_any(units)})", said.replace(" ", ""))
        if match is None:
            return _SINCE.sub("after", said)
        since, _, low, high, unit = match.groups()
        amount = f"{low}-{high}" if high else low
        return f"{amount} {units[unit]}{f' after {events[since]}' if since else ''}"

    def _all(self, name: str) -> list[str]:
        """The words of all languages under a name, the longest first."""
        found = [_folded(word) for labels in self.labels for word in labels["times"][name]]
        return sorted(found, key=len, reverse=True)

    def _pairs(self, name: str) -> dict[str, str]:
        pairs = [pair for labels in self.labels for pair in labels["times"][name].items()]
        return {_folded(word).replace(" ", ""): meant for word, meant in pairs}


def group(words: type[StrEnum] | None) -> str:
    """The name under which the words files hold the words of a kind: `send_back` for SendBack."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", words.__name__).lower() if words else ""


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _folded(said: str) -> str:
    """A text without what people may write in one way or another."""
    plain = " ".join(unicodedata.normalize("NFKC", said).casefold().split())
    return plain.strip("\"'“”‘’「」").rstrip(".。!;,").strip()


def _fee(said: str) -> str:
    """A fee as answers write it: `EUR 5`, not `5 eur`."""
    turned = re.fullmatch(r"([0-9.]+) ?([a-z]{3})|([a-z]{3}) ?([0-9.]+)", _folded(said))
    if turned is None:
        return _folded(said)
    amount, behind, before, other = turned.groups()
    return f"{(behind or before).upper()} {amount or other}"


def _written(form: Any, said: str) -> str:
    """An answer that needs reading, as a file writes it."""
    try:
        value = TypeAdapter(form).validate_python(said)
    except ValidationError as error:
        (wrong, *_) = error.errors(include_url=False)
        shown = wrong["msg"].replace(f"`{said}`", quote(said))
        raise _Unclear(wrong["type"], shown, wrong.get("ctx", {}).get("help", "")) from None
    return str(value).removeprefix("until ")


def _words_of(question: Question) -> list[StrEnum]:
    """The words that a reply can be made of."""
    return list(question.reasons if question.words is Reason else question.words or ())


def _no_word(question: Question, said: str) -> str:
    words = ["yes", "no"] if question.yes else [word.value.replace("_", " ") for word in _words_of(question)]
    raise _Unclear("ANS003", f"{quote(said)} is none of the replies to this", f"write one of: {', '.join(words)}")


def _only_one(reply: Reply, earlier: Reply | None) -> Reply | Finding:
    if earlier is None or earlier.meant == reply.meant:
        return reply
    message = f"two replies to {reply.question.number} ({reply.question.name}) that don't agree"
    return finding("ANS005", message, "keep the one that holds", reply.span, earlier.span)


def lines_of(numbers: Iterable[int]) -> str:
    """Numbers of lines as people say them: `lines 1, 2 and 9`."""
    listed = [str(number) for number in numbers]
    return f"line {listed[0]}" if len(listed) == 1 else f"lines {', '.join(listed[:-1])} and {listed[-1]}"
