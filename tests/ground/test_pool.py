import operator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hongqiao.ground.pool import in_order


def test_processes_and_threads_give_equal_results_in_order():
    numbers = range(-50, 50)
    with ThreadPoolExecutor(3) as threads:
        by_threads = list(in_order(abs, numbers, executor=threads, chunk=7))
    by_processes = list(in_order(abs, numbers, chunk=9))
    assert by_threads == by_processes == [abs(n) for n in numbers]


def test_an_error_of_one_item_is_raised_not_swallowed():
    with ThreadPoolExecutor(2) as threads, pytest.raises(ZeroDivisionError):
        list(in_order(lambda n: operator.floordiv(1, n), [1, 0], executor=threads, chunk=1))


def test_items_are_drawn_only_as_fast_as_results_are_taken():
    drawn = []

    def source():
        for n in range(1000):
            drawn.append(n)
            yield n

    with ThreadPoolExecutor(1) as threads:
        results = in_order(abs, source(), executor=threads, chunk=2, ahead=3)
        assert next(results) == 0
        assert len(drawn) <= 8
        results.close()


def test_an_empty_chunk_is_refused():
    with pytest.raises(ValueError, match="at least one item"):
        list(in_order(abs, [1], chunk=0))
