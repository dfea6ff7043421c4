"""A board as few bytes: 2,000 skills or 10,000 agents have to fit where items are small."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Generic, TypeVar

from switchboard.contact.instant import read_moment, write_moment
from switchboard.desk.board.model import Board, Pass

Row = TypeVar("Row")


class NotABoard(Exception):
    """The bytes are no board of this kind: another release wrote them, say."""


class Packing(Generic[Row]):
    """Between a board and bytes.

    Args:
        kind: dataclass of the rows, whose fields are text, numbers, truths or None.
    """

    def __init__(self, kind: type[Row]) -> None:
        self._kind = kind
        self._names = [one.name for one in fields(kind)]  # type: ignore[arg-type]  # any dataclass

    def pack(self, board: Board[Row]) -> bytes:
        """The board in bytes."""
        reading = board.under_way
        document = {
            "fields": self._names,
            "rows": [
                [row_id, *(getattr(row, name) for name in self._names)] for row_id, row in board.rows.items()
            ],
            "since": write_moment(board.since),
            "aheadS": board.ahead_s,
            "readAt": board.read_at,
            "wholeAt": board.whole_at,
            "underWay": reading
            and {
                "since": write_moment(reading.since),
                "beganAt": reading.began_at,
                "polledAt": write_moment(reading.polled_at),
                "position": reading.position,
                "met": sorted(reading.met),
            },
        }
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode())

    def unpack(self, packed: bytes) -> Board[Row]:
        """The board that was packed.

        Raises:
            NotABoard: it is none, or its rows have other fields.
        """
        try:
            document = json.loads(zlib.decompress(packed))
            if document["fields"] != self._names:
                raise NotABoard
            return self._board(document)
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise NotABoard from error

    def _board(self, document: dict[str, Any]) -> Board[Row]:
        reading = document["underWay"]
        return Board(
            rows={row_id: self._row(values) for row_id, *values in document["rows"]},
            since=read_moment(document["since"]),
            ahead_s=document["aheadS"],
            read_at=document["readAt"],
            whole_at=document["wholeAt"],
            under_way=reading
            and Pass(
                since=read_moment(reading["since"]),
                began_at=reading["beganAt"],
                polled_at=read_moment(reading["polledAt"]),
                position=reading["position"],
                met=frozenset(reading["met"]),
            ),
        )

    def _row(self, values: Sequence[Any]) -> Row:
        return self._kind(*values)
