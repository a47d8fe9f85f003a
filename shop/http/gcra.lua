-- GCRA: KEYS[1] holds the time (µs) at which the bucket is empty again.
-- ARGV: µs one request costs; µs of requests that may come at once. Returns 0, or µs to wait.
local at = redis.call('TIME')
local now = at[1] * 1000000 + at[2]
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
local wait = full + tonumber(ARGV[1]) - tonumber(ARGV[2]) - now
if wait > 0 then return math.ceil(wait) end
local next_full = full + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', next_full), 'PX', math.ceil((next_full - now) / 1000) + 1)
return 0
