"""What is decided of e-mails, work items and points of contact without asking anybody."""

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.desk.media.mail_api import MOST_SHOWN_BYTES, MOST_TEXT_BYTES, transcript_answer
from switchboard.desk.media.model import Attachment, MailSeen, PointOfContact
from switchboard.desk.media.refusals import PayloadTooLarge, PointOfContactUnknown
from switchboard.desk.media.service import point_named
from switchboard.desk.media.work_api import MOST_PAYLOAD_BYTES, WorkItemRequest
from switchboard.desk.safe_html import safe_html

POINTS = [
    PointOfContact("5520", "Case router"),
    PointOfContact("5521", "Returns"),
    PointOfContact("5522", "returns"),
]


def seen(*files: Attachment) -> MailSeen:
    return MailSeen(
        kind="received",
        at=None,
        sender="a@b.example",
        to="c@d.example",
        cc="",
        bcc="",
        subject="",
        html="<p>x</p>",
        has_attachments=bool(files),
        attachments=files,
    )


@given(st.binary(max_size=100))
def test_a_file_is_as_large_as_its_content(content: bytes) -> None:
    assert Attachment("x", base64.b64encode(content).decode()).size_bytes == len(content)


def test_files_beyond_what_an_answer_takes_are_named_alone() -> None:
    half = Attachment("half", base64.b64encode(b"x" * (MOST_SHOWN_BYTES // 2)).decode())
    oldest, newest = transcript_answer("k", [seen(half), seen(half, half)]).emails

    assert [bool(file.content) for file in newest.attachments] == [True, True]
    [third] = oldest.attachments
    assert (third.name, third.content, third.size_bytes) == ("half", None, MOST_SHOWN_BYTES // 2)


def test_long_texts_are_cut_where_they_came_in_and_the_newest_have_the_room() -> None:
    long = replace(seen(), html='<a href="https://a.example/">"&lt;' + '<b title="x">"é' * 30_000)
    answer = transcript_answer("k", [long] * 12)

    assert [mail.is_cut for mail in answer.emails] == sorted((mail.is_cut for mail in answer.emails), reverse=True)
    assert (answer.emails[0].is_cut, answer.emails[-1].is_cut) == (True, False)
    for mail in answer.emails:
        assert mail.body_html == safe_html(mail.body_html)
    assert len(answer.model_dump_json().encode()) < MOST_TEXT_BYTES + 10_000


def test_a_file_that_was_not_asked_for_has_no_size() -> None:
    [mail] = transcript_answer("k", [seen(Attachment("note.txt", ""))]).emails
    assert [(file.name, file.size_bytes, file.content) for file in mail.attachments] == [("note.txt", None, None)]


@pytest.mark.parametrize(
    ("given_name", "code"), [("5520", "5520"), ("case ROUTER", "5520"), ("5522", "5522"), ("Case router", "5520")]
)
def test_a_point_of_contact_is_named_by_number_or_name(given_name: str, code: str) -> None:
    assert point_named(given_name, POINTS).code == code


@pytest.mark.parametrize("given_name", ["returns", "nowhere", "552"])
def test_a_name_that_two_have_or_none_is_no_name(given_name: str) -> None:
    with pytest.raises(PointOfContactUnknown) as refused:
        point_named(given_name, POINTS)
    assert refused.value.told["points_of_contact"] == [{"code": one.code, "name": one.name} for one in POINTS]


def test_a_point_of_contact_is_written_as_cxone_wants_it() -> None:
    assert POINTS[0].written == "5520 - Case router"


def test_a_payload_is_text_or_an_object() -> None:
    def payload(given_payload: object) -> str:
        body = {"pointOfContact": "1", "workItemId": "2", "payload": given_payload}
        return WorkItemRequest.model_validate(body).item().payload

    assert payload("as it is") == "as it is"
    assert json.loads(payload({"caseNumber": "00012345", "name": "Zoë"})) == {
        "caseNumber": "00012345",
        "name": "Zoë",
    }
    with pytest.raises(PayloadTooLarge):
        payload({"x": "ä" * (MOST_PAYLOAD_BYTES // 2)})
    with pytest.raises(PayloadTooLarge):
        payload("ä" * (MOST_PAYLOAD_BYTES - 1))
