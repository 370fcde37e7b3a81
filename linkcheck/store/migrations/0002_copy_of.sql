-- The address of which a citation's own is an archived copy, where the document says so.

ALTER TABLE citation ADD COLUMN copy_of TEXT;
CREATE INDEX citation_copy_of ON citation (run) WHERE copy_of IS NOT NULL;

-- Addresses that may name themselves what they are copies of: few among many.
CREATE INDEX target_copy ON target (url)
    WHERE instr(url, '/http') OR instr(url, 'archive') OR instr(url, 'webcitation');
