"""What programs do with contacts without a session, and what is kept of them: recordings, quality, files."""

from dataclasses import replace

from local.cxone.contacts.model import Contact
from local.cxone.contacts.resource import Contacts
from local.cxone.contacts.traffic import Traffic
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso, seconds
from local.cxone.wire.routes import Call, Routes, accepted, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

ENDED = "Conflict: The contact is already ended"


class ContactCommands:
    """``/contacts/{contactId}/end`` and the like; recordings on the facade host."""

    def __init__(self, world: World, contacts: Contacts, traffic: Traffic) -> None:
        self._world = world
        self._contacts = contacts
        self._traffic = traffic

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/contacts/{contact}/end", self._end)
        routes.acd("POST", "/contacts/{contact}/record", self._record)
        routes.acd("POST", "/contacts/{contact}/monitor", self._monitor)
        routes.acd("POST", "/contacts/{contact}/set-disposition", self._set_disposition)
        routes.acd("GET", "/contacts/{contact}/files", self._files)
        routes.acd("GET", "/contacts/{contact}/call-quality", self._quality)
        routes.guarded("GET", "/media-playback/v1/contacts", self._playback)

    def _end(self, call: Call) -> Response:
        contact = self._live(call)
        self._world.agenda.after(
            self._world.settings.command_delay_s, lambda: self._end_if_live(contact.contact_id)
        )
        return accepted()

    def _end_if_live(self, contact_id: int) -> None:
        if not self._traffic.find(contact_id).is_over:
            self._traffic.hang_up(contact_id)

    def _record(self, call: Call) -> Response:
        contact = self._live(call)
        self._traffic.change(contact.contact_id, "recorded", lambda current: replace(current, is_logged=True))
        return accepted()

    def _monitor(self, call: Call) -> Response:
        self._live(call)
        if not call.given.text("phoneNumber"):
            raise ApiError(400, "Invalid phoneNumber")
        return accepted()

    def _set_disposition(self, call: Call) -> Response:
        """Meant for the contacts of an outbound dialer, which there is none of here."""
        self._contacts.find(call)
        raise ApiError(409, "Contact is not an active outbound dialer contact")

    def _files(self, call: Call) -> Response:
        """The recording of a contact (members unconfirmed)."""
        contact = self._contacts.find(call)
        if not contact.is_logged or not contact.is_over or contact.agent_since is None:
            return no_content()
        name = f"{contact.contact_id}.wav"
        return ok({"files": [{"fileName": name, "fullFileName": f"Recordings\\{name}", "fileType": "Recording"}]})

    def _quality(self, call: Call) -> Response:
        """How good the line was (members unconfirmed)."""
        contact = self._contacts.find(call)
        return ok({"contactId": contact.contact_id, "mosScore": 4.2, "packetLoss": 0.1, "jitterMs": 4})

    def _playback(self, call: Call) -> Response:
        """Recording media by master contact id (unconfirmed as a whole)."""
        wanted = call.given.text("acd-call-id")
        chain = [
            each
            for each in self._world.contacts
            if str(each.master_id) == wanted and each.is_logged and each.is_over and each.agent_since
        ]
        if not chain:
            raise ApiError(404, "No recording")
        return ok({"interactions": [self._segment(each) for each in chain]})

    def _segment(self, contact: Contact) -> dict[str, object]:
        ended = contact.ended or self._world.now()
        return {
            "contactId": str(contact.contact_id),
            "startTime": iso(contact.agent_since),
            "durationSeconds": seconds(ended - (contact.agent_since or ended)),
            "mediaType": "voice-only",
            "data": {"fileToPlayUrl": f"{self._world.origin}/media-playback/v1/files/{contact.contact_id}.mp4"},
        }

    def _live(self, call: Call) -> Contact:
        contact = self._contacts.find(call)
        if contact.is_over:
            raise ApiError(409, ENDED)
        return contact
