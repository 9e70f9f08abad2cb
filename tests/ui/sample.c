/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small program with one of everything that the driver has to cope with; only its own test uses it. */

#include <adwaita.h>

static GtkLabel *status;
static GtkEditable *name_entry;

static void
save_cb (GtkButton *button,
         gpointer   data)
{
  g_autofree char *text = g_strdup_printf ("已登记：%s", gtk_editable_get_text (name_entry));

  gtk_label_set_label (status, text);
}

static void
page_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       stack)
{
  gtk_stack_set_visible_child_name (stack, g_variant_get_string (parameter, NULL));
}

static void
complain_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  g_warning ("something is amiss");
}

static void
ask_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       window)
{
  GtkWidget *dialog = adw_message_dialog_new (window, "要签名吗？", "签名后不能撤回");

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "取消", "sign", "签名", NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  data)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  const char *village = gtk_string_object_get_string (gtk_list_item_get_item (item));
  g_autofree char *amount = g_strdup_printf ("%u.00", (gtk_list_item_get_position (item) + 1) * 100);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), GPOINTER_TO_INT (column) == 0 ? village : amount);
}

static GtkWidget *
make_table (void)
{
  const char * const villages[] = { "双鱼村", "剑门村", "青龙村", NULL };
  const char * const titles[] = { "村", "金额" };
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (
      G_LIST_MODEL (gtk_string_list_new (villages)))));

  for (int i = 0; i < 2; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GINT_TO_POINTER (i));
      column = gtk_column_view_column_new (titles[i], factory);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  return view;
}

static void
activate_cb (GApplication *app,
             gpointer      data)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (app));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *intake = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = adw_entry_row_new ();
  GtkWidget *remark = gtk_entry_new ();
  GtkWidget *save = gtk_button_new_with_mnemonic ("登记(_S)");
  GtkWidget *list = gtk_list_box_new ();
  const GActionEntry entries[] = { { .name = "page", .activate = page_cb, .parameter_type = "s" },
                                   { .name = "complain", .activate = complain_cb } };
  const GActionEntry asking = { .name = "ask", .activate = ask_cb };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), "户主姓名");
  name_entry = GTK_EDITABLE (entry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remark), GTK_ACCESSIBLE_PROPERTY_LABEL, "备注", -1);
  status = GTK_LABEL (gtk_label_new ("未登记"));
  g_signal_connect (save, "clicked", G_CALLBACK (save_cb), NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  gtk_box_append (GTK_BOX (intake), list);
  gtk_box_append (GTK_BOX (intake), remark);
  gtk_box_append (GTK_BOX (intake), save);
  gtk_box_append (GTK_BOX (intake), GTK_WIDGET (status));
  gtk_stack_add_named (GTK_STACK (stack), intake, "intake");
  gtk_stack_add_named (GTK_STACK (stack), make_table (), "table");
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), stack);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), content);
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), stack);
  g_action_map_add_action_entries (G_ACTION_MAP (window), &asking, 1, window);
  gtk_application_set_accels_for_action (GTK_APPLICATION (app), "app.page('table')",
                                         (const char *[]) { "<Control>2", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (app), "app.page('intake')",
                                         (const char *[]) { "<Control>1", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (app), "win.ask", (const char *[]) { "<Control>d", NULL });
  gtk_window_set_title (GTK_WINDOW (window), "样例");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 480);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AdwApplication) app = adw_application_new ("cn.casebook.Sample", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (app), argc, argv);
}
