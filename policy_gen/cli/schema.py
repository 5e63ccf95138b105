"""`policy-gen schema`: the JSON Schema of a questionnaire or of a file beside it, for editors."""

import click

from policy_gen.describing.schema import SCHEMAS, schema_of, written


@click.command("schema", short_help="Print the JSON Schema, for your editor.")
@click.argument("kind", type=click.Choice(list(SCHEMAS)), default="questionnaire", metavar=f"[{'|'.join(SCHEMAS)}]")
def command(kind: str) -> None:
    """Print the JSON Schema of a questionnaire, a supplier profile, a shop platform or a file of cases, for editors.

    With it an editor with YAML support completes keys and words, and explains them. `policy-gen new` puts it beside
    the questionnaire and names it on the first line.

    \b
    To bring it up to date, or to have one for other files, too:
      policy-gen schema > .policy-gen/questionnaire.schema.json
      policy-gen schema supplier > .policy-gen/supplier.schema.json
      policy-gen schema cases > .policy-gen/cases.schema.json
    """
    click.echo(written(schema_of(SCHEMAS[kind])), nl=False)
