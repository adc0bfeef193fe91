"""The sentences of the bad-input catalogue: what, where, why it matters, what to do. Codes are stable."""

SENTENCES = {
    "B01": "{file}: byte order mark removed.",
    "B02": "{file}: the encoding is UTF-16; {expected} is expected. Nothing was loaded. "
    "Run 'firstcontact convert --from utf-16 {file}' or send it again.",
    "B03": "{file} line {line}: byte 0x{byte:02X} is not UTF-8. Nothing was loaded. "
    "If the file is Latin-1, say 'encoding: latin-1' in the manifest.",
    "B03-declared": "{file}: read as {encoding}, as the manifest says, and stored as UTF-8.",
    "B04": "{file}: {n:,} Windows line ends changed to LF. A lone CR in a field sets that row aside.",
    "B04-row": "{file} line {line}: a lone CR (U+000D) stands in a field. The row is set aside. "
    "Put the field in quotes or take the CR out.",
    "B05": "{file}: the delimiter looks like '{found}' but the manifest says '{expected}'. Nothing was loaded. "
    "Correct the manifest or the file.",
    "B07": "{file} line {line}: {found} fields, {expected} expected. The row is set aside.",
    "B07-cut": "{file} line {line}: the file ends in the middle of a row, and rows after it may be missing. "
    "Compare its number of rows with the sender's, or send it again.",
    "B08": "{file} line {line}: {found} fields, {expected} expected. The row is set aside.",
    "B09": "{file} line {line}: a quote opens here and is not closed. Rows {line}-{last} are set aside. "
    "Over 50 lines the file is refused.",
    "B09-file": "{file} line {line}: a quote opens here and is not closed within {limit}. Nothing was loaded. "
    "Close the quote and send the file again.",
    "B10": "{file} line {line}, column {column}: control character U+{point:04X}. The row is set aside.",
    "B12": "{file}, column {column}: '{value}' can be {first} or {second}. Nothing was loaded. "
    "Give 'date_format' in the manifest.",
    "B13": "{file} line {line}, column {column}: '{value}' does not match the date format '{format}'. "
    "The row is set aside.",
    "B14": "{file} line {line}, column {column}: '{value}' is not a date. The row is set aside{because}.",
    "B15": "{file} line {line}, column {column}: '{value}' is not an amount. Say 'money_style: accounting' in the "
    "manifest if brackets mean minus. The row is set aside.",
    "B16": "{file} line {line}, column {column}: '{value}' has more than two decimals. The row is set aside.",
    "B17": "{file}: the column '{column}' appears at positions {first} and {second}. Nothing was loaded.",
    "B18": "{file}: the first line is not the expected header; it starts with '{shape}' "
    "(9 stands for a digit, A for a letter). Nothing was loaded.",
    "B19": "{file}: no rows. If that is right, say row_count: 0 in the manifest. Nothing was loaded.",
    "B20": "{file} line {line}, column {column}: '{value}' is not an amount. The row is set aside; "
    "{n:,} other rows are loaded.",
    "B21": "{file}: the compressed data ends early. Nothing was loaded. Send the file again.",
    "B22": "{file}: unpacked size is over {ratio} times the packed size (limit 200). Nothing was unpacked further.",
    "B22-size": "{file}: unpacked size is over the limit of {limit:,} bytes. Nothing was unpacked further.",
    "B23": "{file}: member '{member}' would land outside its folder. Nothing was unpacked.",
    "B23-link": "{file} is a link, not a file. Nothing was loaded. Put the file itself into the folder.",
    "B25": "{file}: {n:,} rows have an NPI that fails the check digit. They count for the person; "
    "no clinician is attributed.",
    "B28": "{file}: {n:,} exact duplicates left out.",
    "B31": "{file}: {n:,} lines paid above charge.",
    "B34": "{file}: {n:,} people without birth date, born after a service, or over 120 years.",
    "B39": "{file}: already loaded on {date} (same sha256). Nothing to do.",
    "B40": "{file}: new content replaces the version of {date}; see the difference report.",
    "B41": "{file}: {found:,} rows found, the manifest says {expected:,}. Nothing was loaded.",
    "B41-paid": "{file}: the paid amounts sum to {found:,}, the manifest says {expected:,}. Nothing was loaded.",
    "B41-sha256": "{file}: the sha256 is {found}, the manifest says {expected}. Nothing was loaded.",
}


def sentence(code: str, **facts: object) -> str:
    return SENTENCES[code].format(**facts)
