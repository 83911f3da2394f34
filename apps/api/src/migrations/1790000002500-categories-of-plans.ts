import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans stand under open categories of the book's list, and what is waited for comes in under one: another only as long as nothing of it has come. */
export class CategoriesOfPlans1790000002500 implements MigrationInterface {
  name = 'CategoriesOfPlans1790000002500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE FUNCTION plan_category_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM budget b JOIN book_category c ON c.book_id = b.book_id AND c.category = NEW.category AND c.archived_at IS NULL WHERE b.id = NEW.budget_id) THEN
    RAISE EXCEPTION 'no open category %', NEW.category USING ERRCODE = '23514', CONSTRAINT = 'category_open'; END IF;
  RETURN NULL; END $$;
CREATE TRIGGER plan_category_listed AFTER INSERT ON budget_item FOR EACH ROW WHEN (NEW.category IS NOT NULL) EXECUTE FUNCTION plan_category_listed();

CREATE FUNCTION contribution_category_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM book_category c WHERE c.book_id = NEW.book_id AND c.category = NEW.category AND c.archived_at IS NULL) THEN
    RAISE EXCEPTION 'no open category %', NEW.category USING ERRCODE = '23514', CONSTRAINT = 'category_open'; END IF;
  IF EXISTS (SELECT FROM contribution_receipt r WHERE r.contribution_id = NEW.id) THEN
    RAISE EXCEPTION 'what has come in stays under its category' USING ERRCODE = '23514', CONSTRAINT = 'contribution_came'; END IF;
  RETURN NULL; END $$;
CREATE TRIGGER contribution_category_guard AFTER UPDATE OF category ON contribution FOR EACH ROW WHEN (NEW.category <> OLD.category) EXECUTE FUNCTION contribution_category_guard();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
