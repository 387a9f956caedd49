"""Arrays hold what the readers hold."""

from __future__ import annotations

from dataclasses import replace

from tests.store import records


def test_arrays_agree_with_the_readers(project):
    one, gone = records.dataset(), records.dataset()
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_dataset(gone)
        for k, dataset_id in enumerate((one.id, gone.id, "", one.id)):
            evidence = records.evidence(dataset_id)
            repo.add_evidence([replace(evidence, item=replace(evidence.item, mean_rating=k / 4, answered=float(k)))])
            repo.add_places([records.place(dataset_id, point=(-19.5 + k, -22.5)), records.place(dataset_id, point=None)])
        repo.undo_dataset(gone.id, records.AT)
    with project.read() as repo:
        arrays, places = repo.evidence_arrays(), repo.place_arrays()
        items = [e.item for e in repo.evidence()]
        assert arrays.mean_rating.tolist() == [i.mean_rating for i in items] == [0.0, 0.5, 0.75]
        assert arrays.answered.tolist() == [i.answered for i in items]
        assert arrays.collected_on.tolist() == [i.collected_on for i in items]
        assert arrays.stratum.tolist() == [i.stratum for i in items]
        assert arrays.area_code.tolist() == [e.area_code for e in repo.evidence()]
        assert list(zip(places.longitude, places.latitude, strict=True)) == [p.point for p in repo.places() if p.point]


def test_an_empty_project_gives_empty_arrays(project):
    with project.read() as repo:
        assert len(repo.evidence_arrays().answered) == 0
        assert len(repo.place_arrays().seq) == 0
