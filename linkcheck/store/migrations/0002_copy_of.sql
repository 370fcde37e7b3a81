-- The address of which a citation's own is an archived copy, where the document says so.

ALTER TABLE citation ADD COLUMN copy_of TEXT;
