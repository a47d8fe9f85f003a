-- Viewers of one room over all processes: a sorted set of `process|count`, each forgotten at its score.
-- KEYS[1] the room; ARGV[1] who reports ('' only asks), ARGV[2] its viewers, ARGV[3] seconds it is believed.
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local total = 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local process, count = string.match(member, '^(.*)|(%d+)$')
  if process == ARGV[1] then
    redis.call('ZREM', KEYS[1], member)
  else
    total = total + tonumber(count)
  end
end
local own = tonumber(ARGV[2])
if ARGV[1] ~= '' and own > 0 then
  redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1] .. '|' .. own)
  redis.call('EXPIRE', KEYS[1], ARGV[3] * 2)
end
return total + own
