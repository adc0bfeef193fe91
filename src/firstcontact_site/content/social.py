"""The picture that other sites show for a page: drawn here from its title, so that nobody else is asked for one."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from textwrap import wrap

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
BRAND, LIGHT, SOFT, SUN = "#0a4b4a", "#ffffff", "#bfe0da", "#ffd78a"
BOLD, PLAIN = "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"
LONGEST_LINE, MOST_LINES = 26, 4


@dataclass(frozen=True)
class Social:
    kind: str
    image: str


def of(page) -> Social:
    code = page.locale.language_code
    address = f"{settings.WAGTAILADMIN_BASE_URL}/{code}/social/{page.pk}-{digest(page.title)}.png"
    return Social(page.social_kind, address)


def digest(title: str) -> str:
    return sha256(f"{title}\n{settings.WAGTAIL_SITE_NAME}".encode()).hexdigest()[:12]


def lines(title: str) -> list[str]:
    """The title in at most four lines; a longer one ends in an ellipsis."""
    found = wrap(title, LONGEST_LINE)
    return (
        found if len(found) <= MOST_LINES else [*found[: MOST_LINES - 1], f"{found[MOST_LINES - 1].rstrip('.,;: ')}…"]
    )


def draw(title: str) -> bytes:
    """PNG of 1200 x 630: the mark, the region's name, the title."""
    picture = Image.new("RGB", SIZE, BRAND)
    pen = ImageDraw.Draw(picture)
    _mark(pen, 90, 96)
    pen.text((180, 78), settings.WAGTAIL_SITE_NAME, font=_font(BOLD, 34), fill=LIGHT)
    pen.rectangle((90, 180, 210, 188), fill=SUN)
    for at, line in enumerate(lines(title)):
        pen.text((90, 222 + at * 86), line, font=_font(BOLD, 66), fill=LIGHT)
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _mark(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """The sign of the site: two ends of a line that meet in a point."""
    pen.line((x, y, x + 66, y), fill=SOFT, width=7)
    pen.line((x, y - 20, x, y + 20), fill=SOFT, width=7)
    pen.line((x + 66, y - 20, x + 66, y + 20), fill=SOFT, width=7)
    pen.ellipse((x + 26, y - 15, x + 56, y + 15), fill=SUN)


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The charts' font; Pillow's own where the machine has none."""
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return ImageFont.load_default(size)
