"""What practices do to engage patients: by domain, by group, and what others could learn from."""

from firstcontact.survey.inventory.levels import Activity, activities
from firstcontact.survey.inventory.strategies import Strategy, strategies
from firstcontact.survey.inventory.tables import Inventory, inventory

__all__ = ["Activity", "Inventory", "Strategy", "activities", "inventory", "strategies"]
