"""The gateway over real HTTP: routes, callers, bodies, connections."""

import http.client
import socket

import pytest
import requests

from local.gateway import callers
from local.gateway.server import MOST_BODY_BYTES
from tests.local.gateway.toy_stack import Toys


def test_a_request_reaches_its_function_as_an_event(toys: Toys) -> None:
    event = toys.echoed("PUT", "/echo?a=1&a=2", data=b"body", headers={"Content-Type": "text/plain"})["event"]
    assert event["routeKey"] == "ANY /echo"
    assert event["requestContext"]["http"]["method"] == "PUT"
    assert event["queryStringParameters"] == {"a": "1,2"}
    assert (event["body"], event["isBase64Encoded"]) == ("body", False)


def test_path_parameters_arrive_decoded(toys: Toys) -> None:
    event = toys.echoed("GET", "/things/a%20b%3Ac")["event"]
    assert event["pathParameters"] == {"id": "a b:c"}
    assert toys.echoed("GET", "/things/a/b")["event"]["pathParameters"] == {"proxy": "a/b"}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nowhere"), ("GET", "/moody"), ("POST", "/echo/"), ("HEAD", "/hook")]
)
def test_an_unknown_route_or_a_wrong_method_is_not_found(toys: Toys, method: str, path: str) -> None:
    answer = toys.http.request(method, toys.url + path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == ("" if method == "HEAD" else '{"message":"Not Found"}')


CALLERS = [
    (None, callers.SALESFORCE_ARN),
    ("salesforce", callers.SALESFORCE_ARN),
    ("operator", callers.OPERATOR_ARN),
    ("other", callers.OTHER_ARN),
]


@pytest.mark.parametrize(("caller", "arn"), CALLERS)
def test_the_caller_names_its_class_and_the_function_sees_the_principal(
    toys: Toys, caller: str | None, arn: str
) -> None:
    event = toys.echoed("GET", "/echo", headers={"X-Local-Caller": caller} if caller else {})["event"]
    assert event["requestContext"]["authorizer"]["iam"]["userArn"] == arn
    assert "x-local-caller" not in event["headers"]


def test_a_caller_without_a_signature_is_refused_where_one_is_needed(toys: Toys) -> None:
    answer = toys.http.get(f"{toys.url}/echo", headers={"X-Local-Caller": "none"})
    assert (answer.status_code, answer.text) == (403, '{"message":"Forbidden"}')


def test_a_hook_takes_anybody_and_shows_no_principal(toys: Toys) -> None:
    event = toys.echoed("POST", "/hook", headers={"X-Local-Caller": "none"})["event"]
    assert "authorizer" not in event["requestContext"]


def test_an_unknown_class_of_caller_is_said_so(toys: Toys) -> None:
    answer = toys.http.get(f"{toys.url}/echo", headers={"X-Local-Caller": "boss"})
    assert answer.status_code == 400
    assert "salesforce, operator, other, none" in answer.json()["message"]


def test_every_answer_carries_a_request_id(toys: Toys) -> None:
    answers = [toys.http.get(toys.url + path) for path in ("/echo", "/nowhere")]
    ids = {answer.headers["apigw-requestid"] for answer in answers}
    assert len(ids) == 2
    assert answers[0].json()["event"]["requestContext"]["requestId"] in ids


def test_bytes_come_back_as_bytes(toys: Toys) -> None:
    answer = toys.ask(do="answer in bytes")
    assert (answer.status_code, answer.content) == (201, bytes(range(256)))
    assert answer.headers["content-type"] == "application/octet-stream"


def test_a_bare_result_is_the_body_of_a_200(toys: Toys) -> None:
    answer = toys.ask(do="return", result={"message": "grüße"})
    assert (answer.status_code, answer.json()) == (200, {"message": "grüße"})
    assert toys.ask(do="return", result="just text").text == "just text"


def test_a_malformed_result_is_an_internal_error(toys: Toys) -> None:
    answer = toys.ask(do="return", result={"statusCode": "fine"})
    assert (answer.status_code, answer.text) == (500, '{"message":"Internal Server Error"}')
    toys.printed.wait_for("500 POST /moody: statusCode is no HTTP status")


def test_cookies_become_a_header_each(toys: Toys) -> None:
    answer = toys.ask(do="return", result={"statusCode": 200, "cookies": ["a=1", "b=2; Secure"]})
    assert answer.raw.headers.getlist("set-cookie") == ["a=1", "b=2; Secure"]
    toys.http.cookies.clear()


def test_a_status_without_a_body_has_none(toys: Toys) -> None:
    answer = toys.ask(do="return", result={"statusCode": 204, "body": "dropped"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-length" not in answer.headers


def test_a_request_above_ten_megabytes_is_too_large(toys: Toys) -> None:
    answer = toys.http.post(f"{toys.url}/moody", data=bytes(MOST_BODY_BYTES + 1))
    assert (answer.status_code, answer.text) == (413, '{"message":"Request Entity Too Large"}')


def test_a_request_that_fits_the_gateway_but_not_the_function_is_an_internal_error(toys: Toys) -> None:
    answer = toys.http.post(f"{toys.url}/hook", data=b"x" * (6 * 1024 * 1024))
    assert answer.status_code == 500
    toys.printed.wait_for("500 POST /hook: switchboard-Echo would get an event of")


def test_a_body_of_five_megabytes_goes_in_and_out(toys: Toys) -> None:
    size_bytes = 5 * 1024 * 1024
    assert len(toys.echoed("POST", "/hook", data=b"x" * size_bytes)["event"]["body"]) == size_bytes
    assert len(toys.ask(do="answer at length", size_bytes=size_bytes).content) == size_bytes


def test_a_result_above_six_megabytes_is_an_internal_error(toys: Toys) -> None:
    assert toys.ask(do="answer at length", size_bytes=6 * 1024 * 1024).status_code == 500


def test_a_chunked_body_is_put_together(toys: Toys) -> None:
    event = toys.echoed("POST", "/hook", data=iter([b"one ", b"two ", b"three"]))["event"]
    assert event["body"] == "one two three"
    assert event["headers"]["content-length"] == "13"
    assert "transfer-encoding" not in event["headers"]


def test_a_connection_serves_many_requests(toys: Toys) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", toys.server.port)
    connection.request("GET", "/nowhere")
    connection.getresponse().read()
    first = connection.sock
    connection.request("POST", "/moody", b'{"do": "return", "result": 1}')
    assert connection.getresponse().read() == b"1"
    assert connection.sock is first
    connection.close()


def exchanged(toys: Toys, sent: bytes) -> bytes:
    """Everything that comes back for raw bytes, until the gateway closes the connection."""
    with socket.create_connection(("127.0.0.1", toys.server.port)) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(4096), b""))


BROKEN = [
    ("a length that is none", b"POST /moody HTTP/1.1\r\ncontent-length: -1\r\n\r\n"),
    ("a length beyond reason", b"POST /moody HTTP/1.1\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n"),
    ("a chunk without a size", b"POST /moody HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-5\r\n"),
    ("a line that is no request", b"nonsense\r\n\r\n"),
]


@pytest.mark.parametrize(("label", "sent"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_request_is_refused_and_the_connection_closed(toys: Toys, label: str, sent: bytes) -> None:
    assert b" 400 " in exchanged(toys, sent)


def test_a_chunked_body_above_ten_megabytes_is_too_large(toys: Toys) -> None:
    size = f"{MOST_BODY_BYTES + 1:x}".encode()
    sent = b"POST /moody HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n" + size + b"\r\n"
    assert b" 413 " in exchanged(toys, sent)


def test_a_caller_that_wants_to_be_asked_first_is_asked(toys: Toys) -> None:
    head = b"POST /hook HTTP/1.1\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n"
    with socket.create_connection(("127.0.0.1", toys.server.port)) as connection:
        connection.sendall(head)
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hi")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_a_caller_that_hangs_up_leaves_the_gateway_running(toys: Toys, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection(("127.0.0.1", toys.server.port)) as connection:
        connection.sendall(b"POST /moody HTTP/1.1\r\ncontent-length: 100\r\n\r\nnot all of it")
    assert requests.get(f"{toys.url}/nowhere", timeout=10).status_code == 404
    assert capfd.readouterr() == ("", "")


def test_a_second_gateway_on_the_same_port_is_an_error(toys: Toys) -> None:
    from local.gateway.server import Server

    with pytest.raises(OSError, match="in use"):
        Server(toys.server._server.api, "127.0.0.1", toys.server.port)
