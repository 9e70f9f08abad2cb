/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-look.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case.h"
#include "cb-case-data.h"
#include "cb-cbor.h"
#include "cb-clock.h"
#include "cb-text.h"

/*
 * The data of a look: { 0: "opened", 1: key of the reason, 2: number of the case (optional), 3: text (optional) }.  A print says at 0 what was
 * printed; those before prints had reasons have 0 alone.  The export of a decision has the data of a case event.
 */
#define OPENED  "opened"
#define MOST    2000    /* bytes of a text */

/* The first nobody chooses; the next are of prints and copies only: nobody needs a reason to open the case in hand. */
#define OWN_WORK    "own"
#define CHOSEN      1
#define ONLY_PRINTS 3
static const CbLookReason reasons[] = {
  { OWN_WORK,    N_("Within the own work"), FALSE },
  { CB_LOOK_FOR_CASE, N_("For the case in hand"), FALSE },
  { "family",    N_("For the family, at its request"), FALSE },
  { "asked",     N_("The office responsible asked for help"), FALSE },
  { "complaint", N_("Complaint or petition"), FALSE },
  { "check",     N_("Spot check of assistance"), FALSE },
  { "duplicate", N_("Looking for a duplicate registration"), FALSE },
  { "moving",    N_("The family is moving here"), FALSE },
  { "audit",     N_("Audit or supervision"), FALSE },
  { "other",     N_("Another reason"), TRUE },
};

const CbLookReason *
cb_look_reasons (guint *n)
{
  *n = G_N_ELEMENTS (reasons) - ONLY_PRINTS;
  return reasons + ONLY_PRINTS;
}

const CbLookReason *
cb_look_print_reasons (guint *n)
{
  *n = G_N_ELEMENTS (reasons) - CHOSEN;
  return reasons + CHOSEN;
}

/* @first: the first that counts. */
static const CbLookReason *
find_reason (const char *key,
             guint       first)
{
  for (guint i = first; key != NULL && i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].key, key))
      return &reasons[i];
  return NULL;
}

void
cb_look_free (CbLook *look)
{
  if (look == NULL)
    return;
  g_free (look->head);
  g_free (look->area);
  g_free (look);
}

void
cb_look_entry_free (CbLookEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->head);
  g_free (entry->what);
  g_free (entry->number);
  g_free (entry->text);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CbLookEntry, cb_look_entry_free)

/* --- the data --- */

static GBytes *
encode (const char *what,
        const char *reason,
        const char *number,
        const char *text)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  const char *values[] = { what, reason, number, text };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    n += values[i] != NULL;
  cb_cbor_put_map (w, n);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i] != NULL)
      {
        cb_cbor_put_key (w, i);
        cb_cbor_put_text (w, values[i]);
      }
  return cb_cbor_writer_take (w);
}

/* FALSE for data of another form. */
static gboolean
decode (GBytes *data,
        char   *values[4])
{
  CbCborReader r;
  guint64 key;
  gsize n, len;
  gconstpointer bytes = data != NULL ? g_bytes_get_data (data, &len) : NULL;
  gboolean ok;

  memset (values, 0, 4 * sizeof (char *));
  if (bytes == NULL)
    return FALSE;
  cb_cbor_reader_init (&r, bytes, len);
  ok = cb_cbor_get_map (&r, &n) && n >= 1 && n <= 4;
  while (ok && n-- > 0)
    ok = cb_cbor_get_key (&r, &key) && key < 4 && (values[key] = cb_cbor_dup_text (&r)) != NULL;
  ok = ok && cb_cbor_done (&r, NULL) && values[0] != NULL;
  for (guint i = 0; !ok && i < 4; i++)
    g_clear_pointer (&values[i], g_free);
  return ok;
}

static void
values_free (char *values[4])
{
  for (guint i = 0; i < 4; i++)
    g_free (values[i]);
}

/* --- who is asked --- */

static gboolean
has_open_case (CbDb        *db,
               const CbUid *household,
               gboolean    *open,
               GError     **error)
{
  g_autoptr (GPtrArray) cases = cb_case_list_of (db, NULL, household, error);

  if (cases == NULL)
    return FALSE;
  *open = FALSE;
  for (guint i = 0; i < cases->len && !*open; i++)
    {
      const CbCase *c = g_ptr_array_index (cases, i);

      *open = c->state == CB_CASE_SUBMITTED || c->state == CB_CASE_OPINION;
    }
  return TRUE;
}

static gboolean
gave_reason (CbDb        *db,
             const CbUid *household,
             const CbUid *person,
             gboolean    *gave,
             GError     **error)
{
  g_autoptr (GPtrArray) looks = cb_journal_happened (db, CB_EVENT_LOOKED, household, error);
  gint64 since = cb_clock_now_ms () - CB_LOOK_DAYS * G_GINT64_CONSTANT (86400000);

  if (looks == NULL)
    return FALSE;
  *gave = FALSE;
  for (guint i = 0; i < looks->len && !*gave; i++)
    {
      const CbHappened *look = g_ptr_array_index (looks, i);
      char *values[4];

      if (!cb_uid_equal (&look->actor, person) || cb_hlc_ms (look->hlc) < since || !decode (look->data, values))
        continue;
      *gave = g_str_equal (values[0], OPENED);
      values_free (values);
    }
  return TRUE;
}

/* Head and township as the list has them; FALSE without error when it is not in the list. */
static gboolean
find_row (CbDb        *db,
          const CbUid *household,
          CbLook      *look,
          GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT head, area FROM household_row WHERE uid = ?1", error);

  if (s == NULL)
    return FALSE;
  cb_stmt_bind_uid (s, 1, household);
  if (cb_stmt_step (s, error) != 1)
    return FALSE;
  look->head = g_strdup (cb_stmt_get_text (s, 0));
  look->area = g_strdup (cb_stmt_get_text (s, 1));
  return TRUE;
}

CbLook *
cb_look_judge (CbDesk      *desk,
               CbDb        *db,
               const CbUid *household,
               GError     **error)
{
  const CbPerson *person = cb_desk_person (desk);
  g_autoptr (CbLook) look = g_new0 (CbLook, 1);
  g_autoptr (GError) fault = NULL;
  gboolean within, open = FALSE, gave = FALSE;

  if (!find_row (db, household, look, &fault))
    {
      if (fault == NULL)
        return g_steal_pointer (&look);   /* begun and not recorded yet: the person's own */
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  within = person != NULL && *look->area != '\0' && cb_area_within (look->area, person->area);
  if (within && (person->roles & CB_ROLE_CASEWORKER) != 0)
    return g_steal_pointer (&look);
  look->may = person == NULL ? CB_MAY_UNKNOWN_PERSON
                             : cb_may (cb_desk_authority (desk), &person->uid, CB_ACT_READ, person->area, 0, NULL, 0);
  if (look->may != CB_MAY_YES)
    {
      look->need = CB_LOOK_NOT;
      return g_steal_pointer (&look);
    }
  if (within && (person->roles & (CB_ROLE_REVIEWER | CB_ROLE_APPROVER)) != 0 && !has_open_case (db, household, &open, error))
    return NULL;
  if (!open && !gave_reason (db, household, &person->uid, &gave, error))
    return NULL;
  look->need = open || gave ? CB_LOOK_OWN : CB_LOOK_ASK;
  look->given = gave;
  return g_steal_pointer (&look);
}

/* --- on record --- */

static gboolean
invalid (GError    **error,
         const char *sentence)
{
  g_set_error_literal (error, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_INVALID_FIELD, sentence);
  return FALSE;
}

static char *
trimmed (const char *text)
{
  char *copy = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*copy == '\0')
    g_clear_pointer (&copy, g_free);
  return copy;
}

/* Whether a reason may stand so, tidied up into @about and @words; @first: the first of the reasons that counts.  NULL with INVALID_FIELD. */
static const CbLookReason *
check_reason (CbDb       *db,
              guint       first,
              const char *reason,
              const char *number,
              const char *text,
              char      **about,
              char      **words,
              GError    **error)
{
  const CbLookReason *known = find_reason (reason, first);
  g_autofree char *given_number = trimmed (number);
  g_autofree char *given_text = trimmed (text);
  g_autoptr (GError) fault = NULL;
  CbUid c;

  if (known == NULL)
    return invalid (error, N_("Choose a reason.")), NULL;
  if (known->needs_text && given_text == NULL)
    return invalid (error, N_("Write down the reason in a few words.")), NULL;
  if (given_text != NULL && (strlen (given_text) > MOST || !g_utf8_validate (given_text, -1, NULL)))
    return invalid (error, N_("The text is too long. Shorten it.")), NULL;
  if (given_number == NULL && g_str_equal (known->key, CB_LOOK_FOR_CASE))
    return invalid (error, N_("Write down the number of the case, or choose another reason.")), NULL;
  if (given_number != NULL && !cb_case_find_number (db, given_number, &c, &fault))
    {
      if (fault != NULL && !g_error_matches (fault, CB_CASEWORK_ERROR, CB_CASEWORK_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      return invalid (error, N_("There is no case of this number here. Check it, or leave it empty.")), NULL;
    }
  *about = g_steal_pointer (&given_number);
  *words = g_steal_pointer (&given_text);
  return known;
}

static gboolean
record (CbDesk       *desk,
        CbDb         *db,
        CbKind        kind,
        const CbUid  *subject,
        GBytes       *data,
        GError      **error)
{
  const CbPerson *person = cb_desk_person (desk);
  g_autoptr (CbChange) change = cb_change_new (cb_desk_actor (desk));

  cb_change_event (change, subject, kind, CB_EVENT_LOOKED, person != NULL ? person->area : NULL, 0, NULL, 0, data);
  return cb_change_commit (change, db, NULL, NULL, error);
}

gboolean
cb_look_record (CbDesk      *desk,
                CbDb        *db,
                const CbUid *household,
                const char  *reason,
                const char  *number,
                const char  *text,
                GError     **error)
{
  g_autofree char *about = NULL, *words = NULL;
  const CbLookReason *known = check_reason (db, ONLY_PRINTS, reason, number, text, &about, &words, error);
  g_autoptr (GBytes) data = NULL;

  if (known == NULL)
    return FALSE;
  data = encode (OPENED, known->key, about, words);
  return record (desk, db, CB_KIND_HOUSEHOLD, household, data, error);
}

/* --- prints and copies --- */

static const char *const printed[] = {
  [CB_PRINTED_WORKSHEET] = N_("print of the worksheet"),
  [CB_PRINTED_APPLICANT] = N_("print of the page for the applicant"),
  [CB_PRINTED_ARTICLES] = N_("print of the list of articles"),
  [CB_COPIED_WORKSHEET] = N_("copy of the worksheet"),
  [CB_COPIED_APPLICANT] = N_("copy of the page for the applicant"),
  [CB_COPIED_ARTICLES] = N_("copy of the list of articles"),
};

gboolean
cb_look_check_print (CbDb          *db,
                     const CbPrint *print,
                     GError       **error)
{
  g_autofree char *about = NULL, *words = NULL;

  return check_reason (db, CHOSEN, print->reason, print->number, print->text, &about, &words, error) != NULL;
}

gboolean
cb_look_record_print (CbDesk        *desk,
                      CbDb          *db,
                      const CbPrint *print,
                      GError       **error)
{
  g_autofree char *about = NULL, *words = NULL;
  const CbLookReason *known = check_reason (db, CHOSEN, print->reason, print->number, print->text, &about, &words, error);
  g_autoptr (GBytes) data = NULL;

  if (known == NULL)
    return FALSE;
  data = encode (printed[print->what], known->key, about, words);
  return record (desk, db, print->kind, &print->about, data, error);
}

gboolean
cb_look_record_own (CbDesk        *desk,
                    CbDb          *db,
                    const CbUid   *household,
                    const CbPrint *print,
                    gboolean      *recorded,
                    GError       **error)
{
  g_autoptr (CbLook) look = cb_look_judge (desk, db, household, error);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autofree char *number = NULL;

  *recorded = FALSE;
  if (look == NULL)
    return FALSE;
  /* Who may not read at all is refused below, by may(). */
  if (look->need == CB_LOOK_ASK || look->given)
    return TRUE;
  number = print->number != NULL ? g_strdup (print->number) : cb_look_open_case (db, household, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  data = encode (printed[print->what], number != NULL ? CB_LOOK_FOR_CASE : OWN_WORK, number, NULL);
  *recorded = record (desk, db, print->kind, &print->about, data, error);
  return *recorded;
}

char *
cb_look_open_case (CbDb        *db,
                   const CbUid *household,
                   GError     **error)
{
  g_autoptr (GPtrArray) cases = cb_case_list_of (db, NULL, household, error);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    {
      const CbCase *c = g_ptr_array_index (cases, i);

      if (c->state == CB_CASE_SUBMITTED || c->state == CB_CASE_OPINION)
        return g_strdup (c->number);
    }
  return NULL;
}

/* --- who looked --- */

static char *
head_of (CbDb        *db,
         const CbUid *subject,
         GError     **error)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT head FROM household_row WHERE uid = ?1 OR uid = (SELECT household FROM case_ WHERE uid = ?1)",
                                        error);

  if (s == NULL)
    return NULL;
  cb_stmt_bind_uid (s, 1, subject);
  return cb_stmt_step (s, error) == 1 ? g_strdup (cb_stmt_get_text (s, 0)) : NULL;
}

static void
fill_words (CbLookEntry *entry,
            GBytes      *data)
{
  g_auto (CbCaseData) d = CB_CASE_DATA_INIT;
  char *values[4];
  const CbLookReason *reason;

  if (decode (data, values))
    {
      reason = find_reason (values[1], 0);
      if (reason == NULL || g_str_equal (values[0], OPENED))
        entry->what = g_strdup (reason != NULL ? _(reason->title) : _(values[0]));
      else
        /* TRANSLATORS: what was printed, why */
        entry->what = g_strdup_printf (_("%s: %s"), _(values[0]), _(reason->title));
      entry->number = g_steal_pointer (&values[2]);
      entry->text = g_steal_pointer (&values[3]);
      values_free (values);
    }
  else if (data != NULL && cb_case_data_decode (g_bytes_get_data (data, NULL), g_bytes_get_size (data), &d) && d.text != NULL)
    entry->what = g_strdup (_(d.text));
  else
    entry->what = g_strdup (_("not stated"));
}

/* What other rooms write as the text of a look, for the catalogue. */
static const char *const said_elsewhere[] G_GNUC_UNUSED = { N_("export of the decision") };

static int
newest_first (gconstpointer pa,
              gconstpointer pb)
{
  const CbHappened *a = *(const CbHappened *const *) pa, *b = *(const CbHappened *const *) pb;

  return a->hlc > b->hlc ? -1 : a->hlc < b->hlc;
}

GPtrArray *
cb_look_list (CbDb    *db,
              guint    max,
              GError **error)
{
  g_autoptr (GPtrArray) looks = cb_journal_happened (db, CB_EVENT_LOOKED, NULL, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) cb_look_entry_free);

  if (looks == NULL)
    return NULL;
  g_ptr_array_sort (looks, newest_first);
  for (guint i = 0; i < looks->len && (max == 0 || i < max); i++)
    {
      const CbHappened *look = g_ptr_array_index (looks, i);
      g_autoptr (CbLookEntry) entry = g_new0 (CbLookEntry, 1);
      g_autoptr (GError) fault = NULL;

      entry->ms = cb_hlc_ms (look->hlc);
      entry->person = look->actor;
      entry->subject = look->entity;
      entry->head = head_of (db, &look->entity, &fault);
      if (fault != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      fill_words (entry, look->data);
      g_ptr_array_add (list, g_steal_pointer (&entry));
    }
  return g_steal_pointer (&list);
}
