/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cb-search.h"

G_BEGIN_DECLS

/*
 * What is typed, word by word; a household is found when every word finds something in it.
 *
 *   HAN    characters standing side by side in a name or the village; or a township's name has them
 *   LATIN  the beginning of the pinyin, or of the initials, of a name, from any of its syllables on, or of a township's name
 *   DIGITS four digits or more side by side in an ID number
 */
typedef enum { CB_TERM_HAN, CB_TERM_LATIN, CB_TERM_DIGITS } CbTermKind;
typedef struct { CbTermKind kind; char *text; /* folded; DIGITS in upper case */ } CbTerm;
void       cb_term_clear        (CbTerm *term);
GArray    *cb_search_terms      (const char *typed) G_GNUC_WARN_UNUSED_RESULT;   /* of CbTerm */

/* The words of one person or place as the index holds them. */
void       cb_search_put_han    (GString *han, const char *text);
void       cb_search_put_latin  (GString *latin, const char *name);
void       cb_search_put_ident  (GString *ident, const char *id_number);
/* "{han} : \"王 秀\"": the part of an FTS5 query that finds @term. */
void       cb_term_put_match    (const CbTerm *term, gboolean whole, GString *match);
/* Whether @term is found in one name or place, one ID number: the same meaning without the index. */
gboolean   cb_term_in_name      (const CbTerm *term, const char *name);
gboolean   cb_term_in_latin     (const CbTerm *term, const char *latin);   /* by cb_search_put_latin() */
/* Reads the townships' names now and not at the first letter typed.  Any thread. */
void       cb_search_warm       (void);
gboolean   cb_term_in_id        (const CbTerm *term, const char *id_number);

G_END_DECLS
