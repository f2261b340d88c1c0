-- Counts and links may be left until the last of several sources is in: false until then.
ALTER TABLE "corpus" ADD COLUMN "is_derived" BOOLEAN NOT NULL DEFAULT false;
-- Until now every import derived them before it was committed.
UPDATE "corpus" SET "is_derived" = true;
