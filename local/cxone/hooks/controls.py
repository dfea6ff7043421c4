"""Control endpoints of the hooks, under ``/_control/``.

PUT    hooks/{hook}    where contact-events, screen-pops or cxone-digital go: {"url", "secret", "trust", "ca_file"}
DELETE hooks/{hook}    nowhere
GET    hooks           what was delivered; ?wait_s=5 waits until nothing is under way
"""

from collections.abc import Mapping

from local.cxone.directory.rows import record
from local.cxone.hooks.driver import HookDriver
from local.cxone.hooks.model import Hook, Target
from local.simulator.control import ControlPanel, json_object
from local.simulator.message import Request


def add_hook_controls(panel: ControlPanel, driver: HookDriver) -> None:
    """Add the endpoints. They run outside of the world's turns: waiting in one would hold everything up."""

    def aim(request: Request, place: Mapping[str, str]) -> None:
        driver.aim(Hook(place["hook"]), record(Target, json_object(request)))

    def forget(_request: Request, place: Mapping[str, str]) -> None:
        driver.aim(Hook(place["hook"]), None)

    def show(request: Request, _place: Mapping[str, str]) -> object:
        quiet = driver.wait_until_quiet(float(request.parameter("wait_s") or 0))
        return {"quiet": quiet, "deliveries": [each.view() for each in driver.deliveries()]}

    panel.add("PUT", "hooks/{hook}", aim)
    panel.add("DELETE", "hooks/{hook}", forget)
    panel.add("GET", "hooks", show)
