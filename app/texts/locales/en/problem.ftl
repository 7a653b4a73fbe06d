### Pages that answer when something did not work: what happened, what became of the data, what to do now.

forbidden = You cannot reach this page
forbidden-why = Your account has another role than the one the page is for. Nothing has changed. Go to the start page, or sign in with another account.
not-found = There is no such page
not-found-why = The address leads nowhere. It may be misspelt, or the promise has been replaced by a new one. Go to the start page.
failed = Something went wrong on our side
failed-why = The server could not answer. What has already been received is saved, and the phones keep theirs and send it again. Try again in a while. If it happens again, tell your administrator.
too-often = Too many tries
too-often-why = Somebody on the same network has asked too often in a short time. Nothing has changed. Wait a minute and try again.
busy = The service is resting for a while
busy-why = The server is restarting or has too much to do. What has been received is saved, and the phones keep theirs until it answers. Try again in a minute.
disk-full = The server’s disk is full
disk-full-why = Nothing has changed. What has been received is saved and can be read, and the phones keep theirs until there is room. Tell whoever runs the server, and then do again what you did.
to-start = To the start page
status = Status code { $status }
