"""What a panel helps with: texts and links by topic, from a document that admins publish as they do rules."""

from typing import Annotated

from pydantic import Field, StringConstraints

from switchboard.desk.paging import found_in
from switchboard.desk.wire import WireModel
from switchboard.rule_model import RuleModel

TopicName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Url = Annotated[
    str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s\"<>\\]*)?$", max_length=500)
]


class HelpLink(RuleModel):
    """A page to read."""

    title: Title
    url: Url = Field(description="An https address.")


class HelpTopic(RuleModel):
    """What to know about one thing."""

    topic: TopicName
    title: Title
    text: Annotated[str, StringConstraints(max_length=4_000)] = Field(default="", description="Plain text.")
    links: tuple[HelpLink, ...] = Field(default=(), max_length=20)


class HelpDocument(RuleModel):
    """All topics, in the order in which they are shown."""

    topics: tuple[HelpTopic, ...] = Field(max_length=100)


DEFAULT_HELP = HelpDocument(
    topics=(
        HelpTopic(
            topic="log-in",
            title="Logging in",
            text="Choose the station or phone that you talk with. Your agent leg is the line between you and "
            "CXone: connect it once, and every call comes over it.",
        ),
        HelpTopic(
            topic="calls",
            title="Calling",
            text="Click a number in a record to call it. You need an outbound skill and no other call. A number "
            "that is refused says why: the hour where it rings, do-not-call, or a number that is not complete.",
        ),
        HelpTopic(
            topic="activities",
            title="Activities",
            text="Every contact is written to Salesforce by itself, after your wrap-up. Choose what it relates to "
            "while you talk; notes and disposition follow.",
        ),
        HelpTopic(
            topic="alerts",
            title="Alerts",
            text="Callbacks that fall due, messages you have not read, contacts that were offered and not taken, "
            "and activities that Salesforce refuses.",
        ),
        HelpTopic(
            topic="trouble",
            title="When something does not work",
            text="Reload the panel: nothing is lost by that. Then send your panel's log and tell your "
            "administrator the request id of the error.",
        ),
    )
)


class LinkAnswer(WireModel):
    """A page to read."""

    title: str
    url: str


class TopicAnswer(WireModel):
    """What to know about one thing."""

    topic: str
    title: str
    text: str
    links: list[LinkAnswer]


class HelpAnswer(WireModel):
    """Topics in their order."""

    topics: list[TopicAnswer]


def help_on(document: HelpDocument, topic: str | None, search: str) -> HelpAnswer:
    """The topics of a document that are asked for. Pure."""
    return HelpAnswer(
        topics=[
            TopicAnswer(
                topic=one.topic,
                title=one.title,
                text=one.text,
                links=[LinkAnswer(title=link.title, url=link.url) for link in one.links],
            )
            for one in document.topics
            if (topic is None or one.topic == topic)
            and found_in(search, one.title, one.text, *(link.title for link in one.links))
        ]
    )
