"""Arrow schemas of the declared tables, and the way from frame to Arrow and back."""

from __future__ import annotations

import io
from functools import cache

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pv

from schemas.table import Column, LogicalType, Table

__all__ = ["arrow_schema", "csv_bytes", "from_arrow", "to_arrow"]

_TYPES: dict[LogicalType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}

_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def _field(column: Column) -> pa.Field:
    described = {"description": column.en, "label_vi": column.vi, "pii": column.pii.value}
    return pa.field(column.name, _TYPES[column.type], nullable=column.nullable, metadata=described)


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with labels and class of personal data as field metadata."""
    return pa.schema(
        [_field(column) for column in table.columns],
        metadata={"table": table.full_name, "description": table.grain_en},
    )


def to_arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    """`frame`, which conforms to `table`, as an Arrow table of the declared schema."""
    return pa.Table.from_pandas(frame, schema=arrow_schema(table), preserve_index=False)


def from_arrow(table: Table, arrow: pa.Table) -> pd.DataFrame:
    """A frame in the declared dtypes from an Arrow table with the table's columns."""
    # Without the mapper a null would turn whole numbers into floats on the way, and lose digits.
    frame = _with_instants(arrow).to_pandas(types_mapper=_NULLABLE.get)
    return table.conform(frame)


def _with_instants(arrow: pa.Table) -> pa.Table:
    """Dates as the instants that our frames have: Arrow turns them in a tenth of pandas' time."""
    for place, field in enumerate(arrow.schema):
        if pa.types.is_date(field.type):
            instants = arrow.column(place).cast(pa.timestamp("us"))
            arrow = arrow.set_column(place, field.name, instants)
    return arrow


def csv_bytes(table: Table, frame: pd.DataFrame) -> bytes:
    """`frame`, which conforms to `table`, as CSV without a header line."""
    sink = io.BytesIO()
    pv.write_csv(to_arrow(table, frame), sink, pv.WriteOptions(include_header=False))
    return sink.getvalue()
