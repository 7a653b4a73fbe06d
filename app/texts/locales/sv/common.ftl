### Det som flera sidor och telefonen har gemensamt.

skip = Hoppa till innehållet
demo = Demo: påhittade poster. Ingenting här har hänt.
language = Språk
# På det andra språket: dit länken leder.
in-other-language = In English
own-name = Svenska
followed-in-text = Följs upp i text

## Svar i formulär

yes = Ja
no = Nej
unknown = Okänt

## Läge

met = Uppfyllt
on-pace = I fas
running = Pågår
near = Strax efter
behind = Efter

## Tal

too-few-for-percent = för få för procent
# $done (number)
# $goal (number)
done-of = { $done } av { $goal }
# $done (number)
# $all (number)
# $percent (text)
share-percent = { $done } av { $all } ({ $percent } %)
# $done (number)
# $all (number)
# $why (text)
share-without = { $done } av { $all } ({ $why })
# $count (number)
# $days (number)
left = { $count } till på { $days ->
    [one] 1 dag
   *[other] { $days } dagar
 }
# $first (text) det som står före, med komma emellan
# $last (text)
list-of = { $first } och { $last }
# $n (number) små tal med bokstäver
number-in-words = { $n ->
    [0] inget
    [1] ett
    [2] två
    [3] tre
    [4] fyra
    [5] fem
    [6] sex
    [7] sju
    [8] åtta
    [9] nio
    [10] tio
    [11] elva
    [12] tolv
   *[other] { $n }
 }
# $preposition (text) ortens egen: på, i
# $name (text)
in-place = { $preposition } { $name }
