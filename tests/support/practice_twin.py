"""One practice in one draw, week by week, in plain Python: a slow twin of the engine, written from the model's text.

The case is a dictionary; see CASE in tests/unit/practice/engine/test_twin.py for its keys.
"""

MODES = ("office", "video", "phone")


def price(case, payer, mode):
    """Per visit: base x multiplier x parity x collection."""
    parity = {"office": 1.0, "video": case["video_ratio"], "phone": case["phone_ratio"]}[mode]
    return case["base_amount"] * case["payers"][payer]["multiplier"] * parity * case["collection_rate"]


def earned(case, payer, part, visits, panel, historical):
    """(claims, prospective) of one component in one week."""
    month = 12 / 52
    kind = part["kind"]
    risk = case["payers"][payer]["risk"]
    fees = sum(visits[m] * price(case, payer, m) for m in MODES)
    if kind == "ffs":
        return part["share"] * fees, 0.0
    if kind == "capitation":
        return 0.0, part["share"] * part["pmpm"] * panel * risk * month
    if kind == "flat_visit_fee":
        return part["amount"] * sum(visits.values()), 0.0
    if kind == "prepaid_visits":
        return 0.0, part["share"] * part["uplift"] * historical
    if kind == "care_management":
        return 0.0, part["pmpm"] * panel * part["enrolled_share"] * month
    if kind == "prospective_visit":
        more = 1 + (part["new_multiplier"] - 1) * part["new_share"]
        return part["base"] * part["gaf"] * sum(visits.values()) * more, 0.0
    if kind == "service":
        return panel * part["enrolled_share"] * part["rate"] * month, 0.0
    if kind == "sub_capitation":
        return (1 - part["in_set_share"]) * fees, (part["base_pmpm"] + part["tier_pmpm"]) * panel * month
    return 0.0, 0.0


def payer_week(case, payer, visits, panel, historical):
    """(claims, prospective, performance) of all components."""
    each = {p["kind"]: earned(case, payer, p, visits, panel, historical) for p in case["payers"][payer]["components"]}
    bonus = sum(
        p["adj"] * sum(sum(each[name]) for name in p["of"])
        for p in case["payers"][payer]["components"]
        if p["kind"] == "performance"
    )
    return sum(c for c, _ in each.values()), sum(p for _, p in each.values()), bonus


def pay_of(rule, share, base, margin):
    if rule == "fixed":
        return base
    if rule == "floor":
        return min(base, max(share * base, margin))
    return max(share * base, margin)


def seen_part(case, seek, fte, full):
    """theta."""
    support = sum(fte[r] for r in ("rn", "lpn", "ma", "admin"))
    support0 = sum(full[r] for r in ("rn", "lpn", "ma", "admin"))
    g = min(1.0, support / support0) ** case["alpha"] if support0 and case["alpha"] else 1.0
    total = sum(seek.values())
    if case["rule"] == "none" or total == 0:
        return 1.0
    if case["rule"] == "rate":
        return min(1.0, case["days"] / 52 * case["visits_per_day"] * case["headroom"] * fte["md"] * g / total)
    clinicians = fte["md"] + case["npp_rel"] * fte["np_pa"]
    minutes = 60 * case["hours_week"] * (1 - case["nonvisit"]) * clinicians * g
    return min(1.0, minutes / sum(seek[m] * case["minutes"][m] for m in MODES))


def simulate(case):
    """A list of weeks, each a dictionary of flows."""
    payers = case["payers"]
    need_k = {k: p["panel"] * p["use"] / 52 for k, p in payers.items()}
    need = sum(need_k.values())
    none = dict.fromkeys(MODES, 0.0)
    usual = {k: {**none, "office": need_k[k]} for k in payers}
    historical = {k: need_k[k] * price(case, k, "office") for k in payers}
    opening = {k: payer_week(case, k, usual[k], payers[k]["panel"], historical[k]) for k in payers}
    claims_of = {k: [] for k in payers}
    full = dict(case["fte"])
    fte, before = dict(full), dict(full)
    backlog, cash, bonus_sum, weeks, due = 0.0, case["cash"], 0.0, [], {}

    for t in range(case["weeks"]):
        factor, tau = case["factor"][t], case["telemedicine"][t]
        returning = case["rho"] * backlog
        seeking = need * factor + returning
        tele = min(seeking, need * tau)
        seek = {
            "office": seeking - tele,
            "video": tele * case["video_share"],
            "phone": tele * (1 - case["video_share"]),
        }
        theta = seen_part(case, seek, fte, full)
        seen = {m: theta * v for m, v in seek.items()}
        visits = sum(seen.values())
        turned = (1 - theta) * seeking
        avoided = max(0.0, need * (1 - factor))
        pool = backlog - returning + case["phi"] * avoided + turned
        lost = (1 - case["phi"]) * avoided + case["leak"] * pool
        backlog = (1 - case["leak"]) * pool

        claims = prospective = performance = collected = 0.0
        for k, p in payers.items():
            mine = {m: v * (need_k[k] / need if need else 0.0) for m, v in seen.items()}
            c, f, b = payer_week(case, k, mine, p["panel"], historical[k])
            claims_of[k].append(c)
            claims, prospective, performance = claims + c, prospective + f, performance + b
            collected += opening[k][0] if t < p["lag"] else claims_of[k][t - p["lag"]]
        bonus_sum += performance
        if (t + 1) % case["every_weeks"] == 0:
            due[t + case["lag_weeks"]] = bonus_sum
            bonus_sum = 0.0

        others = [r for r in full if r != "md"]
        kappa = case["furlough_paid_share"]
        staff = sum(case["wage"][r] / 52 * (fte[r] + kappa * (full[r] - fte[r])) for r in others)
        turnover = sum(case["turnover"].get(r, 0.0) * 12 / 52 * fte[r] * case["turnover_cost"] for r in others)
        grown = sum(max(0.0, fte[r] - before[r]) for r in others)
        rehire = case["rehire_share"] * grown * case["turnover_cost"]
        cost = staff + turnover + rehire + case["overhead"] / 52 + case["per_visit"] * visits
        base = case["pay"] / 52 * fte["md"]
        margin = collected + prospective + due.get(t, 0.0) - cost
        pay = pay_of(case["pay_rule"], case["pay_share"], base, margin)
        cash += margin - pay
        gross = claims + prospective + performance
        weeks.append(
            {
                "visits": visits,
                "lost": lost,
                "backlog": backlog,
                "claims": claims,
                "prospective": prospective,
                "performance": performance,
                "collections": collected,
                "cost": cost,
                "margin": margin,
                "pay": pay,
                "net": gross - cost - pay,
                "cash": cash,
                "fte": sum(fte.values()),
            }
        )
        activity = visits / need if need else 1.0
        before = dict(fte)
        for r in full:
            target = full[r] * max(case["floor"].get(r, 1.0), min(1.0, activity))
            speed = case["down"].get(r, 0.0) if target < fte[r] else case["up"].get(r, 0.0)
            fte[r] += speed * (target - fte[r])
    return weeks
