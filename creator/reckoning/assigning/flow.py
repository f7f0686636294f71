"""Minimum-cost flow: successive shortest paths with prices, in plain Python.

Costs are whole numbers >= 0 when arcs are laid. Each unit sent takes the cheapest way that is left
(possibly re-routing earlier units), so after every unit the flow is the cheapest of all flows with
the same supplies (Ahuja, Magnanti, Orlin: Network Flows, ch. 9.7). Deterministic: equal ways are
told apart by the order in which nodes were made.
"""

from heapq import heappop, heappush

UNBOUNDED = 1 << 60


class Network:
    """Nodes are numbers; an arc and its way back are the pair `arc`, `arc ^ 1`."""

    def __init__(self) -> None:
        # Only arcs with room are listed: a busy expert has a thousand arcs, few of them usable.
        self._open: list[dict[int, None]] = []
        self._price: list[int] = []
        self._head: list[int] = []
        self._room: list[int] = []
        self._cost: list[int] = []

    def node(self) -> int:
        """A new node."""
        self._open.append({})
        self._price.append(0)
        return len(self._open) - 1

    def arc(self, tail: int, head: int, room: int, cost: int = 0) -> int:
        """A new arc. Lay all arcs before the first `send`."""
        arc = len(self._head)
        self._head += (head, tail)
        self._room += (room, 0)
        self._cost += (cost, -cost)
        if room:
            self._open[tail][arc] = None
        return arc

    def carried(self, arc: int) -> int:
        """Units now flowing over an arc."""
        return self._room[arc ^ 1]

    def send(self, source: int, sink: int) -> bool:
        """One more unit from source to sink, the cheapest way; False when there is no way."""
        way = self._cheapest(source, sink)
        if way is None:
            return False
        node = sink
        while node != source:
            arc = way[node]
            node = self._head[arc ^ 1]
            self._shift(arc, node)
        return True

    def reach(self, source: int) -> set[int]:
        """All nodes to which one more unit could still go."""
        seen, waiting = {source}, [source]
        while waiting:
            for arc in self._open[waiting.pop()]:
                head = self._head[arc]
                if head not in seen:
                    seen.add(head)
                    waiting.append(head)
        return seen

    def _shift(self, arc: int, tail: int) -> None:
        back = arc ^ 1
        self._room[arc] -= 1
        if not self._room[arc]:
            del self._open[tail][arc]
        if not self._room[back]:
            self._open[self._head[arc]][back] = None
        self._room[back] += 1

    def _cheapest(self, source: int, sink: int) -> dict[int, int] | None:
        """The arc by which each node on the cheapest tree is entered (Dijkstra on priced costs)."""
        open_, price, head, cost = self._open, self._price, self._head, self._cost
        distance: dict[int, int] = {source: 0}
        way: dict[int, int] = {}
        settled: dict[int, int] = {}
        heap = [(0, source)]
        while heap:
            far, node = heappop(heap)
            if node in settled:
                continue
            if node == sink:
                self._reprice(settled, far)
                return way
            settled[node] = far
            base = far + price[node]
            for arc in open_[node]:
                target = head[arc]
                if target in settled:
                    continue
                length = base + cost[arc] - price[target]
                if target not in distance or length < distance[target]:
                    distance[target], way[target] = length, arc
                    heappush(heap, (length, target))
        return None

    def _reprice(self, settled: dict[int, int], farthest: int) -> None:
        """Keep every open arc's priced cost >= 0 though the search stopped early."""
        for node, far in settled.items():
            self._price[node] += far - farthest
