### Det egna kontot: vägar in, inloggningar och telefoner.

title = Ditt konto
lead = Hur du loggar in, var du är inloggad och vilka telefoner som är dina.

## Bekräfta

confirm = Bekräfta att det är du
confirm-why = Det var en stund sedan du visade vem du är. Gör det igen innan du ändrar hur du loggar in.
confirm-first = Bekräfta först att det är du.
confirm-button = Bekräfta
confirm-with-passkey = Bekräfta med nyckel
# $organisation (text)
confirm-with = Bekräfta med { $organisation }
wrong-password = Lösenordet stämmer inte. Pröva igen.

## Nycklar

keys = Nycklar
keys-why = En nyckel finns i din telefon, din dator eller en säkerhetsnyckel och låses upp med finger, ansikte eller pinkod. Den går inte att lura av dig.
column-key = Nyckel
column-added = Tillagd
column-used = Användes senast
column-change = Ändra
no-keys = Du har ingen nyckel än.
key-name = Namn på nyckeln
key-name-hint = Så att du känner igen den, till exempel Tjänstedatorn.
add-key = Lägg till nyckel
remove = Ta bort
keys-need-scripts = Den här webbläsaren kan inte lägga till nycklar, eller så är skript avstängda för sidan.
no-keys-here = Nycklar går inte att använda på den här adressen. Säg till din administratör att servern behöver ett namn.
never = Aldrig

## Lösenord

password = Lösenord
has-password = Du har ett lösenord. Byter du det avslutas alla andra inloggningar.
has-no-password = Du har inget lösenord och behöver inget så länge du kan logga in på annat sätt.
new-password = Nytt lösenord
change-password = Byt lösenord

## Organisationens inloggning

# $organisation (text)
identity-of = Inloggningen från { $organisation }
# $at (text)
linked-since = Kopplad { $at }.
not-linked = Inte kopplad än. Be din administratör om en inloggningslänk, och välj den vägen när du öppnar den.

## Inloggningar

sessions = Här är du inloggad
sessions-why = En inloggning avslutas av sig själv efter två timmar utan användning, och senast efter tolv timmar.
column-browser = Webbläsare
column-way = Loggade in med
column-began = Började
this-one = Den här
unknown-browser = Okänd webbläsare
end = Avsluta
end-others = Avsluta alla andra
by-password = Lösenord
by-passkey = Nyckel
by-organisation = Organisationens inloggning
# $button (text)
# $row (text)
of-row = { $button }: { $row }

## Telefoner

phones = Dina telefoner
column-phone = Telefon
column-heard = Hördes senast
column-block = Spärr
blocked = Spärrad
block = Spärra
# $device (text)
block-device = Spärra { $device }

## Språk

language-why = Det här språket talar sidorna med dig i den här webbläsaren. Löftets egna ord står som de skrevs under.

## Det som nyss gjordes

done = Klart
password-changed = Lösenordet är bytt. Alla andra inloggningar är avslutade.
key-added = Nyckeln är tillagd. Nästa gång kan du logga in med den.
key-removed = Nyckeln är borttagen och släpper inte in någon mer. Ta bort den i din enhet också.
proved-untimed = Du är bekräftad. Inloggningstjänsten säger inte när du loggade in där, så Rond litar på att den frågade dig nyss.
session-ended = Inloggningen är avslutad.
sessions-ended = Alla andra inloggningar är avslutade.
phone-blocked = Telefonen är spärrad. Den får inte veta något mer.
