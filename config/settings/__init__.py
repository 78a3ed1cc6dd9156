"""Django's settings, gathered from one module per subject."""

from .apps import *  # noqa: F403
from .database import *  # noqa: F403
from .i18n import *  # noqa: F403
from .logging import *  # noqa: F403
from .security import *  # noqa: F403
from .storage import *  # noqa: F403
from .tasks import *  # noqa: F403
from .wagtail import *  # noqa: F403
