"""Django's settings, gathered from one module per subject."""

from .apps import *
from .database import *
from .email import *
from .i18n import *
from .logging import *
from .security import *
from .storage import *
from .tasks import *
from .wagtail import *
