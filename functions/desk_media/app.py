"""Desk, media: the acting agent's e-mails, chats and text messages."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.media import live_api, mail_api
from switchboard.desk.media.model import MailAction
from switchboard.desk.session import api, contact_api
from switchboard.runtime import desk_media as desk
from switchboard.runtime.callers import Caller
from switchboard.runtime.http import accepted, http_function, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Key = Annotated[contact_api.Key, Path()]
Accepted = Response[api.CommandAnswer]
Files = Annotated[bool, Query(alias="includeAttachments")]


@app.post("/v1/emails", operation_id="beginEmail")
def begin_email(request: mail_api.NewMailRequest) -> Accepted:
    """Begin an e-mail; its contact comes as an event."""
    return accepted(desk.begin_mail(request, _caller()))


@app.get("/v1/emails/<contact_key>", operation_id="readEmails")
def read_emails(contact_key: Key, files: Files = False) -> mail_api.TranscriptAnswer:
    """The e-mails of a contact."""
    return desk.mails(contact_key, _caller(), with_attachments=files)


@app.post("/v1/emails/<contact_key>/send", operation_id="sendEmail")
def send_email(contact_key: Key, request: mail_api.MailRequest) -> Accepted:
    """Send an e-mail, which ends its contact."""
    return accepted(desk.send_mail(contact_key, request, _caller()))


@app.put("/v1/emails/<contact_key>/draft", operation_id="saveDraft")
def save_draft(contact_key: Key, request: mail_api.MailRequest) -> Accepted:
    """Keep an e-mail for later."""
    return accepted(desk.save_draft(contact_key, request, _caller()))


@app.post("/v1/emails/<contact_key>/<action>", operation_id="handleEmail")
def handle_email(contact_key: Key, action: Annotated[MailAction, Path()]) -> Accepted:
    """Open a reply or forward; park, unpark, preview or restore an e-mail."""
    return accepted(desk.handle_mail(contact_key, action, _caller()))


@app.get("/v1/chats/<contact_key>", operation_id="readChat")
def read_chat(contact_key: Key) -> live_api.LinesAnswer:
    """What was said in a chat or in text messages."""
    return desk.lines(contact_key, _caller())


@app.post("/v1/chats/<contact_key>/messages", operation_id="sayInChat")
def say_in_chat(contact_key: Key, request: live_api.SayRequest) -> Accepted:
    """Say something in a chat or to a phone's text messages."""
    return accepted(desk.say(contact_key, request, _caller()))


@app.post("/v1/chats/<contact_key>/typing", operation_id="showTyping")
def show_typing(contact_key: Key, request: live_api.TypingRequest) -> Accepted:
    """Let the customer see that the agent types."""
    return accepted(desk.show_typing(contact_key, request, _caller()))


@app.post("/v1/sms", operation_id="beginText")
def begin_text(request: live_api.TextRequest) -> Accepted:
    """Begin to write to a phone; the contact comes as an event."""
    return accepted(desk.begin_text(request, _caller()))


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app, most_body_bytes=desk.MOST_BODY_BYTES)
