"""HTML made of elements: what is not an element is text, and is escaped."""

from __future__ import annotations

from html import escape


class Html(str):
    """Finished HTML."""

    __slots__ = ()


def element(name: str, /, *inside: str, **attributes: object) -> Html:
    """An element.

    Args:
        name: Its name.
        inside: Its content: HTML as it is, other text escaped.
        attributes: By name, `_` for `-` and at the end of one that Python has; True for one that
            has no value, False, None for none.
    """
    given = "".join(
        f" {_named(key)}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    end = "" if name in {"input", "link", "meta", "br"} else f"{joined(*inside)}</{name}>"
    return Html(f"<{name}{given}>{end}")


def filled(sentence: str, /, **parts: Html) -> Html:
    """A sentence with HTML in the places of the names in its braces."""
    return Html(escape(sentence, quote=False).format_map(parts))


def joined(*parts: str) -> Html:
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def _named(key: str) -> str:
    return "viewBox" if key == "viewbox" else key.rstrip("_").replace("_", "-")
