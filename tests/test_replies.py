"""What replies are understood, in which languages, and what is said about those that are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.durations import EVENTS, WORDS, parse
from policy_gen.inquiry.asking import _line
from policy_gen.inquiry.numbered import BY_NUMBER, QUESTIONS, Form, Question
from policy_gen.inquiry.places import Asked
from policy_gen.inquiry.replies import Meant, Reader, Replies, group, lines_of
from policy_gen.records.reasons import Reason
from tests.messages import LANGUAGES, labels, reply

READER = Reader(tuple(labels(language) for language in LANGUAGES))


def read(text: str) -> Replies:
    return READER.read(text, "replies.txt")


def meant(line: str) -> Meant:
    """What one reply says."""
    found = read(line)
    assert not found.findings, found.findings
    (one,) = found.replies
    return one.meant


# --- What is a reply ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["17: always", "  17: always  ", "17. always", "17) always", "17：always", "17 : Always.", "17: “always”"]
)
def test_a_reply_is_a_number_and_what_follows(line: str) -> None:
    assert meant(line) == "always"


@pytest.mark.parametrize(
    "line", ["Hello,", "> 17. Must the goods come back?", "- 17: always", "17", "17:", "2026-11-23: a date", "a 17: b"]
)
def test_other_lines_are_no_replies_and_are_counted(line: str) -> None:
    found = read(f"17: always\n\n{line}")
    assert [one.meant for one in found.replies] == ["always"]
    assert found.ignored == (3,)
    assert found.findings == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_that_is_quoted_is_no_reply_and_one_behind_it_is(question: Question, language: str) -> None:

    one = question
    asked = Asked(one, one.reasons)
    line = _line(asked, labels(language))
    assert read(line).ignored == (1,)
    assert meant(f"{line} {reply(asked, language)}") == meant(f"{one.number}: {reply(asked, language)}")


@pytest.mark.parametrize("said", ["unknown", "Don't know.", "不清楚", "모름"])
def test_who_does_not_know_is_skipped(said: str) -> None:
    found = read(f"3: {said}")
    assert (found.replies, found.skipped, found.ignored, found.findings) == ((), (3,), (), ())


def test_replies_come_in_the_order_of_their_questions() -> None:
    assert [one.question.number for one in read("17: always\n3: shipping\n1: 3 days").replies] == [1, 3, 17]


def test_the_same_reply_twice_is_one_reply() -> None:
    assert meant("17: always\n17. Always") == "always"


# --- What it says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("15 days after delivery", "15 days after delivery"),
        ("within 15 days of delivery.", "15 days after delivery"),
        ("15 days from the delivery", "15 days after delivery"),
        ("3-5 working days", "3-5 business days"),
        ("2 weeks", "14 days"),
        ("收货后15天", "15 days after delivery"),
        ("签收之后 15 个自然日内", "15 days after delivery"),
        ("付款后3至5个工作日", "3-5 business days after payment"),
        ("１５天", "15 days"),
        ("배송 완료 후 15일 이내", "15 days after delivery"),
        ("결제 후 3~5영업일", "3-5 business days after payment"),
        ("수령일로부터 1개월", "1 month after delivery"),
    ],
)
def test_a_time_is_understood_in_every_language(said: str, time: str) -> None:
    assert meant(f"14: {said}") == time


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("3: before shipping", "shipped"),
        ("3: 发货前", "shipped"),
        ("3: 开始处理之前", "processing"),
        ("3: 발송 전", "shipped"),
        ("3: 24 hours after order", "24 hours after order"),
        ("3: 下单后24小时", "24 hours after order"),
        ("7: none", "none"),
        ("7: 없음", "none"),
        ("7: 15 %", "15%"),
        ("7: 5 eur", "EUR 5.00"),
        ("4: 供应商", "supplier"),
        ("24: yes", "covered"),
        ("24: 不接受", "not_covered"),
        ("41: 예", ("customer_refunded",)),
        ("41: no", ()),
        ("48: no", "unclear"),
        ("15: photo, photo of the label and video", ("photo", "photo_label", "video")),
        ("15: photo or video; order number", ("photo_or_video", "order_number")),
        ("15: 照片、视频", ("photo", "video")),
        ("15: none", ()),
        ("12: 파손, 설명과 다름 및 단순 변심", ("damaged", "not_as_described", "change_of_mind")),
        ("10: My Orders > Cancel order", ("My Orders", "Cancel order")),
        ("40: 3 per month", "3 per month"),
    ],
)
def test_a_reply_says_what_a_file_writes(line: str, says: Meant) -> None:
    assert meant(line) == says


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "question",
    [one for one in QUESTIONS if one.words and one.form in (Form.WORD, Form.WORDS)],
    ids=lambda one: one.name,
)
def test_every_word_of_a_message_is_understood_as_a_reply(question: Question, language: str) -> None:
    one = question
    for word in one.reasons if one.words is Reason else [] if one.yes else one.words or ():
        label = labels(language)["words"][group(one.words)][word.value]
        # A list of "none" is an empty one, not the word.
        expected = (word.value,) if one.form is Form.WORDS else word.value
        assert meant(f"{one.number}: {label}") == expected


# --- What can't be understood ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "message", "help"),
    [
        ("14: soon", "ANS004", "14 (fault_report_within): `soon` cannot be used: this is not a duration", "an amount"),
        ("14: 15 days after the moon", "ANS004", "it is not clear which event `the moon` is", "15 days after delivery"),
        ("7: a little", "ANS003", "7 (cancel_fee): `a little` cannot be used: this is not a fee", "`none`, a share"),
        (
            "17: perhaps",
            "ANS003",
            "17 (fault_send_back): `perhaps` is none of the replies",
            "never, on request, always",
        ),
        ("24: perhaps", "ANS003", "24 (delivered_not_received): `perhaps` is none", "one of: yes, no"),
        ("13: damaged and blue", "ANS003", "13 (faults): `blue` is none", "damaged, defective"),
        ("13: change of mind", "ANS003", "13 (faults): `change of mind` is none", "damaged, defective"),
        ("11: none", "ANS003", "11 (refunds_to): `none` is none of the replies", "original payment"),
        ("52: yes", "ANS001", "there is no question 52", "a number from 1 to 51"),
        (f"40: {'y' * 201}", "ANS003", "a text of 201 characters", "a short text"),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(line: str, code: str, message: str, help: str) -> None:
    (found,) = read(f"Hello,\n\n  {line}").findings
    (span,) = found.spans
    assert (found.code, span.line, span.column) == (code, 3, line.index(" ") + 4)
    assert span.end == len(line) + 3
    assert message in found.message
    assert help in found.help


def test_all_that_is_not_understood_is_told_at_once() -> None:
    assert [one.spans[0].line for one in read("14: soon\n17: perhaps\n1: 3 days\n99: x").findings] == [1, 2, 4]


def test_two_replies_that_do_not_agree_are_an_error_with_both_places() -> None:
    (found,) = read("17: always\n17: never").findings
    assert found.code == "ANS005"
    assert [span.line for span in found.spans] == [2, 1]


def test_lines_are_named_as_people_say_them() -> None:
    assert lines_of([3]) == "line 3"
    assert lines_of([1, 2, 9]) == "lines 1, 2 and 9"


# --- Whatever is written -----------------------------------------------------------------------------------

LINES = st.one_of(
    st.text(max_size=60),
    st.builds("{}{}{}".format, st.integers(0, 60), st.sampled_from([":", ". ", "：", ")"]), st.text(max_size=40)),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=8).map("\n".join))
def test_every_line_is_blank_ignored_skipped_a_reply_or_a_finding(text: str) -> None:
    found = read(text)
    lines = text.replace("\r\n", "\n").split("\n")
    placed = {one.span.line for one in found.replies} | {one.spans[0].line for one in found.findings}
    assert placed.isdisjoint(found.ignored)
    assert all(lines[number - 1].strip() for number in found.ignored)
    for one in found.replies:
        said = lines[one.span.line - 1][one.span.column - 1 : one.span.end - 1]
        assert said
        assert said == said.strip()


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(0, 30), st.sampled_from(sorted(WORDS)), st.sampled_from(["", *sorted(EVENTS)]))
def test_every_time_that_a_questionnaire_understands_is_a_reply(low: int, more: int, unit: str, event: str) -> None:
    amount = f"{low}-{low + more}" if more else str(low)
    said = f"{amount} {unit}" + (f" after {event}" if event else "")
    assert parse(str(meant(f"14: {said}"))) == parse(said)


# --- The list ----------------------------------------------------------------------------------------------


def test_a_number_means_the_same_question_for_ever() -> None:
    """A new question goes to the end of this list; none of them ever gets another number."""
    assert (
        [BY_NUMBER[number].name for number in sorted(BY_NUMBER)]
        == """
        ships_within not_shipped_in_time cancel_until cancel_by cancel_within cancel_silence cancel_fee cancel_refund
        not_cancellable cancel_how refunds_to accepted faults fault_report_within fault_evidence fault_remedies
        fault_send_back fault_return_postage fault_refunds_within delivers_within lost_report_opens lost_report_within
        lost_remedies delivered_not_received choices choice_report_within choice_condition choice_restocking_fee
        choice_evidence choice_remedies choice_send_back choice_return_postage choice_refunds_within not_returnable
        undelivered_taken_back undelivered_held_for undelivered_then undelivered_reship_paid_by customs_held limit
        before_claiming dispute_where dispute_how dispute_reply_within dispute_silence dispute_elsewhere
        resolves_within instructions resale contact contact_at""".split()
    )
    assert sorted(BY_NUMBER) == list(range(1, len(QUESTIONS) + 1))
