"""A second, slow implementation of everything that is counted, written from the definitions alone.

Lists of dictionaries, Decimal and datetime; no database. It shares nothing with the program but the code lists.
`run.measure_folder(folder, settings)` reads the same input files and gives the same result rows.
"""
