"""Keeps the store's own papers apart from the pages that it publishes."""

from pathlib import Path

import click

PAGES = ("refund-policy.*", "*/refund-policy.*")
"""What lies in a folder with pages, or one step below it."""


def not_published(folder: Path, published: Path, named: Path, questionnaire: Path) -> None:
    """Refuses a folder among the pages, where customers could find what is for the store's eyes only.

    `published` is where pages go, `named` what the person who typed the command knows the place by. A folder that
    holds pages is published, too, and so is all below it; but not the folder of the questionnaire itself.
    """
    resolved = folder.resolve()
    is_below = resolved.is_relative_to(published.resolve())
    home = questionnaire.resolve().parent
    around = [above for above in (resolved, *resolved.parents) if not home.is_relative_to(above)]
    if is_below or any(next(above.glob(pages), None) for above in around for pages in PAGES):
        raise click.UsageError(
            f"`{named}` would lie among the pages that you publish, and this is for your eyes only; "
            "give a place elsewhere, such as one beside the questionnaire"
        )


def not_lost(place: Path, suffix: str) -> None:
    """Refuses to write over a file of another kind: a questionnaire, a lock, a page's source."""
    if place.exists() and place.suffix != suffix:
        raise click.UsageError(f"`{place}` is there and no `{suffix}` file; give a name that ends in `{suffix}`")


def not_new(folder: Path) -> None:
    """Refuses a folder that is not there: a name mistyped would make one that nobody looks into."""
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder `{folder}`; make it first, or give a place that is there")


def no_playbook(folder: Path) -> None:
    """Refuses to publish pages into a folder with what is for the store's eyes only."""
    if next(folder.glob("playbook.*"), None):
        raise click.UsageError(f"`{folder}` holds your playbook, which is not for customers; build elsewhere")
