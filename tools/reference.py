"""Writes what is made from the code: the JSON Schemas, docs/questionnaire.md and parts of docs/findings.md.

`make docs` runs it.
"""

from collections.abc import Iterator
from pathlib import Path

from policy_gen.describing.reference import Arm, Key, keys_of, spelled_out
from policy_gen.describing.schema import SCHEMAS, Json, schema_of, written
from policy_gen.records import scalars
from tools import findings_page, laws

HEAD = """\
# The questionnaire

<!-- Made from the typed models by `make docs`; a change here is lost. -->

A questionnaire is one YAML file. `policy-gen new shop.yaml` starts one, `policy-gen check shop.yaml` says what is
wrong or open. Only `store` and `supplier` are needed. This is a whole one:

```yaml
store:
  name: Dalbit Living
  website: https://dalbit.example
  email: help@dalbit.example
supplier: aliexpress
```

`unknown` is an answer nearly everywhere: what nobody knows is left out of the page, and `check` says what to ask.

## An editor that helps

`policy-gen new` puts a JSON Schema beside the questionnaire and names it on the first line. An editor with YAML
support (VS Code with the extension "YAML", Neovim, Helix, JetBrains) then completes keys and words, explains each of
them, and marks what is wrong; no network is needed. Commit the folder `.policy-gen` with the questionnaire. To help
with a questionnaire that is there already, or after an update:

```sh
mkdir -p .policy-gen
policy-gen schema > .policy-gen/questionnaire.schema.json
policy-gen schema supplier > .policy-gen/supplier.schema.json
policy-gen schema cases > .policy-gen/cases.schema.json
```

The first line names the schema, by its place as seen from the file:

```yaml
# yaml-language-server: $schema=.policy-gen/questionnaire.schema.json
```

A supplier profile in `supplier_profiles/` begins with `$schema=../.policy-gen/supplier.schema.json`, a file of
[cases](decide.md#cases) beside the questionnaire with `$schema=.policy-gen/cases.schema.json`.
"""

KINDS = f"""\
## How answers are written

| answer | how it is written |
|---|---|
| a duration | {scalars.DURATION_HELP} |
| a stage or a duration | {scalars.CUTOFF_HELP} |
| a fee | {scalars.FEE_HELP} |
| an amount of money | {scalars.PRICE_HELP} |
| a share in percent | {scalars.SHARE_HELP} |
| a date | {scalars.DATE_HELP} |
| a link | it starts with `https://`: `https://dalbit.example` |
| a short text | up to 200 characters on one line |
| one for each reason | a mapping of reasons: `{{damaged: 7 days, not_as_described: 15 days}}` |
| not known | `unknown`; `listing` where it differs from listing to listing, `case_by_case` from case to case |
| with what is known about it | `{{value: 3-10 days, worst: 20 days}}`, `{{value: unknown, assume: 7 days}}` |

A duration without an event counts from delivery for returns, from the order for cancelling, and from our answer for
times that we need.
"""


def questionnaire() -> str:
    """The text of docs/questionnaire.md."""
    schema = schema_of(SCHEMAS["questionnaire"])
    sections = list(_sections(schema, "", "", {}))
    return "\n".join([HEAD, "\n".join(sections), KINDS, _words(schema)])


def files() -> dict[str, str]:
    """All files that are made here, by their places in the project."""
    schemas = {f"schema/{kind}.json": written(schema_of(model)) for kind, model in SCHEMAS.items()}
    pages = {findings_page.PAGE: findings_page.page(), "docs/laws.md": laws.text()}
    return {"docs/questionnaire.md": questionnaire(), **pages, **schemas}


def _sections(schema: Json, way: str, mapping: str, told: dict[str, str]) -> Iterator[str]:
    """A table of a mapping's keys, and one for each mapping below it that was not told before."""
    keys = list(keys_of(schema, mapping))
    below = []
    for key in keys:
        if key.mapping and key.mapping not in told:
            told[key.mapping] = f"{way}.{key.name}".strip(".")
            below.append(key)
    rows = "".join(_row(key, told) for key in keys)
    yield (
        f"## {f'`{way}`' if way else 'The whole file'}\n\n"
        + (f"{schema['$defs'][mapping]['description']}\n\n" if mapping else "")
        + f"| key | meaning | what may be written | example |\n|---|---|---|---|\n{rows}"
    )
    for key in below:
        yield from _sections(schema, told[key.mapping], key.mapping, told)


def _row(key: Key, told: dict[str, str]) -> str:
    needed = "**Needed.** " if key.is_required else ""
    said = key.may_be(_listed)
    if key.mapping:
        place = told[key.mapping]
        said = said.replace("mapping", f"mapping, see [`{place}`](#{place.replace('.', '')})")
    example = f"`{key.example}`" if key.example else ""
    cells = (f"`{key.name}`", needed + key.meaning, said, example)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _listed(arm: Arm) -> str:
    """A short list of words; a longer one that has a name is told once, below."""
    if len(arm.schema["enum"]) > 3 and arm.name:
        return f"one of the [{_title(arm.name)}](#{_title(arm.name).replace(' ', '-')})"
    return spelled_out(arm)


def _title(name: str) -> str:
    return {"Remedy": "remedies", "Evidence": "kinds of evidence"}.get(name, f"{name.lower()}s")


def _words(schema: Json) -> str:
    named = ((name, shape) for name, shape in schema["$defs"].items() if len(shape.get("enum", ())) > 3)
    lists = [f"### {_title(name)}\n\n{', '.join(f'`{word}`' for word in shape['enum'])}\n" for name, shape in named]
    return "## Words\n\n" + "\n".join(lists)


def main() -> None:
    """Writes every file."""
    root = Path(__file__).parent.parent
    for name, text in files().items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
