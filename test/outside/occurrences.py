"""Lists the dates of calendar files as python3-icalendar reads them, rules by python3-dateutil: a line of JSON for each file."""

import json
import sys
from datetime import date, datetime, timedelta, timezone

from dateutil.rrule import rrulestr
from icalendar import Calendar


def stamp(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def dates(event):
    start = event["DTSTART"].dt
    if "RRULE" not in event:
        return [start]
    rule = event["RRULE"].to_ical().decode()
    excluded = event.get("EXDATE", [])
    excluded = excluded if isinstance(excluded, list) else [excluded]
    gone = {stamp(one.dt) for part in excluded for one in part.dts}
    if not isinstance(start, datetime):
        found = rrulestr(rule, dtstart=datetime(start.year, start.month, start.day))
        days = [one.date() for one in found.between(datetime(2020, 1, 1), datetime(2031, 1, 1), inc=True)]
        return [one for one in days if stamp(one) not in gone]
    # On the wall clock, zones afterwards: python zones know how to read a wall time that comes twice.
    zone = start.tzinfo
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until = parts.pop("UNTIL", None)
    naive = rrulestr(";".join(f"{k}={v}" for k, v in parts.items()), dtstart=start.replace(tzinfo=None))
    last = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc) if until else None
    found = []
    for one in naive.between(datetime(2020, 1, 1), datetime(2031, 1, 1), inc=True):
        at = zone.localize(one, is_dst=True) if hasattr(zone, "localize") else one.replace(tzinfo=zone)
        if last and at > last:
            break
        if stamp(at) not in gone:
            found.append(at)
    return found


def listed(text):
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    overrides = {(str(one["UID"]), stamp(one["RECURRENCE-ID"].dt)): one for one in events if "RECURRENCE-ID" in one}
    found = []
    for event in events:
        if "RECURRENCE-ID" in event:
            continue
        uid = str(event["UID"])
        for start in dates(event):
            over = overrides.pop((uid, stamp(start)), None)
            shown = over if over is not None else event
            found.append([uid, stamp(over["DTSTART"].dt) if over is not None else stamp(start), str(shown.get("STATUS"))])
    if overrides:
        raise SystemExit(f"overrides of no date: {list(overrides)}")
    return {"name": str(calendar.get("X-WR-CALNAME")), "events": sorted(found), "titles": sorted(str(e.get("SUMMARY")) for e in events)}


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        print(json.dumps(listed(file.read())))
