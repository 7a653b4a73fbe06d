### Appen på telefonen. Lägen sägs som lägen, och vad som händer sedan. Ingen möter en kod.

tabs = Flikar
record = Registrera
journal = Journal
pace = Takt
back = Tillbaka
today = i dag
yesterday = i går
tomorrow = i morgon

## Spara

save = Spara
saving = Sparar …
saved = Sparad på telefonen. Skickas när det finns täckning.
not-saved = Inte sparad.
storage-silent = Telefonens lagring svarar inte. Lämna inte sidan – tryck Försök igen.
storage-full = Lagringen är full. Skicka väntande poster eller frigör utrymme.
storage-unavailable = Telefonens lagring går inte att öppna. Det du registrerar kan inte sparas. Stäng andra flikar och ladda om.
try-again = Försök igen
undo = Ångra
last = Senaste registreringen
last-thrown = Kastades nyss
draft = Utkast
go-on = Fortsätt
discard = Kasta

## Registrera

choose-area = Välj område
shift-today = Passet i dag
to-do = Att göra
no-promise-yet = Löftet är inte hämtat än. Det hämtas så snart det finns täckning.
ready = Klar för offline
# $n (number)
recordings = { $n ->
    [one] 1 registrering
   *[other] { $n } registreringar
 }
# $recorded (text) som 3 registreringar
# $waiting (number)
shift-waiting = { $recorded }, { $waiting } väntar

## Formuläret

start = Starta mätning
afterwards = Registrera i efterhand
afterwards-what = ange när och hur länge
when = När började det?
which-day = Vilken dag?
earlier = Fem minuter tidigare
later = Fem minuter senare
how-long = Hur länge?
shorter = Fem minuter kortare
longer = Fem minuter längre
no-minutes = Inte angivet
which-place = Var?
note = Anteckning
note-hint = Inga namn eller personuppgifter.
no-names = Inga namn och ingen fritext. Bara antalet räknas, personen registreras inte här.
leave-as-it-was = Låt den vara som den var
# $at (text) klockslag, eller dag och klockslag
ended = slutade { $at }
unusually-long = ovanligt länge, gruppchefen avgör om det räknas
# $id (text)
unknown-area = Okänt område ({ $id })
# $id (text)
unknown-activity = Okänd aktivitet ({ $id })
area = Område
# $unit (text)
area-of-unit = Område, enhet { $unit }
# $day (text)
now-on = { $day }, nu
# $day (text)
# $age (text) som 2 min
age-on = { $day }, för { $age } sedan
# $place (text) med sin preposition: på Råslätt
save-in = Spara { $place }
# $title (text)
correcting = Rätta: { $title }
# $at (text)
# $title (text)
draft-of = Utkast från { $at }: { $title }
# $title (text)
# $at (text)
thrown = Kastad: { $title }, från { $at }

## Mätning

drop-timer = Kasta mätningen
stop-and-save = Avsluta och spara
just-begun = Mätningen har nyss börjat och går vidare. Blev det fel? Kasta den.
forgotten = Glömde du att avsluta? När du avslutar får du ange hur länge det varade.
asks-how-long = du får ange hur länge
time-goes-on = Tiden går även om du låser telefonen eller stänger appen.
counts = räknas
counts-anyhow = Räknas oavsett längd
counts-never = Sparas, men löftet räknar den inte här
clock-jumped = Telefonens klocka har ställts om. När du avslutar får du ange minuterna själv.
# $minutes (number)
counts-from = räknas från { $minutes } min
not-in-promise = räknas inte i löftet
# $minutes (number)
of-minutes = av { $minutes }:00
# $clock (text) som 1:14
over-by = { $clock } över
# $clock (text)
left-until = { $clock } kvar tills den räknas
# $minutes (number)
stop-saves-uncounted = { $minutes } min sparas, men räknas inte
# $minutes (number)
stop-saves = { $minutes } min, räknas
# $minutes (number)
# $place (text) med sin preposition
stop-saves-in = { $minutes } min, räknas { $place }
# $at (text)
began-at = Började { $at }
# $area (text)
# $at (text)
area-began-at = { $area }, började { $at }
# $clock (text)
running-for = Pågår { $clock }

## Journalen

needs-action = Kräver åtgärd
received = Skickad
send-now = Skicka nu
on-the-phone = Sparad på telefonen. Väntar på sändning.
quarantined = Skickad från en spärrad telefon. Räknas när gruppchefen har godkänt den.
replaced = { " " }Ersatt av rättning.
withdrawn = { " " }Makulerad.
counts-too = { " " }Räknas.
unreadable-here = Post från en annan version av appen
no-longer-here = Posten finns inte kvar på telefonen. Servern har den.
correct = Rätta
withdraw = Makulera
bring-back = Ångra makuleringen
other-answer = Annat svar
record-anew = Rätta och registrera på nytt
began = Började
length = Längd
unit-short = Enhet
stated-how = Angivet
show-entry = Visa post
# $more (number)
show-more = Visa fler, { $more } till
# $title (text)
# $at (text)
recorded-at = Registrerad: { $title } { $at }
# $title (text)
# $at (text)
corrected-at = Rättad: { $title } { $at }
# $title (text)
# $at (text)
withdrawn-at = Makulerad: { $title } { $at }
# $at (text)
received-at = Skickad { $at }. Servern har tagit emot posten.
# $at (text)
sent-at = Skickad { $at }.
# $title (text)
correction = Rättning: { $title }
# $title (text)
withdrawal = Makulering: { $title }

## Varför en post inte togs emot

refused-conflicting = Kräver åtgärd: två versioner finns. Gruppchefen väljer, båda är sparade.
refused-not-yours = Kunde inte tas emot: posten hör till en annan person än den som telefonen är ansluten för.
refused-over-limit = Kunde inte tas emot: något i posten är för långt. Rätta och registrera på nytt.
refused-unreadable = Kunde inte tas emot: servern kunde inte läsa posten. Registrera på nytt.

## Vad en mottagen post är märkt med

flag-clock-off = Märkt: telefonens klocka avvek.
flag-invalid-today = Märkt: formuläret har ändrats sedan dess.
flag-cloned = Märkt: från en återställd telefon.
flag-unknown-area = Räknas inte än: området är okänt. Kontoret kopplar det.
flag-unknown-activity = Räknas inte än: aktiviteten är okänd. Kontoret kopplar den.
flag-outside-period = Räknas inte: inget löfte gällde den dagen.
flag-not-permitted = Räknas inte: aktiviteten registreras av en annan organisation.
flag-implausible = Räknas inte än: tiden eller antalet är ovanligt högt. Gruppchefen avgör.
flag-may-not-correct = Rättningen gäller någon annans post. Gruppchefen avgör.
flag-orphan = Väntar på posten som den rättar.
flag-unknown = Märkt av servern.

## Varför en mottagen post inte räknas

# $why (text) något av det följande
not-counted-because = { " " }Räknas inte: { $why }.
# $minutes (number)
# $needed (number)
too-short-by = { $minutes } min < { $needed } min
# $needed (number)
no-length = längden är inte angiven, { $needed } min behövs
outside-period = inget löfte gällde den dagen
area-unknown = området är okänt
no-target = löftet har inget mål för aktiviteten
not-permitted = aktiviteten registreras av en annan organisation
implausible = tiden eller antalet är ovanligt högt, gruppchefen avgör
other-area = området ingår inte i målet
other-hours = målet gäller andra tider
other-week = veckan räknas till ett år som inget löfte gäller
another-answer = målet gäller andra svar

## Vad någon beslutade om posten

returned = Åter för rättning
voided = Borttagen av gruppchef
amended = Rättad av gruppchef
joined = Räknas ihop med en annan post
separated = Räknas för sig igen
accepted = Godkänd av gruppchef
decided = Avgjord av gruppchef
# $what (text) något av det föregående
decision-alone = { " " }{ $what }.
# $what (text)
# $message (text) det som den som beslutade skrev
decision-because = { " " }{ $what }: { $message }

## Varifrån tiden kommer

by-tap = direkt
by-timer = med mätning
from-memory = i efterhand

## Vad som fattas i formuläret

problem-unknown-activity = Aktiviteten finns inte i löftet. Vänta tills löftet har hämtats.
problem-no-area = Välj område.
problem-unknown-area = Området finns inte i löftet. Välj ett annat.
problem-day-in-the-future = Den dagen har inte varit än. Välj i dag eller tidigare.
problem-in-the-future = Starten ligger framåt i tiden. Flytta den bakåt.
problem-no-minutes = Ange hur länge det varade.
problem-too-many-minutes = Så länge kan det inte ha varat.
# $span (text) som 3 dygn
problem-implausible-minutes = Mätningen gick i { $span }. Ange hur länge det egentligen varade.
problem-ends-in-the-future = Den slutar framåt i tiden. Flytta starten eller korta ned.
problem-unanswered = Svara på frågan.
problem-not-a-number = Ange ett helt tal.
problem-text-too-long = Texten är för lång.
problem-unit-too-long = Enhetens namn är för långt.
problem-note-not-allowed = Här skrivs ingen anteckning.

## Takt

feedback = Vad det blev, och uppföljningar
no-figures = Inga siffror än. De kommer med första kontakten med servern.
# $at (text)
figures-as-of = Siffror per { $at }.
# $done (number)
# $goal (number)
# $expected (number)
gauge = { $done } av { $goal }, förväntat i dag { $expected }
# $n (number)
expected-today = Förväntat i dag { $n }.
# $day (text)
due-by-day = Senast { $day }.
# $day (text)
late-since-day = Skulle ha varit klart { $day }.
# $share (text) som 14 av 61 (23 %)
# $least (number)
share-of-first-timers = Varav förstagångsanvändare { $share }, målet är minst { $least } %.
# $n (number)
were-too-short = { $n } var för korta för att räknas.

## Vad som hörs från servern

# $n (number)
entries = { $n ->
    [one] 1 post
   *[other] { $n } poster
 }
# $n (number)
sending = Skickar { entries }…
# $n (number)
go-on-recording = Du kan fortsätta registrera. { $n ->
    [0] Inget väntar.
   *[other] { entries } väntar.
 }
# $n (number)
no-coverage = Ingen täckning. { go-on-recording }
# $n (number)
no-answer = Servern svarar inte. { go-on-recording }
sign-in = Logga in för att skicka. Inget är förlorat.
enter-code = Ange kod
revoked = Den här telefonen är spärrad. Kontakta gruppchef.
never-confirmed = Inget att skicka. Ingen kontakt med servern än.
update-waits = Ny version finns. Uppdatera när du är klar.
update = Uppdatera
# $why (text) något av det följande
not-ready-because = Inte klar för offline. { $why }
not-ready-insecure = Adressen saknar https.
not-ready-unsupported = Webbläsaren kan inte spara appen. Öppna den inte i ett privat fönster, eller byt webbläsare.
not-ready-refused = Webbläsaren lät inte appen sparas. Tillåt webbplatsdata för adressen i dess inställningar.
not-ready-unfinished = Alla filer har inte kommit fram. Ha appen öppen där det finns täckning.
not-ready-no-promise = Löftet har inte hämtats än. Ha appen öppen där det finns täckning.
# $n (number)
unsent = { $n ->
    [one] 1 osänd
   *[other] { $n } osända
 }
# $age (text)
oldest = , äldsta { $age }
# $at (text)
last-confirmed = , senast bekräftat { $at }
# $at (text)
all-sent = Allt skickat, senast bekräftat { $at }
# $n (number)
waiting = { $n ->
    [0] Inget väntar
   *[other] Väntar på sändning, { $n }
 }
# $n (number)
refused = { entries } kunde inte tas emot.
# $hours (number)
oldest-waiting = Äldsta väntande posten är { $hours } timmar.
# $span (text)
clock-off-by = Telefonens klocka avviker { $span }. Posten sparas och märks.

## Område och telefon

where-are-you = Var är du?
asked-once = Väljs en gång per pass och står på allt du registrerar.
unit = Enhet (anropssignal)
unit-hint = Behöver inte fyllas i. Till exempel 20-1230.
lock-now = Lås nu
appearance = Utseende
light = Ljust
dark = Mörkt
as-the-phone = Auto
