### The phone's own page: what lies on the phone, rescue file and signing out.

phone = The phone
phone-lead = Works even when the app does not start.
back-to-app = To the app
looking = Reading the phone’s storage …
nobody = Nobody is enrolled on this phone.
unavailable = The phone’s storage cannot be opened. Close other tabs and reload the page.
needs-script = The page needs JavaScript to read the phone’s storage.
waiting = unsent
refused = need action
unsaved = never got saved
all-sent = Everything has been sent.
save-file = Save rescue file
save-file-why = The file is locked for the server. Give it to your supervisor or coordinator, who imports it. Nothing is counted twice.
saved-file = The rescue file is saved. The entries remain on the phone.
sign-out = Sign out from the phone
sign-out-blocked = Entries are waiting. Send them, or save a rescue file first.
sign-out-why = Removes this person’s entries, PIN and settings from the phone. It cannot be undone.
sign-out-now = Remove from the phone
signed-out = Signed out. Nothing of that person remains on the phone.
no-key = Start the app and reach the server once; then the file can be locked for the server.
