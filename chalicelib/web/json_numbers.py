"""How decimals stand in the API's document: as the numbers that its answers write."""

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


class SchemaOfNumbers(GenerateJsonSchema):
    """Pydantic's schemas, but for decimals: `write_json` writes them as numbers, not as texts."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """Give the schema of a decimal; what is taken may be a text too."""
        if self.mode == "serialization":
            return {"type": "number"}
        return super().decimal_schema(schema)
