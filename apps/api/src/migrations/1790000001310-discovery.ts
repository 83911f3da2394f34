import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an event tells those who look for one: kind, tags, access, price, language, a summary, a coarse place; when it was published; and the
 * words it is found by. Folding is our own, so that PostgreSQL in any locale and the embedded database find the same.
 */
export class Discovery1790000001310 implements MigrationInterface {
  name = 'Discovery1790000001310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE event
  ADD summary text NOT NULL DEFAULT '' CHECK (char_length(summary) <= 300),
  ADD kind text NOT NULL DEFAULT 'in_person' CHECK (kind IN ('in_person', 'online', 'hybrid')),
  ADD language text NOT NULL DEFAULT '' CHECK (language ~ '^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$'),
  ADD price_note text NOT NULL DEFAULT '' CHECK (char_length(price_note) <= 120),
  ADD locality text NOT NULL DEFAULT '' CHECK (char_length(locality) <= 100),
  ADD tags text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 10),
  ADD access jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(access) = 'object'),
  ADD published_at timestamptz(3);
UPDATE event SET kind = CASE WHEN place_name = '' AND place_address = '' THEN 'online' ELSE 'hybrid' END WHERE online_url IS NOT NULL;
UPDATE event SET published_at = created_at WHERE status <> 'draft';

CREATE FUNCTION say_published() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.status <> 'draft' AND NEW.published_at IS NULL THEN NEW.published_at := clock_now(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER say_published BEFORE INSERT OR UPDATE OF status ON event FOR EACH ROW EXECUTE FUNCTION say_published();

-- Accents off (decomposed, marks dropped), case off, letters that do not decompose by their usual spelling.
CREATE FUNCTION fold_words(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  replace(replace(replace(replace(translate(lower(regexp_replace(normalize(words, NFKD), '[\\u0300-\\u036f]', '', 'g') COLLATE "C"),
    'ÆŒÞẞØŁĐÐŊøłđðŋıΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ',
    'æœþßolddnolddniαβγδεζηθικλμνξοπρστυφχψωσабвгдежзийклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґ'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
CREATE FUNCTION word_list(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  array_remove(regexp_split_to_array(fold_words(words), '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f\\u2e00-\\u2e7f\\u3000-\\u303f]+'), '');

-- Words by which a thing is found: those of its name also from within ("fest" finds "Sommerfest"), those of its text from their beginning.
CREATE FUNCTION search_words(name text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT part), '{}')) FROM (
    SELECT substr(left(word, 40), at) AS part FROM unnest(word_list(name)) word, generate_series(1, greatest(1, least(40, char_length(word)) - 2)) at
    UNION ALL SELECT left(word, 40) FROM unnest(word_list(left(body, 4000))) word) parts);
CREATE FUNCTION search_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
  SELECT string_agg('''' || left(word, 40) || ''':*', ' & ')::tsquery FROM unnest(word_list(left(words, 200))) word);

-- As array_to_string, which may not stand in a generated column.
CREATE FUNCTION array_words(words text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (SELECT coalesce(string_agg(word, ' '), '') FROM unnest(words) word);

-- A place that is not everybody's to see is found by nobody.
ALTER TABLE event ADD search tsvector GENERATED ALWAYS AS (search_words(
  title || ' ' || array_words(tags) || ' ' || locality || CASE WHEN location_shown = 'everyone' THEN ' ' || place_name ELSE '' END,
  summary || ' ' || body || CASE WHEN location_shown = 'everyone' THEN ' ' || place_address ELSE '' END)) STORED;

-- What is coming: an end that lies before now is seen in the index already, so that no list reads what has been.
DROP INDEX event_public_start;
CREATE INDEX event_public_coming ON event (start_at, id, end_at) WHERE visibility = 'public' AND status <> 'draft';
CREATE INDEX event_public_online ON event (start_at, id, end_at) WHERE visibility = 'public' AND status <> 'draft' AND kind <> 'in_person';
CREATE INDEX event_search ON event USING gin (search) WHERE visibility = 'public' AND status <> 'draft';
CREATE INDEX event_tags ON event USING gin (tags) WHERE visibility = 'public' AND status <> 'draft';

-- What a feed still has to take back from those who hold it. No words: the event is gone.
CREATE TABLE tombstone (
  ical_uid text PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, visibility text NOT NULL, sequence int NOT NULL,
  start_local text NOT NULL, end_local text NOT NULL, zone text NOT NULL, all_day boolean NOT NULL, deleted_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX tombstone_group ON tombstone (group_id, deleted_at);
CREATE FUNCTION leave_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.published_at IS NOT NULL THEN
    INSERT INTO tombstone (ical_uid, group_id, visibility, sequence, start_local, end_local, zone, all_day)
      VALUES (OLD.ical_uid, OLD.group_id, OLD.visibility, OLD.sequence + 1, OLD.start_local, OLD.end_local, OLD.zone, OLD.all_day) ON CONFLICT DO NOTHING;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER leave_tombstone AFTER DELETE ON event FOR EACH ROW EXECUTE FUNCTION leave_tombstone();

ALTER TABLE link ADD last_client text;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
