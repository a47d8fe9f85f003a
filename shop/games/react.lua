-- Count reactions of a room. KEYS[1] its counters, KEYS[2] who tells last; ARGV[1] the kind, ARGV[2] how many,
-- ARGV[3] seconds the counters are kept, ARGV[4] ms in which the room is told once. Returns whether to tell it.
redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[4]) and 1 or 0
