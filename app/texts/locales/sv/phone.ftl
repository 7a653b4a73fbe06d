### Telefonens egen sida: vad som ligger på telefonen, räddningsfil och utloggning.

phone = Telefonen
phone-lead = Fungerar även när appen inte startar.
back-to-app = Till appen
looking = Läser telefonens lagring …
nobody = Ingen är ansluten på den här telefonen.
unavailable = Telefonens lagring går inte att öppna. Stäng andra flikar och ladda om sidan.
needs-script = Sidan behöver JavaScript för att läsa telefonens lagring.
waiting = osända
refused = kräver åtgärd
unsaved = hann aldrig sparas
all-sent = Allt är skickat.
save-file = Spara räddningsfil
save-file-why = Filen är låst för servern. Lämna den till gruppchefen eller samordnaren, som läser in den. Inget räknas två gånger.
saved-file = Räddningsfilen är sparad. Posterna ligger kvar på telefonen.
sign-out = Logga ut från telefonen
sign-out-blocked = Poster väntar. Skicka dem, eller spara en räddningsfil först.
sign-out-why = Tar bort den här personens poster, pinkod och inställningar från telefonen. Går inte att ångra.
sign-out-now = Ta bort från telefonen
signed-out = Utloggad. Telefonen har inget kvar av den personen.
no-key = Starta appen och få kontakt med servern en gång, så kan filen låsas för servern.
