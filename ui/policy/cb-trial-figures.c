/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trial-figures.h"

#include <glib/gi18n.h>
#include "cb-outcome-text.h"
#include "cb-steady-box.h"
#include "cb-tip.h"
#include "cb-widgets.h"

enum { HOUSEHOLDS, PERSONS, MONTHLY, CLIFFS, N_FIGURES };

struct _CbTrialFigures
{
  AdwBin     parent_instance;

  GtkWidget *cards[N_FIGURES], *figures[N_FIGURES], *changes[N_FIGURES];
  GtkWidget *basis, *words, *once, *warning;
};

G_DEFINE_FINAL_TYPE (CbTrialFigures, cb_trial_figures, ADW_TYPE_BIN)

char *
cb_trial_signed (CbMoney amount)
{
  g_autofree char *text = cb_money_format (ABS (amount), TRUE);

  return amount == 0 ? g_steal_pointer (&text) : g_strdup_printf ("%s%s", amount > 0 ? "+" : "−", text);
}

static char *
signed_count (guint now,
              guint then)
{
  g_autofree char *text = cb_count_text (then > now ? then - now : now - then);

  return now == then ? g_strdup (_("no change")) : g_strdup_printf ("%s%s", then > now ? "+" : "−", text);
}

/* "+187,500 (+12.5%)" */
static char *
signed_monthly (const CbMoney *monthly)
{
  const CbMoney change = monthly[1] - monthly[0];
  g_autofree char *text = cb_trial_signed (change);
  gint64 share;

  if (change == 0)
    return g_strdup (_("no change"));
  if (monthly[0] <= 0)
    return g_steal_pointer (&text);
  share = ABS (change) / (monthly[0] / 1000 + 1);   /* in thousandths */
  return g_strdup_printf ("%s (%s%" G_GINT64_FORMAT ".%d%%)", text, change > 0 ? "+" : "−", share / 10, (int) (share % 10));
}

/* Only what is new: a slider moves many times a second. */
static void
say (GtkWidget  *label,
     const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static void
put (CbTrialFigures *self,
     guint           which,
     const char     *figure,
     const char     *change)
{
  say (self->figures[which], figure);
  say (self->changes[which], change);
}

static void
put_once (CbTrialFigures     *self,
          const CbSimulation *found,
          CbPack             *pack)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->programmes->len; i++)
    {
      const char *name = found->programmes->pdata[i];
      const CbNowThen *line = &g_array_index (found->by_programme, CbNowThen, i);
      g_autofree char *now = NULL, *then = NULL;

      if (cb_pack_programme_monthly (pack, name) || (line->monthly[0] == 0 && line->monthly[1] == 0))
        continue;
      now = cb_money_format (line->monthly[0], TRUE);
      then = cb_money_format (line->monthly[1], TRUE);
      /* TRANSLATORS: a programme, amounts in yuan */
      g_string_append_printf (text, _("%sPaid once, in no sum above: %s, %s yuan now, %s then."), text->len > 0 ? "\n" : "",
                              cb_pack_title_of (pack, "programme", name, cb_outcome_lang ()), now, then);
    }
  say (self->once, text->str);
  gtk_widget_set_visible (self->once, text->len > 0);
}

static void
put_warning (CbTrialFigures     *self,
             const CbSimulation *found,
             CbCounty           *county)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (found->incomplete > 0)
    g_string_append_printf (text, ngettext ("Of %u household a fact is missing that a programme needs.",
                                            "Of %u households a fact is missing that a programme needs.", found->incomplete),
                            found->incomplete);
  if (cb_county_left_out (county) > 0)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%u household is larger than the rules allow and was left out.",
                                              "%u households are larger than the rules allow and were left out.",
                                              cb_county_left_out (county)), cb_county_left_out (county));
    }
  say (self->warning, text->str);
  gtk_widget_set_visible (self->warning, text->len > 0);
}

void
cb_trial_figures_set (CbTrialFigures     *figures,
                      const CbSimulation *found,
                      CbCounty           *county,
                      CbPack             *pack)
{
  g_return_if_fail (CB_IS_TRIAL_FIGURES (figures));

  if (found == NULL)
    {
      for (guint i = 0; i < N_FIGURES; i++)
        put (figures, i, "–", "");
      say (figures->words, "");
      gtk_widget_set_visible (figures->once, FALSE);
      gtk_widget_set_visible (figures->warning, FALSE);
      return;
    }
  {
    g_autofree char *all = cb_count_text (cb_county_households (county));
    g_autofree char *basis = g_strdup_printf (_("By the rules, of %s households on file; what was granted stands on Today."), all);
    g_autofree char *households = cb_count_text (found->all.households[1]), *persons = cb_count_text (found->persons[1]);
    g_autofree char *more = signed_count (found->all.households[0], found->all.households[1]);
    g_autofree char *more_persons = signed_count (found->persons[0], found->persons[1]);
    g_autofree char *monthly = cb_money_format (found->all.monthly[1], TRUE), *more_monthly = signed_monthly (found->all.monthly);
    g_autofree char *cliffs = cb_count_text (found->cliffs), *fallen = cb_money_format (found->fallen, TRUE);
    g_autofree char *lose = found->cliffs > 0 ? g_strdup_printf (_("−%s yuan a month"), fallen) : g_strdup ("");
    g_autofree char *gainers = cb_count_text (found->gainers), *losers = cb_count_text (found->losers);
    g_autofree char *gained = cb_money_format (found->gained, TRUE), *lost = cb_money_format (found->lost, TRUE);
    g_autofree char *words = g_strdup_printf (_("Gain: %s households, %s yuan a month. Lose: %s households, %s yuan a month."),
                                              gainers, gained, losers, lost);

    say (figures->basis, basis);
    put (figures, HOUSEHOLDS, households, more);
    put (figures, PERSONS, persons, more_persons);
    put (figures, MONTHLY, monthly, more_monthly);
    put (figures, CLIFFS, cliffs, lose);
    say (figures->words, words);
  }
  put_once (figures, found, pack);
  put_warning (figures, found, county);
}

static GtkWidget *
card_new (CbTrialFigures *self,
          guint           which,
          const char     *title)
{
  GtkWidget *card = cb_card_new (NULL), *label = cb_label_new (title, "dim-label");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  cb_widget_set_cut_tip (card, title);
  self->figures[which] = cb_label_new ("–", "cb-figure");
  self->changes[which] = cb_label_new ("", "numeric");
  gtk_widget_add_css_class (self->changes[which], "cb-change");
  gtk_label_set_ellipsize (GTK_LABEL (self->changes[which]), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (card, "cb-figure-card");
  gtk_box_append (GTK_BOX (card), label);
  gtk_box_append (GTK_BOX (card), self->figures[which]);
  gtk_box_append (GTK_BOX (card), self->changes[which]);
  gtk_widget_set_hexpand (card, TRUE);
  return card;
}

static GtkWidget *
words_new (const char *css_class)
{
  GtkWidget *label = cb_label_new (NULL, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static void
cb_trial_figures_class_init (CbTrialFiguresClass *klass)
{
}

static void
cb_trial_figures_init (CbTrialFigures *self)
{
  const char *const titles[N_FIGURES] = { _("Entitled households"), _("Entitled persons"), _("Yuan a month"), _("Fall off a cliff") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_box_set_homogeneous (GTK_BOX (cards), TRUE);
  for (guint i = 0; i < N_FIGURES; i++)
    gtk_box_append (GTK_BOX (cards), card_new (self, i, titles[i]));
  self->basis = words_new ("dim-label");
  self->words = words_new ("numeric");
  self->once = words_new ("numeric");
  self->warning = words_new ("dim-label");
  gtk_box_append (GTK_BOX (box), cards);
  gtk_box_append (GTK_BOX (box), self->basis);
  gtk_box_append (GTK_BOX (box), self->words);
  gtk_box_append (GTK_BOX (box), self->once);
  gtk_box_append (GTK_BOX (box), self->warning);
  gtk_widget_set_visible (self->once, FALSE);
  gtk_widget_set_visible (self->warning, FALSE);
  adw_bin_set_child (ADW_BIN (self), cb_steady_box_new (box));
}

GtkWidget *
cb_trial_figures_new (void)
{
  return g_object_new (CB_TYPE_TRIAL_FIGURES, NULL);
}
