"""Terms to a policy: the clauses of the page in reading order, and what the merchant should know about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_gen.clause import Clause
from policy_gen.coverage import coverage
from policy_gen.findings import Finding
from policy_gen.given import Given
from policy_gen.lawfulness import lawfulness
from policy_gen.offers import offers
from policy_gen.questions import questions
from policy_gen.rules import RULES, this_version
from policy_gen.terms import Terms
from policy_gen.versions import Version


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
    given = Given(terms, offers(terms))
    clauses = tuple(clause for rule in RULES if (clause := rule(given)))
    found = (*coverage(given), *questions(given, clauses), *lawfulness(given, languages, offered))
    return Policy(terms.store.name.sure, clauses, found)


def with_versions(policy: Policy, versions: Sequence[Version]) -> Policy:
    """The policy with the list of its versions, where it has several."""
    clauses = tuple(
        this_version.listed(clause, versions) if clause.id == this_version.ID else clause for clause in policy.clauses
    )
    return replace(policy, clauses=clauses)
