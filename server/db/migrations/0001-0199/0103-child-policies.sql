-- Events and files are visible with their case. A scalar subquery is looked up row by row through the primary key; `exists` was
-- planned as a hash over every case.
alter policy app_read on event
  using ((select c.buckets && (select app_buckets()) from complaint as c where c.id = case_id));
alter policy app_read on file
  using ((select c.buckets && (select app_buckets()) from complaint as c where c.id = case_id));
