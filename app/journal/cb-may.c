/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-authority-private.h"

#include <glib/gi18n-lib.h>

#include "cb-area.h"

#define CASEWORKER CB_ROLE_CASEWORKER
#define REVIEWER   CB_ROLE_REVIEWER
#define APPROVER   CB_ROLE_APPROVER
#define FINANCE    CB_ROLE_FINANCE
#define POLICY     CB_ROLE_POLICY
#define AUDITOR    CB_ROLE_AUDITOR
#define AUTHORITY  CB_ROLE_AUTHORITY
#define ALL        (CASEWORKER | REVIEWER | APPROVER | FINANCE | POLICY | AUDITOR | AUTHORITY)

/*
 * Who may do what (design 1 and 7).  @limit: the person's own ceiling counts.  @apart: not by anybody of the other side of the case;
 * @ceiling: up to what the published rules let a township decide alone.
 * Sources: roles as in design 1. Review and opinion lie with the township, confirmation with the county, or the township where
 * delegated, then within a limit (民发〔2021〕57号 Art 2, 2026 law Art 44); publicity by the township (Art 19); nobody is put on
 * assistance without investigation and confirmation (Art 28), which are two hands (design 7); relatives of staff are registered
 * apart and visited by the county (Art 11, 20); rules are published by one and countersigned by another (design 6); authority,
 * policy and audit exclude each other (design 1).
 */
static const struct
{
  CbAct    act;
  CbRoles  roles;
  gboolean limit;
  gboolean apart;
  gboolean ceiling;
} rights[] = {
  { CB_ACT_RECORD,           CASEWORKER,                                          FALSE, FALSE, FALSE },  /* intake and facts: design 1 */
  { CB_ACT_SUBMIT,           CASEWORKER,                                          FALSE, FALSE, FALSE },
  { CB_ACT_OPINION,          CASEWORKER | REVIEWER,                               FALSE, FALSE, FALSE },  /* first opinion; township review */
  { CB_ACT_PUBLICISE,        REVIEWER,                                            FALSE, FALSE, FALSE },
  { CB_ACT_CONFIRM,          APPROVER,                                            TRUE,  TRUE,  FALSE },  /* county, or delegated with a limit */
  { CB_ACT_PAY,              FINANCE,                                             FALSE, TRUE,  FALSE },
  { CB_ACT_PUBLISH_PACK,     POLICY,                                              FALSE, FALSE, FALSE },
  { CB_ACT_COUNTERSIGN_PACK, APPROVER,                                            FALSE, TRUE,  FALSE },  /* design 6, last must */
  { CB_ACT_ENROL,            AUTHORITY,                                           FALSE, FALSE, FALSE },
  { CB_ACT_READ,             CASEWORKER | REVIEWER | APPROVER | FINANCE | AUDITOR, FALSE, FALSE, FALSE },
  { CB_ACT_ASK,              ALL,                                                 FALSE, FALSE, FALSE },
  { CB_ACT_AID,               REVIEWER,                                            TRUE,  TRUE,  TRUE  },  /* 民发〔2018〕23号 三 */
};

/* Authority, policy officer and auditor exclude each other (三员分立); an auditor changes nothing, so holds no other role at all. */
gboolean
cb_roles_compatible (CbRoles roles)
{
  if (roles & AUDITOR)
    return roles == AUDITOR;

  return (roles & (AUTHORITY | POLICY)) != (AUTHORITY | POLICY);
}

const char *
cb_role_title (CbRoles one)
{
  switch (one)
    {
    case CB_ROLE_CASEWORKER:
      return _("Caseworker");
    case CB_ROLE_REVIEWER:
      return _("Reviewer");
    case CB_ROLE_APPROVER:
      return _("Approver");
    case CB_ROLE_FINANCE:
      return _("Finance");
    case CB_ROLE_POLICY:
      return _("Policy officer");
    case CB_ROLE_AUDITOR:
      return _("Auditor");
    case CB_ROLE_AUTHORITY:
      return _("Authority");
    default:
      return "";
    }
}

char *
cb_roles_title (CbRoles roles)
{
  GString *text = g_string_new (NULL);

  for (guint bit = CB_ROLE_CASEWORKER; bit <= CB_ROLE_AUTHORITY; bit <<= 1)
    if (roles & bit)
      {
        if (text->len > 0)
          g_string_append (text, C_("between two roles", ", "));
        g_string_append (text, cb_role_title (bit));
      }

  return g_string_free (text, FALSE);
}

/* Before anybody else is enrolled, the founder publishes the rules that the county starts with. */
static gboolean
may_start (CbAuthority      *a,
           const CbQuestion *q,
           const CbPerson   *person)
{
  g_autoptr (GPtrArray) people = cb_authority_people (a);

  return q->act == CB_ACT_PUBLISH_PACK && people->len == 1 && (person->roles & AUTHORITY) != 0;
}

CbMay
cb_may_judge (CbAuthority      *a,
              const CbQuestion *q)
{
  const CbPerson *person = cb_authority_person (a, q->person);
  const char *area = q->area != NULL ? q->area : "";
  guint row = 0;

  if (person == NULL)
    return CB_MAY_UNKNOWN_PERSON;
  if (person->revoked)
    return CB_MAY_REVOKED;
  if (!cb_roles_compatible (person->roles))
    return CB_MAY_EXCLUSIVE_ROLES;
  while (row < G_N_ELEMENTS (rights) && rights[row].act != q->act)
    row++;
  if (row == G_N_ELEMENTS (rights) || ((rights[row].roles & person->roles) == 0 && !may_start (a, q, person)))
    return CB_MAY_NO_ROLE;
  if (!cb_area_within (area, person->area))
    return CB_MAY_OUTSIDE_AREA;
  if (q->desk != NULL)
    {
      const CbDeskCert *desk = cb_authority_desk (a, q->desk);

      if (desk == NULL)
        return CB_MAY_UNKNOWN_DESK;
      if (desk->revoked)
        return CB_MAY_DESK_REVOKED;
      if (!cb_area_within (area, desk->area))
        return CB_MAY_OUTSIDE_AREA;
    }
  if (rights[row].apart)
    for (guint i = 0; i < q->n_others; i++)
      if (cb_uid_equal (&q->others[i], q->person))
        return CB_MAY_SAME_PERSON;
  if (rights[row].limit)
    {
      if (q->county_only && !cb_area_within (cb_authority_area (a), person->area))
        return CB_MAY_COUNTY_ONLY;
      if (person->limit > 0 && ABS (q->amount) > person->limit)
        return CB_MAY_OVER_LIMIT;
    }
  if (rights[row].ceiling && ABS (q->amount) > q->ceiling)
    return CB_MAY_OVER_LIMIT;

  return CB_MAY_YES;
}

CbMay
cb_may (CbAuthority *a,
        const CbUid *person,
        CbAct        act,
        const char  *area,
        CbMoney      amount,
        const CbUid *others,
        guint        n_others)
{
  CbQuestion q = { .person = person, .act = act, .area = area, .amount = amount, .others = others, .n_others = n_others };

  return cb_may_judge (a, &q);
}

CbMay
cb_may_aid (CbAuthority *a,
            const CbUid *person,
            const char  *area,
            CbMoney      amount,
            CbMoney      ceiling,
            const CbUid *others,
            guint        n_others)
{
  CbQuestion q = { .person = person, .act = CB_ACT_AID, .area = area, .amount = amount, .ceiling = ceiling, .others = others,
                   .n_others = n_others };

  return cb_may_judge (a, &q);
}

const char *
cb_may_text (CbMay why)
{
  switch (why)
    {
    case CB_MAY_YES:
      return _("Allowed.");
    case CB_MAY_UNKNOWN_PERSON:
      return _("This person is not enrolled. Ask the authority to enrol them.");
    case CB_MAY_REVOKED:
      return _("This person’s rights have been withdrawn. Ask the authority.");
    case CB_MAY_NO_ROLE:
      return _("This needs another role. Ask a colleague who holds it.");
    case CB_MAY_OUTSIDE_AREA:
      return _("This lies outside the area of this person or desk. Hand it to the office responsible.");
    case CB_MAY_OVER_LIMIT:
      return _("The amount is above what this person decides alone. Hand it to the county.");
    case CB_MAY_SAME_PERSON:
      return _("Whoever recorded, investigated or gave the opinion cannot also decide. Ask another person.");
    case CB_MAY_EXCLUSIVE_ROLES:
      return _("These roles exclude each other. Ask the authority to give them to different persons.");
    case CB_MAY_UNKNOWN_DESK:
      return _("This desk is not enrolled. Ask the authority to enrol it.");
    case CB_MAY_DESK_REVOKED:
      return _("This desk has been withdrawn. It must be enrolled as a new one.");
    case CB_MAY_COUNTY_ONLY:
      return _("A relative of staff is in the family: only the county decides.");
    default:
      return "";
    }
}
