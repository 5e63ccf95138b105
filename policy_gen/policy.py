"""Terms to a policy: the clauses of the page in reading order, and what the merchant should know about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policy_gen.blocks import Page, joined
from policy_gen.checks.coverage import coverage
from policy_gen.checks.feasibility import feasibility
from policy_gen.checks.lawfulness import lawfulness
from policy_gen.checks.questions import questions
from policy_gen.deriving.offers import offers
from policy_gen.deriving.terms import Terms
from policy_gen.findings import Finding
from policy_gen.records.products import Product
from policy_gen.records.versions import Version
from policy_gen.rules import RULES, this_version
from policy_gen.rules.clause import Clause
from policy_gen.rules.given import Given


@dataclass(frozen=True, slots=True)
class Policy:
    """A store's policy before it is put into words."""

    store_name: str
    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]


def derive(terms: Terms, languages: tuple[str, ...] = ("en",), offered: tuple[str, ...] = ()) -> Policy:
    """The policy that follows from the terms, by the rules; the same terms make the same policy.

    `languages` are those of its page, `offered` all that a page can be made in.
    """
    pages, found = [], {}
    for group in terms.groups:
        view = terms.of(group)
        given = Given(view, offers(view))
        clauses = _clauses(given)
        pages.append(Page(terms.products.get(group, ()), {clause.id: clause for clause in clauses}))
        found[group] = (
            *feasibility(given),
            *coverage(given),
            *questions(given, clauses),
            *lawfulness(given, languages, offered),
        )
    return Policy(terms.store.name.sure, _page(terms, pages), tuple(_told(found)))


def _clauses(given: Given) -> tuple[Clause, ...]:
    return tuple(clause for rule in RULES if (clause := rule(given)))


def _page(terms: Terms, pages: Sequence[Page]) -> tuple[Clause, ...]:
    if len(pages) == 1:
        return tuple(pages[0].clauses.values())
    every = terms.merged()
    return joined(pages, {clause.id: clause for clause in _clauses(Given(every, offers(every)))})


def _told(found: Mapping[str | None, Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of all groups of products; one that is not about all of them names those that it is about."""
    if len(found) == 1:
        yield from next(iter(found.values()))
        return
    same: dict[Finding, tuple[Finding, list[str]]] = {}
    for group, ones in found.items():
        for one in ones:
            said = replace(one, spans=())
            first, groups = same.setdefault(said, (one, []))
            spans = tuple(dict.fromkeys((*first.spans, *one.spans)))
            same[said] = (replace(first, spans=spans), [*groups, group or ""])
    for one, groups in same.values():
        about = list(dict.fromkeys(groups))
        is_about_all = len(about) == len(found)
        yield one if is_about_all else replace(one, message=f"{'; '.join(about)}: {one.message}")


def with_versions(policy: Policy, versions: Sequence[Version]) -> Policy:
    """The policy with the list of its versions, where it has several; products as the page names them."""
    known = {str(product): product for clause in policy.clauses for product in clause.products}
    versions = [_named(one, known) for one in versions]
    clauses = tuple(
        this_version.listed(clause, versions) if clause.id == this_version.ID else clause for clause in policy.clauses
    )
    return replace(policy, clauses=clauses)


def _named(version: Version, known: Mapping[str, Product]) -> Version:
    return replace(
        version,
        changes=tuple(
            replace(told, products=tuple(known.get(key, key) for key in told.products)) for told in version.changes
        ),
    )
