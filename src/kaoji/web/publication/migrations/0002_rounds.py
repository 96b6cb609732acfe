import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_initial"),
        ("facts", "0001_initial"),
        ("files", "0001_initial"),
        ("jobs", "0001_initial"),
        ("publication", "0001_initial"),
        ("results", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(
            name="Publication",
        ),
        migrations.DeleteModel(
            name="Appeal",
        ),
        migrations.DeleteModel(
            name="PublicNotice",
        ),
        migrations.DeleteModel(
            name="Signature",
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("node", models.CharField(max_length=120)),
                ("node_name", models.CharField(max_length=300)),
                ("text", models.TextField(verbose_name="grounds")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("upheld", "upheld"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="filed",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("filed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("results_digest", models.CharField(max_length=71)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "being approved"),
                            ("approved", "approved"),
                            ("sent-back", "sent back"),
                            ("lapsed", "lapsed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-number",),
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shows", models.JSONField(default=list)),
                ("is_bundle_public", models.BooleanField(default=False)),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PublicNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("working_days", models.PositiveSmallIntegerField()),
                ("until_on", models.DateField()),
                ("answers_due_on", models.DateField()),
                ("counted_by_hand", models.CharField(blank=True, max_length=200)),
                ("shows", models.JSONField(default=list)),
                ("is_open", models.BooleanField(default=False)),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step_name", models.CharField(max_length=120)),
                ("organisation_name", models.CharField(max_length=120)),
                ("is_approved", models.BooleanField()),
                ("opinion", models.TextField(blank=True, verbose_name="opinion")),
                ("results_digest", models.CharField(max_length=71)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AlterModelOptions(
            name="approvalstep",
            options={"ordering": ("position", "pk")},
        ),
        migrations.RemoveConstraint(
            model_name="approvalstep",
            name="approval_step_position",
        ),
        migrations.AddField(
            model_name="appeal",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="appeals", to="assessments.assessment"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="corrections",
            field=models.ManyToManyField(blank=True, related_name="+", to="facts.correction"),
        ),
        migrations.AddField(
            model_name="appeal",
            name="filed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="files",
            field=models.ManyToManyField(blank=True, related_name="+", to="files.storedfile"),
        ),
        migrations.AddField(
            model_name="appeal",
            name="outcome",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="results.run"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="assessments.participant"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="run",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="results.run"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="assessments.assessment"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="results.run"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="archive",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="archive_job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="assessment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="publication", to="assessments.assessment"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="bundle",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="bundle_job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="run",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="results.run"),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="public_notices", to="assessments.assessment"
            ),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="public_notices", to="publication.proposal"
            ),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="run",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="results.run"),
        ),
        migrations.AddField(
            model_name="publication",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="publication.publicnotice"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="publication.publicnotice"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="publication.proposal"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="step",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="signatures",
                to="publication.approvalstep",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("assessment", "number"), name="proposal_number"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("proposal", "step"), name="signature_step"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("proposal", "by"), name="signature_person"),
        ),
    ]
