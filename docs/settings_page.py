"""docs/reference/settings.md, from the settings classes."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from pipeline.settings import PREFIX, Settings


def page() -> str:
    parts = [
        "# Settings",
        "One file, `fengsui.toml`, found at `--config`, `$FENGSUI_CONFIG`, `./fengsui.toml` or `/etc/fengsui/fengsui.toml`. An",
        f"environment variable overrides a setting: `{PREFIX}` and its path joined by two underscores, for example",
        f"`{PREFIX}STORE__RETENTION_DAYS=400`. Lists are written as TOML: `{PREFIX}DETECTION__RULES='[\"my-rules\"]'`. Relative paths",
        "are relative to the file they stand in. Every mistake is listed at once when a command starts; `fengsui doctor` shows",
        "which file is in force.",
        "",
    ]
    scalars = {n: f for n, f in Settings.model_fields.items() if _section(f.annotation) is None}
    parts += ["## Top level", "", *_rows(scalars), ""]
    for name, field in Settings.model_fields.items():
        section = _section(field.annotation)
        if section is None:
            continue
        title = {"units": "[[units]]", "sources": "[sources.NAME]"}.get(name, f"[{name}]")
        intro = (section.__doc__ or "").strip().split("\n\n")[0]
        parts += [f"## {title}", "", *([intro, ""] if intro else []), *_rows(section.model_fields), ""]
        for inner, below in section.model_fields.items():
            nested = _section(below.annotation)
            if nested is not None and below.description is None:
                intro = (nested.__doc__ or "").strip().split("\n\n")[0]
                parts += [f"## [{name}.{inner}]", "", intro, "", *_rows(nested.model_fields), ""]
    return "\n".join(parts).rstrip() + "\n"


def _section(annotation: Any) -> type[BaseModel] | None:
    candidates = [annotation, *get_args(annotation)]
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), None)


def _rows(fields: dict[str, Any]) -> list[str]:
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in fields.items():
        if _section(field.annotation) is not None and field.description is None:
            continue
        default = "required" if field.is_required() else _shown(field.default)
        choices = get_args(field.annotation) if "Literal" in str(field.annotation) else ()
        allowed = f" One of {', '.join(f'`{c}`' for c in choices)}." if choices else ""
        rows.append(f"| `{name}` | {default} | {field.description}.{allowed} |")
    return rows


def _shown(value: Any) -> str:
    if value in ("", None, [], {}):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
