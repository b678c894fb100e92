"""Records walks through web pages: tasks of MiniWoB and the admin of Django."""

import admin
import tasks
from walk import record

if __name__ == "__main__":
    record([*tasks.plans(), *admin.plans()], __doc__)
