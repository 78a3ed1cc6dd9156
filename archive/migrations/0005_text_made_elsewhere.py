import archive.models.document
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0004_recordings_and_transcripts'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='text_file',
            field=models.FileField(blank=True, editable=False, max_length=200, upload_to=archive.models.document.text_path, verbose_name='text made elsewhere'),
        ),
        migrations.AlterField(
            model_name='assetevent',
            name='name',
            field=models.CharField(choices=[('deposited', 'Deposited'), ('duplicate_refused', 'Duplicate refused'), ('metadata_read', 'Metadata read'), ('pages_counted', 'Pages counted'), ('page_parked', 'Page parked'), ('read', 'Read'), ('failed', 'Failed'), ('renditions_made', 'Renditions made'), ('read_again', 'Read again'), ('text_corrected', 'Text corrected'), ('reading_kept', 'New reading kept aside'), ('text_attached', 'Text made elsewhere attached'), ('text_refused', 'Text made elsewhere refused'), ('reread_failed', 'Reading again failed'), ('poster_chosen', 'Picture chosen'), ('transcript_added', 'Transcript added'), ('transcript_refused', 'Transcript refused'), ('transcript_approved', 'Transcript approved'), ('transcript_removed', 'Transcript removed')], max_length=20, verbose_name='event'),
        ),
    ]
