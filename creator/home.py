"""Where the data that ships with the program lies: in a checkout, and in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """The folder that holds `workflows/`, `templates/` and `config.py`."""
    packed = _PACKAGE / "_home"
    return packed if (packed / "workflows").is_dir() else _PACKAGE.parent
