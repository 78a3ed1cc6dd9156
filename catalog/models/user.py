"""Hold the people who log in: staff, and journalists with an accreditation."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with a log-in; accreditation opens press material until its last day."""

    accredited_until = models.DateField(_("accredited until"), null=True, blank=True)

    def __str__(self) -> str:
        """Return the full name, else the log-in name."""
        return self.get_full_name() or self.username
