### What the unit's entries added up to: the page that the phone shows, also without coverage.

title = Results
back = To the app
reports = Published follow-up reports
no-unit = Enter your unit’s call sign where you choose the area, and what the unit has contributed is shown here.
nothing-yet = Nothing that counts has been recorded with the unit’s call sign this year.
column-promise = The promise
column-unit = The unit
column-all = All
this-year = { $unit } in { $year }
added = { $n ->
    [one] The unit has contributed 1 entry that counts.
   *[other] The unit has contributed { $n } entries that count.
 }
as-of = As of { $at }. The page is saved on the phone and can be read without coverage.
