### What stands around every page for staff: the menu, the footer and the box with errors.

menu = Main menu
today = The promise today
entries = Entries
questions = To decide
quality = Quality
reports = Reports
people = People
devices = Phones
promises = Promises
audit = Audit log
public-page = Public page
log-out = Sign out
insecure = This address is not encrypted (https). Phones cannot install the app from here, and passwords can be read on the way.
accessibility = Accessibility statement
error-prefix = Error:
error-summary = That did not work

## Roles

officer = Records on a phone
supervisor = Supervisor
coordinator = Coordinator
administrator = Administrator
