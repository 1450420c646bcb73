"""`python -m hongqiao.cli` is `hongqiao`."""

import sys

from hongqiao.cli import main

sys.exit(main())
