/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-desk.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-error.h"
#include "cb-policy-error.h"

G_DEFINE_QUARK (cb-casework-error-quark, cb_casework_error)

typedef struct { int code; const char *sentence; } Sentence;

static const Sentence base[] = {
  { CB_BASE_ERROR_INVALID, N_("This cannot be read. Check how it is written.") },
  { CB_BASE_ERROR_RANGE, N_("This lies outside what is possible. Check it.") },
  { CB_BASE_ERROR_CHECKSUM, N_("The check character does not fit: something was mistyped. Compare it with the original.") },
  { CB_BASE_ERROR_UNRECOVERABLE, N_("A spreadsheet has destroyed these digits. Type them again from the original.") },
  { CB_BASE_ERROR_UNKNOWN_YEAR, N_("The working days of that year are not announced yet. Update the program’s calendar.") },
  { CB_BASE_ERROR_SYSTEM, N_("This computer refuses to protect the program’s memory. Ask your IT staff.") },
};

static const Sentence vault[] = {
  { CB_VAULT_ERROR_ENGINE, N_("The encryption of this program is not in order, so nothing is opened. Install it again, or ask your IT staff.") },
  { CB_VAULT_ERROR_LOCKED, N_("The casebook is locked. Unlock it again.") },
  { CB_VAULT_ERROR_EXISTS, N_("There is something of that name already; nothing was touched. Choose another place.") },
  { CB_VAULT_ERROR_NOT_FOUND, N_("There is no casebook or backup there. Choose the right place.") },
  { CB_VAULT_ERROR_WRONG_PASSPHRASE, N_("The passphrase is not right. Try again.") },
  { CB_VAULT_ERROR_WEAK_PASSPHRASE, N_("This passphrase is too easy to guess. Take at least ten characters, letters and digits mixed, or the generated words.") },
  { CB_VAULT_ERROR_TOO_SOON, N_("There were several wrong tries. Wait half a minute, then try again.") },
  { CB_VAULT_ERROR_NO_SLOT, N_("Nobody has a place under that number at this desk. Choose another person, or ask the authority.") },
  { CB_VAULT_ERROR_DAMAGED_HEADER, N_("The header of the casebook is damaged. Restore the latest backup.") },
  { CB_VAULT_ERROR_DAMAGED_DATABASE, N_("The casebook is damaged. Do not work on; restore the latest backup.") },
  { CB_VAULT_ERROR_DAMAGED_BACKUP, N_("This backup is incomplete or was altered. Take another one.") },
  { CB_VAULT_ERROR_NEWER, N_("A newer program wrote this; it was left unchanged. Update the program.") },
  { CB_VAULT_ERROR_FULL, N_("There is no room left on the disk; the last step was not saved. Make room, then do it again.") },
  { CB_VAULT_ERROR_NO_MEMORY, N_("There is too little free memory. Close other programs, then try again.") },
  { CB_VAULT_ERROR_IO, N_("The disk could not be read or written. Check the disk, then try again.") },
  { CB_VAULT_ERROR_BUSY, N_("The casebook is busy. Try again in a moment.") },
  { CB_VAULT_ERROR_CONSTRAINT, N_("This does not fit what is there already; nothing was saved. If it comes back, tell your IT staff.") },
  { CB_VAULT_ERROR_NETWORK_FILESYSTEM, N_("A casebook must lie on a disk of this computer, not on a network drive. Choose a local folder.") },
  { CB_VAULT_ERROR_IN_USE, N_("The casebook is open in another window or program. Close it there first.") },
  { CB_VAULT_ERROR_READ_ONLY, N_("The folder cannot be written to. Ask your IT staff for the right to write there.") },
  { CB_VAULT_ERROR_SQL, N_("The program made a mistake; nothing was saved. Start it again; if it comes back, tell your IT staff.") },
};

static const Sentence journal[] = {
  { CB_JOURNAL_ERROR_NOT_ENTITLED, N_("You have no right to this. Ask a colleague who has, or the authority.") },
  { CB_JOURNAL_ERROR_NOT_SIGNED, N_("This needs your signature. Enter your passphrase and do it again.") },
  { CB_JOURNAL_ERROR_BAD_RECORD, N_("A record has another form than it must have; it was not taken. Run a check of the casebook.") },
  { CB_JOURNAL_ERROR_BAD_SIGNATURE, N_("A signature does not verify; what it signs was not taken. Tell the authority.") },
  { CB_JOURNAL_ERROR_BROKEN_CHAIN, N_("Records are missing or were altered. Run a check, and restore a backup if it says so.") },
  { CB_JOURNAL_ERROR_CLONE, N_("There are two copies of one desk. Stop work at one of them, and tell the authority.") },
  { CB_JOURNAL_ERROR_DIGEST, N_("The lists do not agree with the records. Run a check of the casebook before you work on.") },
  { CB_JOURNAL_ERROR_ROLLED_BACK, N_("This casebook is older than it was when last closed: an old copy was put back. Tell the authority before you work on.") },
  { CB_JOURNAL_ERROR_NOT_FOUNDED, N_("This casebook belongs to no county yet. Found a county, or restore a backup.") },
  { CB_JOURNAL_ERROR_INVALID, N_("There is nothing to record in this. Check what you entered.") },
};

static const Sentence policy[] = {
  { CB_POLICY_ERROR_PACK, N_("The rules have faults and are not used. Tell the policy officer.") },
  { CB_POLICY_ERROR_DATE, N_("There are no rules for that day. Choose another day, or tell the policy officer.") },
  { CB_POLICY_ERROR_FACTS, N_("A fact has another form than the rules expect. Check what was entered.") },
  { CB_POLICY_ERROR_ARITHMETIC, N_("The rules cannot be worked out with these numbers. Check the amounts.") },
  { CB_POLICY_ERROR_CAPSULE, N_("This is not a decision, or it was altered. Take the original file.") },
};

static const Sentence casework[] = {
  { CB_CASEWORK_ERROR_NOT_FOUND, N_("This is no longer there. Look for it again.") },
  { CB_CASEWORK_ERROR_INVALID_FIELD, N_("This entry cannot be taken. Check it.") },
  { CB_CASEWORK_ERROR_FORKED, N_("Two versions of a fact were recorded; answer which one is right first.") },
  { CB_CASEWORK_ERROR_INCOMPLETE, N_("Facts that the rules need are missing. Enter them first.") },
  { CB_CASEWORK_ERROR_NEEDS_JUDGEMENT, N_("The rules leave something to your judgement. Write down how you judge it and why.") },
  { CB_CASEWORK_ERROR_WRONG_STATE, N_("The case is not at that step. Look at its present state.") },
  { CB_CASEWORK_ERROR_STALE, N_("Facts have changed since this was shown. Look at the new outcome, then decide.") },
  { CB_CASEWORK_ERROR_SAME_PERSON, N_("Whoever recorded, investigated or gave the opinion cannot also decide. Ask another person.") },
  { CB_CASEWORK_ERROR_DUPLICATE, N_("There is an open case or a running grant of this programme already. Go on with that one.") },
  { CB_CASEWORK_ERROR_SIGNING, N_("This needs your signature. Enter your passphrase and do it again.") },
  { CB_CASEWORK_ERROR_IMPORT, N_("This file cannot be read as a roster. Save it as CSV and choose it again.") },
  { CB_CASEWORK_ERROR_NOT_ELIGIBLE, N_("The rules say that there is no entitlement. Refuse it with its reasons, or have the facts corrected.") },
  { CB_CASEWORK_ERROR_EXISTS, N_("There is something of that name already; nothing was written. Choose another name.") },
  { CB_CASEWORK_ERROR_RESTORED, N_("This casebook comes from a backup. Before anybody works in it, the authority must enrol it as a new desk.") },
  { CB_CASEWORK_ERROR_KEPT, N_("This was entered before the casebook was locked, and is not saved yet. Look at it, then try again or discard it.") },
  { CB_CASEWORK_ERROR_KEY, N_("Your signing key is new and not certified yet. Ask the authority to certify it in Settings, under People at this desk.") },
};

static const char *
find (const Sentence *list,
      guint           n,
      int             code)
{
  for (guint i = 0; i < n; i++)
    if (list[i].code == code)
      return _(list[i].sentence);
  return NULL;
}

/* "facts missing: member.birth, income.amount" */
static char *
with_facts (const char   *sentence,
            const GError *error)
{
  const char *list = strstr (error->message, ": ");
  g_auto (GStrv) keys = list != NULL ? g_strsplit (list + 2, ", ", -1) : NULL;
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const CbField *field = cb_field_by_key (keys[i]);

      if (field != NULL)
        g_string_append_printf (titles, "%s%s", titles->len > 0 ? C_("between two facts", ", ") : "", _(field->title));
    }
  if (titles->len == 0)
    return g_strdup (sentence);
  return g_strdup_printf (_("%1$s (%2$s)"), sentence, titles->str);
}

static const char *
other_sentence (const GError *error)
{
  if (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return _("This was cancelled.");
      if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return _("A file or folder is not there. Choose the right place.");
      if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
        return _("There is no permission to read or write there. Choose another place.");
      if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        return _("There is no room left on the disk. Make room, then do it again.");
      return _("A file could not be read or written. Check the disk, then try again.");
    }
  return _("Something went wrong, and nothing was saved. Start the program again; if it comes back, tell your IT staff.");
}

char *
cb_error_sentence (const GError *error)
{
  const char *sentence = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == CB_BASE_ERROR)
    sentence = find (base, G_N_ELEMENTS (base), error->code);
  else if (error->domain == CB_VAULT_ERROR)
    sentence = find (vault, G_N_ELEMENTS (vault), error->code);
  else if (error->domain == CB_POLICY_ERROR)
    sentence = find (policy, G_N_ELEMENTS (policy), error->code);
  else if (error->domain == CB_JOURNAL_ERROR)
    {
      CbMay may = error->code == CB_JOURNAL_ERROR_NOT_ENTITLED ? cb_may_of_error (error) : CB_MAY_YES;

      sentence = may != CB_MAY_YES ? cb_may_text (may) : find (journal, G_N_ELEMENTS (journal), error->code);
    }
  else if (error->domain == CB_CASEWORK_ERROR)
    {
      sentence = find (casework, G_N_ELEMENTS (casework), error->code);
      /* Of a field and of a roster, the message is the sentence itself, before its translation. */
      if ((error->code == CB_CASEWORK_ERROR_INVALID_FIELD || error->code == CB_CASEWORK_ERROR_IMPORT) && *error->message != '\0')
        sentence = _(error->message);
      else if (sentence != NULL && (error->code == CB_CASEWORK_ERROR_INCOMPLETE || error->code == CB_CASEWORK_ERROR_FORKED))
        return with_facts (sentence, error);
    }
  return g_strdup (sentence != NULL ? sentence : other_sentence (error));
}
