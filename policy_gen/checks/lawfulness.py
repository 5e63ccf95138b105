"""What the law of a store's markets says of its page: promises below a floor, missing links, languages, open points."""

from collections.abc import Iterable, Iterator
from typing import Any

from policy_gen.checks.duties import missing_links, named, named_duty
from policy_gen.checks.elsewhere import counts_if_seen, left_to_the_shop, seen_in_time
from policy_gen.checks.goods import goods_by_law
from policy_gen.checks.habits import mirrored, promises
from policy_gen.deriving.floors import kept
from policy_gen.deriving.jurisdiction import Jurisdiction, cited, coming, in_force
from policy_gen.findings import Finding, Level, Span, finding
from policy_gen.provenance import Answer, Law, Scope, Term
from policy_gen.records.provision import Sure
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.records.rights import Bearer
from policy_gen.records.vocabulary import Coverage, Payer
from policy_gen.rules.given import Given


def lawfulness(given: Given, languages: tuple[str, ...], offered: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Every finding about the law, for each market that the store names; `offered` are the languages of policy-gen."""
    terms = given.terms
    if not given.markets:
        message = "no `sells_to`: the page follows only the supplier and your promises; no country's law was checked"
        yield finding("LAW001", message, "write `sells_to: [US, KR]`, the countries that you sell to", terms.named_at)
        return
    if terms.effective is None or terms.effective.known is None:
        message = "a page for named markets needs a date: laws change, and the date decides which ones apply"
        yield finding("LAW010", message, "write `effective: 2026-12-01`", _sold_at(given))
    yield from promises(given)
    yield from mirrored(given)
    for market in given.markets:
        if not terms.laws.markets[market]:
            message = f"there is no law file for `{market}`: nothing on the page was checked against its law"
            yield finding("LAW002", message, "have someone who knows that law read the page", _sold_at(given))
    yield from missing_links(given)
    yield from left_to_the_shop(given)
    yield from seen_in_time(given)
    yield from counts_if_seen(given)
    yield from _language(given, languages, offered)
    yield from _return_cost(given)
    yield from _given_by_law(given)
    yield from goods_by_law(given)
    yield from _from_memory(given)
    yield from _coming(given)


def _language(given: Given, languages: tuple[str, ...], offered: tuple[str, ...]) -> Iterator[Finding]:
    """Laws that want a language in which there is no page."""
    spoken, laws = {code.split("-")[0] for code in languages}, given.terms.laws
    wanted = {law.id.upper(): in_force(law.languages, laws.day) for law in laws.named()}
    missing = {
        f"{id} wants `{'` or `'.join(term.sure)}` ({cited(term.origin)})": tuple(term.sure)
        for id, term in wanted.items()
        if term is not None and isinstance(term.origin, Law) and not spoken & set(term.sure)
    }
    if missing:
        yield finding(
            "LAW006",
            f"there is no page in a language that the law wants: {'; '.join(missing)}",
            _more_languages(missing.values(), offered),
            _sold_at(given),
        )


def _more_languages(wanted: Iterable[tuple[str, ...]], offered: tuple[str, ...]) -> str:
    """What to do about laws that each want one of some languages."""
    made = [next((code for code in offered if code.split("-")[0] in codes), None) for codes in wanted]
    help = []
    if codes := [f"`{code}`" for code in dict.fromkeys(made) if code]:
        help.append(f"add {' and '.join(codes)} to `languages`")
    if None in made:
        help.append("put a translation of your own beside the page")
    return "; ".join(help)


def _return_cost(given: Given) -> Iterator[Finding]:
    """Customers who pay the return postage must be told before they order where it goes and what that costs."""
    if given.terms.returns_go_to is not None:
        return
    found = {market: level for market in given.markets if (level := _cost_untold(given, market)) is not None}
    for level in dict.fromkeys(found.values()):
        named = ", ".join(market for market, one in found.items() if one is level)
        then = "only if you told them" if level is Level.WARNING else "and must be told"
        yield finding(
            "LAW014",
            f"in {named} customers pay the return postage after a change of mind, {then}, to which country and at what "
            "cost",
            "write `returns_go_to: {country: CN, postage: EUR 25-40}`, as it is for you",
            _sold_at(given),
            level=level,
        )


def _cost_untold(given: Given, market: str) -> Level | None:
    """How much it weighs that the page names no cost of returning: more where the customer then pays nothing."""
    laws, reason = given.terms.laws, Reason.CHANGE_OF_MIND
    right = laws.owed(market, reason)
    payer = right.one("return_postage") if right is not None else None
    promises = [given.terms.promised("return_postage", Scope(one)) for one in CHOICES]
    if payer is None or payer.value is Bearer.SELLER or all(one and one.value is Payer.STORE for one in promises):
        return None
    if payer.value is Bearer.CUSTOMER_IF_TOLD:
        return Level.WARNING
    told = any("return_cost" in law.duties for law in laws.markets[market])
    return Level.NOTE if told else None


def _given_by_law(given: Given) -> Iterator[Finding]:
    """What the law gives and no supplier pays for."""
    yield from _uncovered(given, Reason.CHANGE_OF_MIND, "return without a reason", "so you pay for it")
    yield from _uncovered(given, Reason.DEFECTIVE, "claim for faults", "so you pay for what shows later")


def _uncovered(given: Given, reason: Reason, what: str, so: str) -> Iterator[Finding]:
    """A right that lasts longer than the supplier answers, by the windows of the markets; or not at all."""
    rows: dict[str, list[str]] = {}
    for market in given.markets:
        scope = Scope(reason, market)
        if not any(given.terms.laws.rights(market, reason)):
            continue
        floor, covered = given.terms.laws.floor("report_within", scope), given.terms.mirror("covered", scope)
        window = given.terms.mirror("report_within", scope)
        if covered.known is not Coverage.COVERED:
            its = "the supplier isn't known to take that back"
        elif floor is None or window.known is None or not kept("report_within", window, [floor]):
            its = f"the supplier leaves you {window.value}"
        else:
            continue
        rows.setdefault(f"{_lasting(given, market, reason, floor)}; {its}", []).append(market)
    if rows:
        listed = "; ".join(f"in {', '.join(markets)} {row}" for row, markets in rows.items())
        yield finding("COV006", f"the law lets customers {what}: {listed}; {so}", "", _sold_at(given))


def _lasting(given: Given, market: str, reason: Reason, floor: Term[Any] | None) -> str:
    """How long a right lasts, in words; for faults with the longer time of goods that are made to last."""
    laws = given.terms.laws
    guarantee = laws.stated(market, "guarantee")
    if floor is None:
        words = {end for term in laws.values(market, reason, "within") for end in term.sure}
        is_reasonable = "reasonable" in words or "at_least_reasonable" in guarantee
        return "for a reasonable time" if is_reasonable else "without a last day that the law names"
    longer = guarantee.get("long_lived", ()) if reason is Reason.DEFECTIVE else ()
    return f"{floor.value}{''.join(f' ({term.value} for goods that are made to last)' for term in longer)}"


def _from_memory(given: Given) -> Iterator[Finding]:
    """Law that applies although nobody has read it lately."""
    laws, day = given.terms.laws, given.terms.laws.day
    keys = {
        law.id.upper(): {one.key for one in law.origins() if one.confidence == Sure.MEMORY and one.holds(day)}
        for law in laws.named()
    }
    doubtful = {id: found for id, found in keys.items() if found}
    if doubtful:
        listed = "; ".join(f"{id}: {len(keys)}" for id, keys in doubtful.items())
        message = f"some rules of law are from memory, not from the text ({listed}); they apply all the same"
        yield finding("LAW008", message, "`policy-gen laws` names each of them", _sold_at(given))


def _coming(given: Given) -> Iterator[Finding]:
    """Changes of law that are known and fall after the page's date."""
    laws = given.terms.laws
    if laws.day is None:
        return
    found: dict[str, list[str]] = {}
    for law, change in coming(laws.named(), laws.day):
        told = f"{change.since}: {_changed(law, change)} ({cited(change)})"
        found.setdefault(told, []).append(law.id.upper())
    for change_of, ids in found.items():
        message = f"the law of {', '.join(ids)} changes on {change_of}"
        yield finding(
            "LAW009", message, "rebuild the page with an `effective` date on or after that day", _sold_at(given)
        )


def _changed(law: Jurisdiction, change: Law) -> str:
    """What changes, as people say it: by its own words where the data has some."""
    part, *rest = change.key.split(".")
    if part == "announced":
        return law.announced[rest[0]].sure
    return named_duty(law.duties[rest[0]]) if part == "duties" else named(part, *rest)


def _sold_at(given: Given) -> Span:
    sold = given.terms.sells_to
    return sold.origin.span if sold is not None and isinstance(sold.origin, Answer) else given.terms.named_at
