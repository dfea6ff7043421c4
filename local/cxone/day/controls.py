"""Control endpoint of the day, under ``/_control/``.

POST   day    {"seed", "hours", "per_hour", "hours_ago"}: plays a busy day that began so many hours ago; what
              lies in the past has happened when the answer comes, the rest happens as the clock gets there
"""

from collections.abc import Mapping
from datetime import timedelta

from local.cxone.day.plan import Traits, plan_day
from local.cxone.day.player import Player
from local.cxone.world.world import World
from local.simulator.control import ControlPanel, json_object
from local.simulator.message import Request

MEDIA = {4: 0.78, 1: 0.06, 3: 0.06, 6: 0.04, 7: 0.02, 5: 0.02, 9: 0.02}
"""What share of the inbound contacts is of which medium."""


def add_day_controls(panel: ControlPanel, world: World, player: Player) -> None:
    """Add the endpoint."""

    def play(request: Request, _place: Mapping[str, str]) -> object:
        given = json_object(request) if request.body else {}
        unknown = set(given) - {"seed", "hours", "per_hour", "hours_ago"}
        if unknown:
            raise ValueError(f"a day has no {', '.join(sorted(unknown))}")
        hours = _number(given, "hours", 8)
        with world.turn():
            planned = plan_day(
                int(_number(given, "seed", 1)),
                hours=hours,
                per_hour=_number(given, "per_hour", 250),
                callers=world.directory.callers,
                traits=Traits(MEDIA),
            )
            start = world.now() - timedelta(hours=_number(given, "hours_ago", hours))
            agents = player.play(planned, start, start + timedelta(hours=hours))
            world.agenda.catch_up()
            return {"planned": len(planned), "agents": agents, "contacts": len(world.contacts)}

    panel.add("POST", "day", play)


def _number(given: Mapping[str, object], name: str, default: float) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{name} is a number of 0 or more")
    return float(value)
