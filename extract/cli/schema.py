"""`extract schema`: what a model is asked to fill in, as the JSON Schema that is sent."""

import json

import click


@click.command()
@click.option(
    "--prompt", "prompt_name", metavar="P", help="Prompt whose response model is meant: a name or a .md file."
)
@click.option("--schema", "response_model", metavar="M:C", help="A response model, as package.module:Class.")
def schema(prompt_name: str | None, response_model: str | None) -> None:
    """Print the JSON Schema that a model is asked to fill in, strict, exactly as it is sent."""
    from extract import prompts
    from extract.runs import check_names
    from extract.shape import item_types
    from extract.wire import wire_schema

    prompt = prompts.load(prompt_name or prompts.BUILT_IN)
    model = prompts.response_model_of(prompt, response_model)
    check_names(item_types(model))
    click.echo(json.dumps(wire_schema(model), ensure_ascii=False, indent=2))
