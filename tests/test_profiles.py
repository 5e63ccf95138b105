"""The shipped profiles: every fact has a source, nobody's hearsay is the supplier's word, and all of it can be read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from policy_gen import source
from policy_gen.deriving.expansion import from_profile
from policy_gen.findings import Level, Refused, Span
from policy_gen.provenance import Confidence, Fact, Term
from policy_gen.reading import read
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.records.supplier import Profile
from tests.shops import FORBIDDEN, PROFILES, SOLD_ON, STORE, made


def each(places: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("place", places, ids=[place.stem for place in places])


EACH = each(PROFILES)
HERE = Span("shop.yaml", 1, 1, 2)


def profile_at(place: Path) -> Profile:
    return read(Profile, source.parse(place.read_text("utf-8"), place.name))


def facts(
    record: Any, default: tuple[str, ...] = (), way: str = ""
) -> Iterator[tuple[str, Term[Any], tuple[str, ...]]]:
    """Every fact that a profile writes down, with the sources that stand for it."""
    if isinstance(record, Term):
        yield way, record, record.source or default
    elif isinstance(record, BaseModel):
        default = rule_sources(record) or default
        for name in type(record).model_fields:
            if name in record.model_fields_set:
                yield from facts(getattr(record, name), default, f"{way}.{name}")
    elif isinstance(record, tuple):
        for number, one in enumerate(record):
            yield from facts(one, default, f"{way}[{number}]")


def rule_sources(record: BaseModel) -> tuple[str, ...]:
    """The sources that a rule names for all its facts."""
    named = getattr(record, "source", ())
    return (named,) if isinstance(named, str) else tuple(named)


def records(record: Any) -> Iterator[BaseModel]:
    """The record and every one in it."""
    if isinstance(record, BaseModel):
        yield record
        for name in type(record).model_fields:
            yield from records(getattr(record, name))
    elif isinstance(record, tuple):
        for one in record:
            yield from records(one)


def test_the_first_profile_is_there() -> None:
    assert "aliexpress" in {place.stem for place in PROFILES}


@each(SOLD_ON)
def test_a_profile_can_be_read_and_makes_a_page(place: Path, tmp_path: Path) -> None:
    derived = made({"store": STORE, "supplier": place.stem}, tmp_path)
    assert {"short_version", "something_wrong", "contact"} <= {clause.id for clause in derived.clauses}
    assert [found for found in derived.findings if found.level == "error"] == []


@each(FORBIDDEN)
def test_no_page_is_made_from_a_supplier_that_forbids_resale_and_the_clause_is_cited(
    place: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        made({"store": STORE, "supplier": {"profile": place.stem, "ships_within": "2 days"}}, tmp_path)
    (found,) = refused.value.findings
    assert (found.code, found.level) == ("SUP008", Level.ERROR)
    profile = profile_at(place)
    clauses = [profile.sources[id] for id in profile.resale.source]
    assert {one.confidence for one in clauses} == {Confidence.OWN_ARCHIVED}
    for one in clauses:
        assert f'"{one.title}" {one.url}' in found.message


def test_a_page_can_be_made_once_the_supplier_has_allowed_it_in_writing(tmp_path: Path) -> None:
    (temu,) = (place for place in FORBIDDEN if place.stem == "temu")
    text = temu.read_text("utf-8").replace("value: prohibited", "value: allowed")
    (tmp_path / "supplier_profiles").mkdir()
    (tmp_path / "supplier_profiles" / "temu.yaml").write_text(text, "utf-8")
    assert made({"store": STORE, "supplier": "temu"}, tmp_path).clauses


@EACH
def test_every_known_fact_has_a_source_that_is_listed(place: Path) -> None:
    profile = profile_at(place)
    found = list(facts(profile))
    assert len(found) > (10 if place in SOLD_ON else 1)
    for way, term, ids in found:
        assert set(ids) <= set(profile.sources), way
        assert ids or term.known is None, way
    for record in records(profile):
        assert set(rule_sources(record)) <= set(profile.sources)


@EACH
def test_no_known_fact_rests_on_third_parties_alone(place: Path) -> None:
    profile = profile_at(place)
    for way, term, ids in facts(profile):
        confidences = {profile.sources[id].confidence for id in ids}
        assert term.known is None or confidences != {Confidence.THIRD_PARTY}, way


@EACH
def test_an_assumption_stands_beside_an_unknown_and_names_who_says_so(place: Path) -> None:
    for way, term, ids in facts(profile_at(place)):
        if term.assume is not None:
            assert term.known is None, way
            assert ids, way


@EACH
def test_the_worst_is_no_better_than_the_usual(place: Path) -> None:
    for way, term, _ in facts(profile_at(place)):
        if term.worst is not None and term.known is not None:
            assert term.worst.high >= term.known.high or term.worst.unit != term.known.unit, way


@EACH
def test_every_source_is_used_dated_and_linked(place: Path) -> None:
    profile, text = profile_at(place), place.read_text("utf-8")
    comments = " ".join(line.partition("#")[2] for line in text.splitlines())
    used = {id for _, _, ids in facts(profile) for id in ids} | {
        id for record in records(profile) for id in rule_sources(record)
    }
    for id, one in profile.sources.items():
        # A source may also stand for what only a comment says, such as the working week.
        assert id in used or id in comments, id
        assert one.title, id
        assert one.url is None or one.url.startswith("https://"), id
        assert one.checked <= date(2026, 12, 31), id


@EACH
def test_the_suppliers_own_name_is_among_what_no_customer_may_read(place: Path) -> None:
    profile = profile_at(place)
    supplier = from_profile(profile, place.stem, lambda way: HERE, HERE)
    assert profile.name in supplier.hidden_words
    assert set(profile.hidden_words) <= set(supplier.hidden_words)
    # A short word would be found in others; a syllable of Hangul says more than a letter.
    assert all(len(word) > (3 if word.isascii() else 1) for word in supplier.hidden_words)


@EACH
def test_a_profile_says_something_of_faults_and_of_choices(place: Path) -> None:
    supplier = from_profile(profile_at(place), place.stem, lambda way: HERE, HERE)
    assert Reason.DAMAGED in supplier.returns
    assert set(CHOICES) & set(supplier.returns)


@EACH
def test_facts_of_a_profile_know_their_sources_after_reading(place: Path) -> None:
    supplier = from_profile(profile_at(place), place.stem, lambda way: HERE, HERE)
    for term in supplier.terms():
        if term.known is not None and isinstance(term.origin, Fact):
            assert term.origin.sources, term.origin.key


def test_the_first_profile_says_what_its_sources_say() -> None:
    (place,) = (place for place in PROFILES if place.stem == "aliexpress")
    supplier = from_profile(profile_at(place), "aliexpress", lambda way: HERE, HERE)
    (damaged,) = supplier.returns[Reason.DAMAGED]
    assert str(damaged.terms["report_within"].value) == "15 days after delivery"
    assert str(damaged.terms["refunds_within"].value) == "1-10 business days"
    assert str(damaged.terms["refunds_within"].worst) == "20 business days"
    unpaid, paid = supplier.cancellation
    assert str(unpaid.terms["until"].value) == "until payment"
    assert unpaid.terms["approver"].value == "nobody"
    assert str(paid.terms["until"].value) == "until shipped"
    assert (paid.terms["approver"].value, paid.terms["silence"].value) == ("supplier", "approved")
    assert str(paid.terms["reply_within"].value) == "72 hours"
    assert supplier.general["ships_within"].known is None
    assert str(supplier.general["ships_within"].assume) == "7 business days"
