### Days, clocks and lengths of time.

month = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
 }
month-short = { $n ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
 }
weekday = { $n ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
 }
day-long = { $date } { $month } { $year }
day-short = { $date } { $month }
at-clock = at { $clock }
day-and-clock = { $weekday } { $day } at { $clock }
whole = { $day } at { $clock }
days-ago = { $n ->
    [0] today
    [one] 1 day ago
   *[other] { $n } days ago
 }
days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
hours = { $n } h
minutes = { $n } min
