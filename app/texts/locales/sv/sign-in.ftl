### Inloggning: namn och lösenord, nyckel, organisationens inloggning, och länken som ger ett första lösenord.

sign-in = Logga in
lead = För gruppchefer, samordnare och administratörer. På telefonen behövs ingen inloggning, bara en engångskod.
name = Namn
password = Lösenord
wrong-name-or-password = Namnet och lösenordet hör inte ihop. Pröva igen.
too-many = För många försök. Vänta en minut och pröva igen.
name-missing = Skriv ditt namn.
password-missing = Skriv ditt lösenord.
forgotten = Glömt lösenordet? Din administratör ger dig en ny inloggningslänk.
with-passkey = Logga in med nyckel
passkey-failed = Det blev inget av. Pröva igen, eller använd lösenordet.
# $organisation (text)
with-organisation = Logga in med { $organisation }

## Ett första lösenord

# $name (text)
welcome = Välkommen, { $name }
choose-password = Välj ett lösenord
choose-hint = Minst tolv tecken. Tre eller fyra ord efter varandra är lätta att minnas. Går att klistra in.
choose-button = Spara och logga in
too-short = Lösenordet är för kort. Det behöver minst tolv tecken.
too-common = Det lösenordet är för vanligt. Välj något som bara du kommer på.
# $organisation (text)
use-organisation = Använd inloggningen från { $organisation }
use-organisation-why = Då behövs inget lösenord här: du loggar in som i organisationens andra system.
link-expired = Länken gäller inte längre
link-expired-why = En inloggningslänk fungerar en gång och bara en tid. Ingenting är förlorat.
link-expired-next = Be din administratör om en ny inloggningslänk, eller logga in om du redan har valt ett lösenord.

## Organisationens inloggning ledde inte hit

nothing-changed = Ingen har loggats in, och ingenting har ändrats.
# $organisation (text)
about-organisation = Det gällde inloggningen från { $organisation }.
unreachable = Inloggningen svarar inte
unreachable-next = Pröva igen om en stund, eller logga in med lösenord eller nyckel om du har det.
stale = Inloggningen gäller inte längre
stale-next = Den tog för lång tid, är redan använd eller började i en annan webbläsare. Börja om.
not-given = Inloggningen avbröts
not-given-next = Du blev inte inloggad där. Pröva igen, eller fråga dem som sköter inloggningen.
not-genuine = Svaret gick inte att lita på
not-genuine-next = Det som kom tillbaka var inte äkta eller hörde inte hit. Pröva igen, och säg till din administratör om det händer på nytt.
unknown-identity = Här finns ingen som är kopplad till dig
unknown-identity-next = Du är inloggad där, men ingen här är kopplad till det kontot. Be din administratör om en inloggningslänk, och öppna den först.
identity-taken = Kontot är kopplat till någon annan
identity-taken-next = Det konto som du loggade in med är redan kopplat till en annan person här. Säg till din administratör.

## En inloggning tog slut medan ett formulär fylldes i

signed-out = Du är utloggad
signed-out-lead = Ingenting är sparat än, men det du skrev finns kvar på den här sidan. Logga in, så kan du skicka det.
signed-out-not-kept = Ingenting har ändrats. Logga in och gör om det du höll på med.
other-ways = Logga in på ett annat sätt, i en ny flik
other-ways-why = Kom sedan tillbaka hit och skicka det du skrev.
signed-in = Du är inloggad igen
signed-in-lead = Det du höll på med är inte gjort än.
written = Det du skrev
nothing-written = Det fanns ingen text i formuläret.
still-here = Det du skrev finns kvar här. Kopiera det om du behöver.
instead = Till startsidan utan att skicka
# $role (text)
signed-in-as = Du är inloggad som { $role }.
