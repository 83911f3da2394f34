/**
 * The series of the event `e` for the viewer $2, as a part of the event page's statement; `readable` is that page's predicate. Null for an event that
 * does not repeat. A line counts as one: the night's number and the nights that follow run over all series that continue one another.
 */
export const seriesOfPage = (
  readable: string,
): string => `(SELECT json_build_object('id', s.id, 'lineId', s.line_id, 'start_local', s.start_local, 'zone', s.zone, 'all_day', s.all_day,
  'rule', s.rule, 'rdates', s.rdates, 'exdates', s.exdates, 'ends_before', s.ends_before, 'original', o.original_local, 'ended', s.ended_at IS NOT NULL, 'moved', o.start_local <> o.original_local,
  'night', (SELECT count(*) FROM event x JOIN series l ON l.id = x.series_id WHERE l.line_id = s.line_id AND x.original_local <= o.original_local),
  'mine', (SELECT json_build_object('answer', a.answer, 'seats', a.seats) FROM series_rsvp a WHERE a.series_id = s.id AND a.person_id = $2),
  'nights', coalesce((SELECT json_agg(json_build_object('id', n.id, 'startLocal', n.start_local, 'startAt', iso(n.start_at), 'status', n.status, 'moved', n.start_local <> n.original_local,
      'myStatus', (SELECT r.status FROM rsvp r WHERE r.event_id = n.id AND r.person_id = $2)) ORDER BY n.start_at, n.id)
    FROM (SELECT e.id, e.start_local, e.original_local, e.start_at, e.status FROM event e JOIN series l ON l.id = e.series_id JOIN folk_group g ON g.id = e.group_id
      WHERE l.line_id = s.line_id AND e.end_at > (SELECT clock_now()) AND ${readable} ORDER BY e.start_at, e.id LIMIT 8) n), '[]'))
  FROM event o JOIN series s ON s.id = o.series_id WHERE o.id = e.id)`;
