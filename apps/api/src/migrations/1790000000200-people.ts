import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Persons, their addresses, the ways they sign in, and the links that let them act once without signing in. */
export class People1790000000200 implements MigrationInterface {
  name = 'People1790000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE person (
  id uuid PRIMARY KEY, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80), locale text NOT NULL DEFAULT 'en', zone text,
  operator boolean NOT NULL DEFAULT false, signs_in boolean NOT NULL DEFAULT false, password_hash text,
  suspended_at timestamptz, created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), version int NOT NULL DEFAULT 1);

CREATE TABLE address (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES person, email text NOT NULL UNIQUE CHECK (email = lower(email) AND char_length(email) <= 254),
  confirmed_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX address_person ON address (person_id);

CREATE TABLE session (
  id uuid PRIMARY KEY, token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32), person_id uuid NOT NULL REFERENCES person,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(), seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  auth_at timestamptz NOT NULL DEFAULT clock_timestamp(), method text NOT NULL CHECK (method IN ('claim', 'link', 'code', 'password', 'invitation')),
  browser text NOT NULL DEFAULT '', ip_block text NOT NULL DEFAULT '', expires_at timestamptz NOT NULL, revoked_at timestamptz);
CREATE INDEX session_person ON session (person_id) WHERE revoked_at IS NULL;

CREATE TABLE sign_in (
  id uuid PRIMARY KEY, email text NOT NULL, token_hash bytea NOT NULL UNIQUE, code_hash bytea NOT NULL, nonce_hash bytea NOT NULL,
  tries int NOT NULL DEFAULT 0, next text, name text, created_at timestamptz NOT NULL DEFAULT clock_timestamp(), expires_at timestamptz NOT NULL, used_at timestamptz);
CREATE INDEX sign_in_age ON sign_in (expires_at);

-- A link names one operation of one person on one thing and is no way to sign in.
CREATE TABLE link (
  id uuid PRIMARY KEY, token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32), purpose text NOT NULL,
  person_id uuid REFERENCES person, object_id uuid, data jsonb NOT NULL DEFAULT '{}', label text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(), expires_at timestamptz, used_at timestamptz, revoked_at timestamptz, last_used_on date);
CREATE INDEX link_person ON link (person_id, purpose) WHERE revoked_at IS NULL;
CREATE INDEX link_object ON link (object_id, purpose) WHERE revoked_at IS NULL;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
