-- A member is found by its row (the triggers, at every commit) or by its bucket and number (every pull): two indexes do for that. The
-- key led by the bucket was a third, written at every commit and read by nobody.
alter table sync_member drop constraint sync_member_pkey;
alter table sync_member add primary key (entity, id, bucket);
drop index sync_member_row;
