"""The screen pop as a whole: choose a rule, search step by step, prove, decide."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from switchboard.contact import Channel
from switchboard.errors import StoreUnavailable
from switchboard.phone import Ani, NoNumber, classify
from switchboard.rule_model import fill, placeholders
from switchboard.screen_pop.decision import decide, nothing
from switchboard.screen_pop.layout import SoftphoneLayout, parse_layout, with_layout
from switchboard.screen_pop.lookup_rules import BadParameters, Lookup, UnknownLookup, typed_values
from switchboard.screen_pop.matching import match_lookup, match_phone, match_value
from switchboard.screen_pop.memory import KnownCaller, PopMemory
from switchboard.screen_pop.model import Decision, Directory, Match, RingingContact
from switchboard.screen_pop.planning import placeholder_values, plans, rule_for
from switchboard.screen_pop.rules import AddressStep, ContactRule, LookupStep, ScreenPopRules


@dataclass(frozen=True, slots=True)
class _Recalled:
    caller: KnownCaller | None = None
    layout: SoftphoneLayout | None = None


_PHONE_CHANNELS = {Channel.VOICE, Channel.VOICEMAIL, Channel.SMS}


class ScreenPops:
    """Decides what to pop for a contact.

    Args:
        rules: gives the rules that hold now.
        directory: where records are looked up.
        region: country in which numbers without one are read, such as ``US``.
        memory: what was looked up ahead and kept for users; without it every pop looks up for itself.
        clock: epoch seconds.
    """

    def __init__(
        self,
        rules: Callable[[], ScreenPopRules],
        directory: Directory,
        region: str,
        memory: PopMemory | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._rules = rules
        self._directory = directory
        self._region = region
        self._memory = memory
        self._clock = clock

    def find(self, contact: RingingContact, layout: SoftphoneLayout | None = None, user_id: str = "") -> Decision:
        """What to pop for ``contact``; a caller without a number is a normal outcome.

        Args:
            layout: the agent's softphone layout, which takes the place of what the rules search and pop; without
                one, that which was kept for the user.
            user_id: Salesforce user who is the agent, or empty.

        Raises:
            CrmError: the CRM could not be asked.
            UnknownLookup, BadParameters: the contact asks for a lookup in a way that the rules do not know.
        """
        rules = self._rules()
        rule = rule_for(rules, contact)
        notes: tuple[str, ...] = ()
        if rule is None:
            return nothing("no_rule")
        number = classify(contact.customer_number, self._region)
        recalled = self._recall(contact, number, "" if layout else user_id)
        layout = layout or recalled.layout
        if layout:
            rules, rule, notes = with_layout(rules, rule, layout, contact.call_type)
        if contact.lookup:
            match = self._custom(rules, contact, number if isinstance(number, Ani) else None)
        else:
            match = self._match(rules, rule, contact, number, recalled.caller)
        decision = decide(rule, contact, match)
        return replace(decision, notes=notes, key_prefixes=rules.key_prefixes)

    def _recall(self, contact: RingingContact, number: Ani | NoNumber, user_id: str) -> "_Recalled":
        """What was kept, read only for a contact that has a key: others were never looked up ahead."""
        if self._memory is None or not contact.contact_key:
            return _Recalled()
        try:
            kept = self._memory.recall(number.e164 if isinstance(number, Ani) else "", user_id)
            return _Recalled(kept.caller, parse_layout(kept.layout) if kept.layout else None)
        except StoreUnavailable:
            # The memory saves a request. Without it the pop still comes.
            return _Recalled()

    def _custom(self, rules: ScreenPopRules, contact: RingingContact, ani: Ani | None) -> Match:
        lookup = rules.lookups.get(contact.lookup)
        if lookup is None:
            raise UnknownLookup
        values = typed_values(lookup, contact.parameters, self._region)
        return match_lookup(self._directory.by_lookup(lookup, values), lookup, ani)

    def _match(
        self,
        rules: ScreenPopRules,
        rule: ContactRule,
        contact: RingingContact,
        number: Ani | NoNumber,
        known: KnownCaller | None,
    ) -> Match:
        """The first step that finds something; otherwise what the last one saw."""
        ani = number if isinstance(number, Ani) else None
        last: Match | None = None
        for step in rule.steps:
            found = self._step(rules, step, contact, ani, known)
            if found is not None:
                last = found
                if found.candidates or found.truncated:
                    break
        if last is not None:
            return last
        # Nothing was looked up. Of a contact by phone the number says why; others need not have one.
        by_phone = contact.customer_number or contact.channel in _PHONE_CHANNELS
        said = number.value if isinstance(number, NoNumber) and by_phone else "nothing_to_search"
        return Match(ani=ani, reason=said)

    def _step(
        self,
        rules: ScreenPopRules,
        step: AddressStep | LookupStep,
        contact: RingingContact,
        ani: Ani | None,
        known: KnownCaller | None,
    ) -> Match | None:
        """What a step finds, or None where the contact has nothing to search for."""
        if isinstance(step, LookupStep):
            return self._lookup_step(rules.lookups[step.lookup], step, contact, ani)
        if step.by == "phone" and ani is None:
            return None
        searched = plans(rules, step)
        if step.by == "phone" and step.mode == "index":
            assert ani is not None  # noqa: S101 - for the type checker: seen above
            found = known.proposals_for(searched, self._clock()) if known else None
            if found is None:
                found = self._directory.by_phone(ani, searched)
            return match_phone(found, searched, ani, self._region, rules.foreign_national)
        value = ani.e164 if step.by == "phone" and ani else getattr(contact, step.by)
        if not value:
            return None
        return match_value(self._directory.by_value(value, searched), searched, value, ani)

    def _lookup_step(
        self, lookup: Lookup, step: LookupStep, contact: RingingContact, ani: Ani | None
    ) -> Match | None:
        known = placeholder_values(contact, ani.e164 if ani else "")
        if any(not known.get(name) for template in step.parameters.values() for name in placeholders(template)):
            return None
        filled = {name: fill(template, known) for name, template in step.parameters.items()}
        try:
            values = typed_values(lookup, filled, self._region)
        except BadParameters:
            # A caller keyed in what cannot be right: the next step may still know the caller.
            return None
        return match_lookup(self._directory.by_lookup(lookup, values), lookup, ani)
