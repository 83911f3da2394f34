import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups, the roll as a history of spells, duties, the rulebook by version, invitations. */
export class Groups1790000000300 implements MigrationInterface {
  name = 'Groups1790000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE folk_group (
  id uuid PRIMARY KEY, handle text NOT NULL, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  summary text NOT NULL DEFAULT '' CHECK (char_length(summary) <= 300), about text NOT NULL DEFAULT '', about_html text NOT NULL DEFAULT '',
  color text NOT NULL DEFAULT '#0b6a48' CHECK (color ~ '^#[0-9a-f]{6}$'), poster_seed bigint NOT NULL DEFAULT 1,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'), zone text NOT NULL, locale text NOT NULL DEFAULT 'en',
  visibility text NOT NULL CHECK (visibility IN ('open', 'closed', 'secret')), preset text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), archived_at timestamptz, version int NOT NULL DEFAULT 1,
  CONSTRAINT group_handle_form CHECK (handle ~ '^[a-z0-9][a-z0-9-]{1,38}$'), CONSTRAINT group_handle_taken UNIQUE (handle));

CREATE TABLE membership (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, person_id uuid NOT NULL REFERENCES person, UNIQUE (group_id, person_id));
CREATE INDEX membership_person ON membership (person_id);

CREATE TABLE spell (
  membership_id uuid NOT NULL REFERENCES membership, seq int NOT NULL, PRIMARY KEY (membership_id, seq),
  standing text NOT NULL CHECK (standing IN ('applying', 'member', 'paused', 'suspended', 'lapsed')), rung text,
  from_at timestamptz NOT NULL, to_at timestamptz CHECK (to_at >= from_at), end_reason text,
  authority jsonb NOT NULL, statement text,
  CHECK ((to_at IS NULL) = (end_reason IS NULL)));
CREATE UNIQUE INDEX spell_running ON spell (membership_id) WHERE to_at IS NULL;

CREATE TABLE duty (
  id uuid PRIMARY KEY, membership_id uuid NOT NULL REFERENCES membership, kind text NOT NULL CHECK (kind IN ('organiser', 'treasurer', 'steward')),
  from_at timestamptz NOT NULL, to_at timestamptz CHECK (to_at >= from_at), end_reason text, authority jsonb NOT NULL,
  CHECK ((to_at IS NULL) = (end_reason IS NULL)));
CREATE UNIQUE INDEX duty_running ON duty (membership_id, kind) WHERE to_at IS NULL;

CREATE TABLE rulebook_version (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, n int NOT NULL CHECK (n > 0), rules jsonb NOT NULL,
  from_at timestamptz NOT NULL, authority jsonb NOT NULL, hash bytea NOT NULL CHECK (octet_length(hash) = 32), UNIQUE (group_id, n));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON rulebook_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE invitation (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, inviter_id uuid NOT NULL REFERENCES person, email text,
  token_hash bytea NOT NULL UNIQUE, max_uses int NOT NULL CHECK (max_uses BETWEEN 1 AND 500), uses int NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), expires_at timestamptz NOT NULL, revoked_at timestamptz, declined_at timestamptz,
  CONSTRAINT invitation_uses CHECK (uses <= max_uses));
CREATE INDEX invitation_group ON invitation (group_id, created_at DESC);

-- The visibility predicate that every list, feed, search and page of a group's things shares.
CREATE FUNCTION is_member(a_group uuid, a_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL
    WHERE m.group_id = a_group AND m.person_id = a_person AND s.standing IN ('member', 'paused')) $$;
CREATE FUNCTION reads_group(a_group uuid, a_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM folk_group g WHERE g.id = a_group AND g.visibility = 'open') OR is_member(a_group, a_person) $$;

-- Bumped as the last statement of each transaction that changes what a group's feed shows.
CREATE TABLE calendar_version (group_id uuid PRIMARY KEY REFERENCES folk_group, n bigint NOT NULL DEFAULT 1, changed_at timestamptz NOT NULL DEFAULT clock_timestamp());
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
