### Vad enhetens poster blev: sidan som telefonen visar, även utan täckning.

title = Vad det blev
back = Till appen
reports = Publicerade uppföljningar
no-unit = Skriv din enhets anropssignal där du väljer område, så visas här vad enheten har bidragit med.
nothing-yet = Inget som räknas är registrerat med enhetens anropssignal i år.
column-promise = Löftet
column-unit = Enheten
column-all = Alla
# $unit (text)
# $year (number)
this-year = { $unit } under { $year }
# $n (number)
added = { $n ->
    [one] Enheten har bidragit med 1 registrering som räknas.
   *[other] Enheten har bidragit med { $n } registreringar som räknas.
 }
# $at (text)
as-of = Per { $at }. Sidan sparas på telefonen och kan läsas utan täckning.
