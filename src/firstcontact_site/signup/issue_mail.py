"""An issue as a mail: the same parts as its page, with whole addresses."""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from firstcontact_site.mail.letters import Letter, absolute, write
from firstcontact_site.results import embed
from firstcontact_site.signup.issues import NewsletterIssue
from firstcontact_site.signup.items import page_in, page_item

NAME = "signup/issue"
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Part:
    kind: str
    title: str = ""
    text: str = ""
    html: SafeString | str = ""
    link: str = ""
    label: str = ""


def parts(issue: NewsletterIssue) -> list[Part]:
    """Pages that have gone and findings that do not hold in their release are left out."""
    code = issue.locale.language_code
    found = (MAKERS[block.block_type](block.value, code) for block in issue.body)
    return [part for part in found if part]


def _heading(value, code: str) -> Part:
    return Part("heading", title=value)


def _text(value, code: str) -> Part:
    html = expand_db_html(value.source).replace('href="/', f'href="{absolute("/")}')
    return Part("text", html=mark_safe(html), text=plain(html))


def _page(value, code: str) -> Part | None:
    chosen = value["page"]
    page = page_in(str(chosen.translation_key), code) if chosen else None
    if page is None:
        return None
    item = page_item(page, code, value["sentence"])
    return Part("page", item.title, item.text, link=item.link, label=item.label)


def _finding(value, code: str) -> Part | None:
    found = embed.finding(None, value["finding"], code, value["release_id"] or "")
    return Part("finding", text=found["text"], link=absolute(f"/{code}/{found['path']}")) if found else None


MAKERS = {"heading": _heading, "text": _text, "page": _page, "finding": _finding}


def plain(html: str) -> str:
    """Rich text as lines: links keep their address, list items a dash."""
    text = LINK.sub(lambda m: f"{m[2]} ({m[1]})", html)
    text = re.sub(r"<li[^>]*>", "- ", text)
    text = re.sub(r"</(p|ul|ol)>", "\n\n", re.sub(r"</li>|<br\s*/?>", "\n", text))
    return re.sub(r"\n{3,}", "\n\n", unescape(strip_tags(text))).strip()


def said(issue: NewsletterIssue, test: bool = False) -> dict:
    """What the templates of the mail read."""
    address = absolute(issue.get_url() or "/")
    return {"issue": issue, "parts": parts(issue), "address": address, "test": test}


def letter(issue: NewsletterIssue) -> Letter:
    return write("", NAME, issue.locale.language_code, said(issue) | {"manage": absolute("/")})


def preview(issue: NewsletterIssue, mode: str) -> HttpResponse:
    """The mail in a browser. The page's policy allows its one block of styles by digest, and nothing else."""
    made = letter(issue)
    if mode == "text":
        return HttpResponse(f"{made.subject}\n\n{made.text}", content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made.html)
    answer._csp_update = {"style-src": [f"'sha256-{style_digest(made.html)}'"]}
    return answer


def style_digest(html: str) -> str:
    style = html.partition("<style>")[2].partition("</style>")[0]
    return b64encode(sha256(style.encode()).digest()).decode()
