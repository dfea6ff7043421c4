"""Plays the scripts and webhooks of the tenant: tells the bridge what happens, with faults on the way."""

import json
import threading
from collections.abc import Mapping

from local.cxone.contacts.book import Change
from local.cxone.hooks.bodies import event_bodies, screen_pop_body
from local.cxone.hooks.faults import Plan, planned
from local.cxone.hooks.model import Delivery, Hook, Post, Target
from local.cxone.hooks.sender import Sender
from local.cxone.world.agenda import Due
from local.cxone.world.world import World
from local.simulator.faults import FaultBook


class HookDriver:
    """Posts hooks to the targets that were set; without a target, a hook is not sent.

    What is set up and what was delivered is forgotten when the world is restored.
    """

    def __init__(self, world: World, faults: FaultBook) -> None:
        self._world = world
        self._faults = faults
        self._sender = Sender(self._note)
        self._changed = threading.Condition()
        self._targets: dict[Hook, Target] = {}
        self._deliveries: list[Delivery] = []
        self._held_back: list[tuple[Plan, Due]] = []
        self._open = 0
        self._life = 0
        world.on_restore(self._restore)

    def aim(self, hook: Hook, target: Target | None) -> None:
        """Send one kind of hook to ``target`` from now on, or nowhere."""
        if target is None:
            self._targets.pop(hook, None)
        else:
            self._targets[hook] = target

    def send(self, hook: Hook, message_id: str, lane: str, body: Mapping[str, object]) -> None:
        """Send one hook, in a turn of the world's; posts of one lane keep their order."""
        target = self._targets.get(hook)
        if target is None:
            return
        content = json.dumps(body, ensure_ascii=False).encode()
        plan = planned(Post(hook, message_id, lane, content, target, target.secret, self._life), self._faults)
        with self._changed:
            self._open += plan.copies
        if plan.behind_next:
            due = self._world.agenda.after(plan.delay_s, self._release)
            self._held_back.append((plan, due))
        elif plan.delay_s:
            self._world.agenda.after(plan.delay_s, lambda: self._dispatch(plan))
        else:
            self._dispatch(plan)
            self._release()

    def deliveries(self) -> list[Delivery]:
        """What was delivered so far, in the order of the answers."""
        with self._changed:
            return list(self._deliveries)

    def wait_until_quiet(self, timeout_s: float) -> bool:
        """Outside of a turn: wait until nothing is under way or put off; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, timeout_s)

    def stop(self) -> None:
        """Send what is waiting, and end."""
        self._sender.stop()

    def _dispatch(self, plan: Plan) -> None:
        for _ in range(plan.copies):
            self._sender.put(plan.post)

    def _release(self) -> None:
        held, self._held_back = self._held_back, []
        for plan, due in held:
            due.cancelled = True
            self._dispatch(plan)

    def _note(self, post: Post, status: int, attempts: int, answer: Mapping[str, object] | None) -> None:
        delivery = Delivery(post, status, attempts, self._world.now(), answer)
        with self._changed:
            if post.life != self._life:
                return
            self._deliveries.append(delivery)
            self._open -= 1
            self._changed.notify_all()

    def _restore(self) -> None:
        self._world.contacts.watch(self._on_change)
        self._targets.clear()
        self._held_back.clear()
        with self._changed:
            self._life += 1
            self._open = 0
            self._deliveries.clear()
            self._changed.notify_all()

    def _on_change(self, change: Change) -> None:
        lane = str(change.after.master_id)
        unit = self._world.directory.tenant.business_unit_id
        question = screen_pop_body(change, unit)
        if question is not None:
            self.send(Hook.SCREEN_POPS, f"{change.after.contact_id}-pop", f"{lane}-pop", question)
        for body in event_bodies(change, outbound_ani=self._world.settings.outbound_ani):
            self.send(Hook.CONTACT_EVENTS, str(body["eventId"]), lane, body)
