-- Counts and links may be left until the last of several sources is in: false until then.
ALTER TABLE "corpus" ADD COLUMN "is_derived" BOOLEAN NOT NULL DEFAULT false;
