"""Have the bridge start by itself: systemd, the Task Scheduler of Windows, launchd."""
