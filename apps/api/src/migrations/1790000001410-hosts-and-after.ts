import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who hosts an event beside its author, events to begin from, publishing later, and what is kept of an event: photos and a summary. */
export class HostsAndAfter1790000001410 implements MigrationInterface {
  name = 'HostsAndAfter1790000001410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE event ADD COLUMN publish_at timestamptz(3);
CREATE INDEX event_publish ON event (publish_at) WHERE status = 'draft' AND publish_at IS NOT NULL;

-- A co-host: a person, or another group with those who look after its events. Invited first, a host once it is accepted.
CREATE TABLE event_host (
  id uuid PRIMARY KEY, event_id uuid NOT NULL REFERENCES event, group_id uuid REFERENCES folk_group, person_id uuid REFERENCES person,
  invited_by uuid NOT NULL REFERENCES person, invited_at timestamptz(3) NOT NULL DEFAULT clock_now(), accepted_at timestamptz(3),
  UNIQUE (event_id, group_id), UNIQUE (event_id, person_id), CHECK ((group_id IS NULL) <> (person_id IS NULL)));
CREATE INDEX event_host_group ON event_host (group_id, event_id) WHERE group_id IS NOT NULL;
CREATE INDEX event_host_person ON event_host (person_id, event_id) WHERE person_id IS NOT NULL;

CREATE FUNCTION looks_after(a_group uuid, a_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL AND d.kind IN ('organiser', 'steward')
    WHERE m.group_id = a_group AND m.person_id = a_person) $$;
-- Whether somebody hosts an event beside its author and its own group.
CREATE FUNCTION cohosts_event(an_event uuid, a_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM event_host h WHERE h.event_id = an_event AND h.accepted_at IS NOT NULL
    AND (h.person_id = a_person OR looks_after(h.group_id, a_person))) $$;
-- Whether hosting lets somebody see an event: who hosts or is asked to, and the members of groups that do.
CREATE FUNCTION reads_as_host(an_event uuid, a_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM event_host h WHERE h.event_id = an_event
    AND (h.person_id = a_person OR looks_after(h.group_id, a_person) OR (h.accepted_at IS NOT NULL AND is_member(h.group_id, a_person)))) $$;

-- An event that new ones begin from.
CREATE TABLE event_template (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, event_id uuid NOT NULL REFERENCES event,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80), made_by uuid NOT NULL REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  UNIQUE (group_id, name));

CREATE TABLE event_summary (
  event_id uuid PRIMARY KEY REFERENCES event, body text NOT NULL, body_html text NOT NULL, author_id uuid NOT NULL REFERENCES person,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE TABLE event_photo (
  id uuid PRIMARY KEY, event_id uuid NOT NULL REFERENCES event, file_id uuid NOT NULL UNIQUE REFERENCES file, uploader_id uuid NOT NULL REFERENCES person,
  alt text NOT NULL CHECK (char_length(alt) BETWEEN 1 AND 300), readers text NOT NULL CHECK (readers IN ('attendees', 'members', 'public')),
  created_at timestamptz(3) NOT NULL DEFAULT clock_now(), hidden_at timestamptz(3), hidden_why text NOT NULL DEFAULT '');
CREATE INDEX event_photo_event ON event_photo (event_id, created_at, id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
