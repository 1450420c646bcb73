"""Bad input: each kind a clear, named error that says what was found and what would be right, or an empty result."""

import random
import resource
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import (
    BrokenDocument,
    DocumentIsFolder,
    DocumentMissing,
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    HongqiaoError,
    NotADocument,
    ScannedDocument,
)
from hongqiao.evidence import claims, read
