"""The one Django app of duly."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of the ledger."""

    name = "duly.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
