"""Work on many things side by side, as they come: one that is slow keeps its own worker alone waiting."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue


def work_side_by_side[T, R](
    act: Callable[[T], R], things: Iterable[T], *, workers: int, ahead: int
) -> Iterator[R]:
    """Act on each thing, so many at a time, and give what came of each as it comes, in no order.

    `things` is asked for the next one as soon as less than `workers + ahead` of them are under way: so
    many are held at most, however many there are. What `act` raises is raised here, once those under way
    are done.
    """
    done: SimpleQueue[Future[R]] = SimpleQueue()
    under_way = 0
    with ThreadPoolExecutor(workers) as pool:
        for thing in things:
            if under_way == workers + ahead:
                yield done.get().result()
                under_way -= 1
            pool.submit(act, thing).add_done_callback(done.put)
            under_way += 1
        for _left in range(under_way):
            yield done.get().result()
