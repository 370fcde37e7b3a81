-- The address of which a citation's own is an archived copy, where the document says so.

ALTER TABLE citation ADD COLUMN copy_of TEXT;
CREATE INDEX citation_copy_of ON citation (run, copy_of) WHERE copy_of IS NOT NULL;
