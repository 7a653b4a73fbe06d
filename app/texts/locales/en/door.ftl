### The door: the PIN, whose phone it is, and how somebody is enrolled. Also what is said when the app does not start.

what-it-is = Field log for the citizen promise.
starting = Starting …
no-script = Rond needs JavaScript to record. Turn it on and reload the page.
failed = The app could not start. Nothing that is saved on the phone is lost. Reload the page.
start-again = Restart the app
crashed = Something went wrong in the app. Nothing that is saved on the phone is lost, and what you were filling in remains as a draft. Restart the app.
blocked = The browser is not allowed to store anything for this address, and Rond cannot be used without it. Allow site data (cookies) for the address in the browser’s settings, close the tab and open it again.
# The script puts the number in the place of the zero.
unsent-entries = Unsent entries: 0. Rescue file and signing out
back = Back
the-phone = Rescue file and signing out

## Locked

locked = Locked
locked-why = Your PIN opens what has been recorded. A timer that is running goes on.
who = Who are you?
unsent = unsent
open = Open
opens = Opening …
erase = Delete digit
still-locked = Still locked.
wrong-pin = That is not the PIN. Try again, or ask your supervisor for a code.
# The script puts the seconds in the place of the zero.
wait = Wait 0 seconds before the next try.
forgotten-or-new = Forgot the PIN, or new on this phone

## Enrolment

code = One-time code
code-hint = From your supervisor or administrator. Works once, for ten minutes. You can paste it.
scan = Scan the code
device = Name of the phone
device-hint = Your supervisor sees it if the phone falls silent.
pin = Choose a PIN
pin-hint = Six to twelve digits. Locks what you record on the phone.
pin-again = The PIN once more
mark = Mark on the lock screen
mark-hint = Needed if several of you share the phone. Do not write your name.
on-ios = Add Rond to the home screen first, and enter the code there: the app and the tab have separate storage.
insecure = The address lacks https
insecure-why = Without https the phone can neither lock what you record, install Rond nor start without coverage. Ask those who run the server for an address that begins with https.
no-code = I have no code
no-code-why = Your supervisor or administrator creates a code for you under People in Rond. It can be read out over the phone.
enrol = Connect the phone
enrolling = Connecting …
not-enrolled = Not connected.

## Why nobody was enrolled, and what to do

no-contact = No contact with the server. Try the same code again when you have coverage. If it no longer works, ask for a new one.
no-code-written = Enter the code that your supervisor gave you.
code-unread = There is no code to be seen in the picture. Take it straight from the front and close up, or type the code.
code-refused = The code is wrong, used or too old. Ask your supervisor for a new one.
too-many-tries = Too many tries. Wait a minute and try again.
pin-short = The PIN must have six to twelve digits.
pin-guessable = That PIN is the first that somebody would try. Choose one that is not a run or a repetition.
pin-differs = The two PINs differ. Enter them once more.
unopened = The server could not open what is already locked on the phone. Nothing has been removed. Try your old PIN, or save a rescue file.
code-of-another = The code was for somebody else. Ask for a new one, lock the phone and choose New on this phone.
storage-broken = The phone’s storage does not respond. Close other tabs, reload the page and ask for a new code.
server-busy = The server is busy. Wait a while and try again.
