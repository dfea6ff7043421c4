"""Who hears of the calls that agents make."""

from typing import Protocol


class CallWatcher(Protocol):
    """Told of outbound calls as an agent's events tell of them, so that a call that was dialled for a user finds
    its contact. To be told twice, late or out of order changes nothing."""

    def noticed(
        self,
        user_id: str,
        agent_id: str,
        contact_id: str,
        master_id: str,
        dialled_number: str,
        status: str,
        disconnect_code: str,
    ) -> None:
        """An outbound call of the agent is known by this contact, in this state.

        Args:
            contact_id, master_id: empty where it failed before there was a contact.
            dialled_number: as the contact centre writes it.
            status: ``dialing``, ``active``, ``holding``, ``joined``, ``disconnected`` or another of the vendor's,
                its first letter small.
            disconnect_code: why it ended, in the vendor's word such as ``Busy``; empty before that.

        Raises:
            StoreUnavailable: it was not kept.
        """
        ...
