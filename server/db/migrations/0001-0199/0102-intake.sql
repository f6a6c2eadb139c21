-- The newest number given in a year; case numbers read HN-<year>-<six digits> and never repeat.
create table case_number_counter (
  year integer primary key,
  last integer not null
);

-- What iHaNoi polls for: cases in the order in which they changed.
create index sync_member_case_seq on sync_member (seq) where entity = 'case';
