"""The project's own settings, in a data folder of this test process alone."""

import atexit
import os
import shutil
import tempfile

# What an operator's shell holds must not reach the tests; only bin/test names a database.
for _name in [name for name in os.environ if name.startswith("FONDS_")]:
    if _name != "FONDS_DATABASE_URL":
        del os.environ[_name]
_folder = tempfile.mkdtemp(prefix="fonds-test-")
os.environ["FONDS_DATA"] = _folder
# The browser of the journeys keeps an event loop in the thread of the tests, whichever test comes next.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from config.memory import begin_loading
from config.settings import *

# Until the tests are collected, which settles it.
begin_loading()

# A password is checked often in tests and never has to withstand anyone.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Without a manifest of collected files; a journey starts the real thing.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Tests log in without a request; the tests of the log-in itself turn it on.
AXES_ENABLED = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
