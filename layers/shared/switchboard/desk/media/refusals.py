"""Why something cannot be done with a contact that is no call, one type for each reason. Nothing was done."""

from switchboard.desk.session.refusals import DeskRefusal


class SomebodyElses(DeskRefusal):
    """The contact is not assigned to the acting user's agent."""


class NotActive(DeskRefusal):
    """The contact is not active, or of another medium."""


class NotParked(DeskRefusal):
    """The e-mail is not parked."""


class ParkingOff(DeskRefusal):
    """The business unit does not park e-mails."""


class AddressRefused(DeskRefusal):
    """The contact centre does not take an e-mail address."""


class AttachmentsRefused(DeskRefusal):
    """The contact centre does not take the attachments."""


class AttachmentsTooLarge(DeskRefusal):
    """More attachments than a request to this API can carry."""


class NoFurtherContact(DeskRefusal):
    """The agent may not have one more contact now."""


class PointOfContactUnknown(DeskRefusal):
    """There is no such point of contact for work items; ``points_of_contact`` names those there are."""


class PayloadTooLarge(DeskRefusal):
    """The work item's payload is larger than the contact centre takes."""


class WorkItemsFull(DeskRefusal):
    """As many work items wait as the business unit may have."""


class NoSuchContact(DeskRefusal):
    """The contact centre knows no such contact, or it is over."""
