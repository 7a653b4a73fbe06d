### Sidor som svarar när något inte gick: vad som hände, vad som blev av uppgifterna, vad man gör nu.

forbidden = Du når inte den här sidan
forbidden-why = Ditt konto har en annan roll än den som sidan är till för. Ingenting har ändrats. Gå till startsidan, eller logga in med ett annat konto.
not-found = Sidan finns inte
not-found-why = Adressen leder ingenstans. Den kan ha skrivits fel, eller så är löftet ersatt av ett nytt. Gå till startsidan.
failed = Något gick fel hos oss
failed-why = Servern klarade inte av att svara. Det som redan är mottaget är sparat, och telefonerna behåller sitt och sänder det igen. Försök igen om en stund. Händer det på nytt, säg till din administratör.
too-often = För många försök
too-often-why = Någon på samma nät har frågat för ofta på kort tid. Ingenting har ändrats. Vänta en minut och pröva igen.
busy = Tjänsten vilar en stund
busy-why = Servern startar om eller har för mycket att göra. Det som är mottaget är sparat, och telefonerna behåller sitt tills den svarar. Försök igen om en minut.
disk-full = Serverns disk är full
disk-full-why = Ingenting har ändrats. Det som är mottaget är sparat och går att läsa, och telefonerna behåller sitt tills det finns plats. Säg till den som sköter servern, och gör sedan om det du gjorde.
to-start = Till startsidan
# $status (number)
status = Svarskod { $status }
