"""``/contacts``: active and completed ones, one contact, what is kept with it."""

from functools import partial

from local.cxone.contacts.filters import contact_filter
from local.cxone.contacts.model import STATE_NAMES, Contact
from local.cxone.contacts.rows import Reporter
from local.cxone.wire.errors import ApiError, not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Entry, Listing, answer_list, only
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

VERSION_OF_ACW = 22
"""Before it, ``acwSeconds`` was spelt ``ACWSeconds``."""


class Contacts:
    """The contact reports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/contacts/active", self._active)
        routes.acd("GET", "/contacts/completed", self._completed)
        routes.acd("GET", "/contacts/{contact}", self._one)
        routes.acd("GET", "/contacts/{contact}/custom-data", self._custom_data)
        routes.acd("GET", "/contacts/{contact}/statehistory", self._history)
        routes.acd("GET", "/contacts/{contact}/state-history", self._history)
        routes.acd("GET", "/contacts/{contact}/hierarchy", self._hierarchy)
        routes.acd("GET", "/contacts/{contact}/disposition", self._disposition)
        routes.acd("GET", "/contact-state-descriptions", self._state_descriptions)

    def find(self, call: Call) -> Contact:
        """The contact that the path names.

        Raises:
            ApiError: 404, there is none.
        """
        contact = self._world.contacts.get(call.number("contact", "Invalid Contact Id"))
        if contact is None:
            raise not_found("Contact Id")
        return contact

    def _active(self, call: Call) -> Response:
        test, reporter = contact_filter(call.given, self._world.directory), self._reporter(call)
        entries = [
            Entry(partial(reporter.active, contact), contact.updated)
            for contact in self._world.contacts
            if not contact.is_over and test(contact)
        ]
        return answer_list(call, Listing("activeContacts", wrapped_in_v23=True), entries, self._world)

    def _completed(self, call: Call) -> Response:
        start, end = call.given.instant("startDate"), call.given.instant("endDate")
        if (start is None or end is None) and not call.given.text("updatedSince"):
            raise ApiError(400, "startDate and endDate, or updatedSince, are required")
        test, reporter = contact_filter(call.given, self._world.directory), self._reporter(call)
        entries = []
        for contact in self._world.contacts:
            reported = reporter.reported(contact)
            if reported is None or reported > self._world.now() or not test(contact):
                continue
            if (start and contact.started < start) or (end and contact.started >= end):
                continue
            entries.append(Entry(partial(reporter.completed, contact), max(contact.updated, reported)))
        unit = self._world.directory.tenant.business_unit_id
        return answer_list(call, Listing("completedContacts", unit), entries, self._world)

    def _one(self, call: Call) -> Response:
        row = only(self._reporter(call).row(self.find(call)), call.given.names("fields"))
        return ok({"contactId": row} if self._world.settings.contact_in_member else row)

    def _custom_data(self, call: Call) -> Response:
        data = self.find(call).custom_data
        if not data:
            return no_content()
        return ok({"contactCustomData": [{"name": name, "value": value} for name, value in data]})

    def _history(self, call: Call) -> Response:
        return ok({"contactStateHistory": self._reporter(call).history(self.find(call))})

    def _hierarchy(self, call: Call) -> Response:
        """All contacts of a transfer chain (members unconfirmed)."""
        master_id = self.find(call).master_id
        chain = [contact for contact in self._world.contacts if contact.master_id == master_id]
        rows = [{"contactId": each.contact_id, "parentContactId": each.parent_id or None} for each in chain]
        return ok({"masterContactId": master_id, "contacts": rows})

    def _disposition(self, call: Call) -> Response:
        outcome = self.find(call).disposed
        if outcome is None:
            return no_content()
        disposition = self._world.directory.dispositions.get(outcome.disposition_id)
        return ok(
            {
                "dispositionId": outcome.disposition_id,
                "dispositionName": disposition.disposition_name if disposition else None,
                "dispositionByAgendId": outcome.by_agent_id,  # the vendor's spelling
                "notes": outcome.notes,
                "lastUpdated": iso(outcome.at),
            }
        )

    def _state_descriptions(self, _call: Call) -> Response:
        rows = [{"contactStateId": int(state), "contactStateName": name} for state, name in STATE_NAMES.items()]
        return ok({"contactStateDescriptions": rows})

    def _reporter(self, call: Call) -> Reporter:
        world = self._world
        delay_s = world.settings.completed_delay_s
        return Reporter(world.directory, world.now(), call.newer, delay_s, call.version < VERSION_OF_ACW)
