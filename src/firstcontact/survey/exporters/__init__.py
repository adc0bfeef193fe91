"""Clean answers for other programs: CSV with a codebook, Parquet, FHIR, SPSS syntax."""

from firstcontact.survey.exporters.make_export import ExportResult, make_export

__all__ = ["ExportResult", "make_export"]
