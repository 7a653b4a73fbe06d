### Signing in: name and password, passkey, the organisation's sign-in, and the link that gives a first password.

sign-in = Sign in
lead = For supervisors, coordinators and administrators. On the phone no sign-in is needed, only a one-time code.
name = Name
password = Password
wrong-name-or-password = The name and the password do not belong together. Try again.
too-many = Too many tries. Wait a minute and try again.
name-missing = Enter your name.
password-missing = Enter your password.
forgotten = Forgot the password? Your administrator gives you a new sign-in link.
with-passkey = Sign in with a passkey
passkey-failed = That did not work. Try again, or use the password.
with-organisation = Sign in with { $organisation }

## A first password

welcome = Welcome, { $name }
choose-password = Choose a password
choose-hint = At least twelve characters. Three or four words in a row are easy to remember. You can paste it.
choose-button = Save and sign in
too-short = The password is too short. It needs at least twelve characters.
too-common = That password is too common. Choose something that only you would think of.
use-organisation = Use the sign-in of { $organisation }
use-organisation-why = Then no password is needed here: you sign in as in the organisation’s other systems.
link-expired = The link is no longer valid
link-expired-why = A sign-in link works once and only for some time. Nothing is lost.
link-expired-next = Ask your administrator for a new sign-in link, or sign in if you have already chosen a password.

## The organisation's sign-in did not lead here

nothing-changed = Nobody has been signed in, and nothing has changed.
about-organisation = It concerned the sign-in of { $organisation }.
unreachable = The sign-in does not respond
unreachable-next = Try again in a while, or sign in with a password or a passkey if you have one.
stale = The sign-in is no longer valid
stale-next = It took too long, has already been used or began in another browser. Start again.
not-given = The sign-in was cancelled
not-given-next = You were not signed in there. Try again, or ask those who run the sign-in.
not-genuine = The answer could not be trusted
not-genuine-next = What came back was not genuine or did not belong here. Try again, and tell your administrator if it happens again.
unknown-identity = Nobody here is linked to you
unknown-identity-next = You are signed in there, but nobody here is linked to that account. Ask your administrator for a sign-in link, and open it first.
identity-taken = The account is linked to somebody else
identity-taken-next = The account that you signed in with is already linked to another person here. Tell your administrator.

## A sign-in ended while a form was filled in

signed-out = You are signed out
signed-out-lead = Nothing has been saved yet, but what you wrote is still on this page. Sign in, and you can send it.
signed-out-not-kept = Nothing has changed. Sign in and do again what you were doing.
other-ways = Sign in another way, in a new tab
other-ways-why = Then come back here and send what you wrote.
signed-in = You are signed in again
signed-in-lead = What you were doing has not been done yet.
written = What you wrote
nothing-written = There was no text in the form.
still-here = What you wrote is still here. Copy it if you need it.
instead = To the start page without sending
signed-in-as = You are signed in as { $role }.
