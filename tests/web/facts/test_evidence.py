"""Evidence of facts: who sees it, by what it belongs to and by its label."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Evidence, Fact
from kaoji.web.files.models import StoredFile
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url
from tests.web.files import making


def hand_in(county: County, rich: Assessment, label: str = "internal", name: str = "批复.pdf") -> Evidence:
    of = filing(rich, "固定资产投资")
    client = county.client("tongji")
    send(client, of, [{"unit": "东街街道", "values": {"score": "36"}}])
    fact = Fact.objects.get(filing=of)
    content = making.pdf() if name.endswith("pdf") else b"MZ"
    upload = {"file": SimpleUploadedFile(name, content), "note": "省统计局批复", "label": label}
    client.post(url(rich, f"facts/rows/{fact.pk}/evidence"), upload)
    return Evidence.objects.select_related("file", "fact").latest("pk")


def test_sc32_evidence_is_served_to_those_allowed_and_never_shown(county: County, rich: Assessment) -> None:
    evidence = hand_in(county, rich)
    address = url(rich, f"facts/evidence/{evidence.pk}")
    seen = {"tongji": 200, "kaohe": 200, "changwei": 404, "shenji": 200, "dongjie": 200, "xijie": 404, "shangwu": 404,
            "stranger": 404, "xitong": 404}  # fmt: skip
    for who, status in seen.items():
        answer = county.client(who).get(address)
        assert answer.status_code == status, who
        if status == 200:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert b"".join(answer).startswith(b"%PDF")
    assert Entry.objects.filter(action="file.read", assessment_id=rich.pk).count() == list(seen.values()).count(200)


def test_sc18_what_lies_above_ones_clearance_is_not_there_at_all(county: County, rich: Assessment) -> None:
    evidence = hand_in(county, rich, "sensitive")
    assert evidence.file.label == "sensitive"
    address = url(rich, f"facts/evidence/{evidence.pk}")
    assert county.client("dongjie").get(address).status_code == 404
    other = county.people["shangwu"].organisation
    assert other is not None
    evidence.fact.filing.providers.add(other)
    grid = url(rich, f"facts/{evidence.fact.filing_id}")
    row = f"{grid}/units/{unit(rich, '东街街道').pk}"
    for place in (grid, row):
        page = county.client("shangwu").get(place).content.decode()
        assert "佐证 1" not in page
        assert "批复.pdf" not in page
        assert "批复.pdf" in county.client("kaohe").get(row).content.decode()
    assert county.client("shangwu").get(address).status_code == 404
    assert "佐证 1" in county.client("tongji").get(grid).content.decode()


def test_a_file_that_is_refused_is_said_and_not_kept(county: County, rich: Assessment) -> None:
    with pytest.raises(Evidence.DoesNotExist):
        hand_in(county, rich, name="批复.exe")
    assert not StoredFile.objects.exists()


def test_evidence_stays_with_what_was_handed_in(county: County, rich: Assessment) -> None:
    evidence = hand_in(county, rich)
    client = county.client("tongji")
    client.post(url(rich, f"facts/{evidence.fact.filing_id}/submit"), {"gaps": "yes"})
    client.post(url(rich, f"facts/evidence/{evidence.pk}/detach"))
    evidence.refresh_from_db()
    assert not evidence.is_withdrawn
    client.post(url(rich, f"facts/rows/{evidence.fact_id}/evidence"), {"file": SimpleUploadedFile("补充.txt", b"a")})
    assert evidence.fact.evidence.count() == 2
    assert county.client("shangwu").post(url(rich, f"facts/evidence/{evidence.pk}/detach")).status_code == 404


def test_a_file_sent_twice_by_one_form_is_attached_once(county: County, rich: Assessment) -> None:
    send(county.client("tongji"), filing(rich, "固定资产投资"), [{"unit": "东街街道", "values": {"score": "36"}}])
    fact, client = Fact.objects.get(), county.client("tongji")
    path = url(rich, f"facts/rows/{fact.pk}/evidence")
    for _ in range(2):
        answer = client.post(path, {"file": SimpleUploadedFile("说明.txt", b"a"), "form-key": "the key of one form"})
        assert answer.status_code == 302
    assert Evidence.objects.count() == 1
    client.post(path, {"file": SimpleUploadedFile("说明.txt", b"a"), "form-key": "another form"})
    assert Evidence.objects.count() == 2
