"""A producer's imports and batches on their pages, and imports by the API: who may call what."""

from tests.make import batches, catalog, imports
from tests.rows.kinds import only

MEMBERS = ("producer", "admin")
AT = "/api/v1/producers/{slug}"
RUN = "/chu-the/{slug}/nhap/{run_id}"

API = {
    f"GET {AT}/imports": only(*MEMBERS),
    f"POST {AT}/imports": only(*MEMBERS, query="?filename=hang.csv", body={"a": "sheet that is none"}),
    f"GET {AT}/imports/{{import_id}}": only(*MEMBERS),
    f"POST {AT}/imports/{{import_id}}/apply": only(*MEMBERS),
    f"POST {AT}/imports/{{import_id}}/stop": only(*MEMBERS),
    f"POST {AT}/imports/{{import_id}}/resume": only(*MEMBERS),
    f"GET {AT}/goods": only(*MEMBERS, query="?format=xlsx"),
}
PAGES = {
    "GET /chu-the/{slug}/nhap": only(*MEMBERS),
    "POST /chu-the/{slug}/nhap": only(*MEMBERS, form=True, body={}),
    f"GET {RUN}": only(*MEMBERS),
    f"POST {RUN}": only(*MEMBERS, form=True, body={"act": "stop"}),
    f"GET {RUN}/can-sua.csv": only(*MEMBERS),
    "GET /chu-the/{slug}/nhap/mau.csv": only(*MEMBERS),
    "GET /chu-the/{slug}/nhap/mau.xlsx": only(*MEMBERS),
    "GET /chu-the/{slug}/nhap/hang.csv": only(*MEMBERS),
    "GET /chu-the/{slug}/nhap/hang.xlsx": only(*MEMBERS),
    "GET /chu-the/{slug}/lo": only(*MEMBERS),
    "POST /chu-the/{slug}/lo": only(*MEMBERS, form=True, body={"lot": "L1"}),
    "GET /chu-the/{slug}/lo/{own_batch}": only(*MEMBERS),
    "POST /chu-the/{slug}/lo/{own_batch}": only(*MEMBERS, form=True, body={"act": "recall"}),
}


async def names(session, world):
    """A waiting import and a batch of the producer's own."""
    own = imports.Maker(world.producer, world.people["producer"], [], [], [])
    run = await imports.ask(session, own, b"nothing", dry_run=True)
    variant = await catalog.variant_of(session, await catalog.product(session, "Chè lam để ghi lô"))
    variant.producer_id = world.producer.id
    made = await batches.batch(session, variant)
    return {"run_id": str(run.id), "import_id": str(run.id), "own_batch": made.code}
