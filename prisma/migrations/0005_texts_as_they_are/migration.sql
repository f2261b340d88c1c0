-- Long texts are stored as they are. Compressing them cost an import processor time, and a page of rules had to undo it.
ALTER TABLE "rule" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "rule" ALTER COLUMN "condition" SET STORAGE EXTERNAL;
ALTER TABLE "rule" ALTER COLUMN "condition_text" SET STORAGE EXTERNAL;
ALTER TABLE "stage" ALTER COLUMN "data" SET STORAGE EXTERNAL;
