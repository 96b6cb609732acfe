"""Keep the digest that a file had when it came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile", name="handed_in", field=models.CharField(blank=True, max_length=64)
        ),
    ]
