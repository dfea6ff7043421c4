"""What a day in the contact centre will bring: drawn from a seed, the same on every machine. Pure."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.cxone.directory.model import PHONE

ODD_CALLERS = (
    "Anonymous", "", "4711", "sip:anonymous@anonymous.invalid", "sip:+14155550134@sbc.example.com",
    "+442079460018", "unknown", "Restricted", "0114930901820",
)  # fmt: skip
ODD_SHARE = 0.08
DIALLED_SHARE = 0.15
RISES_TO = 2.0
"""How much busier the middle of the day is than its beginning."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How often what happens, and how long it takes on average.

    Args:
        media: weight of each inbound skill's medium.
    """

    media: Mapping[int, float]
    talk_s: float = 240
    patience_s: float = 180
    ivr_s: float = 20
    wrap_up_s: float = 25
    hold_share: float = 0.25
    transfer_share: float = 0.06
    dispose_share: float = 0.85
    refuse_share: float = 0.02
    fail_share: float = 0.2


@dataclass(frozen=True, slots=True)
class Planned:
    """One contact to come, with what its customer and its agent will do.

    Args:
        after_s: when it begins, counted from the day's beginning.
        pick: a number between 0 and 1 that chooses among skills and dispositions.
        hold_after_s: when the agent holds the call, counted from the answer; None for never.
        fails: the outcome when nobody is reached; "" when somebody is.
    """

    after_s: float
    caller: str
    media_type_id: int
    is_outbound: bool
    ivr_s: float
    patience_s: float
    talk_s: float
    wrap_up_s: float
    pick: float
    hold_after_s: float | None
    hold_s: float
    is_transferred: bool
    is_disposed: bool
    is_refused: bool
    fails: str


def plan_day(seed: int, *, hours: float, per_hour: float, callers: Sequence[str], traits: Traits) -> list[Planned]:
    """The contacts of a day, in the order in which they begin.

    Args:
        per_hour: contacts per hour at the day's beginning and end; its middle is busier.
        callers: numbers of customers; some odd ones are mixed in.
    """
    dice = random.Random(seed)
    length_s = hours * 3600
    planned: list[Planned] = []
    at_s = 0.0
    while True:
        rise = 1 + (RISES_TO - 1) * (1 - abs(2 * at_s / length_s - 1))
        at_s += dice.expovariate(per_hour * rise / 3600)
        if at_s >= length_s:
            return planned
        planned.append(_draw(dice, at_s, callers, traits))


def begins(planned: Planned, start: datetime) -> datetime:
    """The instant at which a contact begins."""
    return start + timedelta(seconds=planned.after_s)


def chosen(pick: float, options: Sequence[int]) -> int:
    """The option that a number between 0 and 1 stands for; 0 when there is none."""
    return options[int(pick * len(options))] if options else 0


def address(number: str, media_type_id: int) -> str:
    """What stands for a caller's number where the medium has no numbers."""
    digits = "".join(filter(str.isdecimal, number))
    match media_type_id:
        case 1:
            return f"customer{digits}@example.com"
        case 3 | 9:
            return f"guest{digits}"
        case _:
            return number


def _draw(dice: random.Random, at_s: float, callers: Sequence[str], traits: Traits) -> Planned:
    is_outbound = dice.random() < DIALLED_SHARE
    media = PHONE if is_outbound else dice.choices(list(traits.media), list(traits.media.values()))[0]
    is_odd = media == PHONE and not is_outbound and dice.random() < ODD_SHARE
    talk_s = max(5.0, dice.lognormvariate(0, 0.6) * traits.talk_s)
    is_held = media == PHONE and dice.random() < traits.hold_share
    fails = dice.choice(("Busy", "NoAnswer", "BadNumber")) if dice.random() < traits.fail_share else ""
    return Planned(
        after_s=round(at_s, 3),
        caller=address(dice.choice(ODD_CALLERS if is_odd or not callers else callers), media),
        media_type_id=media,
        is_outbound=is_outbound,
        ivr_s=round(dice.uniform(0.3, 1.7) * traits.ivr_s, 3),
        patience_s=round(dice.expovariate(1 / traits.patience_s), 3),
        talk_s=round(talk_s, 3),
        wrap_up_s=round(dice.uniform(0.2, 1.8) * traits.wrap_up_s, 3),
        pick=dice.random(),
        hold_after_s=round(talk_s * dice.uniform(0.2, 0.6), 3) if is_held else None,
        hold_s=round(talk_s * dice.uniform(0.05, 0.3), 3),
        is_transferred=media == PHONE and dice.random() < traits.transfer_share,
        is_disposed=dice.random() < traits.dispose_share,
        is_refused=media != PHONE and dice.random() < traits.refuse_share,
        fails=fails if is_outbound else "",
    )
