from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("preparing", "preparing the scheme"),
                            ("collecting", "collecting facts"),
                            ("approving", "being approved"),
                            ("publicising", "on public notice"),
                            ("published", "published"),
                            ("archived", "archived"),
                        ],
                        default="preparing",
                        max_length=12,
                    ),
                ),
                ("facts_due_on", models.DateField(blank=True, null=True, verbose_name="facts due on")),
                ("self_due_on", models.DateField(blank=True, null=True, verbose_name="self-assessment due on")),
                ("public_key", models.CharField(max_length=40, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "assessment",
                "ordering": ("-year", "-pk"),
            },
        ),
    ]
