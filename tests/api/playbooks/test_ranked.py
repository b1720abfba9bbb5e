from __future__ import annotations

import pytest

from pipeline.response import desk
from tests.api.district import District, read


def test_playbooks_for_an_incident_come_with_the_reasons_that_put_them_there(district: District) -> None:
    desk.bring_library(district.state)
    incident = max(read(district.analyst, "incidents")["items"], key=lambda one: one["score"])
    found = read(district.analyst, f"playbooks/ranked/{incident['id']}")["items"]
    assert found, incident["techniques"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    for one in found:
        assert one["score"] == sum(why["points"] for why in one["because"])
        assert all(why["text"] and why["text_zh"] for why in one["because"])
        assert one["fits"] == ("trigger" in {why["code"] for why in one["because"]})
        assert one["execution"] is None
    assert found[0]["fits"]


@pytest.mark.parametrize("incident", ["no-such-incident"])
def test_an_incident_nobody_knows_has_no_playbooks(district: District, incident: str) -> None:
    assert district.analyst.get(f"/api/v1/playbooks/ranked/{incident}").status_code == 404
