import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every feature stands on: the clock, outbox, kept mail, files, the log, idempotency and limits. */
export class Platform1790000000100 implements MigrationInterface {
  name = 'Platform1790000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The only clock of the application's SQL. A function of its own, so that tests can move time by replacing it.
CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$;

-- Instants in read models, as the DateTime scalar wants them.
CREATE FUNCTION iso(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = '55000'; END $$;

CREATE TABLE outbox (
  id uuid PRIMARY KEY, kind text NOT NULL, group_id uuid, payload jsonb NOT NULL, topics text[] NOT NULL DEFAULT '{}',
  unique_key text UNIQUE, attempts int NOT NULL DEFAULT 0, not_before timestamptz NOT NULL DEFAULT clock_timestamp(), failure text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX outbox_due ON outbox (not_before, created_at);

CREATE TABLE mail (
  id uuid PRIMARY KEY, kind text NOT NULL, person_id uuid, recipient text NOT NULL, subject text NOT NULL,
  text_body text NOT NULL, html_body text NOT NULL, calendar text, calendar_method text, headers jsonb NOT NULL DEFAULT '{}',
  unique_key text NOT NULL UNIQUE, created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  sent_at timestamptz, attempts int NOT NULL DEFAULT 0, failure text);
CREATE INDEX mail_newest ON mail (created_at DESC, id DESC);

CREATE TABLE file (
  id uuid PRIMARY KEY, group_id uuid NOT NULL, uploader_id uuid NOT NULL, parent_kind text, parent_id uuid,
  name text NOT NULL, type text NOT NULL, bytes bigint NOT NULL CHECK (bytes > 0), sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  width int, height int, created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((parent_kind IS NULL) = (parent_id IS NULL)));
CREATE INDEX file_parent ON file (parent_kind, parent_id);
CREATE INDEX file_group_sha ON file (group_id, sha256);

CREATE TABLE log_head (
  chain_id uuid PRIMARY KEY, size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(hash) = 32));
CREATE TABLE log_entry (
  chain_id uuid NOT NULL REFERENCES log_head, seq bigint NOT NULL CHECK (seq > 0), at timestamptz(3) NOT NULL, type text NOT NULL,
  actor_ref uuid, body bytea NOT NULL, prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
  hash bytea NOT NULL, PRIMARY KEY (chain_id, seq),
  CONSTRAINT log_hash_fits CHECK (hash = sha256('\\x01'::bytea || prev_hash || body)));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_trunc BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Personal words of an entry live outside the chain under a salted hash in it, so that erasing them breaks no link.
CREATE TABLE log_detail (
  chain_id uuid NOT NULL, seq bigint NOT NULL, salt bytea NOT NULL CHECK (octet_length(salt) = 16), detail jsonb NOT NULL,
  PRIMARY KEY (chain_id, seq), FOREIGN KEY (chain_id, seq) REFERENCES log_entry);

CREATE TABLE idempotency (
  actor_key text NOT NULL, client_key text NOT NULL, request_hash bytea NOT NULL, response jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (actor_key, client_key));
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE UNLOGGED TABLE rate_count (
  limit_key text NOT NULL, window_start timestamptz NOT NULL, n int NOT NULL, PRIMARY KEY (limit_key, window_start));

CREATE TABLE instance (
  single boolean PRIMARY KEY DEFAULT true CHECK (single), name text NOT NULL DEFAULT 'Folkmoot', claim_hash bytea, claimed_at timestamptz,
  registration text NOT NULL DEFAULT 'invite' CHECK (registration IN ('open', 'invite', 'closed')), group_create boolean NOT NULL DEFAULT true,
  chain_id uuid NOT NULL DEFAULT gen_random_uuid());
INSERT INTO instance (single) VALUES (true);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
