"""The room's Blueprint, apart, so that its pages can stand in several files."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.following.pages")
