"""Files beside the pages: tables, the static data interface, the workbook, feeds, catalogue, search index."""
