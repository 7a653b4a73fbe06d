### One's own account: ways in, sign-ins and phones.

title = Your account
lead = How you sign in, where you are signed in and which phones are yours.

## Confirming

confirm = Confirm that it is you
confirm-why = It was a while ago that you showed who you are. Do it again before you change how you sign in.
confirm-first = First confirm that it is you.
confirm-button = Confirm
confirm-with-passkey = Confirm with a passkey
confirm-with = Confirm with { $organisation }
wrong-password = That is not the password. Try again.

## Passkeys

keys = Passkeys
keys-why = A passkey is kept in your phone, your computer or a security key, and is unlocked by finger, face or PIN. Nobody can trick you out of it.
column-key = Passkey
column-added = Added
column-used = Last used
column-change = Change
no-keys = You have no passkey yet.
key-name = Name of the passkey
key-name-hint = So that you recognise it, for example Work computer.
add-key = Add a passkey
remove = Remove
keys-need-scripts = This browser cannot add passkeys, or scripts are turned off for the page.
no-keys-here = Passkeys cannot be used at this address. Tell your administrator that the server needs a name.
never = Never

## Password

password = Password
has-password = You have a password. If you change it, all other sign-ins end.
has-no-password = You have no password and need none as long as you can sign in another way.
new-password = New password
change-password = Change password

## The organisation's sign-in

identity-of = The sign-in of { $organisation }
linked-since = Linked { $at }.
not-linked = Not linked yet. Ask your administrator for a sign-in link, and choose that way when you open it.

## Sign-ins

sessions = Where you are signed in
sessions-why = A sign-in ends by itself after two hours without use, and after twelve hours at the latest.
column-browser = Browser
column-way = Signed in with
column-began = Began
this-one = This one
unknown-browser = Unknown browser
end = End
end-others = End all others
by-password = Password
by-passkey = Passkey
by-organisation = The organisation’s sign-in
of-row = { $button }: { $row }

## Phones

phones = Your phones
column-phone = Phone
column-heard = Last heard from
column-block = Block
blocked = Blocked
block = Block
block-device = Block { $device }

## Language

language-why = The pages speak this language to you in this browser. The promise’s own words stand as they were signed.

## What was just done

done = Done
password-changed = The password has been changed. All other sign-ins have ended.
key-added = The passkey has been added. Next time you can sign in with it.
key-removed = The passkey has been removed and lets nobody in any more. Remove it from your device, too.
proved-untimed = You are confirmed. The sign-in service does not say when you signed in there, so Rond trusts that it asked you just now.
session-ended = The sign-in has ended.
sessions-ended = All other sign-ins have ended.
phone-blocked = The phone is blocked. It is told nothing more.
