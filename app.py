"""Raccordo's table of contents: every entrance, by room."""

from chalice.app import Chalice

from chalicelib.accounts import api as accounts_api
from chalicelib.accounts import pages as accounts_pages
from chalicelib.documents import api as documents_api
from chalicelib.documents import events as documents_events
from chalicelib.documents import pages as documents_pages
from chalicelib.dossiers import api as dossiers_api
from chalicelib.dossiers import pages as dossiers_pages
from chalicelib.notices import api as notices_api
from chalicelib.notices import events as notices_events
from chalicelib.notices import pages as notices_pages
from chalicelib.operators import events as operators_events
from chalicelib.operators import pages as operators_pages
from chalicelib.relay import events as relay_events
from chalicelib.retention import api as retention_api
from chalicelib.retention import events as retention_events
from chalicelib.retention import pages as retention_pages
from chalicelib.subscription import pages as subscription_pages
from chalicelib.timeline import events as timeline_events
from chalicelib.web import api as web_api
from chalicelib.web import pages as web_pages

app = Chalice(app_name="raccordo")
app.api.binary_types = []  # files go straight to S3: nothing that we answer is binary

for room in (accounts_pages, documents_pages, dossiers_pages, notices_pages, operators_pages):
    app.register_blueprint(room.pages)
for room in (retention_pages, subscription_pages, web_pages):
    app.register_blueprint(room.pages)
for room in (accounts_api, documents_api, dossiers_api, notices_api, retention_api, web_api):
    app.register_blueprint(room.api)
for room in (documents_events, notices_events, operators_events, relay_events):
    app.register_blueprint(room.events)
for room in (retention_events, timeline_events):
    app.register_blueprint(room.events)
