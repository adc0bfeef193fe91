"""The findings as one web page: nothing to fetch, nothing to run, every value escaped."""

from collections import Counter

from jinja2 import Environment

TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Findings</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
body { color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border-bottom: 1px solid #767676; padding: .4rem .6rem; text-align: left; vertical-align: top; }
th, td { overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; }
.reject_file, .quarantine_row { color: #a30000; font-weight: 600; }
.flag { color: #6b4700; }
</style>
</head>
<body>
<main>
<h1>Findings</h1>
<p>{{ verdict }}</p>
<ul>{% for level, words in levels %}<li>{{ words }}: {{ "{:,}".format(counts[level]) }}</li>{% endfor %}</ul>
<table>
<caption>What was found, and what to do</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">File</th><th scope="col">Line</th><th scope="col">Column</th>
<th scope="col">Rule</th><th scope="col">Rows</th><th scope="col">Value</th><th scope="col">What to do</th></tr></thead>
<tbody>
{% for row in rows %}<tr><td class="{{ row.severity }}">{{ row.severity }}</td><th scope="row">{{ row.file }}</th>
<td class="number">{{ row.line if row.line is not none else "" }}</td><td>{{ row.column }}</td><td>{{ row.rule }}</td>
<td class="number">{{ "{:,}".format(row.count) }}</td><td>{{ row.value }}</td><td>{{ row.message }}</td></tr>
{% else %}<tr><td colspan="8">Nothing was found.</td></tr>
{% endfor %}</tbody>
</table>
</main>
</body>
</html>
"""
LEVEL_WORDS = (
    ("reject_file", "Reasons to refuse a file"),
    ("quarantine_row", "Rows set aside"),
    ("flag", "Rows loaded and flagged"),
    ("info", "Rows counted"),
)


def page(findings) -> str:
    """HTML text of all findings."""
    counts: Counter = Counter()
    for row in findings.rows:
        counts[row.severity] += row.count
    verdict = "The files would be refused." if findings.refused else "The files can be loaded."
    template = Environment(autoescape=True, trim_blocks=False).from_string(TEMPLATE)
    return template.render(rows=findings.sorted(), counts=counts, levels=LEVEL_WORDS, verdict=verdict)
