"""What every error of Hongqiao is, and what several rooms raise."""


class HongqiaoError(Exception):
    """The root of all errors of this package."""


class NotConverged(HongqiaoError, ArithmeticError):
    """An iteration did not reach its tolerance; the message says how far it came, and no result exists."""
