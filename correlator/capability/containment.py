"""The cheapest verified set of actions that keeps an attacker from what matters.

An action set must take a step out of every derivation of every goal: a hitting set, which is hard in general. So:

1. derivations not yet hit are gathered, disjoint ones together, and the cheapest set that hits all gathered so far is
   found by branch and bound. It is a lower bound for every answer; when it also leaves no derivation, it is the optimum;
2. when that takes long, a minimum cut of the graph in which any one premise is enough (the OR relaxation: a stronger
   attacker, so its cut holds for the real one as well) is verified by chaining again, thinned out, and kept as an answer
   to fall back on;
3. what is left open after ROUNDS is closed greedily, verified, thinned out; the cheaper of the two is the answer.

Every trial chains over the whole graph, so nothing is verified on a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from correlator.capability.blast import CLASSIFIED
from correlator.capability.closure import NEVER, Closure
from correlator.capability.compromise import LIKELY
from correlator.capability.defence import Act, Defence, SideEffects
from correlator.capability.facts import ACCESS, ADMIN, EXFIL, FOOTHOLD, HARM, PRINCIPAL, READ, Fact
from correlator.capability.hitting import hitting_set
from correlator.capability.telling import Named, PathStep, about_fact, path_step
from correlator.capability.words import ActionKind

if TYPE_CHECKING:
    import networkx as nx

MOST_NODES = 10_000
"""Of the flow network, in which every fact and step is two: networkx cuts that many in a second or two."""
ROUNDS = 24
PATIENCE = 4
"""Rounds of gathering before the relaxation is asked for an answer to fall back on."""
PER_ROUND = 24
PENALTY = 10
_INF = 10**9


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """cuts: goals that come within reach again when this one action is left out. proposal: of control or things; a person
    of the process decides. takes_out: some of the steps it takes out."""

    act: Act
    target: Named
    cost: int
    proposal: bool
    cuts: tuple[Named, ...]
    takes_out: tuple[PathStep, ...]
    side_effects: SideEffects


class Containment(msgspec.Struct, frozen=True, kw_only=True):
    """actions: in the order to take them, what stops the nearest step first. cost: together; bound: no set of actions costs
    less. verified: chaining again with these steps taken out reaches none of `goals`. open: goals no action keeps away;
    of data held already, only carrying it out can be stopped, and that is the goal then."""

    actions: tuple[Chosen, ...]
    cost: int
    bound: int
    verified: bool
    goals: tuple[Named, ...]
    open: tuple[Named, ...]


def certain(held: Mapping[Fact, float]) -> dict[Fact, float]:
    """What containment starts from: what is likely held, else the likeliest of all."""
    likely = {fact: 1.0 for fact, certainty in held.items() if certainty >= LIKELY}
    if not likely and held:
        likely = {max(held, key=lambda fact: (held[fact], fact)): 1.0}
    return likely


def goals_of(defence: Defence, closure: Closure) -> list[int]:
    """Numbers of the facts to keep away, of those that follow: classified data read, people endangered."""
    register, graph = defence.register, defence.register.graph
    wanted = [(READ, one.id, "") for one in register.records("data_set") if one.data_class in CLASSIFIED]
    wanted += [(HARM, one.device, "") for one in register.records("control") if one.safety]
    found = {graph.find(key) for key in wanted}
    return sorted(number for number in found if number >= 0 and closure.cost(number) < NEVER)


def contain(
    defence: Defence, held: Mapping[Fact, float], *, goals: Sequence[Fact] = (), alternatives: int = 2
) -> tuple[Containment, ...]:
    """The answer, and others that use other actions where there are any. Empty when nothing that matters is within reach.

    goals: facts to keep away instead of `goals_of`.
    """
    closure = Closure(defence.register.graph, certain(held))
    graph = closure.graph
    wanted = (
        [n for one in goals if (n := graph.find(one)) >= 0 and closure.cost(n) < NEVER]
        if goals
        else goals_of(defence, closure)
    )
    if not wanted:
        return ()
    problem = _Problem(defence, closure, wanted)
    answers: list[Containment] = []
    seen: set[frozenset[Act]] = set()
    for _ in range(1 + alternatives):
        chosen, bound = problem.solve()
        if chosen in seen:
            break
        seen.add(chosen)
        answers.append(problem.told(chosen, min(bound, answers[0].bound) if answers else bound))
        problem.penalise(chosen)
    return tuple(answers)


class _Problem:
    def __init__(self, defence: Defence, closure: Closure, wanted: Sequence[int]) -> None:
        self.defence, self.closure, self.graph = defence, closure, closure.graph
        self.costs: dict[Act, int] = {}
        self.order: dict[Act, int] = {}
        self.goals: dict[int, set[frozenset[Act]]] = {goal: set() for goal in wanted}
        self.open: list[int] = []
        self._scratch = closure.copy()
        self._tried: frozenset[Act] = frozenset()
        self._cut: set[int] = set()

    def solve(self) -> tuple[frozenset[Act], int]:
        best: frozenset[Act] | None = None
        chosen: frozenset[Act] = frozenset()
        bound = 0
        for turn in range(ROUNDS):
            new = self._gather(chosen)
            if not new:
                return chosen, bound
            if turn == PATIENCE:
                best = self._relaxed()
            chosen, bound = hitting_set(self._sets(), self.costs, self.order)
            if best is not None and self._total(best) <= bound:
                return best, bound
        rest = self._gather(chosen)
        while rest:  # as much as is needed, cheapest first, then thinned out
            chosen |= {min(one, key=lambda act: (self.costs[act], self.order[act])) for one in rest}
            rest = self._gather(chosen)
        chosen = self._thinned(chosen)
        if best is not None and self._total(best) < self._total(chosen):
            chosen = best
        return chosen, bound

    def penalise(self, chosen: Iterable[Act]) -> None:
        for act in chosen:
            self.costs[act] *= PENALTY

    def _total(self, acts: Iterable[Act]) -> int:
        return sum(self.costs[act] for act in acts)

    def _sets(self) -> list[frozenset[Act]]:
        return [one for sets in self.goals.values() for one in sets]

    def _try(self, acts: Iterable[Act]) -> Closure:
        """What follows when these actions are taken. One scratch closure serves all trials: from one to the next only what
        differs is cut and restored."""
        wanted = frozenset(acts)
        steps = {step for act in wanted for step in self.defence.steps_of(act)}
        back, cut = sorted(self._cut - steps), sorted(steps - self._cut)
        if back:
            self._scratch.restore(back)
        if cut:
            self._scratch.cut(cut)
        self._tried, self._cut = wanted, steps
        return self._scratch

    def _follows(self, closure: Closure, goal: int) -> bool:
        return closure.cost(goal) < NEVER

    def acts(self, step: int) -> tuple[Act, ...]:
        found = self.defence.against(step)
        for act in found:
            if act not in self.costs:
                self.costs[act] = self.defence.cost(act)
                self.order[act] = len(self.order)
        return found

    def _gather(self, chosen: Iterable[Act]) -> list[frozenset[Act]]:
        """Derivations that `chosen` leaves, no two with an action in common. A goal with one that nothing stops is open."""
        new: list[frozenset[Act]] = []
        left = self._try(chosen)
        todo = list(self.goals)
        while todo and len(new) < PER_ROUND:
            goal = todo[0]
            if not self._follows(left, goal):
                todo.pop(0)
                continue
            acts = frozenset(act for step in left.derivation(goal).steps for act in self.acts(step))
            if acts:
                self.goals[goal].add(acts)
                new.append(acts)
                left = self._try([*self._tried, *acts])
            else:
                todo[:1] = self._give_up(goal)
        return new

    def _give_up(self, goal: int) -> list[int]:
        """Of data nothing keeps from being read, carrying it out is the goal from now on."""
        del self.goals[goal]
        self.open.append(goal)
        fact = self.graph[goal]
        out = self.graph.find((EXFIL, fact.id, "")) if fact.kind == READ else -1
        if out < 0 or not self._follows(self.closure, out):
            return []
        self.goals[out] = set()
        return [out]

    def _holds(self, chosen: Iterable[Act]) -> bool:
        left = self._try(chosen)
        return not any(self._follows(left, goal) for goal in self.goals)

    def _thinned(self, chosen: frozenset[Act]) -> frozenset[Act]:
        """Without what is not needed, dearest first."""
        for act in sorted(chosen, key=lambda one: (-self.costs[one], self.order[one])):
            if self._holds(chosen - {act}):
                chosen -= {act}
        return chosen

    def _relaxed(self) -> frozenset[Act] | None:
        """By minimum cut of the OR relaxation; None when that cuts through what nothing stops."""
        import networkx as nx  # half a second to load

        net = self._network(nx.DiGraph())
        if len(net) > MOST_NODES:
            return None
        if "source" not in net or "sink" not in net:
            return None
        value, (near, _) = nx.minimum_cut(net, "source", "sink")
        if value >= _INF:
            return None
        cut = {net.edges[a, b]["act"] for a in near for b in net[a] if b not in near and "act" in net.edges[a, b]}
        return self._thinned(frozenset(cut)) if self._holds(cut) else None

    def _network(self, net: nx.DiGraph) -> nx.DiGraph:
        graph, closure = self.graph, self.closure
        numbers, more = closure.behind(self.goals, MOST_NODES)
        if more:
            return net
        inside = {int(one) for one in numbers}
        for fact in sorted(inside):
            act = self._act_on(graph[fact])
            cost = {"capacity": self.costs[act], "act": act} if act is not None else {"capacity": _INF}
            net.add_edge(("f", fact, 0), ("f", fact, 1), **cost)
            if closure.best(fact) < 0:
                net.add_edge("source", ("f", fact, 0), capacity=_INF)
            for step in graph.steps_giving(fact):
                if closure.holds(step):
                    self._add_step(net, step, fact, inside)
        for goal in self.goals:
            net.add_edge(("f", goal, 1), "sink", capacity=_INF)
        return net

    def _add_step(self, net: nx.DiGraph, step: int, head: int, inside: set[int]) -> None:
        acts = self.acts(step)
        cheapest = min(acts, key=lambda act: (self.costs[act], self.order[act])) if acts else None
        cost = {"capacity": self.costs[cheapest], "act": cheapest} if cheapest is not None else {"capacity": _INF}
        net.add_edge(("s", step, 0), ("s", step, 1), **cost)
        net.add_edge(("s", step, 1), ("f", head, 0), capacity=_INF)
        for premise in self.graph.premises(step):
            net.add_edge(("f", premise, 1) if premise in inside else "source", ("s", step, 0), capacity=_INF)

    def _act_on(self, fact: Fact) -> Act | None:
        """What takes the whole fact away."""
        register = self.defence.register
        act = None
        if fact.kind == PRINCIPAL and register.record("account", fact.id) is not None:
            act = Act(ActionKind.DISABLE_ACCOUNT, fact.id)
        elif fact.kind in (FOOTHOLD, ADMIN, ACCESS):
            service = register.record("service", fact.id) if fact.kind == ACCESS else None
            host = service.asset if service is not None else fact.id
            act = Act(ActionKind.ISOLATE_HOST, host) if self.defence.may_isolate(host) else None
        if act is not None and act not in self.costs:
            self.costs[act] = self.defence.cost(act)
            self.order[act] = len(self.order)
        return act

    # -- the answer

    def told(self, chosen: frozenset[Act], bound: int) -> Containment:
        ordered = sorted(chosen, key=lambda act: (self._nearness(act), act))
        return Containment(
            actions=tuple(self._told(act, chosen) for act in ordered),
            cost=sum(self.defence.cost(act) for act in chosen),
            bound=bound,
            verified=self._holds(chosen),
            goals=tuple(self._about(goal) for goal in self.goals),
            open=tuple(self._about(goal) for goal in self.open),
        )

    def _about(self, goal: int) -> Named:
        return about_fact(self.defence.register, self.graph[goal])

    def _nearness(self, act: Act) -> int:
        """How soon the attacker could take what the action takes out."""
        return min((self.closure.cost(int(self.graph.head[step])) for step in self._taken_out(act)), default=NEVER)

    def _taken_out(self, act: Act) -> list[int]:
        return [step for step in self.defence.steps_of(act) if self.closure.holds(step)]

    def _told(self, act: Act, chosen: frozenset[Act]) -> Chosen:
        left = self._try(chosen - {act})
        return Chosen(
            act=act,
            target=self.defence.target(act),
            cost=self.defence.cost(act),
            proposal=self.defence.is_proposal(act),
            cuts=tuple(self._about(goal) for goal in self.goals if self._follows(left, goal)),
            takes_out=tuple(path_step(self.defence.register, step) for step in self._taken_out(act)[:3]),
            side_effects=self.defence.side_effects(act),
        )
