-- What an import has already taken over, so that a second run of the same file changes nothing and a changed line is noticed.
create table import_row (
  -- 'import:<mapping>', as in the case.
  source text not null,
  external_id text not null,
  case_id text not null references complaint (id),
  -- Hex SHA-256 of the case as the mapping read it.
  fingerprint text not null,
  -- The case's row version right after the import wrote it: a higher one means that officials have worked on it since.
  row_version integer not null,
  primary key (source, external_id)
);
