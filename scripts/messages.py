"""Compile the catalogues of the pages' words: ``python scripts/messages.py``.

New words are gathered with ``django-admin makemessages -l de -l zh_Hans --no-location --no-wrap`` (run in
src/hongqiao/publish) and translated in the ``.po`` files; this writes the ``.mo`` beside each, without gettext.
"""

import ast
import struct
import sys
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "src" / "hongqiao" / "publish" / "locale"


def entries(text: str) -> dict[str, str]:
    """A catalogue's messages: context, singular and plural joined as the .mo format wants them, to the translation."""
    found: dict[str, str] = {}
    fields: dict[str, str] = {}
    fuzzy = False
    current = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        elif line.startswith("#"):
            continue
        elif line.startswith("msg"):
            current, _, rest = line.partition(" ")
            fields[current] = ast.literal_eval(rest)
        elif line.startswith('"'):
            fields[current] += ast.literal_eval(line)
        elif not line.strip() and fields:
            if not fuzzy:
                _keep(found, fields)
            fields, fuzzy = {}, False
    return found


def _keep(found: dict[str, str], fields: dict[str, str]) -> None:
    key = fields["msgid"]
    if "msgctxt" in fields:
        key = f"{fields['msgctxt']}\x04{key}"
    if "msgid_plural" in fields:
        key = f"{key}\0{fields['msgid_plural']}"
        forms = [fields[name] for name in sorted(fields) if name.startswith("msgstr[")]
        value = "\0".join(forms) if all(forms) else ""
    else:
        value = fields["msgstr"]
    if value:
        found[key] = value


def compiled(messages: dict[str, str]) -> bytes:
    """The .mo file (GNU gettext manual, section 10.3): sorted keys, offsets, no hash table."""
    pairs = [
        (key.encode(), value.encode()) for key, value in sorted(messages.items(), key=lambda pair: pair[0].encode())
    ]
    count = len(pairs)
    start = 28 + 16 * count
    keys = b"".join(key + b"\0" for key, _ in pairs)
    key_table, value_table, at_key, at_value = [], [], start, start + len(keys)
    for key, value in pairs:
        key_table += [len(key), at_key]
        value_table += [len(value), at_value]
        at_key += len(key) + 1
        at_value += len(value) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    tables = struct.pack(f"<{4 * count}I", *key_table, *value_table)
    return head + tables + keys + b"".join(value + b"\0" for _, value in pairs)


def main() -> int:
    """Compile every catalogue; says which words still lack a translation."""
    lacking = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        messages = entries(source.read_text(encoding="utf-8"))
        source.with_suffix(".mo").write_bytes(compiled(messages))
        print(f"{source.parent.parent.name}: {len(messages) - 1} messages")
    return lacking


if __name__ == "__main__":
    sys.exit(main())
