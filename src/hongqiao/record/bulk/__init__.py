"""Tables out of the record and into it, in one described format: CSV, XLSX and JSON say the same."""

from hongqiao.record.bulk.tables import FORMAT, Table, table, tables

__all__ = ["FORMAT", "Table", "table", "tables"]
