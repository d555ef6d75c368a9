-- What wrk sends: the bodies of a file, a line each, in turn.
--
-- Arguments: the file, and the mean pause between an answer and the next request in milliseconds, 0
-- for none. Pauses are exponential, so that requests arrive as from people who know nothing of each
-- other.

local requests = {}
local turn = 0

function init(arguments)
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format(
      "POST", nil, { ["Content-Type"] = "application/json" }, body)
  end
  local pause = tonumber(arguments[2])
  if pause > 0 then
    math.randomseed(os.time())
    -- wrk calls it where it is there.
    function delay()
      return math.floor(0.5 - pause * math.log(1 - math.random()))
    end
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "p99": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(99) / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
