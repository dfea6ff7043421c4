"""A small tenant to start with: one agent of each kind, a skill of every medium."""

from local.cxone.directory.model import (
    AccessKey,
    AddressBook,
    Agent,
    Assignment,
    BookEntry,
    Campaign,
    DigitalChannel,
    Disposition,
    OAuthClient,
    PointOfContact,
    Skill,
    Tag,
    Team,
    Tenant,
    UnavailableCode,
)
from local.cxone.directory.store import Seed

ADA, BEN, ROOT = 10021, 10022, 10001
SUPPORT_VOICE, OUTBOUND_SALES, CHAT, EMAIL_CARE, SOCIAL = 40110, 40120, 40130, 40140, 40150
CASE_WORK, TEXTS, VOICEMAIL = 40160, 40170, 40180
PARTNERS_BOOK, FACEBOOK = 76, "fb_9f3c"
MAIN_LINE = "8005550100"
KEY_ID, KEY_SECRET = "AKEXAMPLE01", "not-a-real-secret"
CLIENT_ID, CLIENT_SECRET = "switchboard", "not-a-real-client-secret"
TAG_VIP = 5
RESOLVED, FOLLOW_UP, BREAK, WRAP_UP = 12, 13, 7, 9


def cxone_seed() -> Seed:
    """The tenant's first state."""
    outcomes = (RESOLVED, FOLLOW_UP)
    return Seed(
        Tenant(),
        {
            "teams": [Team(3301, "Service")],
            "campaigns": [Campaign(880, "Default")],
            "agents": [
                Agent(
                    ROOT, "Rosa", "Admin", "rosa.admin@example.com", "rosa.admin@example.com", 3301,
                    is_supervisor=True, permissions=("impersonate", "conference"),
                ),
                Agent(
                    ADA, "Ada", "Brenner", "ada.brenner@example.com", "ada.brenner@example.com", 3301,
                    federated_id="ada@idp.example.com", crm_user_name="ada.brenner@example.com.sf",
                ),
                Agent(BEN, "Ben", "Castillo", "ben.castillo@example.com", "ben.castillo@example.com", 3301),
            ],
            "dispositions": [
                Disposition(RESOLVED, "Resolved", "Positive"), Disposition(FOLLOW_UP, "Follow up"),
            ],
            "tags": [Tag(TAG_VIP, "VIP")],
            "skills": [
                Skill(SUPPORT_VOICE, "Support Voice", 4, disposition_ids=outcomes, tag_ids=(TAG_VIP,)),
                Skill(OUTBOUND_SALES, "Outbound Sales", 4, is_outbound=True, disposition_ids=outcomes,
                      require_disposition=True, caller_id_override=MAIN_LINE),
                Skill(EMAIL_CARE, "E-mail Care", 1),
                Skill(SOCIAL, "Social", 9),
                Skill(CASE_WORK, "Case Work", 6),
                Skill(CHAT, "Chat", 3),
                Skill(TEXTS, "Texts", 7, caller_id_override=MAIN_LINE),
                Skill(VOICEMAIL, "Voicemail", 5),
            ],
            "assignments": [
                Assignment(agent_id, skill_id)
                for agent_id in (ADA, BEN)
                for skill_id in (
                    SUPPORT_VOICE, OUTBOUND_SALES, CHAT, EMAIL_CARE, SOCIAL, CASE_WORK, TEXTS, VOICEMAIL,
                )
            ],
            "unavailable_codes": [
                UnavailableCode(BREAK, "Break"),
                UnavailableCode(WRAP_UP, "Wrap-up", is_acw=True, agent_timeout_mins=3),
            ],
            "points_of_contact": [
                PointOfContact(5511, "Main line", MAIN_LINE, 4, SUPPORT_VOICE),
                PointOfContact(5520, "Case router", "Case router", 6, CASE_WORK),
                PointOfContact(5530, "Web chat", "Web chat", 3, CHAT),
                PointOfContact(5540, "Care mailbox", "care@example.org", 1, EMAIL_CARE),
                PointOfContact(5570, "Text line", MAIN_LINE, 7, TEXTS),
            ],
            "address_books": [
                AddressBook(
                    PARTNERS_BOOK, "Partners", entity_type="Everyone",
                    entries=(
                        BookEntry(9000, "Grace", "", "Okafor", "Northwind", "4155550134", "", "grace@example.com"),
                    ),
                ),
            ],
            "digital_channels": [DigitalChannel(FACEBOOK, "Acme Facebook", "fb", SOCIAL, "1122")],
            "access_keys": [AccessKey(KEY_ID, KEY_SECRET, ROOT)],
            "oauth_clients": [OAuthClient(CLIENT_ID, CLIENT_SECRET)],
        },
    )  # fmt: skip
