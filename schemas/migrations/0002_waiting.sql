-- Version 2. What an execution that left memory waits for outside: 1 an answer, 2 a slot; NULL for all others.
ALTER TABLE executions ADD COLUMN waiting INTEGER;
CREATE INDEX executions_by_waiting ON executions (waiting) WHERE waiting IS NOT NULL;
