-- One occasion adds at most 1,000,000,000 to a figure from here on (`domain::limits::AMOUNT`), so that no sum of figures
-- leaves what 64 bits hold. What was added before without a bound is cut to a thousand times as much: it can be read and
-- summed again. `server rebuild` counts it anew.
update tallies set count = 1000000000000 where count > 1000000000000;
update unit_tallies set count = 1000000000000 where count > 1000000000000;
-- Phones say how much waits on them; no journal has more than ten million numbers.
update devices set waiting = 10000000 where waiting > 10000000;
