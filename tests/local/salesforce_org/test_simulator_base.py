"""The base under the simulators: HTTP, faults, journal, control. Driven over real sockets."""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pytest
import requests

from local.simulator.base import Simulator
from local.simulator.message import Request, Response, json_response
from local.simulator.routing import Match, Router
from local.simulator.server import HttpServer
from local.tls import LocalCa


class Echo(Simulator):
    """Answers what it was asked and counts the work it did."""

    fault_names: ClassVar[Mapping[str, str]] = {"odd": "the answer says odd"}

    def __init__(self) -> None:
        super().__init__()
        self.done = 0

    def answer(self, request: Request) -> Response:
        self.done += 1
        if request.path == "/bug":
            raise RuntimeError("a mistake of ours")
        odd = self.faults.draw(request, "odd")
        body = request.body.decode()
        return json_response(200, {"path": request.plain_path, "body": body, "odd": odd is not None})

    def refusal(self, request: Request, status: int, code: str, message: str) -> Response:
        return json_response(status, [{"errorCode": code, "message": message}])

    def restore(self) -> None:
        self.done = 0


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def url(echo: Echo) -> Iterator[str]:
    with HttpServer(echo.handle) as server:
        yield server.url


@pytest.fixture
def client() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def arm(client: requests.Session, url: str, *faults: dict[str, object]) -> None:
    assert client.post(f"{url}/_control/faults", json=list(faults)).status_code == 204


def test_a_kept_alive_connection_keeps_its_number(client: requests.Session, url: str) -> None:
    # Given three requests in one session and one outside it
    for _ in range(3):
        client.get(f"{url}/a")
    with requests.Session() as other:
        other.trust_env = False
        other.get(f"{url}/a")
    # Then the journal knows four requests on two new connections
    journal = client.get(f"{url}/_control/requests").json()
    assert journal["totals"] == {"requests": 4, "connections": 2}
    assert [each["opens_connection"] for each in journal["requests"]] == [True, False, False, True]


def test_after_clearing_an_open_connection_is_not_new_again(client: requests.Session, url: str) -> None:
    client.get(f"{url}/a")
    client.delete(f"{url}/_control/requests")
    client.get(f"{url}/b")
    assert client.get(f"{url}/_control/requests").json()["totals"] == {"requests": 1, "connections": 0}


def test_the_journal_can_be_asked_by_path_method_and_status(client: requests.Session, url: str) -> None:
    arm(client, url, {"path": "/b*", "status": 404, "error_code": "NOT_FOUND"})
    client.get(f"{url}/a/1")
    client.post(f"{url}/a/2")
    client.get(f"{url}/b")

    def paths(**filters: str) -> list[str]:
        journal = client.get(f"{url}/_control/requests", params=filters).json()
        return [each["path"] for each in journal["requests"]]

    assert paths(path="/A/*") == ["/a/1", "/a/2"]
    assert paths(method="POST") == ["/a/2"]
    assert paths(status="404") == ["/b"]


def test_the_journal_shows_no_secret(client: requests.Session, url: str, echo: Echo) -> None:
    # Given secrets in a header, a form, JSON and a query
    secret = "s3cr3t-value"
    client.post(
        f"{url}/t?password={secret}", data={"client_secret": secret}, headers={"Authorization": f"Bearer {secret}"}
    )
    client.post(f"{url}/t", json={"accessKeySecret": secret}, headers={"Cookie": secret})
    # Then none of them is shown, while equal ones still look equal
    text = client.get(f"{url}/_control/requests").text
    assert secret not in text
    first = client.get(f"{url}/_control/requests").json()["requests"][0]
    assert first["headers"]["authorization"].startswith("Bearer ***")
    # And the process itself can still read the original
    assert echo.journal.exchanges()[0].request.form() == {"client_secret": secret}


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        pytest.param({"status": 429, "error_code": "BUSY", "message": "later"}, 429, "BUSY", id="vendor error"),
        pytest.param({"html": "<h1>Bad gateway</h1>", "status": 502}, 502, "<h1>", id="page"),
        pytest.param({"html": "<h1>Down</h1>"}, 503, "<h1>", id="page without a status"),
    ],
)
def test_a_refusal_takes_the_place_of_the_work(
    client: requests.Session, url: str, echo: Echo, fault: dict[str, object], status: int, body: str
) -> None:
    arm(client, url, {**fault, "headers": {"Retry-After": "2"}})
    reply = client.get(f"{url}/a")
    assert (reply.status_code, reply.headers["Retry-After"], echo.done) == (status, "2", 0)
    assert body in reply.text


def test_a_refusal_can_come_after_the_work(client: requests.Session, url: str, echo: Echo) -> None:
    arm(client, url, {"status": 503, "after_work": True})
    assert client.get(f"{url}/a").status_code == 503
    assert echo.done == 1


@pytest.mark.parametrize(("drop", "done"), [("before", 0), ("after", 1), ("during", 1)])
def test_a_dropped_connection_is_reset(
    client: requests.Session, url: str, echo: Echo, drop: str, done: int
) -> None:
    arm(client, url, {"drop": drop, "path": "/a"})
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get(f"{url}/a")
    assert echo.done == done


def test_a_truncated_body_arrives_whole_and_is_no_json(client: requests.Session, url: str) -> None:
    arm(client, url, {"truncate": True, "path": "/a"})
    reply = client.get(f"{url}/a")
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply.text)


def test_slow_answers_run_into_the_clients_timeout(client: requests.Session, url: str) -> None:
    # A delay keeps the first byte back, a slow body comes byte by byte and is complete in the end
    arm(client, url, {"delay_s": 30, "path": "/late"}, {"slow_body_s": 0.2, "path": "/slow"})
    with pytest.raises(requests.ReadTimeout):
        client.get(f"{url}/late", timeout=0.1)
    assert client.get(f"{url}/slow").json()["path"] == "/slow"


def test_a_fault_counts_skips_and_ends(client: requests.Session, url: str) -> None:
    arm(client, url, {"status": 500, "skip": 1, "count": 2, "path": "/a", "method": "GET"})
    statuses = [client.get(f"{url}/a").status_code for _ in range(4)]
    assert statuses == [200, 500, 500, 200]
    assert client.post(f"{url}/a").status_code == 200
    listed = client.get(f"{url}/_control/faults").json()["faults"]
    assert [each["hits"] for each in listed] == [2]


def test_a_share_hits_the_same_requests_in_every_run(client: requests.Session, url: str) -> None:
    def run(seed: int) -> list[int]:
        client.delete(f"{url}/_control/faults")
        arm(client, url, {"status": 500, "share": 0.3, "seed": seed})
        return [client.get(f"{url}/a").status_code for _ in range(60)]

    first = run(7)
    assert run(7) == first
    assert run(8) != first
    assert 5 <= first.count(500) <= 35


def test_a_named_fault_is_the_simulators_own(client: requests.Session, url: str) -> None:
    arm(client, url, {"name": "odd", "count": 1})
    assert [client.get(f"{url}/a").json()["odd"] for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"statis": 500}, id="unknown key"),
        pytest.param({"status": "500"}, id="text for a number"),
        pytest.param({"count": True}, id="boolean for a number"),
        pytest.param({"drop": "sometimes"}, id="unknown drop"),
        pytest.param({"share": 2}, id="share above one"),
        pytest.param({"name": "nobody"}, id="unknown name"),
        pytest.param("broken", id="no object"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(client: requests.Session, url: str, fault: object) -> None:
    reply = client.post(f"{url}/_control/faults", json=[fault])
    assert reply.status_code == 400
    assert client.get(f"{url}/_control/faults").json()["faults"] == []


def test_reset_forgets_faults_journal_clock_and_state(client: requests.Session, url: str, echo: Echo) -> None:
    client.get(f"{url}/a")
    arm(client, url, {"status": 500})
    client.post(f"{url}/_control/clock", json={"advance_s": 9_999_999})
    client.post(f"{url}/_control/reset")
    assert echo.done == 0
    assert client.get(f"{url}/_control/requests").json()["totals"]["requests"] == 0
    assert client.get(f"{url}/a").status_code == 200
    assert (echo.clock.now() - echo.journal.exchanges()[0].at).total_seconds() < 9_999


def test_the_clock_moves_forward_only(client: requests.Session, url: str) -> None:
    assert client.post(f"{url}/_control/clock", json={"advance_s": -1}).status_code == 400
    assert client.post(f"{url}/_control/clock", json={"advance_s": "1"}).status_code == 400
    assert client.post(f"{url}/_control/clock", json={"advance_s": 1}).status_code == 200


def test_an_unknown_control_is_named(client: requests.Session, url: str) -> None:
    assert client.get(f"{url}/_control/nothing").status_code == 404
    assert client.get(f"{url}/_control/reset").status_code == 405
    assert client.post(f"{url}/_control/clock", data="{").status_code == 400


def test_a_bug_in_the_simulator_answers_500_and_the_server_lives(
    client: requests.Session, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get(f"{url}/bug").status_code == 500
    assert "a mistake of ours" in caplog.text
    assert client.get(f"{url}/a").status_code == 200


def test_a_chunked_body_is_read_and_the_connection_goes_on(client: requests.Session, url: str) -> None:
    reply = client.post(f"{url}/a", data=iter([b"one ", b"two"]))
    assert reply.json()["body"] == "one two"
    assert client.get(f"{url}/_control/requests").json()["totals"] == {"requests": 1, "connections": 1}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"GARBAGE\r\n\r\n", id="request line"),
        pytest.param(b"GET / HTTP/1.0\r\n\r\n", id="old version"),
        pytest.param(b"GET / HTTP/1.1\r\nno colon\r\n\r\n", id="header"),
        pytest.param(b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", id="length"),
        pytest.param(b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="chunk size"),
        pytest.param(b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n", id="huge chunk"),
        pytest.param(b"GET / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n", id="huge body"),
    ],
)
def test_a_malformed_request_ends_the_connection(url: str, raw: bytes) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.connect()
    connection.sock.sendall(raw)
    assert connection.sock.recv(100) == b""
    connection.close()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"GET / HT", id="in the head"),
        pytest.param(b"GET / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab", id="in the body"),
        pytest.param(b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5", id="in a chunk's size"),
    ],
)
def test_a_request_that_is_cut_off_is_not_answered(url: str, echo: Echo, raw: bytes) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.connect()
    connection.sock.sendall(raw)
    connection.sock.shutdown(socket.SHUT_WR)
    assert connection.sock.recv(100) == b""
    connection.close()
    assert echo.journal.exchanges() == []


def test_a_client_that_asks_first_is_told_to_go_on(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.connect()
    connection.sock.sendall(
        b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
    )
    assert connection.sock.recv(100).startswith(b"HTTP/1.1 100 Continue")
    connection.sock.sendall(b"ok")
    reply = http.client.HTTPResponse(connection.sock)
    reply.begin()
    assert (json.loads(reply.read())["body"], reply.getheader("Connection")) == ("ok", "close")
    connection.close()


def test_trailers_behind_a_chunked_body_are_passed_over(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.connect()
    connection.sock.sendall(
        b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nSum: 1\r\n\r\n"
    )
    reply = http.client.HTTPResponse(connection.sock)
    reply.begin()
    assert json.loads(reply.read())["body"] == "ok"
    connection.close()


def test_routes_prefer_literals_and_name_a_place_once() -> None:
    routes: Router[str] = Router(ignore_case=True)
    routes.add("GET", "/a/{id}", "variable")
    routes.add("GET POST", "/a/list", "literal")
    found = {path: routes.find("GET", path) for path in ("/A/list/", "/a/x%2Fy", "/a", "/a/")}
    assert [match and match.handler for match in found.values()] == ["literal", "variable", None, None]
    assert found["/a/x%2Fy"] == Match("variable", {"id": "x/y"}, ("GET",))
    with pytest.raises(ValueError, match="called id elsewhere"):
        routes.add("GET", "/a/{name}/b", "other")


def test_stopping_ends_kept_connections_and_waiting_answers(echo: Echo) -> None:
    server = HttpServer(echo.handle)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/a")
    assert connection.getresponse().read()
    server.stop()
    server.stop()
    connection.sock.settimeout(10)
    assert connection.sock.recv(1) == b""
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        connection.connect()


def test_tls_is_trusted_through_its_own_ca_only(echo: Echo, tmp_path: Path) -> None:
    # Given two throw-away authorities
    ours, other = LocalCa(), LocalCa()
    ours.write_ca(tmp_path / "ours.pem")
    other.write_ca(tmp_path / "other.pem")
    with HttpServer(echo.handle, tls=ours.server_context("127.0.0.1", "localhost")) as server:
        # Then only the right one is good for the server's certificate
        for name in ("127.0.0.1", "localhost"):
            context = ssl.create_default_context(cafile=tmp_path / "ours.pem")
            connection = http.client.HTTPSConnection(name, server.port, context=context)
            connection.request("GET", "/a")
            assert connection.getresponse().status == 200
            connection.close()
        context = ssl.create_default_context(cafile=tmp_path / "other.pem")
        stranger = http.client.HTTPSConnection("127.0.0.1", server.port, context=context)
        with pytest.raises(ssl.SSLCertVerificationError):
            stranger.request("GET", "/a")
        stranger.close()
