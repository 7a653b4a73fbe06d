### Det som står runt varje sida för personal: menyn, foten och rutan med fel.

menu = Huvudmeny
today = Löftet i dag
entries = Poster
questions = Att avgöra
quality = Kvalitet
reports = Rapporter
people = Personer
devices = Telefoner
promises = Löften
audit = Logg
public-page = Publik sida
log-out = Logga ut
insecure = Den här adressen är inte krypterad (https). Telefoner kan inte installera appen härifrån, och lösenord kan läsas på vägen.
accessibility = Tillgänglighetsredogörelse
error-prefix = Fel:
error-summary = Det gick inte

## Roller

officer = Registrerar på telefon
supervisor = Gruppchef
coordinator = Samordnare
administrator = Administratör
