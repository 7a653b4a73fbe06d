### Dörren: pinkoden, vems telefonen är och hur någon ansluts. Också vad som sägs när appen inte startar.

what-it-is = Fältjournal för medborgarlöftet.
starting = Startar …
no-script = Rond behöver JavaScript för att registrera. Slå på det och ladda om sidan.
failed = Appen kunde inte starta. Inget som är sparat på telefonen är förlorat. Ladda om sidan.
start-again = Starta om appen
crashed = Något gick fel i appen. Inget som är sparat på telefonen är förlorat, och det du höll på att fylla i finns kvar som utkast. Starta om appen.
blocked = Webbläsaren får inte spara något för den här adressen, och då kan Rond inte användas. Tillåt webbplatsdata (kakor) för adressen i webbläsarens inställningar, stäng fliken och öppna den igen.
# Skriptet sätter antalet i nollans ställe.
unsent-entries = Osända poster: 0. Räddningsfil och utloggning
back = Tillbaka
the-phone = Räddningsfil och utloggning

## Låst

locked = Låst
locked-why = Det som är registrerat öppnas med din pinkod. En mätning som pågår fortsätter.
who = Vem är du?
unsent = osända
open = Öppna
opens = Öppnar …
erase = Ta bort siffra
still-locked = Fortfarande låst.
wrong-pin = Pinkoden stämmer inte. Pröva igen, eller be gruppchefen om en kod.
# Skriptet sätter sekunderna i nollans ställe.
wait = Vänta 0 sekunder till nästa försök.
forgotten-or-new = Glömt pinkoden, eller ny på telefonen

## Ansluta

code = Engångskod
code-hint = Från din gruppchef eller administratör. Gäller en gång, i tio minuter. Går att klistra in.
scan = Skanna koden
device = Telefonens namn
device-hint = Syns för gruppchefen om telefonen tystnar.
pin = Välj en pinkod
pin-hint = Sex till tolv siffror. Låser det du registrerar på telefonen.
pin-again = Pinkoden en gång till
mark = Märke på låsskärmen
mark-hint = Behövs om ni är flera på telefonen. Skriv inte ditt namn.
on-ios = Lägg till på hemskärmen först, och ange koden där: appen och fliken har var sin lagring.
insecure = Adressen saknar https
insecure-why = Utan https kan telefonen varken låsa det du registrerar, installera Rond eller starta utan täckning. Be den som driver servern om en adress som börjar med https.
no-code = Jag har ingen kod
no-code-why = Din gruppchef eller administratör skapar en kod åt dig under Personer i Rond. Den kan läsas upp i telefon.
enrol = Anslut telefonen
enrolling = Ansluter …
not-enrolled = Inte ansluten.

## Varför ingen anslöts, och vad man gör

no-contact = Ingen kontakt med servern. Pröva samma kod igen när du har täckning. Gäller den inte längre, be om en ny.
no-code-written = Skriv koden som du har fått av gruppchefen.
code-unread = Ingen kod syns på bilden. Fotografera den rakt framifrån och nära, eller skriv den.
code-refused = Koden är fel, använd eller för gammal. Be gruppchefen om en ny.
too-many-tries = För många försök. Vänta en minut och pröva igen.
pin-short = Pinkoden ska vara sex till tolv siffror.
pin-guessable = Den pinkoden är den första någon skulle pröva. Välj en som inte är en rad eller en upprepning.
pin-differs = Pinkoderna är inte lika. Skriv dem en gång till.
unopened = Servern kunde inte öppna det som redan är låst på telefonen. Inget är borttaget. Pröva din gamla pinkod, eller spara en räddningsfil.
code-of-another = Koden var till någon annan. Be om en ny, lås telefonen och välj Ny på telefonen.
storage-broken = Telefonens lagring svarar inte. Stäng andra flikar, ladda om sidan och be om en ny kod.
server-busy = Servern har mycket att göra. Vänta en stund och pröva igen.
