"""Results in, safe public rows out: the one call of the release."""

from dataclasses import dataclass

import pyarrow as pa

from firstcontact.disclosure.policy import Policy
from firstcontact.disclosure.primary import LEVELS, REASONS
from firstcontact.disclosure.protect import Protection, primary, protect
from firstcontact.disclosure.public_view import public_view
from firstcontact.disclosure.system import System, build_system


@dataclass
class Disclosed:
    """`rows`: public rows. `system` and `protection` are internal and never leave private/."""

    rows: pa.Table
    system: System
    protection: Protection

    def protected_table(self) -> pa.Table:
        """The results with flag and reason per row, for private/ only."""
        flags, table = self.protection.flags, self.system.rows.table
        table = table.append_column("flag", pa.array([LEVELS[v] for v in flags.level], pa.string()))
        table = table.append_column("reason", pa.array([REASONS[v] for v in flags.reason], pa.string()))
        return table.append_column("sensitive", pa.array(flags.sensitive, pa.int8()))


def disclose(
    results: pa.Table,
    groups: pa.Table | None,
    measures: list[dict],
    release: str,
    policy: Policy | None = None,
    earlier: pa.Table | None = None,
    processes: int = 1,
) -> Disclosed:
    """Primary rules, secondary hiding and the public view of one run.

    results, groups, measures: results.parquet, groups.parquet and measures.json of the run. Raises DisclosureError
    for results that cannot be released.
    """
    policy = policy or Policy()
    system = build_system(results, groups, measures)
    protection = protect(system, primary(system, policy), policy, processes=processes)
    return Disclosed(public_view(system, protection.flags, groups, release, earlier), system, protection)
