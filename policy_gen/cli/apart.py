"""Keeps the store's own papers apart from the pages that it publishes."""

from pathlib import Path

import click


def not_published(folder: Path, published: Path, named: Path) -> None:
    """Refuses a folder among the pages, where customers could find what is for the store's eyes only.

    `published` is where pages go, `named` what the person who typed the command knows the place by. A folder that
    holds pages, or lies below one that does, is published, too.
    """
    resolved = folder.resolve()
    is_below = resolved.is_relative_to(published.resolve())
    holds_pages = any(next(resolved.glob(pages), None) for pages in ("refund-policy.*", "*/refund-policy.*"))
    lies_in_pages = any(next(above.glob("refund-policy.*"), None) for above in resolved.parents)
    if is_below or holds_pages or lies_in_pages:
        raise click.UsageError(
            f"`{named}` would lie among the pages that you publish, and this is for your eyes only; "
            "give a place elsewhere, such as one beside the questionnaire"
        )
