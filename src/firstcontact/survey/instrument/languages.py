"""Languages by their own names, and which of them run from right to left."""

NAMES = {
    "ar": ("Arabic", "العربية"),
    "de": ("German", "Deutsch"),
    "en": ("English", "English"),
    "es": ("Spanish", "Español"),
    "fa": ("Persian", "فارسی"),
    "fr": ("French", "Français"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "ht": ("Haitian Creole", "Kreyòl ayisyen"),
    "it": ("Italian", "Italiano"),
    "ja": ("Japanese", "日本語"),
    "kea": ("Cape Verdean Creole", "Kriolu"),
    "km": ("Khmer", "ខ្មែរ"),
    "ko": ("Korean", "한국어"),
    "pl": ("Polish", "Polski"),
    "pt": ("Portuguese", "Português"),
    "ru": ("Russian", "Русский"),
    "so": ("Somali", "Soomaali"),
    "tl": ("Tagalog", "Tagalog"),
    "uk": ("Ukrainian", "Українська"),
    "ur": ("Urdu", "اردو"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "zh": ("Chinese", "中文"),
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def own_name(tag: str) -> str:
    """The language's name in the language, `Español` for es; the tag itself where it is not in the list."""
    return NAMES.get(base(tag), ("", tag))[1]


def tag_of(name: str) -> str | None:
    """The tag of a language that someone wrote as a name, `en` for English, or None."""
    wanted = name.casefold()
    return next((tag for tag, names in NAMES.items() if wanted in (n.casefold() for n in names)), None)


def is_right_to_left(tag: str) -> bool:
    return base(tag) in RIGHT_TO_LEFT


def base(tag: str) -> str:
    """The language of a tag without script and region: pt for pt-BR."""
    return tag.partition("-")[0].lower()
