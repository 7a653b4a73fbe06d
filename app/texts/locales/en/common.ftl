### What several pages and the phone have in common.

skip = Skip to the content
demo = Demo: made-up entries. Nothing here has happened.
language = Language
# In the other language: where the link leads.
in-other-language = På svenska
own-name = English
followed-in-text = Followed up in words

## Answers in forms

yes = Yes
no = No
unknown = Not known

## Status

met = Fulfilled
on-pace = On track
running = Ongoing
near = Slightly behind
behind = Behind

## Numbers

too-few-for-percent = too few for a percentage
done-of = { $done } of { $goal }
share-percent = { $done } of { $all } ({ $percent }%)
share-without = { $done } of { $all } ({ $why })
left = { $count } more in { $days ->
    [one] 1 day
   *[other] { $days } days
 }
list-of = { $first } and { $last }
number-in-words = { $n ->
    [0] none
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
    [12] twelve
   *[other] { $n }
 }
# Places have no preposition of their own in English.
in-place = in { $name }
