-- Nearly all filter stages repeat the rule's condition, and many its body. The next import of their source leaves both to the rule.
ALTER TABLE "stage" ALTER COLUMN "source" DROP NOT NULL,
ALTER COLUMN "data" DROP NOT NULL;
