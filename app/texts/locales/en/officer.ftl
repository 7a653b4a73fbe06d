### The app on the phone. States are told as states, with what happens next. Nobody meets a code.

tabs = Tabs
record = Record
journal = Journal
pace = Pace
back = Back
today = today
yesterday = yesterday
tomorrow = tomorrow

## Saving

save = Save
saving = Saving …
saved = Saved on the phone. It is sent when there is coverage.
not-saved = Not saved.
storage-silent = The phone’s storage does not respond. Do not leave the page – tap Try again.
storage-full = The storage is full. Send waiting entries or free some space.
storage-unavailable = The phone’s storage cannot be opened. What you record cannot be saved. Close other tabs and reload.
try-again = Try again
undo = Undo
last = Last entry
last-thrown = Just discarded
draft = Draft
go-on = Continue
discard = Discard

## Recording

choose-area = Choose area
shift-today = Today’s shift
to-do = To do
no-promise-yet = The promise has not been fetched yet. It is fetched as soon as there is coverage.
ready = Ready for offline
recordings = { $n ->
    [one] 1 entry
   *[other] { $n } entries
 }
shift-waiting = { $recorded }, { $waiting } waiting

## The form

start = Start timer
afterwards = Record afterwards
afterwards-what = state when and how long
when = When did it begin?
which-day = Which day?
earlier = Five minutes earlier
later = Five minutes later
how-long = How long?
shorter = Five minutes shorter
longer = Five minutes longer
no-minutes = Not stated
which-place = Where?
note = Note
note-hint = No names or personal data.
no-names = No names and no free text. Only the number counts, the person is not recorded here.
leave-as-it-was = Leave it as it was
ended = ended { $at }
unusually-long = unusually long, the supervisor decides whether it counts
unknown-area = Unknown area ({ $id })
unknown-activity = Unknown activity ({ $id })
area = Area
area-of-unit = Area, unit { $unit }
now-on = { $day }, now
age-on = { $day }, { $age } ago
save-in = Save { $place }
correcting = Correct: { $title }
draft-of = Draft from { $at }: { $title }
thrown = Discarded: { $title }, from { $at }

## Timers

drop-timer = Discard the timer
stop-and-save = Stop and save
just-begun = The timer has just begun and goes on. Was it a mistake? Discard it.
forgotten = Did you forget to stop? When you stop, you state how long it lasted.
asks-how-long = you state how long
time-goes-on = The time goes on even if you lock the phone or close the app.
counts = counts
counts-anyhow = Counts whatever its length
counts-never = Saved, but the promise does not count it here
clock-jumped = The phone’s clock has been changed. When you stop, you state the minutes yourself.
counts-from = counts from { $minutes } min
not-in-promise = does not count in the promise
of-minutes = of { $minutes }:00
over-by = { $clock } over
left-until = { $clock } left until it counts
stop-saves-uncounted = { $minutes } min is saved, but does not count
stop-saves = { $minutes } min, counts
stop-saves-in = { $minutes } min, counts { $place }
began-at = Began { $at }
area-began-at = { $area }, began { $at }
running-for = Running { $clock }

## The journal

needs-action = Needs action
received = Sent
send-now = Send now
on-the-phone = Saved on the phone. Waiting to be sent.
quarantined = Sent from a blocked phone. It counts when the supervisor has approved it.
replaced = { " " }Replaced by a correction.
withdrawn = { " " }Withdrawn.
counts-too = { " " }Counts.
unreadable-here = Entry from another version of the app
no-longer-here = The entry is no longer on the phone. The server has it.
correct = Correct
withdraw = Withdraw
bring-back = Undo the withdrawal
other-answer = Other answer
record-anew = Correct and record again
began = Began
length = Length
unit-short = Unit
stated-how = Stated
show-entry = Show entry
show-more = Show { $more } more
recorded-at = Recorded: { $title } { $at }
corrected-at = Corrected: { $title } { $at }
withdrawn-at = Withdrawn: { $title } { $at }
received-at = Sent { $at }. The server has received the entry.
sent-at = Sent { $at }.
correction = Correction: { $title }
withdrawal = Withdrawal: { $title }

## Why an entry was not received

refused-conflicting = Needs action: there are two versions. The supervisor chooses, both are saved.
refused-not-yours = Could not be received: the entry belongs to somebody else than the person whom the phone is connected for.
refused-over-limit = Could not be received: something in the entry is too long. Correct it and record it again.
refused-unreadable = Could not be received: the server could not read the entry. Record it again.

## What a received entry is marked with

flag-clock-off = Marked: the phone’s clock was wrong.
flag-invalid-today = Marked: the form has changed since then.
flag-cloned = Marked: from a restored phone.
flag-unknown-area = Does not count yet: the area is unknown. The office assigns it.
flag-unknown-activity = Does not count yet: the activity is unknown. The office assigns it.
flag-outside-period = Does not count: no promise was in force that day.
flag-not-permitted = Does not count: the activity is recorded by another organisation.
flag-implausible = Does not count yet: the time or the number is unusually high. The supervisor decides.
flag-may-not-correct = The correction is of somebody else’s entry. The supervisor decides.
flag-orphan = Waiting for the entry that it corrects.
flag-unknown = Marked by the server.

## Why a received entry does not count

not-counted-because = { " " }Does not count: { $why }.
too-short-by = { $minutes } min < { $needed } min
no-length = no length is stated, { $needed } min are needed
outside-period = no promise was in force that day
area-unknown = the area is unknown
no-target = the promise has no target for the activity
not-permitted = the activity is recorded by another organisation
implausible = the time or the number is unusually high, the supervisor decides
other-area = the area is not part of the target
other-hours = the target is for other times
other-week = the week belongs to a year without a promise
another-answer = the target is for other answers

## What somebody decided about the entry

returned = Returned for correction
voided = Removed by the supervisor
amended = Corrected by the supervisor
joined = Counted together with another entry
separated = Counted by itself again
accepted = Approved by the supervisor
decided = Decided by the supervisor
decision-alone = { " " }{ $what }.
decision-because = { " " }{ $what }: { $message }

## Where the time comes from

by-tap = directly
by-timer = by timer
from-memory = afterwards

## What the form lacks

problem-unknown-activity = The activity is not in the promise. Wait until the promise has been fetched.
problem-no-area = Choose an area.
problem-unknown-area = The area is not in the promise. Choose another.
problem-day-in-the-future = That day has not come yet. Choose today or an earlier day.
problem-in-the-future = The start lies in the future. Move it back.
problem-no-minutes = State how long it lasted.
problem-too-many-minutes = It cannot have lasted that long.
problem-implausible-minutes = The timer ran for { $span }. State how long it really lasted.
problem-ends-in-the-future = It ends in the future. Move the start or make it shorter.
problem-unanswered = Answer the question.
problem-not-a-number = State a whole number.
problem-text-too-long = The text is too long.
problem-unit-too-long = The name of the unit is too long.
problem-note-not-allowed = No note is written here.

## Pace

feedback = Results and follow-up reports
no-figures = No figures yet. They come with the first contact with the server.
figures-as-of = Figures as of { $at }.
gauge = { $done } of { $goal }, expected today { $expected }
expected-today = Expected today { $n }.
due-by-day = By { $day }.
late-since-day = Should have been done by { $day }.
share-of-first-timers = Of which first-time users { $share }, the target is at least { $least }%.
were-too-short = { $n ->
    [one] 1 was too short to count.
   *[other] { $n } were too short to count.
 }

## What is heard from the server

entries = { $n ->
    [one] 1 entry
   *[other] { $n } entries
 }
sending = Sending { entries }…
go-on-recording = You can go on recording. { $n ->
    [0] Nothing is waiting.
    [one] 1 entry is waiting.
   *[other] { entries } are waiting.
 }
no-coverage = No coverage. { go-on-recording }
no-answer = The server does not respond. { go-on-recording }
sign-in = Sign in to send. Nothing is lost.
enter-code = Enter code
revoked = This phone is blocked. Contact your supervisor.
never-confirmed = Nothing to send. No contact with the server yet.
update-waits = There is a new version. Update when you are done.
update = Update
not-ready-because = Not ready for offline. { $why }
not-ready-insecure = The address lacks https.
not-ready-unsupported = The browser cannot keep the app. Do not open it in a private window, or use another browser.
not-ready-refused = The browser did not let the app be kept. Allow site data for the address in its settings.
not-ready-unfinished = Some files have not arrived. Keep the app open where there is coverage.
not-ready-no-promise = The promise has not been fetched yet. Keep the app open where there is coverage.
unsent = { $n } unsent
oldest = , oldest { $age }
last-confirmed = , last confirmed { $at }
all-sent = Everything sent, last confirmed { $at }
waiting = { $n ->
    [0] Nothing is waiting
   *[other] Waiting to be sent, { $n }
 }
refused = { entries } could not be received.
oldest-waiting = The oldest waiting entry is { $hours } hours old.
clock-off-by = The phone’s clock is off by { $span }. The entry is saved and marked.

## Area and phone

where-are-you = Where are you?
asked-once = Chosen once per shift and put on everything you record.
unit = Unit (call sign)
unit-hint = Need not be filled in. For example 20-1230.
lock-now = Lock now
appearance = Appearance
light = Light
dark = Dark
as-the-phone = Auto
