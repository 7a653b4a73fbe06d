### Dagar, klockslag och tidslängder.

# $n (number) månadens nummer
month = { $n ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[other] december
 }
# $n (number) månadens nummer
month-short = { $n ->
    [1] jan
    [2] feb
    [3] mars
    [4] apr
    [5] maj
    [6] juni
    [7] juli
    [8] aug
    [9] sep
    [10] okt
    [11] nov
   *[other] dec
 }
# $n (number) 1 är måndag
weekday = { $n ->
    [1] mån
    [2] tis
    [3] ons
    [4] tor
    [5] fre
    [6] lör
   *[other] sön
 }
# $date (number)
# $month (text)
# $year (number)
day-long = { $date } { $month } { $year }
# $date (number)
# $month (text) kort
day-short = { $date } { $month }
# $clock (text) som 16:10
at-clock = kl. { $clock }
# $weekday (text)
# $day (text) utan år
# $clock (text)
day-and-clock = { $weekday } { $day } kl. { $clock }
# $day (text) med år
# $clock (text)
whole = { $day } kl. { $clock }
# $n (number) hur länge en telefon har varit tyst
days-ago = { $n ->
    [0] i dag
   *[other] för { $n } dygn
 }
# $n (number)
days = { $n } dygn
# $n (number)
hours = { $n } h
# $n (number)
minutes = { $n } min
